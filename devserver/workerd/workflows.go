package workerd

// Bundled is the kind of a module of workerd's own, whose Content is its path, such as
// "/workerd/workflows.js". Not every runtime has it: see [Runtime.HasWorkflows].
const Bundled ModuleKind = "bundled"

// Engine runs the Workflows of a Worker.
type Engine struct {
	Actor     Designator // the class of the instances
	Workflows []Workflow
}

// Workflow is a class of a Worker that an [Engine] runs.
type Workflow struct {
	ClassName string // what the Worker exports
	Name      string // of the Workflow
	Binding   Designator
}

func (e *Engine) value() value {
	if e == nil {
		return nil
	}
	return tuple(
		field{"actorClass", designator(e.Actor)},
		field{"workflows", list(e.Workflows, func(w Workflow) value {
			return tuple(field{"className", text(w.ClassName)}, field{"name", text(w.Name)}, field{"bindingService", designator(w.Binding)})
		})},
	)
}

// WorkflowsSince is the first release that has the module for Workflows.
const WorkflowsSince = "1.20261117.1"

// HasWorkflows reports whether the runtime can run Workflows.
func (r Runtime) HasWorkflows() bool { return releaseDate(r.Version) >= releaseDate(WorkflowsSince) }
