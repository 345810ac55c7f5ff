package commands

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
)

// installable are the shells whose start-up files are known.
var installable = []string{"bash", "zsh", "fish"}

func completionInstallCommand(env *local.Project, install bool) *cli.Command {
	name, usage := "install", "add the completion to a shell's start-up file"
	if !install {
		name, usage = "uninstall", "remove what completion install added"
	}
	return &cli.Command{
		Name: name, Usage: usage, ArgsUsage: "[" + strings.Join(installable, "|") + "]",
		Description: "The shell is that of the argument, or of $SHELL. What is changed is shown: a few\n" +
			"lines of ~/.bashrc (on macOS ~/.bash_profile) or ~/.zshrc, or a file of its own\n" +
			"for fish. Doing it again changes nothing.\n\n" +
			"Example:\n  $ dotool completion " + name,
		Flags: []cli.Flag{&cli.BoolFlag{Name: "dry-run", Usage: "show the change without making it"}},
		Action: func(c *cli.Context) error {
			return runCompletionInstall(env, c.Args().First(), install, c.Bool("dry-run"))
		},
	}
}

const (
	blockStart = "# dotool completion (added by `dotool completion install`)\n"
	blockEnd   = "# end of dotool completion\n"
)

// completionBlocks are added to start-up files: they ask the dotool in PATH, so that an
// update needs no other installation, and do nothing without one.
var completionBlocks = map[string]string{
	"bash": "if command -v dotool >/dev/null 2>&1; then eval \"$(dotool completion bash)\"; fi\n",
	"zsh": "if command -v dotool >/dev/null 2>&1; then\n" +
		"  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }\n" +
		"  eval \"$(dotool completion zsh)\"\n" +
		"fi\n",
	"fish": "if type -q dotool\n  dotool completion fish | source\nend\n",
}

func runCompletionInstall(env *local.Project, shell string, install, dryRun bool) error {
	if shell == "" {
		shell = filepath.Base(env.Getenv("SHELL"))
	}
	if !slices.Contains(installable, shell) {
		return ui.UsageError(fmt.Sprintf("the start-up file of %q is not known", shell), "give one of "+strings.Join(installable, ", ")+"; `dotool completion powershell` prints a script")
	}
	path, err := startupFile(env, shell)
	if err != nil {
		return err
	}
	before, err := diag.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("install the completion: %w", err)
	}
	block := ""
	if install {
		block = blockStart + completionBlocks[shell] + blockEnd
	}
	after, err := withBlock(before, block)
	if err != nil {
		return ui.WithHint(fmt.Errorf("install the completion: %s: %w", env.Show(path), err), "remove the rest of the block by hand")
	}
	if bytes.Equal(before, after) {
		fmt.Fprintf(env.Stdout, "Nothing to change in %s.\n", path)
		return nil
	}
	if err := printDiff(env, diff.Diff(path, before, path, after)); err != nil || dryRun {
		return err
	}
	return writeStartup(env, path, after, shell, install)
}

func writeStartup(env *local.Project, path string, text []byte, shell string, install bool) error {
	if !install && shell == "fish" && len(text) == 0 {
		if err := os.Remove(path); err != nil {
			return fmt.Errorf("remove the completion: %w", err)
		}
		env.Note("Removed %s.", path)
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("install the completion: %w", err)
	}
	if err := diag.ReplaceFile(path, text); err != nil {
		return fmt.Errorf("install the completion: %w", err)
	}
	env.Note("Changed %s; it takes effect in new shells.", path)
	return nil
}

// startupFile returns the file that a shell reads when it starts.
func startupFile(env *local.Project, shell string) (string, error) {
	home := env.Getenv("HOME")
	if !filepath.IsAbs(home) {
		return "", errors.New("HOME is not set")
	}
	switch shell {
	case "zsh":
		if dir := env.Getenv("ZDOTDIR"); filepath.IsAbs(dir) {
			home = dir
		}
		return filepath.Join(home, ".zshrc"), nil
	case "fish":
		dir := env.Getenv("XDG_CONFIG_HOME")
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(home, ".config")
		}
		return filepath.Join(dir, "fish", "completions", "dotool.fish"), nil
	}
	if runtime.GOOS == "darwin" { // where terminals start login shells
		return filepath.Join(home, ".bash_profile"), nil
	}
	return filepath.Join(home, ".bashrc"), nil
}

// withBlock puts the block in place of the one that is there, or at the end, on lines of its
// own; an empty one removes it.
func withBlock(text []byte, block string) ([]byte, error) {
	before, rest, found := bytes.Cut(text, []byte(blockStart))
	if !found {
		if block != "" && len(text) > 0 && text[len(text)-1] != '\n' {
			block = "\n" + block
		}
		return append(slices.Clone(text), block...), nil
	}
	_, after, found := bytes.Cut(rest, []byte(blockEnd))
	if !found {
		return nil, errors.New("the end of the block of dotool is missing")
	}
	return slices.Concat(before, []byte(block), after), nil
}
