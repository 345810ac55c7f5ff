package config

import (
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/npm"
)

// vite says, of a project that Vite builds, what is served.
func (l *loader) vite() {
	if l.p.Build.Command != "" || !npm.HasVite(l.p.Root) {
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
