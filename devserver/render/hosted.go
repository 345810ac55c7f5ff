package render

import (
	"fmt"
	"slices"
	"strings"

	"dotool/config"
	"dotool/config/diag"
	"dotool/devserver/workerd"
)

// hosting returns what a binding is to workerd, nil if it is left out of env.
type hosting func(Input) workerd.BindingValue

// hostingOf returns how a binding is hosted, nil if it is not: the one place that
// knows which products are hosted. A product of more than a few lines has a file of
// its own.
func hostingOf(p *config.Project, b config.Binding) hosting {
	switch b := b.(type) {
	case config.Var:
		return variable(b)
	case config.Secret: // its value is one of the Vars
		return func(Input) workerd.BindingValue { return nil }
	case config.DurableObject:
		if b.Local(p) {
			return durableObject(b)
		}
	case config.AssetsBinding:
		if p.Assets != nil {
			return assets
		}
	}
	return nil
}

func variable(v config.Var) hosting {
	return func(Input) workerd.BindingValue {
		if v.JSON != nil {
			return workerd.JSONBinding(v.JSON)
		}
		return workerd.TextBinding(v.Text)
	}
}

func durableObject(b config.DurableObject) hosting {
	return func(r Input) workerd.BindingValue {
		if _, ok := r.Classes[b.ClassName.Value]; !ok {
			return nil
		}
		return workerd.NamespaceBinding{ClassName: b.ClassName.Value}
	}
}

func assets(r Input) workerd.BindingValue {
	if r.Assets == nil { // a runtime that cannot serve them
		return nil
	}
	return workerd.ServiceBinding{Service: AssetsService, Entrypoint: workerd.AssetsOnly}
}

// env returns the bindings of the user's Worker.
func env(r Input) (all []workerd.Binding) {
	add := func(b config.Binding) {
		if make := hostingOf(r.Project, b); make != nil {
			if value := make(r); value != nil {
				all = append(all, workerd.Binding{Name: b.Common().Name.Value, Value: value})
			}
		}
	}
	for _, v := range r.Project.Vars {
		add(v)
	}
	for _, b := range r.Project.Bindings {
		add(b)
	}
	return all
}

// NotHosted returns the bindings of a project that its Worker does not get here.
func NotHosted(p *config.Project) []config.Binding {
	return slices.DeleteFunc(slices.Clone(p.Bindings), func(b config.Binding) bool { return hostingOf(p, b) != nil })
}

// Warnings says what the Worker of a project does not get here.
func Warnings(p *config.Project) diag.List {
	var list, elsewhere diag.List
	var missing, idle []string
	for _, b := range NotHosted(p) {
		name, key := b.Common().Name, config.ProductOf(b).Key
		if _, object := b.(config.DurableObject); object {
			elsewhere.Warnf(b.Common().Pos, "not-hosted", "%s", Absent(p, name.Value))
		} else if name.Value != "" {
			missing = append(missing, name.Value+" ("+key+")")
		} else if !slices.Contains(idle, key) {
			idle = append(idle, key) // which is nothing in env in any case
		}
	}
	if len(missing) > 0 {
		list.Warnf(diag.Pos{File: p.File}, "not-hosted", "dotool hosts Durable Objects only; absent from env: %s", strings.Join(missing, ", "))
	}
	if len(idle) > 0 {
		list.Warnf(diag.Pos{File: p.File}, "not-hosted", "dotool does not run %s", strings.Join(idle, ", "))
	}
	return append(list, elsewhere...)
}

// Absent says why env has no binding of a name, or "" if it has one, or should
// not.
func Absent(p *config.Project, name string) string {
	for _, b := range NotHosted(p) {
		if b.Common().Name.Value != name {
			continue
		}
		if o, ok := b.(config.DurableObject); ok {
			return fmt.Sprintf("%s is absent from env: its class belongs to the Worker %q, and dotool serves one Worker at a time", name, o.ScriptName.Value)
		}
		return fmt.Sprintf("%s (%s) is absent from env: dotool hosts Durable Objects only", name, config.ProductOf(b).Key)
	}
	return ""
}
