// Package host holds the JavaScript that dotool runs in workerd beside the
// user's Worker, and writes the entry module that ties the two together.
//
// The user's code is not touched. [Entry] is the main module of the Worker: it
// passes on what the bundle exports, with Durable Object classes and the
// default handler wrapped by worker.js. control.js is a second Worker in the
// same process, which dotool alone can reach.
package host

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// EntryModule is the main module of the user's Worker, Entrypoint its
// entrypoint for the control worker.
const (
	EntryModule = "dotool-entry.js"
	Entrypoint  = "__dotool"
)

// PageBinding is the binding of the user's Worker to dotool itself, a service
// that answers errors with pages. page.js takes it out of env.
const PageBinding = "__dotool"

//go:embed control.js
var control string

//go:embed call.js
var call string

//go:embed codec.js
var codec string

// ControlModules are the modules of the control worker, the main one first. It
// expects the bindings USER (the user's Worker, entrypoint [Entrypoint]), SECRET
// and a namespace "class:NAME" for each class.
func ControlModules() []Module {
	return []Module{{"control.js", control}, {"dotool-call.js", call}, {"dotool-codec.js", codec}}
}

// EmailModule is the internal module of workerd whose source is [Email].
const EmailModule = "cloudflare-internal:email"

// Email is the source of [EmailModule].
//
//go:embed email.js
var Email string

//go:embed worker.js calls.js console.js act.js codec.js methods.js cf.js page.js limits.js streams.js hold.js
var sources embed.FS

// Options say what the modules wrap.
type Options struct {
	Main     string   // name of the module with the user's code
	Exports  []string // what it exports
	Classes  []string // the exports that are Durable Object classes with a namespace
	KeyValue []string // the classes that have key-value storage, not SQLite
	Secret   string   // what a caller of dotool's own methods must know
	Prefix   string   // of the lines that are for dotool
	Log      bool     // tell of each call
	Held     bool     // alarms ring only when dotool has them do so
}

// Module is an ES module.
type Module struct{ Name, Source string }

// IsModule reports whether a module of the user's Worker is one of ours. From
// compatibility date 2026-11-17 on, the runtime has URLs for names.
func IsModule(name string) bool {
	name = strings.TrimPrefix(name, "file:///bundle/")
	return strings.HasPrefix(name, "dotool-") && strings.HasSuffix(name, ".js")
}

// Modules returns what dotool adds to the modules of the user's Worker: first
// [EntryModule], then what it imports.
func Modules(o Options) []Module {
	modules := []Module{
		{EntryModule, Entry(o)},
		{"dotool-options.js", fmt.Sprintf("export let secret = %s;\nexport let prefix = %s;\nexport const forget = () => (secret = prefix = undefined);\nexport const log = %t;\nexport const keyValue = %s;\nexport const held = %t;\n", quote(o.Secret), quote(o.Prefix), o.Log, list(o.KeyValue), o.Held)},
	}
	files, _ := sources.ReadDir(".") // embedded: cannot fail
	for _, f := range files {
		source, _ := sources.ReadFile(f.Name())
		modules = append(modules, Module{"dotool-" + f.Name(), string(source)})
	}
	return modules
}

// quote writes a string of JavaScript: those of JSON are.
func quote(s string) string {
	j, _ := json.Marshal(s)
	return string(j)
}

// list writes an array of strings.
func list(names []string) string {
	quoted := make([]string, len(names))
	for i, s := range names {
		quoted[i] = quote(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// Entry returns the source of [EntryModule].
func Entry(o Options) string {
	var b strings.Builder
	// Ours first, so that it is there when the user's module runs.
	b.WriteString("import { Control, entrypoint, handler, object } from \"./dotool-worker.js\";\n")
	fmt.Fprintf(&b, "import * as user from %s;\n", quote("./"+o.Main))
	fmt.Fprintf(&b, "export * from %s;\n", quote("./"+o.Main))
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
	if slices.Contains(o.Exports, "default") {
		b.WriteString("export default handler(user.default);\n")
	} else {
		// Without any, workerd passes requests on to the network: to itself.
		b.WriteString("export default {};\n")
	}
	return b.String()
}
