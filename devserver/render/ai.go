package render

import (
	"maps"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// ai returns the runtime's own binding, served by an OpenAI-compatible server.
func ai(b binding.AI) hosting {
	return func(p *plan) workerd.BindingValue {
		server := p.Project.Simulated.AI
		known := maps.Clone(models)
		maps.Copy(known, server.Models)
		return workerd.WrappedBinding{
			Module: "cloudflare-internal:ai-api",
			Bindings: []workerd.Binding{{Name: "fetcher", Value: workerd.ServiceBinding{
				Service: p.simulate("ai"),
				Props:   props(map[string]any{"name": b.Name.Value, "url": server.URL, "models": known}),
			}}},
		}
	}
}

// models are the names that Ollama has for models of Cloudflare; a name that is not here is
// passed on. The project's own come before them.
var models = map[string]string{
	"@cf/baai/bge-large-en-v1.5":                   "bge-large",
	"@cf/baai/bge-m3":                              "bge-m3",
	"@cf/deepseek-ai/deepseek-r1-distill-qwen-32b": "deepseek-r1:32b",
	"@cf/google/embeddinggemma-300m":               "embeddinggemma",
	"@cf/google/gemma-3-12b-it":                    "gemma3:12b",
	"@cf/meta/llama-3-8b-instruct":                 "llama3",
	"@cf/meta/llama-3.1-8b-instruct":               "llama3.1",
	"@cf/meta/llama-3.1-8b-instruct-fast":          "llama3.1",
	"@cf/meta/llama-3.1-8b-instruct-fp8":           "llama3.1",
	"@cf/meta/llama-3.2-11b-vision-instruct":       "llama3.2-vision",
	"@cf/meta/llama-3.2-1b-instruct":               "llama3.2:1b",
	"@cf/meta/llama-3.2-3b-instruct":               "llama3.2:3b",
	"@cf/meta/llama-3.3-70b-instruct-fp8-fast":     "llama3.3",
	"@cf/mistral/mistral-7b-instruct-v0.1":         "mistral",
	"@cf/mistralai/mistral-small-3.1-24b-instruct": "mistral-small3.1",
	"@cf/openai/gpt-oss-120b":                      "gpt-oss:120b",
	"@cf/openai/gpt-oss-20b":                       "gpt-oss:20b",
	"@cf/qwen/qwen2.5-coder-32b-instruct":          "qwen2.5-coder:32b",
	"@cf/qwen/qwen3-embedding-0.6b":                "qwen3-embedding:0.6b",
	"@cf/qwen/qwq-32b":                             "qwq",
}
