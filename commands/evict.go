package commands

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/inspect"
)

type evictOptions struct {
	Address    inspect.Address
	WebSockets string
	Timeout    time.Duration // 0: none
}

func evictCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "evict", Usage: "unload an object from memory",
		ArgsUsage: "OBJECT|GLOB",
		Description: "Ends the instance of an object in the dev server, as the runtime does with idle\n" +
			"objects: its memory is lost, its storage and alarm are kept, and the next call\n" +
			"starts it again. Waits for requests in progress.\n\n" +
			"Example:\n  $ dotool evict lobby\n  $ dotool evict ChatRoom --all --web-sockets close",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "class", Usage: "look only in class `NAME`"},
			&cli.BoolFlag{Name: "all", Usage: "evict every object of the class"},
			choice("web-sockets", "do `WHAT` with hibernatable WebSockets: hibernate or close", "", "hibernate", "close"),
			timeoutFlag(),
		},
		Action: func(c *cli.Context) error {
			timeout, err := timeoutOf(c)
			if err != nil {
				return err
			}
			o := evictOptions{inspect.Address{Text: c.Args().First(), Class: c.String("class"), All: c.Bool("all")}, c.String("web-sockets"), timeout}
			if c.NArg() == 0 && !o.Address.All {
				return ui.UsageError("dotool evict needs an object", "`dotool objects` lists the objects")
			}
			return runEvict(c.Context, env, o)
		},
	}
}

func runEvict(ctx context.Context, env *local.Project, o evictOptions) error {
	objects, err := env.Objects()
	if err != nil {
		return err
	}
	var targets []inspect.Object
	for object, err := range objects.Objects(ctx, o.Address) {
		if err != nil {
			return err
		}
		targets = append(targets, object)
	}
	client, err := objects.Server(ctx)
	if errors.Is(err, control.ErrNoServer) {
		env.Note("No dev server is running: nothing is in memory.")
		targets, err = nil, nil
	}
	if err != nil {
		return err
	}
	var evicted []inspect.Object
	for _, t := range targets {
		limited, cancel := within(ctx, o.Timeout, local.Label(t))
		wasLoaded, err := client.Evict(limited, local.LiveTarget(t), o.WebSockets)
		err = cause(limited, err)
		cancel()
		if err != nil {
			return fmt.Errorf("evict %s: %w", local.Label(t), err)
		}
		if wasLoaded {
			evicted = append(evicted, t)
		}
	}
	switch {
	case env.JSON:
		return ui.WriteJSON(env.Stdout, map[string]int{"evicted": len(evicted)})
	case len(evicted) == 1:
		env.Note("Evicted %s.", local.Label(evicted[0]))
	case len(targets) == 1:
		env.Note("%s is not in memory.", local.Label(targets[0]))
	case len(targets) > 0:
		env.Note("Evicted %s; %d of %d were not in memory.", ui.Count(len(evicted), "object"), len(targets)-len(evicted), len(targets))
	}
	return nil
}
