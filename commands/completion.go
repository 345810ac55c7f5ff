package commands

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

// The scripts ask the hidden command __complete, which knows all commands and
// flags, so they need no change when those do. It prints a candidate a line,
// with a description after a tab; no candidate leaves it to file names.
var completionScripts = map[string]string{
	"bash": `_dotool() {
  local IFS=$'\n' cur="${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=($(compgen -W "$(dotool __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1)" -- "$cur"))
}
complete -o default -F _dotool dotool
`,
	"zsh": `#compdef dotool
_dotool() {
  local -a candidates
  local line
  while IFS= read -r line; do
    candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done < <(dotool __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( ${#candidates} )); then _describe dotool candidates; else _files; fi
}
if [ "$funcstack[1]" = "_dotool" ]; then _dotool "$@"; else compdef _dotool dotool; fi
`,
	"fish": `complete -c dotool -a '(set -l w (commandline -opc) (commandline -ct); dotool __complete -- $w[2..-1] 2>/dev/null)'
`,
	"powershell": `Register-ArgumentCompleter -Native -CommandName dotool -ScriptBlock {
  param($word, $ast, $position)
  $words = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($word -eq '') { $words += '' }
  dotool __complete -- @words 2>$null | ForEach-Object {
    $text, $tip = $_ -split "` + "`" + `t", 2
    [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $(if ($tip) { $tip } else { $text }))
  }
}
`,
}

func completionCommand(env *Env) *cli.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cli.Command{
		Name:        "completion",
		Usage:       "print the completion script of a shell",
		ArgsUsage:   strings.Join(shells, "|"),
		Description: "Example:\n  $ source <(dotool completion bash)",
		Action: func(c *cli.Context) error {
			if err := arguments(c, 1); err != nil {
				return err
			}
			script, ok := completionScripts[c.Args().First()]
			if !ok {
				return &usageError{"completion takes one of " + strings.Join(shells, ", "), ""}
			}
			fmt.Fprint(env.Stdout, script)
			return nil
		},
	}
}

func completeCommand(env *Env) *cli.Command {
	return &cli.Command{
		Name:   "__complete",
		Usage:  "print what the last word can become",
		Hidden: true,
		Action: func(c *cli.Context) error {
			words := c.Args().Slice()
			for _, candidate := range append(complete(c.App, words), env.completeObjects(c.Context, c.App, words)...) {
				fmt.Fprintln(env.Stdout, candidate)
			}
			return nil
		},
	}
}

// complete returns what the last of the words can become.
func complete(app *cli.App, words []string) []string {
	if len(words) == 0 {
		words = []string{""}
	}
	last := words[len(words)-1]
	commands, flags := app.Commands, app.Flags
	var current *cli.Command
	for i := 0; i < len(words)-1; i++ {
		word := words[i]
		if word == "--" {
			return nil
		}
		if strings.HasPrefix(word, "-") {
			name, _, hasValue := strings.Cut(strings.TrimLeft(word, "-"), "=")
			if f := findFlag(flags, name); f != nil && takesValue(f) && !hasValue {
				if i == len(words)-2 {
					return values(name, "", last)
				}
				i++
			}
			continue
		}
		sub := find(commands, word)
		if sub == nil {
			commands = nil
			continue
		}
		current, commands = sub, sub.Subcommands
		flags = append(append([]cli.Flag{}, sub.Flags...), app.Flags...)
	}
	var out []string
	if name, value, ok := strings.Cut(last, "="); ok && strings.HasPrefix(last, "-") {
		return values(strings.TrimLeft(name, "-"), name+"=", value)
	}
	if strings.HasPrefix(last, "-") {
		for _, f := range flags {
			name := "--" + f.Names()[0]
			if d, ok := f.(cli.DocGenerationFlag); ok && strings.HasPrefix(name, last) {
				out = append(out, name+"\t"+strings.ReplaceAll(d.GetUsage(), "`", ""))
			}
		}
		return out
	}
	for _, c := range commands {
		if !c.Hidden && strings.HasPrefix(c.Name, last) {
			out = append(out, c.Name+"\t"+c.Usage)
		}
	}
	if current != nil && current.Name == "completion" {
		for shell := range strings.SplitSeq(current.ArgsUsage, "|") {
			if strings.HasPrefix(shell, last) {
				out = append(out, shell)
			}
		}
	}
	return out
}

// values completes the value of a flag, where there are few.
func values(flag, prefix, given string) []string {
	known := map[string][]string{
		"color":      {"auto", "always", "never"},
		"log-format": {"text", "json"},
		"format":     {"text", "json", "github", "sarif"},
	}
	var out []string
	for _, v := range known[flag] {
		if strings.HasPrefix(v, given) {
			out = append(out, prefix+v)
		}
	}
	return out
}
