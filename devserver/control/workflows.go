package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Instance names an instance of a workflow.
type Instance struct {
	Workflow string `json:"workflow"`
	ID       string `json:"id"`
}

// WorkflowAction is something to do with an instance, or with several.
type WorkflowAction struct {
	Action   string `json:"action"` // "create", "pause", "resume", "terminate", "restart", "sendEvent" or "wake"
	Workflow string `json:"workflow,omitempty"`
	ID       string `json:"id,omitempty"`
	Args     any    `json:"args,omitempty"` // of the method of the instance
}

// Wake has instances go on that the end of a process may have cut.
func (c Worker) Wake(ctx context.Context, all []Instance) error {
	return c.workflow(ctx, WorkflowAction{Action: "wake", Args: all})
}

// CreateScheduled creates an instance of a workflow as its schedule does at a time.
func (c Worker) CreateScheduled(ctx context.Context, workflow, cron string, at time.Time) error {
	schedule := map[string]any{"cron": cron, "scheduledTime": at.UnixMilli()}
	return c.workflow(ctx, WorkflowAction{Action: "create", Workflow: workflow, Args: map[string]any{"schedule": schedule}})
}

func (c Worker) workflow(ctx context.Context, a WorkflowAction) error {
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	resp, err := c.Post(ctx, "/workflows", bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("reach the engine of workflows: %w", err)
	}
	_, err = workflowResult(resp)
	return err
}

// Workflow does something with an instance of a workflow.
func (c *Client) Workflow(ctx context.Context, a WorkflowAction) (json.RawMessage, error) {
	resp, err := c.post(ctx, "/v1/workflows", a)
	if err != nil {
		return nil, err
	}
	return workflowResult(resp)
}

func workflowResult(resp *http.Response) (json.RawMessage, error) {
	defer resp.Body.Close()
	var response struct {
		Result json.RawMessage `json:"result"`
		Error  string          `json:"error"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&response); err != nil {
		return nil, fmt.Errorf("read the response of the dev server: %w", err)
	}
	if response.Error != "" {
		return nil, errors.New(response.Error)
	}
	return response.Result, nil
}
