package migrate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
)

// checkHistory compares the applied part of the list with the ledger. If the ledger has
// no records of single steps, only their result is compared. It returns false if the
// list cannot be applied at all.
func (pl *planner) checkHistory(done []config.Migration) bool {
	h := replay(pl.name, done)
	pl.rerun = h.live
	for k := range h.used {
		pl.used[k] = true
	}
	if h.problem != nil {
		pl.inconsistent(h.problem)
		return pl.giveUp(pl.Project.Migrations)
	}
	edited, trimmed, ordered := pl.compareRecords(done)
	switch {
	case !ordered:
		return pl.giveUp(pl.Project.Migrations)
	case trimmed:
		return true
	case !pl.compareClasses(done, h, edited): // classes of steps that never ran are reported at their bindings
		return pl.giveUp(pl.Project.Migrations[len(done):])
	case len(edited) == 0:
		pl.checkUnmade(len(done), h)
	}
	return true
}

// inconsistent reports that the applied part of the list cannot be applied.
func (pl *planner) inconsistent(f *historyProblem) {
	code, fix := "history-trimmed", "keep every step of the list, also those applied everywhere: wrangler runs the whole list before each upload"
	for _, m := range pl.Project.Migrations {
		if slices.Contains(makes(m), f.class) {
			code, fix = "order", fmt.Sprintf("move the step %q, which makes %s, to where it was when it was applied", m.Tag.Value, f.class)
		}
	}
	if !f.missing {
		code, fix = "new-exists", "take the class out of one of the steps: wrangler runs the whole list before each upload"
	}
	pl.errorf(f.pos, code, 0, "the migrations already applied are inconsistent: wrangler stops with %q", f.message).Fix = fix
}

// compareRecords compares the steps with their records: which were edited, whether one
// is missing, and whether the order is the same.
func (pl *planner) compareRecords(done []config.Migration) (edited map[string]bool, trimmed, ordered bool) {
	w := pl.worker
	edited, ordered = map[string]bool{}, true
	last := -1
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
	return edited, trimmed, ordered
}

// compareClasses compares the result of the steps with the actual classes, and adds
// steps that differ to edited. It returns false if some steps never ran.
func (pl *planner) compareClasses(done []config.Migration, h history, edited map[string]bool) bool {
	w, ordered := pl.worker, true
	for _, class := range slices.Sorted(maps.Keys(h.live)) {
		step := done[h.maker[class]]
		c, live := w.Classes[class]
		if _, given := w.Given[class]; given || edited[step.Tag.Value] || live && c.Storage == h.live[class].Storage {
			continue
		}
		// A step without any result never ran: it was inserted before the tag.
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
	return ordered
}

// checkUnmade warns about live classes that no step creates, applied or not.
func (pl *planner) checkUnmade(done int, h history) {
	w := pl.worker
	for _, class := range slices.Sorted(maps.Keys(w.Classes)) {
		later := slices.ContainsFunc(pl.Project.Migrations[done:], func(m config.Migration) bool { return slices.Contains(makes(m), class) })
		if _, ok := h.live[class]; !ok && !later { // else its step will be reported
			pl.warnf(pl.Project.MigrationsPos, "applied-step-edited", "class %q is live but the migrations up to %q do not create it: one of them was edited or removed", class, w.Tag).
				Fix = "restore what was there when it was applied"
		}
	}
}

// giveUp suppresses consequential errors of steps that do not run.
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
		Fix = fmt.Sprintf("restore it, and append the change as a new step with the tag %q", NextTag(pl.Project.Migrations))
}
