package trace

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/bundle"
	"github.com/dotool-dev/dotool/devserver/event"
)

// Startup returns a reason of workerd not to start, at its place in the source: in the
// code of a bundle, where the stack leads there, or in the configuration.
func (s *Source) Startup(message string, stack []string, b *bundle.Bundle) diag.Diagnostic {
	pos := s.Project.Main.Pos
	for _, frame := range stack {
		if at, ok := sourceFrame(frame, s.M); ok && slices.Contains(b.Inputs, at.File) {
			pos = at // the line is shown, so it must be of a file of the bundle
			break
		}
	}
	text := oneLine(message)
	if d, ok := settingProblem(text, s.Project); ok {
		return d
	}
	d := diag.Diagnostic{Severity: diag.Error, Pos: pos, Code: "startup", Message: text}
	if undefinedExport.MatchString(text) {
		d.Message = fmt.Sprintf("an export of %s is undefined or null, which workerd does not start with: %s", s.Project.Main.Value, strings.Join(b.Exports, ", "))
		d.Fix = "give it a value or leave out the export; export a type as export type"
		return d
	}
	if m := noWorkflow.FindStringSubmatch(text); m != nil {
		for _, w := range s.Project.Workflows() {
			if w.WorkflowName.Value == m[1] {
				d.Pos, d.Code = w.ClassName.Pos, "workflow-class"
			}
		}
		d.Message = fmt.Sprintf("the class %s of the workflow %q does not extend WorkflowEntrypoint", m[2], m[1])
		d.Fix = fmt.Sprintf(`write class %s extends WorkflowEntrypoint, which is imported from "cloudflare:workers"`, m[2])
		return d
	}
	message = strings.TrimPrefix(text, "Uncaught ")
	if name, rest, ok := strings.Cut(message, ": "); ok && errorName.MatchString(name) {
		message = rest
	}
	d.Fix = s.Hint(&event.Error{Message: message}, s.code(pos), nil)
	return d
}

// oneLine returns a message of several lines in one.
func oneLine(text string) string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n\r\t\v\f", r) })
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return strings.TrimSpace(strings.Join(slices.DeleteFunc(lines, func(l string) bool { return l == "" }), " "))
}

// noWorkflow is how workerd refuses the class of a Workflow.
var noWorkflow = pattern.New(`Workflow "([^"]*)" refers to class "([^"]*)", but the Worker exports no such WorkflowEntrypoint`)

// undefinedExport is how workerd refuses an export without a value.
var undefinedExport = pattern.New(`Cannot initialize \w*ExportedHandler\w* with required members from an undefined or null value`)

// flagProblem is how workerd refuses a compatibility flag.
var flagProblem = pattern.New(`(?i)\bcompatibility flags?\b`)

//go:embed flags.txt
var knownFlags string // all that workerd 1.20261117.1 takes, from the schema in the program

// settingProblem returns an error of the compatibility flags, at the flag that it names.
func settingProblem(text string, p *config.Project) (d diag.Diagnostic, ok bool) {
	if !flagProblem.MatchString(text) || strings.HasPrefix(text, "Uncaught ") {
		return d, false
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" :,.\"", r) })
	for _, flag := range p.CompatibilityFlags {
		if !slices.Contains(words, flag.Value) {
			continue
		}
		d = diag.Diagnostic{Severity: diag.Error, Pos: flag.Pos, Code: "startup", Message: text}
		if strings.HasPrefix(text, "No such compatibility flag") {
			d.Message = fmt.Sprintf("workerd has no compatibility flag %q", flag.Value)
			d.Fix = diag.DidYouMean(flag.Value, strings.Fields(knownFlags), "remove it; a flag that is newer than the runtime needs a later workerd")
		}
		return d, true
	}
	return d, false
}
