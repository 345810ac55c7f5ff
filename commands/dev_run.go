package commands

import (
	"context"
	"io"
	"runtime/debug"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/logview"
	"github.com/dotool-dev/dotool/commands/logview/only"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/devserver"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/registry"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

type devOptions struct {
	Paths       []string // of the projects, one for each Worker
	Port        int
	IP          string
	Inspector   int
	Watch       bool
	Poll        bool // poll the watched files
	Check       bool // check the source after each reload
	Live        bool // reload pages
	Drain       time.Duration
	Pages       bool // error pages, for the network too
	Ephemeral   bool
	BranchState bool // one state per git branch
	Yes         bool
	Hold        bool
	Vars        []string
	JSON        bool
	Level       logview.Level
	Only        *only.Filter // of the log
	LogFile     string
	Open        bool
	Types       *bool // keep the files of types up to date; nil is as the configuration says
	NoKeys      bool
	Override    config.Overrides

	TestScheduled bool
	Cron          bool

	KeyFile, CertFile string // of a certificate for https
}

// devRun is a `dotool dev` that runs.
type devRun struct {
	env      *local.Project
	o        devOptions
	loadings []config.Options // of the Workers
	began    time.Time
	others   sync.WaitGroup // goroutines beside the server

	log      *logview.Server
	keyboard *ui.Keyboard
	check    *devCheck
	branches *branchState
	names    local.Names
	orders   chan devserver.Order
	built    chan struct{} // of which types are to be written
	collect  func()        // called when it serves
}

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
	d := &devRun{env: env, o: o, loadings: loadings, began: time.Now(), orders: make(chan devserver.Order, 1), built: make(chan struct{}, 1)}
	defer d.others.Wait()
	defer quit()
	shows := logview.Options{JSON: o.JSON, Level: o.Level, Ephemeral: o.Ephemeral, Cron: o.Cron, Held: o.Hold, Pages: o.Pages, NoKeys: o.NoKeys, Only: o.Only}
	d.log = logview.NewServer(env.Env, shows)
	defer d.log.Close()
	logs := []*logview.Server{d.log}
	var record func([]event.Event)
	written := []io.Writer{env.Stdout, env.Stderr}
	if o.LogFile != "" {
		file, err := logview.LogFile(env.Env, o.LogFile, "dotool "+version(), shows, d.log)
		if err != nil {
			return err
		}
		defer file.Close()
		file.Counts = d.log.Counts
		record, logs = file.Report, append(logs, file)
		written = append(written, file.Env.Stdout)
	}
	if o.Check && !env.Quiet && env.Self != "" {
		d.check = newDevCheck(env.Env, loadings, logs...)
		d.others.Go(func() { d.check.run(ctx) }) // ends with ctx
	}
	if d.branches, err = newBranchState(env, o, loadings[0], d.log.Notice); err != nil {
		return err
	}
	if d.branches != nil {
		d.others.Go(func() { d.branches.follow(ctx, d.reload) }) // ends with ctx
	}
	if d.keyboard, err = d.attach(ctx, quit); err != nil {
		return err
	}
	d.others.Go(func() { keepTypes(ctx, env, loadings, o.Types, d.built, d.log.Notice) }) // ends with ctx
	options := d.options(ctx)
	options.Vars, options.Outputs, options.Record = vars, ui.Files(written), record
	d.collect = collectLate()
	defer d.collect()
	err = devserver.Run(ctx, options)
	if ctx.Err() != nil {
		return nil // being asked to stop is success, whatever it interrupts
	}
	return err
}

// collectLate has memory collected only above a limit, until the function that it returns
// is called: what a start needs is nearly all still in use when it is over.
func collectLate() func() {
	const limit = 128 << 20
	percent, most := debug.SetGCPercent(-1), debug.SetMemoryLimit(limit)
	return sync.OnceFunc(func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(most)
	})
}

// reload makes the server read and serve everything again.
func (d *devRun) reload() {
	select {
	case d.orders <- devserver.Reload:
	default: // already requested
	}
}

// options returns the options of the server, as the flags and the keys have them.
func (d *devRun) options(ctx context.Context) devserver.Options {
	env, o := d.env, d.o
	options := devserver.Options{
		Config:        d.loadings[0],
		Others:        d.loadings[1:],
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
		Watch:         o.Watch,
		Poll:          o.Poll,
		Registry:      registry.Folder(env.Environ, env.Dir),
		Register:      true,
		LiveReload:    o.Live,
		Drain:         o.Drain,
		ErrorPages:    o.Pages,
		Log:           !env.Quiet,
		Runtime:       env.NeedRuntime,
		Open: func(dir string) *state.Folder {
			// Another command is using the folder, and will soon be done.
			folder := env.OpenAt(dir, -1, d.log.Notice)
			if d.branches == nil {
				env.NoteBranch(folder, d.log.Notice)
			}
			return folder
		},
		Locked:      func(locked context.Context, folder *state.Folder) error { return d.locked(ctx, locked, folder) },
		Interrupted: local.Interrupted,
		Approve: func(valid context.Context, p *migrate.Plan) bool {
			return o.Yes || d.log.Prompt(d.keyboard, func() bool { return approve(ctx, valid, env, p, len(d.loadings) > 1) })
		},
		Snapshot: snapshotBefore,
		Report:   func(events []event.Event) { d.report(ctx, events) },
		Busy:     d.check.building,
		Orders:   d.orders,
	}
	if d.branches != nil {
		options.Moved = d.branches.moved
	}
	if o.Hold {
		options.HoldAlarms = inspect.Hold
		what := "Alarms"
		if o.Cron {
			what += " and cron triggers"
		}
		env.Note("%s are held until `dotool alarm fire`.", what)
	}
	return options
}

// locked prepares the state once the server has its lock.
func (d *devRun) locked(ctx, locked context.Context, folder *state.Folder) error {
	if err := d.branches.locked(locked, folder); err != nil {
		return err
	}
	if d.branches != nil {
		select {
		case <-d.orders: // all is read again now
		default:
		}
	}
	d.others.Go(func() {
		ctx, cancel := context.WithTimeout(ctx, logview.CountingTime)
		defer cancel()
		d.log.Counts.Begin(ctx, folder)
	})
	return nil
}
