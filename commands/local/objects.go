package local

import (
	"context"
	"encoding/json"
	"time"

	"dotool/devserver/control"
	"dotool/inspect"
	"dotool/inspect/sqlite"
	v8 "dotool/inspect/v8"
	"dotool/migrate/state"
)

// Objects changes objects where they are: in the server that has them, or on disk.
type Objects interface {
	// SQL runs statements and hands over what they return; written is the number
	// of rows that changed.
	SQL(ctx context.Context, o inspect.Object, sql string, params []sqlite.Value, to Results) (written int64, err error)
	Put(ctx context.Context, o inspect.Object, key string, value json.RawMessage) error
	Delete(ctx context.Context, o inspect.Object, key string) (found bool, err error)
	// SetAlarms sets the alarms of objects to a time, or deletes them if it is zero.
	SetAlarms(ctx context.Context, objects []inspect.Object, at time.Time) error
}

// Results take what statements return.
type Results struct {
	Header func(columns []string) error // a result begins
	Row    func([]sqlite.Value) error
}

// Change calls fn with the objects that a server has or, without a server, with
// the ones on disk, on which command then works. A server may begin while fn waits for
// the state folder: then fn is called once more.
func (e *Project) Change(ctx context.Context, store *inspect.Store, state *state.Folder, command string, fn func(Objects) error) error {
	client, err := e.writing(ctx, state, func() error { return fn(onDisk{store, command}) })
	if client == nil {
		return err
	}
	return fn(live{client})
}

// onDisk are objects that no server has.
type onDisk struct {
	store   *inspect.Store
	command string
}

func (d onDisk) SQL(ctx context.Context, o inspect.Object, sql string, params []sqlite.Value, to Results) (written int64, err error) {
	err = d.store.Edit(ctx, o, d.command, func(e *inspect.Editor) error {
		rows := e.Exec(ctx, sql, params...)
		defer rows.Close()
		for rows.NextResult() {
			if err := to.Header(rows.Columns()); err != nil {
				return err
			}
			for rows.Next() {
				if err := to.Row(rows.Row()); err != nil {
					return err
				}
			}
		}
		err := rows.Close()
		written = int64(e.Changes())
		return err
	})
	return written, err
}

func (d onDisk) Put(ctx context.Context, o inspect.Object, key string, value json.RawMessage) error {
	v, err := v8.FromJSON(value)
	if err != nil {
		return err
	}
	data, err := v8.Encode(v)
	if err != nil {
		return err
	}
	return d.store.Edit(ctx, o, d.command, func(e *inspect.Editor) error { return e.Put(key, data) })
}

func (d onDisk) Delete(ctx context.Context, o inspect.Object, key string) (found bool, err error) {
	err = d.store.Edit(ctx, o, d.command, func(e *inspect.Editor) (err error) {
		found, err = e.Delete(key)
		return err
	})
	return found, err
}

func (d onDisk) SetAlarms(ctx context.Context, objects []inspect.Object, at time.Time) error {
	_, err := d.store.SetAlarms(ctx, objects, at, d.command)
	return err
}

// live are objects in a server.
type live struct{ client *control.Client }

func (l live) SQL(ctx context.Context, o inspect.Object, sql string, params []sqlite.Value, to Results) (written int64, err error) {
	query := sqlite.NewLive(sql, params...)
	reply, err := l.client.SQL(ctx, LiveTarget(o), query)
	if err != nil {
		return 0, err
	}
	results, written, err := query.ParseReply(reply)
	for _, r := range results {
		if err := to.Header(r.Columns); err != nil {
			return 0, err
		}
		for _, row := range r.Rows {
			if err := to.Row(row); err != nil {
				return 0, err
			}
		}
	}
	return written, err
}

func (l live) Put(ctx context.Context, o inspect.Object, key string, value json.RawMessage) error {
	return l.client.PutKV(ctx, LiveTarget(o), key, value)
}

func (l live) Delete(ctx context.Context, o inspect.Object, key string) (found bool, err error) {
	return l.client.DeleteKV(ctx, LiveTarget(o), key)
}

func (l live) SetAlarms(ctx context.Context, objects []inspect.Object, at time.Time) error {
	return EachObject(ctx, objects, func(o inspect.Object) error {
		if at.IsZero() {
			return l.client.DeleteAlarm(ctx, LiveTarget(o))
		}
		return AlarmError(o, l.client.SetAlarm(ctx, LiveTarget(o), at))
	})
}

// OpenObject opens the one object that is meant.
func (e *Project) OpenObject(ctx context.Context, a inspect.Address) (o inspect.Object, db *sqlite.DB, err error) {
	store, _, err := e.OpenStore()
	if err != nil {
		return o, nil, err
	}
	if o, err = store.Object(ctx, a); err != nil {
		return o, nil, err
	}
	db, err = o.Open()
	return o, db, err
}

// ChangeObject changes the one object that is meant.
func (e *Project) ChangeObject(ctx context.Context, a inspect.Address, command string, fn func(Objects, inspect.Object) error) error {
	store, state, err := e.OpenStore()
	if err != nil {
		return err
	}
	o, err := store.Object(ctx, a)
	if err != nil {
		return err
	}
	return e.Change(ctx, store, state, command, func(objects Objects) error { return fn(objects, o) })
}

// Decoded is the value that bytes hold, raw if it cannot be read.
func Decoded(b []byte) v8.Value {
	v, err := v8.Decode(b)
	if err != nil {
		return v8.Raw(b)
	}
	return v
}
