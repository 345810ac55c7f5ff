package migrate

import (
	"fmt"
	"maps"
	"slices"

	"github.com/dotool-dev/dotool/config/diag"
)

// undeclared returns classes that are bound without a lifecycle. They are hosted anyway,
// with key-value storage, as wrangler dev and workerd do. The ledger does not list
// them: a migration that declares one later adopts its folder.
func (pl *planner) undeclared() map[string]Class {
	m := map[string]Class{}
	for _, b := range pl.Project.DurableObjects() {
		class := b.ClassName.Value
		if _, moved := pl.after.moved(pl.name, class); moved {
			continue // hosted by its receiver, see Plan.Forward
		}
		if _, live := pl.worker.Classes[class]; !live && pl.ofThisWorker(b) && m[class].Key == "" {
			m[class] = Class{pl.alloc(class), LegacyKV}
		}
	}
	return m
}

// checkBindings compares the bindings with the code and with the classes that will be
// live.
func (pl *planner) checkBindings() {
	reported := map[string]bool{}
	for _, b := range pl.Project.DurableObjects() {
		class := b.ClassName.Value
		if !pl.ofThisWorker(b) || reported[class] || pl.intended[class] && pl.exported(class) || pl.leaving[class] {
			continue
		}
		reported[class] = true
		_, live := pl.worker.Classes[class]
		if b.ScriptName.Value == "" && !pl.exported(class) {
			pl.errorf(b.ClassName.Pos, "bound-not-exported", 0,
				"class %q is bound but not exported by the entry module: wrangler stops with \"Your Worker depends on the following Durable Objects, which are not exported in your entrypoint file: %s\"", class, class).
				Fix = pl.fixNotExported(class, live)
			continue
		}
		if live {
			continue
		}
		if to, moved := pl.after.moved(pl.name, class); moved {
			pl.hostablef(b.ClassName.Pos, "bind-without-lifecycle", 10061, "class %q is bound here, but it was transferred to worker %s, as %s", class, to.Worker, to.Class).
				Fix = pl.fixForeign(to)
			continue
		}
		pl.hostablef(b.ClassName.Pos, "bind-without-lifecycle", 10061,
			"class %q is bound but nothing creates it: \"Cannot create binding for class '%s' because it is not currently configured to implement Durable Objects. Ensure a --new-class migration has been applied to it.\"", class, class).
			Fix = pl.fixUndeclared(class)
	}
}

// checkCode compares the code with the classes that are live after a list of
// migrations. Bound classes have been reported already.
func (pl *planner) checkCode() {
	for _, class := range slices.Sorted(maps.Keys(pl.worker.Classes)) {
		if _, bound := pl.binding(class); bound || pl.exported(class) || pl.leaving[class] {
			continue
		}
		pos, how := pl.origin(class)
		switch _, was := pl.was[class]; {
		case was && pl.was[class].Key == pl.worker.Classes[class].Key:
			report := pl.errorf
			if _, listed := pl.rerun[class]; pl.rerun != nil && !listed {
				report = pl.hostablef // the code may be another branch
			}
			has := "exists" // its objects were not counted
			if n := pl.Disk[pl.was[class].Key].Objects; n == 1 {
				has = "has 1 object"
			} else if n > 1 {
				has = fmt.Sprintf("has %d objects", n)
			}
			report(pos, "class-lost", 10064,
				"class %q %s but the code no longer exports it: \"New version of script does not export class '%s' which is depended on by existing Durable Objects\"", class, has, class).
				Fix = pl.fixLost(class)
		case how == Create:
			pl.errorf(pos, "new-not-exported", 10070,
				"class %q is created but not exported by the entry module: \"Cannot apply new-class migration to class %s that is not exported by script\"", class, class).
				Fix = pl.fixNew(class)
		default:
			pl.errorf(pos, "rename-target-not-exported", 0,
				"class %q is the target of a %s but not exported by the entry module: the destination class for a Rename or Transfer migration must be exported by the deployed Worker", class, how).
				Fix = pl.fixExport(class) + " in the same deploy"
		}
	}
}

// origin finds the last place in the list that creates a class.
func (pl *planner) origin(class string) (pos diag.Pos, how Kind) {
	pos = pl.Project.MigrationsPos
	for _, m := range pl.Project.Migrations {
		for _, r := range m.RenamedClasses {
			if r.To.Value == class {
				pos, how = r.To.Pos, Rename
			}
		}
		for _, t := range m.Transferred {
			if t.To.Value == class {
				pos, how = t.To.Pos, Transferred
			}
		}
		for _, n := range slices.Concat(m.NewClasses, m.NewSQLiteClasses) {
			if n.Value == class {
				pos, how = n.Pos, Create
			}
		}
	}
	return pos, how
}
