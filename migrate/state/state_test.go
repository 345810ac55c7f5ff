package state_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/migrate/apply"
	"github.com/dotool-dev/dotool/migrate/migratetest"
	"github.com/dotool-dev/dotool/migrate/state"
)

func TestIDs(t *testing.T) {
	t.Parallel()
	// As computed by workerd and wrangler dev.
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
			t.Errorf("ParseObjectID(%q) is not an error", s)
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

func TestReadDisk(t *testing.T) {
	t.Parallel()
	s := migratetest.NewState(t)
	if d, err := s.ReadDisk(true); err != nil || len(d) != 0 {
		t.Fatalf("a folder that is not there: %v, %v", d, err)
	}
	migratetest.Put(t, s, "chat-A", "x", "y")
	migratetest.Put(t, s, "chat-B")
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
	if want := int64(len(strings.Join(migratetest.Contents(t, s.NamespaceDir("chat-A")), ""))); d["chat-A"].Bytes != want {
		t.Errorf("bytes: got %d, want %d", d["chat-A"].Bytes, want)
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	s := migratetest.NewState(t)
	if err := os.MkdirAll(s.OwnDir(), 0o755); err != nil {
		t.Fatal(err)
	}
	// The record of a killed process does not count for the next holder.
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
	other := migratetest.NewStateIn(s.Dir)
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
	migratetest.Lock(t, other)
	if err := apply.EmptyTrash(t.Context(), s); !errors.Is(err, state.ErrNotLocked) {
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
