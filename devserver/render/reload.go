package render

import (
	"github.com/dotool-dev/dotool/devserver/host"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// reloadWorker stands before the service that handles requests.
func reloadWorker(next string) workerd.Worker {
	return workerd.Worker{
		Name:              reloadService,
		CompatibilityDate: "2026-06-01",
		Modules: []workerd.Module{
			{Name: "reload.js", Kind: workerd.ESM, Content: []byte(host.Reload)},
			{Name: "page.txt", Kind: workerd.Text, Content: []byte(host.ReloadPage)},
		},
		Bindings: []workerd.Binding{
			{Name: "NEXT", Value: workerd.ServiceBinding{Service: next}},
			{Name: "DOTOOL", Value: workerd.ServiceBinding{Service: pageService}},
			{Name: "PATH", Value: workerd.TextBinding(host.ReloadPath)},
		},
	}
}
