package local

import (
	"context"
	"slices"
	"time"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/inspect/workflows"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Interrupted returns the instances of workflows that a server has go on when it starts.
func Interrupted(ctx context.Context, folder *state.Folder) (all []control.Instance) {
	for _, i := range workflows.Interrupted(ctx, folder.ProductsDir(), time.Now()) {
		all = append(all, control.Instance{Workflow: i.Workflow, ID: i.ID})
	}
	return all
}

// workflows returns the workflows of the configurations.
func (x *Objects) workflows() (all []binding.Workflow) {
	for _, p := range x.project.projects() {
		all = append(all, p.Workflows()...)
	}
	return all
}

// WorkflowNames returns the workflows of the configuration and those on disk.
func (x *Objects) WorkflowNames() (names []string) {
	for _, b := range x.workflows() {
		if name := b.WorkflowName.Value; name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range workflows.Names(x.State().ProductsDir()) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Workflow finds a workflow by its name or its binding.
func (x *Objects) Workflow(text string) (*workflows.Workflow, error) {
	names := x.WorkflowNames()
	if !slices.Contains(names, text) {
		for _, b := range x.workflows() {
			if b.Name.Value == text && text != "" {
				return workflows.Open(x.State().ProductsDir(), b.WorkflowName.Value), nil
			}
			names = append(names, b.Name.Value)
		}
		return nil, &missingError{kind: "workflow", name: text, among: slices.DeleteFunc(names, func(n string) bool { return n == "" }), section: "workflows"}
	}
	return workflows.Open(x.State().ProductsDir(), text), nil
}
