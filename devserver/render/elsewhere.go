package render

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/host"
	"github.com/dotool-dev/dotool/devserver/host/products"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// RegistryVariable is the variable of the environment that holds what the dev registry
// says as the process starts, as JSON; RegistryService is what needs it, if the
// configuration has that at all.
const (
	RegistryVariable = "DOTOOL_REGISTRY"
	RegistryService  = "simulator:registry"
)

// elsewhere adds the Worker that reaches those of other processes, once.
func (p *plan) elsewhere() *workerd.Worker {
	name := p.simulate("registry")
	w := &p.Config.Workers[slices.IndexFunc(p.Config.Workers, func(w workerd.Worker) bool { return w.Name == name })]
	if len(w.Bindings) > 0 {
		return w
	}
	w.Bindings = []workerd.Binding{
		{Name: "PORT", Value: workerd.DebugPortBinding{}},
		{Name: "REGISTRY", Value: workerd.EnvironmentBinding(RegistryVariable)},
	}
	// Its classes are added to the first module.
	w.Modules = append([]workerd.Module{{
		Name: products.Folder + "elsewhere.js", Kind: workerd.ESM,
		Content: []byte("import { objectsOf } from \"./registry.js\";\nexport * from \"./registry.js\";\nexport { default } from \"./registry.js\";\n"),
	}}, w.Modules...)
	return w
}

// serviceElsewhere returns an entrypoint of a Worker of another process.
func (p *plan) serviceElsewhere(worker, entrypoint string, given []byte) workerd.Designator {
	members := map[string]any{"worker": worker}
	if entrypoint != "" && entrypoint != "default" {
		members["entrypoint"] = entrypoint
	}
	if len(given) > 0 {
		members["props"] = json.RawMessage(given)
	}
	return workerd.Designator{Service: p.elsewhere().Name, Entrypoint: "Service", Props: props(members)}
}

// workflowElsewhere returns a Workflow of a Worker of another process, which must be dotool's:
// what a binding of one does here.
func (p *plan) workflowElsewhere(worker string, binding workerd.Designator) workerd.Designator {
	return workerd.Designator{Service: p.elsewhere().Name, Entrypoint: "Service", Props: props(map[string]any{
		"worker": worker, "service": binding.Service, "entrypoint": binding.Entrypoint, "props": json.RawMessage(binding.Props),
	})}
}

// tailElsewhere returns the service that gets tail events for a Worker of another process.
func (p *plan) tailElsewhere(worker string) workerd.Designator {
	const name = "TAILS"
	if w := p.elsewhere(); !slices.ContainsFunc(w.Bindings, func(b workerd.Binding) bool { return b.Name == name }) {
		w.Bindings = append(w.Bindings, workerd.Binding{Name: name, Value: workerd.WrappedBinding{
			Module: host.TailedModule, Bindings: []workerd.Binding{{Name: host.SealBinding, Value: workerd.EnvironmentBinding(SealVariable(0))}},
		}})
	}
	return p.serviceElsewhere(worker, "", nil)
}

// objectsElsewhere returns the namespace of a class of a Worker of another process.
func (p *plan) objectsElsewhere(worker, class string) workerd.NamespaceBinding {
	w := p.elsewhere()
	key := worker + "-" + class // as wrangler has it
	if k := p.Keys[worker][class]; k != "" {
		key = k
	}
	of := workerd.NamespaceBinding{Service: w.Name}
	i := slices.IndexFunc(w.Namespaces, func(n workerd.Namespace) bool { return n.UniqueKey == key })
	if i < 0 {
		i = len(w.Namespaces)
		w.Namespaces = append(w.Namespaces, workerd.Namespace{ClassName: "Objects" + strconv.Itoa(i), UniqueKey: key})
		w.Modules[0].Content = fmt.Appendf(w.Modules[0].Content, "export const Objects%d = objectsOf(%s, %s);\n", i, toJSON(worker), toJSON(class))
	}
	of.ClassName = w.Namespaces[i].ClassName
	return of
}

// Elsewhere returns the Workers that projects name and that are none of them, in order,
// and for each the names of what leads to it: bindings, or "tail events".
func Elsewhere(projects []*config.Project) (workers []string, by map[string][]string) {
	by = map[string][]string{}
	for _, p := range projects {
		for _, b := range p.Bindings {
			name, what := leadsTo(b), b.Common().Name.Value
			if what == "" {
				what = "tail events"
			}
			if name != "" && named(projects, name) == nil && !slices.Contains(by[name], what) {
				by[name] = append(by[name], what)
				workers = append(workers, name)
			}
		}
	}
	slices.Sort(workers)
	return slices.Compact(workers), by
}

// QueuesElsewhere returns the queues that projects send to, or move dead letters to, and
// that none of them consumes, in order.
func QueuesElsewhere(projects []*config.Project) (queues []string) {
	consumed := map[string]bool{}
	for _, p := range projects {
		for _, b := range config.Of[binding.QueueConsumer](p) {
			consumed[b.Queue.Value] = true
			queues = append(queues, b.DeadLetterQueue.Value)
		}
		for _, b := range config.Of[binding.QueueProducer](p) {
			queues = append(queues, b.LocalName())
		}
	}
	slices.Sort(queues)
	return slices.DeleteFunc(slices.Compact(queues), func(q string) bool { return q == "" || consumed[q] })
}

// doors returns the Workers by which other dev servers send to the queues that are consumed
// here: wrangler dev expects their names.
func (p *plan) doors() {
	if !p.Found || !p.has(queuesService) {
		return
	}
	for _, of := range p.projects() {
		for _, b := range config.Of[binding.QueueConsumer](of) {
			name := "queues:queue:" + b.Queue.Value
			if p.has(name) {
				continue
			}
			p.Config.Workers = append(p.Config.Workers, workerd.Worker{
				Name:              name,
				Modules:           modules([]host.Module{{Name: "queue.js", Source: "export default { fetch: (request, env) => env.QUEUE.fetch(request) };\n"}}),
				CompatibilityDate: simulatorDate,
				Bindings: []workerd.Binding{{Name: "QUEUE", Value: workerd.ServiceBinding{
					Service: queuesService, Props: props(map[string]any{"queue": b.Queue.Value}),
				}}},
			})
		}
	}
}

// leadsTo returns the Worker that a binding leads to, "" if it is the Worker's own.
func leadsTo(b binding.Binding) string {
	switch b := b.(type) {
	case binding.Service:
		return b.Service.Value
	case binding.DurableObject:
		return b.ScriptName.Value
	case binding.Workflow:
		return b.ScriptName.Value
	}
	return tailTo(b)
}

// ElsewhereWarnings name the Workers that run neither here nor elsewhere, as far as
// `running` knows. `beside` returns the command that hosts one of them too, "" if it is not
// known.
func ElsewhereWarnings(projects []*config.Project, running func(worker string) bool, beside func(worker string) string) (list diag.List) {
	workers, by := Elsewhere(projects)
	for _, name := range workers {
		if running(name) {
			continue
		}
		for _, p := range projects {
			i := slices.IndexFunc(p.Bindings, func(b binding.Binding) bool { return leadsTo(b) == name })
			if i < 0 {
				continue
			}
			d := list.Warnf(p.Bindings[i].Common().Pos, "not-running", "the Worker %q is not running: until it is, calls fail (%s)", name, strings.Join(by[name], ", "))
			d.Fix = "start it with `dotool dev` or `wrangler dev`, or host it beside this one: " + cmp.Or(beside(name), "dotool dev DIR DIR")
			break
		}
	}
	return list
}
