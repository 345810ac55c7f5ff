package migrate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate/state"
)

// run applies the pending steps, all in one upload, to the live classes.
func (pl *planner) run(pending []config.Migration) {
	pl.pending = pending
	for i, m := range pending {
		pl.step = i
		for _, d := range m.DeletedClasses {
			pl.delete(m.Tag.Value, d)
		}
		for _, r := range m.RenamedClasses {
			pl.rename(m.Tag.Value, r)
		}
		for _, t := range m.Transferred {
			pl.receive(m.Tag.Value, t)
		}
		for _, c := range m.NewClasses {
			pl.create(m.Tag.Value, c, LegacyKV)
		}
		for _, c := range m.NewSQLiteClasses {
			pl.create(m.Tag.Value, c, SQLite)
		}
		pl.record(m)
	}
}

func (pl *planner) record(m config.Migration) {
	pl.worker.Tag = m.Tag.Value
	pl.worker.Applied = append(pl.worker.Applied, Applied{Tag: m.Tag.Value, Hash: hashOf(m)})
}

// parted takes away the classes that a Worker unknown to the ledger once gave to others,
// which are known: its list still creates them.
func (pl *planner) parted() {
	for class, c := range pl.worker.Classes {
		if !pl.gone[c.Key] {
			continue
		}
		delete(pl.worker.Classes, class)
		if pl.worker.Given == nil {
			pl.worker.Given = map[string]Transfer{}
		}
		pl.worker.Given[class] = pl.before.holder(pl.name, c.Key)
	}
	pl.Steps = slices.DeleteFunc(pl.Steps, func(s Step) bool { return pl.gone[s.Key] })
	pl.worker.Retired = slices.DeleteFunc(pl.worker.Retired, func(k state.Key) bool { return pl.gone[k] })
}

// taker returns the Worker whose list, not applied yet, receives a class from this one, ""
// if there is none.
func (pl *planner) taker(class string) string {
	for _, o := range pl.Others {
		for _, m := range o.Migrations {
			applied := func(a Applied) bool { return a.Tag == m.Tag.Value }
			receives := func(t config.Transfer) bool { return t.From.Value == class && t.FromScript.Value == pl.name }
			if slices.ContainsFunc(m.Transferred, receives) && !slices.ContainsFunc(pl.before.Records(o.Name.Value), applied) {
				return o.Name.Value
			}
		}
		for _, e := range o.Exports {
			if e.Class.Value == class && e.State.Value == "expecting-transfer" && e.TransferFrom.Value == pl.name {
				return o.Name.Value
			}
		}
	}
	return ""
}

// checkTaken refuses to delete a class that another Worker is to receive.
func (pl *planner) checkTaken(pos diag.Pos, class, state string) {
	if worker := pl.taker(class); worker != "" {
		d := pl.errorf(pos, "delete-transferred", 0, "class %q is deleted, but worker %s is to receive it with its objects", class, worker)
		d.Fix = "remove it from deleted_classes: the transfer takes it away"
		if state != "" {
			d.Fix = fmt.Sprintf("give it state %q and transferred_to %q", state, worker)
		}
	}
}

func (pl *planner) add(s Step) { pl.Steps = append(pl.Steps, s) }

func (pl *planner) delete(tag string, d config.String) {
	class := d.Value
	c, live := pl.worker.Classes[class]
	prior := pl.target[class]
	pl.target[class] = append(prior, target{pl.step, Delete})
	if !live {
		pl.errorf(d.Pos, "delete-missing", 10074,
			"class %q cannot be deleted, it does not exist: \"Cannot apply delete-class migration to class '%s' which was not exported in the previous version of the script\"", class, class).
			Fix = "remove it from deleted_classes"
		return
	}
	if len(prior) > 0 {
		pl.hostablef(d.Pos, "delete-missing", 10074,
			"class %q is created and deleted in one upload: \"Cannot apply delete-class migration to class '%s' which was not exported in the previous version of the script\"", class, class).
			Fix = fmt.Sprintf("if nothing of %[2]s is deployed, remove the steps that create and delete it; otherwise deploy the steps before %[1]q first, then this one", tag, class)
	}
	before := pl.was[class].Key == c.Key
	step := Step{Tag: tag, Kind: Delete, Class: class, Key: c.Key, Storage: c.Storage, Destructive: before}
	if before {
		step.Note = fmt.Sprintf("if the version that is deployed still binds %s, deploy once without the binding first, then with the delete", class)
	}
	pl.drop(class, c)
	pl.add(step)
	pl.checkTaken(d.Pos, class, "")
	pl.checkDeleteBound(d, class)
}

// drop removes a class permanently.
func (pl *planner) drop(class string, c Class) {
	delete(pl.worker.Classes, class)
	pl.leaving[class] = true
	pl.worker.Retired = append(pl.worker.Retired, c.Key)
}

// checkDeleteBound finds bindings to a class that is deleted and not created again.
// Cloudflare compares only the class name, even if the binding names another Worker's
// class.
func (pl *planner) checkDeleteBound(d config.String, class string) {
	for _, m := range pl.pending[pl.step:] {
		if slices.Contains(makes(m), class) {
			return
		}
	}
	const words = "\"Cannot apply --delete-class migration to class '%s' without also removing the binding that references it.\""
	for _, b := range pl.Project.DurableObjects() {
		if b.ClassName.Value != class {
			continue
		}
		report, fix := pl.errorf, fmt.Sprintf("remove the binding %s and deploy, then deploy the delete", b.Name.Value)
		if b.ScriptName.Value != "" && b.ScriptName.Value != pl.name {
			report, fix = pl.hostablef, fmt.Sprintf("the binding is to a class of %s, but Cloudflare goes by the class name: deploy the delete without the binding, then with it", b.ScriptName.Value)
		}
		report(b.Pos, "delete-bound", 10061, "class %q is deleted but still bound: "+words, class, class).Fix = fix
	}
	for _, o := range pl.Others {
		for _, b := range o.DurableObjects() {
			if b.ClassName.Value == class && b.ScriptName.Value == pl.name && o.Name.Value != pl.name {
				pl.errorf(d.Pos, "delete-bound", 10061, "class %q is deleted but still bound by worker %s: "+words, class, o.Name.Value, class).
					Fix = fmt.Sprintf("remove the binding %s from %s and deploy that worker first", b.Name.Value, o.Name.Value)
			}
		}
	}
}

func (pl *planner) rename(tag string, r config.Rename) {
	from, to := r.From.Value, r.To.Value
	c, live := pl.worker.Classes[from]
	switch {
	case from == to:
		pl.errorf(r.Pos, "rename-self", 0, "class %q is renamed to itself", from).Fix = "remove the rename"
		return
	case !live:
		code, fix := "rename-source-missing", "the class to rename must be live: correct the name, or remove the rename"
		if slices.ContainsFunc(pl.target[from], func(t target) bool { return t.kind != Delete }) {
			fix = fmt.Sprintf("an earlier rename already renamed %s", from)
		}
		if _, reversed := pl.worker.Classes[to]; reversed && pl.Exports != nil && pl.exported(from) && !pl.exported(to) {
			fix = "the old name comes first: write " + pl.inlineRename(to, from)
			pl.intended[from], pl.leaving[to] = true, true
		}
		pl.errorf(r.From.Pos, code, 0, "class %q cannot be renamed, it does not exist: \"Cannot apply renamed_classes migration to non-existent class %s\"", from, from).Fix = fix
		pl.intended[to] = true
		return
	}
	if !pl.vacant(tag, r.To, Rename, c.Storage) {
		pl.leaving[from], pl.intended[to] = true, true
		return
	}
	delete(pl.worker.Classes, from)
	pl.worker.Classes[to] = c
	pl.add(Step{Tag: tag, Kind: Rename, Class: to, From: from, To: to, Key: c.Key, Storage: c.Storage})
}

func (pl *planner) receive(tag string, t config.Transfer) {
	from, script, to := t.From.Value, t.FromScript.Value, t.To.Value
	if script == pl.name {
		pl.errorf(t.FromScript.Pos, "transfer-source-missing", 0, "class %q is transferred from the worker itself", from).
			Fix = "a class that stays in its worker is renamed: " + pl.snippetRename(from, to)
		pl.intended[to] = true
		return
	}
	c, known, ok := pl.take(script, from, to)
	if !ok {
		pl.errorf(t.From.Pos, "transfer-source-missing", 0, "worker %q has no class %q to transfer", script, from).
			Fix = fmt.Sprintf("correct from and from_script; apply the migrations of %s first", script)
		pl.intended[to] = true
		return
	}
	if !pl.vacant(tag, t.To, Transferred, c.Storage) {
		pl.intended[to] = true
		return
	}
	pl.worker.Classes[to] = c
	step := Step{Tag: tag, Kind: Transferred, Class: to, From: from, FromScript: script, To: to, Key: c.Key, Storage: c.Storage}
	if !known {
		step.Note = fmt.Sprintf("worker %s is unknown here: its class is assumed to be in %s", script, c.Key)
	}
	pl.add(step)
}

// take moves a class out of another Worker's part of the ledger. If the ledger does not
// know that Worker, the key is the one that workerd would give the class.
func (pl *planner) take(script, from, to string) (c Class, known, ok bool) {
	src := pl.after.Workers[script]
	if src == nil {
		c = Class{state.Key(script + "-" + from), SQLite}
		for _, o := range pl.Others {
			if o.Name.Value == script {
				if declared, ok := declaredBy(o)[from]; ok {
					c = declared
				}
			}
		}
		if pl.used[c.Key] {
			return c, false, false
		}
		pl.used[c.Key] = true
		return c, false, true
	}
	if g := src.Given[from]; g.Key != "" {
		c, ok = Class{g.Key, g.Storage}, g.Worker == pl.name
	} else if c, ok = src.Classes[from]; ok {
		delete(src.Classes, from)
	}
	if ok {
		if src.Given == nil {
			src.Given = map[string]Transfer{}
		}
		src.Given[from] = Transfer{Worker: pl.name, Class: to}
	}
	return c, true, ok
}

// declaredBy returns what the configuration of a Worker creates in a fresh state, with
// workerd's keys.
func declaredBy(p *config.Project) map[string]Class {
	m := replay(p.Name.Value, p.Migrations).live
	key := func(class string) state.Key { return state.Key(p.Name.Value + "-" + class) }
	for _, e := range p.Exports {
		if e.Live() {
			m[e.Class.Value] = Class{key(e.Class.Value), Storage(e.Storage.Value)}
		}
	}
	for _, e := range p.Exports {
		if c, ok := m[e.RenamedTo.Value]; ok && e.State.Value == "renamed" {
			m[e.RenamedTo.Value] = Class{key(e.Class.Value), c.Storage}
		}
	}
	for _, b := range p.DurableObjects() {
		if _, ok := m[b.ClassName.Value]; !ok && b.ScriptName.Value == "" {
			m[b.ClassName.Value] = Class{key(b.ClassName.Value), LegacyKV}
		}
	}
	return m
}

func (pl *planner) create(tag string, name config.String, storage Storage) {
	if !pl.vacant(tag, name, Create, storage) {
		return
	}
	step := Step{Tag: tag, Kind: Create, Class: name.Value, Key: pl.alloc(name.Value), Storage: storage}
	if storage == LegacyKV {
		step.Note = "KV-backed for ever; Cloudflare's free plan refuses it (10097)"
	}
	pl.worker.Classes[name.Value] = Class{step.Key, storage}
	pl.reclaim(name.Value)
	pl.add(step)
}

// reclaim forgets that a class of this name was transferred to another Worker, unless
// that Worker has not received it yet.
func (pl *planner) reclaim(class string) {
	if pl.worker.Given[class].Key == "" {
		delete(pl.worker.Given, class)
	}
}

// vacant reports whether a class can be created under the name now, and if not, adds an
// error.
func (pl *planner) vacant(tag string, name config.String, kind Kind, storage Storage) bool {
	class := name.Value
	c, live := pl.worker.Classes[class]
	prior := pl.target[class]
	pl.target[class] = append(prior, target{pl.step, kind})
	here := func(t target) bool { return t.step == pl.step && t.kind != Delete }
	gone := func(t target) bool { return t.kind == Delete }
	const twice = "\"class '%s' cannot be the target of more than one migration\""
	switch {
	case live && slices.ContainsFunc(prior, here):
		pl.errorf(name.Pos, "duplicate-target", 10074, "class %q is created twice in migration %q: "+twice, class, tag, class).
			Fix = pl.fixTwice(class)
		return false
	case live && kind == Rename:
		fix := fmt.Sprintf("the target of a rename must not exist yet: remove it from the step that creates it, or delete or rename the live %s in a deploy of its own first", class)
		if pl.swaps(class) {
			fix = "to swap two classes go over a third name: rename in three steps, each with its own tag"
		}
		pl.errorf(name.Pos, "rename-target-exists", 0, "class %q cannot be the target of a rename, it is already live: \"renamed-to class %s already exists\"", class, class).Fix = fix
		return false
	case live && kind == Transferred:
		pl.errorf(name.Pos, "transfer-target-exists", 0, "class %q cannot receive a transfer, it is already live", class).
			Fix = "the target of a transfer must not exist yet: remove it from the step that creates it, or transfer to another name"
		return false
	case live:
		pl.exists(tag, name, c.Storage, storage)
		return false
	case slices.ContainsFunc(prior, gone) && kind == Create:
		report := pl.errorf
		if !slices.ContainsFunc(prior, func(t target) bool { return t.step == pl.step }) {
			report = pl.hostablef
		}
		report(name.Pos, "duplicate-target", 10074, "class %q is deleted and created again in one upload: "+twice, class, class).
			Fix = fmt.Sprintf("deploy the delete first; then append %s and deploy again", pl.snippetStep("new_sqlite_classes", class))
	case len(prior) > 0:
		pl.warnf(name.Pos, "duplicate-target-on-server", "class %q is the target of two migrations in one upload, which Cloudflare probably refuses: "+twice, class, class).
			Fix = "deploy the first of the two, then the other with a tag of its own"
	}
	return true
}

// exists adds the error that a step creates a live class.
func (pl *planner) exists(tag string, name config.String, has, wants Storage) {
	class := name.Value
	field := map[Storage]string{SQLite: "new-sqlite-class", LegacyKV: "new-class"}[wants]
	words := fmt.Sprintf("\"Cannot apply %s migration to class '%s' that is already depended on by existing Durable Objects\"", field, class)
	_, remembered := pl.rerun[class]
	switch {
	case pl.rerun != nil && !remembered && pl.AppliedTag != nil && before(tag, *pl.AppliedTag):
		pl.errorf(name.Pos, "order", 10074, "migration %q stands after %q, which has been applied after it: %s", tag, *pl.AppliedTag, words).
			Fix = "put the steps back in the order in which they were applied"
	case has != wants:
		pl.errorf(name.Pos, "storage-change", 10074, "class %q has %s storage, which cannot become %s: %s", class, has, wants, words).
			Fix = "the storage type of a class cannot change: create a class with another name, move the data over, then delete this one"
	default:
		pl.errorf(name.Pos, "new-exists", 10074, "class %q is already live: %s", class, words).
			Fix = "take it out of " + strings.ReplaceAll(field, "-", "_") + "es"
	}
}

// swaps reports whether the class itself is renamed by the current step.
func (pl *planner) swaps(class string) bool {
	return slices.ContainsFunc(pl.pending[pl.step].RenamedClasses, func(r config.Rename) bool { return r.From.Value == class })
}
