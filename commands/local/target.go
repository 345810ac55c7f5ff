package local

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/migrate/state"
)

// TargetName returns the address of a target.
func TargetName(t control.Target) string {
	if t.Name != "" {
		return t.Class + "/" + diag.Visible(t.Name)
	}
	return t.Class + "/" + t.ID[:12]
}

// CallTarget returns the object to call. The call creates an object of a name that does not
// exist yet; an id must exist.
func (x *Objects) CallTarget(ctx context.Context, a inspect.Address) (t control.Target, fresh bool, err error) {
	o, err := x.Object(ctx, a)
	if err == nil {
		return LiveTarget(o), false, x.CheckHosted(ctx, o.Namespace.Worker)
	}
	unknown, ok := errors.AsType[*inspect.AddressError](err)
	if !ok || unknown.Ambiguous || unknown.Many || unknown.What == "worker" || a.Text == "" {
		return t, false, err
	}
	classes := x.callable(ctx)
	of := func(class string) (found []inspect.Parts) {
		for _, c := range classes {
			if c.Class == class || c.Of() == class {
				found = append(found, c)
			}
		}
		return found
	}
	if a.Class != "" && len(classes) > 0 && len(of(a.Class)) == 0 {
		return t, false, &inspect.AddressError{What: "class", Text: a.Class, Among: x.classNames(classes)}
	}
	if _, notID := state.ParseObjectID(a.Text); notID == nil || len(a.Text) >= 8 && strings.Trim(a.Text, "0123456789abcdefABCDEF") == "" {
		return t, false, err // an id, or a prefix of one
	}
	name, among := a.Text, of(a.Class)
	parts := x.Split(a.Text, classes...)
	switch {
	case len(of(parts.Of())) > 0 && (a.Class == "" || a.Class == parts.Class || a.Class == parts.Of()):
		name, among = parts.Name, of(parts.Of())
	case parts.Class != "" && parts.Worker != "" && a.Class == "":
		return t, false, cmp.Or(x.CheckHosted(ctx, parts.Worker), err)
	case a.Class == "" && unknown.Near != "" && len(classes) > 1:
		return t, false, err
	case a.Class == "":
		among = classes
	}
	if len(among) > 1 {
		names := x.classNames(among)
		return t, false, ui.WithHint(fmt.Errorf("no object %q, and a new one could be of several classes: %s", a.Text, strings.Join(names, ", ")), fmt.Sprintf("say which, as %s/%s", names[0], name))
	}
	if len(among) == 0 {
		return t, false, err
	}
	t = control.Target{Worker: among[0].Worker, Class: among[0].Class, Name: name}
	if _, notID := state.ParseObjectID(t.Name); notID == nil || t.Name == "" {
		return t, false, err
	}
	return t, true, nil
}

// CallClass returns the class that an argument names, or the object that it means.
func (x *Objects) CallClass(ctx context.Context, a inspect.Address) (control.Target, error) {
	var found []inspect.Parts
	for _, c := range x.callable(ctx) {
		if c.Class == a.Text || c.Of() == a.Text {
			found = append(found, c)
		}
	}
	switch {
	case len(found) == 1:
		return control.Target{Worker: found[0].Worker, Class: found[0].Class}, nil
	case len(found) > 1:
		return control.Target{}, &inspect.AddressError{What: "class", Text: a.Text, Among: x.classNames(found), Ambiguous: true, Workers: true}
	}
	t, _, err := x.CallTarget(ctx, a)
	return t, err
}

// callable returns the classes of which a call can create objects: those of the Workers that
// the server hosts, or else that the configurations can host.
func (x *Objects) callable(ctx context.Context) (classes []inspect.Parts) {
	names, served := x.hosts(ctx)
	for _, p := range x.project.projects() {
		if served && !slices.Contains(names, p.Name.Value) {
			continue // it is served by another name
		}
		for _, class := range classesOf(p) {
			classes = append(classes, inspect.Parts{Worker: p.Name.Value, Class: class})
		}
	}
	known := len(classes) > 0
	for _, n := range x.Namespaces() {
		isOf := func(p *config.Project) bool { return p.Name.Value == n.Worker }
		switch {
		case n.Worker == "" && known, slices.ContainsFunc(x.project.projects(), isOf) && known: // the configuration knows better
		case n.Worker != "" && len(names) > 0 && !slices.Contains(names, n.Worker):
		default:
			classes = append(classes, inspect.Parts{Worker: n.Worker, Class: n.Class})
		}
	}
	return classes
}

// hosts returns the Workers that the running server hosts or, if none runs, those that can
// be hosted: of the configurations.
func (x *Objects) hosts(ctx context.Context) (names []string, served bool) {
	if c, err := x.Server(ctx); err == nil {
		if len(c.File.Workers) > 0 {
			return c.File.Workers, true
		}
		return []string{c.File.Worker}, true
	}
	for _, p := range x.project.projects() {
		names = append(names, p.Name.Value)
	}
	return names, false
}

// CheckHosted returns an error if the objects of a Worker cannot be called.
func (x *Objects) CheckHosted(ctx context.Context, worker string) error {
	names, served := x.hosts(ctx)
	switch {
	case worker == "" || len(names) == 0 || slices.Contains(names, worker):
		return nil
	case served:
		return ui.WithHint(fmt.Errorf("the running dev server does not host the Worker %s", worker), "it hosts "+strings.Join(names, ", ")+"; start it with the configuration of "+worker+" too")
	}
	return ui.WithHint(fmt.Errorf("the configuration of the Worker %s is needed to run its code", worker), "give both with --config, or start `dotool dev` with both")
}

// classNames returns the names of classes, with their Workers if these differ.
func (x *Objects) classNames(classes []inspect.Parts) (names []string) {
	several := slices.ContainsFunc(classes, func(c inspect.Parts) bool { return c.Worker != classes[0].Worker })
	for _, c := range classes {
		if name := c.Class; !several {
			names = append(names, name)
		} else {
			names = append(names, c.Of())
		}
	}
	return names
}

// ReportFresh notes that a call creates an object, and names a similar object or class in
// case its name is mistyped.
func (x *Objects) ReportFresh(ctx context.Context, t control.Target) {
	var known []string
	const maxCompared = 10_000
	for o, err := range x.Objects(ctx, inspect.Address{Class: inspect.Parts{Worker: t.Worker, Class: t.Class}.Of()}) {
		if err != nil || len(known) == maxCompared {
			break
		}
		if o.Named {
			known = append(known, o.Name)
		}
	}
	near := ""
	if n := diag.Nearest(t.Name, known); n != "" {
		near = fmt.Sprintf(" (there is %s/%s)", t.Class, diag.Visible(n))
	}
	if class, name, ok := strings.Cut(t.Name, "/"); ok && near == "" {
		if n := diag.Nearest(class, x.classNames(x.callable(ctx))); n != "" {
			near = fmt.Sprintf(" (there is a class %s: %s/%s)", n, n, diag.Visible(name))
		}
	}
	name := TargetName(t)
	if hosts, _ := x.hosts(ctx); len(hosts) > 1 && t.Worker != "" {
		name = t.Worker + "/" + name
	}
	x.project.Note("New object %s%s", name, near)
}
