package commands

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/logview"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/inspect"
)

// consoleLevels are the levels of the console, the least important first.
var consoleLevels = []string{"debug", "info", "log", "warn", "error"}

func logsCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "logs", Usage: "follow the log of a running server",
		ArgsUsage: "[OBJECT|GLOB]",
		Description: "Shows the calls of objects that a running `dotool dev` hosts, their console\n" +
			"output and the errors they throw; without OBJECT, also those of the Worker. With\n" +
			"--json, prints one object per line, as `dotool dev --log-format json` does.\n\n" +
			"Example:\n  $ dotool logs ChatRoom/lobby\n  $ dotool logs 'ChatRoom/*' --level warn --since 10m --follow=false",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "class", Usage: "look only in class `NAME`"},
			choice("level", "show messages from `LEVEL` up: debug, info, log, warn, error", "", consoleLevels...),
			onlyFlag(),
			&cli.DurationFlag{Name: "since", Usage: "start with events of the last `DURATION`, as far back as the server keeps them", DefaultText: "now"},
			&cli.BoolFlag{Name: "follow", Aliases: []string{"f"}, Usage: "keep following until the server stops", Value: true},
		},
		Action: func(c *cli.Context) error {
			filter, err := filterOf(c)
			if err != nil {
				return err
			}
			o := logsOptions{Only: filter, Which: c.Args().First(), Class: c.String("class"), Since: c.Duration("since"), Follow: c.Bool("follow"), From: logview.Levels[c.String("level")]}
			if o.Since < 0 {
				return ui.Usagef("--since takes a duration such as 10m, not %s", o.Since)
			}
			return runLogs(c.Context, env, o)
		},
	}
}

func runLogs(ctx context.Context, env *local.Project, o logsOptions) error {
	store, client, err := env.DialServer(ctx)
	if err != nil {
		return err
	}
	objects, err := env.Objects()
	if err != nil {
		return err
	}
	var flows []inspect.Parts
	for _, name := range objects.WorkflowNames() {
		flows = append(flows, inspect.Parts{Class: name})
	}
	filter, matches := followed(store, o.Which, o.Class, flows)
	if o.Which != "" && !inspect.IsGlob(o.Which) && !slices.Contains(flows, inspect.Parts{Class: filter.Class}) {
		// It may be created later, or be mistyped.
		_, err := store.Object(ctx, inspect.Address{Text: o.Which, Class: o.Class})
		if unknown, ok := errors.AsType[*inspect.AddressError](err); ok && !unknown.Ambiguous {
			env.Note("There is %s yet; %s", unknown, unknown.Hint())
		}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	p := newLogPrinter(env, o, len(client.File.Workers) > 1, stop)
	alone := o.Which != "" || o.Class != ""
	err = client.Logs(ctx, control.LogOptions{Filter: filter, SinceMs: o.Since.Milliseconds(), PastOnly: !o.Follow}, func(e event.Event) {
		if !matches(e) {
			return
		}
		if alone && !env.JSON {
			e = asRoot(e)
		}
		p.print(e)
	})
	if lost := p.end(); lost != nil {
		return lost
	}
	if err == nil && o.Follow && ctx.Err() == nil {
		env.Note("The dev server has stopped.")
	}
	return err
}

// followed returns two filters for the objects that an argument means, which need not
// exist yet: a coarse one for the server, and the exact one. Workflows are like classes.
func followed(store *inspect.Store, which, class string, flows []inspect.Parts) (event.Filter, func(event.Event) bool) {
	if parts := store.Split(which, flows...); parts.Class != "" && class == "" {
		class, which = parts.Of(), parts.Name
	}
	f := event.Filter{Class: class}
	if n, err := store.Namespace(class); class != "" && err == nil {
		f.Worker, f.Class = n.Worker, n.Class
	}
	if which == "" || which == "*" {
		return f, func(event.Event) bool { return true }
	}
	isID := len(which) >= 8 && strings.Trim(which, "0123456789abcdefABCDEF") == ""
	glob := inspect.IsGlob(which)
	if !isID {
		f.Prefix = which
		if glob {
			f.Prefix = which[:strings.IndexAny(which, `*?[\`)]
		}
	}
	matches := func(o *event.Object) bool {
		switch {
		case o == nil:
			return false
		case glob:
			return o.Named && inspect.MatchGlob(which, o.Name)
		case isID && strings.HasPrefix(o.ID, strings.ToLower(which)):
			return true
		}
		return o.Named && o.Name == which
	}
	return f, func(e event.Event) bool {
		switch e := e.(type) {
		case event.Dropped, event.Stuck:
			return true
		case event.Cut:
			return slices.ContainsFunc(e.Calls, func(c event.CutCall) bool { return matches(c.Object()) })
		}
		return matches(event.ObjectOf(e))
	}
}

// asRoot returns the event without the calls that led to it, which are
// not shown.
func asRoot(e event.Event) event.Event {
	if o := event.ObjectOf(e); o != nil && o.Instance { // nothing has led to it
		return e
	}
	switch e := e.(type) {
	case event.Call:
		e.Root, e.Parent = e.N, 0
		return e
	case event.Console:
		e.Root = e.Call
		return e
	case event.Exception:
		e.Root, e.From = e.Call, 0
		return e
	case event.Limit:
		e.Root = e.Call
		return e
	}
	return e
}
