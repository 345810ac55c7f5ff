package render

import (
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate/state"
)

// kv returns a KV namespace, simulated on the files of wrangler dev.
func kv(b binding.KV) hosting {
	return func(p *plan) workerd.BindingValue {
		return workerd.KVBinding{
			Service: p.simulate("kv", workerd.Namespace{ClassName: "Namespace", UniqueKey: "miniflare-KVNamespaceObject", SQL: true}),
			Props:   props(map[string]any{"name": b.LocalID(), "folder": state.ValuesFolder(b.LocalID())}),
		}
	}
}

// storeSecret returns a secret of a secrets store, which is stored as a KV namespace.
func storeSecret(b binding.StoreSecret) hosting {
	return func(p *plan) workerd.BindingValue {
		return workerd.ServiceBinding{
			Service:    p.simulate("secrets-store", workerd.Namespace{ClassName: "Namespace", UniqueKey: "miniflare-secrets-store-KVNamespaceObject", SQL: true}),
			Entrypoint: "Secret",
			Props:      props(map[string]any{"name": b.StoreID.Value, "folder": state.ValuesFolder(b.StoreID.Value), "secret": b.SecretName.Value}),
		}
	}
}
