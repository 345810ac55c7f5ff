package commands

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/commands/testview"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/test"
	"github.com/dotool-dev/dotool/devserver/test/result"
)

// open opens the session, which later runs of --watch share.
func (t *tester) open(ctx context.Context) (err error) {
	if t.session != nil {
		return nil
	}
	o, s := t.o, t.settings
	isolate := test.Isolate(o.isolate)
	if isolate == "" && s.Shared {
		isolate = test.PerFile
	}
	pick := func(flag, setting int) int {
		if flag >= 0 {
			return flag
		}
		return setting
	}
	t.session, err = test.Open(ctx, test.Options{
		Config: t.loading, Beside: t.beside, Dir: s.Root, From: t.env.Dir, Vars: t.vars(), Runtime: t.env.NeedRuntime, Warn: t.env.PrintDiagnostics,
		SetupFiles: s.SetupFiles, Globals: s.Globals || o.globals, Env: s.Env, Settings: s.Runner,
		TestTimeout: cmp.Or(o.timeout, s.TestTimeout), HookTimeout: s.HookTimeout,
		Retry: pick(o.retry, s.Retry), Bail: pick(o.bail, s.Bail), Isolate: isolate, Workers: o.workers, ShowState: o.showState, Again: o.watch,
	})
	return err
}

func (t *tester) close() {
	if t.session != nil {
		if err := t.session.Close(); err != nil {
			t.env.Warn(err)
		}
		t.session = nil
	}
}

// files returns the files of tests that the patterns select.
func (t *tester) files() ([]string, error) {
	return t.settings.Find(t.env.Dir, t.o.patterns)
}

// selection returns which tests of the files to run.
func (t *tester) selection(files []string) test.Selection {
	sel := test.Selection{Files: files, Pattern: cmp.Or(t.o.names, t.settings.Pattern)}
	switch ci := t.env.Getenv("CI"); {
	case t.o.update:
		sel.Update = test.All
	case ci != "" && ci != "0" && ci != "false":
		sel.Update = test.Strict
	}
	return sel
}

// once runs all files once.
func (t *tester) once(ctx context.Context) error {
	files, err := t.files()
	if err != nil {
		return err
	}
	run, err := t.run(ctx, t.selection(files), "RUN", t.title())
	switch {
	case err != nil:
		return ui.Interrupted(ctx, err)
	case ctx.Err() != nil:
		return ctx.Err()
	case !run.Success(t.noTests()):
		return ui.ErrReported
	}
	return nil
}

func (t *tester) noTests() bool { return t.o.noTests || t.settings.PassWithNoTests }

func (t *tester) title() string {
	return "dotool " + version() + " " + t.env.Style(t.env.Stdout).Dim.Render(diag.Visible(t.settings.Root))
}

// run runs a selection and reports it. The error says why nothing could run.
func (t *tester) run(ctx context.Context, sel test.Selection, label, title string) (*result.Run, error) {
	run := &result.Run{KeepConsole: slices.Contains(t.o.reporters, "junit")}
	reporters, finish := t.reporters(label, title)
	report := func(e result.Event) {
		run.Add(e)
		for _, r := range reporters {
			r.Event(e, run)
		}
	}
	if len(sel.Files) == 0 {
		report(result.Begun{At: time.Now()})
		report(result.Done{})
		return run, finish()
	}
	if err := t.open(ctx); err != nil {
		return run, err
	}
	if err := t.session.Run(ctx, sel, report); err != nil {
		for _, r := range reporters {
			r.Stop()
		}
		if run.Done != nil { // an interrupt: what is known is reported
			err = errors.Join(err, finish())
		}
		return run, err
	}
	return run, finish()
}

// reporters makes the reporters of a run, and a function that writes their files.
func (t *tester) reporters(label, title string) (all []testview.Reporter, finish func() error) {
	env := t.env
	o := testview.Options{
		Root: t.settings.Root, Style: env.Style(env.Stdout), Verbose: env.Verbose, Quiet: env.Quiet, Label: label, Title: title,
		Include: t.settings.Include, Exclude: t.settings.Exclude, Filters: t.o.patterns, PassWithNoTests: t.noTests(), Watch: t.o.watch,
	}
	if ms, ok := t.settings.Runner["slowTestThreshold"].(float64); ok {
		o.Slow = time.Duration(ms * float64(time.Millisecond))
	}
	if env.StdoutTerminal {
		o.Width, _ = env.Size()
		if env.Getenv("TERM") != "dumb" {
			o.Live = env.Screen(env.Stdout)
		}
	}
	files := map[string]*bytes.Buffer{}
	for _, name := range t.o.reporters {
		to := io.Writer(env.Stdout)
		if path := t.output(name); path != "" {
			files[path] = &bytes.Buffer{}
			to = files[path]
		}
		all = append(all, testview.New(name, to, o))
	}
	return all, func() error {
		var errs []error
		for _, path := range slices.Sorted(maps.Keys(files)) {
			err := os.MkdirAll(filepath.Dir(path), 0o755)
			if err == nil {
				err = os.WriteFile(path, files[path].Bytes(), 0o644)
			}
			if err != nil {
				errs = append(errs, fmt.Errorf("write the report: %w", err))
				continue
			}
			env.Note("Wrote %s.", env.Show(path))
		}
		return errors.Join(errs...)
	}
}

// output returns the file of a reporter; "" is stdout.
func (t *tester) output(name string) string {
	if testview.ForPeople(name) {
		return ""
	}
	for _, key := range []string{name, strings.Replace(name, "github", "github-actions", 1), ""} {
		if path := t.o.outputs[key]; path != "" {
			return path
		}
	}
	return ""
}
