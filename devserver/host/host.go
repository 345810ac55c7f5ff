// Package host holds the JavaScript that dotool runs in workerd beside the
// user's Worker, and writes the entry module that ties the two together.
//
// The user's code is not touched. [Entry] is the main module of the Worker: it
// passes on what the bundle exports, with Durable Object classes and the
// default handler wrapped by worker.js, which like all that it needs is a module
// internal to workerd ([Internal]). control.js is a second Worker in the
// same process, which dotool alone can reach.
package host

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// RoutesEntrypoint is the entrypoint of the control worker for requests that run a
// handler of the Worker props.worker, from pages of this machine and of props.hosts.
const RoutesEntrypoint = "Routes"

// Entrypoint is the entrypoint of the user's Worker for the control worker.
const Entrypoint = "__dotool"

// The bindings of the user's Worker that install dotool's modules: [InstallBinding]
// is made by calling [InstallFunction] of [InstallModule], an internal module of
// workerd, with the bindings [SecretBinding] (what the control worker must know),
// [SealBinding] (the mark in front of each line for dotool, and the two words of
// the key that proves their origin),
// [PagesBinding] (a service that serves error pages), [WorkerBinding] (the name of the
// Worker), [KeyValueBinding] (its classes that have key-value storage, not SQLite,
// separated by spaces), [ContainersBinding] (those whose objects have a container, if there
// are any), [RoutesBinding] (a service for the requests with the paths [PathsBinding],
// separated by spaces; if there are any), [NamespaceBinding] (any namespace of Durable Objects, if
// there is one), [TailsBinding] (there if other Workers get its tail events) and
// [TestsBinding] (there if tests run in the isolate: see package test, which adds more
// bindings). None of them is ever seen by the user's code.
const (
	InstallBinding    = "__dotool"
	InstallModule     = "dotool:worker"
	InstallFunction   = "install"
	SecretBinding     = "SECRET"
	SealBinding       = "SEAL"
	PagesBinding      = "PAGES"
	WorkerBinding     = "WORKER"
	KeyValueBinding   = "KEYVALUE"
	ContainersBinding = "CONTAINERS"
	RoutesBinding     = "ROUTES"
	PathsBinding      = "PATHS"
	NamespaceBinding  = "NAMESPACE"
	TailsBinding      = "TAILS"
	TestsBinding      = "TESTS"
)

// ControlModules returns the modules of the control worker, the main one first. It
// expects the bindings SECRET, "worker:WORKER" for each Worker of the user's (entrypoint
// [Entrypoint]) and "handlers:WORKER" (its default one), a namespace "class:WORKER/NAME" for
// each class, and WORKER: which Worker is meant where none is named. Its entrypoint
// [RoutesEntrypoint] responds to the routes of dev servers.
func ControlModules() []Module {
	return []Module{{"control.js", control}}
}

// TailedModule is the internal module of workerd that makes a binding of [SealBinding]
// whose method `tailed` returns tail events without what dotool adds to them.
const TailedModule = "dotool:tailed"

// EmailModule is the internal module of workerd whose source is [Email].
const EmailModule = "cloudflare-internal:email"

// Email is the source of [EmailModule].
//
//go:embed email.js
var Email string

// The control worker, and the modules of this folder that are internal to workerd, each
// with all that it imports.
//
//go:generate go test . -run ^TestBuilt$ -update
var (
	//go:embed built/control.js
	control string
	//go:embed built/worker.js
	worker string
	//go:embed built/tailed.js
	tailed string
)

// Options say what the modules wrap.
type Options struct {
	Name      string   // part of the names of our modules among the user's, which no one can guess
	Main      string   // name of the module with the user's code
	Exports   []string // what it exports
	Classes   []string // the exports that are Durable Object classes with a namespace
	Again     []Again  // the exports of classes of several Workflows
	Log       bool     // report each call
	Held      bool     // alarms fire only when dotool says so
	Inspected bool     // DevTools may look

	// Later says that the module with the user's code comes later than the others, which
	// are loaded before that: dotool's, and Before.
	Later  bool
	Before []string
}

// Again exports a class once more, under a name that begins with [Entrypoint], so that
// the user's code does not see it: the runtime takes a class of one Workflow only.
type Again struct{ Name, Class string }

// Module is an ES module.
type Module struct{ Name, Source string }

// IsModule reports whether a module of the user's Worker is one of dotool's. From
// compatibility date 2026-11-17 on, the names of modules are URLs.
func IsModule(name string) bool {
	name = strings.TrimPrefix(name, "file:///bundle/")
	return strings.HasPrefix(name, "dotool:") || strings.HasPrefix(name, "dotool-") && strings.HasSuffix(name, ".js")
}

// Modules returns what dotool adds to the modules of the user's Worker, the
// main module first.
func Modules(o Options) []Module {
	all := []Module{
		{"dotool-" + o.Name + ".js", Entry(o)},
		{"dotool-" + o.Name + "-host.js", takeOver},
	}
	if o.Later {
		all = append(all, Module{loadModule, load(o)})
	}
	return all
}

// loadModule imports the user's module when all others have run. It is on the stack
// meanwhile, so that its name may be learnt; the user's code gets nothing from it but its
// own exports.
const loadModule = "dotool-load.js"

func load(o Options) string {
	var b strings.Builder
	for _, name := range o.Before {
		fmt.Fprintf(&b, "import %s;\n", quote("./"+name))
	}
	fmt.Fprintf(&b, "export const user = await import(%s);\n", quote("./"+o.Main))
	return b.String()
}

// takeOver is the first module of the user's Worker that runs. It takes what
// worker.js has left for it, and leaves no trace of that.
const takeOver = `import { env } from "cloudflare:workers";
export const { Control, entrypoint, handler, object, tests } = globalThis.__dotool(env);
`

// Internal returns the modules that are internal to workerd: the user's code
// cannot import them. All Workers of the process share them.
func Internal(o Options) []Module {
	modules := []Module{
		{"dotool:options", fmt.Sprintf("export const log = %t;\nexport const held = %t;\nexport const inspected = %t;\n", o.Log, o.Held, o.Inspected)},
		{InstallModule, worker},
		{TailedModule, tailed},
	}
	for _, name := range []string{"note", "objects", "own"} { // for those of package products
		modules = append(modules, Module{"dotool:" + name, `export * from "` + InstallModule + `";`})
	}
	return modules
}

// quote writes a string of JavaScript: those of JSON are.
func quote(s string) string {
	j, _ := json.Marshal(s)
	return string(j)
}

// Entry returns the source of the main module. None of its code is ever on the
// stack when the user's runs, so that its name cannot be learnt from one.
func Entry(o Options) string {
	var b strings.Builder
	// Ours first, so that it is there when the user's module runs.
	fmt.Fprintf(&b, "import { Control, entrypoint, handler, object } from %s;\n", quote("./dotool-"+o.Name+"-host.js"))
	if o.Later {
		fmt.Fprintf(&b, "import { user } from %s;\n", quote("./"+loadModule))
	} else {
		fmt.Fprintf(&b, "import * as user from %s;\n", quote("./"+o.Main))
		fmt.Fprintf(&b, "export * from %s;\n", quote("./"+o.Main))
	}
	fmt.Fprintf(&b, "export { Control as %s };\n", Entrypoint)
	for i, class := range o.Classes {
		if class == "default" || !slices.Contains(o.Exports, class) {
			continue
		}
		// A local export wins over the same name in "export *".
		fmt.Fprintf(&b, "const class%d = object(%s, user[%s]);\nexport { class%d as %s };\n", i, quote(class), quote(class), i, quote(class))
	}
	for i, name := range o.Exports {
		if name != "default" && name != Entrypoint && !slices.Contains(o.Classes, name) {
			fmt.Fprintf(&b, "const export%d = entrypoint(%s, user[%s]);\nexport { export%d as %s };\n", i, quote(name), quote(name), i, quote(name))
		}
	}
	for i, a := range o.Again {
		fmt.Fprintf(&b, "const again%d = entrypoint(%s, user[%s]);\nexport { again%d as %s };\n", i, quote(a.Class), quote(a.Class), i, quote(a.Name))
	}
	if slices.Contains(o.Exports, "default") {
		b.WriteString("export default handler(user.default);\n")
	} else {
		// Without any, workerd passes requests on to the network: to itself.
		b.WriteString("export default {};\n")
	}
	return b.String()
}
