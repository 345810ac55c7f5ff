package commands

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/ui"
)

// permute puts a command line in the order that urfave/cli understands: the
// library takes flags before arguments only, and global flags only before the
// command. Flags may stand anywhere here, up to "--".
//
// The next word is the value of a flag unless it is "--" or a flag itself: that would
// hide a forgotten value. A flag that takes one value must not get two.
func permute(app *cli.App, args []string, stat func(path string) (fs.FileInfo, error)) ([]string, error) {
	front := []string{} // global flags
	path := []string{}  // commands, each followed by its flags
	rest := []string{}  // arguments
	commands, flags := app.Commands, []cli.Flag{}
	command := app.Name // as it is typed
	group := true       // whether it has commands and takes no arguments
	help := false
	given := map[cli.Flag]string{}
	here := 0 // where the flags of the innermost command go
	insert := func(words ...string) {
		path = slices.Insert(path, here, words...)
		here += len(words)
	}
	for i := 0; i < len(args); i++ {
		word := args[i]
		if word == "--" {
			rest = append(rest, args[i+1:]...)
			break
		}
		if len(word) < 2 || word[0] != '-' || word[1] >= '0' && word[1] <= '9' {
			if c := find(commands, word); c != nil && len(rest) == 0 {
				path = append(path, c.Name)
				command += " " + c.Name
				if command == app.Name+" dev" {
					args = slices.Concat(args[:i+1], asWrangler(args[i+1:], stat, c.Flags, app.Flags))
				}
				if command == app.Name+" test" {
					args = slices.Concat(args[:i+1], asVitest(args[i+1:], c.Flags, app.Flags))
				}
				here = len(path)
				commands, flags = c.Subcommands, c.Flags
				group = len(commands) > 0 && c.ArgsUsage == ""
				continue
			}
			if group {
				return nil, unknownCommand(app.Commands, commands, command, word)
			}
			rest = append(rest, word)
			commands = nil // commands only come first
			continue
		}
		name, value, hasValue := strings.Cut(strings.TrimLeft(word, "-"), "=")
		if on := strings.TrimPrefix(name, "no-"); on != name && !hasValue && !isFlag(word, flags, app.Flags) {
			if f := cmp.Or(findFlag(flags, on), findFlag(app.Flags, on)); f != nil && !takesValue(f) {
				name, value, hasValue = on, "false", true
				word = "--" + on + "=false"
			}
		}
		if isFlag(word, []cli.Flag{cli.HelpFlag}) && findFlag(flags, name) == nil {
			help = true
			continue
		}
		words := []string{word}
		flag := findFlag(flags, name)
		global := flag == nil && findFlag(app.Flags, name) != nil
		if global {
			flag = findFlag(app.Flags, name)
		}
		if flag != nil && !hasValue && takesValue(flag) {
			i++
			switch {
			case i == len(args) || args[i] == "--":
				return nil, ui.UsageError(dashes(name)+" needs a value", "see `"+command+" --help`")
			case isFlag(args[i], flags, app.Flags, []cli.Flag{cli.HelpFlag}):
				return nil, ui.UsageError(fmt.Sprintf("%s needs a value, and %s is a flag", dashes(name), args[i]), fmt.Sprintf("to use it as a value, write %s=%s", dashes(name), args[i]))
			}
			value = args[i]
			words = append(words, value)
		}
		if flag != nil && value == "" && takesValue(flag) && !slices.Contains(mayBeEmpty, flag.Names()[0]) {
			return nil, ui.UsageError(dashes(name)+" needs a value, not an empty string", "see `"+command+" --help`")
		}
		if flag != nil && repeatable(flag) { // the library refuses two names of one flag
			words[0] = dashes(flag.Names()[0])
			if hasValue {
				words[0] += "=" + value
			}
		} else if flag != nil {
			if !takesValue(flag) && !hasValue {
				value = "true"
			}
			if before, twice := given[flag]; twice && before != value {
				return nil, givenTwice(flag, before, value)
			} else if twice {
				continue // the library refuses two names of one flag
			}
			given[flag] = value
		}
		if global {
			front = append(front, words...)
		} else {
			insert(words...)
		}
	}
	if help {
		return append(path, "--help"), nil // with arguments, the library would look for commands of their names
	}
	if len(rest) > 0 {
		path = append(path, "--")
	}
	return slices.Concat(front, path, rest), nil
}

// mayBeEmpty are the flags for which an empty value has a meaning: for --env the top
// level of the configuration, for the others an empty text.
var mayBeEmpty = []string{"data", "env", "note", "param"}

// givenTwice refuses to choose between two values of a flag.
func givenTwice(f cli.Flag, first, second string) error {
	flag := f.Names()[0]
	if !takesValue(f) {
		return ui.UsageError(fmt.Sprintf("%s and --no-%s cannot be combined", dashes(flag), flag), "")
	}
	return ui.UsageError(fmt.Sprintf("%s is given twice, as %q and as %q", dashes(flag), first, second), "give it once")
}

func find(commands []*cli.Command, name string) *cli.Command {
	for _, c := range commands {
		if c.HasName(name) {
			return c
		}
	}
	return nil
}
