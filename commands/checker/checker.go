// Package checker checks Workers with the rules of package lint and those of their migrations,
// as often as it is asked to: what has not changed since the last time is not parsed again.
package checker

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint"
	"github.com/dotool-dev/dotool/migrate"
)

// Target is a Worker to check, or a module: then only what is in it and in the modules that it
// imports is reported.
type Target struct {
	Config config.Options // of a module it may find no configuration; without Dir it is not looked for
	Entry  string         // the module, absolute; "" for a Worker
}

// Checker checks targets. It is for one goroutine.
type Checker struct {
	Targets []Target
	Rules   []*lint.Rule // nil: all
	Sources lint.Sources

	// Stored checks the source of a Worker against its local objects; nil if that is not wanted.
	Stored func(context.Context, *config.Project, *lint.Project) []lint.Finding
	// Databases checks the migrations of a Worker's D1 databases; nil likewise.
	Databases func(context.Context, *config.Project) (diag.List, error)
}

// Result has the findings of all targets.
type Result struct {
	Findings []Finding
	Problems diag.List // of the configurations, and of their migrations
	Broken   diag.List // of configurations that cannot be parsed, so that nothing else is known
	Notes    []lint.Note
	Projects []*lint.Project
	Files    []string // the files on which the result depends, including missing ones
}

// Text returns a file as it was checked.
func (r *Result) Text(path string) string {
	for _, p := range r.Projects {
		if text := p.Text(path); text != "" {
			return text
		}
	}
	return ""
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
	loaded, err := c.load(ctx, all)
	for i := range loaded {
		if err == nil {
			err = c.check(ctx, loaded, i, all)
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

// loaded is a target, with the configuration of a Worker.
type loaded struct {
	dir, file, entry string
	worker           *config.Project // nil without a configuration, and for a module that the Worker does not import
	problems         diag.List
	only             map[string]bool // the files that are reported; nil: all
}

// load reads the configurations of all targets.
func (c *Checker) load(ctx context.Context, all *Result) (targets []loaded, err error) {
	for _, t := range c.Targets {
		alone := loaded{dir: filepath.Dir(t.Entry), entry: t.Entry}
		if t.Entry != "" && t.Config.Dir == "" {
			targets = append(targets, alone)
			continue
		}
		t.Config.Read = c.Sources.Read
		p, list, err := config.Load(t.Config)
		if t.Entry != "" && errors.Is(err, config.ErrNoConfig) && t.Config.Path == "" {
			targets = append(targets, alone)
			continue
		}
		if err != nil {
			return targets, err
		}
		all.Files = append(all.Files, p.Inputs...)
		if p.Name.Value == "" { // it could not even be parsed
			for _, d := range list {
				if !slices.Contains(all.Broken, d) { // of several modules
					all.Broken = append(all.Broken, d)
				}
			}
			continue
		}
		l := loaded{dir: filepath.Dir(p.File), file: p.File, worker: p}
		if p.Main.Value != "" {
			l.entry = p.MainPath()
		}
		l.problems = slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return slices.Contains(p.RunProblems, d) })
		if t.Entry != "" {
			targets = c.module(ctx, targets, l, t.Entry)
		} else {
			targets = append(targets, l)
		}
	}
	return targets, nil
}

// module adds a module of a Worker to the targets. One that the Worker does not import is an
// entry of its own, which the configuration still says something about.
func (c *Checker) module(ctx context.Context, targets []loaded, l loaded, path string) []loaded {
	if c.Sources.Load(ctx, l.file, l.entry).Files[path] == nil {
		l.entry, l.worker = path, nil
	}
	i := slices.IndexFunc(targets, func(o loaded) bool { return o.only != nil && o.file == l.file && o.entry == l.entry })
	if i < 0 {
		l.only = map[string]bool{path: true}
		i, targets = len(targets), append(targets, l)
	}
	own := c.Sources.Load(ctx, "", path)
	for file := range own.Files {
		targets[i].only[file] = true
	}
	for _, n := range own.Notes { // those that cannot be parsed
		targets[i].only[n.Pos.File] = true
	}
	return targets
}

func (c *Checker) check(ctx context.Context, targets []loaded, i int, all *Result) error {
	t := targets[i]
	settings, err := lint.ReadSettings(&c.Sources, t.dir)
	if err != nil {
		return err
	}
	p := c.Sources.Load(ctx, t.file, t.entry)
	found := lint.CheckUntil(ctx, p, c.Rules)
	whole := t.worker != nil && t.only == nil
	if whole && t.entry != "" && !c.Sources.Exists(t.entry) {
		all.Problems.Warnf(t.worker.Main.Pos, "config", "no source was checked: the entry module %s does not exist", t.worker.Main.Value).Fix =
			"set main to the file that exports your classes, or build it first"
		p.Notes = nil
	}
	if whole && t.worker.NoMain != nil {
		d := t.worker.NoMain
		all.Problems.Warnf(d.Pos, "config", "no source was checked: %s", d.Message).Fix = d.Fix
	}
	if c.Rules == nil && whole {
		problems, err := c.migrations(ctx, targets, t, lint.Exports(p))
		if err != nil {
			return err
		}
		all.Problems = append(all.Problems, slices.DeleteFunc(problems, func(d diag.Diagnostic) bool { return knows(found, d) })...)
	}
	if c.Stored != nil && t.worker != nil {
		found = append(found, c.Stored(ctx, t.worker, p)...)
	}
	found = slices.DeleteFunc(found, func(f lint.Finding) bool { return settings.Severity(f.Rule) == "" })
	for _, f := range lint.Filter(p, found, c.Rules) {
		if t.only != nil && (!t.only[f.Pos.File] || all.has(f)) {
			continue
		}
		all.Findings = append(all.Findings, Finding{f, settings.Severity(f.Rule)})
	}
	for _, n := range p.Notes {
		if t.only == nil || t.only[n.Pos.File] && !slices.Contains(all.Notes, n) {
			all.Notes = append(all.Notes, n)
		}
	}
	all.Projects = append(all.Projects, p)
	return nil
}

// has reports whether the result has a finding, of another target with the same file.
func (r *Result) has(f lint.Finding) bool {
	return slices.ContainsFunc(r.Findings, func(o Finding) bool { return o.Rule == f.Rule && o.Pos == f.Pos && o.Message == f.Message })
}

// migrations returns the problems of a configuration, its migrations and those of its
// databases, as `migrate validate` has them; but not those of accounts that lack more than the
// last migration, which no change of the source can mend.
func (c *Checker) migrations(ctx context.Context, targets []loaded, t loaded, exports []string) (diag.List, error) {
	r := migrate.Request{Project: t.worker, Exports: exports, Problems: t.problems}
	for _, o := range targets {
		if o.worker != nil && o.only == nil && o.worker != t.worker {
			r.Others = append(r.Others, o.worker)
		}
	}
	list := slices.DeleteFunc(migrate.ValidateNext(r), func(d diag.Diagnostic) bool {
		return d.Code == "stale-tombstone" // unless it is not deployed yet
	})
	for i, d := range list {
		if d.Code == "cron" { // a warning for those that only run it locally
			list[i].Severity = diag.Error
		}
	}
	if c.Databases == nil {
		return list, nil
	}
	more, err := c.Databases(ctx, t.worker)
	return append(list, more...), err
}

// knows reports whether a rule has found what a problem of the configuration is about, even if
// that is ignored.
func knows(found []lint.Finding, d diag.Diagnostic) bool {
	if d.Pos.Line == 0 && strings.Contains(d.Message, "no compatibility_date") {
		return true // M02 decides: each environment may have its own
	}
	return slices.ContainsFunc(found, func(f lint.Finding) bool { return f.Pos.File == d.Pos.File && f.Pos.Line == d.Pos.Line })
}
