package migrate

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dotool/config"
	"dotool/config/diag"
	"dotool/migrate/state"
)

// history is what a list of migrations makes by itself, the way wrangler's
// local map and workerd's translation read it.
type history struct {
	live  map[string]Class
	used  map[state.Key]bool
	maker map[string]int // class -> the step that made it, also of classes gone since
	fault *historyFault  // the first step that cannot be applied
}

type historyFault struct {
	pos     diag.Pos
	class   string
	message string // wrangler's words
	missing bool   // the class is not there; else it already exists
}

// replay applies a list to nothing. Within a step the order is deleted, renamed,
// transferred, new, new SQLite; that of the server is not published. Two
// differences from wrangler: it knows no transfers, so it fails on what follows
// from one, and it lets a rename run over a live class, which is kept here only
// because an applied list must be readable whatever it says.
func replay(worker string, list []config.Migration) history {
	h := history{live: map[string]Class{}, used: map[state.Key]bool{}, maker: map[string]int{}}
	fail := func(s config.String, format string, missing bool) {
		if h.fault == nil {
			h.fault = &historyFault{s.Pos, s.Value, fmt.Sprintf(format, s.Value), missing}
		}
	}
	alloc := func(class string) state.Key {
		base := state.Key(worker + "-" + class)
		k := base
		for n := 1; h.used[k]; n++ {
			k = base + state.Key("~"+strconv.Itoa(n))
		}
		h.used[k] = true
		return k
	}
	for i, m := range list {
		for _, d := range m.DeletedClasses {
			if _, ok := h.live[d.Value]; !ok {
				fail(d, "Cannot apply deleted_classes migration to non-existent class %s", true)
			}
			delete(h.live, d.Value)
		}
		for _, r := range m.RenamedClasses {
			c, ok := h.live[r.From.Value]
			if !ok {
				fail(r.From, "Cannot apply renamed_classes migration to non-existent class %s", true)
				continue
			}
			delete(h.live, r.From.Value)
			h.live[r.To.Value], h.maker[r.To.Value] = c, i
		}
		for _, t := range m.Transferred {
			k := state.Key(t.FromScript.Value + "-" + t.From.Value)
			h.used[k] = true
			h.live[t.To.Value], h.maker[t.To.Value] = Class{k, SQLite}, i
		}
		for _, kind := range []struct {
			classes []config.String
			storage Storage
			field   string
		}{{m.NewClasses, LegacyKV, "new_classes"}, {m.NewSQLiteClasses, SQLite, "new_sqlite_classes"}} {
			for _, n := range kind.classes {
				if _, ok := h.live[n.Value]; ok {
					fail(n, "Cannot apply "+kind.field+" migration to existing class %s", false)
					continue
				}
				h.live[n.Value], h.maker[n.Value] = Class{alloc(n.Value), kind.storage}, i
			}
		}
	}
	return h
}

// planList plans a list of migrations. It answers false where the list is such
// that nothing more can be said.
func (pl *planner) planList() bool {
	list := pl.Project.Migrations
	w := pl.worker
	if !pl.wellFormed(list) {
		return false
	}
	switched := w.Mode == Exports && len(list) > 0
	if switched {
		w.Applied = nil // what the tags did was said in a list that is gone
	}
	pending := list
	if w.Tag != "" {
		i := pl.lastApplied(list)
		switch {
		case len(list) == 0:
			if w.Mode != Exports {
				pl.warnf(diag.Pos{}, "tag-required", "migrations up to %q have been applied, but the configuration has no list of migrations", w.Tag).
					Fix = "keep the whole list: once a tag is set, every later deployment needs one"
			}
			return true
		case i < 0:
			pl.tagNotFound(list)
			return true
		}
		i = pl.retag(list, i)
		pending = list[i+1:]
		if !pl.checkHistory(list[:i+1]) {
			pending = nil // what would follow from a broken list is not worth telling
		}
	} else if switched && pl.sameClasses(replay(pl.name, list)) && pl.Serve {
		// The list says what the exports map had made. Cloudflare, who knows no
		// tag, would want to create it all again.
		pl.warnf(pl.Project.MigrationsPos, "new-exists", "the classes were made by the exports map: a deploy of this list would be refused")
		for _, m := range list {
			pl.record(m)
		}
		return true
	}
	pl.run(pending)
	return true
}

// placesOf finds the step of each record of an applied migration, -1 if the list
// lacks its tag. Of steps that share a tag, which only hosting lets pass, a record
// is of the next that says what it remembers, else of the next.
func placesOf(applied []Applied, list []config.Migration) []int {
	steps := map[string][]int{}
	for i, m := range list {
		steps[m.Tag.Value] = append(steps[m.Tag.Value], i)
	}
	places := make([]int, len(applied))
	for k, a := range applied {
		of := steps[a.Tag]
		switch {
		case len(of) == 0:
			places[k] = -1
			continue
		case len(of) > 1:
			next := max(0, slices.IndexFunc(of, func(i int) bool { return hashOf(list[i]) == a.Hash }))
			of = of[next:]
		}
		places[k] = of[0]
		if len(of) > 1 {
			steps[a.Tag] = of[1:]
		}
	}
	return places
}

// lastApplied is the place of the last applied step, -1 if the list lacks its tag.
func (pl *planner) lastApplied(list []config.Migration) int {
	places := placesOf(pl.worker.Applied, list)
	for k, a := range slices.Backward(pl.worker.Applied) {
		if a.Tag == pl.worker.Tag {
			return places[k]
		}
	}
	return slices.IndexFunc(list, func(m config.Migration) bool { return m.Tag.Value == pl.worker.Tag })
}

// retag finds steps that were applied under a tag that another step has too, and
// have got one of their own since. It answers the place of the last one applied.
func (pl *planner) retag(list []config.Migration, last int) int {
	w, tag := pl.worker, pl.worker.Tag
	surplus := len(w.Applied) // where the records begin of which the list has no step
	for surplus > 0 && w.Applied[surplus-1].Tag == tag {
		surplus--
	}
	for _, m := range list {
		if m.Tag.Value == tag {
			surplus++
		}
	}
	applied := slices.Clone(w.Applied)
	for k := surplus; k < len(applied) && last+1 < len(list) && hashOf(list[last+1]) == applied[k].Hash; k++ {
		last++
		w.Tag, applied[k].Tag = list[last].Tag.Value, list[last].Tag.Value
	}
	w.Applied = applied
	return last
}

// wellFormed checks what no step can be planned without.
func (pl *planner) wellFormed(list []config.Migration) bool {
	ok := !pl.Diagnostics.HasErrors()
	seen := map[string]int{}
	for i, m := range list {
		tag := m.Tag.Value
		first, dup := seen[tag]
		switch {
		case tag == "":
			pl.errorf(cmp.Or(m.Tag.Pos, m.Pos), "config", 0, "\"migrations[%d].tag\" is a required field", i).
				Fix = fmt.Sprintf("give the step a unique tag, such as %q", nextTag(list))
			ok = false
		case dup:
			pl.hostablef(m.Tag.Pos, "duplicate-tag", 0, "tag %q is already used by migration %d: Cloudflare would run this step again at every deploy, or never", tag, first+1).
				Fix = fmt.Sprintf("give it a unique tag, such as %q", nextTag(list))
			ok = ok && pl.Serve
		}
		if !dup {
			seen[tag] = i
		}
		// A class name becomes part of a folder's name.
		for _, s := range mentions(m) {
			if err := state.Key(s.Value).Validate(); err != nil {
				pl.errorf(s.Pos, "config", 0, "%q cannot be the name of a class or worker", s.Value).Fix = "use the name that the code exports"
				ok = false
			}
		}
	}
	return ok
}

// mentions returns every class or script name of a step.
func mentions(m config.Migration) []config.String {
	all := slices.Concat(m.NewClasses, m.NewSQLiteClasses, m.DeletedClasses)
	for _, r := range m.RenamedClasses {
		all = append(all, r.From, r.To)
	}
	for _, t := range m.Transferred {
		all = append(all, t.From, t.FromScript, t.To)
	}
	return all
}

// makes returns the classes that are live because of a step.
func makes(m config.Migration) []string {
	var all []string
	for _, n := range slices.Concat(m.NewClasses, m.NewSQLiteClasses) {
		all = append(all, n.Value)
	}
	for _, r := range m.RenamedClasses {
		all = append(all, r.To.Value)
	}
	for _, t := range m.Transferred {
		all = append(all, t.To.Value)
	}
	return all
}

// sameClasses reports whether a list leads to the classes that are live.
func (pl *planner) sameClasses(h history) bool {
	return h.fault == nil && len(h.live) == len(pl.worker.Classes) && pl.covers(h)
}

// covers reports whether all that a list makes is live.
func (pl *planner) covers(h history) bool {
	for class, c := range h.live {
		if pl.worker.Classes[class].Storage != c.Storage {
			return false
		}
	}
	return true
}

// tagNotFound is for a ledger ahead of the list, or of another one.
func (pl *planner) tagNotFound(list []config.Migration) {
	h := replay(pl.name, list)
	pl.rerun = h.live
	pl.giveUp(list)
	// wrangler sends the whole list again. See what the server would say to that.
	trial := &planner{
		Request: pl.Request, Plan: &Plan{}, name: pl.name, was: pl.was, used: maps.Clone(pl.used), target: map[string][]target{},
		worker: &Worker{Classes: maps.Clone(pl.was)}, intended: map[string]bool{}, leaving: map[string]bool{},
	}
	trial.after = pl.after.Clone()
	trial.run(list)
	number := 0
	for _, d := range trial.Diagnostics {
		number = cmp.Or(number, d.CloudflareCode)
	}
	report := pl.errorf
	if h.fault == nil && pl.covers(h) {
		report = pl.hostablef // the list of another branch, say: it needs nothing that is not there
	}
	report(pl.Project.MigrationsPos, "tag-not-found", number,
		"the last migration applied is %q, which the list no longer has: wrangler would send the whole list again", pl.worker.Tag).
		Fix = fmt.Sprintf("put the step %q back in its place; `dotool migrate status` shows what has been applied", pl.worker.Tag)
}

// checkHistory compares the applied part of the list with what the ledger
// remembers of it. The ledger may not remember the single steps; then only what
// they lead to can be compared. It answers false if the list cannot be applied
// at all.
func (pl *planner) checkHistory(done []config.Migration) bool {
	w := pl.worker
	h := replay(pl.name, done)
	pl.rerun = h.live
	for k := range h.used {
		pl.used[k] = true
	}
	if h.fault != nil {
		code, fix := "history-trimmed", "keep every step of the list, also those applied everywhere: wrangler runs the whole list before each upload"
		for _, m := range pl.Project.Migrations {
			if slices.Contains(makes(m), h.fault.class) {
				code, fix = "order", fmt.Sprintf("move the step %q, which makes %s, to where it was when it was applied", m.Tag.Value, h.fault.class)
			}
		}
		if !h.fault.missing {
			code, fix = "new-exists", "take the class out of one of the steps: wrangler runs the whole list before each upload"
		}
		pl.errorf(h.fault.pos, code, 0, "the migrations already applied are inconsistent: wrangler stops with %q", h.fault.message).Fix = fix
		return pl.giveUp(pl.Project.Migrations)
	}
	edited := map[string]bool{}
	last, trimmed, ordered := -1, false, true
	places := placesOf(w.Applied, done)
	for k, a := range w.Applied {
		i := places[k]
		if i < 0 {
			later := slices.IndexFunc(pl.Project.Migrations, func(m config.Migration) bool { return m.Tag.Value == a.Tag })
			if later >= 0 {
				ordered = false
				pl.errorf(pl.Project.Migrations[later].Tag.Pos, "order", 0, "migration %q has been applied but comes after %q, the last one applied", a.Tag, w.Tag).
					Fix = "put the steps back in the order in which they were applied"
			} else {
				trimmed = true
				pl.warnf(pl.Project.MigrationsPos, "history-trimmed", "migration %q has been applied but is no longer in the list: a fresh deploy would not be the same", a.Tag).
					Fix = "put the step back"
			}
			continue
		}
		if i < last {
			ordered = false
			pl.errorf(done[i].Tag.Pos, "order", 0, "migration %q was applied after %q but comes before it", a.Tag, done[last].Tag.Value).
				Fix = "put the steps back in the order in which they were applied"
		}
		last = max(last, i)
		if strings.HasPrefix(a.Hash, "sha256:") && a.Hash != hashOf(done[i]) {
			edited[a.Tag] = true
			pl.edited(done[i].Tag, "migration %q was edited after it was applied here: the change has no effect")
		}
	}
	switch {
	case !ordered:
		return pl.giveUp(pl.Project.Migrations)
	case trimmed:
		return true
	}
	for _, class := range slices.Sorted(maps.Keys(h.live)) {
		step := done[h.maker[class]]
		c, live := w.Classes[class]
		if _, given := w.Given[class]; given || edited[step.Tag.Value] || live && c.Storage == h.live[class].Storage {
			continue
		}
		// A step of which nothing is there never ran; it came in before the tag.
		ran := live || step.Tag.Value == w.Tag || slices.ContainsFunc(makes(step), func(c string) bool { _, ok := w.Classes[c]; return ok })
		edited[step.Tag.Value] = true
		if ran {
			pl.edited(step.Tag, "migration %q does not produce the classes that exist here: it was edited after it was applied, and the change has no effect")
		} else {
			ordered = false
			pl.errorf(step.Tag.Pos, "order", 0, "migration %q stands before %q, the last one applied, but has never been applied and never will be", step.Tag.Value, w.Tag).
				Fix = "move it to the end of the list"
		}
	}
	switch {
	case !ordered: // the classes of the steps that never ran are told where they are bound
		return pl.giveUp(pl.Project.Migrations[len(done):])
	case len(edited) > 0:
		return true
	}
	for _, class := range slices.Sorted(maps.Keys(w.Classes)) {
		later := slices.ContainsFunc(pl.Project.Migrations[len(done):], func(m config.Migration) bool { return slices.Contains(makes(m), class) })
		if _, ok := h.live[class]; !ok && !later { // else its step will be told
			pl.warnf(pl.Project.MigrationsPos, "applied-step-edited", "class %q is live but the migrations up to %q do not create it: one of them was edited or removed", class, w.Tag).
				Fix = "restore what was there when it was applied"
		}
	}
	return true
}

// giveUp keeps what follows from steps that do not run from being told.
func (pl *planner) giveUp(steps []config.Migration) bool {
	for _, m := range steps {
		for _, class := range makes(m) {
			pl.intended[class] = true
		}
	}
	return false
}

func (pl *planner) edited(tag config.String, format string) {
	pl.warnf(tag.Pos, "applied-step-edited", format, tag.Value).
		Fix = fmt.Sprintf("restore it, and append the change as a new step with the tag %q", nextTag(pl.Project.Migrations))
}

// run takes the steps that have not been applied, all in one upload, to the
// live classes.
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
			Fix = fmt.Sprintf("on an account that has none of this, deploy the steps before %q first, then this one", tag)
	}
	before := pl.was[class].Key == c.Key
	step := Step{Tag: tag, Kind: Delete, Class: class, Key: c.Key, Storage: c.Storage, Destructive: before}
	if before {
		step.Note = fmt.Sprintf("if the version that is deployed still binds %s, deploy once without the binding first, then with the delete", class)
	}
	pl.drop(class, c)
	pl.add(step)
	pl.checkDeleteBound(d, class)
}

// drop takes a class away for good.
func (pl *planner) drop(class string, c Class) {
	delete(pl.worker.Classes, class)
	pl.leaving[class] = true
	pl.worker.Retired = append(pl.worker.Retired, c.Key)
}

// checkDeleteBound looks for bindings to a class that goes and is not made
// again. Cloudflare goes by the class name alone, even where the binding names
// another worker's class.
func (pl *planner) checkDeleteBound(d config.String, class string) {
	for _, m := range pl.pending[pl.step:] {
		if slices.Contains(makes(m), class) {
			return
		}
	}
	const words = "\"Cannot apply --delete-class migration to class '%s' without also removing the binding that references it.\""
	for _, b := range pl.Project.Bindings {
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
		for _, b := range o.Bindings {
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

// take moves a class out of another worker's part of the ledger. Of a worker
// that the ledger does not know, the key is the one workerd would give it.
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

// declaredBy is what the configuration of a worker makes on a fresh state, with
// the keys that workerd gives.
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
	for _, b := range p.Bindings {
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

// reclaim forgets that a class of this name went to another worker, unless its
// objects still wait to be taken there.
func (pl *planner) reclaim(class string) {
	if pl.worker.Given[class].Key == "" {
		delete(pl.worker.Given, class)
	}
}

// vacant reports whether a class can be made under the name now, and says why
// it cannot.
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
			Fix = "leave the class in one place of the step"
		return false
	case live && kind == Rename:
		fix := fmt.Sprintf("the target of a rename must not exist yet: remove it from the step that creates it, or delete or rename the live %s in a deploy of its own first", class)
		if pl.swaps(class) {
			fix = "to swap two classes go over a third name: rename in three steps, each with its own tag"
		}
		pl.errorf(name.Pos, "rename-target-exists", 0, "class %q cannot be the target of a rename, it is live already: \"renamed-to class %s already exists\"", class, class).Fix = fix
		return false
	case live && kind == Transferred:
		pl.errorf(name.Pos, "transfer-target-exists", 0, "class %q cannot receive a transfer, it is live already", class).
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

// exists reports that a step creates a live class.
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
		pl.errorf(name.Pos, "new-exists", 10074, "class %q is live already: %s", class, words).
			Fix = "take it out of " + strings.ReplaceAll(field, "-", "_") + "es"
	}
}

// swaps reports whether the class is itself renamed by the step at work.
func (pl *planner) swaps(class string) bool {
	return slices.ContainsFunc(pl.pending[pl.step].RenamedClasses, func(r config.Rename) bool { return r.From.Value == class })
}

// before reports whether tag a was meant to come before b: same words, lower number.
func before(a, b string) bool {
	pa, na := splitTag(a)
	pb, nb := splitTag(b)
	return pa == pb && na >= 0 && nb >= 0 && na < nb
}

// splitTag cuts "v12" into "v" and 12; the number is -1 if there is none.
func splitTag(tag string) (string, int) {
	prefix := strings.TrimRight(tag, "0123456789")
	n, err := strconv.Atoi(tag[len(prefix):])
	if err != nil {
		return prefix, -1
	}
	return prefix, n
}

// nextTag proposes a tag for a step at the end of the list.
func nextTag(list []config.Migration) string {
	prefix, n := "v", 0
	if len(list) > 0 {
		if p, last := splitTag(list[len(list)-1].Tag.Value); last >= 0 {
			prefix, n = p, last
		} else {
			n = len(list)
		}
	}
	for {
		n++
		tag := prefix + strconv.Itoa(n)
		if !slices.ContainsFunc(list, func(m config.Migration) bool { return m.Tag.Value == tag }) {
			return tag
		}
	}
}
