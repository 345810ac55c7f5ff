package commands

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/ui"
)

// handOver runs the project's own vitest with the same flags.
func (t *tester) handOver(ctx context.Context) error {
	binary := ""
	for dir := t.settings.Root; ; dir = filepath.Dir(dir) {
		path := filepath.Join(dir, "node_modules", ".bin", "vitest")
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			binary = path
			break
		}
		if dir == filepath.Dir(dir) {
			return ui.WithHint(errors.New("vitest is not installed in this project"), "npm install --save-dev vitest @cloudflare/vitest-plugin")
		}
	}
	c := exec.CommandContext(ctx, binary, t.vitestArguments()...)
	c.Dir, c.Env = t.settings.Root, t.env.Environ
	c.Stdin, c.Stdout, c.Stderr = t.env.Stdin, direct(t.env.Stdout), direct(t.env.Stderr)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) } // it ends what it has started
	err := c.Run()
	if _, failed := errors.AsType[*exec.ExitError](err); failed && ctx.Err() == nil {
		return ui.ErrReported
	}
	return ui.Interrupted(ctx, err)
}

// direct returns the terminal or file itself, where a stream is one.
func direct(w io.Writer) io.Writer {
	if f := ui.FileOf(w); f != nil {
		return f
	}
	return w
}

// vitestArguments returns the flags for vitest.
func (t *tester) vitestArguments() []string {
	o := t.o
	args := []string{"run"}
	switch {
	case o.list:
		args[0] = "list"
	case o.watch:
		args[0] = "watch"
	}
	add := func(given bool, words ...string) {
		if given {
			args = append(args, words...)
		}
	}
	add(o.names != "", "--testNamePattern", o.names)
	add(o.bail >= 0, "--bail", strconv.Itoa(o.bail))
	add(o.retry >= 0, "--retry", strconv.Itoa(o.retry))
	add(o.timeout > 0, "--testTimeout", strconv.FormatInt(o.timeout.Milliseconds(), 10))
	add(o.workers > 0, "--maxWorkers", strconv.Itoa(o.workers))
	add(o.isolate == "none", "--no-isolate")
	add(o.update, "--update")
	add(o.noTests, "--passWithNoTests")
	add(o.globals, "--globals")
	add(o.coverage, "--coverage")
	add(t.env.JSON && o.list, "--json")
	for _, name := range o.reporters {
		if name == "github" {
			name = "github-actions"
		}
		add(!o.list, "--reporter", name)
	}
	for _, name := range append([]string{""}, formats...) {
		if path := o.outputs[name]; path != "" {
			if name != "" {
				name = "." + name
			}
			args = append(args, "--outputFile"+name, path)
		}
	}
	return append(args, o.patterns...)
}

// asVitest writes the names of flags as they are in camelCase: vitest takes both.
func asVitest(words []string, flags ...[]cli.Flag) []string {
	words = slices.Clone(words)
	for i, word := range words {
		if word == "--" {
			break
		}
		name, value, hasValue := strings.Cut(word, "=")
		if !strings.HasPrefix(word, "--") || isFlag(name, flags...) {
			continue
		}
		parts := strings.Split(strings.TrimPrefix(name, "--"), "-")
		for n, part := range parts[1:] {
			if part != "" {
				parts[n+1] = strings.ToUpper(part[:1]) + part[1:]
			}
		}
		if camel := "--" + strings.Join(parts, ""); isFlag(camel, flags...) {
			words[i] = camel
			if hasValue {
				words[i] += "=" + value
			}
		}
	}
	return words
}
