package commands

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/inspect/queues"
)

func queuesCommand(env *local.Project) *cli.Command {
	sub := func(name, usage, argsUsage, description string, run func(context.Context, *local.Project, *local.Objects, queueOptions) error, flags ...cli.Flag) *cli.Command {
		return &cli.Command{
			Name: name, Usage: usage, ArgsUsage: argsUsage, Description: description, Flags: flags,
			Action: func(c *cli.Context) error {
				o, err := readQueueOptions(c)
				if err != nil {
					return err
				}
				objects, err := env.Objects()
				if err != nil {
					return err
				}
				return run(c.Context, env, objects, o)
			},
		}
	}
	list := sub("list", "list queues", "", "Example:\n  $ dotool queues list --json", runQueuesList)
	return &cli.Command{
		Name: "queues", Usage: "list queues, and read and change their messages",
		Description: "Works on the local queues, with or without a running server; without a subcommand,\n" +
			"lists them. QUEUE is the name of a queue or of a producer's binding.\n\n" +
			"Example:\n  $ dotool queues\n  $ dotool queues peek jobs\n  $ dotool queues redrive jobs-dead",
		Action: list.Action,
		Subcommands: []*cli.Command{
			list,
			sub("peek", "print the messages of a queue", "QUEUE",
				"In the order in which they will be delivered; they stay in the queue.\n\nExample:\n  $ dotool queues peek jobs --limit 10",
				runQueuesPeek,
				&cli.IntFlag{Name: "limit", Usage: "print only the first `N`", DefaultText: "all"}),
			sub("send", "send messages to a queue", "QUEUE JSON…",
				"Each JSON is a message.\n\nExample:\n  $ dotool queues send jobs '{\"id\":17}' --delay 10s",
				runQueuesSend,
				&cli.BoolFlag{Name: "text", Usage: "send the arguments as text"},
				&cli.DurationFlag{Name: "delay", Usage: "deliver them after `DURATION`", DefaultText: "at once"},
				patienceFlag(env)),
			sub("purge", "delete all messages of a queue", "QUEUE",
				"Example:\n  $ dotool queues purge jobs",
				runQueuesPurge, patienceFlag(env)),
			sub("redrive", "move dead letters back to the queues that they come from", "QUEUE",
				"They are delivered again at once, with all attempts before them. Messages that were\nsent to QUEUE itself stay, unless --to names a queue.\n\nExample:\n  $ dotool queues redrive jobs-dead\n  $ dotool queues redrive jobs-dead --to jobs-by-hand",
				runQueuesRedrive,
				&cli.StringFlag{Name: "to", Usage: "move all messages to `QUEUE`"},
				patienceFlag(env)),
		},
	}
}

func readQueueOptions(c *cli.Context) (o queueOptions, err error) {
	args := c.Args().Slice()
	most := 1
	switch c.Command.Name {
	case "queues", "list":
		most = 0
	case "send":
		most = 1 << 10
	}
	if needs := c.Command.ArgsUsage; len(args) < needed(needs) {
		return o, ui.UsageError(c.Command.HelpName+" needs "+needs, "see `"+c.Command.HelpName+" --help`")
	}
	if len(args) > most {
		return o, ui.UsageError(fmt.Sprintf("unexpected argument %q", args[most]), "see `"+c.Command.HelpName+" --help`")
	}
	o = queueOptions{Limit: c.Int("limit"), To: c.String("to"), Text: c.Bool("text"), Delay: c.Duration("delay")}
	if len(args) > 0 {
		o.Queue, o.Bodies = args[0], args[1:]
	}
	switch {
	case o.Limit < 0 || c.IsSet("limit") && o.Limit == 0:
		return o, ui.Usagef("--limit must be 1 or more, not %d", o.Limit)
	case o.Delay < 0 || o.Delay > queues.MaxDelay:
		return o, ui.Usagef("--delay must be between 0s and 24h, not %v", o.Delay)
	case c.IsSet("to") && o.To == "":
		return o, ui.Usagef("--to must not be empty")
	}
	return o, checkBodies(o.Bodies, o.Text)
}

// checkBodies checks that messages are JSON, unless they are text.
func checkBodies(bodies []string, text bool) error {
	for _, body := range bodies {
		if !text && !json.Valid([]byte(body)) {
			return ui.UsageError(fmt.Sprintf("the message %q is not JSON", body), `send it as text with --text, or write a string as '"…"'`)
		}
	}
	return nil
}

// queueLine is a queue as JSON.
type queueLine struct {
	Queue       local.JSONText   `json:"queue"`
	Waiting     int              `json:"waiting"`
	Delayed     int              `json:"delayed"`
	Retrying    int              `json:"retrying"` // of both, those that failed before
	Bytes       int64            `json:"bytes"`
	OldestAt    string           `json:"oldestAt,omitempty"`
	DueAt       string           `json:"dueAt,omitempty"`    // when the first is
	Producers   []local.JSONText `json:"producers"`          // bindings
	Consumer    string           `json:"consumer,omitempty"` // the Worker that consumes it
	DeadLetters local.JSONText   `json:"deadLetterQueue,omitempty"`
	DeadFrom    []local.JSONText `json:"deadFrom"` // the queues of which it has dead letters
}

func runQueuesList(ctx context.Context, env *local.Project, objects *local.Objects, _ queueOptions) error {
	names, problems := objects.QueueNames(ctx)
	lines := []queueLine{}
	t := ui.Table{Head: []string{"QUEUE", "WAITING", "DELAYED", "SIZE", "OLDEST", "CONSUMER", "NOTE"}, Names: []string{"QUEUE"}, Spare: []string{"SIZE", "OLDEST"}}
	for _, name := range names {
		s, err := objects.QueueNamed(name).Summary(ctx, objects.Clock(ctx))
		if err != nil {
			if !strings.Contains(fmt.Sprint(problems), err.Error()) {
				problems = errors.Join(problems, err)
			}
			continue
		}
		line := queueLine{
			Queue: local.JSONText(name), Waiting: s.Waiting, Delayed: s.Delayed, Retrying: s.Failed, Bytes: s.Bytes, OldestAt: jsonTimeOr(s.Oldest), DueAt: jsonTimeOr(s.Next),
			Producers: []local.JSONText{}, DeadFrom: []local.JSONText{},
		}
		var notes []string
		for _, p := range objects.Producers() {
			if p.LocalName() == name {
				line.Producers = append(line.Producers, local.JSONText(p.Name.Value))
			}
		}
		if s.Failed > 0 {
			notes = append(notes, fmt.Sprintf("%d to retry", s.Failed))
		}
		for _, from := range s.Dead {
			line.DeadFrom = append(line.DeadFrom, local.JSONText(from))
			notes = append(notes, "dead letters of "+from)
		}
		consumer := "none"
		if c := objects.Consumer(name); c != nil {
			line.Consumer, line.DeadLetters, consumer = c.Worker, local.JSONText(c.DeadLetterQueue.Value), cmp.Or(c.Worker, "yes")
		}
		lines = append(lines, line)
		var oldest any = ""
		if !s.Oldest.IsZero() {
			oldest = s.Oldest
		}
		t.Row(name, s.Waiting, s.Delayed, ui.ByteCount(s.Bytes), oldest, consumer, strings.Join(notes, ", "))
	}
	if env.JSON {
		return errors.Join(ui.WriteJSON(env.Stdout, lines), problems)
	}
	if len(lines) == 0 && problems == nil {
		env.Note("The configuration has no queues, and there are none on disk.")
	}
	t.Print(env.Env, env.Stdout, "")
	return problems
}
