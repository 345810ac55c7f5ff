// Package products holds the Workers that stand for products of Cloudflare other
// than Durable Objects, such as KV: small simulators in JavaScript, which package
// render adds to the configuration of workerd where a project binds one.
//
// Most are services of their own. Those that keep nothing, or only say in the log what was
// done, are modules internal to the user's Worker (ratelimit.js, pipeline.js, sendemail.js,
// datapoints.js, remote.js): package render makes bindings of what their default exports
// return, so that what they throw and print belongs to the call that used them.
//
// Which database, bucket or namespace is meant reaches a service as ctx.props of the
// binding, so that one serves all bindings of a product. What it keeps lies where wrangler
// dev keeps it, in the same format.
package products

import (
	"embed"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/host"
)

//go:embed *.js
var sources embed.FS

var imports = pattern.New(`(?m)\bfrom "\./(\w+\.js)";$`)

// Folder begins the name of each module of a simulator, by which a stack shows whose it
// is.
const Folder = "dotool-simulator/"

// Modules returns the modules of a simulator by the name of its file, such as
// "remote.js", which must be there: first this one, then the files that it imports.
func Modules(name string) []host.Module { return add(nil, name) }

// Internal returns the modules of one that is internal to the user's Worker, as Modules
// does. They import each other by the names of such modules.
func Internal(name string) []host.Module {
	all := Modules(name)
	for i, m := range all {
		all[i].Name = "dotool:" + strings.TrimSuffix(strings.TrimPrefix(m.Name, Folder), ".js")
		all[i].Source = imports.ReplaceAllStringFunc(m.Source, func(from string) string {
			return `from "dotool:` + strings.TrimSuffix(imports.FindStringSubmatch(from)[1], ".js") + `";`
		})
	}
	return all
}

func add(modules []host.Module, name string) []host.Module {
	source, err := sources.ReadFile(name)
	if err != nil {
		panic(err) // a name that is written in our code
	}
	modules = append(modules, host.Module{Name: Folder + name, Source: string(source)})
	for _, m := range imports.FindAllStringSubmatch(string(source), -1) {
		if !slices.ContainsFunc(modules, func(have host.Module) bool { return have.Name == Folder+m[1] }) {
			modules = add(modules, m[1])
		}
	}
	return modules
}
