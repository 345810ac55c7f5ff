package render

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/bundle"
	"github.com/dotool-dev/dotool/devserver/host"
	"github.com/dotool-dev/dotool/devserver/host/products"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate/state"
)

// WorkflowsService is the service that runs the Workflows of all Workers, with workerd's
// own engine.
const WorkflowsService = "workflows"

// workflow returns a Workflow of this Worker or another. If it cannot run, every call fails
// with the reason.
func workflow(b binding.Workflow) hosting {
	return func(p *plan) workerd.BindingValue {
		of := workflowBinding(b)
		if why := p.idle(b); p.isElsewhere(b) {
			of = p.workflowElsewhere(b.ScriptName.Value, of)
		} else if why != "" {
			return p.wrap("remote", text("message", why))
		}
		return workerd.WrappedBinding{
			Module:   "cloudflare-internal:workflows-api",
			Bindings: []workerd.Binding{{Name: "fetcher", Value: workerd.ServiceBinding(of)}},
		}
	}
}

// workflowBinding returns the entrypoint that implements the binding of a Workflow.
func workflowBinding(b binding.Workflow) workerd.Designator {
	return workerd.Designator{Service: WorkflowsService, Entrypoint: "WorkflowBinding", Props: props(map[string]any{"workflow": b.WorkflowName.Value})}
}

// idle says why a Workflow cannot run, "" if it can.
func (p *plan) idle(b binding.Workflow) string {
	name := called(b)
	if !p.Runtime.HasWorkflows() {
		return outdated(name, p.Runtime)
	}
	owner := p.owner(b)
	switch {
	case owner == nil:
		return fmt.Sprintf("%s cannot be used: its class belongs to the Worker %q, which is not hosted here", name, b.ScriptName.Value)
	case !workflowName.MatchString(b.WorkflowName.Value):
		return fmt.Sprintf("%s cannot be used: %q is not a valid name of a workflow", name, b.WorkflowName.Value)
	case !slices.Contains(owner.Bundle.Exports, b.ClassName.Value):
		return fmt.Sprintf("%s cannot be used: the Worker %q exports no class %s", name, owner.Project.Name.Value, b.ClassName.Value)
	}
	return ""
}

// called returns the name of a Workflow in messages: that of its binding, if it has one.
func called(b binding.Workflow) string {
	if b.Name.Value != "" {
		return b.Name.Value
	}
	return b.WorkflowName.Value
}

// workflowName is which names can be those of folders.
var workflowName = pattern.New(`^[a-zA-Z0-9_][a-zA-Z0-9_-]{0,63}$`)

func outdated(name string, r workerd.Runtime) string {
	return fmt.Sprintf("%s cannot be used: workflows need workerd %s or later, and this is %s. %s", name, workerd.WorkflowsSince, r.Version, updateFix)
}

const updateFix = "Update the runtime with npm install --save-dev workerd@latest"

// owner returns the Worker with the class of a Workflow, nil if it is not hosted here.
func (p *plan) owner(b binding.Workflow) *Worker {
	script := b.ScriptName.Value
	if script == "" || script == p.Project.Name.Value {
		return p.Worker
	}
	return p.worker(script)
}

// isElsewhere reports whether a Workflow can be one of another process.
func (p *plan) isElsewhere(b binding.Workflow) bool {
	return p.owner(b) == nil && p.Runtime.HasWorkflows()
}

// run returns the Workflows that run, each once, with the Worker that has its class. Its
// settings are those of that Worker.
func (p *plan) run() (all []binding.Workflow, owners []*Worker) {
	add := func(foreign bool) {
		for i := range p.Input.Workers {
			of := &plan{Input: p.Input, Worker: &p.Input.Workers[i], Config: p.Config}
			for _, b := range of.Project.Workflows() {
				owner := of.owner(b)
				if (owner != of.Worker) != foreign || of.idle(b) != "" || slices.ContainsFunc(all, func(o binding.Workflow) bool { return o.WorkflowName.Value == b.WorkflowName.Value }) {
					continue
				}
				all, owners = append(all, b), append(owners, owner)
			}
		}
	}
	add(false)
	add(true)
	return all, owners
}

// engine returns the engine that runs the Workflows of a Worker, nil if it has none.
func (p *plan) engine() *workerd.Engine {
	e := &workerd.Engine{Actor: workerd.Designator{Service: WorkflowsService, Entrypoint: "Engine"}}
	for _, b := range p.own() {
		class := b.ClassName.Value
		if slices.ContainsFunc(e.Workflows, func(w workerd.Workflow) bool { return w.ClassName == class }) {
			class = exportedAgain(b)
		}
		e.Workflows = append(e.Workflows, workerd.Workflow{ClassName: class, Name: b.WorkflowName.Value, Binding: workflowBinding(b)})
	}
	if len(e.Workflows) == 0 {
		return nil
	}
	return e
}

// own returns the Workflows that run and whose classes are of this Worker.
func (p *plan) own() (own []binding.Workflow) {
	all, owners := p.run()
	for i, b := range all {
		if owners[i] == p.Worker {
			own = append(own, b)
		}
	}
	return own
}

// exportedAgain returns the name of the class of a Workflow whose own name stands for another.
func exportedAgain(b binding.Workflow) string { return host.Entrypoint + " " + b.WorkflowName.Value }

// again returns the classes that several Workflows have.
func (p *plan) again() (again []host.Again) {
	classes := map[string]bool{}
	for _, b := range p.own() {
		if class := b.ClassName.Value; classes[class] {
			again = append(again, host.Again{Name: exportedAgain(b), Class: class})
		}
		classes[b.ClassName.Value] = true
	}
	return again
}

// keepsMessages reports whether an error that says not to try a step again has its own
// message where it ends an instance.
func (w *Worker) keepsMessages() bool {
	has := func(flag string) bool {
		return slices.ContainsFunc(w.Project.CompatibilityFlags, func(f config.String) bool { return f.Value == flag })
	}
	return has("workflows_preserve_non_retryable_error_message") || w.Date >= "2026-05-14" && !has("workflows_replace_non_retryable_error_message")
}

// workflows adds the service that runs Workflows, if there are any, and returns the
// bindings by which the control worker reaches it.
func (p *plan) workflows() []workerd.Binding {
	all, owners := p.run()
	if len(all) == 0 {
		return nil
	}
	w := workerd.Worker{
		Name:              WorkflowsService,
		CompatibilityDate: simulatorDate,
		Modules:           append(modules(products.Modules("workflows.js")), workerd.Module{Name: products.Folder + "bundled/workflows.js", Kind: workerd.Bundled, Content: []byte("/workerd/workflows.js")}),
		Storage:           p.disk(state.WorkflowsFolder),
		Bindings:          []workerd.Binding{text("SECRET", p.Secret)},
	}
	if owners[0].keepsMessages() {
		w.CompatibilityFlags = []string{"workflows_preserve_non_retryable_error_message"}
	}
	if p.Hosted { // for a command, which no instance is to use for going on
		w.Bindings = append(w.Bindings, value("QUIET", true))
	}
	settings := map[string]workflowSettings{}
	for i, b := range all {
		name, service := b.WorkflowName.Value, owners[i].service()
		settings[name] = settingsOf(b)
		w.Bindings = append(w.Bindings,
			workerd.Binding{Name: "workflow:" + name, Value: workerd.NamespaceBinding{ClassName: string(state.WorkflowKey(name)), Service: service}},
			workerd.Binding{Name: "report:" + name, Value: workerd.ServiceBinding{Service: service, Entrypoint: host.Entrypoint}},
		)
	}
	w.Bindings = append(w.Bindings, value("WORKFLOWS", settings))
	p.Config.Workers = append(p.Config.Workers, w)
	return []workerd.Binding{{Name: "WORKFLOWS", Value: workerd.ServiceBinding{Service: WorkflowsService, Entrypoint: "Control"}}}
}

// workflowSettings are the limits of a Workflow, as the engine takes them.
type workflowSettings struct {
	Steps     int                        `json:"steps,omitempty"`
	Retention map[string]json.RawMessage `json:"retention,omitempty"`
}

func settingsOf(b binding.Workflow) (s workflowSettings) {
	var limits struct {
		Steps int `json:"steps"`
	}
	if json.Unmarshal(b.Limits, &limits) == nil && limits.Steps > 0 {
		s.Steps = limits.Steps
	}
	var keep map[string]json.RawMessage
	if json.Unmarshal(b.DefaultRetention, &keep) == nil {
		for key, value := range keep {
			if s.Retention == nil {
				s.Retention = map[string]json.RawMessage{}
			}
			s.Retention[strings.TrimSuffix(key, "_retention")] = value
		}
	}
	return s
}

// WorkflowProblems returns the classes of Workflows that a Worker does not export.
func WorkflowProblems(p *config.Project, b *bundle.Bundle) (list diag.List) {
	for _, w := range p.Workflows() {
		script, class := w.ScriptName.Value, w.ClassName.Value
		if script != "" && script != p.Name.Value || class == "" || slices.Contains(b.Exports, class) {
			continue
		}
		d := list.Errorf(w.ClassName.Pos, "workflow-class", "the class %s of the workflow %q is not exported by the entry module", class, w.WorkflowName.Value)
		d.Fix = diag.DidYouMean(class, b.Exports, "export it from "+p.Main.Value)
	}
	return list
}

// WorkflowWarnings say which Workflows of the Workers cannot run.
func WorkflowWarnings(r Input) (list diag.List) {
	for i := range r.Workers {
		p := &plan{Input: r, Worker: &r.Workers[i]}
		all := p.Project.Workflows()
		if len(all) > 0 && !r.Runtime.HasWorkflows() {
			var names []string
			for _, b := range all {
				names = append(names, called(b))
			}
			list.Warnf(all[0].Pos, "not-hosted", "workerd %s cannot run workflows, which need %s or later: calls of %s throw an error", r.Runtime.Version, workerd.WorkflowsSince, strings.Join(names, ", ")).
				Fix = strings.ToLower(updateFix[:1]) + updateFix[1:]
			continue
		}
		for _, b := range all {
			why := p.idle(b)
			if why == "" || p.isElsewhere(b) {
				continue
			}
			list.Warnf(b.Pos, "not-hosted", "%s: its calls throw an error", why)
		}
	}
	return list
}
