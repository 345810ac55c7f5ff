// Package render makes the configuration of workerd for a generation of a project:
// see [Config], which is pure. It knows which bindings are hosted, and how
// (hosted.go); [NotHosted] returns the others. The bundle and the classes come from
// packages bundle and migrate.
package render

import (
	"bytes"
	"cmp"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/bundle"
	"github.com/dotool-dev/dotool/devserver/host"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate"
)

// Names of the sockets and services in the configuration of workerd.
const (
	publicSocket  = "http" // and "http2" for the second address of localhost
	ControlSocket = "control"

	ControlService  = "control"
	ObjectsService  = "objects"
	internetService = "internet"
	pageService     = "pages"
	reloadService   = "reload"
	originService   = "origin"
)

// UserService returns the service of a Worker of the user's, and AssetsService that of its
// files.
func UserService(worker string) string { return "user-" + worker }

// AssetsService is described at [UserService].
func AssetsService(worker string) string { return "assets-" + worker }

// sealVariable is the variable of the environment that holds the key which the lines of
// a Worker are sealed with: see [SealVariable].
const sealVariable = "DOTOOL_SEAL"

// SealVariable returns the variable of the Worker with an index in [Input.Workers].
func SealVariable(index int) string {
	if index == 0 {
		return sealVariable
	}
	return sealVariable + strconv.Itoa(index)
}

// Input has everything from which the configuration of workerd is made.
type Input struct {
	Workers []Worker  // the public sockets lead to the first
	State   string    // folder of what the products keep, a folder a product: do, kv, d1 …
	Pages   string    // path of the socket that serves error pages
	Began   time.Time // when the server started
	Secret  string
	Name    string // part of names that no one can guess
	Log     bool   // a line per request
	Held    bool   // alarms are held back
	Inspect bool   // DevTools may look
	Public  int    // number of public sockets
	Reload  bool   // have pages in browsers reload
	Later   string // the Worker whose main module comes later than all else: see [Ahead]; "" for none

	// Found says that other dev servers can find these Workers.
	Found bool

	// Keys are the unique keys of classes of Workers that run elsewhere, by Worker and
	// class, unless they are "WORKER-CLASS".
	Keys map[string]map[string]string

	TestScheduled bool         // /__scheduled runs the scheduled handler
	TLS           *workerd.TLS // serve HTTPS, if not nil

	Runtime workerd.Runtime // to run it
	Hosted  bool            // for one command, until it ends
}

// Worker is one of the Workers that are hosted together.
type Worker struct {
	Project *config.Project
	Bundle  *bundle.Bundle
	Classes map[string]migrate.Class // the classes to host
	Date    string                   // compatibility date
	Without []string                 // compatibility flags that the runtime does not take, being the default
	Assets  *workerd.Assets          // the files to serve, if any; which Worker they go with is added here
}

// service returns the service of a Worker.
func (w *Worker) service() string { return UserService(w.Project.Name.Value) }

// Front returns the service that takes requests to a Worker: its assets come first.
func (w *Worker) Front() string {
	if w.Assets == nil {
		return w.service()
	}
	return AssetsService(w.Project.Name.Value)
}

// projects returns the projects of all Workers.
func (r Input) projects() (all []*config.Project) {
	for _, w := range r.Workers {
		all = append(all, w.Project)
	}
	return all
}

// Ahead returns the configuration but for the main module of a Worker, and the code of
// that; nil if a process cannot be started ahead of it, or if that would not be quicker.
func Ahead(r Input, worker string) (*workerd.Config, []byte) {
	i := slices.IndexFunc(r.Workers, func(w Worker) bool { return w.Project.Name.Value == worker })
	if i < 0 {
		return nil, nil
	}
	const most = 512 << 10 // to read more from JSON takes workerd longer than to load what is there
	main := r.Workers[i].Bundle.Modules[0]
	if main.Kind != bundle.ESM || len(main.Code) > most {
		return nil, nil
	}
	r.Later = worker
	return Config(r), main.Code
}

// Config returns the configuration of workerd. It is pure.
func Config(r Input) *workerd.Config {
	c := &workerd.Config{}
	main := &r.Workers[0]
	control := workerd.Worker{
		Name:              ControlService,
		CompatibilityDate: "2026-01-01",
		// The second has errors of calls keep their names and what is not an Error.
		// The third has it call handlers that are not for requests.
		CompatibilityFlags: []string{"unsafe_module", "enhanced_error_serialization", "service_binding_extra_handlers"},
		Bindings: []workerd.Binding{
			{Name: "SECRET", Value: workerd.TextBinding(r.Secret)},
			{Name: "WORKER", Value: workerd.TextBinding(main.Project.Name.Value)},
		},
		Modules: modules(host.ControlModules()),
	}
	var users []workerd.Worker
	for i := range r.Workers {
		p := &plan{Input: r, Worker: &r.Workers[i], Config: c}
		users = append(users, p.user(i))
		control.Bindings = slices.Concat(control.Bindings, p.reach(), p.email())
	}
	all := &plan{Input: r, Config: c}
	control.Bindings = append(control.Bindings, all.workflows()...)
	all.doors()
	if all.has(RegistryService) {
		control.Bindings = append(control.Bindings, workerd.Binding{Name: "REGISTRY", Value: workerd.ServiceBinding{Service: RegistryService, Entrypoint: "Table"}})
	}
	if all.has(queuesService) {
		control.Bindings = append(control.Bindings, workerd.Binding{Name: "QUEUES", Value: workerd.ServiceBinding{Service: queuesService, Entrypoint: queuesEntrypoint}})
	}
	c.Workers = slices.Concat([]workerd.Worker{control}, c.Workers, users)
	c.Services = append([]workerd.Service{
		{Name: ObjectsService, Value: workerd.Disk{Path: filepath.Join(r.State, "do"), Writable: true}},
		{Name: pageService, Value: workerd.External{
			Address: "unix:" + r.Pages,
			Headers: []workerd.Header{{Name: "Authorization", Value: "Bearer " + r.Secret}},
		}},
	}, c.Services...)
	c.Sockets = []workerd.Socket{{Name: ControlSocket, Service: workerd.Designator{Service: ControlService}}}
	c.Internal = append(modules(append(host.Internal(r.options(main)), host.Module{Name: host.EmailModule, Source: host.Email})), c.Internal...)
	for i := range r.Workers {
		p := &plan{Input: r, Worker: &r.Workers[i], Config: c}
		p.serveAssets(users[i].CompatibilityFlags)
	}
	(&plan{Input: r, Worker: main, Config: c}).public()
	slices.SortStableFunc(c.Workers, func(a, b workerd.Worker) int { return strings.Compare(a.Later, b.Later) }) // it waits last
	// Without this a Worker could not fetch localhost. It is the last, which is where a
	// process can be held back: see [workerd.Options].
	c.Services = append(c.Services, workerd.Service{Name: internetService, Value: workerd.Network{Allow: []string{"public", "private", "local"}}})
	return c
}

// options say what dotool's modules wrap of a Worker.
func (r Input) options(w *Worker) host.Options {
	return host.Options{
		Name:      r.Name,
		Main:      w.Bundle.Main(),
		Exports:   w.Bundle.Exports,
		Classes:   slices.Sorted(maps.Keys(w.Classes)),
		Log:       r.Log,
		Held:      r.Held,
		Inspected: r.Inspect,
	}
}

// user returns a Worker of the user's, with its index.
func (p *plan) user(index int) workerd.Worker {
	options := p.options(p.Worker)
	options.Again = p.again()
	own, later := p.Bundle.Modules, ""
	if p.Later == p.Project.Name.Value {
		options.Later, later, own = true, own[0].Name, own[1:]
		for _, m := range own {
			if m.Packages {
				options.Before = append(options.Before, m.Name)
			}
		}
	}
	classes := options.Classes
	user := workerd.Worker{
		Name:               p.service(),
		CompatibilityDate:  p.Date,
		CompatibilityFlags: flags(p.Project, p.Bundle, p.Date, p.Without),
		Storage:            ObjectsService,
		Modules:            modules(host.Modules(options)),
		Later:              later,
	}
	for _, m := range own {
		user.Modules = append(user.Modules, workerd.Module{Name: m.Name, Kind: moduleKinds[m.Kind], Content: m.Code})
	}
	user.Bindings = p.env()
	user.CacheOutbound = p.cache()
	user.Engine = p.engine()
	user.Tails, user.StreamingTails = p.tails()
	install := []workerd.Binding{
		{Name: host.SecretBinding, Value: workerd.TextBinding(p.Secret)},
		{Name: host.SealBinding, Value: workerd.EnvironmentBinding(SealVariable(index))},
		{Name: host.PagesBinding, Value: workerd.ServiceBinding{Service: pageService}},
		{Name: host.WorkerBinding, Value: workerd.TextBinding(p.Project.Name.Value)},
		{Name: host.KeyValueBinding, Value: workerd.TextBinding(strings.Join(keyValue(p.Classes), " "))},
	}
	if c := containers(p.Project); len(c) > 0 {
		install = append(install, workerd.Binding{Name: host.ContainersBinding, Value: workerd.TextBinding(strings.Join(c, " "))})
	}
	install = append(install, p.routes()...)
	if of := p.anyNamespace(); of.ClassName != "" {
		install = append(install, workerd.Binding{Name: host.NamespaceBinding, Value: of})
	}
	if len(user.Tails)+len(user.StreamingTails) > 0 {
		install = append(install, text(host.TailsBinding, "true"))
	}
	user.Bindings = append(user.Bindings, workerd.Binding{
		Name:  host.InstallBinding,
		Value: workerd.WrappedBinding{Module: host.InstallModule, Function: host.InstallFunction, Bindings: install},
	})
	for _, name := range classes {
		c := p.Classes[name]
		user.Namespaces = append(user.Namespaces, workerd.Namespace{
			ClassName: name,
			UniqueKey: string(c.Key),
			SQL:       c.Storage == migrate.SQLite,
		})
	}
	return user
}

// anyNamespace returns a namespace of the Worker, or one of another that it binds; its
// ClassName is "" if there is none.
func (p *plan) anyNamespace() workerd.NamespaceBinding {
	if classes := slices.Sorted(maps.Keys(p.Classes)); len(classes) > 0 {
		return workerd.NamespaceBinding{ClassName: classes[0]}
	}
	for _, b := range config.Of[binding.DurableObject](p.Project) {
		if of, ok := p.namespace(b); ok {
			return of
		}
	}
	return workerd.NamespaceBinding{}
}

// reach returns the bindings by which the control worker reaches a Worker and its objects.
func (p *plan) reach() []workerd.Binding {
	worker := p.Project.Name.Value
	all := []workerd.Binding{
		{Name: "handlers:" + worker, Value: workerd.ServiceBinding{Service: p.service()}},
		{Name: "worker:" + worker, Value: workerd.ServiceBinding{Service: p.service(), Entrypoint: host.Entrypoint}},
	}
	for _, name := range slices.Sorted(maps.Keys(p.Classes)) {
		all = append(all, workerd.Binding{
			Name:  "class:" + worker + "/" + name,
			Value: workerd.NamespaceBinding{ClassName: name, Service: p.service()},
		})
	}
	return all
}

// serveAssets adds the files of a Worker, whose compatibility flags are given.
func (p *plan) serveAssets(flags []string) {
	if p.Assets == nil {
		return
	}
	assets := p.routed(*p.Assets)
	if p.Project.Main.Value != "" {
		assets.Worker = p.service()
	} else {
		assets.CompatibilityDate, assets.CompatibilityFlags = p.Date, flags
	}
	p.Services = append(p.Services, workerd.Service{Name: p.Front(), Value: assets})
}

// public adds the public sockets, and what stands before the Worker that they lead to.
func (p *plan) public() {
	front := p.Front()
	if o := p.Project.Dev.Origin; o != (config.Origin{}) {
		p.Config.Workers = append(p.Config.Workers, originWorker(o, front))
		front = originService
	}
	if p.Reload {
		p.Config.Workers = append(p.Config.Workers, reloadWorker(front))
		front = reloadService
	}
	for _, name := range PublicSockets(p.Public) {
		socket := workerd.Socket{Name: name, Service: workerd.Designator{Service: front}, TLS: p.TLS}
		// The code can see the headers of a request only if it names them. Setting one
		// costs each request some 5 µs of workerd's time (measured), which is spared where
		// no one would notice: wrangler dev takes this header off requests that the Worker
		// sends on.
		if mentions(p.Bundle, "headers") {
			socket.Headers = []workerd.Header{{Name: "CF-Connecting-IP", Value: "127.0.0.1"}}
		}
		p.Sockets = append(p.Sockets, socket)
	}
}

// keyValue returns the classes that have key-value storage, not SQLite.
func keyValue(classes map[string]migrate.Class) (names []string) {
	for _, name := range slices.Sorted(maps.Keys(classes)) {
		if classes[name].Storage != migrate.SQLite {
			names = append(names, name)
		}
	}
	return names
}

func modules(list []host.Module) (out []workerd.Module) {
	for _, m := range list {
		out = append(out, workerd.Module{Name: m.Name, Kind: workerd.ESM, Content: []byte(m.Source)})
	}
	return out
}

// mentions reports whether the code of a Worker has a word in it.
func mentions(b *bundle.Bundle, word string) bool {
	return b.Any("the word "+word, func(code []byte) bool { return bytes.Contains(code, []byte(word)) })
}

var moduleKinds = map[bundle.Kind]workerd.ModuleKind{
	bundle.ESM:      workerd.ESM,
	bundle.CommonJS: workerd.CommonJS,
	bundle.Text:     workerd.Text,
	bundle.Data:     workerd.Data,
	bundle.Wasm:     workerd.Wasm,
}

// PublicSockets returns the names of n public sockets.
func PublicSockets(n int) []string { return []string{publicSocket, publicSocket + "2"}[:n] }

// Date returns the compatibility date of a project on a runtime, which does not start with one
// later than it knows: that is a warning.
func Date(p *config.Project, r workerd.Runtime, list *diag.List) string {
	date, today := p.CompatibilityDate.Value, time.Now().UTC().Format(time.DateOnly)
	newest := min(r.Date, today) // it also rejects future dates
	if date == "" || date <= newest {
		return cmp.Or(date, newest)
	}
	d := list.Warnf(p.CompatibilityDate.Pos, "compatibility-date", "workerd %s takes no compatibility date after %s: using that one", r.Version, newest)
	d.Fix = "set an earlier date, or update the runtime: " + r.Newer()
	if date > today {
		d.Fix = "set a date that is not in the future"
	}
	return newest
}

// flags returns the compatibility flags of the Worker, which runs with a date, without
// some.
func flags(p *config.Project, b *bundle.Bundle, date string, without []string) []string {
	var out []string
	for _, f := range p.CompatibilityFlags {
		if f.Value != "no_nodejs_als" && !slices.Contains(without, f.Value) {
			out = append(out, f.Value)
		}
	}
	// For AsyncLocalStorage, by which host/objects.js knows the call it is in.
	if !bundle.NodeCompat(p, date) {
		out = append(out, "nodejs_als")
	}
	node, _, _ := b.NodeFlags(p, date)
	return append(out, node...)
}
