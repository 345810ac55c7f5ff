package commands

import (
	"bytes"
	"context"
	"fmt"

	"github.com/dotool-dev/dotool/commands/fire"
	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/inspect"
)

// fireTwice fires an alarm twice and prints what the second run changed.
func fireTwice(ctx context.Context, env *local.Project, r *fire.Runner, o inspect.Object, list func(firingJSON) error) error {
	second := r.Print
	if env.JSON {
		second = func(inspect.Object, event.Firing) error { return nil } // until the changes are known
	}
	f, changes, err := r.Twice(ctx, o, second)
	switch {
	case err != nil || changes == nil:
		return err
	case env.JSON:
		j := newFiringJSON(env.Env, *f)
		j.Changes = changes
		return list(j)
	case len(changes.Added)+len(changes.Removed) == 0:
		env.Note("The second run changed nothing in storage.")
		return nil
	}
	s := env.Style(env.Stdout)
	var b bytes.Buffer
	fmt.Fprintln(&b, "The second run changed the storage:")
	for _, row := range changes.Removed {
		fmt.Fprintf(&b, "  %s\n", s.Bad.Render("- "+row))
	}
	for _, row := range changes.Added {
		fmt.Fprintf(&b, "  %s\n", s.Good.Render("+ "+row))
	}
	_, err = env.Stdout.Write(b.Bytes())
	return err
}
