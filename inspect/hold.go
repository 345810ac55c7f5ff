package inspect

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// holdShift is added to the stored time of a held alarm, in nanoseconds, so that no
// runtime fires it; as in devserver/host/hold.js. While alarms are held, every stored
// time from heldFrom on (the year 2219) is that of a held alarm, since no alarm is set
// to a time before 2019.
const (
	holdShift = int64(200 * 365 * 24 * time.Hour)
	heldFrom  = holdShift + int64(50*365*24*time.Hour)

	// unheldMark is added, in metadata.sqlite, to the time of an alarm that already was
	// after heldFrom when holding began. It is left there: the runtime itself stores
	// whole milliseconds.
	unheldMark = 1
)

func unheld(stored int64) bool { return stored%int64(time.Millisecond) == unheldMark }

// LatestAlarm is the latest time that the runtime accepts for an alarm: it counts
// nanoseconds in 64 bits.
var LatestAlarm = time.Unix(0, math.MaxInt64).Truncate(time.Millisecond)

// LatestHeld is the latest time that an alarm can be set to while alarms are held: the
// host replaces later ones by it.
var LatestHeld = time.Unix(0, heldFrom).Add(-time.Millisecond)

// heldMark says that alarms are held. Objects changed since it was made may hold
// shifted times; all may if it is old.
const heldMark = "held.json"

// AlarmTime returns the true time of an alarm, from the stored one; mark is the file that
// says whether alarms are held, "" if unknown.
func AlarmTime(stored int64, mark string) time.Time {
	if stored >= heldFrom && !unheld(stored) {
		if _, err := os.Stat(mark); err == nil || mark == "" {
			stored -= holdShift
		}
	}
	return time.Unix(0, stored).Truncate(time.Millisecond)
}

// Hold postpones all alarms so far that no runtime fires them, until [Release]. The
// caller has the lock of the state folder. If the process is killed, no alarm is lost:
// the next process to take the lock releases them.
//
// Only metadata.sqlite is changed: a runtime reads nothing else when it starts. An
// alarm set while they are held is shifted by the host in both places.
func Hold(state *state.Folder) error {
	mark := heldPath(state)
	if _, err := os.Stat(mark); errors.Is(err, fs.ErrNotExist) {
		if err := eachMetadata(state, "hold", func(c *sqlite.Conn, _ string) error {
			return c.EachIn("_cf_ALARM", "UPDATE _cf_ALARM SET scheduled_time = scheduled_time + ?2 WHERE scheduled_time >= ?1 AND scheduled_time % 1000000 = 0", []sqlite.Value{sqlite.IntValue(heldFrom), sqlite.IntValue(unheldMark)}, nil)
		}); err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(mark), 0o755); err != nil {
			return fmt.Errorf("hold the alarms: %w", err)
		}
		if err := state.Step("mark the alarms as held", func() error { return state.Ops().Replace(mark, []byte(`{"version":1}`+"\n")) }); err != nil {
			return fmt.Errorf("hold the alarms: %w", err)
		}
	}
	return eachMetadata(state, "hold", func(c *sqlite.Conn, _ string) error {
		// An alarm so late that it cannot be shifted does not fire anyway.
		return c.EachIn("_cf_ALARM", "UPDATE _cf_ALARM SET scheduled_time = max(scheduled_time + ?1, ?3) WHERE scheduled_time < ?3 AND scheduled_time < ?2", []sqlite.Value{sqlite.IntValue(holdShift), sqlite.IntValue(math.MaxInt64 - holdShift), sqlite.IntValue(heldFrom)}, nil)
	})
}

// Held reports whether alarms are held.
func Held(state *state.Folder) bool {
	_, err := os.Stat(heldPath(state))
	return err == nil
}

func heldPath(state *state.Folder) string { return filepath.Join(state.OwnDir(), heldMark) }

// eachMetadata changes the alarms of every namespace, each in a transaction.
func eachMetadata(state *state.Folder, verb string, fn func(c *sqlite.Conn, dir string) error) error {
	disk, err := state.ReadDisk(false)
	if err != nil {
		return fmt.Errorf("%s the alarms: %w", verb, err)
	}
	for _, key := range disk.Keys() {
		dir := state.NamespaceDir(key)
		path := filepath.Join(dir, MetadataFile)
		if _, err := os.Lstat(path); err != nil {
			continue
		}
		err := state.Step(verb+" the alarms of "+filepath.Base(dir), func() (err error) {
			c, err := OpenAlone(context.Background(), state, path, filepath.Base(dir))
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, c.Close()) }()
			if err := fn(c, dir); err != nil && !sqlite.NoTable(err) {
				return newAlarmsError(path, err)
			}
			return c.Exec("COMMIT")
		})
		if live, ok := errors.AsType[*LiveError](err); ok { // it says all that matters
			live.Class = labelOf(state, key)
			return live
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// labelOf returns the label of a class, or its key if that is not known.
func labelOf(folder *state.Folder, key state.Key) string {
	if s, err := Open(folder, Options{}); err == nil {
		for _, n := range s.namespaces {
			if n.Key == key {
				return n.Label
			}
		}
	}
	return string(key)
}

// ReleaseAll undoes [Hold], objects first: as long as a row of metadata.sqlite is
// shifted, or the mark exists, the remaining ones can be found again.
func ReleaseAll(state *state.Folder) error {
	info, err := os.Stat(heldPath(state))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("release held alarms: %w", err)
	}
	// The clock of the file system may be coarse.
	since := info.ModTime().Add(-2 * time.Second)
	restored := info.ModTime().Unix() == 0
	err = eachMetadata(state, "release", func(c *sqlite.Conn, dir string) error {
		var ids []string
		err := c.EachIn("_cf_ALARM", "SELECT actor_id, scheduled_time FROM _cf_ALARM WHERE scheduled_time IS NOT NULL", nil, func(row *sqlite.Stmt) error {
			at := row.Column(1).Int
			if late := at >= heldFrom; !unheld(at) && late || !late && !restored {
				ids = append(ids, row.Column(0).String())
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := releaseIn(state, dir, ids, since); err != nil {
			return err
		}
		return c.EachIn("_cf_ALARM", "UPDATE _cf_ALARM SET scheduled_time = scheduled_time - ?1 WHERE scheduled_time >= ?2 AND scheduled_time % 1000000 <> ?3", []sqlite.Value{sqlite.IntValue(holdShift), sqlite.IntValue(heldFrom), sqlite.IntValue(unheldMark)}, nil)
	})
	if err != nil {
		return fmt.Errorf("release held alarms: %w", err)
	}
	return state.Step("remove the mark of held alarms", func() error { return os.Remove(heldPath(state)) })
}

// releaseIn sets the alarms of objects changed since then to their true times.
func releaseIn(folder *state.Folder, dir string, ids []string, since time.Time) error {
	var mu sync.Mutex // guards errs
	var errs []error
	var workers errgroup.Group
	workers.SetLimit(2 * runtime.GOMAXPROCS(0))
	for _, id := range ids {
		if _, err := state.ParseObjectID(id); err != nil {
			continue // not an object
		}
		workers.Go(func() error {
			if err := releaseObject(folder, filepath.Join(dir, id+".sqlite"), since); err != nil {
				mu.Lock()
				defer mu.Unlock()
				errs = append(errs, err)
			}
			return nil
		})
	}
	workers.Wait()
	return errors.Join(errs...)
}

func releaseObject(state *state.Folder, path string, since time.Time) error {
	changed := func(path string) bool {
		info, err := os.Stat(path)
		return err == nil && info.ModTime().After(since)
	}
	if !changed(path) && !changed(path+"-wal") {
		return nil
	}
	if stored, err := StoredAlarm(path); err != nil || stored < heldFrom {
		if errors.Is(err, fs.ErrNotExist) || sqlite.Damaged(err) {
			return nil // no runtime can read it either; release the others
		}
		return err
	}
	return state.Step("release an alarm", func() (err error) {
		c, err := sqlite.OpenAlone(path)
		if err != nil {
			return sqlite.NewFileError(path, err)
		}
		defer func() { err = errors.Join(err, c.Close()) }()
		if err := c.EachIn("_cf_METADATA", "UPDATE _cf_METADATA SET value = value - ?1 WHERE key = ?2 AND value >= ?3", []sqlite.Value{sqlite.IntValue(holdShift), sqlite.IntValue(alarmKey), sqlite.IntValue(heldFrom)}, nil); err != nil {
			return err
		}
		return c.Exec("COMMIT")
	})
}

// StoredAlarm returns the stored alarm in an object's database, possibly shifted, 0 for none.
func StoredAlarm(path string) (at int64, err error) {
	db, err := sqlite.Open(path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.Conn.EachIn("_cf_METADATA", "SELECT value FROM _cf_METADATA WHERE key = ? AND value IS NOT NULL", []sqlite.Value{sqlite.IntValue(alarmKey)}, func(row *sqlite.Stmt) error {
		at = row.Column(0).Int
		return nil
	})
	if sqlite.NoTable(err) {
		err = nil
	}
	return at, err
}

// MarkRestored is called when the objects have been replaced by those of a snapshot. If
// that was made while alarms were held, [Store.ReleaseAll] must check every object
// whose alarm is shifted.
func MarkRestored(state *state.Folder, held bool) error {
	mark := heldPath(state)
	if !held {
		if err := os.Remove(mark); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(mark), 0o755); err != nil {
		return err
	}
	if err := state.Ops().Replace(mark, []byte(`{"version":1}`+"\n")); err != nil {
		return err
	}
	return os.Chtimes(mark, time.Unix(0, 0), time.Unix(0, 0))
}

// SetAlarms sets the alarms of objects that no runtime hosts, or deletes them if the
// time is zero, under one lock: see [Store.Edit]. It returns how many were set
// before an error.
func (s *Store) SetAlarms(ctx context.Context, objects []Object, at time.Time, command string) (done int, err error) {
	lock, err := s.state.Lock(ctx, state.Holder{Command: command})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	for _, o := range objects {
		if err := s.edit(ctx, o, func(e *Editor) error { e.SetAlarm(at); return nil }); err != nil {
			return done, fmt.Errorf("%s/%s: %w", o.Namespace.Label, diag.Visible(o.String()), err)
		}
		done++
	}
	return done, nil
}

// Release is a [state.Recovery] that releases held alarms, see [Hold].
func Release(_ context.Context, state *state.Folder) (string, error) {
	held := Held(state)
	if err := ReleaseAll(state); err != nil || !held {
		return "", err
	}
	return "Released the alarms that an interrupted command had held.", nil
}
