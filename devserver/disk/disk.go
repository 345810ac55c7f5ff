// Package disk makes the folders that workerd keeps the data of products in, and checks
// what is in them before workerd opens it ([Make]); and it notices when folders that a
// server needs are removed ([Root]).
package disk

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Make makes the folders of the products that a configuration binds. It refuses what
// workerd would follow out of them, and names a file that workerd would not.
func Make(c *workerd.Config) error {
	for _, s := range c.Services {
		d, ok := s.Value.(workerd.Disk)
		if !ok || !d.Writable {
			continue
		}
		if info, err := os.Lstat(d.Path); err == nil && !info.IsDir() {
			return &state.NotPlainError{Path: d.Path, Mode: info.Mode()}
		}
		if err := os.MkdirAll(d.Path, 0o755); err != nil {
			return fmt.Errorf("state folder: %w", err)
		}
		entries, err := os.ReadDir(d.Path)
		if err != nil {
			return fmt.Errorf("state folder: %w", err)
		}
		for _, e := range entries {
			path := filepath.Join(d.Path, e.Name())
			if e.Type()&fs.ModeSymlink != 0 {
				return &state.NotPlainError{Path: path, Mode: e.Type()}
			}
			if err := checkAlarms(filepath.Join(path, alarmsFile)); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkAlarms checks that a file of alarms, which workerd opens when it starts, can be
// one, if it is there.
func checkAlarms(path string) error {
	f, err := diag.OpenPlain(path)
	if err != nil {
		return nil // for workerd to make or to report
	}
	defer f.Close()
	const magic = "SQLite format 3\x00"
	head := make([]byte, len(magic))
	if n, err := io.ReadFull(f, head); n == 0 && err == io.EOF || string(head) == magic {
		return nil
	}
	return &damagedError{path}
}

// damagedError reports a file of alarms that is not a database.
type damagedError struct{ path string }

func (e *damagedError) Error() string { return e.path + " is damaged: it is not a SQLite database" }

// Hint says what is lost without the file.
func (e *damagedError) Hint() string {
	return "it holds the times of alarms: restore a snapshot, or move it away and set them again"
}

// NamelessError says that workerd accepts the path of the state folder neither as an
// argument nor in its configuration.
type NamelessError struct{ Dir string }

func (e *NamelessError) Error() string {
	return fmt.Sprintf("state folder %q: workerd takes no path that is not UTF-8", e.Dir)
}

// Hint says what to do instead.
func (e *NamelessError) Hint() string {
	return "keep the state elsewhere with --persist-to, or rename the folder"
}

// ForeignError says that a server stopped hosting its objects because another program,
// such as `wrangler dev`, hosts them.
type ForeignError struct{ Use *state.InUseError }

func (e *ForeignError) Error() string {
	return e.Use.By.String() + " has opened the same objects: this server has stopped, so that no write gets lost"
}

func (e *ForeignError) Unwrap() error { return e.Use }

// Hint says when the server continues.
func (e *ForeignError) Hint() string {
	return "requests wait here until that program has ended; or use another folder with --persist-to"
}
