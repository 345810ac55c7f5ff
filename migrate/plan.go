package migrate

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Request is the input of [NewPlan], which does not change it.
type Request struct {
	Project  *config.Project
	Exports  []string   // names the bundle exports; nil: unknown, so not compared
	Ledger   *Ledger    // nil: empty
	Disk     state.Disk // for adoption, and for the sizes of steps; nil: nothing
	From     From
	Others   []*config.Project // the other workers of the state folder
	Problems diag.List         // known problems of the project or its source; reported with the plan
	Undo     func() *Ledger    // the ledger after a rollback, nil if none is possible: see Undoable of package apply; nil: unknown

	// Serve plans for hosting the Worker locally, not for a deploy. A list of
	// migrations that was deployed tag by tag may break the rules of a single upload if
	// it is applied to a fresh folder, and a class without a lifecycle can be hosted
	// but not deployed; such errors become warnings.
	Serve bool
}

// From is the state a plan starts from: one of those below, or that after the migration
// with a tag, which is computed from the list.
type From string

const (
	FromLocal From = ""      // the ledger
	FromFresh From = "fresh" // an account without the Worker

	// FromDeclared is an account with exactly the classes that the exports map declares
	// live.
	FromDeclared From = "declared"
)

// Plan has the changes that a configuration makes to the classes of one Worker. Its JSON
// form is a contract with users.
type Plan struct {
	Worker      string           `json:"worker"`
	Mode        Mode             `json:"mode"`
	From        From             `json:"from,omitempty"`
	AppliedTag  *string          `json:"appliedTag"` // nil: none
	TargetTag   *string          `json:"targetTag"`
	Steps       []Step           `json:"steps"`       // in order; none if there are errors
	Classes     map[string]Class `json:"classes"`     // after the plan; as now if there are errors
	Diagnostics diag.List        `json:"diagnostics"` // sorted

	before, after *Ledger
	hosted        map[string]Class // of Classes, those that no ledger lists
	native        map[string]Class // as workerd serve computes them from the configuration
}

// Kind is the kind of a step.
type Kind string

const (
	Create      Kind = "create"
	Rename      Kind = "rename"
	Delete      Kind = "delete"
	Transferred Kind = "transfer"
)

// Step is one change to one class. Renames and transfers move no files: the class keeps
// its key.
type Step struct {
	Tag         string    `json:"tag"` // "" with exports
	Kind        Kind      `json:"kind"`
	Class       string    `json:"class"` // the name after the step, or the removed name
	From        string    `json:"from,omitempty"`
	FromScript  string    `json:"fromScript,omitempty"` // of a class that is received
	To          string    `json:"to,omitempty"`
	ToScript    string    `json:"toScript,omitempty"` // of a class that is given away
	Key         state.Key `json:"key"`
	Storage     Storage   `json:"storage"`
	Objects     int       `json:"objects"`
	Bytes       int64     `json:"bytes"`
	Destructive bool      `json:"destructive"` // existing objects are moved to the trash

	// Note is additional information, such as the order of deploys that Cloudflare
	// requires.
	Note string `json:"note,omitempty"`
}

// Destructive reports whether the plan deletes objects.
func (p *Plan) Destructive() bool {
	return slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Destructive })
}

// Empty reports whether applying the plan would change nothing, not even the ledger.
func (p *Plan) Empty() bool { return p.before.Equal(p.after) }

// Err returns the plan's errors as one, or nil.
func (p *Plan) Err() error { return p.Diagnostics.Err() }

// Ledger returns the ledger after the plan, for planning the next Worker of the same
// state folder.
func (p *Plan) Ledger() *Ledger { return p.after.Clone() }

// Before returns the ledger that the plan starts from, and After the one that it
// access to. They are the plan's own.
func (p *Plan) Before() *Ledger { return p.before }

// After is described at [Plan.Before].
func (p *Plan) After() *Ledger { return p.after }

// Expects returns the transfers that the plan announces, such as "Room from chat".
func (p *Plan) Expects() (all []string) {
	before, after := p.before.Workers[p.Worker], p.after.Workers[p.Worker]
	if after == nil {
		return nil
	}
	for _, class := range slices.Sorted(maps.Keys(after.Expecting)) {
		if from := after.Expecting[class]; before == nil || before.Expecting[class] != from {
			all = append(all, class+" from "+from)
		}
	}
	return all
}

// Native returns the key that workerd serve gives to a class of the configuration.
func (p *Plan) Native(class string) state.Key { return p.native[class].Key }

// Adds reports whether the plan adds a record of [Plan.After], whose time must be set
// when it is applied.
func (p *Plan) Adds(a Applied) bool {
	return a.At.IsZero() && !slices.Contains(p.before.Records(p.Worker), a)
}

// PlanEach plans from a fresh account and from every tag of the list in turn, or from
// what an exports map declares: a plan that works here may fail on an account with
// another last deploy.
func PlanEach(r Request) []*Plan {
	froms := []From{FromFresh}
	if inExportsMode(r.Project) {
		froms = append(froms, FromDeclared)
	}
	for _, m := range r.Project.Migrations {
		if from := From(m.Tag.Value); from != "" && !slices.Contains(froms, from) {
			froms = append(froms, from)
		}
	}
	var plans []*Plan
	for _, r.From = range froms {
		plans = append(plans, NewPlan(r))
	}
	return plans
}

// planner is one run of NewPlan.
type planner struct {
	Request
	*Plan
	name string

	worker  *Worker             // this Worker in after, which the steps change
	was     map[string]Class    // its classes before
	known   bool                // the ledger had an entry for the Worker
	used    map[state.Key]bool  // keys that must not be used
	gone    map[state.Key]bool  // keys of classes that others have already, see parted
	rerun   map[string]Class    // the result of the applied part of the list alone
	target  map[string][]target // of this upload, by class
	pending []config.Migration  // the migrations for run
	step    int                 // index in pending of the current migration

	// Classes that an invalid step would have created or removed. Consequential errors
	// about them are not reported.
	intended, leaving map[string]bool
}

// target is a use of a class in an upload.
type target struct {
	step int
	kind Kind
}

// NewPlan computes what the configuration would change, or its problems. It reads
// nothing but the request.
func NewPlan(r Request) *Plan {
	pl := &planner{
		Request: r,
		Plan: &Plan{
			Worker: r.Project.Name.Value, From: r.From,
			Steps: []Step{}, Diagnostics: diag.List{},
		},
		name:     r.Project.Name.Value,
		used:     map[state.Key]bool{},
		gone:     map[state.Key]bool{},
		target:   map[string][]target{},
		intended: map[string]bool{}, leaving: map[string]bool{},
	}
	pl.start()
	pl.Mode = pl.worker.Mode
	switch {
	case pl.twoOfOneName():
	case pl.exportsMode() && len(r.Project.Migrations) > 0:
		pl.errorf(r.Project.ExportsPos, "exports-xor-migrations", 0,
			"`migrations` and `exports` are mutually exclusive: choose one or the other to declare your Durable Object lifecycle").
			Fix = "remove one of them; `dotool migrate convert` turns the list into the map"
	case pl.exportsMode():
		pl.Mode = Exports
		pl.planExports()
		pl.checkBindings()
	default:
		if len(r.Project.Migrations) > 0 || pl.Mode == "" {
			pl.Mode = Migrations
		}
		if pl.planList() {
			pl.checkBindings()
			pl.checkCode()
		}
	}
	return pl.finish()
}

// start sets up the state from which the plan starts.
func (pl *planner) start() {
	pl.before = NewLedger()
	switch pl.Request.From {
	case FromLocal:
		pl.before = pl.Request.Ledger.Clone()
	case FromFresh:
		pl.Disk = nil
	case FromDeclared:
		pl.Disk = nil
		w := &Worker{Mode: Exports, Classes: map[string]Class{}}
		all := declaredBy(pl.Project)
		for _, e := range pl.Project.Exports {
			if e.Live() && e.State.Value != "expecting-transfer" {
				w.Classes[e.Class.Value] = all[e.Class.Value]
			}
		}
		pl.before.Workers[pl.name] = w
	default:
		pl.Disk = nil
		list := pl.Project.Migrations
		i := slices.IndexFunc(list, func(m config.Migration) bool { return m.Tag.Value == string(pl.Request.From) })
		if i < 0 {
			pl.errorf(pl.Project.MigrationsPos, "tag-not-found", 0, "no migration has the tag %q that the plan should start from", pl.Request.From)
			break
		}
		h := replay(pl.name, list[:i+1])
		w := &Worker{Mode: Migrations, Tag: list[i].Tag.Value, Classes: h.live}
		for _, k := range slices.Sorted(maps.Keys(h.used)) {
			if !slices.ContainsFunc(slices.Collect(maps.Values(h.live)), func(c Class) bool { return c.Key == k }) {
				w.Retired = append(w.Retired, k)
			}
		}
		pl.before.Workers[pl.name] = w
	}
	pl.after = pl.before.Clone()
	pl.worker, pl.known = pl.after.Workers[pl.name], true
	if pl.worker == nil {
		pl.known = false
		pl.worker = &Worker{Classes: map[string]Class{}}
	}
	pl.was = maps.Clone(pl.worker.Classes)
	for k := range pl.before.Owners() {
		pl.used[k] = true
	}
	for _, w := range pl.before.Workers {
		for _, k := range w.Retired {
			pl.used[k] = true
		}
	}
	if pl.worker.Tag != "" {
		tag := pl.worker.Tag
		pl.AppliedTag = &tag
	}
}

// exportsMode reports whether the classes are declared by the exports map. A map with
// only Workers and workflows may be combined with a list of migrations.
func (pl *planner) exportsMode() bool { return inExportsMode(pl.Project) }

func inExportsMode(p *config.Project) bool {
	return slices.ContainsFunc(p.Exports, func(e config.Export) bool { return e.Type.Value == "durable-object" })
}

func (pl *planner) twoOfOneName() bool {
	for _, o := range pl.Others {
		if o.Name.Value == pl.name && o.File != pl.Project.File {
			pl.errorf(pl.Project.Name.Pos, "duplicate-worker", 0, "two workers are named %q: this one and that of %s", pl.name, filepath.ToSlash(o.File)).
				Fix = "workers that share a state folder share their classes by name: give one of them another name"
			return true
		}
	}
	return false
}

// finish adjusts keys to what is on disk, fills in sizes and completes the ledger.
func (pl *planner) finish() *Plan {
	p := pl.Plan
	for _, f := range pl.Problems {
		// If both report the same problem, keep that of the plan, which has more detail.
		if !slices.ContainsFunc(p.Diagnostics, func(d diag.Diagnostic) bool {
			return d.Pos == f.Pos && d.Severity == f.Severity && (d.Code == f.Code || d.Code == "rename-self")
		}) {
			p.Diagnostics = append(p.Diagnostics, f)
		}
	}
	pl.suggestRollback()
	p.Diagnostics.Sort()
	p.native = declaredBy(pl.Project)
	if p.Diagnostics.HasErrors() {
		p.Steps, p.after = []Step{}, p.before
		p.Classes = pl.was
		if list := pl.Project.Migrations; p.Mode == Migrations && len(list) > 0 {
			p.TargetTag = tagPtr(list[len(list)-1].Tag.Value)
		}
		return p
	}
	p.hosted = pl.undeclared()
	if !pl.known && pl.Request.From == FromLocal {
		pl.adopt()
	}
	for i, s := range p.Steps {
		u := pl.Disk[s.Key]
		p.Steps[i].Objects, p.Steps[i].Bytes = u.Objects, u.Bytes
		if s.Kind == Create && u.Objects > 0 {
			p.Steps[i].Note = join(s.Note, fmt.Sprintf("adopts the objects in %s", s.Key))
		}
	}
	p.TargetTag = tagPtr(pl.worker.Tag)
	p.Classes = maps.Clone(pl.worker.Classes)
	maps.Copy(p.Classes, p.hosted)
	pl.worker.Mode = p.Mode
	if pl.known || len(p.Steps) > 0 || pl.worker.Tag != "" || len(pl.worker.Expecting) > 0 {
		p.after.Workers[pl.name] = pl.worker
	}
	return p
}

func tagPtr(tag string) *string {
	if tag == "" {
		return nil
	}
	return &tag
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// adopt gives live classes the folders that wrangler dev made for them, if the ledger
// does not know the Worker. wrangler dev always uses <worker>-<Class>, also after a
// rename, so if that folder exists, it has the objects, and if neither folder exists,
// both tools will use that one. Otherwise the objects are under the key from the list
// of migrations. A folder with a ~ was not written by wrangler but by dotool or workerd
// serve, so then the key from the list is right.
func (pl *planner) adopt() {
	base := func(class string) state.Key { return state.Key(pl.name + "-" + class) }
	owners := pl.before.Owners()
	moves := map[string]state.Key{} // class -> the key it leaves
	for class, c := range pl.worker.Classes {
		_, found := pl.Disk[base(class)]
		_, ofThisWorker := pl.Disk[c.Key]
		// No tool creates a class here that comes from another Worker.
		worker, _ := c.Key.Split()
		made := worker == pl.name
		if (found || made && !ofThisWorker) && c.Key != base(class) && owners[base(class)] == "" && !(ofThisWorker && strings.Contains(string(c.Key), "~")) {
			moves[class] = c.Key
		}
	}
	// A folder that a class keeps is not free for another.
	for again := true; again; {
		again = false
		for class, c := range pl.worker.Classes {
			for mover := range moves {
				if _, goes := moves[class]; !goes && c.Key == base(mover) {
					delete(moves, mover)
					again = true
				}
			}
		}
	}
	for class, left := range moves {
		for i := range pl.Steps {
			if s := &pl.Steps[i]; s.Class == class && s.Key == left && s.Kind != Delete {
				s.Key = base(class)
				if _, found := pl.Disk[s.Key]; found {
					s.Note = join(s.Note, "wrangler dev keeps its objects in "+string(s.Key))
				}
			}
		}
		pl.worker.Classes[class] = Class{base(class), pl.worker.Classes[class].Storage}
	}
	// A leftover folder may have older objects, which no later class must get.
	live := pl.after.Owners()
	for _, c := range pl.worker.Classes {
		live[c.Key] = pl.name
	}
	pl.worker.Retired = append(pl.worker.Retired, slices.Sorted(maps.Values(moves))...)
	pl.worker.Retired = slices.DeleteFunc(pl.worker.Retired, func(k state.Key) bool {
		_, there := pl.Disk[k]
		return live[k] != "" || !there && slices.Contains(slices.Collect(maps.Values(moves)), k)
	})
}

// alloc allocates a key as workerd does. A suffixed key that is already on disk has
// objects of a forgotten class and is skipped, unless the ledger is lost: then the
// objects belong to this class.
func (pl *planner) alloc(class string) state.Key {
	base := state.Key(pl.name + "-" + class)
	if !pl.known && !pl.gone[base] && pl.before.holder(pl.name, base).Worker != "" {
		pl.gone[base] = true
		return base
	}
	k := base
	for n := 1; ; n++ {
		_, onDisk := pl.Disk[k]
		if !pl.used[k] && (k == base || !onDisk || !pl.known) {
			pl.used[k] = true
			return k
		}
		k = base + state.Key("~"+strconv.Itoa(n))
	}
}

func (pl *planner) exported(class string) bool {
	return pl.Exports == nil || slices.Contains(pl.Exports, class)
}

// ofThisWorker reports whether a binding is to a class of this worker.
func (pl *planner) ofThisWorker(b binding.DurableObject) bool {
	return b.ScriptName.Value == "" || b.ScriptName.Value == pl.name
}

// binding returns the first binding to a class of this worker.
func (pl *planner) binding(class string) (binding.DurableObject, bool) {
	for _, any := range pl.Project.Bindings {
		if b, ok := any.(binding.DurableObject); ok && b.ClassName.Value == class && b.ScriptName.Value == "" { // wrangler checks no others for exports
			return b, true
		}
	}
	return binding.DurableObject{}, false
}

// errorf adds an error with Cloudflare's number, 0 for none.
func (pl *planner) errorf(pos diag.Pos, code string, number int, format string, args ...any) *diag.Diagnostic {
	if pos.Line == 0 {
		pos.File = pl.Project.File
	}
	d := pl.Diagnostics.Errorf(pos, code, format, args...)
	d.CloudflareCode = number
	return d
}

// hostablef is errorf for problems of a deploy, which are warnings when hosting.
func (pl *planner) hostablef(pos diag.Pos, code string, number int, format string, args ...any) *diag.Diagnostic {
	d := pl.errorf(pos, code, number, format, args...)
	if pl.Serve {
		d.Severity = diag.Warning
	}
	return d
}

func (pl *planner) warnf(pos diag.Pos, code, format string, args ...any) *diag.Diagnostic {
	d := pl.errorf(pos, code, 0, format, args...)
	d.Severity = diag.Warning
	return d
}

// Same reports whether two plans make the same changes to the same ledger, and delete
// as much. The -wal of a live object grows and shrinks, so sizes count as equal if they
// differ by at most a tenth.
func (p *Plan) Same(q *Plan) bool {
	same := func(a, b Step) bool {
		return a.Kind == b.Kind && a.Class == b.Class && a.Key == b.Key && a.Tag == b.Tag && a.Destructive == b.Destructive &&
			(!a.Destructive || a.Objects == b.Objects && max(a.Bytes, b.Bytes)-min(a.Bytes, b.Bytes) <= max(a.Bytes, b.Bytes)/10)
	}
	return p.Worker == q.Worker && p.before.Equal(q.before) && p.after.Equal(q.after) && slices.EqualFunc(p.Steps, q.Steps, same)
}
