package commands

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/v8"
	"github.com/dotool-dev/dotool/inspect/v8/console"
	"github.com/dotool-dev/dotool/inspect/workflows"
)

func runWorkflowShow(ctx context.Context, env *local.Project, objects *local.Objects, w *workflows.Workflow, o workflowOptions) error {
	if len(o.IDs) > 1 {
		return ui.Usagef("show takes one instance")
	}
	id := o.IDs[0]
	var follow *workflowFollower
	if o.Follow {
		var err error
		if follow, err = followWorkflow(ctx, env, objects, w.Name, id); err != nil {
			return err
		}
		defer follow.stop()
	}
	i, ok, err := w.Instance(ctx, id)
	if err != nil {
		return err
	}
	if !ok {
		return noInstance(ctx, w, id)
	}
	if env.JSON && !o.Follow {
		return ui.WriteJSON(env.Stdout, newWorkflowDetails(i))
	}
	printInstance(env, i)
	if i.Ended() || !follow.live() {
		return nil
	}
	if err := follow.print(ctx, env); err != nil {
		return err
	}
	if i, ok, err = w.Instance(ctx, id); err != nil || !ok {
		return err // it may be deleted
	}
	printOutcome(env, i)
	return nil
}

// noInstance says that there is no instance of an id.
func noInstance(ctx context.Context, w *workflows.Workflow, id string) error {
	var ids []string
	for i, err := range w.Instances(ctx) {
		if err == nil {
			ids = append(ids, i.ID)
		}
	}
	err := fmt.Errorf("no instance %q of the workflow %s", id, w.Name)
	if len(ids) == 0 {
		return ui.WithHint(err, "it has none yet")
	}
	return ui.WithHint(err, diag.DidYouMean(id, ids, "`dotool workflows list "+w.Name+"` lists them"))
}

// workflowDetails is an instance with its steps, as JSON.
type workflowDetails struct {
	workflowInstance
	Params    json.RawMessage `json:"params,omitempty"`
	Output    json.RawMessage `json:"output,omitempty"`
	StepsList []workflowStep  `json:"history"`
}

type workflowStep struct {
	Name      string            `json:"name"`
	Count     int               `json:"count"`
	Type      string            `json:"type"`
	State     string            `json:"state"`
	StartedAt string            `json:"startedAt,omitempty"`
	EndedAt   string            `json:"endedAt,omitempty"`
	WallMs    *int64            `json:"wallMs,omitempty"`
	Until     string            `json:"until,omitempty"`
	EventType string            `json:"eventType,omitempty"`
	Attempts  []workflowAttempt `json:"attempts,omitempty"`
	Output    json.RawMessage   `json:"output,omitempty"`
	Stream    bool              `json:"stream,omitempty"`
	Error     *workflows.Error  `json:"error,omitempty"`
}

type workflowAttempt struct {
	Attempt   int              `json:"attempt"`
	StartedAt string           `json:"startedAt"`
	WallMs    *int64           `json:"wallMs,omitempty"`
	Error     *workflows.Error `json:"error,omitempty"`
}

func newWorkflowDetails(i workflows.Instance) workflowDetails {
	d := workflowDetails{workflowInstance: newWorkflowInstance(i), Params: storedJSON(i.Params), Output: storedJSON(i.Output), StepsList: []workflowStep{}}
	for _, s := range i.Steps {
		step := workflowStep{
			Name: s.Name, Count: s.Count, Type: s.Type, State: s.State, StartedAt: jsonTimeOr(s.Began), EndedAt: jsonTimeOr(s.Ended),
			WallMs: wall(s.Began, s.Ended), Until: jsonTimeOr(s.Until), EventType: s.Event, Output: storedJSON(s.Output), Stream: s.Stream, Error: s.Error,
		}
		for _, a := range s.Attempts {
			step.Attempts = append(step.Attempts, workflowAttempt{a.Number, ui.JSONTime(a.Began), wall(a.Began, a.Ended), a.Error})
		}
		d.StepsList = append(d.StepsList, step)
	}
	return d
}

// wall returns the time between two, nil if one of them is not known.
func wall(from, to time.Time) *int64 {
	if from.IsZero() || to.IsZero() {
		return nil
	}
	ms := to.Sub(from).Milliseconds()
	return &ms
}

// printInstance prints an instance for people.
func printInstance(env *local.Project, i workflows.Instance) {
	s, w := env.Style(env.Stdout), env.Stdout
	fmt.Fprintf(w, "%s  %s  %s\n", s.Accent.Render(instanceLabel(i.Workflow, i.ID)), i.Status, s.Dim.Render("created "+i.Created.Local().Format(time.DateTime)))
	if p := storedText(i.Params); p != "" && p != "{}" {
		fmt.Fprintln(w, s.Dim.Render("params"), p)
	}
	t := ui.Table{Head: []string{"STEP", "TYPE", "STATE", "TIME", "RESULT"}, Names: []string{"STEP"}, Spare: []string{"TYPE"}}
	for _, step := range i.Steps {
		name := step.Name
		if step.Count > 1 {
			name += fmt.Sprintf(" #%d", step.Count)
		}
		t.Row(name, step.Type, statusCell(env, step.State), stepTime(step), stepResult(step))
		for _, a := range step.Attempts {
			if a.Error == nil && len(step.Attempts) == 1 {
				continue
			}
			time, why := "", ""
			if ms := wall(a.Began, a.Ended); ms != nil {
				time = ui.Duration(a.Ended.Sub(a.Began))
			}
			if a.Error != nil {
				why = a.Error.Name + ": " + a.Error.Message
			}
			t.Row(fmt.Sprintf("  attempt %d", a.Number), "", "", time, why)
		}
	}
	t.Print(env.Env, w, "")
	printOutcome(env, i)
}

// stepTime returns how long a step took, or until when it waits.
func stepTime(s workflows.Step) string {
	switch {
	case !s.Until.IsZero():
		return "until " + s.Until.Local().Format(time.DateTime)
	case s.Began.IsZero() || s.Ended.IsZero():
		return ""
	}
	return ui.Duration(s.Ended.Sub(s.Began))
}

func stepResult(s workflows.Step) string {
	switch {
	case s.Error != nil:
		return s.Error.Name + ": " + s.Error.Message
	case s.Stream:
		return "[stream]"
	case s.State == "waiting" && s.Event != "":
		return "for " + s.Event
	}
	return storedText(s.Output)
}

// storedText returns a stored value in one line, "" for none.
func storedText(v v8.Value) string {
	if v == nil || v == v8.Undefined {
		return ""
	}
	return console.Brief(v, 200)
}

// printOutcome prints what an instance has returned or failed with.
func printOutcome(env *local.Project, i workflows.Instance) {
	s := env.Style(env.Stdout)
	if out := storedText(i.Output); out != "" {
		fmt.Fprintln(env.Stdout, s.Dim.Render("output"), out)
	}
	if i.Error != nil {
		fmt.Fprintln(env.Stdout, s.Bad.Render("error"), diag.Sanitize(i.Error.Name+": "+i.Error.Message))
	}
}
