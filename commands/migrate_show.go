package commands

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/logview"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/d1"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/apply"
)

func failed(plans [][]*migrate.Plan) bool {
	return slices.ContainsFunc(slices.Concat(plans...), func(p *migrate.Plan) bool { return p.Err() != nil })
}

// planJSON is a plan as JSON.
type planJSON struct {
	Worker      string                   `json:"worker"`
	Mode        migrate.Mode             `json:"mode"`
	From        migrate.From             `json:"from,omitempty"`
	AppliedTag  *string                  `json:"appliedTag"`
	TargetTag   *string                  `json:"targetTag"`
	Steps       []migrate.Step           `json:"steps"`
	Classes     map[string]migrate.Class `json:"classes"`
	Diagnostics []diag.JSON              `json:"diagnostics"`
	Applied     bool                     `json:"applied"`
	Trashed     []apply.Trash            `json:"trashed,omitempty"`
	Databases   []databaseJSON           `json:"databases,omitempty"`
}

// show prints plans, with their result if they were applied. It fails if any has
// errors.
func (l *lifecycle) show(plans [][]*migrate.Plan, databases [][]*d1.Migrations, res *apply.Result, dryRun bool) error {
	e := l.env
	var all []planJSON
	for i, of := range plans {
		for _, p := range of {
			j := planJSON{p.Worker, p.Mode, p.From, p.AppliedTag, p.TargetTag, p.Steps, p.Classes, p.Diagnostics.JSON(e.Dir), res != nil, nil, []databaseJSON{}}
			if databases != nil {
				j.Databases = databasesJSON(databases[i])
			}
			if res != nil {
				j.Trashed = slices.DeleteFunc(slices.Clone(res.Trashed), func(t apply.Trash) bool { return t.Worker != p.Worker })
			}
			all = append(all, j)
			if onlyDatabases := p.Empty() && len(p.Classes) == 0 && databases != nil && len(databases[i]) > 0; !e.JSON && !onlyDatabases {
				printPlan(e, p, len(plans) > 1 || len(of) > 1)
			}
		}
		if databases != nil && !e.JSON && !failed(plans) {
			printDatabases(e, databases[i])
		}
		// Only validate says whether a tombstone can be removed.
		problems := slices.DeleteFunc(migrate.Problems(of), func(d diag.Diagnostic) bool { return d.Code == "stale-tombstone" })
		if !e.JSON && len(problems) > 0 {
			e.PrintDiagnostics(problems)
			if r := l.workers[i]; problems.HasErrors() && len(of) == 1 && of[0].From == migrate.FromLocal && l.hostable(r) {
				e.Note("`dotool dev` serves it anyway and applies it to the local data.")
			}
		}
	}
	switch {
	case e.JSON && len(all) == 1:
		if err := ui.WriteJSON(e.Stdout, all[0]); err != nil {
			return err
		}
	case e.JSON:
		if err := ui.WriteJSON(e.Stdout, all); err != nil {
			return err
		}
	case dryRun && apply.Interrupted(l.state):
		e.Note("A change was interrupted; the next command that changes the state finishes or undoes it.")
	}
	if failed(plans) {
		return ui.ErrReported
	}
	return nil
}

// printPlan prints a plan for people; if there are several, each gets a heading.
func printPlan(e *local.Project, p *migrate.Plan, several bool) {
	s := e.Style(e.Stdout)
	heading := s.Bold.Render(p.Worker) + whereTo(p)
	switch {
	case p.Err() != nil:
		if several {
			fmt.Fprintln(e.Stdout, heading+": "+s.Bad.Render("refused"))
		}
		return
	case len(p.Steps) == 0 && len(p.Expects()) > 0:
		fmt.Fprintln(e.Stdout, heading+": expects "+diag.Visible(strings.Join(p.Expects(), ", ")))
		return
	case len(p.Steps) == 0 && several:
		fmt.Fprintln(e.Stdout, heading+": nothing to change")
		return
	case len(p.Steps) == 0 && (p.Empty() || p.From != migrate.FromLocal):
		classes := strings.Join(slices.Sorted(maps.Keys(p.Classes)), ", ")
		e.Note("%s%s is up to date; classes: %s.", p.Worker, whereTo(p), cmp.Or(classes, "none"))
		return
	case len(p.Steps) == 0:
		e.Note("%s%s: no class changes, only the ledger.", p.Worker, whereTo(p))
		return
	}
	if several || e.StdoutTerminal {
		fmt.Fprintln(e.Stdout, heading)
	}
	t := ui.Table{
		Head:  []string{"TAG", "CHANGE", "CLASS", "STORAGE", "OBJECTS", "SIZE", "KEY"},
		Spare: []string{"KEY", "SIZE", "STORAGE", "TAG", "OBJECTS"}, Names: []string{"KEY"}, Whole: []string{"CHANGE", "CLASS"},
	}
	for _, step := range p.Steps {
		kind := s.Accent
		if step.Destructive {
			kind = s.Bad
		}
		t.Row(step.Tag, ui.Styled{Cell: string(step.Kind), Style: kind}, logview.Subject(step), string(step.Storage), step.Objects, ui.ByteCount(step.Bytes), ui.Styled{Cell: string(step.Key), Style: s.Dim})
	}
	t.Print(e.Env, e.Stdout, "  ")
	for _, step := range p.Steps {
		if step.Note != "" {
			e.Note("%s %s: %s", e.Style(e.Stderr).Warn.Render("note:"), step.Class, step.Note)
		}
	}
}

// whereTo says from which tag to which a plan leads.
func whereTo(p *migrate.Plan) string {
	switch {
	case p.From != migrate.FromLocal:
		return ", " + p.From.Describe()
	case p.TargetTag == nil:
		return ""
	case p.AppliedTag != nil && *p.AppliedTag != *p.TargetTag:
		return ", " + diag.Visible(*p.AppliedTag) + " → " + diag.Visible(*p.TargetTag)
	}
	return ", " + diag.Visible(*p.TargetTag)
}

// reportTrashed names what was moved to the trash, and how to undo it.
func reportTrashed(e *local.Project, res *apply.Result, wayBack string) {
	for _, t := range res.Trashed {
		e.Note("%s (%s) is in the trash; %s.", t.Class, ui.Count(t.Objects, "object"), wayBack)
	}
}
