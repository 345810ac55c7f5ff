package render

import (
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/devserver/host"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// originWorker stands before the service that handles requests, and gives them
// another origin.
func originWorker(o config.Origin, next string) workerd.Worker {
	return workerd.Worker{
		Name:              originService,
		CompatibilityDate: simulatorDate,
		Modules:           []workerd.Module{{Name: "origin.js", Kind: workerd.ESM, Content: []byte(host.Origin)}},
		Bindings: []workerd.Binding{
			{Name: "NEXT", Value: workerd.ServiceBinding{Service: next}},
			{Name: "ORIGIN", Value: workerd.JSONBinding(props(map[string]any{"protocol": o.Protocol, "host": o.Host}))},
		},
	}
}
