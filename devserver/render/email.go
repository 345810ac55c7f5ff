package render

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/bundle"
	"github.com/dotool-dev/dotool/devserver/workerd"
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

// A handler of emails is a function that stands where it is named, or elsewhere: then a
// member of that name may be anything, such as an address.
var (
	emailFunction = pattern.New(`^email["']?\]?\s*(?:\(|[:=]\s*(?:async\b|function\b|\(|[\w$]+\s*=>))`)
	emailMember   = pattern.New(`^email["']?\]?\s*[:=,}]`)
	emailUses     = []string{"setReject", "forward", "reply", "raw", "EmailMessage"}
)

// takesEmail reports whether code looks as if it has a handler of emails.
func takesEmail(b *bundle.Bundle) bool {
	return b.Any("a function email", func(code []byte) bool { return saysEmail(code, emailFunction) }) ||
		b.Any("a member email", func(code []byte) bool { return saysEmail(code, emailMember) }) &&
			slices.ContainsFunc(emailUses, func(word string) bool { return mentions(b, word) })
}

// saysEmail reports whether the word "email" stands in code in a way.
func saysEmail(code []byte, way *pattern.Regexp) bool {
	for at := 0; ; at += len("email") {
		next := bytes.Index(code[at:], []byte("email"))
		if next < 0 {
			return false
		}
		at += next
		if at > 0 && (strings.IndexByte("._$", code[at-1]) >= 0 || isAlphanumeric(code[at-1])) {
			continue
		}
		if way.Match(code[at:min(at+100, len(code))]) {
			return true
		}
	}
}

func isAlphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// email adds the Worker that delivers emails to this one, and returns what the control
// worker needs for it.
func (p *plan) email() (control []workerd.Binding) {
	if !takesEmail(p.Bundle) {
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

// shown returns a folder of the state as the log names it.
func (p *plan) shown(name string) string {
	dir := filepath.Join(p.State, name)
	if rel, err := filepath.Rel(p.Project.Root, dir); err == nil && filepath.IsLocal(rel) {
		dir = rel
	}
	return filepath.ToSlash(dir)
}

// optional returns the value of a key, nil if it is absent.
func optional(s binding.String) any {
	if s.Pos.Line == 0 {
		return nil
	}
	return s.Value
}

// words returns the values of a list, nil if it is absent.
func words(list []binding.String) (values []string) {
	for _, s := range list {
		values = append(values, s.Value)
	}
	return values
}
