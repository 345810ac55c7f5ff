package render

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/host/products"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// plan is a configuration on its way. What a binding needs besides its place in
// the env of a Worker is added to it.
type plan struct {
	Input
	*Worker // the Worker whose env is made
	*workerd.Config
}

// hosting adds what a binding needs to a plan and returns what the binding is to
// workerd, nil if it is left out of env.
type hosting func(*plan) workerd.BindingValue

// hostingOf returns how a binding of a project is hosted beside other Workers, nil if
// it is not: the one place that knows which products are hosted. A product of more than
// a few lines has a file of its own.
func hostingOf(p *config.Project, beside []*config.Project, b binding.Binding) hosting {
	switch b := b.(type) {
	case binding.Var:
		return variable(b)
	case binding.Cron: // fired by hand
		return func(*plan) workerd.BindingValue { return nil }
	case binding.Secret: // its value is one of the Vars
		return func(*plan) workerd.BindingValue { return nil }
	case binding.DurableObject:
		return durableObject(b)
	case binding.Service:
		return service(b)
	case binding.TailConsumer: // see plan.tails
		return func(*plan) workerd.BindingValue { return nil }
	case binding.StreamingTailConsumer: // likewise
		if named(beside, b.Service.Value) != nil {
			return func(*plan) workerd.BindingValue { return nil }
		}
	case binding.D1:
		return d1(b)
	case binding.R2:
		return bucket(b)
	case binding.AssetsBinding:
		if p.Assets != nil {
			return assets
		}
	case binding.QueueProducer:
		return producer(b)
	case binding.QueueConsumer:
		return consumer(b)
	case binding.KV:
		return kv(b)
	case binding.StoreSecret:
		return storeSecret(b)
	case binding.VersionMetadata:
		return versionMetadata
	case binding.RateLimit:
		return rateLimit(b)
	case binding.WorkerLoader:
		return func(*plan) workerd.BindingValue { return workerd.LoaderBinding{} }
	case binding.Hyperdrive:
		return hyperdrive(b)
	case binding.SendEmail:
		return sendEmail(b)
	case binding.AnalyticsEngine:
		return analytics(b)
	case binding.AI:
		if p.Simulated.AI.URL != "" {
			return ai(b)
		}
	case binding.Vectorize:
		return vectorize(b)
	case binding.Pipeline:
		return pipeline(b)
	case binding.Workflow:
		return workflow(b)
	case binding.Container: // see host.Options.Containers
		return func(*plan) workerd.BindingValue { return nil }
	}
	if remoteOnly(p, b) {
		return remote(b)
	}
	return nil
}

func variable(v binding.Var) hosting {
	return func(*plan) workerd.BindingValue {
		if v.JSON != nil {
			return workerd.JSONBinding(v.JSON)
		}
		return workerd.TextBinding(v.Text)
	}
}

func durableObject(b binding.DurableObject) hosting {
	return func(p *plan) workerd.BindingValue {
		if of, ok := p.namespace(b); ok {
			return of
		}
		return nil
	}
}

func assets(p *plan) workerd.BindingValue {
	if p.Assets == nil { // a runtime that cannot serve them
		return nil
	}
	return workerd.ServiceBinding{Service: p.Front(), Entrypoint: workerd.AssetsOnly}
}

// env returns the bindings of the user's Worker, and adds what they need.
func (p *plan) env() (all []workerd.Binding) {
	add := func(b binding.Binding) {
		if host := hostingOf(p.Project, p.projects(), b); host != nil {
			if value := host(p); value != nil && b.Common().Name.Value != "" {
				all = append(all, workerd.Binding{Name: b.Common().Name.Value, Value: value})
			}
		}
	}
	for _, v := range p.Project.Vars {
		add(v)
	}
	for _, b := range p.Project.Bindings {
		add(b)
	}
	return all
}

// simulate adds a Worker of package products, once for all bindings of a product, and
// returns its service. Its module is NAME.js, and its objects, if it has any, lie
// where wrangler dev keeps those of the product: in the folder of that name, which
// is its binding DISK.
func (p *plan) simulate(name string, objects ...workerd.Namespace) (service string) {
	service = "simulator:" + name
	if slices.ContainsFunc(p.Config.Workers, func(w workerd.Worker) bool { return w.Name == service }) {
		return service
	}
	w := workerd.Worker{
		Name:              service,
		Modules:           modules(products.Modules(name + ".js")),
		CompatibilityDate: simulatorDate,
		// Errors that a simulator throws keep their names.
		CompatibilityFlags: []string{"enhanced_error_serialization"},
		Namespaces:         objects,
	}
	if len(objects) > 0 {
		w.Storage = p.disk(name)
		w.Bindings = append(w.Bindings, workerd.Binding{Name: "DISK", Value: workerd.ServiceBinding{Service: w.Storage}})
	}
	for _, o := range objects {
		w.Bindings = append(w.Bindings, workerd.Binding{Name: o.ClassName, Value: workerd.NamespaceBinding{ClassName: o.ClassName}})
	}
	p.Config.Workers = append(p.Config.Workers, w)
	return service
}

// wrap adds a module of package products to those that are internal to the user's
// Worker, once, and returns the binding that its default export makes of others. It
// runs where the user's code does: what it throws has that code's stack.
func (p *plan) wrap(name string, of ...workerd.Binding) workerd.BindingValue {
	all := modules(products.Internal(name + ".js"))
	for _, module := range all {
		if !slices.ContainsFunc(p.Internal, func(m workerd.Module) bool { return m.Name == module.Name }) {
			p.Internal = append(p.Internal, module)
		}
	}
	return workerd.WrappedBinding{Module: all[0].Name, Bindings: of}
}

// text and value are bindings for the modules of [plan.wrap].
func text(name, value string) workerd.Binding {
	return workerd.Binding{Name: name, Value: workerd.TextBinding(value)}
}

func value(name string, v any) workerd.Binding {
	return workerd.Binding{Name: name, Value: workerd.JSONBinding(toJSON(v))}
}

// simulatorDate is the compatibility date of the simulators, which every runtime
// supported has.
const simulatorDate = "2026-01-01"

// disk adds a folder of the state, once, and returns its service.
func (p *plan) disk(name string) (service string) {
	service = "disk:" + name
	if !slices.ContainsFunc(p.Services, func(s workerd.Service) bool { return s.Name == service }) {
		p.Services = append(p.Services, workerd.Service{Name: service, Value: workerd.Disk{Path: filepath.Join(p.State, name), Writable: true}})
	}
	return service
}

// props returns ctx.props of a simulator, from the names and values of its members.
func props(members map[string]any) []byte { return toJSON(members) }

func toJSON(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // a value that our own code made
	}
	return text
}

// NotHosted returns the bindings of a project that its Worker does not get, hosted beside
// others.
func NotHosted(p *config.Project, beside ...*config.Project) []binding.Binding {
	return slices.DeleteFunc(slices.Clone(p.Bindings), func(b binding.Binding) bool { return hostingOf(p, beside, b) != nil })
}

// Warnings says what the Worker of a project does not get, hosted beside others.
func Warnings(p *config.Project, beside ...*config.Project) diag.List {
	var list, elsewhere diag.List
	var missing, idle []string
	for _, b := range NotHosted(p, beside...) {
		name, key := b.Common().Name, config.ProductOf(b).Key
		if site, ok := b.(binding.Site); ok {
			elsewhere.Warnf(site.Pos, "not-hosted", "files of a Workers Site are not served here").Fix = fmt.Sprintf(`use "assets": { "directory": %q } in its place: Cloudflare deprecated sites`, site.Bucket.Value)
		} else if to := tailTo(b); to != "" {
			elsewhere.Warnf(b.Common().Pos, "not-hosted", "the Worker %q gets no tail events while they happen: it is not hosted here", to).Fix = "host it beside this one: dotool dev DIR DIR"
		} else if name.Value != "" {
			missing = append(missing, name.Value+" ("+key+")")
		} else if !slices.Contains(idle, key) {
			idle = append(idle, key) // it has no name in env
		}
	}
	list = append(remoteWarnings(p), hyperdriveWarnings(p)...)
	if len(missing) > 0 {
		list.Warnf(diag.Pos{File: p.File}, "not-hosted", "dotool does not host these bindings; absent from env: %s", strings.Join(missing, ", "))
	}
	if len(idle) > 0 {
		list.Warnf(diag.Pos{File: p.File}, "not-hosted", "dotool does not run %s", strings.Join(idle, ", "))
	}
	return slices.Concat(list, elsewhere, queueWarnings(p, beside))
}

// Absent says why the env of a Worker, hosted beside others, has no binding of a name,
// or "" if it has one, or should not.
func Absent(p *config.Project, beside []*config.Project, name string) string {
	for _, b := range NotHosted(p, beside...) {
		if b.Common().Name.Value != name {
			continue
		}
		return fmt.Sprintf("%s (%s) is absent from env: dotool does not host it", name, config.ProductOf(b).Key)
	}
	return ""
}
