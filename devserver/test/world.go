package test

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/devserver/bundle"
	"github.com/dotool-dev/dotool/devserver/test/vitest"
)

//go:embed world/*.js
var world embed.FS

// entrypoint is the entrypoint of the Worker that runs files of tests. As its name
// begins like those of dotool's own, the Worker's code does not see it.
const entrypoint = "__dotoolTests"

// module returns the name of one of our modules: no one can guess it, and stacks leave it out.
func (s *Session) module(name string) string { return "dotool-" + s.unguessable + "-" + name + ".js" }

// modules returns the modules beside those of the Worker, the entry first, for a Worker as
// it was built.
func (s *Session) modules(worker *bundle.Bundle) []bundle.Module {
	entries, _ := world.ReadDir("world") // embedded: cannot fail
	specifiers := []string{`"./host.js"`, `"./dotool-` + s.unguessable + `-host.js"`, `"./main.js"`, `"./` + worker.Main() + `"`, `"./vitest.js"`, `"./` + s.module("vitest") + `"`}
	for _, e := range entries {
		specifiers = append(specifiers, `"./`+e.Name()+`"`, `"./`+s.module(strings.TrimSuffix(e.Name(), ".js"))+`"`)
	}
	renamed := strings.NewReplacer(specifiers...)
	modules := []bundle.Module{
		{Name: s.module("entry"), Code: []byte(renamed.Replace(entry(worker.Exports)))},
		{Name: s.module("vitest"), Code: []byte(vitest.Module)},
	}
	for _, e := range entries {
		text, _ := world.ReadFile("world/" + e.Name())
		modules = append(modules, bundle.Module{Name: s.module(strings.TrimSuffix(e.Name(), ".js")), Code: []byte(renamed.Replace(string(text)))})
	}
	return modules
}

// replaced returns the imports of tests that lead to our modules.
func (s *Session) replaced() map[string]string {
	return map[string]string{
		"vitest":          "./" + s.module("vitest"),
		"cloudflare:test": "./" + s.module("cloudflare"),
		"dotool:test":     "./" + s.module("dotool"),
	}
}

// entry returns the module that takes the place of the Worker's: its classes and handlers
// are those of the copy of the Worker that the current file of tests has.
func entry(exports []string) string {
	var b strings.Builder
	b.WriteString(`import { WorkerEntrypoint } from "cloudflare:workers";
import "./globals.js";
import { host, newest, newestObject } from "./current.js";
import * as main from "./main.js";
import { run } from "./runner.js";
export * from "./main.js";
`)
	fmt.Fprintf(&b, `export class %s extends WorkerEntrypoint {
  async fetch(request) {
    if (request.headers.get("dotool-secret") !== host.bindings.KEY) return new Response(null, { status: 403 });
    if (request.method === "POST") await run(await request.json());
    return new Response();
  }
}
`, entrypoint)
	for i, name := range exports {
		if name != "default" {
			fmt.Fprintf(&b, "const export%d = typeof main[%q] === \"function\" ? newest(%q) : main[%q];\nexport { export%d as %s };\n", i, name, name, name, i, name)
		}
	}
	if slices.Contains(exports, "default") {
		b.WriteString("export default typeof main.default === \"function\" ? newest(\"default\") : typeof main.default === \"object\" ? newestObject(\"default\") : main.default;\n")
	}
	return b.String()
}
