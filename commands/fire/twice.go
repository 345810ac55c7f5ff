package fire

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	v8 "github.com/dotool-dev/dotool/inspect/v8"
)

// Changes are those that the second run of a handler made to the storage. Rows
// are JSON.
type Changes struct {
	Added   []string `json:"added"`
	Removed []string `json:"removed"`
}

// Twice fires an alarm, fires it again, and returns what the second run changed: nil if
// there was none. Its tries are printed by second.
func (r *Runner) Twice(ctx context.Context, o inspect.Object, second func(inspect.Object, event.Firing) error) (*event.Firing, *Changes, error) {
	first, err := r.Fire(ctx, o, control.Shot{Force: r.Force}, r.Print)
	if err != nil || first.Outcome != "ok" {
		return nil, nil, err
	}
	before, err := r.dump(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	// Forced, as the first run has deleted the alarm.
	again, err := r.Fire(ctx, o, control.Shot{Force: true}, second)
	if err != nil {
		return nil, nil, err
	}
	if again.NextAlarmAt == "" && first.NextAlarmAt != "" {
		if err := r.Client.SetAlarm(ctx, local.LiveTarget(o), first.Next()); err != nil {
			return nil, nil, local.AlarmError(o, err)
		}
	}
	after, err := r.dump(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	changes := compareDumps(before, after)
	return again, &changes, nil
}

// dump reads all rows and keys of an object, and counts equal ones.
func (r *Runner) dump(ctx context.Context, o inspect.Object) (map[string]int, error) {
	// The response waits until the object's writes are on disk.
	if _, err := r.Client.Alarm(ctx, local.LiveTarget(o)); err != nil {
		return nil, local.AlarmError(o, err)
	}
	db, err := o.Open()
	if err != nil {
		return nil, err
	}
	defer db.Close()
	const most = 200_000
	tooMuch := fmt.Errorf("%s holds more than %d rows, too many for --twice", local.Label(o), most)
	rows := map[string]int{}
	schema, err := db.Schema(ctx)
	if err != nil {
		return nil, err
	}
	total := 0
	for _, item := range schema {
		rows[item.SQL]++
		if item.Type != "table" {
			continue
		}
		all := db.Query(ctx, `SELECT * FROM "`+strings.ReplaceAll(item.Name, `"`, `""`)+`"`)
		for all.NextResult() {
			columns := all.Columns()
			for all.Next() {
				b := []byte(item.Name + " {")
				for i, v := range all.Row() {
					if i > 0 {
						b = append(b, ", "...)
					}
					b = append(sqlite.AppendJSONString(b, columns[i]), ": "...)
					b = v.AppendJSON(b)
				}
				rows[string(b)+"}"]++
				if total++; total > most {
					return nil, errors.Join(tooMuch, all.Close())
				}
			}
		}
		if err := errors.Join(all.Err(), all.Close()); err != nil {
			return nil, err
		}
	}
	for entry, err := range db.KV(ctx, "") {
		if err != nil {
			return nil, err
		}
		rows[inspectKV(entry)]++
		if total++; total > most {
			return nil, tooMuch
		}
	}
	return rows, nil
}

func compareDumps(before, after map[string]int) Changes {
	c := Changes{Added: []string{}, Removed: []string{}}
	for row, n := range after {
		for range n - before[row] {
			c.Added = append(c.Added, row)
		}
	}
	for row, n := range before {
		for range n - after[row] {
			c.Removed = append(c.Removed, row)
		}
	}
	slices.Sort(c.Added)
	slices.Sort(c.Removed)
	return c
}

func inspectKV(e sqlite.Entry) string {
	return "key " + string(sqlite.AppendJSONString(nil, e.Key)) + ": " + string(v8.ToJSON(local.Decoded(e.Value)))
}
