package local

import (
	"context"
	"time"

	"dotool/devserver/control"
	"dotool/inspect/workflows"
	"dotool/migrate/state"
)

// Interrupted returns the instances of workflows that a server has go on when it starts.
func Interrupted(ctx context.Context, folder *state.Folder) (all []control.Instance) {
	for _, i := range workflows.Interrupted(ctx, folder.ProductsDir(), time.Now()) {
		all = append(all, control.Instance{Workflow: i.Workflow, ID: i.ID})
	}
	return all
}
