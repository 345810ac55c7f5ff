package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/vitest"
	"github.com/dotool-dev/dotool/devserver/test/result"
)

// listedTest is a test in the output of --list --json, as `vitest list --json` has it.
type listedTest struct {
	Name string `json:"name"`
	File string `json:"file"`
	Line int    `json:"line,omitempty"`
}

// list prints the tests without running them.
func (t *tester) list(ctx context.Context) error {
	defer t.close()
	files, err := t.files()
	if err != nil {
		return err
	}
	sel := t.selection(files)
	sel.List = true
	run := &result.Run{}
	if len(files) > 0 {
		if err := t.open(ctx); err != nil {
			return err
		}
		if err := t.session.Run(ctx, sel, run.Add); err != nil {
			return ui.Interrupted(ctx, err)
		}
	}
	all, failed := []listedTest{}, false
	for _, f := range run.Files {
		for task := range f.Tests() {
			if task.Mode == result.Runs || sel.Pattern == "" {
				all = append(all, listedTest{strings.Join(f.Names(task), " > "), f.Path, task.Pos.Line})
			}
		}
		failed = failed || f.Failed()
	}
	if err := t.printList(all); err != nil {
		return err
	}
	var problems diag.List
	for _, f := range run.Files {
		if f.Done == nil {
			continue
		}
		problems = append(problems, f.Done.Problems...)
		for _, e := range f.Done.Errors {
			problems.Errorf(diag.Pos{File: f.Path}, cmp.Or(e.Name, "error"), "%s", e.Message)
		}
	}
	switch {
	case failed && len(problems) > 0:
		return problems.Err()
	case failed:
		return ui.ErrReported
	case len(files) == 0 && !t.noTests():
		return errors.New("no test files found")
	}
	return nil
}

func (t *tester) printList(all []listedTest) error {
	if t.env.JSON {
		return ui.WriteJSON(t.env.Stdout, all)
	}
	var b strings.Builder
	for _, one := range all {
		fmt.Fprintf(&b, "%s > %s\n", diag.Visible(t.env.Show(one.File)), diag.Visible(one.Name))
	}
	_, err := io.WriteString(t.env.Stdout, b.String())
	return err
}

// completeTests offers the files of tests.
func completeTests(e *local.Project, u *unfinished) (out []candidate) {
	settings, err := vitest.Read(e.Dir)
	if err != nil {
		return nil
	}
	files, err := settings.Find(e.Dir, nil)
	if err != nil {
		return nil
	}
	for _, file := range files[:min(len(files), mostCandidates)] {
		out = u.add(out, e.Show(file), "")
	}
	return out
}
