package commands

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/inspect"
)

func callCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "call", Usage: "call a method of an object",
		ArgsUsage: "OBJECT [METHOD [JSON…]]",
		Description: "Calls a method over RPC, as another Worker would: on the live object if `dotool\n" +
			"dev` serves it, otherwise on one hosted for the duration of the call. Without a\n" +
			"method, lists the methods of the class. An unused name creates a new object.\n\n" +
			"Arguments are JSON, and an argument that is not JSON is a string; - reads one from\n" +
			"stdin. Values that JSON lacks are written as in `dotool kv`, such as {\"$date\":…},\n" +
			"in arguments and in the result, which is printed as JSON. Nothing is printed for undefined, unless --json is given. A\n" +
			"stream of bytes is written as it arrives; a stub or function is printed as\n" +
			"{\"$stub\":…}, a Response as {\"$response\":…}. Console output of the object goes to\n" +
			"stderr. If the method throws, exit code is 1 and the stack is printed.\n\n" +
			"Example:\n  $ dotool call lobby\n  $ dotool call ChatRoom/lobby post ann '{\"text\":\"hi\"}'",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "class", Usage: "look only in class `NAME`"},
			&cli.BoolFlag{Name: "time", Usage: "print how long the call took, to stderr"},
			timeoutFlag(),
		},
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return ui.UsageError("dotool call needs an object", "`dotool objects` lists the objects")
			}
			o := callOptions{
				Address: inspect.Address{Text: c.Args().First(), Class: c.String("class")},
				Method:  c.Args().Get(1), Time: c.Bool("time"),
			}
			var err error
			if o.Timeout, err = timeoutOf(c); err != nil {
				return err
			}
			if c.NArg() == 1 {
				return runMethods(c.Context, env, o)
			}
			if o.Args, err = readArguments(env, c.Args().Slice()[2:]); err != nil {
				return err
			}
			return runCall(c.Context, env, o)
		},
	}
}

func runCall(ctx context.Context, env *local.Project, o callOptions) (err error) {
	ctx, cancel := within(ctx, o.Timeout, o.Method)
	defer cancel()
	if what, ok := handlers[o.Method]; ok {
		return ui.WithHint(errors.New(o.Method+" cannot be called"), what)
	}
	c, err := converse(ctx, env, o.Address)
	if err != nil {
		return cause(ctx, err)
	}
	defer func() { err = errors.Join(err, c.stop()) }()
	property, err := c.check(ctx, o.Method, len(o.Args))
	if err != nil {
		return cause(ctx, err)
	}
	var start time.Time
	thrown, err := listen(ctx, env, c, func() error {
		start = time.Now()
		var result control.Result
		var err error
		if property {
			result, err = c.client.Property(ctx, c.target, o.Method)
		} else {
			result, err = c.client.Call(ctx, c.target, o.Method, o.Args)
		}
		took := time.Since(start)
		if err == nil {
			err = printResult(env, result)
		}
		if o.Time {
			fmt.Fprintf(env.Stderr, "%s\n", ui.Duration(took))
		}
		return err
	})
	if err != nil && ctx.Err() == nil {
		name, _, _ := strings.Cut(o.Method, ".")
		for i, t := range thrown {
			if t.Hint == "" && t.Error != nil {
				thrown[i].Hint = dateHint(t.Error.Message, o.Args)
			}
		}
		return c.printThrown(env, err, name, thrown)
	}
	return cause(ctx, err)
}

func timeoutFlag() cli.Flag {
	return &cli.DurationFlag{Name: "timeout", Usage: "give up after `DURATION`, such as 10s", DefaultText: "never"}
}

// timeoutOf reads --timeout; 0 means none.
func timeoutOf(c *cli.Context) (time.Duration, error) {
	d := c.Duration("timeout")
	if d < 0 || c.IsSet("timeout") && d == 0 {
		return 0, ui.Usagef("--timeout takes a duration such as 10s, not %v", d)
	}
	return d, nil
}

// within ends a context after a time, with an error that says who did not respond; 0 means never.
func within(ctx context.Context, d time.Duration, who string) (context.Context, context.CancelFunc) {
	if d == 0 {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, d, fmt.Errorf("%s did not respond within %v", who, d))
}

// cause returns the reason why a context ended if that led to err, else err.
func cause(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// class returns the class of the target as an argument: with its Worker if there are several.
func (c *conversation) class() string {
	if len(c.client.File.Workers) > 1 {
		return c.target.Worker + "/" + c.target.Class
	}
	return c.target.Class
}

// check looks for a method before the object is started, and reports whether it is a
// property.
func (c *conversation) check(ctx context.Context, method string, args int) (property bool, err error) {
	methods, rpc, ok, err := c.client.Methods(ctx, c.target)
	switch {
	case err != nil:
		return false, err
	case !ok:
		return false, fmt.Errorf("the Worker has no class %s", c.target.Class)
	case !rpc:
		return false, ui.WithHint(fmt.Errorf("%s does not support RPC: it does not extend DurableObject", c.target.Class), "use `dotool fetch` or `dotool connect`, or have the class extend DurableObject")
	}
	first, _, deeper := strings.Cut(method, ".")
	i := slices.IndexFunc(methods, func(m control.Method) bool { return m.Name == first })
	if i < 0 {
		var names []string
		for _, m := range methods {
			if handlers[m.Name] == "" {
				names = append(names, m.Name)
			}
		}
		return false, ui.WithHint(fmt.Errorf("%s has no method %q", c.target.Class, first), diag.DidYouMean(first, names, "`dotool call "+c.class()+"` lists those it has"))
	}
	property = methods[i].Kind == "property" && !deeper
	if property && args > 0 {
		return false, ui.WithHint(fmt.Errorf("%s.%s is a property: it takes no arguments", c.target.Class, first), "")
	}
	return property, nil
}

// printResult prints what a method returned.
func printResult(e *local.Project, a control.Result) error {
	if a.Stream != nil {
		defer a.Stream.Close()
		if _, err := io.Copy(e.Stdout, a.Stream); err != nil {
			return fmt.Errorf("read the stream: %w", err)
		}
		return nil
	}
	if string(a.Value) == `{"$undefined":true}` && !e.JSON {
		return nil
	}
	text := []byte(a.Value)
	if e.StdoutTerminal && !e.JSON && len(text) > max(e.Width, 40) {
		var out bytes.Buffer
		if json.Indent(&out, text, "", "  ") == nil {
			text = out.Bytes()
		}
	}
	_, err := fmt.Fprintf(e.Stdout, "%s\n", text)
	return err
}
