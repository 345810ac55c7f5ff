package render

import (
	"path/filepath"
	"regexp"
	"slices"

	"dotool/config/binding"
	"dotool/devserver/bundle"
	"dotool/devserver/workerd"
)

// sendEmail writes each email to a file of its own in the folder "email" of the state.
func sendEmail(b binding.SendEmail) hosting {
	return func(p *plan) workerd.BindingValue {
		return p.wrap("sendemail",
			text("name", b.Name.Value), text("folder", p.shown("email")),
			value("to", optional(b.DestinationAddress)), value("among", words(b.AllowedDestinationAddresses)), value("senders", words(b.AllowedSenderAddresses)),
			workerd.Binding{Name: "files", Value: workerd.ServiceBinding{Service: p.disk("email")}})
	}
}

var emailHandler = regexp.MustCompile(`\bemail["']?\s*[(=:,}]`)

// takesEmail reports whether the code of the Worker looks as if it has a handler of emails.
func (p *plan) takesEmail() bool {
	return slices.ContainsFunc(p.Bundle.Modules, func(m bundle.Module) bool { return emailHandler.Match(m.Code) })
}

// email adds the Worker that delivers emails to this one, and returns what the control
// worker needs for it.
func (p *plan) email() (control []workerd.Binding) {
	if !p.takesEmail() {
		return nil
	}
	service := p.simulate("email")
	i := slices.IndexFunc(p.Config.Workers, func(w workerd.Worker) bool { return w.Name == service })
	w := &p.Config.Workers[i]
	if len(w.Bindings) == 0 {
		w.Bindings = []workerd.Binding{text("FOLDER", p.shown("email")), {Name: "FILES", Value: workerd.ServiceBinding{Service: p.disk("email")}}}
		control = []workerd.Binding{{Name: "EMAIL", Value: workerd.ServiceBinding{Service: service}}}
	}
	w.Bindings = append(w.Bindings, workerd.Binding{Name: "handlers:" + p.Project.Name.Value, Value: workerd.ServiceBinding{Service: p.service()}})
	return control
}

// shown is a folder of the state as the log names it.
func (p *plan) shown(name string) string {
	dir := filepath.Join(p.State, name)
	if rel, err := filepath.Rel(p.Project.Root, dir); err == nil && filepath.IsLocal(rel) {
		dir = rel
	}
	return filepath.ToSlash(dir)
}

// optional is the value of a key, nil if it is absent.
func optional(s binding.String) any {
	if s.Pos.Line == 0 {
		return nil
	}
	return s.Value
}

// words are the values of a list, nil if it is absent.
func words(list []binding.String) (values []string) {
	for _, s := range list {
		values = append(values, s.Value)
	}
	return values
}
