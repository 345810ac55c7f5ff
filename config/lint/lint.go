// Package lint checks a Worker's configuration and source against Cloudflare's rules for
// Durable Objects.
//
// [Load] reads the modules of a project, [Check] returns what breaks a rule, [Filter] takes away
// what comments ignore, [Apply] makes the fixes. The rules are in packages by subject: each file
// is one group, each function one rule over a shared [model.Model].
package lint

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint/model"
	"github.com/dotool-dev/dotool/config/lint/objects"
	"github.com/dotool-dev/dotool/config/lint/rule"
	"github.com/dotool-dev/dotool/config/lint/storage"
)

// Project is a Worker's configuration and the modules that its entry imports.
type Project = model.Project

// Note says what was not checked.
type Note = model.Note

// Rule is one rule, as `--list` and `--explain` print it.
type Rule = rule.Rule

// Finding is a place that breaks a rule.
type Finding = rule.Finding

// Edit replaces bytes of a file.
type Edit = rule.Edit

// Hint is a severity below [diag.Warning].
const Hint = rule.Hint

// Sources are the files that projects are read from; they keep the trees of these.
type Sources = model.Sources

// Load reads the modules of a Worker: file is its configuration, or "", and entry
// its main module.
func Load(file, entry string) *Project {
	return new(Sources).Load(context.Background(), file, entry)
}

// Exports returns the names that the entry of a project exports; nil if they are not all
// known.
func Exports(p *Project) []string { return p.Model().Exports() }

// Rules returns all rules, in the order of their groups.
func Rules() []*Rule {
	return slices.Concat(objects.Addressing, storage.Storing, storage.Concurrency, objects.Classes, objects.Retries, objects.Sockets, objects.Alarms, objects.Configuration, localRules)
}

// Find returns the rule with an id or a name, nil if there is none.
func Find(name string) *Rule {
	for _, r := range Rules() {
		if r.ID == name || r.Name == name {
			return r
		}
	}
	return nil
}

// Near returns the id or name of the rule that is most similar to a misspelt one, "" if none is.
func Near(name string) string {
	// S7 and s07 are S07, which other ids are as near to.
	if n, err := strconv.Atoi(name[min(1, len(name)):]); err == nil {
		if r := Find(fmt.Sprintf("%s%02d", strings.ToUpper(name[:1]), n)); r != nil {
			return r.ID
		}
	}
	var names []string
	for _, r := range Rules() {
		names = append(names, r.ID, r.Name)
	}
	return diag.Nearest(name, names)
}

// Check returns what breaks the rules, all if none are given, by file, line and column.
func Check(p *Project, rules []*Rule) []Finding { return CheckUntil(context.Background(), p, rules) }

// CheckUntil is [Check] until ctx is done.
func CheckUntil(ctx context.Context, p *Project, rules []*Rule) []Finding {
	var found []Finding
	m := p.Model()
	if rules == nil {
		rules = Rules()
	}
	for _, r := range rules {
		if ctx.Err() != nil {
			break
		}
		if r.OfSource() {
			found = append(found, checked(p, m, r)...)
		}
	}
	sortFindings(found)
	return slices.CompactFunc(found, func(a, b Finding) bool { return a.Rule == b.Rule && a.Pos == b.Pos })
}

// checked returns the findings of a rule. A panic in it is reported as a bug, and does not
// hide the findings of other rules.
func checked(p *Project, m *model.Model, r *Rule) []Finding {
	defer func() {
		if bug := recover(); bug != nil {
			p.Notes = append(p.Notes, Note{Pos: diag.Pos{File: cmp.Or(p.Entry, p.Config)}, Message: fmt.Sprintf("rule %s (%s) was not checked, due to a bug in dotool: %v", r.ID, r.Name, bug)})
		}
	}()
	return r.Check(m)
}
