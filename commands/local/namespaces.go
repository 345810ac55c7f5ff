package local

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/kv"
)

// kvPrefix stands before the name of a KV namespace that an object has as well.
const kvPrefix = "kv:"

// KVNames returns the KV namespaces of the configuration, by their bindings.
func (x *Objects) KVNames() (names []string) {
	for _, b := range bound[binding.KV](x.project) {
		if b.Name.Value != "" {
			names = append(names, b.Name.Value)
		}
	}
	return names
}

// namespace returns the KV namespace of a binding, nil if there is none.
func (x *Objects) namespace(text string) *kv.Namespace {
	all, name := boundBy[binding.KV](x.project, text)
	i := slices.IndexFunc(all, func(b binding.KV) bool { return b.Name.Value == name })
	if i < 0 || name == "" {
		return nil
	}
	return x.openNamespace(all[i].LocalID())
}

// namespaceOfID returns the KV namespace of an id, nil if it is not on disk:
// `wrangler kv key put --namespace-id ID --local` makes one without a binding.
func (x *Objects) namespaceOfID(id string) *kv.Namespace {
	if n := x.openNamespace(id); n.Exists() {
		return n
	}
	return nil
}

func (x *Objects) openNamespace(id string) *kv.Namespace {
	n := kv.Open(x.State().ProductsDir(), id)
	n.Wait = x.project.Patience
	return n
}

func (x *Objects) noNamespace(name string) error {
	return &missingError{kind: "KV namespace", name: name, among: x.KVNames(), section: "kv_namespaces"}
}

// ResolveKV finds what has keys and values: the KV namespace of a binding or, if it is
// nil, an object, unless the address is one of many. A name that both have is an error.
func (x *Objects) ResolveKV(ctx context.Context, a inspect.Address) (n *kv.Namespace, o inspect.Object, many bool, err error) {
	if name, ok := strings.CutPrefix(a.Text, kvPrefix); ok && a.Class == "" {
		n = cmp.Or(x.namespace(name), x.namespaceOfID(name))
		if n == nil {
			return nil, inspect.Object{}, false, x.noNamespace(name)
		}
		return n, inspect.Object{}, false, nil
	}
	o, many, err = x.Resolve(ctx, a)
	if a.Text == "" || a.Class != "" || many {
		return nil, o, many, err
	}
	n = x.namespace(a.Text)
	unknown, _ := errors.AsType[*inspect.AddressError](err)
	switch {
	case n == nil && unknown != nil && len(x.Namespaces()) == 0 && len(x.KVNames()) > 0:
		return nil, o, false, x.noNamespace(a.Text)
	case n == nil:
		if unknown != nil && unknown.Near == "" && !unknown.Ambiguous {
			unknown.Near = diag.Nearest(a.Text, x.KVNames())
			unknown.Also = among("KV namespaces", x.KVNames())
		}
		return nil, o, false, err
	case err == nil && o.Named && o.Name == a.Text:
		return nil, o, false, &clashError{a.Text, Label(o), "KV namespace", kvPrefix + a.Text}
	case unknown != nil && unknown.Ambiguous:
		return nil, o, false, &clashError{a.Text, "CLASS/" + a.Text, "KV namespace", kvPrefix + a.Text}
	}
	return n, inspect.Object{}, false, nil
}
