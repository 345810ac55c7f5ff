package commands

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/logview"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
)

// workflowFollower gets what happens to an instance from the dev server.
type workflowFollower struct {
	events chan event.Event // nil without a server
	stop   func()
}

func (f *workflowFollower) live() bool { return f != nil && f.events != nil }

// followWorkflow begins to follow an instance, if there is a server.
func followWorkflow(ctx context.Context, env *local.Project, objects *local.Objects, workflow, id string) (*workflowFollower, error) {
	client, err := objects.Server(ctx)
	if errors.Is(err, control.ErrNoServer) {
		return &workflowFollower{stop: func() {}}, nil
	}
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	f := &workflowFollower{events: make(chan event.Event)}
	unwatch, err := client.Watch(ctx, control.Target{}, func(e event.Event) {
		if o := event.ObjectOf(e); o == nil || !o.Instance || o.Class != workflow || o.ID != id {
			return
		}
		select {
		case f.events <- e:
		case <-ctx.Done():
		}
	})
	if err != nil {
		cancel()
		return nil, err
	}
	f.stop = func() {
		cancel()
		_ = unwatch()
	}
	return f, nil
}

// print prints what happens as the log does, until the instance has ended.
func (f *workflowFollower) print(ctx context.Context, env *local.Project) error {
	log := logview.New(env.Env, env.Style(env.Stdout), false)
	for {
		var e event.Event
		select {
		case e = <-f.events:
		case <-ctx.Done():
			return nil // Ctrl-C
		}
		if env.JSON {
			if line, ok := event.NewLine(e, env.Show); ok {
				if err := json.NewEncoder(env.Stdout).Encode(line); err != nil {
					return err
				}
			}
		} else {
			var b bytes.Buffer
			log.Add(&b, e, time.Now())
			log.Flush(&b)
			if _, err := env.Stdout.Write(b.Bytes()); err != nil {
				return err
			}
		}
		if w, ok := e.(event.Workflow); ok && slices.Contains([]string{"completed", "errored", "terminated"}, w.State) {
			return nil
		}
	}
}
