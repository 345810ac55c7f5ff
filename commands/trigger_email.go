package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
)

type emailOptions struct {
	Worker   string // "" is the only one
	From, To string
	File     string        // "-" is standard input
	Timeout  time.Duration // 0: none
}

func triggerEmailCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "email", Usage: "run the email handler for a message",
		ArgsUsage: "FILE|-",
		Description: "Delivers the message as Email Routing would, with its rules for replies, waits for\n" +
			"the handler, and prints what it did. Forwarded messages and replies are not sent:\n" +
			"they are written to files, which the output names. The message needs a Message-ID.\n" +
			"If no dev server runs, the command hosts the Worker itself.\n\n" +
			"Example:\n  $ dotool trigger email --from ann@example.com --to support@example.com message.eml",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "from", Usage: "send it from `ADDRESS`"},
			&cli.StringFlag{Name: "to", Usage: "send it to `ADDRESS`"},
			workerFlag(),
			timeoutFlag(),
		},
		Action: func(c *cli.Context) error {
			timeout, err := timeoutOf(c)
			if err != nil {
				return err
			}
			o := emailOptions{Worker: c.String("worker"), From: c.String("from"), To: c.String("to"), File: c.Args().First(), Timeout: timeout}
			switch {
			case o.File == "":
				return ui.UsageError("no message given", "name its file, or - for standard input")
			case c.NArg() > 1:
				return ui.Usagef("one message at a time")
			case o.From == "" || o.To == "":
				return ui.UsageError("an email has a sender and a recipient", "give --from ADDRESS and --to ADDRESS")
			}
			return runEmail(c.Context, env, o)
		},
	}
}

func runEmail(ctx context.Context, env *local.Project, o emailOptions) error {
	ctx, cancel := within(ctx, o.Timeout, "the email handler")
	defer cancel()
	message := env.Stdin
	if o.File != "-" {
		f, err := openArgument(env, o.File)
		if err != nil {
			return fmt.Errorf("read the message: %w", err)
		}
		defer f.Close()
		message = f
	}
	objects, err := env.Objects()
	if err != nil {
		return err
	}
	o.Worker = cmp.Or(o.Worker, env.Worker())
	var result control.Email
	ran, err := trigger(ctx, objects, "email", func(client *control.Client) (err error) {
		result, err = client.Email(ctx, o.Worker, o.From, o.To, message)
		return err
	})
	switch {
	case err != nil:
		return err
	case result.Problem != "":
		return errors.New(result.Problem)
	case result.Missing:
		return noHandler(env, o.Worker, "email", "email(message, env, ctx)")
	case env.JSON:
		err = printEmail(env, o, result, ran)
	default:
		err = printTriggered(env, ran.events)
	}
	if err == nil && result.Result.Outcome != "ok" {
		return ui.ErrReported
	}
	return err
}

func printEmail(env *local.Project, o emailOptions, e control.Email, ran triggered) error {
	return ui.WriteJSON(env.Stdout, struct {
		From         string            `json:"from"`
		To           string            `json:"to"`
		Outcome      string            `json:"outcome"`
		RejectReason *string           `json:"rejectReason,omitempty"` // absent if it was not rejected
		Forwards     []control.Forward `json:"forwards"`
		Replies      []control.Reply   `json:"replies"`
		Files        []string          `json:"files"` // of these, in their order
		WallMs       int64             `json:"wallMs"`
		Logs         []event.Line      `json:"logs"`
	}{o.From, o.To, e.Result.Outcome, e.Result.RejectReason, e.Result.Forwards, e.Result.Replies, e.Stored, ran.wall.Milliseconds(), ran.lines(env)})
}
