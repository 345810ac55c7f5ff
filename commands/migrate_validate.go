package commands

import (
	"cmp"
	"context"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate"
)

func migrateValidateCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "validate", Usage: "check the configuration without local state, for CI",
		ArgsUsage: "[DIR|CONFIG…]",
		Description: "Problems that the next deploy would run into are errors, whether or not the last\n" +
			"migration has been deployed. Problems only for an account further behind, such\n" +
			"as a new one, are warnings; with --from they are errors.\n\n" +
			"Example:\n  $ dotool migrate validate --format github",
		Flags: []cli.Flag{
			choice("format", "print as `FORMAT`: %s", "", "text", "json", "github", "sarif"),
			&cli.StringFlag{Name: "from", Usage: "check only accounts in `STATE`: fresh, a migration tag, or each"},
		},
		Action: func(c *cli.Context) error {
			format := c.String("format")
			if env.JSON {
				format = "json"
			}
			return runMigrateValidate(c.Context, env, c.Args().Slice(), migrate.From(c.String("from")), format)
		},
	}
}

func runMigrateValidate(ctx context.Context, env *local.Project, configs []string, from migrate.From, format string) error {
	l, err := openLifecycle(env, configs)
	if err != nil {
		return err
	}
	type result struct {
		Worker      string      `json:"worker"`
		Diagnostics []diag.JSON `json:"diagnostics"`
	}
	var all diag.List
	var results []result
	for _, r := range l.workers {
		var list diag.List
		switch from {
		case "":
			list = migrate.Validate(r)
		case fromEach:
			list = migrate.Problems(migrate.PlanEach(r))
		default:
			r.From = from
			list = migrate.NewPlan(r).Diagnostics
		}
		databases, err := checkDatabases(ctx, r, l.state)
		if err != nil {
			return err
		}
		list = append(list, databases...)
		for i, d := range list {
			if d.Code == "cron" { // a warning for those that only run it locally
				list[i].Severity = diag.Error
			}
		}
		all = append(all, list...)
		results = append(results, result{r.Project.Name.Value, list.JSON(env.Dir)})
	}
	all.Sort()
	switch format {
	case "json":
		var v any = results
		if len(results) == 1 {
			v = results[0]
		}
		err = ui.WriteJSON(env.Stdout, v)
	case "github":
		err = diag.PrintGitHub(env.Stdout, all, workspace(env))
	case "sarif":
		err = writeSARIF(env.Stdout, all, workspace(env), sarifRuleOf)
	default:
		err = diag.Print(env.Stdout, all, diag.PrintOptions{Dir: env.Dir, Style: env.Style(env.Stdout).Diagnostics()})
		if err == nil && !all.HasErrors() {
			var names []string
			for _, r := range results {
				names = append(names, r.Worker)
			}
			env.Note("%s can be deployed.", strings.Join(names, ", "))
		}
	}
	if err == nil && all.HasErrors() {
		err = ui.ErrReported
	}
	return err
}

// workspace returns the folder that paths are relative to for GitHub: that of the checkout.
func workspace(env *local.Project) string { return cmp.Or(env.Getenv("GITHUB_WORKSPACE"), env.Dir) }
