package inspect

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// LiveError reports that another program has the objects open, so that only it
// may write.
type LiveError struct {
	Class string
	By    state.Process
}

func (e *LiveError) Error() string { return fmt.Sprintf("class %s is in use by %s", e.Class, e.By) }

// Hint says how to write anyway.
func (e *LiveError) Hint() string { return "stop that first: an object must have one writer" }

// InMemory reports whether a runtime has an object in memory, which is as long as it
// has the object's database open.
func (o Object) InMemory() (bool, error) { return sqlite.IsOpen(o.Path()) }

// Editor changes one object. All changes are kept if the function of [Store.Edit]
// returns nil, otherwise none.
type Editor struct {
	*sqlite.DB
	object Object
	alarm  *time.Time // to be set
}

// Edit changes an object that no runtime hosts. It takes the lock of the state folder
// (or returns a [*state.LockedError] if another dotool has it), keeps runtimes out (or
// returns a [*LiveError] if one hosts the object), and runs fn in a transaction.
//
// A changed alarm is written in both places in the order that workerd itself uses:
// metadata.sqlite is never later than the object, so that after a crash in between the
// runtime checks the object too early, never too late.
func (s *Store) Edit(ctx context.Context, o Object, command string, fn func(*Editor) error) (err error) {
	lock, err := s.state.Lock(ctx, state.Holder{Command: command})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	if !o.Exists() {
		return &AddressError{What: "object", Text: o.String(), Class: o.Namespace.Label}
	}
	return s.edit(ctx, o, fn)
}

// edit is [Store.Edit] for a caller that has the lock. It creates a missing object.
func (s *Store) edit(ctx context.Context, o Object, fn func(*Editor) error) (err error) {
	if err := o.Namespace.Plain(); err != nil {
		return err
	}
	metadata := filepath.Join(o.Namespace.Dir, MetadataFile)
	meta, err := OpenAlone(ctx, s.state, metadata, o.Namespace.Label)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, meta.Close()) }()
	c, err := OpenAlone(ctx, s.state, o.Path(), o.Namespace.Label)
	if err != nil {
		return err
	}
	e := &Editor{DB: sqlite.NewDB(c, o.Path()), object: o}
	defer func() { err = errors.Join(err, c.Close()) }()
	stop := c.Watch(ctx)
	err = fn(e)
	stop()
	if err != nil {
		if cause := context.Cause(ctx); sqlite.Code(err) == sqlite.Interrupt && cause != nil {
			err = cause
		}
		return err // Close rolls back
	}
	if e.alarm == nil {
		return c.Exec("COMMIT")
	}
	was, err := o.OwnAlarm(c)
	if err != nil {
		return err
	}
	at := *e.alarm
	steps := []func() error{
		func() error {
			if err := WriteAlarm(meta, o, at); err != nil {
				return err
			}
			return meta.Exec("COMMIT")
		},
		func() error {
			if err := WriteOwnAlarm(c, at); err != nil {
				return err
			}
			return c.Exec("COMMIT")
		},
	}
	if at.IsZero() || !was.IsZero() && at.After(was) {
		steps[0], steps[1] = steps[1], steps[0]
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("set the alarm: %w", err)
		}
	}
	return nil
}

// WriteOwnAlarm sets the alarm in an object's database; a zero time deletes it.
func WriteOwnAlarm(c *sqlite.Conn, at time.Time) error {
	own := sqlite.Value{}
	if !at.IsZero() {
		own = sqlite.IntValue(at.UnixNano())
	}
	return errors.Join(c.Exec(metadataSchema), c.EachIn("_cf_METADATA", "INSERT INTO _cf_METADATA VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", []sqlite.Value{sqlite.IntValue(alarmKey), own}, nil))
}

// WriteAlarm sets the alarm of an object in metadata.sqlite, with its name if the
// runtime stores that; a zero time deletes it.
func WriteAlarm(meta *sqlite.Conn, o Object, at time.Time) error {
	id := sqlite.TextValue(o.ID.String())
	own := func(sql string, params ...sqlite.Value) error { return meta.EachIn("_cf_ALARM", sql, params, nil) }
	if err := meta.Exec(alarmSchema); err != nil {
		return err
	}
	if at.IsZero() {
		return own("DELETE FROM _cf_ALARM WHERE actor_id = ?", id)
	}
	if err := own("INSERT INTO _cf_ALARM (actor_id, scheduled_time) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET scheduled_time = ?2", id, sqlite.IntValue(at.UnixNano())); err != nil || !o.Named {
		return err
	}
	err := own("UPDATE _cf_ALARM SET actor_name = ? WHERE actor_id = ?", sqlite.TextValue(o.Name), id)
	if noActorName(err) {
		return nil
	}
	return err
}

// OpenAlone is [sqlite.OpenAlone] for callers that have the lock of the state folder.
// It waits for a dotool that reads; if another program has the file open, it returns a
// [*LiveError].
func OpenAlone(ctx context.Context, folder *state.Folder, path, class string) (c *sqlite.Conn, err error) {
	err = folder.Alone(ctx, path, func() (bool, error) {
		c, err = sqlite.OpenAlone(path)
		return sqlite.Code(err) == sqlite.Busy, err
	})
	if use, ok := errors.AsType[*state.InUseError](err); ok {
		return nil, &LiveError{class, use.By}
	}
	switch {
	case err == nil:
		return c, nil
	case filepath.Base(path) == MetadataFile:
		return nil, newAlarmsError(path, err)
	}
	return nil, sqlite.NewFileError(path, err)
}

// SetAlarm sets the alarm, or deletes it if the time is zero. Times are exact to
// the millisecond, as JavaScript's are.
func (e *Editor) SetAlarm(at time.Time) {
	if !at.IsZero() {
		at = at.Truncate(time.Millisecond)
	}
	e.alarm = &at
}
