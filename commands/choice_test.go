package commands

import (
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
)

// A flag that takes one of a few words lists them in its help, and completes exactly
// these.
func TestChoices(t *testing.T) {
	t.Parallel()
	app := newApp(&local.Project{Env: &ui.Env{}})
	found := 0
	var check func(path []string, commands []*cli.Command, flags []cli.Flag)
	check = func(path []string, commands []*cli.Command, flags []cli.Flag) {
		for _, flag := range flags {
			f, ok := flag.(*choiceFlag)
			if !ok {
				continue
			}
			found++
			var offered []string
			for _, c := range parseUnfinished(app, append(slices.Clone(path), "--"+f.Name, "")).complete() {
				offered = append(offered, c.text)
			}
			if !slices.Equal(offered, f.words) {
				t.Errorf("%s --%s completes %q, takes %q", path, f.Name, offered, f.words)
			}
			for _, word := range f.words {
				if !strings.Contains(f.Usage, word) {
					t.Errorf("%s --%s does not name %s: %s", path, f.Name, word, f.Usage)
				}
			}
		}
		for _, c := range commands {
			check(append(slices.Clone(path), c.Name), c.Subcommands, c.Flags)
		}
	}
	check(nil, app.Commands, app.Flags)
	if found < 8 {
		t.Errorf("%d flags that take one of a few words", found)
	}
}
