package workerd

import "encoding/json"

// Assets is a folder whose files are served as Cloudflare serves the assets of a
// Worker: each request goes to a file or to the Worker. Files are looked up as
// requests arrive. The entrypoint [AssetsOnly] of it serves files alone.
//
// Not every runtime has it: see [Runtime.HasAssets].
type Assets struct {
	Path             string // absolute
	HTMLHandling     string // "" and so on: as Cloudflare's defaults are
	NotFoundHandling string
	BasePath         string
	RunWorkerFirst   bool     // the Worker handles every request
	WorkerFirst      []string // or the requests for these paths

	Headers, Redirects, Ignore string // contents of the files _headers, _redirects and .assetsignore

	Worker string // name of the Worker service; "" if there is none

	CompatibilityDate  string // of the Worker, if there is none
	CompatibilityFlags []string
}

// AssetsOnly is the entrypoint of [Assets] for a binding.
const AssetsOnly = "AssetWorker"

func (a Assets) service() field {
	config := struct {
		HTMLHandling     string `json:"html_handling,omitempty"`
		NotFoundHandling string `json:"not_found_handling,omitempty"`
		BasePath         string `json:"base_path,omitempty"`
		RunWorkerFirst   any    `json:"run_worker_first,omitempty"`
		Headers          string `json:"headers,omitempty"`
		Redirects        string `json:"redirects,omitempty"`
		Ignore           string `json:"ignore,omitempty"`
	}{a.HTMLHandling, a.NotFoundHandling, a.BasePath, nil, a.Headers, a.Redirects, a.Ignore}
	switch {
	case a.RunWorkerFirst:
		config.RunWorkerFirst = true
	case len(a.WorkerFirst) > 0:
		config.RunWorkerFirst = a.WorkerFirst
	}
	options, _ := json.Marshal(config) // only strings: cannot fail
	return field{"assets", tuple(
		field{"path", text(a.Path)},
		field{"config", text(options)},
		field{"userWorker", named(a.Worker)},
		field{"compatibilityDate", optional(a.CompatibilityDate)},
		field{"compatibilityFlags", list(a.CompatibilityFlags, text)},
	)}
}

// assetsSince is the first release that has [Assets]; the one before, 1.20261110.1, has
// not.
const assetsSince = "1.20261117.1"

// HasAssets reports whether the runtime can serve [Assets].
func (r Runtime) HasAssets() bool { return releaseDate(r.Version) >= releaseDate(assetsSince) }
