package commands

import (
	"context"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/test"
	"github.com/dotool-dev/dotool/devserver/watch"
)

// watching runs tests as often as their files change. It belongs to one goroutine.
type watching struct {
	*tester
	all    []string            // files of tests
	failed map[string][]string // the tests that failed when their file ran last; none: the file itself did
	inputs map[string][]string // of a file of tests; missing: unknown
	ran    map[string]int      // how often a file ran
	runs   int                 // all together
	keys   chan byte
	quit   context.CancelFunc
	board  *ui.Keyboard
}

// watch runs tests until q or an interrupt.
func (t *tester) watch(ctx context.Context) error {
	asked := ctx
	ctx, quit := context.WithCancel(ctx)
	w := &watching{tester: t, failed: map[string][]string{}, inputs: map[string][]string{}, ran: map[string]int{}, keys: make(chan byte, 8), quit: quit}
	files := watch.New()
	files.Output = watch.NewOutput(ui.Files([]io.Writer{t.env.Stdout, t.env.Stderr}))
	files.Warn = func(err error) {
		t.env.Note("The system does not report file changes (%v): files are checked once per second.", err)
	}
	var running sync.WaitGroup
	running.Go(func() { files.Run(ctx) }) // ends with quit
	defer func() { quit(); running.Wait(); t.close() }()
	if err := w.attach(ctx, &running); err != nil {
		return err
	}
	since := time.Now()
	err := w.find()
	if err == nil {
		err = w.run(ctx, t.selection(w.all), "DEV", t.title())
	}
	w.wait(ctx, err)
	files.Watch(ctx, w.set(since))
	for ctx.Err() == nil {
		runs := w.runs
		began := time.Now()
		select {
		case <-ctx.Done():
		case changed := <-files.Changes:
			began = time.Now()
			err = w.changed(ctx, changed)
		case key := <-w.keys:
			began = time.Now()
			err = w.press(ctx, key)
		}
		if w.runs > runs || err != nil {
			w.wait(ctx, err)
			files.Watch(ctx, w.set(began))
		}
	}
	return asked.Err()
}

// attach reads keys of the terminal, if there is one.
func (w *watching) attach(ctx context.Context, running *sync.WaitGroup) (err error) {
	env := w.env
	if !env.StdinTerminal || !env.StdoutTerminal || env.Getenv("TERM") == "dumb" {
		return nil
	}
	w.board, err = ui.NewKeyboard(env.Env, func(b byte) {
		const endOfInput = 4 // Ctrl-D
		if b == 'q' || b == endOfInput {
			w.quit() // also while tests run
			return
		}
		select {
		case w.keys <- b:
		default:
		}
	})
	if w.board != nil {
		running.Go(func() { w.board.Run(ctx, func() {}) })
	}
	return err
}

// find looks for files of tests, and forgets those that are gone.
func (w *watching) find() (err error) {
	if w.all, err = w.files(); err != nil {
		return err
	}
	gone := func(file string) bool { return !slices.Contains(w.all, file) }
	maps.DeleteFunc(w.failed, func(file string, _ []string) bool { return gone(file) })
	maps.DeleteFunc(w.inputs, func(file string, _ []string) bool { return gone(file) })
	return nil
}

// run runs a selection and remembers what failed.
func (w *watching) run(ctx context.Context, sel test.Selection, label, title string) error {
	w.runs++
	run, err := w.tester.run(ctx, sel, label, title)
	for _, f := range run.Files {
		w.ran[f.Path]++
		if f.Done == nil {
			continue
		}
		delete(w.failed, f.Path)
		if f.Failed() {
			w.failed[f.Path] = failedTests(f)
		}
	}
	for _, u := range run.Unhandled {
		if u.File != "" && w.failed[u.File] == nil {
			w.failed[u.File] = []string{}
		}
	}
	for _, file := range sel.Files {
		if w.session == nil {
			continue
		}
		if inputs := w.session.Inputs(file); len(inputs) > 0 {
			w.inputs[file] = inputs
		} else {
			delete(w.inputs, file)
		}
	}
	if err != nil {
		for _, file := range sel.Files {
			delete(w.inputs, file) // any change may help
		}
	}
	return err
}

// set returns what to watch: the files that tests depend on, and the folders in which new
// tests may appear.
func (w *watching) set(since time.Time) watch.Set {
	known := map[string]bool{}
	for _, file := range w.all {
		known[file] = true
		for _, input := range w.inputs[file] {
			known[input] = true
		}
	}
	if w.settings.File != "" {
		known[w.settings.File] = true
	}
	s := watch.Set{Files: slices.Sorted(maps.Keys(known)), Since: since}
	s.Trees = []watch.Tree{{Dir: w.settings.Root, Takes: w.matters}}
	return s
}

// matters reports whether a file of the project may change what the tests do: a new file
// of tests, the vitest configuration and, while a file of tests cannot be built, any.
func (w *watching) matters(file string) bool {
	if w.settings.Takes(file) || w.configures(file) {
		return true
	}
	name := filepath.Base(file)
	if len(w.inputs) == len(w.all) || strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasSuffix(name, ".snap") {
		return false
	}
	return !w.writes(file)
}

// writes reports whether dotool writes the file itself.
func (w *watching) writes(file string) bool {
	for _, path := range w.o.outputs {
		if path == file {
			return true
		}
	}
	return false
}

// changed runs what depends on files that changed.
func (w *watching) changed(ctx context.Context, files []string) error {
	if slices.ContainsFunc(files, w.configures) {
		w.close()
		if err := w.read(); err != nil {
			return err
		}
		clear(w.inputs)
	}
	before := w.all
	if err := w.find(); err != nil {
		return err
	}
	affected := slices.DeleteFunc(slices.Clone(w.all), func(file string) bool {
		inputs, known := w.inputs[file]
		return known && slices.Contains(before, file) && !slices.Contains(files, file) &&
			!slices.ContainsFunc(files, func(f string) bool { return slices.Contains(inputs, f) })
	})
	if len(affected) == 0 {
		return nil
	}
	why := files[0]
	if i := slices.IndexFunc(files, func(f string) bool {
		return w.configures(f) || slices.Contains(affected, f) || slices.Contains(w.inputs[affected[0]], f)
	}); i >= 0 {
		why = files[i]
	}
	return w.rerun(ctx, w.selection(affected), w.env.Show(why))
}

// configures reports whether a file is the vitest configuration, or would be.
func (w *watching) configures(file string) bool {
	name := filepath.Base(file)
	return file == w.settings.File || filepath.Dir(file) == w.settings.Root && strings.HasPrefix(name, "vitest.config.")
}

// rerun runs a selection again because of something.
func (w *watching) rerun(ctx context.Context, sel test.Selection, why string) error {
	s := w.env.Style(w.env.Stdout)
	title := s.Dim.Render(diag.Visible(why))
	if len(sel.Files) == 1 && w.ran[sel.Files[0]] > 0 {
		title += s.Accent.Render(fmt.Sprintf(" x%d", w.ran[sel.Files[0]]))
	}
	if w.board != nil {
		fmt.Fprint(w.env.Screen(w.env.Stdout), "\x1b[H\x1b[2J\x1b[3J")
	}
	return w.run(ctx, sel, "RERUN", title)
}
