package local

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dotool/commands/ui"
	"dotool/config"
	"dotool/config/diag"
	"dotool/devserver/control"
	"dotool/inspect"
	"dotool/migrate/state"
)

// TargetName is how a target is addressed.
func TargetName(t control.Target) string {
	if t.Name != "" {
		return t.Class + "/" + diag.Visible(t.Name)
	}
	return t.Class + "/" + t.ID[:12]
}

// CallTarget is the object to call. The call creates an object of a name that does not
// exist yet; an id must exist.
func (x *Objects) CallTarget(ctx context.Context, a inspect.Address) (t control.Target, fresh bool, err error) {
	o, err := x.Object(ctx, a)
	if err == nil {
		return LiveTarget(o), false, nil
	}
	unknown, ok := errors.AsType[*inspect.AddressError](err)
	if !ok || unknown.Ambiguous || unknown.Many || unknown.What == "worker" || a.Text == "" {
		return t, false, err
	}
	classes := x.callable()
	if a.Class != "" && len(classes) > 0 && !slices.Contains(classes, a.Class) {
		return t, false, &inspect.AddressError{What: "class", Text: a.Class, Among: classes}
	}
	if _, notID := state.ParseObjectID(a.Text); notID == nil || len(a.Text) >= 8 && strings.Trim(a.Text, "0123456789abcdefABCDEF") == "" {
		return t, false, err // an id, or a prefix of one
	}
	switch parts := x.Split(a.Text, classes...); {
	case slices.Contains(classes, parts.Class) && (a.Class == "" || a.Class == parts.Class):
		t = control.Target{Worker: parts.Worker, Class: parts.Class, Name: parts.Name}
	case a.Class != "":
		t = control.Target{Class: a.Class, Name: a.Text}
	case len(classes) == 1:
		t = control.Target{Class: classes[0], Name: a.Text}
	case len(classes) > 1 && unknown.Near == "":
		return t, false, ui.WithHint(fmt.Errorf("no object %q, and a new one could be of several classes: %s", a.Text, strings.Join(classes, ", ")), fmt.Sprintf("say which, as %s/%s", classes[0], a.Text))
	default:
		return t, false, err
	}
	if _, notID := state.ParseObjectID(t.Name); notID == nil || t.Name == "" {
		return t, false, err
	}
	return t, true, nil
}

// CallClass is the class that an argument names, or the object that it means.
func (x *Objects) CallClass(ctx context.Context, a inspect.Address) (control.Target, error) {
	if slices.Contains(x.callable(), a.Text) {
		return control.Target{Class: a.Text}, nil
	}
	t, _, err := x.CallTarget(ctx, a)
	return t, err
}

// callable are the classes of which a call can create objects.
func (x *Objects) callable() []string {
	var classes []string
	if loading, err := x.project.Loading(""); err == nil {
		if p, _, err := config.Load(loading); err == nil {
			classes = classesOf(p)
		}
	}
	if len(classes) > 0 {
		return classes
	}
	for _, n := range x.Namespaces() {
		if !slices.Contains(classes, n.Class) {
			classes = append(classes, n.Class)
		}
	}
	return classes
}

// ReportFresh notes that a call creates an object, and names a similar object or class in
// case its name is mistyped.
func (x *Objects) ReportFresh(ctx context.Context, t control.Target) {
	var known []string
	const maxCompared = 10_000
	for o, err := range x.Objects(ctx, inspect.Address{Class: t.Class}) {
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
		if n := diag.Nearest(class, x.callable()); n != "" {
			near = fmt.Sprintf(" (there is a class %s: %s/%s)", n, n, diag.Visible(name))
		}
	}
	x.project.Note("New object %s%s", TargetName(t), near)
}
