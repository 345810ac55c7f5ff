// Package rule says what a rule of `dotool check` is, what it finds, and how it reports that.
//
// A [Rule] is a function of a [Pass], which is the [model.Model] of a project and the methods that
// report a place: a node, the name of a call, a range, a place of the configuration. What they
// return can be given a fix and edits.
package rule

import (
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint/model"
)

// Hint is a severity below [diag.Warning].
const Hint diag.Severity = "hint"

// Rule is one rule, as `--list` and `--explain` print it.
type Rule struct {
	ID       string
	Name     string
	Severity diag.Severity
	Why      string
	URL      string
	check    func(*Pass)
}

// New returns a rule; check is nil for one that is not about a project's source.
func New(id, name string, severity diag.Severity, why, url string, check func(*Pass)) *Rule {
	return &Rule{ID: id, Name: name, Severity: severity, Why: why, URL: url, check: check}
}

// OfSource reports whether the rule is about a project's source alone.
func (r *Rule) OfSource() bool { return r.check != nil }

// Check returns what breaks the rule, in no order.
func (r *Rule) Check(m *model.Model) []Finding {
	p := &Pass{Model: m, rule: r}
	r.check(p)
	return p.found
}

// Finding is a place that breaks a rule.
type Finding struct {
	Rule    *Rule
	Pos     diag.Pos
	EndLine int
	EndCol  int
	Message string
	Fix     string // what to do, or to write instead
	Edits   []Edit // a safe fix; nil if there is none
}

// Edit replaces bytes of a file.
type Edit struct {
	File       string
	Start, End int
	Text       string
}

// Replace returns an edit of a file, from an offset to another.
func Replace[A, B int | int32](file string, start A, end B, text string) Edit {
	return Edit{File: file, Start: int(start), End: int(end), Text: text}
}
