package render

import (
	"dotool/config"
	"dotool/devserver/workerd"
)

// remoteOnly reports whether a binding is of a product that only Cloudflare has.
func remoteOnly(b config.Binding) bool {
	switch b.(type) {
	case config.AgentMemory, config.AI, config.AISearch, config.AISearchNamespace, config.AnalyticsSQL, config.Artifacts, config.Browser, config.Certificate,
		config.DispatchNamespace, config.Flagship, config.Images, config.K2, config.Media, config.Stream, config.Vectorize, config.VPCNetwork, config.VPCService:
		return b.Common().Name.Value != ""
	}
	return false
}

// remote is a binding whose every call throws an error that names it.
func remote(b config.Binding) hosting {
	return func(p *plan) workerd.BindingValue {
		return workerd.ServiceBinding{
			Service:    p.simulate("remote"),
			Entrypoint: "Remote",
			Props:      props(map[string]any{"name": b.Common().Name.Value, "key": config.ProductOf(b).Key}),
		}
	}
}
