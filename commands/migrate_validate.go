package commands

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"dotool/config/diag"
	"dotool/migrate"
)

func migrateValidateCommand(env *Env) *cli.Command {
	formats := []string{"text", "json", "github", "sarif"}
	return &cli.Command{
		Name: "validate", Usage: "check the configuration without any state, as in CI",
		ArgsUsage: "[DIR|CONFIG…]",
		Description: "What the next deploy would meet is an error, whether it has the last migration\n" +
			"still to do or not. What only an account further behind would meet, such as a\n" +
			"fresh one, is a warning; with --from it is an error too.\n\n" +
			"Example:\n  $ dotool migrate validate --format github",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Usage: "print as `FORMAT`: text, json, github or sarif", Value: "text"},
			&cli.StringFlag{Name: "from", Usage: "only for accounts in `STATE`: fresh, the tag of a migration, or each of them"},
		},
		Action: func(c *cli.Context) error {
			format := c.String("format")
			if !slices.Contains(formats, format) {
				return usagef("--format takes %s, not %q", strings.Join(formats, ", "), format)
			}
			if env.flags.JSON {
				format = "json"
			}
			return runMigrateValidate(env, c.Args().Slice(), migrate.From(c.String("from")), format)
		},
	}
}

func runMigrateValidate(env *Env, configs []string, from migrate.From, format string) error {
	l, err := env.openLifecycle(configs)
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
			list = migrate.Faults(migrate.PlanEach(r))
		default:
			r.From = from
			list = migrate.NewPlan(r).Diagnostics
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
		err = writeJSON(env.Stdout, v)
	case "github":
		err = env.writeGitHub(env.Stdout, all)
	case "sarif":
		err = writeSARIF(env.Stdout, all, env.Dir)
	default:
		err = diag.Print(env.Stdout, all, diag.PrintOptions{Dir: env.Dir, Style: env.style(env.Stdout).diagnostics()})
		if err == nil && !all.HasErrors() {
			var names []string
			for _, r := range results {
				names = append(names, r.Worker)
			}
			env.tell("%s can be deployed.", strings.Join(names, ", "))
		}
	}
	if err == nil && all.HasErrors() {
		err = errReported
	}
	return err
}

// writeGitHub prints diagnostics as workflow commands, which GitHub Actions
// shows beside the lines of a pull request. Its paths start at the workspace.
func (e *Env) writeGitHub(w io.Writer, list diag.List) error {
	dir := e.getenv("GITHUB_WORKSPACE")
	if dir == "" {
		dir = e.Dir
	}
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, d := range list.JSON(dir) {
		var at []string
		if d.File != "" {
			at = append(at, "file="+property.Replace(slashed(d.File)))
		}
		if d.Line > 0 {
			at = append(at, fmt.Sprintf("line=%d,col=%d", d.Line, max(d.Column, 1)))
		}
		at = append(at, "title="+property.Replace(d.Code))
		message := d.Message
		if d.Fix != "" {
			message += "\nfix: " + d.Fix
		}
		if _, err := fmt.Fprintf(w, "::%s %s::%s\n", d.Severity, strings.Join(at, ","), data.Replace(message)); err != nil {
			return err
		}
	}
	return nil
}
