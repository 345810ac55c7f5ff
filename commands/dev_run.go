package commands

import (
	"context"
	"io"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/logview"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/registry"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

func runDev(ctx context.Context, env *local.Project, o devOptions) error {
	loadings, err := env.Loadings(o.Paths...)
	if err != nil {
		return err
	}
	loadings[0].Override = o.Override
	if o.Ephemeral && env.Flags.PersistTo != "" {
		return ui.Usagef("--ephemeral and --persist-to cannot be combined")
	}
	vars, err := parseVars(o.Vars)
	if err != nil {
		return err
	}
	ctx, quit := context.WithCancel(ctx)
	var others sync.WaitGroup // goroutines beside the server
	defer others.Wait()
	defer quit()
	shows := logview.Options{JSON: o.JSON, Level: o.Level, Ephemeral: o.Ephemeral, Cron: o.Cron, Held: o.Hold, Pages: o.Pages, NoKeys: o.NoKeys, Only: o.Only}
	log := logview.NewServer(env.Env, shows)
	defer log.Close()
	logs := []*logview.Server{log}
	var record func([]event.Event)
	written := []io.Writer{env.Stdout, env.Stderr}
	if o.LogFile != "" {
		file, err := logview.LogFile(env.Env, o.LogFile, "dotool "+version(), shows, log)
		if err != nil {
			return err
		}
		defer file.Close()
		file.Counts = log.Counts
		record, logs = file.Report, append(logs, file)
		written = append(written, file.Env.Stdout)
	}
	var check *devCheck
	if o.Check && !env.Quiet && env.Self != "" {
		check = newDevCheck(env.Env, loadings, logs...)
		others.Go(func() { check.run(ctx) }) // ends with ctx
	}
	var names local.Names
	orders := make(chan devserver.Order, 1)
	began := time.Now()
	again := func() {
		select {
		case orders <- devserver.Reload:
		default: // already requested
		}
	}
	keys := logview.NewKeys(log, logview.Commands{
		Migrations: func(ctx context.Context, env *ui.Env, ready event.Ready) error {
			return runMigrateStatus(ctx, served(env, ready), nil)
		},
		Alarms: func(ctx context.Context, env *ui.Env, ready event.Ready) error {
			return runAlarmList(ctx, served(env, ready), alarmOptions{Limit: 20})
		},
	}, again, quit)
	branches, err := newBranchState(env, o, loadings[0], log.Notice)
	if err != nil {
		return err
	}
	var moved func(context.Context) bool
	if branches != nil {
		moved = branches.moved
		others.Go(func() { branches.follow(ctx, again) }) // ends with ctx
	}
	keyboard, err := keys.Attach(ctx, &others)
	if err != nil {
		return err
	}
	var hold func(*state.Folder) error
	if o.Hold {
		hold = inspect.Hold
		what := "Alarms"
		if o.Cron {
			what += " and cron triggers"
		}
		env.Note("%s are held until `dotool alarm fire`.", what)
	}
	built := make(chan struct{}, 1)
	others.Go(func() { keepTypes(ctx, env, loadings, o.Types, built, log.Notice) }) // ends with ctx
	err = devserver.Run(ctx, devserver.Options{
		Config:        loadings[0],
		Others:        loadings[1:],
		Persist:       env.Flags.PersistTo,
		Ephemeral:     o.Ephemeral,
		Dir:           env.Dir,
		IP:            o.IP,
		Port:          o.Port,
		Inspector:     o.Inspector,
		TestScheduled: o.TestScheduled,
		Cron:          o.Cron,
		KeyFile:       o.KeyFile,
		CertFile:      o.CertFile,
		Vars:          vars,
		Watch:         o.Watch,
		Poll:          o.Poll,
		Outputs:       ui.Files(written),
		Registry:      registry.Folder(env.Environ, env.Dir),
		Register:      true,
		LiveReload:    o.Live,
		Drain:         o.Drain,
		ErrorPages:    o.Pages,
		Log:           !env.Quiet,
		Runtime:       env.NeedRuntime,
		Open: func(dir string) *state.Folder {
			// Another command is using the folder, and will soon be done.
			folder := env.OpenAt(dir, -1, log.Notice)
			if branches == nil {
				env.NoteBranch(folder, log.Notice)
			}
			return folder
		},
		Moved: moved,
		Locked: func(locked context.Context, state *state.Folder) error {
			if err := branches.locked(locked, state); err != nil {
				return err
			}
			if branches != nil {
				select {
				case <-orders: // all is read again now
				default:
				}
			}
			others.Go(func() {
				ctx, cancel := context.WithTimeout(ctx, logview.CountingTime)
				defer cancel()
				log.Counts.Begin(ctx, state)
			})
			return nil
		},
		HoldAlarms:  hold,
		Interrupted: local.Interrupted,
		Approve: func(ctx context.Context, p *migrate.Plan) bool {
			return o.Yes || log.Prompt(keyboard, func() bool { return approve(ctx, env, p, len(loadings) > 1) })
		},
		Snapshot: snapshotBefore,
		Report: func(events []event.Event) {
			printed := false
			defer func() {
				if !printed { // a panic: restore the terminal
					keyboard.Release()
				}
			}()
			names.Record(events)
			for _, e := range events {
				if ready, ok := e.(event.Ready); ok && !ready.Reload {
					command := "dotool migrate"
					for _, w := range ready.Workers() {
						if len(ready.Others) > 0 {
							command += " " + env.Show(w.Project.File)
						}
					}
					if o.Ephemeral {
						command += " --persist-to " + ready.State
					}
					var list diag.List
					for _, w := range ready.Workers() {
						list = append(list, productWarnings(ctx, w.Project, state.Open(ready.State, state.Options{}))...)
						list = append(list, databaseWarnings(ctx, w.Project, state.Open(ready.State, state.Options{}), command)...)
					}
					if len(list) > 0 {
						log.Report([]event.Event{event.Warnings{List: list}})
					}
				}
			}
			log.Report(events)
			printed = true
			check.report(events)
			for _, e := range events {
				ready, ok := e.(event.Ready)
				if ok && wantsTypes(ready, o.Types) {
					select {
					case built <- struct{}{}:
					default: // the types will be of this build
					}
				}
				if !ok || ready.Reload {
					continue
				}
				others.Go(func() { local.SweepValues(ctx, &state.Folder{Dir: ready.State}, ready.Workers(), began) }) // ends with ctx
				if o.Open {
					others.Go(func() { log.Open(ctx, ready.URL) }) // ends soon
				}
			}
		},
		Busy:   check.building,
		Record: record,
		Orders: orders,
	})
	if ctx.Err() != nil {
		return nil // being asked to stop is success, whatever it interrupts
	}
	return err
}
