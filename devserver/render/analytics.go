package render

import (
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// analytics keeps data points where `dotool sql analytics:DATASET` finds them: package
// inspect/analytics.
func analytics(b binding.AnalyticsEngine) hosting {
	return func(p *plan) workerd.BindingValue {
		dataset := b.LocalDataset()
		return p.wrap("datapoints",
			text("name", b.Name.Value), text("dataset", dataset),
			workerd.Binding{Name: "engine", Value: workerd.AnalyticsBinding{
				Service: p.simulate("analytics", workerd.Namespace{ClassName: "Dataset", UniqueKey: "dotool-Dataset", SQL: true}),
				Props:   props(map[string]any{"dataset": dataset}),
			}})
	}
}
