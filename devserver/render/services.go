package render

import (
	"fmt"
	"slices"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// named returns the project of the Worker with a name, nil if there is none.
func named(projects []*config.Project, name string) *config.Project {
	for _, p := range projects {
		if p.Name.Value == name {
			return p
		}
	}
	return nil
}

// worker returns the Worker with a name, nil if it is not hosted.
func (p *plan) worker(name string) *Worker {
	for i := range p.Input.Workers {
		if p.Input.Workers[i].Project.Name.Value == name {
			return &p.Input.Workers[i]
		}
	}
	return nil
}

// namespace returns that of a class of this Worker or of another; ok is false if the
// Worker is hosted, but not the class.
func (p *plan) namespace(b binding.DurableObject) (of workerd.NamespaceBinding, ok bool) {
	of.ClassName = b.ClassName.Value
	w := p.Worker
	if !p.Project.Has(b) {
		if w = p.worker(b.ScriptName.Value); w == nil {
			return p.objectsElsewhere(b.ScriptName.Value, of.ClassName), b.ScriptName.Value != ""
		}
		of.Service = w.service()
	}
	_, ok = w.Classes[of.ClassName]
	return of, ok
}

// service returns the binding of another Worker, or of an entrypoint of it.
func service(b binding.Service) hosting {
	return func(p *plan) workerd.BindingValue {
		name, entrypoint := b.Service.Value, b.Entrypoint.Value
		w := p.worker(name)
		switch {
		case w == nil:
			return workerd.ServiceBinding(p.serviceElsewhere(name, entrypoint, b.Props))
		case entrypoint == "default":
			entrypoint = ""
		case entrypoint != "" && !slices.Contains(w.Bundle.Exports, entrypoint):
			return p.wrap("remote", text("message", noEntrypoint(name, entrypoint)))
		}
		of := workerd.ServiceBinding{Service: w.service(), Entrypoint: entrypoint, Props: b.Props}
		if entrypoint == "" && len(b.Props) == 0 {
			of.Service = w.Front()
		}
		return of
	}
}

// noEntrypoint begins as workerd's own error does.
func noEntrypoint(worker, entrypoint string) string {
	return fmt.Sprintf("Worker %q has no such named entrypoint %q.", worker, entrypoint)
}

// EntrypointWarnings name the entrypoints of other Workers that a Worker binds, and that
// these do not export.
func EntrypointWarnings(p *config.Project, exports func(worker string) (names []string, ok bool)) (list diag.List) {
	for _, b := range config.Of[binding.Service](p) {
		names, ok := exports(b.Service.Value)
		if name := b.Entrypoint.Value; ok && name != "" && name != "default" && !slices.Contains(names, name) {
			list.Warnf(b.Entrypoint.Pos, "no-entrypoint", "%s exports no entrypoint %s: calls of %s throw an error", b.Service.Value, name, b.Name.Value)
		}
	}
	return list
}

// tails returns the Workers that get tail events of this one, at its end and while it runs.
func (p *plan) tails() (atEnd, streaming []workerd.Designator) {
	for _, b := range p.Project.Bindings {
		name := tailTo(b)
		w := p.worker(name)
		switch _, end := b.(binding.TailConsumer); {
		case w != nil && end:
			atEnd = append(atEnd, workerd.Designator{Service: w.service()})
		case w != nil:
			streaming = append(streaming, workerd.Designator{Service: w.service()})
		case name != "" && end:
			atEnd = append(atEnd, p.tailElsewhere(name))
		}
	}
	return atEnd, streaming
}

// tailTo returns the Worker to which a binding sends tail events, "" if it does not.
func tailTo(b binding.Binding) string {
	switch b := b.(type) {
	case binding.TailConsumer:
		return b.Service.Value
	case binding.StreamingTailConsumer:
		return b.Service.Value
	}
	return ""
}
