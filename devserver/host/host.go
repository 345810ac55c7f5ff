// Package host holds the JavaScript that dotool runs in workerd beside the
// user's Worker, and writes the entry module that ties the two together.
//
// The user's code is not touched. [Entry] is the main module of the Worker: it
// passes on what the bundle exports, with Durable Object classes and the
// default handler wrapped by worker.js. control.js is a second Worker in the
// same process, which dotool alone can reach.
package host

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Names of the modules in the user's Worker and of its extra entrypoint.
const (
	EntryModule  = "dotool-entry.js"
	WorkerModule = "dotool-worker.js"
	Entrypoint   = "__dotool"
)

// Worker is the source of [WorkerModule].
//
//go:embed worker.js
var Worker string

// Control is the source of the control worker. It expects the bindings USER
// (the user's Worker, entrypoint [Entrypoint]), SECRET and a namespace
// "class:NAME" for each class.
//
//go:embed control.js
var Control string

// EmailModule is the internal module of workerd whose source is [Email].
const EmailModule = "cloudflare-internal:email"

// Email is the source of [EmailModule].
//
//go:embed email.js
var Email string

// Options say what [Entry] wraps.
type Options struct {
	Main    string   // name of the module with the user's code
	Exports []string // what it exports
	Classes []string // the exports that are Durable Object classes with a namespace
	Secret  string   // what a caller of dotool's own methods must know
	Prefix  string   // of the lines that are for dotool
	Log     bool     // print a line per request
}

// Entry returns the source of [EntryModule].
func Entry(o Options) string {
	var b strings.Builder
	q := func(s string) string {
		j, _ := json.Marshal(s) // JSON strings are JavaScript strings
		return string(j)
	}
	// Ours first, so that it is there when the user's module runs.
	fmt.Fprintf(&b, "import { entrypoint, handler, object } from %s;\n", q("./"+WorkerModule))
	fmt.Fprintf(&b, "import * as user from %s;\n", q("./"+o.Main))
	fmt.Fprintf(&b, "export * from %s;\n", q("./"+o.Main))
	fmt.Fprintf(&b, "const control = entrypoint(%s, %s);\nexport { control as %s };\n", q(o.Secret), q(o.Prefix), Entrypoint)
	for i, class := range o.Classes {
		if class == "default" || !slices.Contains(o.Exports, class) {
			continue
		}
		// A local export wins over the same name in "export *".
		fmt.Fprintf(&b, "const class%d = object(%s, user[%s], %s, %s);\nexport { class%d as %s };\n", i, q(class), q(class), q(o.Secret), q(o.Prefix), i, q(class))
	}
	if slices.Contains(o.Exports, "default") {
		if o.Log {
			fmt.Fprintf(&b, "export default handler(user.default, %s);\n", q(o.Prefix))
		} else {
			fmt.Fprintf(&b, "export { default } from %s;\n", q("./"+o.Main))
		}
	} else {
		// Without any, workerd passes requests on to the network: to itself.
		b.WriteString("export default {};\n")
	}
	return b.String()
}
