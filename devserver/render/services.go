package render

import (
	"fmt"
	"slices"

	"dotool/config"
	"dotool/config/binding"
	"dotool/config/diag"
	"dotool/devserver/workerd"
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
// class is not hosted.
func (p *plan) namespace(b binding.DurableObject) (of workerd.NamespaceBinding, ok bool) {
	of.ClassName = b.ClassName.Value
	w := p.Worker
	if !p.Project.Has(b) {
		if w = p.worker(b.ScriptName.Value); w == nil {
			return of, false
		}
		of.Service = w.service()
	}
	_, ok = w.Classes[of.ClassName]
	return of, ok
}

// service is another Worker, or an entrypoint of it. If it is not hosted, every call
// fails.
func service(b binding.Service) hosting {
	return func(p *plan) workerd.BindingValue {
		name, entrypoint := b.Service.Value, b.Entrypoint.Value
		w := p.worker(name)
		switch {
		case w == nil:
			return p.wrap("remote", text("message", notRunning(name)))
		case entrypoint == "default":
			entrypoint = ""
		case entrypoint != "" && !slices.Contains(w.Bundle.Exports, entrypoint):
			return p.wrap("remote", text("message", noEntrypoint(name, entrypoint)))
		}
		of := workerd.ServiceBinding{Service: w.service(), Entrypoint: entrypoint, Props: b.Props}
		if entrypoint == "" && len(b.Props) == 0 {
			of.Service = w.front()
		}
		return of
	}
}

// notRunning says that a Worker is not hosted.
func notRunning(worker string) string {
	return fmt.Sprintf("Worker %q not found. Make sure it is running locally.", worker)
}

// noEntrypoint begins as workerd's own error does.
func noEntrypoint(worker, entrypoint string) string {
	return fmt.Sprintf("Worker %q has no such named entrypoint %q.", worker, entrypoint)
}

const besideFix = "host it beside this one: dotool dev DIR DIR"

// serviceWarnings name the Workers that are not hosted.
func serviceWarnings(p *config.Project, beside []*config.Project) (list diag.List) {
	for _, b := range config.Of[binding.Service](p) {
		if name := b.Service.Value; name != p.Name.Value && named(beside, name) == nil {
			list.Warnf(b.Service.Pos, "not-hosted", "the Worker %q is not hosted here: calls of %s throw an error", name, b.Name.Value).Fix = besideFix
		}
	}
	return list
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

// tails are the Workers that get tail events of this one, at its end and while it runs.
func (p *plan) tails() (atEnd, streaming []workerd.Designator) {
	for _, b := range p.Project.Bindings {
		w := p.worker(tailTo(b))
		if w == nil {
			continue
		}
		to := workerd.Designator{Service: w.service()}
		if _, ok := b.(binding.TailConsumer); ok {
			atEnd = append(atEnd, to)
		} else {
			streaming = append(streaming, to)
		}
	}
	return atEnd, streaming
}

// tailTo is the Worker to which a binding sends tail events, "" if it does not.
func tailTo(b binding.Binding) string {
	switch b := b.(type) {
	case binding.TailConsumer:
		return b.Service.Value
	case binding.StreamingTailConsumer:
		return b.Service.Value
	}
	return ""
}
