package watch

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

// watches runs a watcher, and returns what ends it.
func watches(ctx context.Context, cancel func(), w *Watcher) (end func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.Run(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}

func TestWatcher(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	write := func(name string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(file(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(file(name), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString("x"); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	write("a.ts")
	write("log.txt")
	ctx, cancel := context.WithCancel(context.Background())
	w := New()
	defer watches(ctx, cancel, w)()
	expect := func(names ...string) {
		t.Helper()
		var want []string
		for _, n := range names {
			want = append(want, file(n))
		}
		select {
		case got := <-w.Changes:
			if !slices.Equal(got, want) {
				t.Errorf("changed %q, want %q", got, want)
			}
		case <-time.After(2 * time.Minute):
			t.Fatalf("no change of %q", want)
		}
	}

	// A log that grows beside the source is not a change, not even while a
	// broken build waits for a file that is not there yet.
	w.Watch(ctx, Set{Files: []string{file("a.ts"), file("later/b.ts")}, Created: true, Since: time.Now()})
	write("log.txt")
	write("a.ts")
	expect("a.ts")
	write("new.ts")
	expect("new.ts")

	// A burst is one change, and a new folder is noticed.
	write("log.txt")
	write("a.ts")
	write("later/b.ts")
	w.Watch(ctx, Set{Files: []string{file("a.ts"), file("later/b.ts")}, Since: time.Now()})
	select {
	case got := <-w.Changes:
		if !slices.Contains(got, file("a.ts")) || !slices.Contains(got, file("later/b.ts")) {
			t.Errorf("changed %q", got)
		}
	case <-time.After(2 * time.Minute):
		t.Fatal("no change")
	}

	// A file that changed while it was read for the first time.
	write("c.ts")
	w.Watch(ctx, Set{Files: []string{file("c.ts")}, Since: time.Now().Add(-time.Hour)})
	expect("c.ts")

	// An editor that writes beside and renames.
	write("c.ts.tmp")
	if err := os.Rename(file("c.ts.tmp"), file("c.ts")); err != nil {
		t.Fatal(err)
	}
	expect("c.ts")
}

// A program saves a file by emptying it, and may not get to write it at once on a busy machine.
func TestEmptied(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "a.ts")
		write := func(text string) {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		write("old")
		ctx, cancel := context.WithCancel(t.Context())
		w := New()
		w.Polling, w.every = true, time.Millisecond
		defer watches(ctx, cancel, w)()
		w.Watch(ctx, Set{Files: []string{file}})
		synctest.Wait()
		start := time.Now()
		write("")
		go func() { // ends before the change
			time.Sleep(50 * time.Millisecond)
			write("new")
		}()
		<-w.Changes
		if text, _ := os.ReadFile(file); string(text) != "new" {
			t.Errorf("changed after %s, when it has %q", time.Since(start), text)
		}

		// One that stays empty is a change as well.
		write("")
		<-w.Changes
	})
}

// A file that is removed while it is built is a change, also where files are polled.
func TestRemovedMeanwhile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.ts")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	w := New()
	w.Polling, w.every = true, time.Hour // it does not look in between
	defer watches(ctx, cancel, w)()
	set := Set{Files: []string{file, file + ".absent"}, Since: time.Now().Add(time.Hour)}
	w.Watch(ctx, set)
	w.Watch(ctx, set) // is taken only when the first was
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	w.Watch(ctx, set)
	select {
	case got := <-w.Changes:
		if !slices.Equal(got, []string{file}) {
			t.Errorf("changed %q", got)
		}
	case <-time.After(2 * time.Minute):
		t.Fatal("no change")
	}
}

// Where the limits of the system are reached, files are polled, and one warning says
// so.
func TestWatchLimit(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.ts")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	w := New()
	w.every = 20 * time.Millisecond
	w.events = func() (*fsnotify.Watcher, error) {
		n, err := fsnotify.NewWatcher()
		if err == nil {
			n.Close() // so that no folder can be added
			n.Events, n.Errors = nil, nil
		}
		return n, err
	}
	warned := make(chan error, 10)
	w.Warn = func(err error) { warned <- err }
	done := make(chan struct{})
	go func() { // ends with ctx
		defer close(done)
		w.Run(ctx)
	}()
	defer func() {
		cancel()
		<-done
		if len(warned) > 0 {
			t.Error("warned more than once")
		}
	}()
	w.Watch(ctx, Set{Files: []string{file}, Since: time.Now()})
	<-warned
	for text := "x"; ; text += "x" { // until it is noticed
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		select {
		case got := <-w.Changes:
			if !slices.Equal(got, []string{file}) {
				t.Errorf("changed %q", got)
			}
			return
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// Trees may exist, appear later, be links, be removed and created again, or be
// single files.
func TestWatchTrees(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	write := func(name string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(file(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file(name), []byte(time.Now().String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"src/deep/a.txt", "real/r.txt", "one.txt", "src/node_modules/p/x.txt"} {
		write(name)
	}
	if err := os.Symlink(file("real"), file("link")); err != nil {
		t.Skip(err)
	}
	for _, name := range []string{"events", "polling", "silent"} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			w := New()
			w.Polling, w.every = name == "polling", 50*time.Millisecond
			if name == "silent" { // a file system without events: here they are lost
				w.silent = func(string) bool { return true }
				w.events = func() (*fsnotify.Watcher, error) {
					n, err := fsnotify.NewWatcher()
					if err == nil {
						events := n.Events
						n.Events = nil
						go func() { // ends when n is closed
							for range events {
							}
						}()
					}
					return n, err
				}
			}
			done := make(chan struct{})
			go func() { // ends with ctx
				defer close(done)
				w.Run(ctx)
			}()
			defer func() {
				cancel()
				<-done
			}()
			w.Watch(ctx, Set{Since: time.Now(), Trees: []Tree{
				{Dir: file("src")}, {Dir: file("later/on")}, {Dir: file("link")}, {Dir: file("one.txt")},
				{Dir: file("find"), Takes: func(path string) bool { return filepath.Ext(path) == ".md" }},
			}})
			// expect waits until a path is reported, and fails if a wrong one is.
			expect := func(want string) {
				t.Helper()
				for timeout := time.After(2 * time.Minute); ; {
					select {
					case got := <-w.Changes:
						for _, path := range got {
							if filepath.Base(path) == "x.txt" || filepath.Ext(path) == ".html" {
								t.Errorf("changed %q", path)
							}
						}
						if slices.Contains(got, file(want)) {
							return
						}
					case <-timeout:
						t.Fatalf("no change of %s", want)
					}
				}
			}
			write("src/node_modules/p/x.txt")
			write("src/deep/a.txt")
			expect("src/deep/a.txt")
			write("src/new/er/b.txt")
			expect("src/new/er/b.txt")
			write("src/new/er/b.txt")
			expect("src/new/er/b.txt")
			write("later/on/c.txt")
			expect("later/on/c.txt")
			write("later/on/c.txt")
			expect("later/on/c.txt")
			write("real/r.txt")
			expect("link/r.txt")
			write("one.txt")
			expect("one.txt")
			write("find/x.html")
			write("find/y.md")
			expect("find/y.md")
			if err := os.RemoveAll(file("src/deep")); err != nil {
				t.Fatal(err)
			}
			expect("src/deep/a.txt")
			write("src/deep/a.txt")
			expect("src/deep/a.txt")
			if err := os.Rename(file("src"), file("away")); err != nil {
				t.Fatal(err)
			}
			write("src/deep/d.txt")
			expect("src/deep/d.txt")
			write("src/deep/d.txt")
			expect("src/deep/d.txt")
			if err := os.RemoveAll(file("away")); err != nil {
				t.Fatal(err)
			}
		})
	}
}
