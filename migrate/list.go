package migrate

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate/state"
)

// history is the result of a list of migrations alone, as computed by wrangler's local
// map and by workerd's translation.
type history struct {
	live    map[string]Class
	used    map[state.Key]bool
	maker   map[string]int  // class -> the step that created it, also for classes deleted since
	problem *historyProblem // the first step that cannot be applied
}

type historyProblem struct {
	pos     diag.Pos
	class   string
	message string // wrangler's words
	missing bool   // the class does not exist; else it already does
}

// replay applies a list to an empty state. Within a step the order is deleted, renamed,
// transferred, new, new SQLite; the order on the server is not published. Two
// differences from wrangler: wrangler ignores transfers, so it fails on steps that
// depend on one; and it allows renames onto a live class, which is supported here only
// so that any applied list can be read.
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

// planList plans a list of migrations. It returns false if the list is too broken to
// plan anything else.
func (pl *planner) planList() bool {
	list := pl.Project.Migrations
	w := pl.worker
	if !pl.wellFormed(list) {
		return false
	}
	switched := w.Mode == Exports && len(list) > 0
	if switched {
		w.Applied = nil // the tags belong to a previous list
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
			pending = nil // do not report consequences of a broken list
		}
	} else if switched && pl.sameClasses(replay(pl.name, list)) && pl.Serve {
		// The list creates what the exports map had created. Cloudflare, which has no
		// tag, would create everything again.
		pl.warnf(pl.Project.MigrationsPos, "new-exists", "the classes were made by the exports map: a deploy of this list would be refused")
		for _, m := range list {
			pl.record(m)
		}
		return true
	}
	pl.run(pending)
	pl.parted()
	// The applied steps may be consistent with the rest even if the list as it is now is not.
	if h := replay(pl.name, list); h.problem != nil && w.Tag != "" && len(pending) > 0 && !pl.Diagnostics.HasErrors() {
		pl.hostablef(h.problem.pos, "history-trimmed", 0, "the list does not fit together: wrangler stops with %q", h.problem.message).
			Fix = "restore the steps that were edited or removed: wrangler runs the whole list before each upload"
	}
	return true
}

// placesOf finds the step of each record of an applied migration, -1 if the list lacks
// its tag. If steps share a tag, which is only allowed when hosting, a record belongs
// to the next such step with the same hash, or else simply to the next.
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

// lastApplied returns the index of the last applied step, -1 if the list lacks its tag.
func (pl *planner) lastApplied(list []config.Migration) int {
	places := placesOf(pl.worker.Applied, list)
	for k, a := range slices.Backward(pl.worker.Applied) {
		if a.Tag == pl.worker.Tag {
			return places[k]
		}
	}
	return slices.IndexFunc(list, func(m config.Migration) bool { return m.Tag.Value == pl.worker.Tag })
}

// retag finds steps that were applied under a tag that they shared with another step,
// and have a tag of their own now. It returns the index of the last applied one.
func (pl *planner) retag(list []config.Migration, last int) int {
	w, tag := pl.worker, pl.worker.Tag
	surplus := len(w.Applied) // the index of the first record without a step
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

// wellFormed checks what every step needs to be planned.
func (pl *planner) wellFormed(list []config.Migration) bool {
	ok := !pl.Diagnostics.HasErrors()
	seen := map[string]int{}
	for i, m := range list {
		tag := m.Tag.Value
		first, dup := seen[tag]
		switch {
		case tag == "":
			pl.errorf(cmp.Or(m.Tag.Pos, m.Pos), "config", 0, "\"migrations[%d].tag\" is a required field", i).
				Fix = fmt.Sprintf("give the step a unique tag, such as %q", NextTag(list))
			ok = false
		case dup:
			pl.hostablef(m.Tag.Pos, "duplicate-tag", 0, "tag %q is already used by migration %d: Cloudflare would run this step again at every deploy, or never", tag, first+1).
				Fix = fmt.Sprintf("give it a unique tag, such as %q", NextTag(list))
			ok = ok && pl.Serve
		}
		if !dup {
			seen[tag] = i
		}
		// A class name becomes part of a folder's name.
		for _, s := range mentions(m) {
			if s.Pos.Line == 0 { // reported by package config
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

// mentions returns every class and script name in a step.
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

// makes returns the classes that a step makes live.
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

// sameClasses reports whether a list results in the live classes.
func (pl *planner) sameClasses(h history) bool {
	return h.problem == nil && len(h.live) == len(pl.worker.Classes) && pl.covers(h)
}

// covers reports whether all classes that a list creates are live.
func (pl *planner) covers(h history) bool {
	for class, c := range h.live {
		if pl.worker.Classes[class].Storage != c.Storage {
			return false
		}
	}
	return true
}

// tagNotFound handles a ledger that is ahead of the list, or of another list.
func (pl *planner) tagNotFound(list []config.Migration) {
	h := replay(pl.name, list)
	pl.rerun = h.live
	pl.giveUp(list)
	// wrangler sends the whole list again: find out how the server would respond.
	trial := &planner{
		Request: pl.Request, Plan: &Plan{before: pl.before}, name: pl.name, was: pl.was, known: true, used: maps.Clone(pl.used), target: map[string][]target{},
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
		report = pl.hostablef // perhaps the list of another branch: everything it needs exists
	}
	report(pl.Project.MigrationsPos, "tag-not-found", number,
		"the last migration applied is %q, which the list no longer has: wrangler would send the whole list again", pl.worker.Tag).
		Fix = fmt.Sprintf("put the step %q back in its place; `dotool migrate status` shows what has been applied", pl.worker.Tag)
}
