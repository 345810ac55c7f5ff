package logview

import (
	"bytes"
	"fmt"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/event"
)

// printJSON prints an event as one line: {"at", "event", …}.
func (l *Server) printJSON(w *bytes.Buffer, e event.Event) {
	if line, ok := event.NewLine(e, l.Env.Show); ok {
		_ = ui.WriteJSON(w, line) // cannot fail: a buffer, and values that always encode
		return
	}
	name := ""
	var fields map[string]any
	switch e := e.(type) {
	case event.Ready:
		name = "ready"
		if e.Reload {
			name = "reload"
		}
		fields = map[string]any{
			"worker": e.Project.Name.Value, "url": e.URL, "classes": e.Classes,
			"runtime": e.Runtime.Version, "tookMs": e.Took.Milliseconds(),
		}
		if len(e.Others) > 0 {
			var others []map[string]any
			for _, o := range e.Others {
				others = append(others, map[string]any{"worker": o.Project.Name.Value, "classes": o.Classes, "serving": !o.Missing})
			}
			fields["others"] = others
		}
		if e.Reload {
			changed := []string{}
			for _, file := range e.Changed {
				changed = append(changed, l.Env.Show(file))
			}
			fields["changed"] = changed
		}
		if e.After != "" {
			fields["after"] = e.After
		}
		if e.Taken != "" {
			fields["taken"] = e.Taken
		}
		if len(e.Removed) > 0 {
			fields["stateRecreated"] = true
		}
	case event.Migrated:
		name, fields = "migrate", map[string]any{"worker": e.Plan.Worker, "steps": e.Plan.Steps}
	case event.Fault:
		name, fields = "fault", map[string]any{"serving": e.Serving, "diagnostics": e.List.JSON(l.Env.Dir)}
		if e.Err != nil {
			fields["message"], fields["hint"] = e.Err.Error(), ui.HintOf(e.Err)
		}
	case event.Building:
		name, fields = "build", map[string]any{"command": e.Command}
	case event.BuildOutput:
		name, fields = "build-output", map[string]any{"text": e.Text}
	case event.Warnings:
		name, fields = "warnings", map[string]any{"diagnostics": e.List.JSON(l.Env.Dir)}
	case event.Elsewhere:
		name, fields = "elsewhere", map[string]any{"worker": e.Worker, "running": e.Running, "taken": e.Taken}
	case event.Notice:
		name, fields = "runtime", map[string]any{"message": e.Text}
	case event.Bug:
		name, fields = "internal-error", map[string]any{"message": e.Err.Error()}
	case event.Gone:
		name, fields = "runtime-gone", map[string]any{"message": e.Err.Error(), "retryMs": e.Retry.Milliseconds()}
	default:
		return
	}
	fmt.Fprintf(w, `{"at":%q,"event":%q,`, ui.JSONTime(time.Now()), name)
	var rest bytes.Buffer
	_ = ui.WriteJSON(&rest, fields)
	w.Write(rest.Bytes()[1:])
}
