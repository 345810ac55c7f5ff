package local

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dotool/config"
	"dotool/config/binding"
	"dotool/config/diag"
	"dotool/inspect"
	"dotool/inspect/kv"
)

// kvPrefix stands before the name of a KV namespace that an object has as well.
const kvPrefix = "kv:"

// KVNames are the KV namespaces of the configuration, by their bindings.
func (x *Objects) KVNames() (names []string) {
	if x.project.loaded == nil {
		return nil
	}
	for _, b := range config.Of[binding.KV](x.project.loaded) {
		if b.Name.Value != "" {
			names = append(names, b.Name.Value)
		}
	}
	return names
}

// namespace returns the KV namespace of a binding, nil if there is none.
func (x *Objects) namespace(name string) *kv.Namespace {
	if !slices.Contains(x.KVNames(), name) {
		return nil
	}
	all := config.Of[binding.KV](x.project.loaded)
	b := all[slices.IndexFunc(all, func(b binding.KV) bool { return b.Name.Value == name })]
	return kv.Open(x.State().ProductsDir(), b.LocalID())
}

// ResolveKV finds what has keys and values: the KV namespace of a binding or, if it is
// nil, an object. A name that both have is an error.
func (x *Objects) ResolveKV(ctx context.Context, a inspect.Address) (*kv.Namespace, inspect.Object, error) {
	if name, ok := strings.CutPrefix(a.Text, kvPrefix); ok && a.Class == "" {
		n := x.namespace(name)
		if n == nil {
			return nil, inspect.Object{}, &unknownKVError{name, x.KVNames()}
		}
		return n, inspect.Object{}, nil
	}
	o, err := x.Object(ctx, a)
	if a.Text == "" || a.Class != "" {
		return nil, o, err
	}
	n := x.namespace(a.Text)
	unknown, _ := errors.AsType[*inspect.AddressError](err)
	switch {
	case n == nil && unknown != nil && len(x.Namespaces()) == 0 && len(x.KVNames()) > 0:
		return nil, o, &unknownKVError{a.Text, x.KVNames()}
	case n == nil:
		if unknown != nil && unknown.Near == "" && !unknown.Ambiguous {
			unknown.Near = diag.Nearest(a.Text, x.KVNames())
		}
		return nil, o, err
	case err == nil && o.Named && o.Name == a.Text:
		return nil, o, &kvClashError{a.Text, Label(o)}
	case unknown != nil && unknown.Ambiguous:
		return nil, o, &kvClashError{a.Text, "CLASS/" + a.Text}
	}
	return n, inspect.Object{}, nil
}

// kvClashError reports that a text means an object and a KV namespace.
type kvClashError struct{ text, object string }

func (e *kvClashError) Error() string {
	return fmt.Sprintf("%q is an object and a KV namespace", diag.Visible(e.text))
}

// Hint says how to name either.
func (e *kvClashError) Hint() string {
	return fmt.Sprintf("say %s for the object, %s for the namespace", e.object, kvPrefix+e.text)
}

// unknownKVError reports that the configuration has no KV namespace of a name.
type unknownKVError struct {
	name  string
	among []string
}

func (e *unknownKVError) Error() string {
	return fmt.Sprintf("no KV namespace has the binding %q", diag.Visible(e.name))
}

// Hint names what there is.
func (e *unknownKVError) Hint() string {
	if near := diag.Nearest(e.name, e.among); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if len(e.among) == 0 {
		return "kv_namespaces in the configuration lists them"
	}
	return "the bindings are " + strings.Join(e.among, ", ")
}
