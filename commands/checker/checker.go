// Package checker checks Workers with the rules of package lint and those of their migrations,
// as often as it is asked to: what has not changed since the last time is not parsed again.
package checker

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"dotool/config"
	"dotool/config/diag"
	"dotool/config/lint"
	"dotool/migrate"
)

// Target is what is checked: a Worker, or an entry module without a configuration.
type Target struct {
	Config config.Options
	Entry  string // absolute; "" for a Worker
}

// Checker checks targets. It is for one goroutine.
type Checker struct {
	Targets []Target
	Rules   []*lint.Rule // nil: all
	Sources lint.Sources

	// Stored checks the source of a Worker against its local objects; nil if that is not wanted.
	Stored func(context.Context, *config.Project, *lint.Project) []lint.Finding
}

// Result is what was found in all targets.
type Result struct {
	Findings []Finding
	Problems diag.List // of the configurations, and of their migrations
	Broken   diag.List // of configurations that cannot be parsed, so that nothing else is known
	Notes    []lint.Note
	Projects []*lint.Project
	Files    []string // that decide about the result, also those that are missing
}

// Finding has the severity that the settings of its project give it.
type Finding struct {
	lint.Finding
	Severity diag.Severity
}

// Check checks each target once. It returns a result with an error too, which says what to
// watch until the error is gone.
func (c *Checker) Check(ctx context.Context) (*Result, error) {
	all := &Result{}
	var err error
	for _, t := range c.Targets {
		if err = c.check(ctx, t, all); err != nil {
			break
		}
	}
	if err == nil {
		err = ctx.Err()
	}
	if ctx.Err() == nil {
		all.Files = append(all.Files, c.Sources.Sweep()...)
	}
	return all, err
}

func (c *Checker) check(ctx context.Context, t Target, all *Result) error {
	dir, file, entry := filepath.Dir(t.Entry), "", t.Entry
	var problems diag.List
	var worker *config.Project
	if t.Entry == "" {
		p, list, err := config.Load(t.Config)
		if err != nil {
			return err
		}
		all.Files = append(all.Files, p.Inputs...)
		if p.Name.Value == "" { // it could not even be parsed
			all.Broken = append(all.Broken, list...)
			return nil
		}
		worker, dir, file = p, filepath.Dir(p.File), p.File
		if p.Main.Value != "" {
			entry = p.MainPath()
		}
		list = slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return slices.Contains(p.RunProblems, d) })
		problems = migrate.Validate(migrate.Request{Project: p, Problems: list})
	}
	settings, err := lint.ReadSettings(&c.Sources, dir)
	if err != nil {
		return err
	}
	p := c.Sources.Load(ctx, file, entry)
	found := lint.CheckUntil(ctx, p, c.Rules)
	if c.Stored != nil && worker != nil {
		found = append(found, c.Stored(ctx, worker, p)...)
	}
	found = slices.DeleteFunc(found, func(f lint.Finding) bool { return settings.Severity(f.Rule) == "" })
	for _, f := range lint.Filter(p, found, c.Rules) {
		all.Findings = append(all.Findings, Finding{f, settings.Severity(f.Rule)})
	}
	all.Notes = append(all.Notes, p.Notes...)
	all.Projects = append(all.Projects, p)
	if c.Rules == nil {
		all.Problems = append(all.Problems, slices.DeleteFunc(problems, all.knows)...)
	}
	return nil
}

// knows reports whether a rule has found what a problem of the configuration is about.
func (r *Result) knows(d diag.Diagnostic) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool {
		return f.Pos.File == d.Pos.File && (f.Pos.Line == d.Pos.Line || d.Pos.Line == 0 && f.Rule.ID == "M02" && strings.Contains(d.Message, "compatibility_date"))
	})
}
