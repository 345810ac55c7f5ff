package config

import (
	"path/filepath"

	"dotool/config/diag"
)

// vite says, of a project that Vite builds, what is served.
func (l *loader) vite() {
	if l.p.Build.Command != "" || !hasVite(l.p.Root) {
		return
	}
	message := "this is a project of Vite that has not been built: dotool bundles main itself, without the plugins of Vite"
	if l.p.Generated {
		message = "this is what Vite built: a change of the source shows after the next build"
	}
	d := l.diags.Warnf(diag.Pos{File: l.p.File}, "vite", "%s", message)
	d.Fix = "build at the start and on save: dotool dev --build \"vite build\""
	l.p.RunProblems = append(l.p.RunProblems, *d)
}

// hasVite reports whether Vite builds the Worker of a project.
func hasVite(root string) bool {
	var p struct{ Dependencies, DevDependencies map[string]any }
	if !readJSON(filepath.Join(root, "package.json"), &p) {
		return false
	}
	_, one := p.Dependencies["@cloudflare/vite-plugin"]
	_, two := p.DevDependencies["@cloudflare/vite-plugin"]
	return one || two
}
