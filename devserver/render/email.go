package render

import (
	"path/filepath"

	"dotool/config/binding"
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
