package commands

import (
	"context"
	"errors"
	"path/filepath"
	"regexp/syntax"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/testview"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/test"
)

func testCommand(env *local.Project) *cli.Command {
	flags := []cli.Flag{
		&cli.StringFlag{Name: "testNamePattern", Aliases: []string{"t"}, Usage: "run only tests whose full name matches `REGEXP`"},
		&cli.BoolFlag{Name: "watch", Aliases: []string{"w"}, Usage: "run again when a file is saved; on a terminal, w lists the keys"},
		&cli.IntFlag{Name: "bail", Usage: "stop after `N` failed tests", Value: -1, DefaultText: "never"},
		&cli.IntFlag{Name: "retry", Usage: "run a failed test up to `N` more times", Value: -1, DefaultText: "0"},
		&cli.IntFlag{Name: "testTimeout", Usage: "fail a test after `MS` milliseconds", DefaultText: "5000"},
		&cli.BoolFlag{Name: "update", Aliases: []string{"u"}, Usage: "write changed snapshots, and remove unused ones"},
		&cli.StringSliceFlag{Name: "reporter", Usage: "print as `REPORTER`: " + orList(testview.Names) + " (repeatable)", DefaultText: "default"},
		&cli.StringFlag{Name: "outputFile", Usage: "write the report to `FILE`; with several formats, use --outputFile.json and --outputFile.junit"},
		choice("isolate", "put back stored data and memory before each `WHAT`: %s", "", string(test.PerTest), string(test.PerFile), string(test.None)),
		&cli.IntFlag{Name: "workers", Usage: "run up to `N` workerd processes", DefaultText: "by cores and files"},
		choice("runner", "run with `RUNNER`: %s, the project's own in Node.js", "", "dotool", "vitest"),
		&cli.BoolFlag{Name: "list", Usage: "list the tests without running them"},
		&cli.BoolFlag{Name: "passWithNoTests", Usage: "exit with 0 if there are no tests"},
		&cli.BoolFlag{Name: "show-state", Usage: "print what the objects of a failed test have stored"},
		// Flags that users of vitest are used to.
		&cli.BoolFlag{Name: "run", Hidden: true},
		&cli.BoolFlag{Name: "globals", Hidden: true},
		&cli.BoolFlag{Name: "coverage", Hidden: true},
	}
	for _, name := range formats {
		flags = append(flags, &cli.StringFlag{Name: "outputFile." + name, Hidden: true})
	}
	return &cli.Command{
		Name: "test", Usage: "run tests of Durable Objects inside workerd",
		ArgsUsage: "[PATTERN…]",
		Description: "Runs *.test.ts and *.spec.ts (also .tsx, .js, .mjs) that import vitest and\n" +
			"cloudflare:test, without Node.js. PATTERN is a part of a path, or a glob. Data and\n" +
			"objects that a test leaves are gone before the next one. include, setupFiles and other\n" +
			"literals of vitest.config.ts count. Of several Workers (-c DIR -c DIR), the first is tested;\n" +
			"the others run beside it. See `dotool help testing`.\n\n" +
			"Example:\n  $ dotool test\n  $ dotool test room -t 'posts a message' --watch\n  $ dotool test --reporter default --reporter junit --outputFile report.xml",
		Flags: flags,
		Action: func(c *cli.Context) error {
			o, err := readTestOptions(env, c)
			if err != nil {
				return err
			}
			return runTest(c.Context, env, o)
		},
	}
}

func readTestOptions(env *local.Project, c *cli.Context) (testOptions, error) {
	o := testOptions{
		patterns: c.Args().Slice(), names: c.String("testNamePattern"), watch: c.Bool("watch"), update: c.Bool("update"), list: c.Bool("list"),
		noTests: c.Bool("passWithNoTests"), globals: c.Bool("globals"), showState: c.Bool("show-state"),
		bail: c.Int("bail"), retry: c.Int("retry"), timeout: time.Duration(c.Int("testTimeout")) * time.Millisecond,
		workers: c.Int("workers"), outputs: map[string]string{}, vitest: c.String("runner") == "vitest", coverage: c.Bool("coverage"),
	}
	if c.IsSet("isolate") {
		o.isolate = c.String("isolate")
	}
	for _, flag := range []string{"bail", "retry", "testTimeout", "workers"} {
		if c.IsSet(flag) && c.Int(flag) < 0 {
			return o, ui.Usagef("--%s takes a number from 0 on, not %d", flag, c.Int(flag))
		}
	}
	for _, name := range c.StringSlice("reporter") {
		known, ok := testview.Find(name)
		if !ok && !o.vitest {
			return o, ui.UsageError("--reporter takes "+orList(testview.Names)+", not "+strings.TrimSpace(name), "vitest's others need `--runner vitest`")
		}
		if o.vitest {
			known = name
		}
		o.reporters = append(o.reporters, known)
	}
	if env.JSON && len(o.reporters) == 0 {
		o.reporters = []string{"json"}
	}
	for _, name := range append([]string{""}, formats...) {
		flag := strings.TrimSuffix("outputFile."+name, ".")
		if c.IsSet(flag) {
			o.outputs[name] = filepath.Clean(env.Path(c.String(flag)))
		}
	}
	return o, o.check()
}

// check refuses flags that do not go together.
func (o testOptions) check() error {
	writes := slices.DeleteFunc(slices.Clone(o.reporters), testview.ForPeople)
	_, one := o.outputs[""]
	switch {
	case o.vitest:
	case badRegexp(o.names) != "":
		return ui.UsageError("--testNamePattern is not a regular expression: "+badRegexp(o.names), `write \ before a character such as ( that is part of a name`)
	case o.coverage:
		return ui.UsageError("dotool measures no coverage", "`dotool test --runner vitest --coverage` runs the project's vitest, whose istanbul provider does")
	case one && len(writes) == 0:
		return ui.UsageError("--outputFile goes with --reporter "+orList(formats), "")
	case one && len(writes) > 1:
		return ui.UsageError("--outputFile is one file for several reports", "give each its own, such as --outputFile.json FILE")
	case o.list && o.watch:
		return ui.Usagef("--list and --watch cannot be combined")
	}
	return nil
}

// groups matches the beginnings of groups that JavaScript's expressions have and Go's do not.
var groups = pattern.New(`\(\?<?[=!]|\(\?<`)

// badRegexp says why a regular expression of JavaScript is none, or "" if it may be one.
func badRegexp(text string) string {
	_, err := syntax.Parse(groups.ReplaceAllString(strings.ReplaceAll(text, "[]", "x"), "(?:"), syntax.Perl)
	if bad, ok := errors.AsType[*syntax.Error](err); ok {
		switch bad.Code {
		case syntax.ErrMissingParen, syntax.ErrUnexpectedParen, syntax.ErrMissingBracket, syntax.ErrMissingRepeatArgument, syntax.ErrTrailingBackslash:
			return bad.Code.String()
		}
	}
	return ""
}

func runTest(ctx context.Context, env *local.Project, o testOptions) error {
	t, err := newTester(env, o)
	if err != nil {
		return err
	}
	switch {
	case o.vitest:
		return t.handOver(ctx)
	case o.list:
		return t.list(ctx)
	case o.watch:
		return t.watch(ctx)
	}
	defer t.close()
	return t.once(ctx)
}
