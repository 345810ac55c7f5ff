package render

import (
	"dotool/config/binding"
	"dotool/devserver/workerd"
	"dotool/migrate/state"
)

// kv is a KV namespace, simulated on the files of wrangler dev.
func kv(b binding.KV) hosting {
	return func(p *plan) workerd.BindingValue {
		return workerd.KVBinding{
			Service: p.simulate("kv", workerd.Namespace{ClassName: "Namespace", UniqueKey: "miniflare-KVNamespaceObject", SQL: true}),
			Props:   props(map[string]any{"name": b.LocalID(), "folder": state.ValuesFolder(b.LocalID())}),
		}
	}
}
