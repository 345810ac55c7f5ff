package registry

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var mine = Entry{Address: "unix:/a.sock", Default: "user-a", User: "user-a"}

func read1(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Entries are in wrangler's form, are replaced by the server itself alone, and are
// removed at the end; nothing else is left in the folder.
func TestEnter(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "made", "registry")
	s := newSession(dir)
	if err := s.Enter(map[string]Entry{"a": mine}); err != nil {
		t.Fatal(err)
	}
	want := "{\n  \"debugPortAddress\": \"unix:/a.sock\",\n  \"defaultEntrypointService\": \"user-a\",\n  \"userWorkerService\": \"user-a\",\n  \"instanceId\": \"" + s.instance + "\",\n  \"dotoolPid\": " + strconv.Itoa(os.Getpid()) + "\n}"
	if diff := cmp.Diff(want, read1(t, filepath.Join(dir, "a"))); diff != "" {
		t.Error(diff)
	}
	moved := mine
	moved.Address, moved.Queues = "unix:/b.sock", []string{"jobs"}
	if err := s.Enter(map[string]Entry{"a": moved, "b": mine}); err != nil {
		t.Fatal(err)
	}
	others := readAll(dir, []string{"a", "b"}, []string{"jobs"}, "")
	if others.Workers["a"].Address != "unix:/b.sock" || others.Workers["b"].Address != "unix:/a.sock" || others.Queues["jobs"] != "a" {
		t.Errorf("%+v", others)
	}
	if err := s.Enter(map[string]Entry{"b": mine}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "a")); err == nil {
		t.Error("the entry of a Worker that is hosted no longer is still there")
	}
	s.Leave()
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("left: %v, %v", files, err)
	}
}

// A name that another server has is left to it, at the end too; it is taken over once
// it is free, or its entry stale.
func TestTaken(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	for _, c := range []struct {
		name string
		make func() error
		free func() error
	}{
		{"another's", func() error { return os.WriteFile(path, []byte(entry), 0o600) }, func() error { return os.Remove(path) }},
		{"stale", func() error { return os.WriteFile(path, []byte(entry), 0o600) }, func() error {
			then := time.Now().Add(-stale - time.Second)
			return os.Chtimes(path, then, then)
		}},
		{"a stranger's", func() error { return os.WriteFile(path, []byte("hello"), 0o600) }, func() error { return os.Remove(path) }},
		{"a folder", func() error { return os.Mkdir(path, 0o755) }, func() error { return os.Remove(path) }},
		{"a link", func() error { return os.Symlink(filepath.Join(dir, "..", "elsewhere"), path) }, func() error { return os.Remove(path) }},
	} {
		if err := c.make(); err != nil {
			t.Fatal(err)
		}
		before, _ := os.Lstat(path)
		s := newSession(dir)
		if err := s.Enter(map[string]Entry{"a": mine}); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := s.lost(); len(got) != 1 {
			t.Errorf("%s: lost %v", c.name, got)
		}
		if got := s.lost(); len(got) != 0 {
			t.Errorf("%s: lost again: %v", c.name, got)
		}
		s.Leave()
		if after, err := os.Lstat(path); err != nil || !os.SameFile(before, after) || after.Size() != before.Size() {
			t.Errorf("%s: changed", c.name)
		}
		s = newSession(dir)
		_ = s.Enter(map[string]Entry{"a": mine})
		if err := c.free(); err != nil {
			t.Fatal(err)
		}
		if err := s.keep(); err != nil || !s.held["a"] || !strings.Contains(read1(t, path), s.instance) {
			t.Errorf("%s: not taken over: %v", c.name, err)
		}
		s.Leave()
	}
	if _, err := os.Lstat(filepath.Join(dir, "..", "elsewhere")); err == nil {
		t.Error("a link was followed")
	}
}

// The entry of a dotool that was killed does not count; one whose socket is alive does,
// whatever its process id means.
func TestKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	socket := filepath.Join(dir, "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	over := exec.Command("true")
	if err := over.Run(); err != nil {
		t.Skip(err)
	}
	entryOf := func(address string, pid int) string {
		return fmt.Sprintf(`{"debugPortAddress": %q, "defaultEntrypointService": "a", "userWorkerService": "a", "instanceId": "i", "dotoolPid": %d}`, address, pid)
	}
	check := func(name, text string, want bool) {
		t.Helper()
		write(t, filepath.Join(dir, "a"), text)
		if got := readAll(dir, []string{"a"}, nil, "").Workers["a"].Address != ""; got != want {
			t.Errorf("%s: found: %t", name, got)
		}
		s := newSession(dir)
		if err := s.Enter(map[string]Entry{"a": mine}); err != nil || s.held["a"] == want {
			t.Errorf("%s: taken over: %t, %v", name, s.held["a"], err)
		}
		s.Leave()
	}
	check("another container", entryOf("unix:"+socket, over.Process.Pid), true)
	check("no process id", entryOf("unix:"+socket+".gone", 0), true)
	check("that of wrangler", entryOf("127.0.0.1:1", over.Process.Pid), true)
	check("running", entryOf("unix:"+socket+".gone", os.Getpid()), true)
	check("killed", entryOf("unix:"+socket+".gone", over.Process.Pid), false)
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	l.Close()
	check("killed, with a socket", entryOf("unix:"+socket, over.Process.Pid), false)
}

// The time of a file is kept young; a file that is gone is written again.
func TestKeep(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	s := newSession(dir)
	if err := s.Enter(map[string]Entry{"a": mine}); err != nil {
		t.Fatal(err)
	}
	age(t, path, stale-time.Second)
	if err := s.keep(); err != nil {
		t.Fatal(err)
	}
	if _, old, err := load(dir, "a"); err != nil || old > stale/2 {
		t.Errorf("%v old, %v", old, err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := s.keep(); err != nil {
		t.Fatal(err)
	}
	read1(t, path)
	// One that went stale while this process was suspended is its own still.
	age(t, path, stale+time.Hour)
	if err := s.keep(); err != nil || !s.held["a"] {
		t.Error(err)
	}
	s.Leave()
}

// A folder that cannot be written is an error, and harms nothing.
func TestEnterFails(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "")
	s := newSession(filepath.Join(file, "registry"))
	if err := s.Enter(map[string]Entry{"a": mine}); err == nil || !strings.HasPrefix(err.Error(), "dev registry: ") {
		t.Error(err)
	}
	s.Leave()
	if got := s.Want([]string{"b"}, []string{"jobs"}); len(got.Workers) > 0 {
		t.Errorf("%+v", got)
	}
	none := newSession("")
	if err := none.Enter(map[string]Entry{"a": mine}); err != nil {
		t.Error(err)
	}
	none.Leave()
	none.Run(t.Context(), Hooks{})
}

// Run pushes each change of what is wanted, and again after an error.
func TestRun(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "registry")
	ctx, cancel := context.WithCancel(t.Context())
	s := newSession(dir)
	pushed, fails := make(chan Others), 1
	changes := make(chan string, 100)
	var running sync.WaitGroup
	running.Go(func() {
		s.Run(ctx, Hooks{
			Push: func(ctx context.Context, now Others) error {
				if fails > 0 {
					fails--
					return errors.New("not serving yet")
				}
				select {
				case pushed <- now:
				case <-ctx.Done():
				}
				return nil
			},
			Changed: func(before, now Others) {},
			Taken:   func(name string) { changes <- name },
			Failed:  func(err error) { t.Error(err) },
		})
	})
	defer running.Wait()
	defer cancel()
	got := s.Want([]string{"b"}, []string{"jobs"})
	if len(got.Workers) != 0 {
		t.Fatalf("%+v", got)
	}
	s.SetKnown(got)
	other := newSession(dir)
	e := mine
	if err := other.Enter(map[string]Entry{"b": e, "c": e}); err != nil {
		t.Fatal(err)
	}
	await := func(what string, ok func(Others) bool) {
		t.Helper()
		for got := range pushed {
			if ok(got) {
				return
			}
		}
	}
	await("b", func(o Others) bool { return o.Workers["b"].Address == mine.Address && len(o.Workers) == 1 })
	e.Address = "unix:/moved.sock"
	if err := other.Enter(map[string]Entry{"b": e, "c": e}); err != nil {
		t.Fatal(err)
	}
	await("b moved", func(o Others) bool { return o.Workers["b"].Address == e.Address })
	e.Queues = []string{"jobs"}
	if err := other.Enter(map[string]Entry{"b": mine, "c": e}); err != nil {
		t.Fatal(err)
	}
	await("a consumer", func(o Others) bool { return o.Queues["jobs"] == "c" && o.Workers["c"].Address != "" })
	s.SetKnown(s.Want([]string{"b"}, []string{"jobs"})) // started anew: its queues do not know yet
	await("a consumer once more", func(o Others) bool { return o.Queues["jobs"] == "c" })
	// What a process is started with that may never serve, such as one that waits for the
	// next save, the one that serves is told all the same.
	other.Leave()
	s.Want([]string{"b"}, []string{"jobs"})
	await("the end", func(o Others) bool { return len(o.Workers) == 0 && len(o.Queues) == 0 })
	// A name that is taken is reported.
	if err := other.Enter(map[string]Entry{"x": mine}); err != nil {
		t.Fatal(err)
	}
	if err := s.Enter(map[string]Entry{"x": mine}); err != nil {
		t.Fatal(err)
	}
	if name := <-changes; name != "x" {
		t.Error(name)
	}
	other.Leave()
	s.Leave()
}
