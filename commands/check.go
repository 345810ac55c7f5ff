package commands

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/checker"
	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/stored"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/trace"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

func checkCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "check", Usage: "check source and configuration against the rules of Durable Objects",
		ArgsUsage: "[DIR|CONFIG|FILE…]",
		Description: "Reads the configuration, its migrations and the modules that the entry imports, runs\n" +
			"nothing, and reports what breaks a rule of Cloudflare's documentation, or does not\n" +
			"fit the local objects. For a FILE, it reports what is in it and in the modules that it\n" +
			"imports; the nearest configuration above it counts. --explain has a rule's reason and\n" +
			"examples. The comment\n" +
			"  // dotool-ignore RULE: reason\n" +
			"on a line or above it ignores a rule there; \"dotool\": {\"check\": {RULE: \"off\"}} in\n" +
			"package.json sets severities. Exits with 1 on errors and on too many warnings.\n\n" +
			"Example:\n  $ dotool check --fix --dry-run",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "rule", Usage: "check only `RULES`, such as S07,D02"},
			choice("severity", "show findings from `SEVERITY` on: %s", "", "hint", "warning", "error"),
			&cli.IntFlag{Name: "max-warnings", Value: -1, DefaultText: "any number", Usage: "fail on more than `N` warnings"},
			choice("format", "print as `FORMAT`: %s", "", "text", "json", "github", "sarif"),
			&cli.BoolFlag{Name: "local", Value: true, Usage: "check against the local objects too"},
			&cli.BoolFlag{Name: "fix", Usage: "apply the safe fixes"},
			&cli.BoolFlag{Name: "dry-run", Usage: "with --fix, show the changes without making them"},
			&cli.BoolFlag{Name: "watch", Usage: "check again whenever a file is saved"},
			&cli.BoolFlag{Name: "lsp", Usage: "serve an editor on stdin and stdout, by the Language Server Protocol"},
			&cli.StringFlag{Name: "explain", Usage: "explain `RULE`"},
			&cli.BoolFlag{Name: "list", Usage: "list the rules"},
		},
		Action: func(c *cli.Context) error {
			switch {
			case c.Bool("list"):
				return listRules(env)
			case c.String("explain") != "":
				return explainRule(env, c.String("explain"))
			case c.Bool("dry-run") && !c.Bool("fix"):
				return ui.Usagef("--dry-run goes with --fix")
			case c.Bool("lsp"):
				return serveEditor(c.Context, env)
			case c.Bool("watch") && c.Bool("fix"):
				return ui.Usagef("--watch and --fix cannot be combined")
			case c.Bool("watch") && (c.String("format") == "github" || c.String("format") == "sarif"):
				return ui.Usagef("--watch prints text or json, not %s", c.String("format"))
			}
			o := checkOptions{
				targets: c.Args().Slice(), severity: c.String("severity"), maxWarnings: c.Int("max-warnings"),
				format: c.String("format"), fix: c.Bool("fix"), dryRun: c.Bool("dry-run"), watch: c.Bool("watch"), local: c.Bool("local"),
			}
			if env.JSON {
				o.format = "json"
			}
			var err error
			if o.rules, err = rulesOf(c.String("rule")); err != nil {
				return err
			}
			return runCheck(c.Context, env, o)
		},
	}
}

// rulesOf reads a list of rules.
func rulesOf(list string) (all []*lint.Rule, err error) {
	for _, name := range strings.FieldsFunc(list, func(c rune) bool { return c == ',' || c == ' ' }) {
		r := lint.Find(name)
		if r == nil {
			return nil, unknownRule(name)
		}
		all = append(all, r)
	}
	return all, nil
}

func runCheck(ctx context.Context, env *local.Project, o checkOptions) error {
	targets, err := checkTargets(env, o.targets)
	if err != nil {
		return err
	}
	c := &checker.Checker{Targets: targets, Rules: o.rules}
	c.Databases = func(ctx context.Context, p *config.Project) (diag.List, error) {
		return checkDatabases(ctx, migrate.Request{Project: p}, state.Open(p.StateDir(env.Flags.PersistTo), state.Options{}))
	}
	if o.local {
		c.Stored = checkStored(env, o.rules)
	}
	if o.watch {
		return watchCheck(ctx, env, o, c)
	}
	found, err := check(ctx, c)
	if err != nil {
		return err
	}
	if o.fix {
		if found, err = fixAll(ctx, env, o, c, found); err != nil || o.dryRun {
			return err
		}
	}
	return printChecked(env, o, found)
}

// checkStored returns a function that checks the source of a Worker against its local objects.
func checkStored(env *local.Project, rules []*lint.Rule) func(context.Context, *config.Project, *lint.Project) []lint.Finding {
	var first string // the state folder of the first Worker, which has that of those hosted with it
	return func(ctx context.Context, p *config.Project, source *lint.Project) (found []lint.Finding) {
		own := p.StateDir(env.Flags.PersistTo)
		first = cmp.Or(first, own)
		for _, dir := range slices.Compact([]string{first, own}) {
			store, err := env.OpenStoreOf(p, dir)
			if err != nil {
				continue // commands about the state say why
			}
			o := stored.Options{Worker: p.Name.Value, Rules: rules}
			_ = trace.ReadHistory(trace.HistoryPath(store.State()), func(f event.Firing) { o.Alarms = append(o.Alarms, f) }) // what can be read of it
			found = append(found, stored.Check(ctx, source, store, o)...)
		}
		return found
	}
}

// checkTargets returns the targets of the arguments: folders, configurations or modules, which
// belong to the configuration of --config or to the nearest one above them.
func checkTargets(env *local.Project, paths []string) (all []checker.Target, err error) {
	var configs, modules []string
	for _, path := range paths {
		info, err := os.Stat(env.Path(path))
		if err != nil && lint.Find(path) != nil {
			return nil, ui.UsageError(fmt.Sprintf("there is no file or folder %q", path), fmt.Sprintf("did you mean --rule %s, or --explain %s?", path, path))
		}
		if err == nil && info.Mode().IsRegular() && isEntry(path) {
			modules = append(modules, filepath.Clean(env.Path(path)))
		} else {
			configs = append(configs, path)
		}
	}
	var workers []config.Options
	if len(configs) > 0 || len(modules) == 0 {
		workers, err = env.Loadings(configs...)
	}
	for _, o := range workers {
		all = append(all, checker.Target{Config: o})
	}
	if len(modules) == 0 || err != nil {
		return all, err
	}
	above, err := env.Loadings()
	for _, path := range modules {
		for _, o := range above {
			if o.Path == "" {
				o.Dir = filepath.Dir(path)
			}
			all = append(all, checker.Target{Config: o, Entry: path})
		}
	}
	return all, err
}
