package commands

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"dotool/commands/local"
	"dotool/commands/ui"
	"dotool/config"
	"dotool/config/diag"
	"dotool/config/lint"
	"dotool/migrate"
)

// checkOptions are the options of `dotool check`.
type checkOptions struct {
	targets     []string
	rules       []*lint.Rule // nil: all
	severity    string       // the least that is shown
	maxWarnings int          // -1: any number
	format      string
	fix, dryRun bool
}

func checkCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "check", Usage: "check source and configuration against the rules of Durable Objects",
		ArgsUsage: "[DIR|CONFIG|FILE…]",
		Description: "Reads the configuration, its migrations and the modules that the entry imports, runs\n" +
			"nothing, and reports what breaks a rule of Cloudflare's documentation. --explain has\n" +
			"a rule's reason and examples. The comment\n" +
			"  // dotool-ignore RULE: reason\n" +
			"on a line or above it ignores a rule there; \"dotool\": {\"check\": {RULE: \"off\"}} in\n" +
			"package.json sets severities. Exits with 1 on errors and on too many warnings.\n\n" +
			"Example:\n  $ dotool check --fix --dry-run",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "rule", Usage: "check only `RULES`, such as S07,D02"},
			choice("severity", "show findings from `SEVERITY` on: %s", "", "hint", "warning", "error"),
			&cli.IntFlag{Name: "max-warnings", Value: -1, DefaultText: "any number", Usage: "fail on more than `N` warnings"},
			choice("format", "print as `FORMAT`: %s", "", "text", "json", "github", "sarif"),
			&cli.BoolFlag{Name: "fix", Usage: "make the fixes that are safe"},
			&cli.BoolFlag{Name: "dry-run", Usage: "with --fix: show the changes, make none"},
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
			}
			o := checkOptions{
				targets: c.Args().Slice(), severity: c.String("severity"), maxWarnings: c.Int("max-warnings"),
				format: c.String("format"), fix: c.Bool("fix"), dryRun: c.Bool("dry-run"),
			}
			if env.JSON {
				o.format = "json"
			}
			var err error
			if o.rules, err = rulesOf(c.String("rule")); err != nil {
				return err
			}
			return runCheck(env, o)
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

func unknownRule(name string) error {
	var names []string
	for _, r := range lint.Rules() {
		names = append(names, r.ID, r.Name)
	}
	if near := diag.Nearest(name, names); near != "" {
		return ui.Usagef("there is no rule %q; did you mean %s?", name, near)
	}
	return ui.Usagef("there is no rule %q; see dotool check --list", name)
}

// checked is what was found in all targets.
type checked struct {
	findings []finding
	problems diag.List // of the configuration, and of its migrations
	notes    []lint.Note
}

// finding has the severity that the settings of its project give it.
type finding struct {
	lint.Finding
	severity diag.Severity
}

func runCheck(env *local.Project, o checkOptions) error {
	found, err := check(env, o)
	if err != nil {
		return err
	}
	if o.fix {
		if found, err = fixAll(env, o, found); err != nil || o.dryRun {
			return err
		}
	}
	return printChecked(env, o, found)
}

// check checks each target once.
func check(env *local.Project, o checkOptions) (*checked, error) {
	targets, err := openTargets(env, o.targets)
	if err != nil {
		return nil, err
	}
	all := &checked{}
	for _, t := range targets {
		settings, err := lint.ReadSettings(t.dir)
		if err != nil {
			return nil, err
		}
		found := slices.DeleteFunc(lint.Check(t.project, o.rules), func(f lint.Finding) bool { return settings.Severity(f.Rule) == "" })
		for _, f := range lint.Filter(t.project, found, o.rules) {
			all.findings = append(all.findings, finding{f, settings.Severity(f.Rule)})
		}
		all.notes = append(all.notes, t.project.Notes...)
		if o.rules == nil {
			all.problems = append(all.problems, slices.DeleteFunc(t.problems, all.knows)...)
		}
	}
	return all, nil
}

// knows reports whether a rule has found what a problem of the configuration is about.
func (c *checked) knows(d diag.Diagnostic) bool {
	return slices.ContainsFunc(c.findings, func(f finding) bool {
		return f.Pos.File == d.Pos.File && (f.Pos.Line == d.Pos.Line || d.Pos.Line == 0 && f.Rule.ID == "M02" && strings.Contains(d.Message, "compatibility_date"))
	})
}

// target is a Worker, or an entry module without a configuration.
type target struct {
	dir      string // where package.json is looked for
	project  *lint.Project
	problems diag.List
}

// openTargets loads what the arguments name: folders, configurations or entry modules.
func openTargets(env *local.Project, paths []string) (all []target, err error) {
	var configs []string
	for _, path := range paths {
		if info, err := os.Stat(env.Path(path)); err == nil && info.Mode().IsRegular() && isEntry(path) {
			entry := env.Path(path)
			all = append(all, target{dir: filepath.Dir(entry), project: lint.Load("", entry)})
		} else {
			configs = append(configs, path)
		}
	}
	if len(all) > 0 && len(configs) == 0 {
		return all, nil
	}
	loadings, err := env.Loadings(configs...)
	if err != nil {
		return nil, err
	}
	for _, o := range loadings {
		p, list, err := config.Load(o)
		if err != nil {
			return nil, err
		}
		if p.Name.Value == "" { // it could not even be parsed
			return nil, list.Err()
		}
		entry := ""
		if p.Main.Value != "" {
			entry = p.MainPath()
		}
		list = slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return slices.Contains(p.RunProblems, d) })
		all = append(all, target{filepath.Dir(p.File), lint.Load(p.File, entry), migrate.Validate(migrate.Request{Project: p, Problems: list})})
	}
	return all, nil
}
