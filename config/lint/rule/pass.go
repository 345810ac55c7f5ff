package rule

import (
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint/model"
	"github.com/dotool-dev/dotool/config/pattern"

	"github.com/evanw/esbuild/syntax"
)

// Pass is one rule at work: it knows the model, and takes what the rule reports.
type Pass struct {
	*model.Model
	rule  *Rule
	found []Finding
}

// At reports a range of a file.
func (p *Pass) At(f *syntax.File, start, end int, fix, message string) *Finding {
	p.found = append(p.found, p.rule.At(f, start, end, fix, message))
	return &p.found[len(p.found)-1]
}

// At returns the finding of a range of a file.
func (r *Rule) At(f *syntax.File, start, end int, fix, message string) Finding {
	line, col := f.Line(start)
	endLine, endCol := f.Line(end)
	length := 1
	if endLine == line {
		length = end - start
	}
	return Finding{
		Rule: r, Pos: diag.Pos{File: f.Path, Line: line, Column: col, Length: length}, EndLine: endLine, EndCol: endCol,
		Message: oneLine(message), Fix: oneLine(fix),
	}
}

// Line breaks of source that a message quotes: after an opening bracket, before a closing one,
// and others.
var afterOpen, beforeClose, otherBreak = pattern.New(`([(\[])\s*\n\s*`), pattern.New(`,?\s*\n\s*([)\]])`), pattern.New(`\s*\n\s*`)

// oneLine returns a text with the source that it quotes in one line.
func oneLine(text string) string {
	if !strings.Contains(text, "\n") || strings.Contains(text, "//") { // a comment would take the rest of the line
		return text
	}
	text = beforeClose.ReplaceAllString(afterOpen.ReplaceAllString(text, "$1"), "$1")
	return otherBreak.ReplaceAllString(text, " ")
}

// Node reports a node.
func (p *Pass) Node(n *syntax.Node, fix, message string) *Finding {
	return p.At(n.File, int(n.Start), int(n.End), fix, message)
}

// Name reports the name of a call, a member or a property.
func (p *Pass) Name(n *syntax.Node, fix, message string) *Finding {
	if n.Kind == syntax.Call || n.Kind == syntax.New {
		n = n.A
	}
	if n.At > n.Start {
		end := int(n.At) + len(n.Name)
		if n.Kind == syntax.Class || n.Kind == syntax.Func || n.Kind == syntax.Property {
			return p.At(n.File, int(n.At), end, fix, message)
		}
		return p.At(n.File, int(n.At), max(int(n.End), int(n.At)), fix, message)
	}
	return p.Node(n, fix, message)
}

// Config reports a place of the configuration.
func (p *Pass) Config(pos diag.Pos, fix, message string) *Finding {
	p.found = append(p.found, Finding{Rule: p.rule, Pos: pos, EndLine: pos.Line, EndCol: pos.Column + pos.Length, Message: message, Fix: fix})
	return &p.found[len(p.found)-1]
}
