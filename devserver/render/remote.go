package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// remoteOnly reports whether a binding is of a product that only Cloudflare has.
func remoteOnly(p *config.Project, b binding.Binding) bool {
	switch b.(type) {
	case binding.AI:
		return p.Simulated.AI.URL == ""
	case binding.AgentMemory, binding.AISearch, binding.AISearchNamespace, binding.AnalyticsSQL, binding.Artifacts, binding.Browser, binding.Certificate,
		binding.DispatchNamespace, binding.Flagship, binding.Images, binding.K2, binding.Media, binding.Stream, binding.VPCNetwork, binding.VPCService:
		return b.Common().Name.Value != ""
	}
	return false
}

// instead says what to do about a product that runs on Cloudflare only.
var instead = map[string]string{
	"ai":                  "start dotool with --ai URL of an OpenAI-compatible server, such as http://127.0.0.1:11434/v1, or use `wrangler dev`, which reaches your account",
	"browser":             "have local code connect to a Chromium of your own (puppeteer.connect), or use `wrangler dev`, which downloads one",
	"dispatch_namespaces": "have local code call the Worker itself, through a service binding",
	"images":              "leave local images as they are, or use `wrangler dev`, which can resize them",
	"mtls_certificates":   "have local code fetch the service without a client certificate",
}

// remote returns a binding whose every call throws an error that names it.
func remote(b binding.Binding) hosting {
	return func(p *plan) workerd.BindingValue { return p.wrap("remote", text("message", remoteMessage(b))) }
}

// remoteMessage begins as the error of wrangler dev does.
func remoteMessage(b binding.Binding) string {
	key := config.ProductOf(b).Key
	return fmt.Sprintf("Binding %s needs to be run remotely: %s runs on Cloudflare only. To go on without it, %s",
		b.Common().Name.Value, key, cmp.Or(instead[key], "skip the call in local code, or use `wrangler dev`, which reaches your account"))
}

// containers returns the classes of a project whose objects have a container.
func containers(p *config.Project) (classes []string) {
	add := func(class string) {
		if class != "" && !slices.Contains(classes, class) {
			classes = append(classes, class)
		}
	}
	for _, c := range config.Of[binding.Container](p) {
		add(c.ClassName.Value)
	}
	for _, e := range p.Exports {
		if e.Container.Value != "" {
			add(e.Class.Value)
		}
	}
	return classes
}

// here reports whether the configuration asks for the remote data of a product that
// is hosted here.
func here(b binding.Binding) bool {
	switch b := b.(type) {
	case binding.KV:
		return b.Remote
	case binding.D1:
		return b.Remote
	case binding.R2:
		return b.Remote
	case binding.AnalyticsEngine:
		return b.Remote
	case binding.Hyperdrive:
		return b.Remote
	case binding.SendEmail:
		return b.Remote
	case binding.Pipeline:
		return b.Remote
	case binding.Vectorize:
		return b.Remote
	}
	return false
}

// remoteWarnings name what runs on Cloudflare only, and what does not reach it.
func remoteWarnings(p *config.Project) (list diag.List) {
	var near []string
	for _, b := range p.Bindings {
		if here(b) {
			near = append(near, b.Common().Name.Value)
		}
	}
	if len(near) > 0 {
		list.Warnf(diag.Pos{File: p.File}, "remote", `"remote" has no effect here: local data is used for %s`, strings.Join(near, ", "))
	}
	var away []string
	for _, b := range p.Bindings {
		if remoteOnly(p, b) {
			away = append(away, fmt.Sprintf("%s (%s)", b.Common().Name.Value, config.ProductOf(b).Key))
		}
	}
	for _, class := range containers(p) {
		away = append(away, class+" (containers)")
	}
	if len(away) > 0 {
		d := list.Warnf(diag.Pos{File: p.File}, "remote-only", "these run on Cloudflare only, and a call of one throws an error: %s", strings.Join(away, ", "))
		for _, b := range config.Of[binding.AI](p) {
			if remoteOnly(p, b) {
				d.Fix = "--ai URL answers " + b.Name.Value + " from an OpenAI-compatible server, such as http://127.0.0.1:11434/v1"
			}
		}
	}
	return list
}
