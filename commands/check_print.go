package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/commands/checker"
	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint"
	"github.com/dotool-dev/dotool/migrate"
)

// checkOptions are the options of `dotool check`.
type checkOptions struct {
	targets     []string
	rules       []*lint.Rule // nil: all
	severity    string       // the least that is shown
	maxWarnings int          // -1: any number
	format      string
	fix, dryRun bool
	local       bool // also against local objects
	watch       bool
}

// findingJSON is a finding in the output of --json. Fields are only ever added.
type findingJSON struct {
	Rule      string        `json:"rule"`
	Name      string        `json:"name"`
	Severity  diag.Severity `json:"severity"`
	Message   string        `json:"message"`
	Why       string        `json:"why"`
	URL       string        `json:"url"`
	File      string        `json:"file"`
	Line      int           `json:"line"`
	Column    int           `json:"column"`
	EndLine   int           `json:"endLine"`
	EndColumn int           `json:"endColumn"`
	Fix       string        `json:"fix,omitempty"`
}

// jsonOf returns a finding as --json prints it, with its file relative to a folder.
func jsonOf(dir string, f checker.Finding) findingJSON {
	return findingJSON{
		f.Rule.ID, f.Rule.Name, f.Severity, f.Message, f.Rule.Why, f.Rule.URL, diag.Rel(dir, f.Pos.File),
		f.Pos.Line, f.Pos.Column, f.EndLine, f.EndCol, f.Fix,
	}
}

func printChecked(env *local.Project, o checkOptions, found *checker.Result) error {
	var list diag.List
	results := []findingJSON{}
	counts, fixable := [3]int{}, 0
	for _, f := range found.Findings {
		severity := f.Severity
		counts[rank(severity)]++
		if len(f.Edits) > 0 {
			fixable++
		}
		if rank(severity) < rank(diag.Severity(o.severity)) {
			continue
		}
		code := f.Rule.ID
		if o.format == "text" {
			code += " " + f.Rule.Name
		}
		list = append(list, diag.Diagnostic{Severity: severity, Code: code, Message: f.Message + ". " + f.Rule.Why, Pos: f.Pos, Fix: f.Fix + "\n" + f.Rule.URL})
		results = append(results, jsonOf(env.Dir, f))
	}
	for _, d := range found.Problems {
		counts[rank(d.Severity)]++
		if rank(d.Severity) < rank(diag.Severity(o.severity)) {
			continue
		}
		list = append(list, d)
		results = append(results, findingJSON{
			d.Code, d.Code, d.Severity, d.Message, migrate.RuleText(d.Code), "", diag.Rel(env.Dir, d.Pos.File),
			d.Pos.Line, d.Pos.Column, d.Pos.Line, d.Pos.Column + d.Pos.Length, d.Fix,
		})
	}
	list.Sort()
	sortResults(results)
	for _, n := range found.Notes {
		at := diag.Rel(env.Dir, n.Pos.File)
		if n.Pos.Line > 0 {
			at = fmt.Sprintf("%s:%d:%d", at, n.Pos.Line, n.Pos.Column)
		}
		env.Note("%s: %s", at, n.Message)
	}
	if err := writeChecked(env, o, list, results); err != nil {
		return err
	}
	if o.format == "text" {
		switch total := counts[0] + counts[1] + counts[2]; {
		case total == 0:
			env.Note("No problems found.")
		default:
			can := ""
			if fixable > 0 {
				can = fmt.Sprintf(" (%d fixable with --fix)", fixable)
			}
			env.Note("Found %s, %s and %s%s.", ui.Count(counts[2], "error"), ui.Count(counts[1], "warning"), ui.Count(counts[0], "hint"), can)
		}
	}
	if counts[2] > 0 || o.maxWarnings >= 0 && counts[1] > o.maxWarnings {
		return ui.ErrReported
	}
	return nil
}

func writeChecked(env *local.Project, o checkOptions, list diag.List, results []findingJSON) error {
	switch o.format {
	case "json":
		return ui.WriteJSON(env.Stdout, results)
	case "github":
		return diag.PrintGitHub(env.Stdout, renamed(list, "notice"), workspace(env))
	case "sarif":
		return writeSARIF(env.Stdout, renamed(list, "note"), workspace(env), sarifRuleOf)
	}
	return diag.Print(env.Stdout, list, diag.PrintOptions{Dir: env.Dir, Style: env.Style(env.Stdout).Diagnostics()})
}

// renamed gives hints the name that a format has for them.
func renamed(list diag.List, hint diag.Severity) diag.List {
	for i := range list {
		if list[i].Severity == lint.Hint {
			list[i].Severity = hint
		}
	}
	return list
}

func listRules(env *local.Project) error {
	if env.JSON {
		type rule struct {
			Rule     string        `json:"rule"`
			Name     string        `json:"name"`
			Severity diag.Severity `json:"severity"`
			Why      string        `json:"why"`
			URL      string        `json:"url"`
		}
		var all []rule
		for _, r := range lint.Rules() {
			all = append(all, rule{r.ID, r.Name, r.Severity, r.Why, r.URL})
		}
		return ui.WriteJSON(env.Stdout, all)
	}
	for _, r := range lint.Rules() {
		if _, err := fmt.Fprintf(env.Stdout, "%-4s %-28s %-8s %s\n", r.ID, r.Name, r.Severity, r.Why); err != nil {
			return err
		}
	}
	return nil
}

func explainRule(env *local.Project, name string) error {
	r := lint.Find(name)
	for _, own := range lint.OfComments {
		if name == own.ID || name == own.Name {
			r = own
		}
	}
	if r == nil {
		return unknownRule(name)
	}
	bad, good := lint.Example(r)
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s (%s)\n\n%s\n%s\n", r.ID, r.Name, r.Severity, r.Why, r.URL)
	for _, e := range []struct{ title, text string }{{"Breaks the rule", bad}, {"Keeps it", good}} {
		if e.text != "" {
			fmt.Fprintf(&b, "\n%s:\n\n    %s\n", e.title, strings.ReplaceAll(e.text, "\n", "\n    "))
		}
	}
	_, err := fmt.Fprint(env.Stdout, b.String())
	return err
}

func unknownRule(name string) error {
	hint := "`dotool check --list` lists the rules"
	if near := lint.Near(name); near != "" {
		hint = fmt.Sprintf("did you mean %s?", near)
	}
	return ui.UsageError(fmt.Sprintf("there is no rule %q", name), hint)
}

func sortResults(all []findingJSON) {
	slices.SortStableFunc(all, func(a, b findingJSON) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), strings.Compare(a.Rule, b.Rule))
	})
}
