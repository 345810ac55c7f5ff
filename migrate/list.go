package migrate

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"dotool/config"
	"dotool/config/diag"
	"dotool/migrate/state"
)

// history is what a list of migrations makes by itself, the way wrangler's
// local map and workerd's translation read it.
type history struct {
	live    map[string]Class
	used    map[state.Key]bool
	maker   map[string]int  // class -> the step that made it, also of classes gone since
	problem *historyProblem // the first step that cannot be applied
}

type historyProblem struct {
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
		if h.problem == nil {
			h.problem = &historyProblem{s.Pos, s.Value, fmt.Sprintf(format, s.Value), missing}
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

// planList plans a list of migrations. It returns false where the list is such
// that nothing more can be said.
func (pl *planner) planList() bool {
	list := pl.Project.Migrations
	w := pl.worker
	if !pl.wellFormed(list) {
		return false
	}
	switched := w.Mode == Exports && len(list) > 0
	if switched {
		w.Applied = nil // the tags belong to a list that is gone
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
			pending = nil // consequences of a broken list are not worth reporting
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
// have got one of their own since. It returns the place of the last one applied.
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
			if s.Pos.Line == 0 { // the configuration says that it is missing
				ok = false
				continue
			}
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
	return h.problem == nil && len(h.live) == len(pl.worker.Classes) && pl.covers(h)
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
	if h.problem == nil && pl.covers(h) {
		report = pl.hostablef // the list of another branch, say: it needs nothing that is not there
	}
	report(pl.Project.MigrationsPos, "tag-not-found", number,
		"the last migration applied is %q, which the list no longer has: wrangler would send the whole list again", pl.worker.Tag).
		Fix = fmt.Sprintf("put the step %q back in its place; `dotool migrate status` shows what has been applied", pl.worker.Tag)
}
