package commands

import (
	"context"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/logview"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/migrate/state"
)

// attach gives the terminal its hotkeys.
func (d *devRun) attach(ctx context.Context, quit func()) (*ui.Keyboard, error) {
	return logview.NewKeys(d.log, logview.Commands{
		Migrations: func(ctx context.Context, env *ui.Env, ready event.Ready) error {
			return runMigrateStatus(ctx, served(env, ready), nil)
		},
		Alarms: func(ctx context.Context, env *ui.Env, ready event.Ready) error {
			return runAlarmList(ctx, served(env, ready), alarmOptions{Limit: 20})
		},
	}, d.reload, quit).Attach(ctx, &d.others)
}

// report prints what has happened, and does what follows from it.
func (d *devRun) report(ctx context.Context, events []event.Event) {
	printed := false
	defer func() {
		if !printed { // a panic: restore the terminal
			d.keyboard.Release()
		}
	}()
	d.names.Record(events)
	for _, e := range events {
		if ready, ok := e.(event.Ready); ok && !ready.Reload {
			if list := d.warnings(ctx, ready); len(list) > 0 {
				d.log.Report([]event.Event{event.Warnings{List: list}})
			}
		}
	}
	d.log.Report(events)
	printed = true
	d.check.report(events)
	for _, e := range events {
		ready, ok := e.(event.Ready)
		if ok && wantsTypes(ready, d.o.Types) {
			select {
			case d.built <- struct{}{}:
			default: // the types will be of this build
			}
		}
		if !ok || ready.Reload {
			continue
		}
		d.collect()
		d.others.Go(func() { local.SweepValues(ctx, &state.Folder{Dir: ready.State}, ready.Workers(), d.began) }) // ends with ctx
		if d.o.Open {
			d.others.Go(func() { d.log.Open(ctx, ready.URL) }) // ends soon
		}
	}
}

// warnings returns warnings about the local data of the Workers that are served.
func (d *devRun) warnings(ctx context.Context, ready event.Ready) (list diag.List) {
	command := "dotool migrate"
	for _, w := range ready.Workers() {
		if len(ready.Others) > 0 {
			command += " " + diag.ShellWord(d.env.Show(w.Project.File))
		}
	}
	if d.o.Ephemeral {
		command += " --persist-to " + diag.ShellWord(ready.State)
	}
	folder := state.Open(ready.State, state.Options{})
	for _, w := range ready.Workers() {
		list = append(list, productWarnings(ctx, w.Project, folder)...)
		list = append(list, databaseWarnings(ctx, w.Project, folder, command)...)
	}
	return list
}
