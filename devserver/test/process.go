package test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/disk"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/host"
	"github.com/dotool-dev/dotool/devserver/render"
	"github.com/dotool-dev/dotool/devserver/test/level"
	"github.com/dotool-dev/dotool/devserver/test/result"
	"github.com/dotool-dev/dotool/devserver/trace"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate/state"
)

// The service of dotool for the tests, and the socket on which the Worker runs them.
const (
	testsService = "tests"
	testsSocket  = "tests"
)

// process is a place where files run one after the other, in a process of workerd that
// may be replaced.
type process struct {
	*run
	number int
	*place
	proc    *workerd.Process
	config  *workerd.Config
	levels  level.Stack
	kept    copies                   // of single objects
	objects map[string]*event.Object // the objects of the tested Worker that have started, by number
	outputs []*trace.Output          // of the Workers beside it
	thrown  thrown
	current atomic.Pointer[running]
}

// configure makes the configuration of the process.
func (p *process) configure() *workerd.Config {
	in := p.s.input(p.build)
	in.State, in.Pages = p.data(), filepath.Join(p.dir, "pages.sock")
	c := render.Config(in)
	service := render.UserService(p.Project.Name.Value)
	c.Services = append(c.Services, workerd.Service{Name: testsService, Value: workerd.External{Address: "unix:" + p.dotool}})
	c.Sockets = append(c.Sockets, workerd.Socket{Name: testsSocket, Service: workerd.Designator{Service: service, Entrypoint: entrypoint}})
	added := []workerd.Binding{
		{Name: host.TestsBinding, Value: workerd.TextBinding("true")},
		{Name: "KEY", Value: workerd.TextBinding(p.s.secret)},
		{Name: "DOTOOL", Value: workerd.ServiceBinding{Service: testsService}},
		{Name: "SELF", Value: workerd.ServiceBinding{Service: in.Workers[0].Front()}},
	}
	added = append(added, p.workflows(c)...)
	for _, w := range c.Workers {
		if w.Name != service { // evictAllDurableObjects is for the namespaces that a Worker binds
			for _, n := range w.Namespaces {
				added = append(added, workerd.Binding{Name: "product:" + n.UniqueKey, Value: workerd.NamespaceBinding{ClassName: n.ClassName, Service: w.Name}})
			}
		}
		for i := range w.Namespaces {
			w.Namespaces[i].PreventEviction = false // data is put back beneath the products too
		}
	}
	i := slices.IndexFunc(c.Workers, func(w workerd.Worker) bool { return w.Name == service })
	user := &c.Workers[i]
	for _, n := range user.Namespaces {
		added = append(added, workerd.Binding{Name: "class:" + n.ClassName, Value: workerd.NamespaceBinding{ClassName: n.ClassName}})
	}
	user.CompatibilityFlags = append(user.CompatibilityFlags, "unsafe_module")
	if p.date < "2025-11-17" && !slices.ContainsFunc(p.Project.CompatibilityFlags, func(f config.String) bool { return strings.HasSuffix(f.Value, "able_ctx_exports") }) {
		user.CompatibilityFlags = append(user.CompatibilityFlags, "enable_ctx_exports")
	}
	for _, b := range user.Bindings {
		if to, ok := b.Value.(workerd.ServiceBinding); ok && to.Entrypoint == "Secret" {
			to.Entrypoint = "Admin" // see host/products/secrets-store.js
			added = append(added, workerd.Binding{Name: "secret:" + b.Name, Value: to})
		}
	}
	for j, b := range user.Bindings {
		if b.Name == host.InstallBinding {
			install := b.Value.(workerd.WrappedBinding)
			install.Bindings = append(install.Bindings, added...)
			user.Bindings[j].Value = install
		}
	}
	return c
}

// workflows enables the testing interface of the engine of Workflows, and returns bindings
// that lead to it: their names are those of the Worker's.
func (p *process) workflows(c *workerd.Config) (bindings []workerd.Binding) {
	i := slices.IndexFunc(c.Workers, func(w workerd.Worker) bool { return w.Name == render.WorkflowsService })
	if i < 0 {
		return nil
	}
	c.Workers[i].Bindings = append(c.Workers[i].Bindings, workerd.Binding{Name: "LOCAL_DEV", Value: workerd.TextBinding("true")})
	for _, b := range p.Project.Workflows() {
		if props, err := json.Marshal(map[string]string{"workflow": b.WorkflowName.Value, "binding": b.Name.Value}); err == nil {
			bindings = append(bindings, workerd.Binding{Name: "workflow:" + b.Name.Value, Value: workerd.ServiceBinding{Service: render.WorkflowsService, Entrypoint: "WorkflowBinding", Props: props}})
		}
	}
	return bindings
}

// start starts the process.
func (p *process) start(ctx context.Context) error {
	begun := time.Now()
	if p.config == nil {
		p.config = p.configure()
	}
	for {
		if err := os.RemoveAll(p.data()); err != nil {
			return err
		}
		if err := disk.Make(p.config); err != nil {
			return err
		}
		p.levels = level.Stack{Dir: p.data()}
		p.objects = map[string]*event.Object{}
		o := p.take(p.runtime, p.projects())
		o.Config, o.Stdout = p.config, p.stdout
		p.hear()
		var err error
		p.proc, err = workerd.Start(ctx, o)
		if start, ok := errors.AsType[*workerd.StartError](err); ok {
			if len(start.Problems()) == 0 && p.leaveOut(start) {
				continue
			}
			return p.startProblem(start)
		}
		if p.number == 0 && err == nil {
			p.mu.Lock()
			if p.timings.Start == 0 {
				p.timings.Start = time.Since(begun)
			}
			p.mu.Unlock()
		}
		return err
	}
}

// leaveOut removes compatibility flags that the runtime does not take, being the default.
// It reports whether there are any.
func (p *process) leaveOut(start *workerd.StartError) (found bool) {
	for i := range p.config.Workers {
		w := &p.config.Workers[i]
		flags := start.Redundant(w.Name)
		found = found || len(flags) > 0
		w.CompatibilityFlags = slices.DeleteFunc(w.CompatibilityFlags, func(f string) bool { return slices.Contains(flags, f) })
	}
	return found
}

// startProblem says why the Workers do not start, in the source if it is about that.
func (p *process) startProblem(start *workerd.StartError) error {
	var list diag.List
	for _, f := range start.Problems() {
		for _, part := range p.parts() {
			if f.Service == render.UserService(part.Project.Name.Value) {
				list = append(list, part.source.Startup(f.Message, f.Stack, part.Bundle))
			}
		}
	}
	return cmp.Or(list.Err(), error(start))
}

// stop ends the process at once: nothing of it is kept.
func (p *process) stop() {
	if p.proc != nil {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_ = p.proc.Stop(ctx) // being killed is not an error
		p.proc = nil
	}
}

// order tells runner.js which tests to run.
type order struct {
	File        string                  `json:"file"`
	Module      string                  `json:"module"`
	Root        string                  `json:"root"`
	Setup       []string                `json:"setup"`
	TestTimeout int64                   `json:"testTimeout"`
	HookTimeout int64                   `json:"hookTimeout"`
	Retry       int                     `json:"retry"`
	Bail        int                     `json:"bail"`
	Globals     bool                    `json:"globals"`
	Pattern     string                  `json:"pattern"`
	Update      Update                  `json:"update"`
	Isolate     Isolate                 `json:"isolate"`
	Always      bool                    `json:"always"`
	Env         map[string]string       `json:"env"`
	Config      map[string]any          `json:"config"`
	ShowState   bool                    `json:"showState"`
	List        bool                    `json:"list"`
	Only        []string                `json:"only,omitempty"`
	Done        map[string]result.State `json:"done,omitempty"`
	Broken      []string                `json:"broken,omitempty"`
	Serial      bool                    `json:"serial"`  // concurrent tests run one after the other
	Replace     bool                    `json:"replace"` // whether the process is replaced if objects stay in it
}

func (p *process) order(f *running) order {
	o := order{
		File: filepath.ToSlash(f.path), Module: f.module, Root: filepath.ToSlash(p.Project.Root), Setup: []string{},
		TestTimeout: 5000, HookTimeout: 10_000, Retry: p.s.o.Retry, Bail: p.s.o.Bail, Globals: p.s.o.Globals,
		Pattern: p.sel.Pattern, Update: New, Isolate: PerTest, Always: p.keeps(), Env: p.s.o.Env, Config: p.s.o.Settings,
		ShowState: p.s.o.ShowState, List: p.sel.List, Only: p.sel.Only[f.path], Done: f.states, Broken: f.broken, Replace: f.progress, Serial: f.serial,
	}
	for i := range p.s.o.SetupFiles {
		o.Setup = append(o.Setup, setupName(i))
	}
	if t := p.s.o.TestTimeout; t != 0 {
		o.TestTimeout = t.Milliseconds()
	}
	if t := p.s.o.HookTimeout; t != 0 {
		o.HookTimeout = t.Milliseconds()
	}
	if p.sel.Update != "" {
		o.Update = p.sel.Update
	}
	if p.sel.Update == Strict {
		o.Update = "none"
	}
	if p.s.o.Isolate != "" {
		o.Isolate = p.s.o.Isolate
	}
	return o
}

// keeps reports whether others than the Worker's objects may store data.
func (p *process) keeps() bool {
	return len(p.beside) > 0 || slices.ContainsFunc(p.Project.Bindings, func(b binding.Binding) bool {
		_, object := b.(binding.DurableObject)
		return !object
	})
}

// file runs a file. The error says why nothing can run any more.
func (p *process) file(ctx context.Context, f *file) error {
	if p.proc == nil {
		if err := p.start(ctx); err != nil {
			return err
		}
	}
	ended := 0 // tests, before the process was last replaced
	now := &running{file: f, progress: true, stuck: make(chan struct{}, 1), states: map[string]result.State{}, begun: time.Now(), ended: make(chan struct{})}
	p.emit(result.FileBegun{File: f.path, At: now.begun})
	defer p.current.Store(nil)
	for {
		if p.proc == nil {
			if err := p.start(ctx); err != nil {
				return err
			}
		}
		now.mu.Lock()
		now.last, now.suites, now.timeout, now.since, now.active = "", nil, p.hookTimeout(), time.Now(), map[string]bool{}
		now.mu.Unlock()
		p.current.Store(now)
		reason, hint := p.attempt(ctx, now)
		if ctx.Err() != nil || now.done != nil {
			return nil
		}
		p.stop()
		select {
		case <-now.stuck: // the request may have ended before that was read
			reason = ""
		default:
		}
		if reason != "" && now.several() {
			continue
		}
		if reason != "" { // otherwise its objects could not be put back
			now.blame(p.run, reason, hint)
		}
		if now.done != nil {
			return nil
		}
		now.mu.Lock()
		more := now.remaining()
		now.progress, ended = len(now.states) > ended, len(now.states)
		now.mu.Unlock()
		if !more {
			now.end(p.run, result.Result{State: result.Pass})
			return nil
		}
	}
}

// several reports whether it is not known which of several tests has ended the process:
// they run once more, one after the other.
func (f *running) several() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	again := len(f.active) > 1 && !f.serial
	f.serial = f.serial || again
	return again
}

func (p *process) hookTimeout() time.Duration {
	if t := p.s.o.HookTimeout; t != 0 {
		return t
	}
	return 10 * time.Second
}

// attempt has the process run the rest of a file. It returns why the file has no result
// then.
func (p *process) attempt(ctx context.Context, f *running) (reason, hint string) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	body, err := json.Marshal(p.order(f))
	if err != nil {
		return err.Error(), ""
	}
	replied := make(chan error, 1)
	go func() { // ends with the reply, or ctx
		status, text, err := p.post(ctx, body)
		if err == nil && status != http.StatusOK {
			err = errors.New(strings.TrimSpace(text))
		}
		replied <- err
	}()
	blocked := make(chan time.Duration, 1)
	go p.watch(ctx, p.proc, f, blocked) // ends with ctx
	select {
	case <-f.ended:
		select {
		case <-replied: // so that the next file does not run at the same time
		case <-p.proc.Done():
		case <-ctx.Done():
		}
		return "", ""
	case <-f.stuck:
		return "", ""
	case took := <-blocked:
		return fmt.Sprintf("Test timed out in %dms.", took.Milliseconds()), "it blocked the thread, as an endless loop does: " + restarted
	case <-p.proc.Done():
		return p.death()
	case <-ctx.Done():
		return "", ""
	case err := <-replied:
		if err != nil {
			if !p.alive(ctx) {
				select {
				case <-p.proc.Done():
					return p.death()
				case <-ctx.Done():
					return "", ""
				case <-time.After(5 * time.Second):
				}
			}
			// The process goes on, but not what the request began.
			p.stop() // and has passed on all that it printed
			return "the test ended before it had a result, as process.exit() does", restarted
		}
		select {
		case <-f.ended: // what it printed may arrive later
		case <-p.proc.Done():
			return p.death()
		case <-ctx.Done():
		}
		return "", ""
	}
}

const restarted = "the process was ended, and the other tests ran in a new one"

// death says why the process has ended.
func (p *process) death() (reason, hint string) {
	if exit, ok := errors.AsType[*workerd.ExitError](p.proc.Err()); ok {
		if exit.OutOfMemory() {
			return "the test ran out of memory", restarted
		}
		return "the test ended the process: " + exit.Status, restarted
	}
	return "the test ended the process", restarted
}

func (p *process) post(ctx context.Context, body []byte) (status int, text string, err error) {
	method := http.MethodPost
	if body == nil {
		method = http.MethodGet
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://dotool/", bytes.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("dotool-secret", p.s.secret)
	res, err := p.client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	reply, err := io.ReadAll(res.Body)
	return res.StatusCode, string(reply), err
}

// patience is the time of the processor that a process may use without a reply, after a
// test has had its time: on a busy machine, that is long.
const patience = 250 * time.Millisecond

// watch notices that a test blocks the thread of the process longer than it may take.
func (p *process) watch(ctx context.Context, proc *workerd.Process, f *running, blocked chan<- time.Duration) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		last, since, timeout := f.now()
		if timeout <= 0 || time.Since(since) < timeout+patience {
			continue
		}
		if before := workerd.Busy(proc.Pid()); p.replies(ctx, func() bool { return workerd.Busy(proc.Pid())-before < patience }) {
			continue
		}
		if now, began, _ := f.now(); now == last && began == since && ctx.Err() == nil {
			blocked <- timeout
			return
		}
	}
}

// alive reports whether the process still replies. One that dies closes its connections first.
func (p *process) alive(ctx context.Context) bool {
	before := workerd.Busy(p.proc.Pid())
	return p.replies(ctx, func() bool {
		select {
		case <-p.proc.Done():
			return false
		default:
			return workerd.Busy(p.proc.Pid())-before < patience
		}
	})
}

// replies reports whether the process replies to a request before it has no patience left.
func (p *process) replies(ctx context.Context, patient func() bool) bool {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	replied := make(chan error, 1)
	go func() { // ends with the reply, or ctx
		_, _, err := p.post(ctx, nil)
		replied <- err
	}()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-replied:
			return err == nil || ctx.Err() != nil
		case <-tick.C:
			if !patient() {
				return false
			}
		}
	}
}

// now returns the test or suite that began last, when, and how long it may take.
func (f *running) now() (last string, since time.Time, timeout time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.last, f.since, f.timeout
}

// serve responds to the modules of the tests.
func (p *process) serve(w http.ResponseWriter, r *http.Request) {
	value, err := p.reply(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if value != nil {
		json.NewEncoder(w).Encode(value)
	}
}

func (p *process) reply(r *http.Request) (any, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var q struct {
		Class, ID, Path, Text string
		Number                int
	}
	if len(body) > 0 && body[0] == '{' {
		if err := json.Unmarshal(body, &q); err != nil {
			return nil, err
		}
	}
	switch r.URL.Path {
	case "/push":
		return p.levels.Push()
	case "/pop":
		p.levels.Pop()
		return nil, nil
	case "/restore":
		_, err := p.levels.Restore()
		return nil, err
	case "/wipe":
		_, err := (&level.Stack{Dir: p.data()}).Restore()
		return nil, err
	case "/objects":
		return p.ids(q.Class)
	case "/instances":
		return p.instances()
	case "/keep":
		return p.kept.keep(p.namespace(q.Class), q.ID)
	case "/put":
		return nil, p.kept.put(p.namespace(q.Class), q.ID, q.Number)
	case "/failed":
		return p.run.fail(), nil
	case "/read":
		return p.readSnapshots(q.Path)
	case "/write":
		return nil, p.writeSnapshots(q.Path, q.Text)
	case "/remove":
		return nil, p.removeSnapshots(q.Path)
	}
	return nil, fmt.Errorf("unknown request %s", r.URL.Path)
}

// namespace returns the folder of a class.
func (p *process) namespace(class string) string {
	return filepath.Join(p.data(), "do", string(p.plan.Classes[class].Key))
}

// ids returns the ids of a class that have storage.
func (p *process) ids(class string) ([]string, error) {
	return idsIn(p.namespace(class))
}

// instances returns the ids of the objects of instances of Workflows, by binding.
func (p *process) instances() (map[string][]string, error) {
	found := map[string][]string{}
	for _, b := range p.Project.Workflows() {
		ids, err := idsIn(filepath.Join(p.data(), state.WorkflowsFolder, string(state.WorkflowKey(b.WorkflowName.Value))))
		if err != nil {
			return nil, err
		}
		found[b.Name.Value] = ids
	}
	return found, nil
}

// idsIn returns the ids of objects that have files in a folder.
func idsIn(folder string) ([]string, error) {
	ids := []string{}
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		if id, ok := strings.CutSuffix(e.Name(), ".sqlite"); ok && len(id) == 64 {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// snapshotPath returns the path of a file of snapshots, which must be in the folder of the
// tests or in that of the Worker.
func (p *process) snapshotPath(path string) (string, error) {
	path = filepath.Clean(filepath.FromSlash(path))
	for _, dir := range []string{p.Project.Root, p.s.o.Dir} {
		if rel, err := filepath.Rel(dir, path); err == nil && filepath.IsLocal(rel) {
			return path, nil
		}
	}
	return "", fmt.Errorf("a file of snapshots must be in the folder of the project: %s", path)
}

func (p *process) readSnapshots(path string) (any, error) {
	path, err := p.snapshotPath(path)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return string(text), err
}

func (p *process) writeSnapshots(path, text string) error {
	path, err := p.snapshotPath(path)
	if err != nil {
		return err
	}
	if f := p.current.Load(); f != nil && f.builder.Changed(path) {
		return fmt.Errorf("%s has changed while its tests ran: its inline snapshots are not written", p.s.show(path))
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return diag.ReplaceFile(path, []byte(text))
}

func (p *process) removeSnapshots(path string) error {
	path, err := p.snapshotPath(path)
	if err != nil {
		return err
	}
	return os.Remove(path)
}
