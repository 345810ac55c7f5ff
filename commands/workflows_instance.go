package commands

import (
	"context"
	"encoding/json"
	"time"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/v8"
	"github.com/dotool-dev/dotool/inspect/workflows"
)

type workflowOptions struct {
	Workflow string // "" for all, where that is possible
	IDs      []string
	Status   string // list only these
	Limit    int    // 0: all
	Follow   bool

	ID       string // of the new instance; "" makes one up
	Payload  json.RawMessage
	Type     string // of the event
	From     string // the step to restart from; "" is the first
	Rollback bool
	Timeout  time.Duration // 0: none
}

// workflowRun runs a subcommand.
type workflowRun func(context.Context, *local.Project, *local.Objects, *workflows.Workflow, workflowOptions) error

// workflowInstance is an instance as JSON.
type workflowInstance struct {
	Workflow  string           `json:"workflow"`
	ID        string           `json:"id"`
	Status    string           `json:"status"`
	CreatedAt string           `json:"createdAt,omitempty"`
	ChangedAt string           `json:"changedAt,omitempty"`
	Steps     int              `json:"steps"`
	Done      int              `json:"stepsDone"`
	Error     *workflows.Error `json:"error,omitempty"`
}

func newWorkflowInstance(i workflows.Instance) workflowInstance {
	return workflowInstance{i.Workflow, i.ID, i.Status, jsonTimeOr(i.Created), jsonTimeOr(i.Changed), i.Reached, i.Done, i.Error}
}

// jsonTimeOr returns a time as JSON, "" for none.
func jsonTimeOr(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return ui.JSONTime(t)
}

// statusCell returns a status, with a colour where it matters.
func statusCell(env *local.Project, status string) any {
	s := env.Style(env.Stdout)
	switch status {
	case "errored", "failed":
		return ui.Styled{Cell: status, Style: s.Bad}
	case "complete", "done":
		return ui.Styled{Cell: status, Style: s.Good}
	case "paused", "terminated", "retrying":
		return ui.Styled{Cell: status, Style: s.Warn}
	}
	return status
}

// storedJSON returns a stored value as JSON, nil for none.
func storedJSON(v v8.Value) json.RawMessage {
	if v == nil || v == v8.Undefined {
		return nil
	}
	return v8.ToJSON(v)
}

// instanceLabel names an instance.
func instanceLabel(workflow, id string) string { return diag.Visible(workflow + "/" + id) }
