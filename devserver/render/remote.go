package render

import (
	"dotool/config"
	"dotool/config/binding"
	"dotool/devserver/workerd"
)

// remoteOnly reports whether a binding is of a product that only Cloudflare has.
func remoteOnly(b binding.Binding) bool {
	switch b.(type) {
	case binding.AgentMemory, binding.AI, binding.AISearch, binding.AISearchNamespace, binding.AnalyticsSQL, binding.Artifacts, binding.Browser, binding.Certificate,
		binding.DispatchNamespace, binding.Flagship, binding.Images, binding.K2, binding.Media, binding.Stream, binding.Vectorize, binding.VPCNetwork, binding.VPCService:
		return b.Common().Name.Value != ""
	}
	return false
}

// remote is a binding whose every call throws an error that names it.
func remote(b binding.Binding) hosting {
	return func(p *plan) workerd.BindingValue {
		return workerd.ServiceBinding{
			Service:    p.simulate("remote"),
			Entrypoint: "Remote",
			Props:      props(map[string]any{"name": b.Common().Name.Value, "key": config.ProductOf(b).Key}),
		}
	}
}
