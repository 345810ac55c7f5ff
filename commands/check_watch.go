package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/commands/checker"
	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/watch"
)

// watchCheck checks again whenever a file that affects the findings changes, until ctx is
// done or q is pressed.
func watchCheck(ctx context.Context, env *local.Project, o checkOptions, c *checker.Checker) error {
	ctx, restore, err := env.QuitKey(ctx)
	if err != nil {
		return err
	}
	defer restore()
	watcher := watch.New()
	watcher.Warn = func(err error) {
		env.Note("The system does not report file changes (%v): files are checked once per second.", err)
	}
	var watching sync.WaitGroup
	defer watching.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	watching.Go(func() { watcher.Run(ctx) }) // ends with ctx

	var files, changed []string
	for {
		began := time.Now()
		found, err := c.Check(ctx)
		if ctx.Err() != nil {
			return nil // being asked to stop is success
		}
		if err != nil && files == nil {
			return err // none of the files can be watched
		}
		if err != nil {
			found.Files = append(found.Files, files...)
		}
		files = found.Files
		watcher.Watch(ctx, watch.Set{Files: files, Since: began})
		printRound(env, o, found, err, changed)
		select {
		case changed = <-watcher.Changes:
		case <-ctx.Done():
			return nil
		}
	}
}

// printRound prints what was found after a change: on a terminal in place of what was
// there.
func printRound(env *local.Project, o checkOptions, found *checker.Result, err error, changed []string) {
	if env.StdoutTerminal && o.format == "text" {
		fmt.Fprint(env.Screen(env.Stdout), "\x1b[H\x1b[2J")
	}
	if changed != nil {
		var names []string
		for _, path := range slices.Compact(changed) {
			names = append(names, diag.Visible(env.Show(path)))
		}
		if more := len(names) - 3; more > 0 {
			names = append(names[:3], ui.Count(more, "other file"))
		}
		env.Note("Checking again: %s changed.", strings.Join(names, ", "))
	}
	switch {
	case err != nil:
		env.PrintError("failed", err)
	case len(found.Broken) > 0:
		env.PrintDiagnostics(found.Broken)
	default:
		if err := printChecked(env, o, found); err != nil && !errors.Is(err, ui.ErrReported) {
			env.PrintError("failed", err)
		}
	}
	env.Note("Waiting for changes.")
}
