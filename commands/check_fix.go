package commands

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/dotool-dev/dotool/commands/checker"
	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/changes"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint"
)

// fixRounds bounds how often fixes that overlap others are tried again.
const fixRounds = 5

// fixAll makes the safe fixes and checks again, or shows them with --dry-run.
func fixAll(ctx context.Context, env *local.Project, o checkOptions, c *checker.Checker, found *checker.Result) (*checker.Result, error) {
	total := 0
	for range fixRounds {
		var all []lint.Finding
		for _, f := range found.Findings {
			all = append(all, f.Finding)
		}
		texts, n := lint.Apply(all, found.Text)
		if n == 0 {
			break
		}
		if o.dryRun {
			return found, showFixes(env, found, texts)
		}
		fixes, err := fixesOf(env, found, texts)
		if err == nil {
			err = fixes.Write(ctx)
		}
		if err != nil {
			return nil, fmt.Errorf("fix: %w", err)
		}
		total += n
		if found, err = check(ctx, c); err != nil {
			return nil, err
		}
	}
	if total == 0 {
		env.Note("There is nothing that can be fixed safely.")
	} else {
		env.Note("Fixed %s.", ui.Count(total, "finding"))
	}
	return found, nil
}

// fixesOf makes a set of the new texts of files, if these are still as they were checked.
func fixesOf(env *local.Project, found *checker.Result, texts map[string]string) (*changes.Set, error) {
	fixes := &changes.Set{}
	for _, file := range slices.Sorted(maps.Keys(texts)) {
		if err := fixes.Put(file, []byte(texts[file])); err != nil {
			return nil, err
		}
		now, err := diag.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if string(now) != found.Text(file) {
			return nil, ui.WithHint(fmt.Errorf("%s changed while it was checked", diag.Rel(env.Dir, file)), "run the command again")
		}
	}
	return fixes, nil
}

func showFixes(env *local.Project, found *checker.Result, texts map[string]string) error {
	var all []byte
	for _, file := range slices.Sorted(maps.Keys(texts)) {
		name := diag.Rel(env.Dir, file)
		all = append(all, diff.Diff("a/"+name, []byte(found.Text(file)), "b/"+name, []byte(texts[file]))...)
	}
	return printDiff(env, all)
}

// check checks each target once.
func check(ctx context.Context, c *checker.Checker) (*checker.Result, error) {
	found, err := c.Check(ctx)
	if err == nil && len(found.Broken) > 0 {
		err = found.Broken.Err()
	}
	return found, err
}
