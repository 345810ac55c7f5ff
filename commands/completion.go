package commands

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/logview/only"
	"github.com/dotool-dev/dotool/commands/testview"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/lint"
)

func completionCommand(env *local.Project) *cli.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cli.Command{
		Name:      "completion",
		Usage:     "print the completion script of a shell",
		ArgsUsage: strings.Join(shells, "|"),
		Description: "`dotool completion install` adds it to the start-up file of your shell.\n\n" +
			"Example:\n  $ dotool completion install\n  $ source <(dotool completion bash)",
		Subcommands: []*cli.Command{completionInstallCommand(env, true), completionInstallCommand(env, false)},
		Action: func(c *cli.Context) error {
			script, ok := completionScripts[c.Args().First()]
			if !ok {
				return ui.UsageError("completion takes one of "+strings.Join(shells, ", "), "")
			}
			fmt.Fprint(env.Stdout, script)
			return nil
		},
	}
}

func completeCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name:   "__complete",
		Usage:  "print the completions of the last word",
		Hidden: true,
		Flags:  []cli.Flag{&cli.StringFlag{Name: "shell", Usage: "in the form that the script of `SHELL` expects"}},
		Action: func(c *cli.Context) error {
			shell, words, quoted := c.String("shell"), c.Args().Slice(), quotedWord{}
			switch shell {
			case "zsh":
				for i, word := range words {
					words[i] = unquote(posixQuotes, word).text
				}
			case "bash", "fish", "powershell":
				if len(words) == 0 {
					return nil
				}
				line := words[0]
				syntax := map[string]quotes{"bash": posixQuotes, "fish": fishQuotes, "powershell": powershellQuotes}[shell]
				if shell == "powershell" {
					decoded, err := base64.StdEncoding.DecodeString(line)
					if err != nil {
						return ui.Usagef("__complete takes base64 for powershell")
					}
					line = string(decoded)
				}
				all, ok := splitLine(syntax, line)
				if !ok || len(all) == 0 {
					return nil
				}
				quoted = all[len(all)-1]
				replaced := quoted.raw
				if len(words) > 1 { // bash replaces what comes after the last of COMP_WORDBREAKS
					replaced = words[1]
				}
				kept, ok := strings.CutSuffix(quoted.raw, replaced)
				if !ok {
					return nil
				}
				quoted.kept = unquote(syntax, kept)
				words = nil
				for _, w := range all {
					words = append(words, w.text)
				}
				for len(words) > 1 && isAssignment(words[0]) {
					words = words[1:]
				}
				words = words[1:] // the program
				if len(words) == 0 {
					return nil
				}
			case "":
			default:
				return ui.Usagef("--shell takes bash, zsh, fish or powershell, not %q", shell)
			}
			u := parseUnfinished(c.App, words)
			candidates := slices.Concat(u.complete(), completeObjects(c.Context, env, u))
			return printCandidates(env.Stdout, shell, quoted, candidates)
		},
	}
}

func isAssignment(word string) bool {
	name, _, ok := strings.Cut(word, "=")
	return ok && name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789") == ""
}

func parseUnfinished(app *cli.App, words []string) *unfinished {
	if len(words) == 0 {
		words = []string{""}
	}
	u := &unfinished{commands: app.Commands, flags: app.Flags, values: map[string]string{}}
	for _, word := range words[:len(words)-1] {
		name, value, hasValue := strings.Cut(strings.TrimLeft(word, "-"), "=")
		switch {
		case u.flag != "":
			u.set(u.flag, word)
			u.flag = ""
		case u.ended, len(word) < 2, word[0] != '-':
			if sub := find(u.commands, word); sub != nil && !u.ended && len(u.args) == 0 {
				u.path += sub.Name + " "
				u.command, u.commands = sub, sub.Subcommands
				switch sub.Name {
				case "help":
					u.commands = slices.Concat(app.Commands, sub.Subcommands)
				case "man":
					u.pages = slices.Concat(app.Commands, find(app.Commands, "help").Subcommands)
				}
				u.flags = slices.Clone(sub.Flags)
				for _, f := range app.Flags {
					if findFlag(sub.Flags, f.Names()[0]) == nil { // as --template of init
						u.flags = append(u.flags, f)
					}
				}
			} else {
				u.args = append(u.args, word)
			}
		case word == "--":
			u.ended = true
		default:
			if f := findFlag(u.flags, name); f != nil && takesValue(f) {
				if hasValue {
					u.set(f.Names()[0], value)
				} else {
					u.flag = f.Names()[0]
				}
			}
		}
	}
	u.last = words[len(words)-1]
	if name, value, ok := strings.Cut(u.last, "="); ok && u.flag == "" && !u.ended && strings.HasPrefix(u.last, "-") {
		if f := findFlag(u.flags, strings.TrimLeft(name, "-")); f != nil {
			u.flag, u.prefix, u.last = f.Names()[0], name+"=", value
		}
	}
	// Of a value that is a list, the last word.
	if separator := map[string]string{"only": " ", "rule": ","}[u.flag]; separator != "" && strings.Count(u.last, `"`)%2 == 0 {
		before := u.last[:strings.LastIndex(u.last, separator)+1]
		u.prefix, u.last = u.prefix+before, u.last[len(before):]
	}
	return u
}

// set notes the value of a flag.
func (u *unfinished) set(flag, value string) {
	if u.values[flag] = value; flag == "config" {
		u.configs = append(u.configs, value)
	}
}

// complete returns commands, flags and their values.
func (u *unfinished) complete() (out []candidate) {
	switch {
	case u.flag != "":
		words := []string{}
		switch f := findFlag(u.flags, u.flag).(type) {
		case *choiceFlag:
			words = f.words
		default:
			switch u.flag {
			case "from": // or the tag of a migration
				words = []string{"fresh", "each", "declared"}
			case "only":
				for text, about := range only.Words() {
					out = u.add(out, text, about)
				}
			case "reporter":
				words = testview.Names
			case "rule", "explain":
				for _, r := range lint.Rules() {
					out = u.add(out, r.ID, r.Name)
					out = u.add(out, r.Name, r.ID)
				}
			}
		}
		for _, v := range words {
			out = u.add(out, v, "")
		}
		return out
	case u.ended:
		return nil
	case strings.HasPrefix(u.last, "-"):
		for _, f := range u.flags {
			if d, ok := f.(cli.DocGenerationFlag); ok {
				out = u.add(out, "--"+f.Names()[0], strings.ReplaceAll(d.GetUsage(), "`", ""))
			}
		}
		return out
	}
	if len(u.args) == 0 {
		for _, c := range u.commands {
			if !c.Hidden {
				out = u.add(out, c.Name, c.Usage)
			}
		}
		for _, c := range u.pages {
			if !c.Hidden {
				out = u.add(out, c.Name, "")
			}
		}
	}
	if strings.HasPrefix(u.path, "completion ") && len(u.args) == 0 {
		for shell := range strings.SplitSeq(strings.Trim(u.command.ArgsUsage, "[]"), "|") {
			out = u.add(out, shell, "")
		}
	}
	return out
}
