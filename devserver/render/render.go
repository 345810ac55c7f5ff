// Package render makes the configuration of workerd for a generation of a project:
// see [Config], which is pure. It knows which bindings are hosted, and how
// (hosted.go); [NotHosted] returns the others. The bundle and the classes come from
// packages bundle and migrate.
package render

import (
	"bytes"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dotool/config"
	"dotool/devserver/bundle"
	"dotool/devserver/host"
	"dotool/devserver/workerd"
	"dotool/migrate"
)

// Names of the sockets and services in the configuration of workerd.
const (
	publicSocket  = "http" // and "http2" for the second address of localhost
	ControlSocket = "control"

	ControlService  = "control"
	ObjectsService  = "objects"
	internetService = "internet"
	pageService     = "pages"
	AssetsService   = "assets"
	reloadService   = "reload"
	originService   = "origin"
)

// UserService is the service of a Worker of the user's.
func UserService(worker string) string { return "user-" + worker }

// SealVariable is the variable of the environment that holds the key which a Worker's
// lines are sealed with.
const SealVariable = "DOTOOL_SEAL"

// Input is what the configuration of workerd is made from.
type Input struct {
	Project *config.Project
	Bundle  *bundle.Bundle
	Classes map[string]migrate.Class // the classes to host
	State   string                   // folder of what the products keep, a folder a product: do, kv, d1 …
	Pages   string                   // path of the socket that serves error pages
	Date    string                   // compatibility date
	Began   time.Time                // when the server started
	Secret  string
	Name    string   // part of names that no one can guess
	Log     bool     // a line per request
	Held    bool     // alarms are held back
	Inspect bool     // DevTools may look
	Public  int      // number of public sockets
	Without []string // compatibility flags that the runtime does not take, being the default

	Assets *workerd.Assets // the files to serve, if any; which Worker they go with is added here
	Reload bool            // have pages in browsers reload

	TestScheduled bool         // /__scheduled runs the scheduled handler
	TLS           *workerd.TLS // serve HTTPS, if not nil
}

// Config returns the configuration of workerd. It is pure.
func Config(r Input) *workerd.Config {
	classes := slices.Sorted(maps.Keys(r.Classes))
	worker := r.Project.Name.Value
	service := UserService(worker)
	user := workerd.Worker{
		Name:               service,
		CompatibilityDate:  r.Date,
		CompatibilityFlags: flags(r.Project, r.Bundle, r.Date, r.Without),
		Storage:            ObjectsService,
	}
	options := host.Options{
		Name:      r.Name,
		Main:      r.Bundle.Main(),
		Exports:   r.Bundle.Exports,
		Classes:   classes,
		Log:       r.Log,
		Held:      r.Held,
		Inspected: r.Inspect,
	}
	user.Modules = modules(host.Modules(options))
	for _, m := range r.Bundle.Modules {
		user.Modules = append(user.Modules, workerd.Module{Name: m.Name, Kind: moduleKinds[m.Kind], Content: m.Code})
	}
	c := &workerd.Config{}
	p := &plan{r, c}
	user.Bindings = p.env()
	user.CacheOutbound = p.cache()
	install := []workerd.Binding{
		{Name: host.SecretBinding, Value: workerd.TextBinding(r.Secret)},
		{Name: host.SealBinding, Value: workerd.EnvironmentBinding(SealVariable)},
		{Name: host.PagesBinding, Value: workerd.ServiceBinding{Service: pageService}},
		{Name: host.WorkerBinding, Value: workerd.TextBinding(worker)},
		{Name: host.KeyValueBinding, Value: workerd.TextBinding(strings.Join(keyValue(r.Classes), " "))},
	}
	if c := containers(r.Project); len(c) > 0 {
		install = append(install, workerd.Binding{Name: host.ContainersBinding, Value: workerd.TextBinding(strings.Join(c, " "))})
	}
	install = append(install, routes(r)...)
	if len(classes) > 0 {
		install = append(install, workerd.Binding{Name: host.NamespaceBinding, Value: workerd.NamespaceBinding{ClassName: classes[0]}})
	}
	user.Bindings = append(user.Bindings, workerd.Binding{
		Name:  host.InstallBinding,
		Value: workerd.WrappedBinding{Module: host.InstallModule, Function: host.InstallFunction, Bindings: install},
	})
	control := workerd.Worker{
		Name:              ControlService,
		CompatibilityDate: "2026-01-01",
		// The second has errors of calls keep their names and what is not an Error.
		// The third has it call handlers that are not for requests.
		CompatibilityFlags: []string{"unsafe_module", "enhanced_error_serialization", "service_binding_extra_handlers"},
		Bindings: []workerd.Binding{
			{Name: "SECRET", Value: workerd.TextBinding(r.Secret)},
			{Name: "WORKER", Value: workerd.TextBinding(worker)},
			{Name: "handlers:" + worker, Value: workerd.ServiceBinding{Service: service}},
			{Name: "worker:" + worker, Value: workerd.ServiceBinding{Service: service, Entrypoint: host.Entrypoint}},
		},
	}
	control.Modules = modules(host.ControlModules())
	for _, name := range classes {
		c := r.Classes[name]
		user.Namespaces = append(user.Namespaces, workerd.Namespace{
			ClassName: name,
			UniqueKey: string(c.Key),
			SQL:       c.Storage == migrate.SQLite,
		})
		control.Bindings = append(control.Bindings, workerd.Binding{
			Name:  "class:" + worker + "/" + name,
			Value: workerd.NamespaceBinding{ClassName: name, Service: service},
		})
	}
	c.Workers = append([]workerd.Worker{user, control}, c.Workers...)
	c.Services = append([]workerd.Service{
		{Name: ObjectsService, Value: workerd.Disk{Path: filepath.Join(r.State, "do"), Writable: true}},
		// Without this a Worker could not fetch localhost.
		{Name: internetService, Value: workerd.Network{Allow: []string{"public", "private", "local"}}},
		{Name: pageService, Value: workerd.External{
			Address: "unix:" + r.Pages,
			Headers: []workerd.Header{{Name: "Authorization", Value: "Bearer " + r.Secret}},
		}},
	}, c.Services...)
	c.Sockets = []workerd.Socket{{Name: ControlSocket, Service: workerd.Designator{Service: ControlService}}}
	c.Internal = append(modules(append(host.Internal(options), host.Module{Name: host.EmailModule, Source: host.Email})), c.Internal...)
	front := service
	if r.Assets != nil {
		assets := routed(*r.Assets, r)
		if r.Project.Main.Value != "" {
			assets.Worker = service
		} else {
			assets.CompatibilityDate, assets.CompatibilityFlags = r.Date, user.CompatibilityFlags
		}
		c.Services = append(c.Services, workerd.Service{Name: AssetsService, Value: assets})
		front = AssetsService
	}
	if o := r.Project.Dev.Origin; o != (config.Origin{}) {
		c.Workers = append(c.Workers, originWorker(o, front))
		front = originService
	}
	if r.Reload {
		c.Workers = append(c.Workers, reloadWorker(front))
		front = reloadService
	}
	for _, name := range PublicSockets(r.Public) {
		socket := workerd.Socket{Name: name, Service: workerd.Designator{Service: front}, TLS: r.TLS}
		// The code can see the headers of a request only if it names them. Setting one
		// costs each request some 5 µs of workerd's time (measured), which is spared where
		// no one would notice: wrangler dev takes this header off requests that the Worker
		// sends on.
		if mentions(r.Bundle, "headers") {
			socket.Headers = []workerd.Header{{Name: "CF-Connecting-IP", Value: "127.0.0.1"}}
		}
		c.Sockets = append(c.Sockets, socket)
	}
	return c
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
	return slices.ContainsFunc(b.Modules, func(m bundle.Module) bool { return bytes.Contains(m.Code, []byte(word)) })
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

// flags are the compatibility flags of the Worker, which runs with a date, without
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
