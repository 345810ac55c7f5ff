// Package devserver hosts a Worker and its Durable Objects on workerd and
// reloads them when the source changes.
//
// [Run] is the way in. It opens the listening sockets once and hands them to
// each workerd process in turn: a request never passes through dotool, and one
// that comes during a reload waits in the socket. What happens is told as
// [Event] values.
//
// How classes map to stored data is decided by package migrate; how source
// becomes modules by package bundle; the process is package workerd's.
package devserver

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"dotool/config"
	"dotool/config/diag"
	"dotool/devserver/bundle"
	"dotool/devserver/workerd"
	"dotool/migrate"
)

// drainLimit is how long requests in flight may go on when new code waits.
const drainLimit = time.Second

// Options say what to serve and how.
type Options struct {
	Config    config.Options // which configuration
	Persist   string         // folder of the state, absolute; "" is the project's
	Ephemeral bool           // keep the state in memory or a folder that is removed

	IP        string // "" takes dev.ip of the configuration, else localhost
	Port      int    // -1 takes dev.port of the configuration, else 8787; 0 any free
	Inspector int    // port for DevTools; 0 none
	Vars      []config.Var

	Watch bool
	Log   bool // tell each request

	// Runtime finds workerd for a project, installing it if need be.
	Runtime func(ctx context.Context, project string) (workerd.Runtime, error)

	// Recover is called with the lock of the state folder held, before anything
	// is served from it; nil does nothing.
	Recover func(*migrate.State) error

	// Approve is asked before a plan that takes data away is applied; nil
	// approves none. An error is why it cannot be applied now.
	Approve func(context.Context, *migrate.State, *migrate.Plan) (bool, error)

	// Report is told what happens, in order and in batches, from one goroutine.
	// Requests are dropped, and counted, while it does not keep up.
	Report func([]Event)
}

// Run serves until ctx is done, which is success, or until serving is
// impossible. It returns when all that it started is gone.
func Run(ctx context.Context, o Options) error {
	start := time.Now()
	project, list, err := config.Load(o.Config)
	if err != nil {
		return err
	}
	s := &server{o: o, project: project, loaded: list, log: newQueue(o.Report), pauses: make(chan pause)}
	defer s.log.close()
	return s.run(ctx, start)
}

// server is the state of Run; it belongs to its goroutine.
type server struct {
	o       Options
	project *config.Project
	loaded  diag.List // what loading the project found
	log     *queue

	state   *migrate.State
	lock    *migrate.Lock
	runtime workerd.Runtime
	url     string
	sockets map[string]*os.File
	public  int
	control control
	secret  string     // of dev.json
	clients string     // path of the socket for clients
	pauses  chan pause // from clients
	prefix  string     // of lines that are for us

	watcher *watcher
	builder *bundle.Builder
	live    *generation // what serves, or should
}

// generation is one version of the code.
type generation struct {
	project *config.Project
	bundle  *bundle.Bundle
	plan    *migrate.Plan
	config  *workerd.Config
	text    string // of config, to see whether anything changed
	process *workerd.Process
	since   time.Time // when the process started
}

func (s *server) run(ctx context.Context, start time.Time) error {
	if err := s.openState(); err != nil {
		return err
	}
	if s.o.Ephemeral {
		defer os.RemoveAll(s.state.Dir)
	}
	if err := s.takeLock(); err != nil {
		return err
	}
	defer func() { s.lock.Close() }()
	if err := s.listen(ctx); err != nil {
		return err
	}
	defer func() {
		for _, f := range s.sockets {
			f.Close()
		}
	}()
	if err := s.lock.SetAddress(s.url); err != nil {
		return err
	}
	stopClients, err := s.listenControl(ctx)
	if err != nil {
		return err
	}
	defer stopClients()
	if err := workerd.ReapLeftover(s.processDir()); err != nil {
		return err
	}

	// The runtime is looked for while the source is bundled.
	runtime := make(chan error, 1)
	go func() { // ends with the search, which ctx ends
		var err error
		s.runtime, err = s.o.Runtime(ctx, s.project.Dir)
		runtime <- err
	}()
	var watching sync.WaitGroup
	defer watching.Wait()
	watchCtx, stopWatching := context.WithCancel(ctx)
	defer stopWatching()
	if s.o.Watch {
		s.watcher = newWatcher()
		watching.Go(func() { s.watcher.run(watchCtx) })
	}
	defer func() {
		if s.builder != nil {
			s.builder.Close()
		}
	}()

	first, fault := s.build(ctx)
	if err := <-runtime; err != nil {
		return err
	}
	defer s.stop()
	if fault == nil {
		fault = s.serve(ctx, first, start, nil)
	}
	if fault != nil && !(s.o.Watch && mendable(fault)) {
		return fault
	}
	return s.loop(ctx, fault)
}

// mendable reports whether a save can cure a fault.
func mendable(fault error) bool {
	_, source := errors.AsType[*diag.ListError](fault)
	_, data := errors.AsType[*migrate.DestructiveError](fault)
	return source || data
}

// loop goes on until ctx is done. fault is why the first build does not serve.
func (s *server) loop(ctx context.Context, fault error) error {
	s.tell(ctx, fault)
	var retry <-chan time.Time
	backoff := time.Duration(0)
	for {
		var changes chan []string
		if s.watcher != nil {
			changes = s.watcher.changes
		}
		var gone <-chan struct{}
		switch {
		case s.live == nil:
		case s.live.process != nil:
			gone = s.live.process.Done()
		case retry == nil: // neither the new nor the old code could be started
			backoff = min(max(2*backoff, 100*time.Millisecond), 5*time.Second)
			retry = time.After(backoff)
		}
		select {
		case <-ctx.Done():
			return nil
		case changed := <-changes:
			start, last := time.Now(), s.live
			var next *generation
			broken := fault != nil
			if next, fault = s.rebuild(ctx, changed); fault == nil {
				fault = s.serve(ctx, next, start, changed)
			}
			if fault == nil && last != nil && s.live.process == last.process {
				if broken {
					s.log.put(s.ready(start, changed, true)) // mended, to what served all along
				} else {
					s.log.put(Unchanged{s.ready(start, changed, true).Changed})
				}
			}
			if ctx.Err() != nil {
				return nil
			}
			s.tell(ctx, fault)
		case p := <-s.pauses:
			fault = s.pause(ctx, p)
			s.tell(ctx, fault)
		case <-gone:
			if time.Since(s.live.since) > 10*time.Second {
				backoff = 0
			}
			backoff = min(max(2*backoff, 100*time.Millisecond), 5*time.Second)
			s.log.put(Gone{s.live.process.Err(), backoff})
			s.live.process = nil
			retry = time.After(backoff)
		case <-retry:
			retry = nil
			if s.live.process != nil {
				continue // a reload was quicker
			}
			if err := s.start(ctx, s.live); err != nil && ctx.Err() == nil {
				backoff = min(2*backoff, 5*time.Second)
				s.log.put(Gone{err, backoff})
				retry = time.After(backoff)
			}
		}
	}
}

// takeLock takes the state folder.
func (s *server) takeLock() (err error) {
	s.lock, err = s.state.Lock(migrate.Holder{Command: "dotool dev", Address: s.url})
	if err != nil || s.o.Recover == nil {
		return err
	}
	if err := s.o.Recover(s.state); err != nil {
		return errors.Join(err, s.lock.Close())
	}
	return nil
}

// pause lets go of the state folder while a client works on it, and starts
// again from what that left. Its fault is why it does not serve.
func (s *server) pause(ctx context.Context, p pause) error {
	start := time.Now()
	s.stop()
	s.lock.Close()
	p.paused <- nil
	select {
	case <-p.ended:
	case <-ctx.Done():
		return nil
	}
	// The client has given the lock back before it ended; another command may
	// have come between.
	for {
		err := s.takeLock()
		if _, locked := errors.AsType[*migrate.LockedError](err); !locked {
			if err != nil {
				return err
			}
			break
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
			return nil
		}
	}
	next, fault := s.build(ctx)
	if fault == nil {
		fault = s.serve(ctx, next, start, nil)
	}
	if fault != nil && s.live != nil && s.live.process == nil && ctx.Err() == nil {
		fault = join(fault, s.start(ctx, s.live))
	}
	return fault
}

// tell reports a fault, if there is one.
func (s *server) tell(ctx context.Context, fault error) {
	if fault == nil || ctx.Err() != nil {
		return
	}
	e := Fault{Serving: s.live != nil && s.live.process != nil, Waiting: true}
	var list *diag.ListError
	if errors.As(fault, &list) {
		e.List = list.List
	} else {
		e.Err = fault
	}
	s.log.put(e)
}

// inputs are the files to watch.
func (s *server) inputs() []string {
	files := slices.Clone(s.project.Inputs)
	if s.builder != nil {
		files = append(files, s.builder.Inputs()...)
	} else if s.project.Main.Value != "" {
		files = append(files, s.project.MainPath())
	}
	return files
}

// rebuild loads the project again if its own files changed, and builds.
func (s *server) rebuild(ctx context.Context, changed []string) (*generation, error) {
	if slices.ContainsFunc(changed, func(f string) bool { return slices.Contains(s.project.Inputs, f) }) {
		o := s.o.Config
		o.Path = s.project.File // the same one, whatever lies beside it now
		project, list, err := config.Load(o)
		if err != nil {
			return nil, err
		}
		old := s.project
		s.project, s.loaded = project, list
		if s.builder != nil && !sameBuild(old, project) {
			s.builder.Close()
			s.builder = nil
		}
	}
	return s.build(ctx)
}

// sameBuild reports whether a builder for a is good for b.
func sameBuild(a, b *config.Project) bool {
	return a.Main.Value == b.Main.Value && slices.Equal(flags(a), flags(b)) && reflect.DeepEqual(a.Build, b.Build)
}

// build makes a generation of the project as it is now and watches the files
// that it is made of. Its fault is a [diag.ListError] where the user's files are
// to blame.
func (s *server) build(ctx context.Context) (*generation, error) {
	start := time.Now()
	g, fault := s.make()
	if s.watcher != nil {
		s.watcher.watch(ctx, watchSet{files: s.inputs(), created: fault != nil, since: start})
	}
	return g, fault
}

func (s *server) make() (*generation, error) {
	list := slices.Clone(s.loaded)
	if list.HasErrors() {
		return nil, list.Err()
	}
	p := *s.project
	p.Vars = override(p.Vars, s.o.Vars)
	if s.builder == nil {
		if _, err := os.Stat(p.MainPath()); err != nil {
			d := list.Errorf(p.Main.Pos, "config", "the entry module %s does not exist", p.Main.Value)
			d.Fix = "set main to the file that exports your classes"
			if p.Build.Command != "" {
				d.Fix = "run the build command yourself, which dotool does not yet: " + p.Build.Command
			}
			return nil, list.Err()
		}
		b, faults := bundle.New(&p)
		if list = append(list, faults...); faults.HasErrors() {
			return nil, list.Err()
		}
		s.builder = b
	}
	built, faults := s.builder.Build()
	list = append(list, faults...)
	if built == nil {
		return nil, list.Err()
	}
	plan, err := s.plan(&p, built)
	if err != nil {
		return nil, err
	}
	list = append(list, plan.Diagnostics...)
	list = append(list, notHosted(&p)...)
	list.Sort()
	if err := list.Err(); err != nil {
		return nil, err
	}
	if len(list) > 0 {
		s.log.put(Warnings{list})
	}
	return &generation{project: &p, bundle: built, plan: plan}, nil
}

// plan tells what the local data needs. Objects are only counted, which takes a
// while where there are many, if some would be taken away.
func (s *server) plan(p *config.Project, b *bundle.Bundle) (*migrate.Plan, error) {
	ledger, err := s.state.ReadLedger()
	if err != nil {
		return nil, err
	}
	for count := false; ; count = true {
		disk, err := s.state.ReadDisk(count)
		if err != nil {
			return nil, err
		}
		plan := migrate.NewPlan(migrate.Request{Project: p, Exports: b.Exports, Ledger: ledger, Disk: disk, Serve: true})
		if count || !plan.Destructive() {
			return plan, nil
		}
	}
}

// notHosted warns about what is in the configuration but not in env.
func notHosted(p *config.Project) diag.List {
	var list diag.List
	if len(p.Absent) > 0 {
		var names []string
		for _, a := range p.Absent {
			if a.Name.Value != "" {
				names = append(names, a.Name.Value+" ("+a.Product+")")
			} else {
				names = append(names, a.Product)
			}
		}
		list.Warnf(diag.Pos{File: p.File}, "not-hosted", "dotool hosts Durable Objects only; absent from env: %s", strings.Join(names, ", "))
	}
	for key, used := range map[string]bool{
		"build.command":           p.Build.Command != "",
		"no_bundle":               p.Build.NoBundle,
		"find_additional_modules": p.Build.FindAdditionalModules,
	} {
		if used {
			list.Warnf(diag.Pos{File: p.File}, "not-followed", "dotool does not follow %s yet: it bundles %s as it is", key, p.Main.Value)
		}
	}
	for _, b := range p.Bindings {
		if !local(p, b) {
			list.Warnf(b.Pos, "not-hosted", "%s is absent from env: its class belongs to the Worker %q, and dotool serves one Worker at a time", b.Name.Value, b.ScriptName.Value)
		}
	}
	return list
}

// override lays vars over others of the same name.
func override(vars, over []config.Var) []config.Var {
	vars = slices.Clone(vars)
	for _, v := range over {
		vars = slices.DeleteFunc(vars, func(o config.Var) bool { return o.Name.Value == v.Name.Value })
		vars = append(vars, v)
	}
	return vars
}

// serve puts a generation in the place of the one that serves. If it does not
// start, the last one serves again.
func (s *server) serve(ctx context.Context, next *generation, start time.Time, changed []string) error {
	date, err := s.compatibilityDate(next.project)
	if err != nil {
		return err
	}
	next.config = render(rendering{
		project: next.project,
		bundle:  next.bundle,
		classes: next.plan.Classes,
		objects: s.state.ObjectsDir(),
		date:    date,
		secret:  s.control.secret,
		prefix:  s.prefix,
		log:     s.o.Log,
		public:  s.public,
	})
	next.text = next.config.Text()
	if s.live != nil && s.live.process != nil && next.text == s.live.text && next.plan.Empty() {
		next.process, next.since = s.live.process, s.live.since
		s.live = next
		return nil // saved, but not changed
	}
	var allow migrate.ApplyOptions
	if next.plan.Destructive() && s.o.Approve != nil {
		if allow.Destructive, err = s.o.Approve(ctx, s.state, next.plan); err != nil {
			return err
		}
	}
	if next.plan.Destructive() && !allow.Destructive {
		_, err := s.state.Apply(ctx, next.plan, allow) // which says what it would take away
		return err
	}
	last := s.live
	s.stop()
	if !next.plan.Empty() {
		if _, err := s.state.Apply(ctx, next.plan, allow); err != nil {
			return join(err, s.resume(ctx, last))
		}
	}
	if err := s.start(ctx, next); err != nil {
		if !next.plan.Empty() {
			// Code that does not start must not leave its migrations behind.
			_, undo := s.state.Rollback(context.WithoutCancel(ctx))
			err = join(err, undo)
		}
		return join(err, s.resume(ctx, last))
	}
	if !next.plan.Empty() {
		s.log.put(Migrated{next.plan})
	}
	s.live = next
	if err := s.writeDevFile(); err != nil {
		return err
	}
	s.log.put(s.ready(start, changed, last != nil))
	return nil
}

// ready is the event that says what serves.
func (s *server) ready(start time.Time, changed []string, reload bool) Ready {
	// Editors leave the names of files that are gone again.
	changed = slices.DeleteFunc(changed, func(f string) bool {
		_, err := os.Stat(f)
		return err != nil
	})
	return Ready{
		Project: s.live.project,
		URL:     s.url,
		Classes: s.live.plan.Classes,
		Runtime: s.runtime,
		State:   s.state.Dir,
		Took:    time.Since(start),
		Reload:  reload,
		Changed: changed,
	}
}

// join joins two errors, unless they say the same.
func join(a, b error) error {
	if a != nil && b != nil && a.Error() == b.Error() {
		return a
	}
	return errors.Join(a, b)
}

// resume starts the last generation again.
func (s *server) resume(ctx context.Context, last *generation) error {
	if s.live = last; last == nil || ctx.Err() != nil {
		return nil
	}
	return s.start(ctx, last)
}

// compatibilityDate is the one to run with: workerd refuses to start with a
// date that is later than it knows.
func (s *server) compatibilityDate(p *config.Project) (string, error) {
	date := p.CompatibilityDate.Value
	if date == "" {
		return s.newestDate(), nil
	}
	if newest := s.newestDate(); date > newest {
		var list diag.List
		d := list.Warnf(p.CompatibilityDate.Pos, "compatibility-date", "workerd %s takes no compatibility date after %s: using that one", s.runtime.Version, newest)
		d.Fix = "set an earlier date, or update the runtime with npm install --save-dev workerd@latest"
		if date > time.Now().UTC().Format(time.DateOnly) {
			d.Fix = "set a date that is not in the future"
		}
		s.log.put(Warnings{list})
		return newest, nil
	}
	return date, nil
}

// newestDate is the newest compatibility date that the runtime takes today: it
// refuses one in the future too.
func (s *server) newestDate() string {
	return min(s.runtime.Date, time.Now().UTC().Format(time.DateOnly))
}

// start starts the process of a generation.
func (s *server) start(ctx context.Context, g *generation) error {
	// What workerd says before it serves is told once it does; if it does not,
	// that is in the fault.
	var early eventBuffer
	out := &output{report: early.report, prefix: s.prefix, source: g.bundle.Map}
	inspector, port := "", cmp.Or(s.o.Inspector, g.project.Dev.InspectorPort)
	if port != 0 {
		inspector = fmt.Sprintf("127.0.0.1:%d", port)
	}
	p, err := workerd.Start(ctx, workerd.Options{
		Binary:    s.runtime.Path,
		Config:    g.config,
		Dir:       s.processDir(),
		Sockets:   s.sockets,
		Inspector: inspector,
		Verbose:   true, // tells the stack of uncaught exceptions
		Stdout:    out.stdout,
		Stderr:    out.stderr,
	})
	if err != nil {
		return startFault(err, g)
	}
	early.pass(s.log.offer)
	g.process, g.since = p, time.Now()
	return nil
}

// eventBuffer holds events back until somebody takes them.
type eventBuffer struct {
	mu   sync.Mutex // guards both
	held []Event
	next func(Event)
}

func (b *eventBuffer) report(e Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next != nil {
		b.next(e)
	} else {
		b.held = append(b.held, e)
	}
}

// pass passes on what is held and all that follows.
func (b *eventBuffer) pass(next func(Event)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.held {
		next(e)
	}
	b.held, b.next = nil, next
}

// startFault tells what workerd refuses to start with as diagnostics in the
// source, where it is about the user's code.
func startFault(err error, g *generation) error {
	start, ok := errors.AsType[*workerd.StartError](err)
	if !ok {
		return err
	}
	var list diag.List
	for _, f := range start.Faults() {
		if f.Service != userService {
			continue
		}
		pos := g.project.Main.Pos
		for _, frame := range f.Stack {
			if at, ok := sourceFrame(frame, g.bundle.Map); ok {
				pos = at
				break
			}
		}
		list.Errorf(pos, "startup", "%s", strings.TrimSpace(f.Message))
	}
	if len(list) == 0 {
		return err
	}
	return list.Err()
}

// stop ends the process that serves: WebSockets are told, requests in flight
// have a moment, then all is cut.
func (s *server) stop() {
	if s.live == nil || s.live.process == nil {
		return
	}
	p := s.live.process
	s.live.process = nil
	// Not ended by the context of Run: that is done when the server stops.
	deadline := time.Now().Add(drainLimit)
	busy, err := s.control.drain(context.Background(), drainLimit, p.Terminate)
	if err != nil {
		p.Terminate()
	}
	if !busy {
		// Only sockets of clients that do not answer are left.
		deadline = time.Now().Add(drainLimit / 10)
	}
	limit, cancel := context.WithDeadline(context.Background(), deadline)
	defer cancel()
	_ = p.Stop(limit) // that it had to be killed is what the limit is for
}

func (s *server) openState() error {
	if s.o.Ephemeral {
		sweepEphemeral()
		dir, err := os.MkdirTemp(ephemeralRoot(), ephemeralPrefix)
		if err != nil {
			return fmt.Errorf("state folder: %w", err)
		}
		s.state = &migrate.State{Dir: dir}
	} else {
		s.state = &migrate.State{Dir: s.project.StateDir(s.o.Persist)}
	}
	if err := os.MkdirAll(s.state.ObjectsDir(), 0o755); err != nil {
		return fmt.Errorf("state folder: %w", err)
	}
	return os.MkdirAll(s.processDir(), 0o700)
}

const ephemeralPrefix = "dotool-ephemeral-"

// sweepEphemeral removes what servers left that were killed: it may be memory.
func sweepEphemeral() {
	root := ephemeralRoot()
	if root == "" {
		root = os.TempDir()
	}
	left, _ := filepath.Glob(filepath.Join(root, ephemeralPrefix+"*"))
	for _, dir := range left {
		state := &migrate.State{Dir: dir}
		if fi, err := os.Stat(dir); err != nil || time.Since(fi.ModTime()) < time.Minute {
			continue // perhaps just about to be locked
		}
		if lock, err := state.Lock(migrate.Holder{Command: "dotool dev"}); err == nil { // nobody has it
			lock.Close()
			os.RemoveAll(dir)
		}
	}
}

// ephemeralRoot prefers memory to a disk. workerd's own storage in memory has
// no SQL.
func ephemeralRoot() string {
	if fi, err := os.Stat("/dev/shm"); err == nil && fi.IsDir() {
		return "/dev/shm"
	}
	return ""
}

func (s *server) processDir() string { return filepath.Join(s.state.OwnDir(), "workerd") }

func (s *server) listen(ctx context.Context) error {
	ip, port := s.o.IP, s.o.Port
	if ip == "" {
		ip = s.project.Dev.IP
	}
	if ip == "" {
		ip = "localhost"
	}
	if port < 0 {
		port = s.project.Dev.Port
		if port == 0 {
			port = 8787
		}
	}
	files, port, err := listen(ctx, ip, port)
	if err != nil {
		return err
	}
	s.public = len(files)
	s.sockets = map[string]*os.File{}
	for i, name := range publicSockets(len(files)) {
		s.sockets[name] = files[i]
	}
	s.url = publicURL(ip, port)
	return nil
}

// publicURL is an address that a browser on this machine can open.
func publicURL(ip string, port int) string {
	switch {
	case ip == "0.0.0.0" || ip == "*" || ip == "::":
		ip = "localhost"
	case strings.Contains(ip, ":"):
		ip = "[" + ip + "]"
	}
	return fmt.Sprintf("http://%s:%d", ip, port)
}

// listenControl opens two sockets: one for the commands of this user, which
// dotool answers, and a private one on which workerd's control worker answers
// dotool.
func (s *server) listenControl(ctx context.Context) (stop func(), err error) {
	s.secret, s.control.secret = randomHex(), randomHex()
	// What the Worker prints must not pass for a line of ours.
	s.prefix = "\x1e" + randomHex() + "\t"
	own, removeOwn, err := listenUnix(filepath.Join(s.state.OwnDir(), "control.sock"))
	if err != nil {
		return nil, err
	}
	private, removePrivate, err := listenUnix(filepath.Join(s.processDir(), "control.sock"))
	if err != nil {
		own.Close()
		removeOwn()
		return nil, err
	}
	defer private.Close()
	f, err := private.File()
	if err != nil {
		return nil, fmt.Errorf("control socket: %w", err)
	}
	s.sockets[controlSocket] = f
	s.control.socket, s.clients = private.Addr().String(), own.Addr().String()
	var serving sync.WaitGroup
	ctx, cancel := context.WithCancel(ctx)
	serving.Go(func() { s.serveClients(ctx, own) })
	return func() {
		cancel()
		serving.Wait()
		os.Remove(filepath.Join(s.state.OwnDir(), devFile))
		removeOwn()
		removePrivate()
	}, nil
}

// devFile tells other commands how to reach the server.
const devFile = "dev.json"

// DevFile is the content of dev.json, readable by this user alone.
type DevFile struct {
	Version int    `json:"version"` // of this file and of the control channel
	PID     int    `json:"pid"`     // of dotool
	Worker  string `json:"worker"`
	URL     string `json:"url"`
	Socket  string `json:"socket"` // path of the control socket
	Secret  string `json:"secret"`
	Runtime string `json:"runtime"` // version of workerd
}

func (s *server) writeDevFile() error {
	data, err := json.MarshalIndent(DevFile{protocol, os.Getpid(), s.live.project.Name.Value, s.url, s.clients, s.secret, s.runtime.Version}, "", "  ")
	if err != nil {
		return err
	}
	path := filepath.Join(s.state.OwnDir(), devFile)
	if err := os.WriteFile(path+".tmp", append(data, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path)
}

func randomHex() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
