package config

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Assets is the assets section: static files that are served beside the Worker.
type Assets struct {
	Directory        String // as written
	Dir              string // the same, absolute
	Binding          String // the name in env, or ""
	HTMLHandling     string // "" is the runtime's default, also for the fields below
	NotFoundHandling string
	BasePath         string
	RunWorkerFirst   bool     // the Worker handles every request
	WorkerFirst      []string // or the requests for these paths; "!/path" excludes some
}

// assetsFiles are the files in the folder of the assets that configure how the
// others are served. They are not assets themselves.
var assetsFiles = []string{"_headers", "_redirects", ".assetsignore"}

// Files returns the absolute paths of _headers, _redirects and .assetsignore, which may not exist.
func (a *Assets) Files() []string {
	var files []string
	for _, name := range assetsFiles {
		files = append(files, filepath.Join(a.Dir, name))
	}
	return files
}

func (l *loader) assets(n *node, path string) *Assets {
	if n.Absent() || !l.must(n, path, object) {
		return nil
	}
	l.only(n, path, "directory", "binding", "html_handling", "not_found_handling", "base_path", "run_worker_first")
	a := &Assets{
		Directory: l.string(n.Get("directory"), path+".directory"),
		Binding:   l.string(n.Get("binding"), path+".binding"),
	}
	choice := func(key string, choices ...string) string {
		if s := l.string(n.Get(key), path+"."+key); s.Pos.Line > 0 && l.oneOf(s, path+"."+key, choices...) {
			return s.Value
		}
		return ""
	}
	a.HTMLHandling = choice("html_handling", "auto-trailing-slash", "force-trailing-slash", "drop-trailing-slash", "none")
	a.NotFoundHandling = choice("not_found_handling", "single-page-application", "404-page", "none")
	base := l.string(n.Get("base_path"), path+".base_path")
	if problem := basePathProblem(base.Value); problem != "" {
		l.doc.Errorf(base.Pos, "%s.base_path must be a path, but %q %s", path, base.Value, problem).Fix = `write it like "/app/"`
	} else {
		a.BasePath = base.Value
	}
	switch first := n.Get("run_worker_first"); {
	case first.Is(boolean):
		a.RunWorkerFirst = first.Value == "true"
	case first.Is(array):
		a.WorkerFirst = l.workerFirst(first, path+".run_worker_first")
	case first != nil:
		l.doc.Errorf(l.doc.At(first), "%s.run_worker_first must be a boolean or an array, but it is %s", path, l.doc.Show(first))
	}
	switch d := a.Directory; {
	case l.over.Assets != "":
		return a
	case n.Get("directory") == nil:
		// Build tools set it in the configuration that they generate.
		l.doc.Diags.Warnf(l.doc.At(n), "config", `%s has no "directory", so no files are served`, path).Fix = `add "directory", or build the project first if its build tool names it`
		return nil
	case d.Value == "" && d.Pos.Line > 0:
		l.doc.Errorf(d.Pos, "%s.directory is empty", path).Fix = "name the folder of the files"
		return nil
	case d.Value == "":
		return nil // not a string: already reported
	}
	a.Dir = filepath.Clean(l.abs(a.Directory.Value))
	return a
}

// basePathProblem returns the reason why the runtime would reject a base path.
func basePathProblem(path string) string {
	switch {
	case path == "":
		return ""
	case strings.Contains(path, "://"):
		return "is a URL"
	case strings.Contains(path, `\`):
		return "has a backslash"
	case strings.ContainsAny(path, "?#"):
		return "has a query string or a fragment"
	case strings.Contains(path, "%"):
		return "is percent-encoded"
	case strings.ContainsFunc(path, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "has control characters"
	}
	return ""
}

// workerFirst reads the list of paths for which the Worker comes before the files, with
// wrangler's checks, which workerd does not repeat.
func (l *loader) workerFirst(n *node, path string) []string {
	rules := l.strings(n, path)
	if len(n.Items) == 0 || len(n.Items) > 100 {
		l.doc.Errorf(l.doc.At(n), "%s must have 1 to 100 paths, but it has %d", path, len(n.Items)).
			Fix = "list the paths that the Worker handles, or use true for all"
		return nil
	}
	var out []string
	positive := false
	for _, r := range rules {
		positive = positive || strings.HasPrefix(r.Value, "/")
		problem := ""
		switch {
		case !strings.HasPrefix(r.Value, "/") && !strings.HasPrefix(r.Value, "!/"):
			problem = `does not begin with "/" or "!/"`
		case len(r.Value) > 100:
			problem = "is longer than 100 characters"
		case slices.Contains(out, r.Value):
			problem = "is listed twice"
		}
		for _, other := range rules {
			if begin, ok := strings.CutSuffix(other.Value, "*"); ok && other.Value != r.Value && strings.HasPrefix(r.Value, begin) && problem == "" {
				problem = fmt.Sprintf("adds nothing to %q", other.Value)
			}
		}
		if problem != "" {
			l.doc.Errorf(r.Pos, "%q in %s %s", r.Value, path, problem)
			continue
		}
		out = append(out, r.Value)
	}
	if !positive && len(rules) == len(n.Items) {
		l.doc.Errorf(l.doc.At(n), `%s has only paths with "!", so nothing is left for the Worker`, path).Fix = "add the paths that the Worker handles"
	}
	return out
}

// checkAssets compares the assets with the rest of the configuration.
func (l *loader) checkAssets() {
	a, d := l.p.Assets, l.doc
	if a == nil {
		return
	}
	if site := d.Root.Field("site"); site != nil && !site.Value.Absent() {
		d.Errorf(d.Name(site), "assets and site cannot go together").Served().Fix = "remove site"
	}
	main := l.p.Main.Value != "" || l.selected("main") != nil
	switch {
	case !main && a.Binding.Value != "":
		d.Errorf(a.Binding.Pos, "there is no Worker that could use the assets binding %s", a.Binding.Value).
			Served().Fix = "remove the binding, or add " + l.snippet("main", "src/index.ts")
	case !main && (a.RunWorkerFirst || len(a.WorkerFirst) > 0):
		d.Errorf(l.posOf("assets"), "assets.run_worker_first is set, but there is no Worker to run").
			Served().Fix = "remove it, or add " + l.snippet("main", "src/index.ts")
	case a.RunWorkerFirst && a.Binding.Value == "":
		d.Diags.Warnf(l.posOf("assets"), "config", "the Worker handles every request, and has no binding to reach the assets by").
			Fix = `add a "binding" to assets`
	}
}
