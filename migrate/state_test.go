package migrate

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dotool/migrate/state"
)

func TestIDs(t *testing.T) {
	t.Parallel()
	// What workerd and wrangler dev answered.
	for _, c := range []struct {
		key    state.Key
		name   string
		prefix string
		suffix string
	}{
		{"chat-Room", "a", "5756d8c306d154d802e5de1459eb59a8dc58710efa124429f5b970534de6aa43", ""},
		{"chat-Room", "", "936ba089", "641d2a"},
		{"chat-Room", "b", "4929bc9c", "2f909a"},
		{"chat-Room", "é😀", "ebe40e14", "f704b0"},
		{"chat-Room", "\xed\xa0\x80", "5b04871f", ""}, // a lone surrogate
		{"chat-Other~1", "a", "479afa8d", "b7f4fe"},
	} {
		id := c.key.ID(c.name)
		if s := id.String(); !strings.HasPrefix(s, c.prefix) || !strings.HasSuffix(s, c.suffix) {
			t.Errorf("%s.ID(%q) = %s, want %s…%s", c.key, c.name, s, c.prefix, c.suffix)
		}
		if !c.key.Owns(id) || state.Key("chat-Nobody").Owns(id) {
			t.Errorf("%s does not own its %q alone", c.key, c.name)
		}
		if back, err := state.ParseObjectID(strings.ToUpper(id.String())); err != nil || back != id {
			t.Errorf("ParseObjectID(%s) = %s, %v", id, back, err)
		}
	}
	for _, s := range []string{"", "12", strings.Repeat("g", 64), strings.Repeat("a", 66)} {
		if _, err := state.ParseObjectID(s); err == nil {
			t.Errorf("ParseObjectID(%q) is no error", s)
		}
	}
}

func TestKeyValidate(t *testing.T) {
	t.Parallel()
	for key, ok := range map[state.Key]bool{
		"chat-Room": true, "chat-Room~1": true, "chat-$x_é": true,
		"": false, ".": false, "..": false, ".hidden": false, "a/b": false, `a\b`: false, "../x": false, "a\x00": false, "\xff": false,
		state.Key(strings.Repeat("x", 256)): false,
	} {
		if err := key.Validate(); (err == nil) != ok {
			t.Errorf("%q: %v", key, err)
		}
	}
}

// newState makes a state folder with a clock that stands still.
func newState(t testing.TB) *state.Folder { return newStateIn(t.TempDir()) }

func newStateIn(dir string) *state.Folder {
	s := state.Open(dir, state.Options{Recoveries: []state.Recovery{Recover}})
	s.Now = func() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }
	return s
}

// lock takes the folder for the rest of the test.
func lock(t testing.TB, s *state.Folder) {
	t.Helper()
	l, err := s.Lock(t.Context(), state.Holder{Command: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
}

// put writes objects of a namespace, with all kinds of files that belong to one.
func put(t testing.TB, s *state.Folder, k state.Key, names ...string) {
	t.Helper()
	dir := s.NamespaceDir(k)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("metadata.sqlite", "meta of "+string(k))
	for _, name := range names {
		id := k.ID(name).String()
		write(id+".sqlite", string(k)+"/"+name)
		write(id+".sqlite-wal", "wal of "+string(k)+"/"+name)
		write(id+".facets", "facets of "+string(k)+"/"+name)
		write(id+".1.sqlite", "facet of "+string(k)+"/"+name)
	}
}

// contents lists the texts of all files below a folder, so that none can be lost
// unseen.
func contents(t testing.TB, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all = append(all, string(data))
		return err
	})
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

func TestReadDisk(t *testing.T) {
	t.Parallel()
	s := newState(t)
	if d, err := s.ReadDisk(true); err != nil || len(d) != 0 {
		t.Fatalf("a folder that is not there: %v, %v", d, err)
	}
	put(t, s, "chat-A", "x", "y")
	put(t, s, "chat-B")
	if err := os.Rename(filepath.Join(s.NamespaceDir("chat-A"), state.Key("chat-A").ID("x").String()+".sqlite"),
		filepath.Join(s.NamespaceDir("chat-B"), state.Key("chat-A").ID("x").String()+".sqlite")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.ObjectsDir(), "stray"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := s.ReadDisk(true)
	if err != nil {
		t.Fatal(err)
	}
	if d["chat-A"].Objects != 1 || d["chat-A"].Foreign != 0 || d["chat-B"].Foreign != 1 || len(d) != 2 {
		t.Errorf("got %+v", d)
	}
	if want := int64(len(strings.Join(contents(t, s.NamespaceDir("chat-A")), ""))); d["chat-A"].Bytes != want {
		t.Errorf("bytes: got %d, want %d", d["chat-A"].Bytes, want)
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	s := newState(t)
	if err := os.MkdirAll(s.OwnDir(), 0o755); err != nil {
		t.Fatal(err)
	}
	// What a killed process left says nothing about who has the lock now.
	if err := os.WriteFile(filepath.Join(s.OwnDir(), "lock.json"), []byte(`{"pid":1,"command":"dead"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := s.Lock(t.Context(), state.Holder{Command: "dotool dev"})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.SetAddress("http://localhost:8787"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"lock", "lock.json"} {
		info, err := os.Stat(filepath.Join(s.OwnDir(), name))
		if err != nil {
			t.Fatal(err)
		}
		if perm := info.Mode().Perm(); perm&0o077 != 0 && os.PathSeparator == '/' {
			t.Errorf("%s has mode %o", name, perm)
		}
	}
	other := newStateIn(s.Dir)
	_, err = other.Lock(t.Context(), state.Holder{Command: "dotool migrate"})
	var locked *state.LockedError
	if !errors.As(err, &locked) {
		t.Fatalf("second lock: %v", err)
	}
	want := state.Holder{PID: os.Getpid(), Command: "dotool dev", Address: "http://localhost:8787", Since: s.Clock()}
	if diff := cmp.Diff(want, locked.Holder); diff != "" {
		t.Errorf("holder (-want +got):\n%s", diff)
	}
	if locked.Hint() == "" || !strings.Contains(locked.Error(), "dotool dev (pid ") {
		t.Errorf("message: %s", locked)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	lock(t, other)
	if err := EmptyTrash(t.Context(), s); !errors.Is(err, state.ErrNotLocked) {
		t.Errorf("a state that lost its lock still works: %v", err)
	}
}

func TestLockUnwritable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := (&state.Folder{Dir: filepath.Join(file, "state")}).Lock(t.Context(), state.Holder{})
	var hint interface{ Hint() string }
	if !errors.As(err, &hint) || !strings.Contains(hint.Hint(), "--persist-to") {
		t.Fatalf("got %v", err)
	}
}

func TestReadLedger(t *testing.T) {
	t.Parallel()
	const good = `{"version":1,"workers":{"chat":{"mode":"migrations","tag":"v2",
    "classes":{"ChatRoom":{"key":"chat-Room","storage":"sqlite"}},
    "retired":["chat-Old"],
    "applied":[{"tag":"v1","hash":"…","at":"2026-11-23T10:00:00.000Z"}]}}}`
	s := newState(t)
	if l, err := ReadLedger(s); err != nil || len(l.Workers) != 0 {
		t.Fatalf("missing: %v, %v", l, err)
	}
	lock(t, s)
	put(t, s, "chat-Room", "a")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(LedgerPath(s), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(good)
	l, err := ReadLedger(s)
	if err != nil {
		t.Fatal(err)
	}
	var want, got bytes.Buffer
	if err := errors.Join(json.Compact(&want, []byte(good)), json.Compact(&got, l.encode())); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() {
		t.Errorf("not what was read:\n%s\n%s", got.String(), want.String())
	}
	for text, reason := range map[string]string{
		"":                                   "damaged",
		good[:100]:                           "damaged",
		"null":                               "not written by dotool",
		"[]":                                 "damaged",
		`{"name":"chat"}`:                    "not written by dotool",
		`{"version":1}`:                      "not written by dotool",
		`{"version":1,"workers":[]}`:         "not written by dotool",
		`{"version":1,"workers":{"a":null}}`: `worker "a" is empty`,
		`{"version":9,"workers":[1]}`:        "newer dotool (version 9",
		`{"version":1,"workers":{"a":{"classes":{"A":{"key":"../x","storage":"sqlite"}}}}}`:                                                   `"../x" cannot be the key`,
		`{"version":1,"workers":{"a":{"classes":{"A":{"key":"","storage":"sqlite"}}}}}`:                                                       `"" cannot be the key`,
		`{"version":1,"workers":{"a":{"classes":{"A":{"key":"k","storage":"mysql"}}}}}`:                                                       `storage "mysql"`,
		`{"version":1,"workers":{"a":{"mode":"x"}}}`:                                                                                          `mode "x"`,
		`{"version":1,"workers":{"a":{"retired":["a/b"]}}}`:                                                                                   `"a/b" cannot be the key`,
		`{"version":1,"workers":{"a":{"classes":{"A":{"key":"k","storage":"sqlite"}}},"b":{"classes":{"B":{"key":"k","storage":"sqlite"}}}}}`: `key "k" belongs to both a.A and b.B`,
		`{"version":1,"workers":{"a":{"classes":{"A":{"key":"k","storage":"sqlite"}},"retired":["k"]}}}`:                                      `key "k" is retired and belongs to a.A`,
	} {
		write(text)
		_, err := ReadLedger(s)
		var fault *LedgerError
		if !errors.As(err, &fault) || !strings.Contains(fault.Reason, reason) {
			t.Errorf("%s: got %v, want %q", text, err, reason)
			continue
		}
		if newer := strings.Contains(reason, "newer"); newer != (fault.Newer > 0) || !newer && !strings.Contains(fault.Hint(), "chat-Room") {
			t.Errorf("%s: hint %q", text, fault.Hint())
		}
	}
	write(good[:100])
	aside, err := SetAside(s)
	if err != nil {
		t.Fatal(err)
	}
	if kept, err := os.ReadFile(aside); err != nil || string(kept) != good[:100] {
		t.Errorf("set aside: %s, %v", kept, err)
	}
	if l, err := ReadLedger(s); err != nil || len(l.Workers) != 0 {
		t.Errorf("after setting aside: %v, %v", l, err)
	}
}

func FuzzParseLedger(f *testing.F) {
	f.Add([]byte(`{"version":1,"workers":{"chat":{"mode":"migrations","tag":"v2","classes":{"A":{"key":"chat-A","storage":"sqlite"}},"retired":["chat-Old"],"applied":[{"tag":"v1","hash":"…","at":"2026-11-23T10:00:00.000Z"}]}}}`))
	f.Add([]byte(`{"version":1,"workers":{"a":{"given":{"A":{"worker":"b","class":"A","key":"a-A","storage":"sqlite"}},"expecting":{"X":"b"}}}}`))
	f.Add([]byte(`{"version":2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := parseLedger(data)
		if err != nil {
			return
		}
		for name, w := range l.Workers {
			for class, c := range w.Classes {
				if c.Key.Validate() != nil || filepath.Dir(filepath.Join("x", string(c.Key))) != "x" {
					t.Fatalf("%s.%s has the key %q", name, class, c.Key)
				}
			}
		}
		again, err := parseLedger(l.encode())
		if err != nil || !again.equal(l) {
			t.Fatalf("not read back: %v\n%s\n%s", err, l.encode(), data)
		}
		c := l.clone()
		if !c.equal(l) && len(slices.Collect(maps.Keys(l.Workers))) > 0 {
			t.Fatalf("a clone differs:\n%s\n%s", l.encode(), c.encode())
		}
	})
}
