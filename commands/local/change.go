package local

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/analytics"
	"github.com/dotool-dev/dotool/inspect/d1"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	v8 "github.com/dotool-dev/dotool/inspect/v8"
)

// SQL runs statements that may write, and returns how many rows changed.
func (x *Objects) SQL(ctx context.Context, o inspect.Object, sql string, params []sqlite.Value, to Results) (written int64, err error) {
	if d1.Is(o) {
		return x.databaseSQL(ctx, o, sql, params, to)
	}
	if analytics.Is(o) {
		return 0, errors.New("data points cannot be changed: only the Worker writes them")
	}
	err = x.change(ctx, func(p place) (err error) {
		written, err = p.sql(ctx, o, sql, params, to)
		return err
	})
	return written, err
}

// Put sets a value, given in the JSON form of package inspect/v8.
func (x *Objects) Put(ctx context.Context, o inspect.Object, key string, value json.RawMessage) error {
	return x.change(ctx, func(p place) error { return p.put(ctx, o, key, value) })
}

// Delete removes a key, and reports whether it was there.
func (x *Objects) Delete(ctx context.Context, o inspect.Object, key string) (found bool, err error) {
	err = x.change(ctx, func(p place) (err error) {
		found, err = p.delete(ctx, o, key)
		return err
	})
	return found, err
}

// SetAlarms sets the alarms of objects to a time, or deletes them if it is zero.
func (x *Objects) SetAlarms(ctx context.Context, objects []inspect.Object, at time.Time) error {
	return x.change(ctx, func(p place) error { return p.setAlarms(ctx, objects, at) })
}

// place changes objects, either live or on disk, with the same effect.
type place interface {
	sql(ctx context.Context, o inspect.Object, sql string, params []sqlite.Value, to Results) (written int64, err error)
	put(ctx context.Context, o inspect.Object, key string, value json.RawMessage) error
	delete(ctx context.Context, o inspect.Object, key string) (found bool, err error)
	setAlarms(ctx context.Context, objects []inspect.Object, at time.Time) error
}

// change calls fn with the server that hosts the objects or, without one, with the
// disk. If a server starts while fn waits for the state folder, fn is called again.
func (x *Objects) change(ctx context.Context, fn func(place) error) error {
	client, err := x.project.writing(ctx, x.State(), func() error { return fn(onDisk{x.Store, x.project.Command}) })
	if client == nil {
		return err
	}
	return fn(live{client})
}

// onDisk changes objects that no server hosts.
type onDisk struct {
	store   *inspect.Store
	command string
}

func (d onDisk) sql(ctx context.Context, o inspect.Object, sql string, params []sqlite.Value, to Results) (written int64, err error) {
	err = d.store.Edit(ctx, o, d.command, func(e *inspect.Editor) error {
		err := to.take(e.Exec(ctx, sql, params...))
		written = int64(e.Changes())
		return err
	})
	return written, err
}

func (d onDisk) put(ctx context.Context, o inspect.Object, key string, value json.RawMessage) error {
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

func (d onDisk) delete(ctx context.Context, o inspect.Object, key string) (found bool, err error) {
	err = d.store.Edit(ctx, o, d.command, func(e *inspect.Editor) (err error) {
		found, err = e.Delete(key)
		return err
	})
	return found, err
}

func (d onDisk) setAlarms(ctx context.Context, objects []inspect.Object, at time.Time) error {
	_, err := d.store.SetAlarms(ctx, objects, at, d.command)
	return err
}

// live changes objects in a server.
type live struct{ client *control.Client }

func (l live) sql(ctx context.Context, o inspect.Object, sql string, params []sqlite.Value, to Results) (written int64, err error) {
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

func (l live) put(ctx context.Context, o inspect.Object, key string, value json.RawMessage) error {
	return l.client.PutKV(ctx, LiveTarget(o), key, value)
}

func (l live) delete(ctx context.Context, o inspect.Object, key string) (found bool, err error) {
	return l.client.DeleteKV(ctx, LiveTarget(o), key)
}

func (l live) setAlarms(ctx context.Context, objects []inspect.Object, at time.Time) error {
	return EachObject(ctx, objects, func(o inspect.Object) error {
		if at.IsZero() {
			return l.client.DeleteAlarm(ctx, LiveTarget(o))
		}
		return AlarmError(o, l.client.SetAlarm(ctx, LiveTarget(o), at))
	})
}

// LiveSQL runs statements in an object that a server hosts, or that it creates.
func LiveSQL(ctx context.Context, client *control.Client, t control.Target, sql string) error {
	query := sqlite.NewLive(sql)
	reply, err := client.SQL(ctx, t, query)
	if err == nil {
		_, _, err = query.ParseReply(reply)
	}
	return err
}
