package render

import (
	"net/url"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/devserver/host"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// routePaths returns the paths of wrangler dev that run the scheduled and email handlers: see
// https://developers.cloudflare.com/workers/configuration/cron-triggers/ and
// https://developers.cloudflare.com/email-routing/email-workers/local-development/.
func (p *plan) routePaths() (paths []string) {
	if mentions(p.Bundle, "scheduled") {
		paths = append(paths, "/cdn-cgi/local/scheduled", "/cdn-cgi/handler/scheduled", "/cdn-cgi/mf/scheduled")
		if p.TestScheduled {
			paths = append(paths, "/__scheduled")
		}
	}
	if takesEmail(p.Bundle) {
		paths = append(paths, "/cdn-cgi/local/email", "/cdn-cgi/handler/email")
	}
	return paths
}

// routes returns the bindings by which the user's Worker passes them on.
func (p *plan) routes() []workerd.Binding {
	paths := p.routePaths()
	if len(paths) == 0 {
		return nil
	}
	hosts := []string{}
	if u, err := url.Parse("http://" + p.Project.Dev.Origin.Host); err == nil && u.Hostname() != "" {
		hosts = append(hosts, u.Hostname())
	}
	return []workerd.Binding{
		{Name: host.RoutesBinding, Value: workerd.ServiceBinding{
			Service: ControlService, Entrypoint: host.RoutesEntrypoint,
			Props: props(map[string]any{"worker": p.Project.Name.Value, "hosts": hosts}),
		}},
		text(host.PathsBinding, strings.Join(paths, " ")),
	}
}

// routed has the Worker handle requests of the routes, whatever its assets.
func (p *plan) routed(a workerd.Assets) workerd.Assets {
	if paths := p.routePaths(); len(paths) > 0 && !a.RunWorkerFirst {
		a.WorkerFirst = append(slices.Clone(paths), a.WorkerFirst...)
	}
	return a
}
