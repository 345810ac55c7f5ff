//go:build unix

package inspect_test

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/archive"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

var testTime = time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC)

// lookEverywhere reads everything that can be read of a folder. No read may block; a
// problem is an error, or missing in a list.
func lookEverywhere(t *testing.T, state *state.Folder) (errs []error) {
	t.Helper()
	s, err := inspect.Open(state, inspect.Options{})
	if err != nil {
		return []error{err}
	}
	add := func(err error) {
		if err != nil {
			errs = append(errs, err)
		}
	}
	for o, err := range s.Objects(t.Context(), inspect.Address{}) {
		add(err)
		if err != nil {
			break
		}
		db, err := o.Open()
		add(err)
		if err == nil {
			for _, err := range db.KV(t.Context(), "") {
				add(err)
			}
			_, _, err = db.Get(t.Context(), "count")
			add(err)
			add(db.Close())
		}
		_, err = s.Facets(o)
		add(err)
		add(archive.Export(t.Context(), s, &strings.Builder{}, archive.SQL, o))
		add(archive.Export(t.Context(), s, &strings.Builder{}, archive.NDJSON, o))
		_, err = o.InMemory()
		add(err)
	}
	_, err = s.Alarms(t.Context(), inspect.Address{})
	add(err)
	return errs
}

// A link is not followed in place of an object or of its folder, since it may lead to
// data of others; the folders above may be links.
func TestLinks(t *testing.T) {
	t.Parallel()
	const id = "f0b359f8201c9ad5eab76a4f490b5dff2940ae4698085b99b25a06791d40c08c"
	linked := func(t *testing.T, path string) {
		away := filepath.Join(t.TempDir(), "away")
		if err := errors.Join(os.Rename(path, away), os.Symlink(away, path)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"v3/do/chat-Room", "v3/do/chat-Room/" + id + ".sqlite", "v3/do/chat-Room/metadata.sqlite"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := inspecttest.Storage(t, "stopped", archive.Recover)
			linked(t, filepath.Join(folder.Dir, name))
			s, err := inspect.Open(folder, inspect.Options{Worker: "chat", Classes: []string{"Room"}})
			if err != nil {
				t.Fatal(err)
			}
			room, err := s.Namespace("Room")
			if err != nil {
				t.Fatal(err)
			}
			o := inspect.Object{Namespace: room, ID: room.Key.ID("full"), Name: "full", Named: true}
			var said error
			for _, err := range s.Objects(t.Context(), inspect.Address{}) {
				said = errors.Join(said, err)
			}
			if strings.HasSuffix(name, "Room") {
				_, err = s.Object(t.Context(), inspect.Address{Text: "full"})
				said = errors.Join(said, err)
			}
			_, err = s.Alarms(t.Context(), inspect.Address{})
			said = errors.Join(said, err)
			if strings.HasSuffix(name, ".sqlite") && !strings.Contains(name, "metadata") {
				_, err = sqlite.Open(o.Path())
				said = errors.Join(said, err)
			}
			if _, ok := errors.AsType[*state.NotPlainError](said); !ok {
				t.Errorf("looking says %v", said)
			}
			if err := s.Edit(t.Context(), o, "test", func(e *inspect.Editor) error { return e.Put("x", nil) }); err == nil {
				t.Error("it was edited")
			}
		})
	}
	for _, name := range []string{"v3", "v3/do"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := inspecttest.Storage(t, "stopped", archive.Recover)
			linked(t, filepath.Join(folder.Dir, name))
			if said := errors.Join(lookEverywhere(t, folder)...); said != nil {
				t.Errorf("looking says %v", said)
			}
		})
	}
}

// A pipe, a device, a socket or a folder where a file should be.
func TestNotRegular(t *testing.T) {
	t.Parallel()
	made := map[string]func(string) error{
		"pipe":   func(path string) error { return unix.Mkfifo(path, 0o600) },
		"folder": func(path string) error { return os.Mkdir(path, 0o700) },
		"device": func(path string) error { return os.Symlink("/dev/tty", path) },
		"socket": func(path string) error {
			dir, err := os.MkdirTemp("", "s") // its path must be short
			if err != nil {
				return err
			}
			defer os.RemoveAll(dir)
			l, err := net.Listen("unix", filepath.Join(dir, "s"))
			if err != nil {
				return err
			}
			l.(*net.UnixListener).SetUnlinkOnClose(false)
			return errors.Join(os.Rename(filepath.Join(dir, "s"), path), l.Close())
		},
	}
	const id = "f0b359f8201c9ad5eab76a4f490b5dff2940ae4698085b99b25a06791d40c08c"
	for kind, make1 := range made {
		for _, name := range []string{id + ".sqlite", id + ".sqlite-wal", id + ".sqlite-shm", id + ".sqlite-journal", id + ".facets", id + ".1.sqlite", "metadata.sqlite", "metadata.sqlite-wal"} {
			t.Run(kind+" "+strings.Replace(name, id, "", 1), func(t *testing.T) {
				t.Parallel()
				folder := inspecttest.Storage(t, "stopped", archive.Recover)
				path := filepath.Join(folder.NamespaceDir("chat-Room"), name)
				if err := errors.Join(os.RemoveAll(path), make1(path)); err != nil {
					t.Fatal(err)
				}
				said := errors.Join(lookEverywhere(t, folder)...)
				want := "not a regular file"
				if kind == "device" && !strings.Contains(name, "-shm") && !strings.HasSuffix(name, ".facets") {
					want = "a symbolic link, which is not followed"
				}
				if said == nil || !strings.Contains(said.Error(), want) && !strings.Contains(said.Error(), "no such device") {
					t.Errorf("looking says %v", said)
				}
				s := inspecttest.Open(t, folder)
				o := inspect.Object{Namespace: s.Namespaces()[1], ID: s.Namespaces()[1].Key.ID("full"), Name: "full", Named: true}
				err := s.Edit(t.Context(), o, "test", func(e *inspect.Editor) error { return e.Put("x", nil) })
				if !strings.Contains(name, ".facets") && !strings.Contains(name, ".1.") && err == nil {
					t.Error("it was edited")
				}
				// It can still be replaced, unless it is the lock file.
				_, err = archive.Clone(t.Context(), s, inspecttest.Find(t, s, "kv"), archive.ImportOptions{Name: "full", Named: true, Replace: true, Command: "test"})
				if strings.HasPrefix(name, "metadata") != (err != nil) {
					t.Errorf("replacing it: %v", err)
				}
			})
		}
	}
}

// Endless views with the names of a runtime's tables.
func TestNotATable(t *testing.T) {
	t.Parallel()
	const endless = "WITH RECURSIVE c(key, value) AS (VALUES (1, 2) UNION ALL SELECT key + 1, 2 FROM c) SELECT key, value, key AS actor_id, value AS scheduled_time FROM c"
	for _, name := range []string{"_cf_KV", "_cf_kv", "_cf_METADATA", inspect.NameTable} {
		folder := inspecttest.Storage(t, "stopped", archive.Recover)
		inspecttest.Make(t, folder, "chat-Room", "view", `CREATE VIEW "`+name+`" AS `+endless)
		said := errors.Join(lookEverywhere(t, folder)...)
		if name != inspect.NameTable && (said == nil || !strings.Contains(said.Error(), "is a view, where the runtime keeps a table")) {
			t.Errorf("%s: %v", name, said)
		}
		s := inspecttest.Open(t, folder)
		o := inspecttest.Find(t, s, s.Namespaces()[1].Key.ID("view").String())
		if name != inspect.NameTable {
			if err := s.Edit(t.Context(), o, "test", func(e *inspect.Editor) error { return errors.Join(e.Put("a", nil), e.Put("a", nil)) }); (err == nil) != (name == "_cf_METADATA") {
				t.Errorf("%s: put: %v", name, err)
			}
			if _, err := s.SetAlarms(t.Context(), []inspect.Object{o}, testTime, "test"); (err == nil) != (name != "_cf_METADATA") {
				t.Errorf("%s: alarm: %v", name, err)
			}
		}
		_, err := archive.Clone(t.Context(), s, o, archive.ImportOptions{Name: "copy of a view", Named: true, Command: "test"})
		if name == "_cf_METADATA" && err == nil {
			t.Errorf("%s: cloned", name)
		}
	}
	// Alarms of a namespace, and triggers on tables that dotool writes.
	folder := inspecttest.Storage(t, "stopped", archive.Recover)
	meta, err := sqlite.OpenAlone(filepath.Join(folder.NamespaceDir("chat-Room"), inspect.MetadataFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(meta.Exec("ALTER TABLE _cf_ALARM RENAME TO x"), meta.Exec("CREATE VIEW _cf_ALARM AS "+endless), meta.Exec("COMMIT"), meta.Close()); err != nil {
		t.Fatal(err)
	}
	if said := errors.Join(lookEverywhere(t, folder)...); said == nil || !strings.Contains(said.Error(), "_cf_ALARM is a view") {
		t.Errorf("alarms: %v", said)
	}
	s := inspecttest.Open(t, folder)
	if err := inspect.Hold(folder); err == nil {
		t.Error("a view's alarms are held")
	}
	if _, err := s.SetAlarms(t.Context(), []inspect.Object{inspecttest.Find(t, s, "full")}, testTime, "test"); err == nil {
		t.Error("an alarm is set in a view")
	}
	folder = inspecttest.Storage(t, "stopped", archive.Recover)
	s = inspecttest.Open(t, folder)
	full := inspecttest.Find(t, s, "full")
	if err := s.Edit(t.Context(), full, "test", func(e *inspect.Editor) error {
		return e.Conn.Exec("CREATE TRIGGER endless AFTER INSERT ON _cf_KV BEGIN DELETE FROM big WHERE n IN (WITH RECURSIVE c(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c) SELECT x FROM c); END")
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.Edit(t.Context(), full, "test", func(e *inspect.Editor) error { return e.Put("new", nil) }); err != nil {
		t.Errorf("a foreign trigger runs: %v", err)
	}
}

// Tables with the runtime's names but other columns: the problem is reported, and a
// damaged object does not prevent the release of the others' alarms.
func TestForeignTables(t *testing.T) {
	t.Parallel()
	folder := inspecttest.Storage(t, "stopped")
	o := inspecttest.Make(t, folder, "chat-Room", "foreign", "CREATE TABLE _cf_KV (a, b, c); CREATE TABLE _cf_METADATA (a, b, c)")
	s := inspecttest.Open(t, folder)
	o = inspecttest.Find(t, s, o.ID.String())
	const want = "does not have the expected form"
	for what, err := range map[string]error{
		"looking": errors.Join(lookEverywhere(t, folder)...),
		"put":     s.Edit(t.Context(), o, "test", func(e *inspect.Editor) error { return e.Put("a", nil) }),
		"delete":  s.Edit(t.Context(), o, "test", func(e *inspect.Editor) error { _, err := e.Delete("a"); return err }),
		"alarm":   s.Edit(t.Context(), o, "test", func(e *inspect.Editor) error { e.SetAlarm(testTime); return nil }),
	} {
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "SQLITE_ERROR") {
			t.Errorf("%s: %v", what, err)
		}
	}
	lock, err := folder.Lock(t.Context(), state.Holder{Command: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	meta, err := sqlite.OpenAlone(filepath.Join(folder.NamespaceDir("chat-Room"), inspect.MetadataFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(inspect.WriteAlarm(meta, o, testTime), meta.Exec("COMMIT"), meta.Close(), inspect.Hold(folder), inspect.ReleaseAll(folder)); err != nil {
		t.Errorf("the others' alarms stay held: %v", err)
	}
}
