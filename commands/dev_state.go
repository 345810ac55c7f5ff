package commands

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/migrate"
)

// served returns the project that a dev server serves.
func served(env *ui.Env, ready event.Ready) *local.Project {
	var configs []string
	for _, w := range ready.Workers() {
		configs = append(configs, w.Project.File)
	}
	return &local.Project{Env: env, Command: "dotool dev", Patience: 5 * time.Second, Flags: local.Flags{
		Configs: configs, PersistTo: ready.State,
		Env: ready.Project.Env, EnvSet: true,
	}}
}

// parseVars reads --var KEY:VALUE.
func parseVars(given []string) ([]binding.Var, error) {
	var vars []binding.Var
	for _, v := range given {
		name, value, ok := strings.Cut(v, ":")
		if !ok || name == "" {
			return nil, ui.Usagef("--var takes KEY:VALUE, not %q", v)
		}
		vars = append(vars, binding.Var{Name: config.String{Value: name}, Text: value})
	}
	return vars, nil
}

// approve asks whether to apply a plan that deletes data, as long as valid and the command,
// which ctx is of, last; without a terminal the answer is no. Classes are named with their
// Worker if there are several.
func approve(ctx, valid context.Context, e *local.Project, p *migrate.Plan, several bool) bool {
	if !e.Asks() {
		return false
	}
	s := e.Style(e.Stderr)
	of := ""
	if several {
		of = p.Worker + "/"
	}
	for _, step := range p.Steps {
		if step.Destructive {
			fmt.Fprintf(e.Stderr, "  %s %s: %s, %s\n", s.Bad.Render(string(step.Kind)), diag.Visible(of+step.Class), ui.Count(step.Objects, "object"), ui.ByteSize(step.Bytes))
		}
	}
	yes := e.Ask(valid, "Apply? The objects will be moved to dotool's trash.")
	if valid.Err() != nil && ctx.Err() == nil {
		fmt.Fprintln(e.Stderr, s.Dim.Render("Something changed: this question no longer applies."))
	}
	return yes && valid.Err() == nil
}
