//go:build unix

package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
	"modernc.org/libc"
	"modernc.org/libc/sys/types"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/migrate/state"
)

// importCases are imports of objects with everything: facets, an alarm, a name, a class
// without a folder.
var importCases = map[string]func(*testing.T, *inspect.Store) error{
	"replace": func(t *testing.T, s *inspect.Store) error {
		// kv has neither tables, alarm nor facets.
		_, err := Clone(t.Context(), s, inspecttest.Find(t, s, "kv"), ImportOptions{Name: "full", Named: true, Replace: true, Command: "test"})
		return err
	},
	"clone": func(t *testing.T, s *inspect.Store) error {
		_, err := Clone(t.Context(), s, inspecttest.Find(t, s, "full"), ImportOptions{Name: "clone", Named: true, Command: "test"})
		return err
	},
	"replace with facets": func(t *testing.T, s *inspect.Store) error {
		_, err := Clone(t.Context(), s, inspecttest.Find(t, s, "full"), ImportOptions{Name: "kv", Named: true, Replace: true, Command: "test"})
		return err
	},
	"many": func(t *testing.T, s *inspect.Store) error {
		given, err := os.ReadFile(filepath.Join(s.State().Dir, "given.ndjson"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = Import(t.Context(), s, bytes.NewReader(given), ImportOptions{Replace: true, Command: "test"})
		return err
	},
	"delete": func(t *testing.T, s *inspect.Store) error {
		return Delete(t.Context(), s, []inspect.Object{inspecttest.Find(t, s, "full"), inspecttest.Find(t, s, "kv")}, "test")
	},
	"new class": func(t *testing.T, s *inspect.Store) error {
		_, err := Clone(t.Context(), s, inspecttest.Find(t, s, "full"), ImportOptions{Class: "Fresh", Name: "x", Named: true, Command: "test"})
		return err
	},
}

// given is what importable adds to import.
var given struct {
	sync.Once
	ndjson string
}

// importable is a state folder to import into, and an export that replaces one object
// and creates three.
func importable(t *testing.T) *state.Folder {
	t.Helper()
	state := inspecttest.Storage(t, "stopped", Recover)
	if err := os.MkdirAll(state.OwnDir(), 0o700); err != nil {
		t.Fatal(err)
	}
	ledger := `{"version":1,"workers":{"chat":{"mode":"migrations","classes":{"Room":{"key":"chat-Room","storage":"sqlite"},"Counter":{"key":"chat-Counter","storage":"legacy-kv"},"Fresh":{"key":"chat-Fresh","storage":"sqlite"}}}}}`
	if err := os.WriteFile(filepath.Join(state.OwnDir(), "ledger.json"), []byte(ledger), 0o600); err != nil {
		t.Fatal(err)
	}
	given.Do(func() {
		s := inspecttest.Open(t, state)
		full := export(t, s, NDJSON, inspecttest.Find(t, s, "full"))
		for _, class := range []string{"Room", "Fresh"} {
			for _, name := range []string{"kv", "new"} {
				given.ndjson += strings.Replace(strings.Replace(full, `"class":"Room"`, fmt.Sprintf("%q:%q", "class", class), 1), `"name":"full"`, fmt.Sprintf("%q:%q", "name", name), 1)
			}
		}
	})
	if err := os.WriteFile(filepath.Join(state.Dir, "given.ndjson"), []byte(given.ndjson), 0o600); err != nil {
		t.Fatal(err)
	}
	return state
}

// logical is the contents of all objects of a state folder, and of metadata.sqlite.
func logical(t *testing.T, state *state.Folder) string {
	t.Helper()
	s := inspecttest.Open(t, state)
	var b strings.Builder
	for o, err := range s.Objects(t.Context(), inspect.Address{}) {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s/%s alarm %v\n%s", o.Namespace.Key, o.ID, o.Alarm.UTC(), export(t, s, SQL, o))
		if err := seal(o.Path()); err != nil {
			t.Errorf("%v: %v", o, err)
		}
	}
	return b.String()
}

// stray lists files that an import must not leave behind.
func stray(t *testing.T, state *state.Folder) (left []string) {
	t.Helper()
	if err := filepath.WalkDir(state.Dir, func(path string, d fs.DirEntry, err error) error {
		if strings.Contains(path, "import") {
			left = append(left, path)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return left
}

// Every step of an import fails once, and a process dies at every step: the result is
// the state before, or the complete import.
func TestImportAllOrNothing(t *testing.T) {
	t.Parallel()
	for name, run := range importCases {
		for _, dies := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s dies=%v", name, dies), func(t *testing.T) {
				t.Parallel()
				before := logical(t, importable(t))
				done := importable(t)
				if err := run(t, inspecttest.Open(t, done)); err != nil {
					t.Fatal(err)
				}
				after := logical(t, done)
				if before == after {
					t.Fatal("nothing is imported")
				}
				if left := stray(t, done); len(left) > 0 {
					t.Errorf("left %v", left)
				}
				fail := errors.New("it fails here")
				for k := 1; ; k++ {
					folder := importable(t)
					dying, steps, at := *folder, 0, ""
					s := inspecttest.Open(t, &dying)
					dying.Fault = func(step string) error {
						if steps++; steps == k || dies && steps > k {
							if steps == k {
								at = step
							}
							return fail
						}
						return nil
					}
					err := run(t, s)
					if at == "" {
						break
					}
					what := fmt.Sprintf("failing at step %d, %s (%v)", k, at, err)
					got := logical(t, folder)
					switch {
					case got != before && got != after:
						t.Errorf("%s: neither before nor after:\n%s", what, cmp.Diff(before, got))
					case !dies && (err == nil) != (got == after):
						t.Errorf("%s: it is not as was said", what)
					}
					// The next one to take the lock leaves nothing behind.
					lock, err := folder.Lock(t.Context(), state.Holder{Command: "test"})
					if err != nil {
						t.Fatal(what, err)
					}
					lock.Close()
					if left := stray(t, folder); len(left) > 0 {
						t.Errorf("%s: left %v", what, left)
					}
					if again := logical(t, folder); again != got {
						t.Errorf("%s: changed by looking", what)
					}
				}
			})
		}
	}
}

// A process that is killed at a step, and one for which the disk is full from
// some write of SQLite's on.
func TestImportKilledAndFull(t *testing.T) {
	t.Parallel()
	if dir := os.Getenv("DOTOOL_TEST_IMPORT"); dir != "" {
		hostImport(t, dir)
		return
	}
	before := logical(t, importable(t))
	for _, mode := range []string{"kill", "full"} {
		for name := range importCases {
			if mode == "full" && name != "replace with facets" {
				continue // the other formats write the same
			}
			t.Run(mode+" "+name, func(t *testing.T) {
				t.Parallel()
				after := sync.OnceValue(func() string {
					done := importable(t)
					if err := importCases[name](t, inspecttest.Open(t, done)); err != nil {
						t.Fatal(err)
					}
					return logical(t, done)
				})
				for k, last := 1, false; !last; k++ {
					state := importable(t)
					cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestImportKilledAndFull$")
					cmd.Env = append(os.Environ(), "DOTOOL_TEST_IMPORT="+state.Dir, "MODE="+mode, "CASE="+name, "K="+strconv.Itoa(k))
					out, err := cmd.CombinedOutput()
					last = bytes.Contains(out, []byte("came to the end"))
					made := bytes.Contains(out, []byte("import: <nil>"))
					got := logical(t, state)
					switch {
					case err == nil && mode == "kill" && !last:
						t.Fatalf("%d: it was not killed: %s", k, out)
					case mode == "full" && (err != nil || made != (got != before)):
						t.Fatalf("%d: it is not as was said: %v %s", k, err, out)
					case mode == "full" && !made && !bytes.Contains(out, []byte("full")):
						t.Errorf("%d: another error: %s", k, out)
					case got == before:
					default:
						if diff := cmp.Diff(after(), got); diff != "" {
							t.Errorf("%d: neither before nor after: %s", k, diff)
						}
					}
				}
			})
		}
	}
}

// hostImport is the process of TestImportKilledAndFull.
func hostImport(t *testing.T, dir string) {
	k, err := strconv.Atoi(os.Getenv("K"))
	if err != nil {
		t.Fatal(err)
	}
	s := inspecttest.Open(t, inspecttest.Folder(dir, Recover))
	steps := 0
	if os.Getenv("MODE") == "full" {
		fillDisk(t, func() bool { steps++; return steps >= k })
	} else {
		s.State().Fault = func(string) error {
			if steps++; steps == k {
				self, err := os.FindProcess(os.Getpid())
				if err := errors.Join(err, self.Kill()); err != nil {
					t.Fatal(err)
				}
				select {}
			}
			return nil
		}
	}
	fmt.Println("import:", importCases[os.Getenv("CASE")](t, s))
	if steps < k {
		fmt.Println("came to the end")
	}
}

// refusedWrite is kept from the collector, which does not see that SQLite has it.
var refusedWrite func(*libc.TLS, int32, uintptr, types.Size_t, types.Off_t) types.Ssize_t

// pointer is for memory of the C side.
func pointer(p uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&p)) }

// fillDisk lets the writes of SQLite fail, as on a full disk, when full says so.
func fillDisk(t *testing.T, full func() bool) {
	tls := libc.NewTLS()
	vfs := (*sqlite3.Tsqlite3_vfs)(pointer(sqlite3.Xsqlite3_vfs_find(tls, 0)))
	set := *(*func(*libc.TLS, uintptr, uintptr, uintptr) int32)(unsafe.Pointer(&struct{ p uintptr }{vfs.FxSetSystemCall}))
	// Writes are counted, and go on until one is refused.
	refusedWrite = func(tls *libc.TLS, fd int32, p uintptr, n types.Size_t, at types.Off_t) types.Ssize_t {
		if full() {
			*(*int32)(pointer(libc.X__errno_location(tls))) = 28 // ENOSPC
			return -1
		}
		wrote, err := unix.Pwrite(int(fd), unsafe.Slice((*byte)(pointer(p)), n), int64(at))
		if err != nil {
			return -1
		}
		return types.Ssize_t(wrote)
	}
	for _, name := range []string{"pwrite", "pwrite64"} {
		cname, err := libc.CString(name)
		if err != nil {
			t.Fatal(err)
		}
		if rc := set(tls, uintptr(unsafe.Pointer(vfs)), cname, *(*uintptr)(unsafe.Pointer(&refusedWrite))); rc != sqlite3.SQLITE_OK && name == "pwrite" {
			t.Skip("this SQLite's writes cannot be made to fail")
		}
	}
}

// Objects, and dotool's own folder, on file systems of their own: no file can be
// renamed from one to another.
func TestImportAcrossFileSystems(t *testing.T) {
	t.Parallel()
	other, err := os.MkdirTemp("/dev/shm", "dotool-test-")
	if err != nil {
		t.Skip("there is no second file system:", err)
	}
	defer os.RemoveAll(other)
	for _, link := range []string{filepath.Join("v3", "do"), "v3", "dotool"} {
		for name, run := range importCases {
			done := importable(t)
			if err := run(t, inspecttest.Open(t, done)); err != nil {
				t.Fatal(err)
			}
			state := importable(t)
			away := filepath.Join(other, name, filepath.Base(link))
			if err := errors.Join(os.CopyFS(away, os.DirFS(filepath.Join(state.Dir, link))), os.RemoveAll(filepath.Join(state.Dir, link)), os.Symlink(away, filepath.Join(state.Dir, link))); err != nil {
				t.Fatal(err)
			}
			if err := run(t, inspecttest.Open(t, state)); err != nil {
				t.Errorf("%s linked, %s: %v", link, name, err)
			}
			if diff := cmp.Diff(logical(t, done), logical(t, state)); diff != "" {
				t.Errorf("%s linked, %s: %s", link, name, diff)
			}
		}
	}
}

// A damaged journal is reported, with a hint that works.
func TestImportJournalDamaged(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "{", `{"version":2}`, `{"version":1,"namespaces":[{"key":"chat-Room","new":["../x"]}]}`, `{"version":1,"namespaces":[{"key":"../x"}]}`} {
		state := importable(t)
		path := filepath.Join(state.OwnDir(), "import.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := inspect.Open(state, inspect.Options{})
		damaged, ok := errors.AsType[*damagedImportError](err)
		if !ok || !strings.Contains(damaged.Hint(), "remove the journal") {
			t.Errorf("%q: got %v", text, err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if _, err := inspect.Open(state, inspect.Options{}); err != nil {
			t.Error(err)
		}
	}
}

// Readers wait while files move.
func TestReadDuringImport(t *testing.T) {
	t.Parallel()
	folder := importable(t)
	before := logical(t, folder)
	watched := *folder
	s := inspecttest.Open(t, &watched)
	seen := make(chan string)
	var once bool
	watched.Fault = func(step string) error {
		if step == "move a new file in" && !once {
			once = true
			started := make(chan struct{})
			go func() { // ends when the import does
				close(started)
				seen <- logical(t, inspecttest.Folder(folder.Dir, Recover))
			}()
			<-started
		}
		return nil
	}
	if err := importCases["many"](t, s); err != nil {
		t.Fatal(err)
	}
	if got, after := <-seen, logical(t, folder); got != after || got == before {
		t.Errorf("half an import was seen:\n%s", cmp.Diff(after, got))
	}
}

// An endless statement in an export is interrupted.
func TestImportEndless(t *testing.T) {
	t.Parallel()
	state := importable(t)
	before := inspecttest.Hashes(t, state.ObjectsDir())
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := Import(ctx, inspecttest.Open(t, state), strings.NewReader("CREATE TABLE t (x); WITH RECURSIVE c(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c) INSERT INTO t SELECT sum(x) FROM c"), ImportOptions{Class: "Room", Name: "x", Named: true, Command: "test"})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff(before, inspecttest.Hashes(t, state.ObjectsDir())); diff != "" {
		t.Error(diff)
	}
}

// Imports set names and alarms as edits do.
func TestImportTwice(t *testing.T) {
	t.Parallel()
	state := importable(t)
	s := inspecttest.Open(t, state)
	full := export(t, s, NDJSON, inspecttest.Find(t, s, "full"))
	if _, err := Import(t.Context(), s, strings.NewReader(full+full), ImportOptions{Replace: true, Command: "test"}); err == nil || !strings.Contains(err.Error(), "Room/full is in it twice") {
		t.Errorf("got %v", err)
	}
	at := time.Date(2033, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := s.Edit(t.Context(), inspecttest.Find(t, s, "full"), "test", func(e *inspect.Editor) error { e.SetAlarm(at); return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := Import(t.Context(), s, strings.NewReader(full), ImportOptions{Replace: true, Command: "test"}); err != nil {
		t.Fatal(err)
	}
	alarms, err := s.Alarms(t.Context(), inspect.Address{})
	if err != nil || !slices.ContainsFunc(alarms, func(o inspect.Object) bool { return o.Name == "full" && o.Alarm.Year() == 2040 }) {
		t.Errorf("alarms are %v, %v", alarms, err)
	}
}

// The process that takes the lock after another died reports how it ended the import.
func TestRecoveriesSay(t *testing.T) {
	t.Parallel()
	died := errors.New("died")
	// from makes every step fail, from the first one of a name on.
	from := func(s *inspect.Store, name string) {
		dead := false
		s.State().Fault = func(step string) error {
			if dead = dead || step == name; dead {
				return died
			}
			return nil
		}
	}
	for want, leave := range map[string]func(state *state.Folder){
		"An interrupted import was undone.": func(state *state.Folder) {
			s := inspecttest.Open(t, state)
			from(s, "move a new file in")
			_ = importCases["many"](t, s)
		},
		"An interrupted import was finished.": func(state *state.Folder) {
			s := inspecttest.Open(t, state)
			from(s, "record the names")
			_ = importCases["many"](t, s)
		},
		"Released the alarms that an interrupted command had held.": func(folder *state.Folder) {
			lock, err := folder.Lock(t.Context(), state.Holder{Command: "test"})
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(inspect.Hold(folder), lock.Close()); err != nil {
				t.Fatal(err)
			}
		},
	} {
		folder := importable(t)
		leave(folder)
		for _, want := range [][]string{{want}, nil} {
			var said []string
			again := state.Open(folder.Dir, state.Options{Recoveries: []state.Recovery{Recover, inspect.Release}, Report: func(text string) { said = append(said, text) }})
			lock, err := again.Lock(t.Context(), state.Holder{Command: "test"})
			if err != nil {
				t.Fatal(err)
			}
			if err := lock.Close(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, said); diff != "" {
				t.Error(diff)
			}
		}
	}
}
