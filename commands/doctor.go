package commands

import (
	"context"
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/doctor"
	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
)

func doctorCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "doctor", Usage: "examine the runtime, the project, its local state and the machine",
		Description: "Looks for what can go wrong and says how to fix it, without changing anything: the\n" +
			"version of the runtime, faults of the configuration, damaged or orphaned objects,\n" +
			"what killed commands left, held alarms, ports, limits and disk space. The output has\n" +
			"no secrets and can be pasted into a bug report. Exits with 1 on errors.\n\n" +
			"Example:\n  $ dotool doctor",
		Action: func(c *cli.Context) error { return runDoctor(c.Context, env) },
	}
}

func runDoctor(ctx context.Context, env *local.Project) error {
	all := doctor.Examine(ctx, env)
	if err := ctx.Err(); err != nil {
		return err
	}
	counts := map[doctor.Level]int{}
	for _, f := range all {
		counts[f.Level]++
	}
	about := aboutDotool()
	if env.JSON {
		if err := ui.WriteJSON(env.Stdout, struct {
			Dotool   versionJSON      `json:"dotool"`
			Errors   int              `json:"errors"`
			Warnings int              `json:"warnings"`
			Findings []doctor.Finding `json:"findings"`
		}{about, counts[doctor.Error], counts[doctor.Warning], all}); err != nil {
			return err
		}
	} else {
		printFindings(env, about, all)
		fmt.Fprintf(env.Stdout, "\n%s, %s.\n", ui.Count(counts[doctor.Error], "error"), ui.Count(counts[doctor.Warning], "warning"))
	}
	if counts[doctor.Error] > 0 {
		return ui.ErrReported
	}
	return nil
}

func printFindings(env *local.Project, about versionJSON, all []doctor.Finding) {
	style := env.Style(env.Stdout)
	fmt.Fprintf(env.Stdout, "dotool %s (%s, %s)\n", about.Version, about.Go, about.Platform)
	area := ""
	for _, f := range all {
		if f.Area != area {
			area = f.Area
			fmt.Fprintf(env.Stdout, "\n%s\n", style.Bold.Render(area))
		}
		level := fmt.Sprintf("%-8s", f.Level)
		switch f.Level {
		case doctor.OK:
			level = style.Good.Render(level)
		case doctor.Warning:
			level = style.Warn.Render(level)
		case doctor.Error:
			level = style.Bad.Render(level)
		}
		fmt.Fprintf(env.Stdout, "  %s %s\n", level, f.Message)
		if f.Fix != "" {
			fmt.Fprintf(env.Stdout, "           fix: %s\n", f.Fix)
		}
	}
}
