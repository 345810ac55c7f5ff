package commands

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/v8"
	"github.com/dotool-dev/dotool/inspect/v8/console"
)

// entryJSON is an entry as JSON.
type entryJSON struct {
	Key   local.JSONText  `json:"key"`
	Value json.RawMessage `json:"value"`
}

// objectEntry is an entry of one of many objects.
type objectEntry struct {
	object inspect.Object
	sqlite.Entry
}

// reader reads entries of an object.
type reader = func(context.Context, *sqlite.DB) iter.Seq2[sqlite.Entry, error]

func readPrefix(prefix string) reader {
	return func(ctx context.Context, db *sqlite.DB) iter.Seq2[sqlite.Entry, error] { return db.KV(ctx, prefix) }
}

func readKey(key string) reader {
	return func(ctx context.Context, db *sqlite.DB) iter.Seq2[sqlite.Entry, error] {
		return func(yield func(sqlite.Entry, error) bool) {
			if value, ok, err := db.Get(ctx, key); ok || err != nil {
				yield(sqlite.Entry{Key: key, Value: value}, err)
			}
		}
	}
}

// entriesOfAll yields entries of many objects. Objects that fail are added to failures; an
// error that it yields is none of an object.
func entriesOfAll(ctx context.Context, store *local.Objects, a inspect.Address, read reader, failures *objectsError) iter.Seq2[objectEntry, error] {
	return func(yield func(objectEntry, error) bool) {
		var last inspect.Object
		for b := range store.KVAll(ctx, store.Objects(ctx, a), read) {
			if b.Object.Namespace == nil {
				yield(objectEntry{}, b.Err)
				return
			}
			if b.Object.ID != last.ID || b.Object.Namespace != last.Namespace {
				last = b.Object
				failures.objects++
			}
			for _, row := range b.Rows {
				if !yield(objectEntry{b.Object, sqlite.Entry{Key: row[0].String(), Value: row[1].Bytes}}, nil) {
					return
				}
			}
			if b.Err != nil {
				failures.add(b.Object, b.Err)
			}
		}
	}
}

// runKVMany lists entries of many objects, or the values of one key.
func runKVMany(ctx context.Context, env *local.Project, objects *local.Objects, o kvOptions) error {
	q := &query{env: env, store: objects, address: o.Address, many: true, several: objects.Several(o.Address)}
	read, head := readPrefix(o.Key), []string{"OBJECT", "KEY", "VALUE"}
	if o.One {
		read, head = readKey(o.Key), []string{"OBJECT", "VALUE"}
	}
	failures, found := &objectsError{}, 0
	entries := func(yield func(objectEntry, error) bool) {
		for e, err := range entriesOfAll(ctx, objects, o.Address, read, failures) {
			found++
			if !yield(e, err) {
				return
			}
		}
	}
	err := keyList[objectEntry]{
		Limit: o.Limit, Silent: true,
		Head: head, Table: listOptions(env, nil, nil, []int{0}, nil),
		JSON: func(e objectEntry) any {
			return struct {
				Object local.JSONText `json:"object"`
				entryJSON
			}{local.JSONText(q.label(e.object)), newEntryJSON(e.Entry)}
		},
		Row: func(e objectEntry) []string {
			row := []string{q.label(e.object), e.Key, shownValue(env, e.Value)}
			if o.One {
				row = append(row[:1], row[2])
			}
			return row
		},
	}.print(env, entries)
	if err != nil {
		return ui.Interrupted(ctx, err)
	}
	missing := failures.objects - failures.failed - found
	switch {
	case failures.objects > 0 && found == 0 && failures.failed == 0:
		env.Note("%s", nothing("keys", o.Key))
	case o.One && missing > 0:
		env.Note("%d of %s have no key %q.", missing, ui.Count(failures.objects, "object"), o.Key)
	}
	return q.settle(ctx, failures)
}

func newEntryJSON(e sqlite.Entry) entryJSON {
	return entryJSON{local.JSONText(e.Key), v8.ToJSON(local.Decoded(e.Value))}
}

// shownValue returns a value in one line: shortened on a terminal, else whole.
func shownValue(env *local.Project, value []byte) string {
	if env.StdoutTerminal {
		return console.Brief(local.Decoded(value), max(env.Width, 40))
	}
	return console.Inspect(local.Decoded(value), 1<<30)
}
