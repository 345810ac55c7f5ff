package local

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/configfile"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
)

// Explain completes the error for an unknown name: if the configuration has something
// of that name, the error says what it is.
func (e *Project) Explain(err error) {
	if unknown, ok := errors.AsType[*inspect.AddressError](err); ok && !unknown.Ambiguous && !unknown.Many {
		unknown.Else = e.otherwise(unknown.Text)
	}
	if many, ok := errors.AsType[*inspect.AddressError](err); ok && many.Ambiguous && many.Workers && e.loaded != nil {
		for worker := range e.Environments(e.loaded) {
			if slices.ContainsFunc(many.Among, func(one string) bool { return strings.HasPrefix(one, worker+"/") }) {
				many.Else = `say which one, as WORKER/CLASS/NAME, or select the environment with --env; "" is the top level`
			}
		}
	}
	if missing, ok := errors.AsType[*missingError](err); ok {
		missing.other = e.otherwise(missing.name)
	}
	if none, ok := errors.AsType[*config.FileError](err); ok && errors.Is(err, config.ErrNoConfig) && len(e.Flags.Configs) == 0 {
		if dirs := configfile.Below(e.Dir); len(dirs) > 0 {
			none.Fix = fmt.Sprintf("run this in %s, or name the project with --config", diag.Visible(strings.Join(dirs, " or ")))
		}
	}
}

// otherwise says what a name is in the configuration, and which command is for it.
func (e *Project) otherwise(name string) string {
	if name == "" {
		return ""
	}
	var bindings []binding.Binding
	for _, p := range e.projects() {
		if slices.Contains(classesOf(p), name) {
			return fmt.Sprintf("%s is a class; an object of it is %s/NAME", name, name)
		}
		bindings = append(bindings, p.Bindings...)
	}
	for _, b := range bindings {
		if b.Common().Name.Value != name {
			continue
		}
		switch b := b.(type) {
		case binding.KV:
			return fmt.Sprintf("%s is a KV namespace: `dotool kv list %s`", name, name)
		case binding.D1:
			instead := map[string]string{"dotool schema": " .schema", "dotool export": " .dump"}
			return fmt.Sprintf("%s is a D1 database: `dotool sql %s%s`", name, name, instead[e.Command])
		case binding.R2:
			return fmt.Sprintf("%s is an R2 bucket: `dotool r2 list %s`", name, name)
		case binding.QueueProducer:
			return fmt.Sprintf("%s is a queue: `dotool queues peek %s`", name, name)
		case binding.Workflow:
			return fmt.Sprintf("%s is a workflow: `dotool workflows list %s`", name, b.WorkflowName.Value)
		case binding.AnalyticsEngine:
			return fmt.Sprintf("%s is an Analytics Engine dataset: `dotool sql %s%s`", name, DatasetPrefix, b.LocalDataset())
		case binding.DurableObject:
			return fmt.Sprintf("%s is the binding of the class %s; an object of it is %s/NAME", name, b.ClassName.Value, b.ClassName.Value)
		default:
			return fmt.Sprintf("%s is the binding of another product (%s)", name, config.ProductOf(b).Title)
		}
	}
	return ""
}

// among says which names there are of a kind, "" if there are none.
func among(kind string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "the " + kind + " are " + strings.Join(names, ", ")
}

// missingError reports that there is no KV namespace, D1 database or R2 bucket of a name.
type missingError struct {
	kind, name string
	among      []string // the names that there are
	section    string   // of the configuration
	other      string   // what else has the name, "" if nothing has
}

func (e *missingError) Error() string {
	return fmt.Sprintf("no %s %q", e.kind, e.name)
}

// Hint names what there is.
func (e *missingError) Hint() string {
	if e.other != "" {
		return e.other
	}
	if len(e.among) == 0 {
		return "the configuration has none: they are listed in " + e.section
	}
	return diag.DidYouMean(e.name, e.among, diag.ThereAre(e.among))
}

// clashError reports that a name means an object and something else.
type clashError struct {
	name   string
	object string // the unambiguous address of the object
	kind   string // what else it means, in two words such as "D1 database"
	other  string // how to name that
}

func (e *clashError) Error() string {
	return fmt.Sprintf("%q is an object and a %s", e.name, e.kind)
}

// Hint says how to name either.
func (e *clashError) Hint() string {
	_, what, _ := strings.Cut(e.kind, " ")
	return fmt.Sprintf("say %s for the object, %s for the %s", e.object, e.other, what)
}
