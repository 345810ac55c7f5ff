package commands

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"dotool/config/diag"
	"dotool/devserver/control"
	"dotool/inspect"
)

type evictOptions struct {
	Address    inspect.Address
	WebSockets string
	Timeout    time.Duration // 0: none
}

func evictCommand(env *Project) *cli.Command {
	return &cli.Command{
		Name: "evict", Usage: "take an object out of memory",
		ArgsUsage: "OBJECT|GLOB",
		Description: "Ends the instance of an object in the dev server, as the runtime does with idle\n" +
			"ones: what it holds in memory is gone, its storage and its alarm stay, and the\n" +
			"next call starts it anew. Waits for the requests it is working on.\n\n" +
			"Example:\n  $ dotool evict lobby\n  $ dotool evict ChatRoom --all --web-sockets close",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "class", Usage: "look in class `NAME` only"},
			&cli.BoolFlag{Name: "all", Usage: "evict every object of the class"},
			&cli.StringFlag{Name: "web-sockets", Usage: "what becomes of those that can hibernate: `hibernate` or close", Value: "hibernate"},
			timeoutFlag(),
		},
		Action: func(c *cli.Context) error {
			if err := arguments(c, 1); err != nil {
				return err
			}
			timeout, err := timeoutOf(c)
			if err != nil {
				return err
			}
			o := evictOptions{inspect.Address{Text: c.Args().First(), Class: c.String("class"), All: c.Bool("all")}, c.String("web-sockets"), timeout}
			if o.WebSockets != "hibernate" && o.WebSockets != "close" {
				return usagef("--web-sockets takes hibernate or close, not %q", o.WebSockets)
			}
			if c.NArg() == 0 && !o.Address.All {
				return usageError("dotool evict needs an object", "see `dotool evict --help`")
			}
			return runEvict(c.Context, env, o)
		},
	}
}

func runEvict(ctx context.Context, env *Project, o evictOptions) error {
	store, state, err := env.openStore()
	if err != nil {
		return err
	}
	var targets []control.Target
	for object, err := range store.Objects(ctx, o.Address) {
		if err != nil {
			return err
		}
		targets = append(targets, liveTarget(object))
	}
	client, err := env.dial(ctx, state)
	if errors.Is(err, control.ErrNoServer) {
		env.tell("No dev server runs here: nothing is in memory.")
		targets, err = nil, nil
	}
	if err != nil {
		return err
	}
	var evicted []control.Target
	for _, t := range targets {
		within, cancel := within(ctx, o.Timeout, targetName(t))
		was, err := client.Evict(within, t, o.WebSockets)
		err = cause(within, err)
		cancel()
		if err != nil {
			return fmt.Errorf("evict %s: %w", targetName(t), err)
		}
		if was {
			evicted = append(evicted, t)
		}
	}
	switch {
	case env.JSON:
		return writeJSON(env.Stdout, map[string]int{"evicted": len(evicted)})
	case len(evicted) == 1:
		env.tell("Evicted %s.", targetName(evicted[0]))
	case len(targets) == 1:
		env.tell("%s is not in memory.", targetName(targets[0]))
	case len(targets) > 0:
		env.tell("Evicted %s; %d of %d were not in memory.", count(len(evicted), "object"), len(targets)-len(evicted), len(targets))
	}
	return nil
}

// targetName is how a target is addressed.
func targetName(t control.Target) string {
	if t.Name != "" {
		return t.Class + "/" + diag.Visible(t.Name)
	}
	return t.Class + "/" + t.ID[:12]
}
