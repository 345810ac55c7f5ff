package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dotool/devserver/control"
	"dotool/devserver/event"
	"dotool/inspect"
	"dotool/inspect/sqlite"
	v8 "dotool/inspect/v8"
)

// storageChanges is what the second run of a handler did to the storage. Rows
// are JSON.
type storageChanges struct {
	Added   []string `json:"added"`
	Removed []string `json:"removed"`
}

// twice fires an alarm, fires it again, and returns what the second time changed:
// nil if it did not come to that. The tries of the second time are printed by
// second.
func (r *ringer) twice(ctx context.Context, o inspect.Object, second func(inspect.Object, event.Firing) error) (*event.Firing, *storageChanges, error) {
	first, err := r.ring(ctx, o, control.Shot{Force: r.force}, r.print)
	if err != nil || first.Outcome != "ok" {
		return nil, nil, err
	}
	before, err := r.dump(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	// Forced: the first run has used the alarm up.
	again, err := r.ring(ctx, o, control.Shot{Force: true}, second)
	if err != nil {
		return nil, nil, err
	}
	if again.NextAlarmAt == "" && first.NextAlarmAt != "" {
		if err := r.client.SetAlarm(ctx, liveTarget(o), first.Next()); err != nil {
			return nil, nil, alarmFault(o, err)
		}
	}
	after, err := r.dump(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	changes := compareDumps(before, after)
	return again, &changes, nil
}

// dump reads all rows and keys of an object; what is the same twice is counted.
func (r *ringer) dump(ctx context.Context, o inspect.Object) (map[string]int, error) {
	// Its answer waits for what the object has written to be on disk.
	if _, err := r.client.Alarm(ctx, liveTarget(o)); err != nil {
		return nil, alarmFault(o, err)
	}
	db, err := o.Open()
	if err != nil {
		return nil, err
	}
	defer db.Close()
	const most = 200_000
	tooMuch := fmt.Errorf("%s holds more than %d rows, too much for --twice", label(o), most)
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

func compareDumps(before, after map[string]int) storageChanges {
	c := storageChanges{Added: []string{}, Removed: []string{}}
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
	return "key " + string(sqlite.AppendJSONString(nil, e.Key)) + ": " + string(v8.ToJSON(decoded(e.Value)))
}
