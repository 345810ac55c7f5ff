package commands

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/ui"
)

// choiceFlag is a flag that takes one of a few words. Its help, its check and its
// completion share one list.
type choiceFlag struct {
	*cli.StringFlag
	words []string
}

// choice makes a flag that takes one of the words, which replace %s in its usage. The
// first is its default, unless otherwise says what happens without the flag.
func choice(name, about, otherwise string, words ...string) *choiceFlag {
	f := &choiceFlag{&cli.StringFlag{Name: name, Usage: strings.Replace(about, "%s", orList(words), 1), DefaultText: otherwise}, words}
	if otherwise == "" {
		f.Value = words[0]
	}
	return f
}

// check refuses a value that is not one of the words.
func (f *choiceFlag) check(c *cli.Context) error {
	value := c.String(f.Name)
	if slices.Contains(f.words, value) || value == f.Value {
		return nil
	}
	return ui.Usagef("--%s takes %s, not %q", f.Name, orList(f.words), value)
}

// checkChoices checks all flags of a command that take one of a few words.
func checkChoices(c *cli.Context, flags []cli.Flag) error {
	for _, f := range flags {
		if choice, ok := f.(*choiceFlag); ok {
			if err := choice.check(c); err != nil {
				return err
			}
		}
	}
	return nil
}

// orList joins words: "a, b or c".
func orList(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
