package render

import (
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// vectorize returns the runtime's own binding, in front of an index on this machine.
func vectorize(b binding.Vectorize) hosting {
	return func(p *plan) workerd.BindingValue {
		name := b.IndexName.Value
		index := p.Project.Simulated.Vectorize[name]
		of := map[string]any{"index": name}
		if index.Dimensions > 0 {
			of["dimensions"] = index.Dimensions
		}
		if index.Metric != "" {
			of["metric"] = index.Metric
		}
		if index.IndexedSet {
			of["indexed"] = append([]string{}, index.Indexed...)
		}
		return workerd.WrappedBinding{
			Module: "cloudflare-internal:vectorize-api",
			Bindings: []workerd.Binding{
				{Name: "fetcher", Value: workerd.ServiceBinding{
					Service: p.simulate("vectorize", workerd.Namespace{ClassName: "Index", UniqueKey: "dotool-Index", SQL: true}),
					Props:   props(of),
				}},
				text("indexId", name), text("indexVersion", "v2"), value("useNdJson", true),
			},
		}
	}
}
