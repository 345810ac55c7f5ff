package commands

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
)

// permute puts a command line in the order that urfave/cli understands: the
// library takes flags before arguments only, and global flags only before the
// command. Flags may stand anywhere here, up to "--".
//
// The next word is the value of a flag unless it is "--" or a flag itself: that would
// hide a forgotten value. A flag that takes one value must not get two.
func permute(app *cli.App, args []string, stat func(path string) (fs.FileInfo, error)) ([]string, error) {
	l := &commandLine{app: app, stat: stat, args: args, commands: app.Commands, command: app.Name, group: true, given: map[cli.Flag]string{}}
	for len(l.args) > 0 {
		word := l.args[0]
		l.args = l.args[1:]
		var err error
		switch {
		case word == "--":
			l.rest, l.args = append(l.rest, l.args...), nil
		case len(word) < 2 || word[0] != '-' || word[1] >= '0' && word[1] <= '9':
			err = l.addWord(word)
		default:
			err = l.addFlag(word)
		}
		if err != nil {
			return nil, err
		}
	}
	if l.help {
		return append(l.path, "--help"), nil // with arguments, the library would look for commands of their names
	}
	if len(l.rest) > 0 {
		l.path = append(l.path, "--")
	}
	return slices.Concat(l.front, l.path, l.rest), nil
}

// A commandLine is read word by word.
type commandLine struct {
	app  *cli.App
	stat func(path string) (fs.FileInfo, error)
	args []string // those not read yet

	front []string // global flags
	path  []string // commands, each followed by its flags
	rest  []string // arguments
	here  int      // where in path the flags of the innermost command go

	command  string         // the innermost one, as it is typed
	commands []*cli.Command // that it has; none after an argument
	flags    []cli.Flag     // that it has
	group    bool           // whether it has commands and takes no arguments

	help  bool
	given map[cli.Flag]string // values of flags that may be given once
}

// addWord adds a command or an argument.
func (l *commandLine) addWord(word string) error {
	c := find(l.commands, word)
	if c == nil || len(l.rest) > 0 {
		if l.group {
			return unknownCommand(l.app.Commands, l.commands, l.command, word)
		}
		l.rest = append(l.rest, word)
		l.commands = nil // commands only come first
		return nil
	}
	l.path = append(l.path, c.Name)
	l.here = len(l.path)
	l.command += " " + c.Name
	switch l.command {
	case l.app.Name + " dev":
		l.args = asWrangler(l.args, l.stat, c.Flags, l.app.Flags)
	case l.app.Name + " test":
		l.args = asVitest(l.args, c.Flags, l.app.Flags)
	}
	l.commands, l.flags = c.Subcommands, c.Flags
	l.group = len(l.commands) > 0 && c.ArgsUsage == ""
	return nil
}

// addFlag adds a flag, with the next word if that is its value.
func (l *commandLine) addFlag(word string) error {
	name, value, hasValue := strings.Cut(strings.TrimLeft(word, "-"), "=")
	if on := strings.TrimPrefix(name, "no-"); on != name && !hasValue && !isFlag(word, l.flags, l.app.Flags) {
		if f := cmp.Or(findFlag(l.flags, on), findFlag(l.app.Flags, on)); f != nil && !takesValue(f) {
			name, value, hasValue = on, "false", true
			word = "--" + on + "=false"
		}
	}
	flag := findFlag(l.flags, name)
	if flag == nil && isFlag(word, []cli.Flag{cli.HelpFlag}) {
		l.help = true
		return nil
	}
	global := flag == nil
	if global {
		flag = findFlag(l.app.Flags, name)
	}
	if flag == nil { // the library refuses it
		l.insert(word)
		return nil
	}

	words := []string{word}
	if takesValue(flag) {
		if !hasValue {
			var err error
			if value, err = l.value(name); err != nil {
				return err
			}
			words = append(words, value)
		}
		if value == "" && !slices.Contains(mayBeEmpty, flag.Names()[0]) {
			return ui.UsageError(dashes(name)+" needs a value, not an empty string", "see `"+l.command+" --help`")
		}
	} else if !hasValue {
		value = "true"
	}
	if repeatable(flag) { // the library refuses two names of one flag
		words[0] = dashes(flag.Names()[0])
		if hasValue {
			words[0] += "=" + value
		}
	} else {
		if before, twice := l.given[flag]; twice && before != value {
			return givenTwice(flag, before, value)
		} else if twice {
			return nil // the library refuses two names of one flag
		}
		l.given[flag] = value
	}
	if global {
		l.front = append(l.front, words...)
	} else {
		l.insert(words...)
	}
	return nil
}

// value takes the next word, which is the value of a flag.
func (l *commandLine) value(flag string) (string, error) {
	if len(l.args) == 0 || l.args[0] == "--" {
		return "", ui.UsageError(dashes(flag)+" needs a value", "see `"+l.command+" --help`")
	}
	word := l.args[0]
	if isFlag(word, l.flags, l.app.Flags, []cli.Flag{cli.HelpFlag}) {
		return "", ui.UsageError(fmt.Sprintf("%s needs a value, and %s is a flag", dashes(flag), word), fmt.Sprintf("to use it as a value, write %s=%s", dashes(flag), word))
	}
	l.args = l.args[1:]
	return word, nil
}

// insert adds flags of the innermost command.
func (l *commandLine) insert(words ...string) {
	l.path = slices.Insert(l.path, l.here, words...)
	l.here += len(words)
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

func findFlag(flags []cli.Flag, name string) cli.Flag {
	for _, f := range flags {
		if slices.Contains(f.Names(), name) {
			return f
		}
	}
	return nil
}

// isFlag reports whether a word is one of the flags.
func isFlag(word string, flags ...[]cli.Flag) bool {
	if len(word) < 2 || word[0] != '-' {
		return false
	}
	name, _, _ := strings.Cut(strings.TrimLeft(word, "-"), "=")
	return slices.ContainsFunc(flags, func(f []cli.Flag) bool { return findFlag(f, name) != nil })
}

// openArgument opens the file that an argument or flag names.
func openArgument(e *local.Project, name string) (*os.File, error) {
	f, err := os.Open(e.Path(name))
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.IsDir() { // opening one is no error, but reading it is, later
		return nil, errors.Join(fmt.Errorf("%s is a folder", diag.Visible(name)), f.Close())
	}
	return f, nil
}
