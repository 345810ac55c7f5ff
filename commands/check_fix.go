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
		texts, n, err := lint.Apply(all)
		if err != nil {
			return nil, fmt.Errorf("fix: %w", err)
		}
		if n == 0 {
			break
		}
		for _, file := range slices.Sorted(maps.Keys(texts)) {
			if o.dryRun {
				err = showFix(env, file, texts[file])
			} else {
				err = diag.ReplaceFile(file, []byte(texts[file]))
			}
			if err != nil {
				return nil, fmt.Errorf("fix: %w", err)
			}
		}
		total += n
		if o.dryRun {
			return found, nil
		}
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

func showFix(env *local.Project, file, text string) error {
	before, err := diag.ReadFile(file)
	if err != nil {
		return err
	}
	name := diag.Rel(env.Dir, file)
	return printDiff(env, diff.Diff("a/"+name, before, "b/"+name, []byte(text)))
}

// check checks each target once.
func check(ctx context.Context, c *checker.Checker) (*checker.Result, error) {
	found, err := c.Check(ctx)
	if err == nil && len(found.Broken) > 0 {
		err = found.Broken.Err()
	}
	return found, err
}
