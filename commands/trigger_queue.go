package commands

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
)

type batchOptions struct {
	Worker   string // "" is the only one
	Queue    string
	Bodies   []string
	Text     bool
	Attempts int
	Timeout  time.Duration // 0: none
}

func triggerQueueCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "queue", Usage: "run the queue handler with messages",
		ArgsUsage: "QUEUE JSON…",
		Description: "Delivers the messages as one batch, waits for the handler, and prints what it did and\n" +
			"decided about each. They are in no queue: one that is to be retried does not come\n" +
			"again. `dotool queues send` sends messages. If no dev server runs, the command\n" +
			"hosts the Worker itself.\n\n" +
			"Example:\n  $ dotool trigger queue jobs '{\"id\":17}' '{\"id\":18}'",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "text", Usage: "deliver the arguments as text"},
			&cli.IntFlag{Name: "attempts", Usage: "set message.attempts to `N`", Value: 1},
			workerFlag(),
			timeoutFlag(),
		},
		Action: func(c *cli.Context) error {
			timeout, err := timeoutOf(c)
			if err != nil {
				return err
			}
			o := batchOptions{Worker: c.String("worker"), Text: c.Bool("text"), Attempts: c.Int("attempts"), Timeout: timeout}
			if c.NArg() < 2 {
				return ui.UsageError(c.Command.HelpName+" needs QUEUE JSON…", "see `"+c.Command.HelpName+" --help`")
			}
			if o.Queue, o.Bodies = c.Args().First(), c.Args().Tail(); o.Attempts < 1 {
				return ui.Usagef("--attempts must be 1 or more, not %d", o.Attempts)
			}
			if err := checkBodies(o.Bodies, o.Text); err != nil {
				return err
			}
			return runBatch(c.Context, env, o)
		},
	}
}

// decision is a handler's decision about a message, as JSON.
type decision struct {
	Body         json.RawMessage `json:"body"`
	Outcome      string          `json:"outcome"`                // "ack" or "retry"
	DelaySeconds *int            `json:"delaySeconds,omitempty"` // of a retry, if the handler gave it
	Explicit     bool            `json:"explicit"`               // whether the handler called ack() or retry() of the message
}

func runBatch(ctx context.Context, env *local.Project, o batchOptions) error {
	ctx, cancel := within(ctx, o.Timeout, "the queue handler")
	defer cancel()
	objects, err := env.Objects()
	if err != nil {
		return err
	}
	if c := objects.Consumer(o.Queue); c != nil {
		o.Worker = cmp.Or(o.Worker, c.Worker)
	} else if objects.Consumes() {
		env.Note("The configuration has no consumer of the queue %q.", o.Queue)
	}
	var messages []control.Message
	for i, body := range o.Bodies {
		if o.Text {
			text, _ := json.Marshal(body)
			body = string(text)
		}
		messages = append(messages, control.Message{ID: strconv.Itoa(i + 1), Body: json.RawMessage(body), Attempts: o.Attempts})
	}
	var b control.Batch
	ran, err := trigger(ctx, objects, "queue", func(client *control.Client) (err error) {
		b, err = client.Queue(ctx, o.Worker, o.Queue, messages)
		return err
	})
	if err != nil {
		return err
	}
	if b.Missing {
		return noHandler(env, o.Worker, "queue", "queue(batch, env, ctx)")
	}
	decisions := decide(messages, b)
	if env.JSON {
		err = ui.WriteJSON(env.Stdout, struct {
			Queue    local.JSONText `json:"queue"`
			Outcome  string         `json:"outcome"`
			Messages []decision     `json:"messages"`
			WallMs   int64          `json:"wallMs"`
			Logs     []event.Line   `json:"logs"`
		}{local.JSONText(o.Queue), b.Outcome, decisions, ran.wall.Milliseconds(), ran.lines(env)})
	} else {
		err = printDecisions(env, ran, decisions)
	}
	if err == nil && b.Outcome != "ok" {
		return ui.ErrReported
	}
	return err
}

// decide returns what becomes of each message, as Queues would decide: see settle in
// devserver/host/products/queues.js.
func decide(messages []control.Message, b control.Batch) (all []decision) {
	for _, m := range messages {
		d := decision{Body: m.Body, Outcome: "ack"}
		retried := slices.IndexFunc(b.RetryMessages, func(r control.Retry) bool { return r.ID == m.ID })
		switch {
		case slices.Contains(b.ExplicitAcks, m.ID):
			d.Explicit = true
		case retried >= 0:
			d.Outcome, d.Explicit, d.DelaySeconds = "retry", true, b.RetryMessages[retried].DelaySeconds
		case (b.RetryBatch.Retry || b.Outcome != "ok") && !b.AckAll:
			d.Outcome = "retry"
		}
		if d.Outcome == "retry" && d.DelaySeconds == nil {
			d.DelaySeconds = b.RetryBatch.DelaySeconds
		}
		all = append(all, d)
	}
	return all
}

func printDecisions(env *local.Project, ran triggered, decisions []decision) error {
	if err := printTriggered(env, ran.events); err != nil {
		return err
	}
	t := ui.Table{Head: []string{"MESSAGE", "OUTCOME"}, Names: []string{"MESSAGE"}}
	for _, d := range decisions {
		outcome := d.Outcome
		if d.DelaySeconds != nil {
			outcome = fmt.Sprintf("%s in %d s", outcome, *d.DelaySeconds)
		}
		t.Row(string(d.Body), outcome)
	}
	t.Print(env.Env, env.Stdout, "")
	return nil
}
