package inspect

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dotool/migrate"
)

// An alarm is kept in two places: metadata.sqlite of the namespace, which the
// runtime reads at its start to know what to ring, and the object's own
// _cf_METADATA, which it believes when the time comes. Both hold nanoseconds.
const (
	metadataFile = "metadata.sqlite"
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

// Alarms lists the objects among those of an address that have an alarm, the
// earliest first.
func (s *Store) Alarms(ctx context.Context, objects iter.Seq2[Object, error]) ([]Object, error) {
	var all []Object
	for o, err := range objects {
		if err != nil {
			return nil, err
		}
		if !o.Alarm.IsZero() {
			all = append(all, o)
		}
	}
	slices.SortStableFunc(all, func(a, b Object) int { return a.Alarm.Compare(b.Alarm) })
	return all, nil
}

// readAlarms lists what metadata.sqlite says of an object, or of all for nil. A
// row without a time is no alarm.
func (n *Namespace) readAlarms(ctx context.Context, of *migrate.ObjectID, fn func(id migrate.ObjectID, at int64, name Value)) error {
	path := filepath.Join(n.Dir, metadataFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	db, err := openFile(path)
	if err != nil {
		return fmt.Errorf("read the alarms of %s: %w", n.Label, err)
	}
	defer db.Close()
	defer db.c.watch(ctx)()
	// Older runtimes have no column for the name.
	sql, params := "SELECT * FROM _cf_ALARM WHERE scheduled_time IS NOT NULL", []Value(nil)
	if of != nil {
		sql, params = sql+" AND actor_id = ?", []Value{TextValue(of.String())}
	}
	err = db.c.each(sql, params, func(row *stmt) error {
		name := Value{}
		if len(row.columns()) > 2 {
			name = row.column(2)
		}
		if id, err := migrate.ParseObjectID(string(row.column(0).Bytes)); err == nil {
			fn(id, row.column(1).Int, name)
		}
		return nil
	})
	if err != nil && !noTable(err) {
		return fmt.Errorf("read the alarms of %s: %w", n.Label, err)
	}
	return nil
}

// ownAlarm is the alarm that an object's database holds.
func (c *conn) ownAlarm() (at time.Time, err error) {
	err = c.each("SELECT value FROM _cf_METADATA WHERE key = 1 AND value IS NOT NULL", nil, func(row *stmt) error {
		at = time.Unix(0, row.column(0).Int)
		return nil
	})
	if noTable(err) {
		err = nil
	}
	return at, err
}
