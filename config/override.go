package config

import (
	"path/filepath"
	"slices"

	"github.com/dotool-dev/dotool/config/diag"
)

// Overrides are the flags that override the configuration, as in wrangler. Paths are
// absolute.
type Overrides struct {
	Main               string // the entry module; the search for a configuration starts beside it
	Name               string
	CompatibilityDate  string
	CompatibilityFlags []string
	Assets             string // the folder of the assets
	EnvFiles           []string
	Define, Alias      map[string]string
	Minify, NoBundle   *bool
	TSConfig           string
	JSXFactory         string
	JSXFragment        string

	Build string // the build command: in place of build.command, or one that goes on running

	LocalProtocol    string   // "http" or "https"; "" is the configuration's
	UpstreamProtocol string   // the same
	Host             string   // what stands for the host in request.url; "" is the configuration's
	Routes           []string // in place of the configuration's; only the host of the first matters
	KeepOrigin       bool     // take no host from a route

	AI string // URL of a server, see [AIServer]; "" is that of package.json
}

// ValidName reports whether a Worker can have the name.
func ValidName(name string) bool { return name != "" && nameRE.MatchString(name) }

// alone reports whether the flags suffice without a configuration.
func (o *Overrides) alone() bool { return o.Main != "" || o.Assets != "" }

// override applies the command line to the configuration.
func (l *loader) override() {
	o, p, b := &l.over, l.p, &l.p.Build
	if o.Name != "" {
		p.Name = String{Value: o.Name}
	}
	if o.Main != "" {
		p.Main = String{Value: o.Main}
		if rel, err := filepath.Rel(p.Dir, o.Main); err == nil {
			p.Main.Value = filepath.ToSlash(rel)
		}
	}
	if o.CompatibilityDate != "" {
		p.CompatibilityDate = String{Value: o.CompatibilityDate}
	}
	if len(o.CompatibilityFlags) > 0 {
		p.CompatibilityFlags = nil
		for _, f := range o.CompatibilityFlags {
			p.CompatibilityFlags = append(p.CompatibilityFlags, String{Value: f})
		}
	}
	if o.Assets != "" {
		if p.Assets == nil {
			p.Assets = &Assets{}
		}
		p.Assets.Directory, p.Assets.Dir = String{Value: o.Assets}, o.Assets
	}
	lay := func(m map[string]string, over map[string]string) map[string]string {
		for k, v := range over {
			if m == nil {
				m = map[string]string{}
			}
			m[k] = v
		}
		return m
	}
	if o.Build != "" {
		b.Command, b.CommandPos, b.CommandDir, b.Follow = o.Build, diag.Pos{}, p.Root, true
		if len(b.WatchDirs) == 0 {
			b.WatchDirs = []string{p.Root}
		}
	}
	b.Define, b.Alias = lay(b.Define, o.Define), lay(b.Alias, o.Alias)
	if o.Minify != nil {
		b.Minify = *o.Minify
	}
	if o.NoBundle != nil {
		b.NoBundle = *o.NoBundle
		if l.selected("find_additional_modules") == nil {
			b.FindAdditionalModules = b.NoBundle
		}
	}
	for _, s := range []struct {
		to    *string
		given string
	}{{&b.TSConfig, o.TSConfig}, {&b.JSXFactory, o.JSXFactory}, {&b.JSXFragment, o.JSXFragment}} {
		if s.given != "" {
			*s.to = s.given
		}
	}
}

// overridden drops the diagnostics of values that the command line replaces.
func (l *loader) overridden(from int, replaced bool) {
	if replaced {
		for _, d := range l.diags[from:] {
			l.p.RunProblems = slices.DeleteFunc(l.p.RunProblems, func(f diag.Diagnostic) bool { return f == d })
		}
		l.diags = l.diags[:from]
	}
}
