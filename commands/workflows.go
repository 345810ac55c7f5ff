package commands

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/inspect/workflows"
)

func workflowsCommand(env *local.Project) *cli.Command {
	sub := func(name, usage, argsUsage, description string, run workflowRun, flags ...cli.Flag) *cli.Command {
		return &cli.Command{
			Name: name, Usage: usage, ArgsUsage: argsUsage, Description: description, Flags: flags,
			Action: func(c *cli.Context) error {
				o, err := readWorkflowOptions(c, env)
				if err != nil {
					return err
				}
				objects, err := env.Objects()
				if err != nil {
					return err
				}
				if o.Workflow == "" {
					return run(c.Context, env, objects, nil, o)
				}
				w, err := objects.Workflow(o.Workflow)
				if err != nil {
					return err
				}
				return run(c.Context, env, objects, w, o)
			},
		}
	}
	change := func(name, usage, description string, flags ...cli.Flag) *cli.Command {
		return sub(name, usage, "WORKFLOW ID…", description, runWorkflowChange(name), append(flags, timeoutFlag())...)
	}
	const hosts = "If no dev server runs, the command hosts the Worker itself.\n\n"
	return &cli.Command{
		Name: "workflows", Usage: "list, show and control the instances of workflows",
		Description: "WORKFLOW is the name of a workflow or of a binding; WORKFLOW ID can be written as\n" +
			"WORKFLOW/ID. Reading works with or without a running server.\n\n" +
			"Example:\n  $ dotool workflows list\n  $ dotool workflows show orders order-17",
		Subcommands: []*cli.Command{
			sub("list", "list instances", "[WORKFLOW]",
				"The newest first, with the steps that are done and those that have begun.\n\nExample:\n  $ dotool workflows list orders --status errored",
				runWorkflowsList,
				choice("status", "print only instances with the status `STATUS`: %s", "all", "queued", "running", "waiting", "paused", "complete", "errored", "terminated"),
				&cli.IntFlag{Name: "limit", Usage: "print only the first `N`", DefaultText: "all"}),
			sub("show", "show an instance with its steps", "WORKFLOW ID",
				"Prints steps with attempts, durations, outputs and errors. On a terminal, prints what\nhappens next until the instance ends, if a dev server runs it.\n\nExample:\n  $ dotool workflows show orders order-17",
				runWorkflowShow,
				&cli.BoolFlag{Name: "follow", Usage: "print what happens until it ends", DefaultText: "on a terminal"}),
			sub("create", "create an instance", "WORKFLOW [JSON]",
				"JSON is event.payload. "+hosts+"Example:\n  $ dotool workflows create orders '{\"item\":3}' --id order-17",
				runWorkflowCreate,
				&cli.StringFlag{Name: "id", Usage: "name the instance `ID`", DefaultText: "random"}, timeoutFlag()),
			change("pause", "pause instances", "A step that runs is waited for. "+hosts+"Example:\n  $ dotool workflows pause orders order-17"),
			change("resume", "resume paused instances", hosts+"Example:\n  $ dotool workflows resume orders order-17"),
			change("terminate", "end instances", hosts+"Example:\n  $ dotool workflows terminate orders order-17",
				&cli.BoolFlag{Name: "rollback", Usage: "run the rollbacks of the steps that have run"}),
			change("restart", "run instances again from the start", hosts+"Example:\n  $ dotool workflows restart orders order-17 --from charge",
				&cli.StringFlag{Name: "from", Usage: "keep the results of the steps before `STEP`"}),
			sub("send-event", "send an event to an instance", "WORKFLOW ID TYPE [JSON]",
				"TYPE is what step.waitForEvent waits for, JSON its payload. "+hosts+"Example:\n  $ dotool workflows send-event orders order-17 approved '{\"by\":\"ada\"}'",
				runWorkflowSend, timeoutFlag()),
		},
	}
}

func readWorkflowOptions(c *cli.Context, env *local.Project) (o workflowOptions, err error) {
	args := c.Args().Slice()
	takesID := c.Command.Name != "list" && c.Command.Name != "create"
	if name, id, ok := strings.Cut(c.Args().First(), "/"); ok && takesID { // names of workflows have no slash
		args = append([]string{name, id}, args[1:]...)
	}
	usage := c.Command.ArgsUsage
	if len(args) < needed(usage) || takesID && len(args) > 1 && args[1] == "" {
		return o, ui.UsageError(c.Command.HelpName+" needs "+usage, "see `"+c.Command.HelpName+" --help`")
	}
	o = workflowOptions{Status: c.String("status"), Limit: c.Int("limit"), ID: c.String("id"), From: c.String("from"), Rollback: c.Bool("rollback")}
	if o.Limit < 0 || c.IsSet("limit") && o.Limit == 0 {
		return o, ui.Usagef("--limit must be 1 or more, not %d", o.Limit)
	}
	if c.IsSet("id") && o.ID == "" {
		return o, ui.Usagef("--id must not be empty")
	}
	o.Follow = env.StdoutTerminal && !env.JSON
	if c.IsSet("follow") {
		o.Follow = c.Bool("follow")
	}
	if o.Timeout, err = timeoutOf(c); err != nil {
		return o, err
	}
	if len(args) == 0 {
		return o, nil
	}
	o.Workflow, args = args[0], args[1:]
	payload := ""
	switch c.Command.Name {
	case "create":
		if len(args) > 0 {
			payload = args[0]
		}
	case "send-event":
		o.IDs, o.Type = args[:1], args[1]
		if len(args) > 2 {
			payload = args[2]
		}
	default:
		o.IDs = args
	}
	if payload != "" {
		if o.Payload = json.RawMessage(payload); !json.Valid(o.Payload) {
			return o, ui.UsageError("the payload is not JSON: "+payload, `write a string as '"…"'`)
		}
	}
	return o, nil
}

func runWorkflowsList(ctx context.Context, env *local.Project, objects *local.Objects, of *workflows.Workflow, o workflowOptions) error {
	names := objects.WorkflowNames()
	if of != nil {
		names = []string{of.Name}
	}
	print, end := ui.JSONList[workflowInstance](env.Stdout)
	t := ui.Table{Head: []string{"WORKFLOW", "ID", "STATUS", "STEPS", "CREATED", "ERROR"}, Names: []string{"ID"}, Spare: []string{"ERROR"}}
	found := 0
	var problems error
	for _, name := range names {
		for i, err := range workflows.Open(objects.State().ProductsDir(), name).Instances(ctx) {
			if err != nil {
				if ctx.Err() != nil {
					return err
				}
				problems = errors.Join(problems, err)
				continue
			}
			if o.Status != "" && i.Status != o.Status || o.Limit > 0 && found == o.Limit {
				continue
			}
			found++
			if env.JSON {
				if err := print(newWorkflowInstance(i)); err != nil {
					return err
				}
				continue
			}
			why := ""
			if i.Error != nil {
				why = i.Error.Name + ": " + i.Error.Message
			}
			t.Row(i.Workflow, i.ID, statusCell(env, i.Status), strconv.Itoa(i.Done)+"/"+strconv.Itoa(i.Reached), i.Created, why)
		}
	}
	if found == 0 && problems == nil {
		env.Note("%s", nothing("instances", o.Workflow))
	}
	if env.JSON {
		return errors.Join(end(), problems)
	}
	t.Print(env.Env, env.Stdout, "")
	return problems
}
