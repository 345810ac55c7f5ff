package inspect

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// An alarm is stored in two places, in nanoseconds: metadata.sqlite of the namespace,
// which the runtime reads when it starts, and the object's _cf_METADATA, which decides
// when the alarm fires.
const (
	MetadataFile = "metadata.sqlite"
	alarmKey     = 1 // in _cf_METADATA

	alarmSchema = `CREATE TABLE IF NOT EXISTS _cf_ALARM (
      actor_id TEXT PRIMARY KEY,
      scheduled_time INTEGER,
      actor_name TEXT
    ) WITHOUT ROWID`
	metadataSchema = `CREATE TABLE IF NOT EXISTS _cf_METADATA (
        key INTEGER PRIMARY KEY,
        value BLOB
      )`
)

// Alarms lists the objects that an address means and that have an alarm, the
// earliest first. It reads metadata.sqlite and the recorded names alone, so sizes
// and the like are not known, unless one object is named.
func (s *Store) Alarms(ctx context.Context, a Address) ([]Object, error) {
	t, err := s.parse(a)
	if err != nil {
		return nil, err
	}
	if !t.many {
		o, err := s.one(ctx, t)
		if err != nil {
			return nil, err
		}
		// The alarm of an object that could not be read is unknown.
		if err := o.Namespace.readAlarms(ctx, &o.ID, func(state.ObjectID, time.Time, sqlite.Value) {}); err != nil || o.Alarm.IsZero() {
			return nil, err
		}
		return []Object{o}, nil
	}
	var all []Object
	for _, n := range t.in {
		names := map[state.ObjectID]string{}
		s.warn(s.readNames(ctx, n.Key, nil, names)) // a list without names is still useful
		err := n.readAlarms(ctx, nil, func(id state.ObjectID, at time.Time, name sqlite.Value) {
			o := Object{Namespace: n, ID: id, Alarm: at}
			if name.Kind != sqlite.Null {
				o.Name, o.Named = string(name.Bytes), true
			} else if o.Name, o.Named = names[id]; !o.Named {
				if seen, _, err := peek(o.Path(), hasWAL(o)); err == nil {
					o.Name, o.Named = seen.name, seen.named
				}
			}
			// The folder may be a copy from another key.
			if o.Named && n.Key.ID(o.Name) != id {
				o.Name, o.Named = "", false
			}
			if t.glob == nil || o.Named && t.glob(o.Name) {
				all = append(all, o)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	if len(all) == 0 && t.none != nil {
		for _, err := range s.Objects(ctx, a) { // some may have no alarm
			return nil, err
		}
	}
	slices.SortStableFunc(all, func(a, b Object) int {
		return cmp.Or(a.Alarm.Compare(b.Alarm), compareNamespaces(a.Namespace, b.Namespace), compareObjects(a, b))
	})
	return all, nil
}

func hasWAL(o Object) bool {
	info, err := os.Stat(o.Path() + "-wal")
	return err == nil && info.Size() > 0
}

// readAlarms lists the alarms in metadata.sqlite, of one object or, for nil, of all. A
// row without a time is not an alarm.
func (n *Namespace) readAlarms(ctx context.Context, of *state.ObjectID, fn func(id state.ObjectID, at time.Time, name sqlite.Value)) error {
	if err := n.Plain(); err != nil {
		return err
	}
	path := filepath.Join(n.Dir, MetadataFile)
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	db, err := sqlite.Open(path)
	if err != nil {
		return fmt.Errorf("read the alarms of %s: %w", n.Label, newAlarmsError(path, err))
	}
	defer db.Close()
	defer db.Conn.Watch(ctx)()
	where, params := " FROM _cf_ALARM WHERE scheduled_time IS NOT NULL", []sqlite.Value(nil)
	if of != nil {
		where, params = where+" AND actor_id = ?", []sqlite.Value{sqlite.TextValue(of.String())}
	}
	each := func(row *sqlite.Stmt) error {
		name := sqlite.Value{}
		if len(row.Columns()) > 2 {
			name = row.Column(2)
		}
		id, err := state.ParseObjectID(string(row.Column(0).Bytes))
		if err != nil {
			return nil
		}
		if at, set := n.settled(id, AlarmTime(row.Column(1).Int, n.mark)); set {
			fn(id, at, name.Clone())
		}
		return nil
	}
	err = db.Conn.EachIn("_cf_ALARM", "SELECT actor_id, scheduled_time, actor_name"+where, params, each)
	if noActorName(err) {
		err = db.Conn.EachIn("_cf_ALARM", "SELECT actor_id, scheduled_time"+where, params, each)
	}
	if err != nil && !sqlite.NoTable(err) {
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		return fmt.Errorf("read the alarms of %s: %w", n.Label, newAlarmsError(path, err))
	}
	return nil
}

// noActorName reports whether the error is that of an _cf_ALARM of an older runtime,
// without a column for the name.
func noActorName(err error) bool {
	e, ok := errors.AsType[*sqlite.SQLError](err)
	return ok && strings.Contains(e.Message, "no such column: actor_name")
}

// alarmsError says that metadata.sqlite cannot be used.
type alarmsError struct {
	path string
	error
}

func newAlarmsError(path string, err error) error {
	return &alarmsError{path, sqlite.NewFileError(path, err)}
}

func (e *alarmsError) Unwrap() error { return e.error }

// Hint says what deleting it would lose.
func (e *alarmsError) Hint() string {
	switch sqlite.Code(e.error) {
	case sqlite.NotADB, sqlite.Corrupt:
		return "`dotool snapshot list` shows the snapshots that have it whole; or remove it, and these objects have no alarms: " + e.path
	}
	if hinted, ok := e.error.(interface{ Hint() string }); ok {
		return hinted.Hint()
	}
	return ""
}

// settled returns the time of an alarm for which metadata.sqlite has the time at, and
// whether there is one. The runtime postpones or deletes an alarm in the object first:
// if the alarm is due, and the object is in use or was when the runtime was killed, the
// object has the right time.
func (n *Namespace) settled(id state.ObjectID, at time.Time) (time.Time, bool) {
	o := Object{Namespace: n, ID: id}
	if at.After(time.Now()) || !hasWAL(o) {
		return at, true
	}
	own, err := StoredAlarm(o.Path())
	if err != nil {
		return at, true // the object cannot be read now
	}
	if own := AlarmTime(own, n.mark); own.After(at) {
		return own, true
	}
	return at, own != 0
}

// OwnAlarm returns the alarm stored in the object's database, which is open as c.
func (o Object) OwnAlarm(c *sqlite.Conn) (at time.Time, err error) {
	err = c.EachIn("_cf_METADATA", "SELECT value FROM _cf_METADATA WHERE key = 1 AND value IS NOT NULL", nil, func(row *sqlite.Stmt) error {
		at = AlarmTime(row.Column(0).Int, o.Namespace.mark)
		return nil
	})
	if sqlite.NoTable(err) {
		err = nil
	}
	return at, err
}
