package lint

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint/model"
	"github.com/dotool-dev/dotool/config/lint/rule"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/config/tree"

	"github.com/evanw/esbuild/syntax"
)

// Rules about comments that ignore findings; they are not in [Rules], since no source
// breaks them without such a comment.
var (
	unusedIgnore = rule.New("I01", "unused-ignore", diag.Warning, "A comment that ignores nothing hides the next problem.", rule.RulesOfObjects, nil)
	noReason     = rule.New("I02", "ignore-without-reason", diag.Warning, "Who reads the code next wants to know why.", rule.RulesOfObjects, nil)
)

// OfComments are the rules about comments.
var OfComments = []*Rule{unusedIgnore, noReason}

// ignore is a comment `dotool-ignore RULE: reason`.
type ignore struct {
	rules []string
	pos   diag.Pos
	used  bool
}

var ignoreComment = pattern.New(`(?://|/\*|#)[ \t]*(dotool-ignore\b[ \t]*([A-Za-z0-9_, \t-]*?)[ \t]*(?::[ \t]*(.*?))?)[ \t]*(?:\*/[^\n]*)?$`)

// ignores returns the comments of the files of a project.
func ignores(p *Project) (all []*ignore, bad []Finding) {
	scan := func(path, text string) {
		if !strings.Contains(text, "dotool-ignore") {
			return
		}
		for i, line := range strings.Split(text, "\n") {
			m := ignoreComment.FindStringSubmatchIndex(strings.TrimSuffix(line, "\r"))
			if m == nil {
				continue
			}
			pos := diag.Pos{File: path, Line: i + 1, Column: m[2] + 1, Length: m[3] - m[2]}
			rules := strings.FieldsFunc(line[m[4]:m[5]], func(c rune) bool { return c == ',' || c == ' ' || c == '\t' })
			if len(rules) == 0 || m[6] < 0 || strings.TrimSpace(line[m[6]:m[7]]) == "" {
				bad = append(bad, comment(noReason, pos, "this comment ignores nothing: it has no "+map[bool]string{true: "rule", false: "reason"}[len(rules) == 0], "// dotool-ignore RULE: reason"))
				continue
			}
			all = append(all, &ignore{rules: rules, pos: pos})
		}
	}
	for path, f := range p.Files {
		scan(path, f.Text)
	}
	scan(p.Config, p.ConfigText)
	return all, bad
}

func comment(r *Rule, pos diag.Pos, message, fix string) Finding {
	return Finding{Rule: r, Pos: pos, EndLine: pos.Line, EndCol: pos.Column + pos.Length, Message: message, Fix: fix}
}

// Filter takes away what comments ignore, and adds the comments that ignore nothing. rules
// are those that were checked; nil for all.
func Filter(p *Project, found []Finding, rules []*Rule) []Finding {
	all, bad := ignores(p)
	kept := slices.DeleteFunc(slices.Clone(found), func(f Finding) bool {
		hit := false
		for _, i := range all {
			if i.pos.File == f.Pos.File && (i.pos.Line == f.Pos.Line || i.pos.Line == f.Pos.Line-1) && (slices.Contains(i.rules, f.Rule.ID) || slices.Contains(i.rules, f.Rule.Name)) {
				i.used, hit = true, true
			}
		}
		return hit
	})
	for _, i := range all {
		checked := slices.ContainsFunc(i.rules, func(name string) bool {
			r := Find(name)
			return r != nil && r.OfSource() && (rules == nil || slices.Contains(rules, r))
		})
		misspelt := slices.DeleteFunc(slices.Clone(i.rules), func(name string) bool { return Find(name) != nil })
		switch {
		case len(misspelt) > 0:
			bad = append(bad, comment(unusedIgnore, i.pos, fmt.Sprintf("there is no rule %q", misspelt[0]), nameRule(misspelt[0])))
		case !i.used && checked:
			bad = append(bad, comment(unusedIgnore, i.pos, "nothing breaks "+strings.Join(i.rules, ", ")+" here", "remove the comment"))
		}
	}
	kept = append(kept, bad...)
	sortFindings(kept)
	return kept
}

// nameRule returns the fix for the name of a rule that does not exist.
func nameRule(name string) string {
	if near := Near(name); near != "" {
		return "name the rule " + near
	}
	return "`dotool check --list` lists the rules"
}

// IgnoreEdit adds a comment that ignores a finding, for whoever writes the reason; false where a
// line cannot have one.
func IgnoreEdit(p *Project, f Finding) (Edit, bool) {
	text, mark := p.ConfigText, "//"
	source := p.Files[f.Pos.File]
	switch {
	case source != nil:
		text = source.Text
	case f.Pos.File != p.Config:
		return Edit{}, false
	case tree.IsTOML(p.Config):
		mark = "#"
	}
	lines := strings.SplitAfter(text, "\n")
	if f.Pos.Line < 1 || f.Pos.Line > len(lines) {
		return Edit{}, false
	}
	start := len(strings.Join(lines[:f.Pos.Line-1], ""))
	if source != nil && inText(source, start) {
		return Edit{}, false
	}
	if f.Pos.Line > 1 { // there is room for one comment above a line
		above := lines[f.Pos.Line-2]
		if m := ignoreComment.FindStringSubmatchIndex(strings.TrimRight(above, "\r\n")); m != nil {
			at := start - len(above) + m[2] + len("dotool-ignore")
			return rule.Replace(f.Pos.File, at, at, " "+f.Rule.ID+","), true
		}
	}
	line := lines[f.Pos.Line-1]
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	end := "\n"
	if strings.HasSuffix(line, "\r\n") {
		end = "\r\n"
	}
	return rule.Replace(f.Pos.File, start, start, indent+mark+" dotool-ignore "+f.Rule.ID+": "+end), true
}

// inText reports whether an offset is inside of a text that has more than one line, so that a
// comment there would be part of it.
func inText(f *syntax.File, at int) bool {
	for _, k := range []syntax.Kind{syntax.Template, syntax.String, syntax.JSX} {
		if slices.ContainsFunc(f.Of(k), func(n *syntax.Node) bool { return int(n.Start) < at && at < int(n.End) }) {
			return true
		}
	}
	return false
}

func sortFindings(found []Finding) {
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column), cmp.Compare(a.Rule.ID, b.Rule.ID))
	})
}

// Settings are the severities that package.json gives to rules: off, hint, warning or error.
type Settings map[string]string

// ReadSettings reads "dotool": {"check": …} of the package.json nearest to a folder.
func ReadSettings(from *Sources, dir string) (Settings, error) {
	for {
		file := filepath.Join(dir, "package.json")
		if src, err := from.Read(file); err == nil {
			doc := tree.Parse(file, src, new(diag.List)) // npm reports what is wrong with its syntax
			s, bad := Settings{}, diag.List{}
			check := doc.Root.Get("dotool").Get("check")
			if check == nil {
				return s, nil
			}
			for i := range check.Fields {
				f := &check.Fields[i]
				r := Find(f.Name)
				switch {
				case r == nil:
					bad.Errorf(doc.Name(f), "config", "there is no rule %q", f.Name).Fix = nameRule(f.Name)
				case !slices.Contains([]string{"off", "hint", "warning", "error"}, model.TextAt(f.Value)):
					bad.Errorf(doc.At(f.Value), "config", "%s is not a severity", doc.Show(f.Value)).Fix = "use off, hint, warning or error"
				default:
					s[r.ID] = f.Value.Value
				}
			}
			return s, bad.Err()
		}
		up := filepath.Dir(dir)
		if up == dir {
			return nil, nil
		}
		dir = up
	}
}

// Severity returns the severity of a rule, "" if it is off.
func (s Settings) Severity(r *Rule) diag.Severity {
	switch v := s[r.ID]; v {
	case "":
		return r.Severity
	case "off":
		return ""
	default:
		return diag.Severity(v)
	}
}
