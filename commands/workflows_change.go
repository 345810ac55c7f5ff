package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/inspect/workflows"
)

// changed has the past participle of each command, for its message.
var changed = map[string]string{"pause": "Paused", "resume": "Resumed", "terminate": "Terminated", "restart": "Restarted", "send-event": "Sent the event to"}

func runWorkflowChange(action string) workflowRun {
	return func(ctx context.Context, env *local.Project, objects *local.Objects, w *workflows.Workflow, o workflowOptions) error {
		args := map[string]any{}
		switch {
		case o.Rollback:
			args["rollback"] = true
		case o.From != "":
			args["from"] = map[string]string{"name": o.From}
		}
		return changeWorkflows(ctx, env, objects, w, o, control.WorkflowAction{Action: action, Args: args}, changed[action])
	}
}

func runWorkflowSend(ctx context.Context, env *local.Project, objects *local.Objects, w *workflows.Workflow, o workflowOptions) error {
	args := map[string]any{"type": o.Type}
	if o.Payload != nil {
		args["payload"] = o.Payload
	}
	return changeWorkflows(ctx, env, objects, w, o, control.WorkflowAction{Action: "sendEvent", Args: args}, changed["send-event"])
}

// changeWorkflows does the same with each instance.
func changeWorkflows(ctx context.Context, env *local.Project, objects *local.Objects, w *workflows.Workflow, o workflowOptions, a control.WorkflowAction, done string) error {
	// A Worker need not be hosted for an instance that does not exist.
	var missing error
	ids := o.IDs[:0:0]
	for _, id := range o.IDs {
		_, ok, err := w.Instance(ctx, id)
		if err == nil && !ok {
			missing = errors.Join(missing, noInstance(ctx, w, id))
			continue
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return missing
	}
	return errors.Join(missing, reachWorkflow(ctx, objects, o, func(ctx context.Context, client *control.Client) (problems error) {
		type result struct {
			Workflow string `json:"workflow"`
			ID       string `json:"id"`
			Status   string `json:"status"`
		}
		results := []result{}
		for _, id := range ids {
			a.Workflow, a.ID = w.Name, id
			if _, err := client.Workflow(ctx, a); err != nil {
				problems = errors.Join(problems, workflowError(a, cause(ctx, err)))
				continue
			}
			i, _, err := w.Instance(ctx, id)
			if err != nil {
				return errors.Join(problems, err)
			}
			results = append(results, result{w.Name, id, i.Status})
			if !env.JSON {
				env.Note("%s %s.", done, instanceLabel(w.Name, id))
			}
		}
		if env.JSON {
			return errors.Join(ui.WriteJSON(env.Stdout, results), problems)
		}
		return problems
	}))
}

func runWorkflowCreate(ctx context.Context, env *local.Project, objects *local.Objects, w *workflows.Workflow, o workflowOptions) error {
	return reachWorkflow(ctx, objects, o, func(ctx context.Context, client *control.Client) error {
		args := map[string]any{}
		if o.Payload != nil {
			args["params"] = o.Payload
		}
		a := control.WorkflowAction{Action: "create", Workflow: w.Name, ID: o.ID, Args: args}
		data, err := client.Workflow(ctx, a)
		if err != nil {
			return workflowError(a, cause(ctx, err))
		}
		var created struct {
			ID string `json:"id"`
		}
		if err := json.Unmarshal(data, &created); err != nil {
			return fmt.Errorf("read the response of the dev server: %w", err)
		}
		if env.JSON {
			return ui.WriteJSON(env.Stdout, control.Instance{Workflow: w.Name, ID: created.ID})
		}
		_, err = fmt.Fprintln(env.Stdout, created.ID)
		return err
	})
}

// reachWorkflow calls fn with the server that runs the instances, or with one for this
// command.
func reachWorkflow(ctx context.Context, objects *local.Objects, o workflowOptions, fn func(context.Context, *control.Client) error) (err error) {
	ctx, cancel := within(ctx, o.Timeout, "the workflow")
	defer cancel()
	client, stop, err := objects.Reach(ctx)
	if err != nil {
		return cause(ctx, err)
	}
	defer func() { err = errors.Join(err, stop()) }()
	return fn(ctx, client)
}

// workflowError says which instance an error of the engine is about.
func workflowError(a control.WorkflowAction, err error) error {
	text := strings.TrimPrefix(err.Error(), "WorkflowError: ")
	// "(instance.cannot_resume) Cannot resume …"
	if code, rest, ok := strings.Cut(text, ") "); ok && strings.HasPrefix(code, "(instance.") {
		text = strings.ToLower(rest[:1]) + rest[1:]
	}
	name := instanceLabel(a.Workflow, a.ID)
	if a.ID == "" {
		name = a.Workflow
	}
	return fmt.Errorf("%s: %s", name, text)
}
