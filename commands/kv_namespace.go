package commands

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/kv"
)

// This file has `dotool kv` for KV namespaces. Their values are text or bytes, and
// what is printed and stored is just that.

// kvEntry is an entry of a KV namespace as scripts get it.
type kvEntry struct {
	Key       local.JSONText  `json:"key"`
	Value     any             `json:"value,omitempty"` // text, or {"$blob": Base64}; not in a list
	SizeBytes *int64          `json:"sizeBytes,omitempty"`
	ExpiresAt string          `json:"expiresAt,omitempty"`
	Metadata  json.RawMessage `json:"metadata,omitempty"`
}

func newKVEntry(e kv.Entry) kvEntry {
	entry := kvEntry{Key: local.JSONText(e.Key)}
	if !e.Expiration.IsZero() {
		entry.ExpiresAt = ui.JSONTime(e.Expiration)
	}
	if json.Valid(e.Metadata) { // wrangler's always is
		entry.Metadata = e.Metadata
	}
	return entry
}

func listNamespace(ctx context.Context, env *local.Project, _ *local.Objects, n *kv.Namespace, o kvOptions) error {
	return keyList[kv.Entry]{
		Prefix: o.Key, Limit: o.Limit,
		Head:  []string{"KEY", "SIZE", "EXPIRES", "METADATA"},
		Table: listOptions(env, []int{1}, []int{2}, []int{0}, []int{2, 1}),
		JSON: func(e kv.Entry) any {
			entry, size := newKVEntry(e), n.Size(e)
			entry.SizeBytes = &size
			return entry
		},
		Row: func(e kv.Entry) []string {
			size, expires := fmt.Sprint(n.Size(e)), newKVEntry(e).ExpiresAt
			if env.StdoutTerminal {
				size = ui.ByteSize(n.Size(e))
				if !e.Expiration.IsZero() {
					expires = ui.Until(time.Until(e.Expiration))
				}
			}
			return []string{e.Key, size, expires, string(e.Metadata)}
		},
	}.print(env, n.List(ctx, o.Key))
}

func getFromNamespace(ctx context.Context, env *local.Project, _ *local.Objects, n *kv.Namespace, o kvOptions) error {
	e, value, ok, err := n.Get(ctx, o.Key)
	if err != nil {
		return err
	}
	if !ok {
		return unknownKVKey(ctx, n, o)
	}
	defer value.Close()
	if env.JSON {
		data, err := io.ReadAll(value)
		if err != nil {
			return fmt.Errorf("read the value: %w", err)
		}
		entry := newKVEntry(e)
		if entry.Value = string(data); !utf8.Valid(data) {
			entry.Value = map[string]string{"$blob": base64.StdEncoding.EncodeToString(data)}
		}
		return ui.WriteJSON(env.Stdout, entry)
	}
	w, finish := env.Plain()
	last := lastByte{'\n'}
	if _, err := io.Copy(io.MultiWriter(w, &last), value); err != nil {
		return fmt.Errorf("print the value: %w", err)
	}
	if env.StdoutTerminal && last[0] != '\n' {
		io.WriteString(w, "\n")
	}
	return finish()
}

// lastByte remembers the last byte that was written.
type lastByte [1]byte

func (l *lastByte) Write(b []byte) (int, error) {
	if len(b) > 0 {
		l[0] = b[len(b)-1]
	}
	return len(b), nil
}

func unknownKVKey(ctx context.Context, n *kv.Namespace, o kvOptions) error {
	var keys []string
	const most = 10_000 // to compare with
	for e, err := range n.List(ctx, "") {
		if keys = append(keys, e.Key); err != nil || len(keys) == most {
			break
		}
	}
	hint := "it has no keys"
	if len(keys) > 0 {
		hint = diag.DidYouMean(o.Key, keys, "`dotool kv list "+diag.ShellWord(o.Address.Text)+"` lists its keys")
	}
	return ui.WithHint(fmt.Errorf("the KV namespace %s has no key %q", o.Address.Text, o.Key), hint)
}

func putIntoNamespace(ctx context.Context, env *local.Project, objects *local.Objects, n *kv.Namespace, o kvOptions) error {
	e := kv.Entry{Key: o.Key, Expiration: o.Expires}
	if o.Metadata != "" {
		var compact bytes.Buffer
		if err := json.Compact(&compact, []byte(o.Metadata)); err != nil {
			return ui.Usagef("--metadata must be JSON: %v", err)
		}
		e.Metadata = compact.Bytes()
	}
	err := objects.Beside(ctx, func() error { return n.Put(ctx, e, strings.NewReader(o.Value)) })
	if err == nil && env.JSON {
		return ui.WriteJSON(env.Stdout, newKVEntry(e))
	}
	return err
}

func deleteFromNamespace(ctx context.Context, env *local.Project, objects *local.Objects, n *kv.Namespace, o kvOptions) error {
	deleted := false
	err := objects.Beside(ctx, func() (err error) {
		deleted, err = n.Delete(ctx, o.Key)
		return err
	})
	if err != nil {
		return err
	}
	return reportDeleted(env, o.Key, deleted)
}

// kvPutFlags returns flags that only KV namespaces have, except for --path.
func kvPutFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "path", Usage: "read the value from `FILE`"},
		&cli.StringFlag{Name: "ttl", Usage: "let the key of a KV namespace expire after `SECONDS`, or a duration such as 2h"},
		&cli.StringFlag{Name: "expiration", Usage: "let the key of a KV namespace expire at `TIME`: seconds since 1970, RFC 3339, or +2h"},
		&cli.StringFlag{Name: "metadata", Usage: "store `JSON` with the key of a KV namespace"},
	}
}

// kvPutOptions reads the flags of put, and its value: an argument, a file or stdin.
func kvPutOptions(env *local.Project, c *cli.Context, o *kvOptions) (err error) {
	o.Metadata = c.String("metadata")
	o.ForKV = c.IsSet("ttl") || c.IsSet("expiration") || c.IsSet("metadata")
	now := time.Now()
	switch text := c.String("ttl"); {
	case c.IsSet("ttl") && c.IsSet("expiration"):
		return ui.Usagef("--ttl and --expiration cannot be combined")
	case c.IsSet("ttl"):
		ttl, err := time.ParseDuration(text)
		if seconds, e := strconv.ParseUint(text, 10, 32); e == nil {
			ttl, err = time.Duration(seconds)*time.Second, nil
		}
		if err != nil || ttl < time.Minute {
			return ui.Usagef("--ttl must be 60 seconds or more, such as 3600 or 2h, not %q", text)
		}
		o.Expires = now.Truncate(time.Second).Add(ttl)
	case c.IsSet("expiration"):
		text := c.String("expiration")
		at, err := ui.ParseTime(text, now)
		if seconds, e := strconv.ParseUint(text, 10, 40); e == nil {
			at, err = time.Unix(int64(seconds), 0), nil
		}
		if err != nil {
			return ui.Usagef("--expiration must be a time, such as 1893456000, 2030-01-01T00:00:00Z or +2h, not %q", text)
		}
		if at.Before(now.Add(time.Minute)) {
			return ui.Usagef("--expiration must be 60 seconds or more from now")
		}
		o.Expires = at.Truncate(time.Second)
	}
	if path := c.String("path"); c.IsSet("path") {
		if c.NArg() > 2 {
			return ui.Usagef("a value and --path cannot be combined")
		}
		data, err := os.ReadFile(env.Path(path))
		if err != nil {
			return fmt.Errorf("read the value: %w", err)
		}
		o.Value = string(data)
		return nil
	}
	o.Value, err = readValue(env, c.Args().Slice()[2:])
	return err
}
