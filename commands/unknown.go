package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
)

// habits are commands of other programs, and what they are called here.
var habits = map[string]string{
	"d1":               "dotool sql DATABASE",
	"dotool kv key":    "dotool kv get",
	"dotool ls":        "dotool objects",
	"dotool r2 object": "dotool r2 get",
	"query":            "dotool sql",
	"run":              "dotool dev",
	"serve":            "dotool dev",
	"shell":            "dotool sql",
	"start":            "dotool dev",
	"tail":             "dotool logs",
}

// meanings maps other tools' names of commands to those of dotool, of which the first that
// exists is meant.
var meanings = map[string][]string{
	"abort":    {"terminate", "delete"},
	"add":      {"create", "put", "set", "send"},
	"cancel":   {"terminate", "delete"},
	"cat":      {"get", "show", "peek"},
	"clear":    {"purge", "delete"},
	"del":      {"delete", "purge"},
	"download": {"get"},
	"get":      {"show", "peek", "list"},
	"kill":     {"terminate"},
	"load":     {"restore"},
	"ls":       {"list"},
	"make":     {"create"},
	"new":      {"create"},
	"read":     {"get", "show", "peek"},
	"remove":   {"delete", "purge"},
	"replay":   {"redrive", "restart"},
	"retry":    {"redrive", "restart"},
	"revert":   {"rollback", "restore"},
	"rm":       {"delete", "purge"},
	"run":      {"fire"},
	"save":     {"create", "put"},
	"set":      {"put"},
	"show":     {"get", "peek", "list"},
	"start":    {"create", "resume"},
	"stop":     {"terminate"},
	"undo":     {"rollback"},
	"up":       {"apply"},
	"upload":   {"put"},
	"view":     {"get", "show", "peek"},
	"write":    {"put", "set"},
}

// accountCommands are those of wrangler that need an account.
var accountCommands = []string{"deploy", "deployments", "login", "logout", "publish", "secret", "versions", "whoami"}

// unknownCommand returns the error for a word in the place of a command of parent.
func unknownCommand(all, siblings []*cli.Command, parent, word string) error {
	kind := "command"
	if parent == "dotool help" {
		parent, kind, siblings = "dotool", "command or topic", slices.Concat(all, siblings)
	}
	return ui.UsageError(fmt.Sprintf("%s has no %s %q", parent, kind, word), suggestCommand(all, siblings, parent, word))
}

// suggestCommand returns the hint for a word that is not a command of parent: the same
// word below another command, else one that differs from it by a slip.
func suggestCommand(all, siblings []*cli.Command, parent, word string) string {
	paths := map[string][]string{} // a name -> the commands that have it
	var collect func(commands []*cli.Command, above string)
	collect = func(commands []*cli.Command, above string) {
		for _, c := range commands {
			if !c.Hidden {
				path := above + " " + c.Name
				paths[c.Name] = append(paths[c.Name], "`"+path+"`")
				if c.Name != "help" || parent == "dotool" { // topics of help are not like commands
					collect(c.Subcommands, path)
				}
			}
		}
	}
	collect(all, "dotool")
	didYouMean := func(name string) string {
		found := paths[name]
		if below := slices.DeleteFunc(slices.Clone(found), func(path string) bool { return !strings.HasPrefix(path, "`"+parent+" ") }); len(below) > 0 {
			found = below
		}
		last := len(found) - 1
		if last == 0 {
			return "did you mean " + found[0] + "?"
		}
		return "did you mean " + strings.Join(found[:last], ", ") + " or " + found[last] + "?"
	}
	var names, others []string
	for _, c := range siblings {
		if !c.Hidden {
			names = append(names, c.Name)
		}
	}
	if parent != "dotool" {
		for _, name := range meanings[word] {
			if slices.Contains(names, name) {
				return "did you mean `" + parent + " " + name + "`?"
			}
		}
	}
	for name := range paths {
		others = append(others, name)
	}
	slices.Sort(others)
	habit := cmp.Or(habits[parent+" "+word], habits[word])
	switch near := diag.Nearest(word, others); {
	case len(paths[word]) > 0:
		return didYouMean(word)
	case habit != "":
		return "did you mean `" + habit + "`?"
	case slices.Contains(accountCommands, word):
		return "dotool works on local data only; use `wrangler " + word + "`"
	case diag.Nearest(word, names) != "":
		return diag.DidYouMean(word, names, "")
	case near != "" && len(names) > 1:
		return didYouMean(near)
	}
	// The word may be an argument of a command whose name was left out.
	command := leftOut[parent]
	if list := find(siblings, "list"); command == "" && list != nil && list.ArgsUsage != "" {
		command = "list"
	} else if len(names) == 1 {
		command = names[0]
	}
	if command == "" {
		return "see `" + parent + " --help`"
	}
	return "did you mean `" + parent + " " + command + " " + diag.ShellWord(word) + "`?"
}

// leftOut are the commands of groups that a word, which is none of them, may be an argument of.
var leftOut = map[string]string{"dotool queues": "peek", "dotool runtime": "install", "dotool snapshot": "create --note"}

// extras are the hints for an argument more than a command takes, which %s is.
var extras = map[string]string{
	"dotool add class":       "did you mean --binding %s?",
	"dotool alarm fire":      "did you mean --until %s?",
	"dotool export":          "did you mean --output %s?",
	"dotool init":            "did you mean --template %s?",
	"dotool logs":            "did you mean --only %s?",
	"dotool queues list":     "did you mean `dotool queues peek %s`?",
	"dotool reset":           "`dotool objects delete` deletes single objects",
	"dotool snapshot create": "did you mean --note %s?",
	"dotool snapshot prune":  "did you mean --keep %s?",
	"dotool workflows list":  "did you mean --status %s?",
}

// extraArgument returns the error of arguments that a command does not take.
func extraArgument(command string, flags []cli.Flag, extra []string) error {
	word, hint := extra[0], cmp.Or(extras[command], "see `"+command+" --help`")
	if strings.Contains(hint, "--note") {
		word = strings.Join(extra, " ")
	}
	if _, err := strconv.ParseUint(word, 10, 31); err == nil && findFlag(flags, "limit") != nil {
		hint = "did you mean --limit %s?"
	}
	for _, f := range flags {
		if choice, ok := f.(*choiceFlag); ok && slices.Contains(choice.words, word) {
			hint = "did you mean --" + choice.Name + " %s?"
		}
	}
	return ui.UsageError(fmt.Sprintf("%s does not take the argument %q", command, extra[0]), strings.Replace(hint, "%s", diag.ShellWord(word), 1))
}
