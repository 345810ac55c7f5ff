//go:build unix

package watch

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/trace"
)

// runningCommand starts a command as the server does, with its watcher.
type runningCommand struct {
	*BuildCommand
	dir     string
	project *config.Project
	events  chan event.Event
}

func startCommand(t *testing.T, command string) *runningCommand {
	t.Helper()
	p := newCommand(t, command)
	p.start(t)
	return p
}

func newCommand(t *testing.T, command string) *runningCommand {
	t.Helper()
	p := newCommandIn(t, t.TempDir(), command)
	for _, dir := range []string{"src", "src/state", "src/state/dotool"} {
		if err := os.Mkdir(p.file(dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	p.write(t, "wrangler.jsonc", "")
	p.write(t, "src/a.txt", "one")
	return p
}

func newCommandIn(t *testing.T, dir, command string) *runningCommand {
	p := &runningCommand{dir: dir, events: make(chan event.Event, 1000)}
	log := trace.NewFeed(func(events []event.Event) {
		for _, e := range events {
			p.events <- e
		}
	})
	t.Cleanup(log.Close)
	p.BuildCommand = NewBuildCommand(nil, filepath.Join(dir, "src", "state"), log.Put, log.Offer)
	p.project = &config.Project{Inputs: []string{p.file("wrangler.jsonc")}, Build: config.Build{
		Command: command, CommandDir: dir, WatchDirs: []string{filepath.Join(dir, "src")},
	}}
	return p
}

func (p *runningCommand) start(t *testing.T) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	w := New()
	done := make(chan struct{}, 2)
	go func() { w.Run(ctx); done <- struct{}{} }()                          // ends with ctx
	go func() { p.BuildCommand.Pass(ctx, w.Changes); done <- struct{}{} }() // ends with ctx
	stop = sync.OnceFunc(func() {
		cancel()
		<-done
		<-done
	})
	t.Cleanup(stop)
	if list := p.Ensure(ctx, p.project); list.HasErrors() {
		t.Fatal(list)
	}
	w.Watch(ctx, Set{Files: p.project.Inputs, Trees: p.Trees(&p.project.Build), Since: time.Now()})
	return stop
}

func (p *runningCommand) file(name string) string { return filepath.Join(p.dir, name) }

func (p *runningCommand) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(p.file(name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (p *runningCommand) runs(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile(p.file("runs"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(text), "\n")
}

func (p *runningCommand) result() (list diag.List, stale bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.problems, p.stale
}

func (p *runningCommand) next(t *testing.T) []string {
	t.Helper()
	select {
	case files := <-p.Changes:
		return files
	case <-time.After(2 * time.Minute):
		t.Fatal("no change")
		return nil
	}
}

// printed waits for a line of the command.
func (p *runningCommand) printed(t *testing.T, want string) {
	t.Helper()
	for timeout := time.After(2 * time.Minute); ; {
		select {
		case e := <-p.events:
			if o, ok := e.(event.BuildOutput); ok && o.Text == want {
				return
			}
		case <-timeout:
			t.Fatalf("the command does not print %q", want)
		}
	}
}

func TestCommandRunsOnceAChange(t *testing.T) {
	t.Parallel()
	p := startCommand(t, `echo run >>runs; cat src/*.txt >out`)
	if n := p.runs(t); n != 1 {
		t.Fatalf("%d runs at the start", n)
	}
	p.write(t, "src/a.txt", "two")
	if got := p.next(t); !slices.Equal(got, []string{p.file("src/a.txt")}) {
		t.Errorf("changed %q", got)
	}
	if err := os.Rename(p.file("src"), p.file("gone")); err != nil {
		t.Fatal(err)
	}
	p.next(t)
	if err := os.MkdirAll(p.file("src/deep/er"), 0o755); err != nil {
		t.Fatal(err)
	}
	p.write(t, "src/deep/er/b.txt", "b")
	p.next(t)
	n := p.runs(t)
	p.write(t, "src/deep/er/b.txt", "c")
	p.next(t)
	if now := p.runs(t); now != n+1 {
		t.Errorf("%d runs, then %d", n, now)
	}
	// Data that the Worker stores, and files in folders of tools, are not changes.
	for _, name := range []string{"src/state/v3/do/x.sqlite", "src/node_modules/p/x.js", "src/.git/index"} {
		if err := os.MkdirAll(filepath.Dir(p.file(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		p.write(t, name, "")
	}
	// A change of the project's own files is left to the loop.
	p.write(t, "wrangler.jsonc", "{}")
	if got := p.next(t); !slices.Equal(got, p.project.Inputs) {
		t.Errorf("changed %q", got)
	}
	if now := p.runs(t); now != n+1 {
		t.Errorf("the configuration ran the command: %d runs, then %d", n, now)
	}
}

// Files that the command writes in the watched folder do not run it again, not even at
// the first start, nor when another server starts where its output lies.
func TestCommandWritesWhereItWatches(t *testing.T) {
	t.Parallel()
	for name, command := range map[string]string{
		"the same":  `echo run >>runs; cat src/a.txt >src/copy.txt`,
		"another":   `echo run >>runs; cp runs src/copy.txt`,
		"hashed":    `echo run >>runs; rm -rf src/gen; mkdir src/gen; cp runs src/gen/$(wc -l <runs).txt`,
		"there was": `echo run >>runs; cp runs src/c.txt`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newCommand(t, command)
			p.write(t, "src/c.txt", "there")
			stop := p.start(t)
			expect := func(n int) {
				t.Helper()
				if got := p.runs(t); got != n {
					t.Errorf("%d runs, want %d", got, n)
				}
			}
			expect(1)
			p.write(t, "src/b.txt", "b")
			p.next(t)
			expect(2)
			if list, _ := p.result(); len(list) > 0 {
				t.Error(list)
			}
			stop()
			again := newCommandIn(t, p.dir, command)
			again.brief = 0 // as of a slow command
			again.start(t)
			expect(3)
		})
	}
}

// It is not known at first whether a slow command wrote a file that existed before:
// it runs again until it is.
func TestCommandThatIsNeverTheSame(t *testing.T) {
	t.Parallel()
	p := newCommand(t, `echo run >>runs; cp runs src/c.txt`)
	p.write(t, "src/c.txt", "there")
	p.brief = 0
	p.start(t)
	if n := p.runs(t); n != firstRuns {
		t.Errorf("%d runs at the start, want %d", n, firstRuns)
	}
	if list, _ := p.result(); len(list) != 1 || !strings.Contains(list[0].Message, "c.txt") {
		t.Errorf("faults %v", list)
	}
	p.write(t, "src/a.txt", "two")
	p.next(t)
	if n := p.runs(t); n != firstRuns+1 {
		t.Errorf("%d runs after a change, want %d", n, firstRuns+1)
	}
}

// A save during the first run is not lost.
func TestSaveDuringFirstRun(t *testing.T) {
	t.Parallel()
	p := newCommand(t, `echo run >>runs; cat src/a.txt >out; if [ ! -e go ]; then echo waiting; while [ ! -e go ]; do sleep 0.01; done; fi`)
	p.brief = 0
	saved := make(chan struct{})
	go func() { // ends when the command waits
		defer close(saved)
		p.printed(t, "waiting")
		p.write(t, "src/a.txt", "saved")
		p.write(t, "go", "")
	}()
	p.start(t)
	<-saved
	if out, _ := os.ReadFile(p.file("out")); string(out) != "saved" {
		t.Errorf("the save was lost: %q", out)
	}
}

// A change while the command runs leads to another run, never to two at once.
func TestChangeWhileCommandRuns(t *testing.T) {
	t.Parallel()
	p := startCommand(t, `mkdir running && echo run >>runs; text=$(cat src/a.txt)
		if [ "$text" = wait ]; then echo waiting; while [ ! -e go ]; do sleep 0.01; done; fi; echo $text >out; rmdir running`)
	p.write(t, "src/a.txt", "wait")
	p.printed(t, "waiting")
	p.write(t, "src/a.txt", "three")
	p.write(t, "go", "")
	p.next(t)
	if out, _ := os.ReadFile(p.file("out")); string(out) != "three\n" {
		t.Errorf("the last change was lost: %q", out)
	}
	if n := p.runs(t); n != 3 {
		t.Errorf("%d runs, want 3", n)
	}
}

// A change of the configuration ends a run that hangs.
func TestConfigurationEndsRun(t *testing.T) {
	t.Parallel()
	p := startCommand(t, `echo run >>runs; if [ "$(cat src/a.txt)" = hang ]; then echo hanging; sleep 1000; fi`)
	p.write(t, "src/a.txt", "hang")
	p.printed(t, "hanging")
	p.write(t, "wrangler.jsonc", "{}")
	if got := p.next(t); !slices.Contains(got, p.project.Inputs[0]) {
		t.Errorf("changed %q", got)
	}
	if _, stale := p.result(); !stale {
		t.Error("the command would not run again")
	}
}

func TestBuildOutput(t *testing.T) {
	t.Parallel()
	var got []string
	o := &buildOutput{report: func(e event.Event) { got = append(got, e.(event.BuildOutput).Text) }}
	long := strings.Repeat("x", 3*longestLine)
	for _, part := range []string{"a", "b\n\nc\r\nd", "", "\n", long, "\nend"} {
		if n, err := fmt.Fprint(o, part); n != len(part) || err != nil {
			t.Fatal(n, err)
		}
	}
	o.flush()
	if want := []string{"ab", "c", "d", long, "end"}; !slices.Equal(got, want) {
		t.Errorf("lines %.200q", got)
	}
	if !slices.Equal(o.last, []string{"d", long[:300], "end"}) {
		t.Errorf("last %.200q", o.last)
	}
}
