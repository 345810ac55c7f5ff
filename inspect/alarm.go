package inspect

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"dotool/migrate"
)

// readAlarm reads one row of metadata.sqlite.
func (n *Namespace) readAlarm(ctx context.Context, id migrate.ObjectID) (at time.Time, name Value, err error) {
	path := filepath.Join(n.Dir, metadataFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return at, name, nil
	}
	db, err := openFile(path)
	if err != nil {
		return at, name, fmt.Errorf("read the alarm: %w", err)
	}
	defer db.Close()
	defer db.c.watch(ctx)()
	err = db.c.each("SELECT scheduled_time, actor_name FROM _cf_ALARM WHERE actor_id = ?", []Value{TextValue(id.String())}, func(row *stmt) error {
		if v := row.column(0); v.Kind == Integer {
			at = time.Unix(0, v.Int)
		}
		name = row.column(1).Clone()
		return nil
	})
	if err != nil && !noTable(err) {
		return at, name, fmt.Errorf("read the alarm: %w", err)
	}
	return at, name, nil
}
