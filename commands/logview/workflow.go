package logview

import (
	"bytes"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
)

// workflow prints what happened to an instance of a workflow.
func (l *Log) workflow(w *bytes.Buffer, e event.Workflow) {
	if e.Object == nil || e.State == "failed" && e.Until.IsZero() && !ofEngine(e.Error) {
		return // the attempt has said so
	}
	text := e.At.Format("15:04:05 ") + l.of(e.Worker) + "workflow " + l.S.Accent.Render(Label(e.Object)) + " " + workflowState(l.S, e)
	if l.Width > 0 {
		text = ansi.Truncate(text, l.Width, "…")
	}
	w.WriteString(text + "\n")
}

// workflowState says what happened to an instance, such as "sleeping in nap until
// 15:04:05".
func workflowState(s ui.Style, e event.Workflow) string {
	step, why := diag.Visible(e.Step), ""
	if e.Error != nil {
		why = ui.FirstLine(diag.Sanitize(e.Error.String()))
	}
	switch e.State {
	case "sleeping":
		return "sleeping in " + step + " until " + clock(e.Until, e.At)
	case "waiting":
		return "waiting in " + step + " for an event of type " + diag.Visible(e.Type)
	case "received":
		return "received the event for " + step
	case "timed out":
		return s.Warn.Render("timed out") + " in " + step
	case "failed":
		var parts []string
		if ofEngine(e.Error) {
			parts = append(parts, s.Warn.Render(step+" failed: "+why))
		}
		if !e.Until.IsZero() {
			parts = append(parts, "tries "+step+" again at "+clock(e.Until, e.At))
		}
		return strings.Join(parts, ", ")
	case "interrupted":
		return step + " was interrupted, and runs again"
	case "errored":
		text := s.Bad.Render("errored")
		if e.Duration > 0 {
			text += " " + ui.Duration(e.Duration)
		}
		return text + " " + why
	case "completed", "terminated":
		return e.State + " " + ui.Duration(e.Duration)
	}
	return e.State
}

// ofEngine reports whether an error is one that no step has thrown, such as that its time
// was up.
func ofEngine(e *event.Error) bool { return e != nil && strings.HasPrefix(e.Name, "Workflow") }

// clock returns a time as seen from another, with the date if that is another day.
func clock(t, from time.Time) string {
	if t, from = t.Local(), from.Local(); t.Format(time.DateOnly) != from.Format(time.DateOnly) {
		return t.Format(time.DateTime)
	}
	return t.Format(time.TimeOnly)
}
