package commands

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/test"
	"github.com/dotool-dev/dotool/devserver/test/result"
)

// testKeys are the keys of --watch on a terminal, in the order of the help.
var testKeys = []struct {
	name byte
	does string
}{
	{'a', "run all tests again"},
	{'f', "run only the failed tests"},
	{'t', "filter by the name of tests"},
	{'p', "filter by the path of files"},
	{'u', "update the snapshots of failed tests"},
	{'w', "this help"},
	{'q', "quit"},
}

// press does what a key says.
func (w *watching) press(ctx context.Context, key byte) error {
	switch key {
	case 'a', '\r', '\n':
		return w.again(ctx, w.selection(w.all), "rerun all tests")
	case 'f':
		files := w.failedFiles()
		if len(files) == 0 {
			w.say("No test has failed.")
			return nil
		}
		return w.again(ctx, w.only(files), "rerun failed tests")
	case 'u':
		files := w.failedFiles()
		if len(files) == 0 {
			files = w.all
		}
		sel := w.selection(files)
		sel.Update = test.All
		return w.again(ctx, sel, "update snapshots")
	case 't':
		if text, ok := w.ask(ctx, "Name of tests, a regular expression: "); ok {
			w.o.names = text
			return w.again(ctx, w.selection(w.all), "rerun all tests")
		}
	case 'p':
		if text, ok := w.ask(ctx, "Part of the path of files: "); ok {
			w.o.patterns = nil
			if text != "" {
				w.o.patterns = []string{text}
			}
			if err := w.find(); err != nil {
				return err
			}
			return w.again(ctx, w.selection(w.all), "rerun all files")
		}
	case 'w', 'h', '?':
		s := w.env.Style(w.env.Stdout)
		for _, k := range testKeys {
			fmt.Fprintf(w.env.Stdout, "  %s  %s\n", s.Bold.Render(string(k.name)), k.does)
		}
	}
	return nil
}

// ask reads a line; an empty one ends the filter. ok is false if there is no answer.
func (w *watching) ask(ctx context.Context, question string) (text string, ok bool) {
	if w.board != nil {
		defer w.board.Hold()()
	}
	return w.env.Line(ctx, question)
}

func (w *watching) say(text string) {
	fmt.Fprintln(w.env.Stdout, w.env.Style(w.env.Stdout).Warn.Render(text))
}

// again runs a selection because of a key.
func (w *watching) again(ctx context.Context, sel test.Selection, why string) error {
	if w.o.names != "" {
		why += ", tests " + diag.Visible(w.o.names)
	}
	return w.rerun(ctx, sel, why)
}

func (w *watching) failedFiles() []string { return slices.Sorted(maps.Keys(w.failed)) }

// only selects the failed tests of files.
func (w *watching) only(files []string) test.Selection {
	sel := w.selection(files)
	sel.Only = map[string][]string{}
	for _, file := range files {
		if names := w.failed[file]; len(names) > 0 {
			sel.Only[file] = names
		}
	}
	return sel
}

// wait says that the tests have ended, and how they did.
func (w *watching) wait(ctx context.Context, err error) {
	env := w.env
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		env.PrintError("failed", err)
	}
	if slices.ContainsFunc(w.o.reporters, isFormat) && w.output(w.o.reporters[0]) == "" {
		return
	}
	s := env.Style(env.Stdout)
	label, text := s.Good.Bold(true).Reverse(true).Render(" PASS "), s.Good.Render("Waiting for file changes…")
	if err != nil || len(w.failed) > 0 {
		label, text = s.Bad.Reverse(true).Render(" FAIL "), s.Bad.UnsetBold().Render("Tests failed. Watching for file changes…")
	}
	fmt.Fprintf(env.Stdout, "%s %s\n", label, text)
	if w.board != nil {
		fmt.Fprintf(env.Stdout, "       %s\n", s.Dim.Render("press w to show the keys, q to quit"))
	}
}

func isFormat(reporter string) bool { return slices.Contains(formats, reporter) }

// failedTests returns the full names of the tests that failed; none if the file failed
// otherwise.
func failedTests(f *result.File) []string {
	names := []string{}
	for t := range f.All() {
		switch r := f.Results[t.ID]; {
		case t.Suite && len(r.Errors) > 0:
			return []string{}
		case !t.Suite && r.State == result.Fail:
			names = append(names, f.FullName(t))
		}
	}
	if f.Done != nil && (len(f.Done.Errors) > 0 || f.Done.Problems.HasErrors()) {
		return []string{}
	}
	return names
}
