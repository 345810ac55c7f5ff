package sqlite_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/inspect/sqlite"
)

func count(c *sqlite.Conn) (n int64, err error) {
	err = c.Each("SELECT count(*) FROM t", nil, func(row *sqlite.Stmt) error {
		n = row.Column(0).Int
		return nil
	})
	return n, err
}

func add(t *testing.T, path string, patience time.Duration) error {
	return sqlite.Change(t.Context(), path, patience, true, func(c *sqlite.Conn) error {
		if err := c.Exec("CREATE TABLE IF NOT EXISTS t (n)"); err != nil {
			return err
		}
		return c.Exec("INSERT INTO t VALUES (1)")
	})
}

// Readers and writers of one process share SQLite's index of a file: none fails, and none
// is lost.
func TestOneProcess(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "db", "x.sqlite")
	var wg sync.WaitGroup
	const writers, changes = 6, 20
	for range writers {
		wg.Go(func() {
			for range changes {
				if err := add(t, path, time.Minute); err != nil {
					t.Error(err)
				}
				err := sqlite.Look(t.Context(), path, func(c *sqlite.Conn) error {
					_, err := count(c)
					return err
				})
				if err != nil && !sqlite.Changed(err) {
					t.Error(err)
				}
				if _, err := sqlite.IsOpen(path); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if err := sqlite.Look(t.Context(), path, func(c *sqlite.Conn) error {
		n, err := count(c)
		if n != writers*changes {
			t.Errorf("%d rows, want %d", n, writers*changes)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

// killed returns a database of a process that was killed, with one row in the -wal.
func killed(t *testing.T) string {
	from, to := filepath.Join(t.TempDir(), "x.sqlite"), filepath.Join(t.TempDir(), "x.sqlite")
	c, err := sqlite.OpenShared(from, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.Exec("CREATE TABLE t (n)"), c.Exec("INSERT INTO t VALUES (1)"), c.Exec("COMMIT")); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"", "-wal", "-shm"} {
		if err := sqlite.CopyFile(from+kind, to+kind); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return to
}

// A change waits for those who read the file in the same process, and is refused as beside
// another program, not as if the file could not be written.
func TestChangeBesideReader(t *testing.T) {
	t.Parallel()
	path := killed(t)
	db, err := sqlite.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := add(t, path, 0); sqlite.Code(err) != sqlite.Busy {
		t.Errorf("beside a reader: %v", err)
	}
	done := make(chan error)
	go func() { done <- add(t, path, time.Minute) }()
	if n, err := count(db.Conn); n != 1 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	// The reverse: whoever reads while this process writes sees what was committed.
	c, err := sqlite.OpenShared(path, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Exec("DELETE FROM t"); err != nil {
		t.Fatal(err)
	}
	if db, err = sqlite.Open(path); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if n, err := count(db.Conn); n != 2 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

// Looking whether a file is open leaves the locks that this process has on it.
func TestIsOpenKeepsLocks(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.sqlite")
	c, err := sqlite.OpenShared(path, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Exec("CREATE TABLE t (n)"); err != nil {
		t.Fatal(err)
	}
	if is, err := sqlite.IsOpen(path); is || err != nil {
		t.Errorf("%t, %v: no other process has it open", is, err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestOtherProcess$", "-test.v")
	cmd.Env = append(os.Environ(), otherProcess+"="+path)
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS") {
		t.Errorf("%v\n%s", err, out)
	}
}

// otherProcess names the file that [TestOtherProcess] looks at.
const otherProcess = "DOTOOL_TEST_OPEN"

func TestOtherProcess(t *testing.T) {
	path := os.Getenv(otherProcess)
	if path == "" {
		t.Skip("run by TestIsOpenKeepsLocks")
	}
	if is, err := sqlite.IsOpen(path); !is || err != nil {
		t.Errorf("%t, %v: another process has it open", is, err)
	}
}
