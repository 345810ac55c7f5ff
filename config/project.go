// Package config reads the configuration of a Worker: wrangler.jsonc,
// wrangler.json or wrangler.toml, one environment of it, and the .dev.vars or
// .env files beside it.
//
// [Load] returns a [Project], whose values carry their positions, and a list of
// diagnostics. The package knows Cloudflare's file format and wrangler's checks.
// Package migrate decides the consequences for stored data, package devserver those for
// the runtime.
//
// A new binding needs:
//
//   - package binding, a type whose tags say what an entry may hold, and products.go, a
//     line with its key; rules that tags cannot say are in checks.go;
//   - devserver/render, a case in hosted.go and, if hosting takes more than a few
//     lines, a file of its own. A product without a type is reported as not hosted;
//   - devserver/host/products, if workerd has no such thing, a simulator in JavaScript.
//
// testdata/schema.txt, which is made from wrangler's schema, shows what is missing.
package config

import (
	"cmp"
	"path/filepath"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
)

// String is a string of the configuration and its position.
type String = binding.String

// Project is one Worker as its configuration describes it in one environment.
type Project struct {
	File string // absolute path of the configuration file
	Dir  string // its folder; relative paths in the file start here
	Root string // the folder of the project, with its .dev.vars and local state: Dir, but for a redirected configuration
	// Generated reports whether a build tool made the configuration, for wrangler to
	// read in place of the user's.
	Generated bool

	Env string // the selected environment, "" for the top level

	// EnvProblems say that the selected environment does not exist. They are in the
	// list of [Load] too; a caller that disregards that must heed these, since the name of
	// the Worker, and with it the place of its data, follows from the environment.
	EnvProblems diag.List

	Name               String   // with the suffix "-<env>" if wrangler adds it; "worker" if there is none
	Main               String   // as written, relative to Dir; see MainPath
	CompatibilityDate  String   // "2026-11-01"; if absent the one wrangler takes, without a Pos
	CompatibilityFlags []String // such as "nodejs_compat"

	Vars     []binding.Var     // by name; .dev.vars or .env already laid over vars
	Bindings []binding.Binding // of all products, in the order of the file; but for Vars

	// Lifecycle of the classes: one of the two, never both. The Pos of a list
	// that is absent is zero; of one that is there, though empty, it is not.
	Migrations    []Migration
	MigrationsPos diag.Pos
	Exports       []Export
	ExportsPos    diag.Pos

	// Misplaced are migrations that have no effect where they are.
	Misplaced []Misplaced

	// TakesExports reports whether the wrangler of the project knows the exports
	// map. It is only looked for where there is neither a list nor a map.
	TakesExports bool

	Assets *Assets // nil if there are none to serve

	Build Build
	Dev   Dev

	Simulated Simulated

	// RunProblems are the diagnostics of [Load] that only matter to commands that run
	// the Worker, not to what its migrations do.
	RunProblems diag.List

	// NoMain is the one of RunProblems that says that there is no main; nil without it.
	NoMain *diag.Diagnostic

	// Inputs are the absolute paths of the files that were read or looked for: after a
	// change to any of them, Load must be called again.
	Inputs []string
}

// MainPath returns the absolute path of the entry module.
func (p *Project) MainPath() string { return filepath.Join(p.Dir, filepath.FromSlash(p.Main.Value)) }

// Migration is an entry of the migrations list.
type Migration struct {
	Tag              String
	NewClasses       []String
	NewSQLiteClasses []String
	RenamedClasses   []Rename
	Transferred      []Transfer
	DeletedClasses   []String
	Pos              diag.Pos
}

// Rename is an entry of renamed_classes.
type Rename struct {
	From, To String
	Pos      diag.Pos
}

// Transfer is an entry of transferred_classes.
type Transfer struct {
	From, FromScript, To String
	Pos                  diag.Pos
}

// Export is an entry of the exports map.
type Export struct {
	Class         String // the key
	Type          String // "durable-object", "worker" or "workflow"
	State         String // "" means "created"
	Storage       String // "sqlite" or "legacy-kv"
	RenamedTo     String
	TransferredTo String
	TransferFrom  String
	Container     String
	Workflow      binding.Workflow // of a "workflow"
	Pos           diag.Pos         // of the value
}

// Live reports whether the entry declares a class that has a namespace after
// the deploy ("created" or "expecting-transfer").
func (e Export) Live() bool {
	return e.Type.Value == "durable-object" && (e.State.Value == "" || e.State.Value == "created" || e.State.Value == "expecting-transfer")
}

// Build holds the settings of the bundler, with wrangler's meaning.
type Build struct {
	NoBundle              bool
	FindAdditionalModules bool   // true by default with NoBundle
	BaseDir               string // absolute; "" is the folder of main
	PreserveFileNames     bool
	Minify                bool
	KeepNames             *bool  // nil: wrangler's default
	TSConfig              string // absolute; "" lets the bundler find it
	JSXFactory            string
	JSXFragment           string
	Define                map[string]string
	Alias                 map[string]string
	Rules                 []Rule
	Command               string   // build.command, run before bundling
	CommandPos            diag.Pos // set if Command is
	CommandDir            string   // absolute; set if Command is
	WatchDirs             []string // absolute; set if Command is
	Follow                bool     // Command may go on running and follow the source itself
}

// Rule is an entry of rules: which files are imported as what.
type Rule struct {
	Type        string // ESModule, CommonJS, Text, Data, CompiledWasm
	Globs       []string
	Fallthrough bool
}

// Dev holds the dev section.
type Dev struct {
	IP            string // "" when absent
	Port          int    // 0 when absent
	InspectorPort int    // 0 when absent
	GenerateTypes bool   // keep the file of types up to date
	Protocol      string // "http" or "https": what is served
	Origin        Origin // the address that the Worker sees
}

// StateDir returns the folder of the local state: v3 in it is shared with wrangler dev,
// dotool in it is dotool's. persistTo is the absolute path given by --persist-to, or
// "".
func (p *Project) StateDir(persistTo string) string {
	if persistTo != "" {
		return persistTo
	}
	return filepath.Join(cmp.Or(p.Root, p.Dir), ".wrangler", "state")
}

// Has reports whether the class of a binding is one of this Worker.
func (p *Project) Has(b binding.DurableObject) bool {
	return b.ScriptName.Value == "" || b.ScriptName.Value == p.Name.Value
}

// Of returns the bindings of one product, in the order of the file.
func Of[T binding.Binding](p *Project) (all []T) {
	for _, b := range p.Bindings {
		if b, ok := b.(T); ok {
			all = append(all, b)
		}
	}
	return all
}

// Workflows returns the entries of workflows, and those of the exports map, which
// have no binding.
func (p *Project) Workflows() []binding.Workflow {
	all := Of[binding.Workflow](p)
	for _, e := range p.Exports {
		if e.Type.Value == "workflow" && e.Workflow.WorkflowName.Value != "" {
			all = append(all, e.Workflow)
		}
	}
	return all
}

// DurableObjects returns the entries of durable_objects.bindings.
func (p *Project) DurableObjects() []binding.DurableObject { return Of[binding.DurableObject](p) }
