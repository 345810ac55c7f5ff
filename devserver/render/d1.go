package render

import (
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// d1 returns a database on wrangler's file for it.
func d1(b binding.D1) hosting {
	return func(p *plan) workerd.BindingValue {
		return workerd.WrappedBinding{
			Module:   "cloudflare-internal:d1-api",
			Function: "default",
			Bindings: []workerd.Binding{{Name: "fetcher", Value: workerd.ServiceBinding{
				Service: p.simulate("d1", workerd.Namespace{ClassName: "D1DatabaseObject", UniqueKey: "miniflare-D1DatabaseObject", SQL: true}),
				Props:   props(map[string]any{"id": b.LocalID()}),
			}}},
		}
	}
}
