package migrate

import (
	"fmt"
	"maps"
	"slices"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/migrate/state"
)

// rejected is the number of Cloudflare's error for an exports map that does not match
// the code and the existing namespaces. The codes after the colon are the scenarios
// that the error names for each class.
//
// Not all of them can be known here: free_tier_requires_sqlite is about the
// account; …_in_dispatch_namespace about where a Worker is deployed;
// transfer_container_parity_mismatch and container_… about container
// applications. transferred_target_missing and phase_one_transfer_source_missing
// are warnings, and only where several Workers are planned together: a Worker that
// is not among them may be in the account.
const rejected = 100402

// planExports compares the exports map with the code and with the live classes.
func (pl *planner) planExports() {
	entries := map[string]config.Export{}
	renames := map[string]config.Export{} // target -> tombstone
	for _, e := range pl.Project.Exports {
		if e.Type.Value == "durable-object" {
			entries[e.Class.Value] = e
		}
	}
	// Tombstones first: they free names and pass keys on.
	for _, e := range pl.Project.Exports {
		if e.Type.Value != "durable-object" {
			continue
		}
		if err := state.Key(e.Class.Value).Validate(); err != nil {
			pl.errorf(e.Class.Pos, "config", 0, "%q cannot be the name of a class", e.Class.Value).Fix = "use the name that the code exports"
			continue
		}
		switch e.State.Value {
		case "deleted":
			pl.bury(e)
		case "renamed":
			pl.checkRename(e, entries, renames)
		case "transferred":
			pl.give(e)
		}
	}
	for _, e := range pl.Project.Exports {
		if e.Type.Value != "durable-object" {
			continue
		}
		switch {
		case state.Key(e.Class.Value).Validate() != nil: // reported above
		case e.State.Value == "expecting-transfer":
			pl.expect(e)
		case e.Live():
			pl.declare(e, renames)
		}
	}
	for class := range pl.worker.Expecting {
		if e := entries[class]; e.State.Value != "expecting-transfer" || pl.worker.Classes[class].Key != "" {
			delete(pl.worker.Expecting, class) // cancelled, or arrived
		}
	}
	for _, class := range slices.Sorted(maps.Keys(pl.was)) {
		if _, ok := entries[class]; ok {
			continue
		}
		pl.intended[class] = true
		if pl.Exports == nil || pl.exported(class) {
			pl.errorf(pl.Project.ExportsPos, "100402:provisioned_class_missing_from_config", rejected,
				"class %q has a namespace, but no `exports` entry declares it", class).
				Fix = "add " + pl.snippetExport(class, pl.was[class].Storage)
		} else {
			pl.errorf(pl.Project.ExportsPos, "100402:orphaned_provisioned_namespace", rejected,
				"a namespace exists for %q but no `exports` entry declares it, and the code does not export it", class).
				Fix = pl.fixOrphaned(class, entries)
		}
	}
}

// stale warns about a tombstone that is no longer needed.
func (pl *planner) stale(e config.Export) {
	if pl.Serve {
		return // harmless when hosting, and other accounts may still need it
	}
	d := pl.warnf(e.Class.Pos, "stale-tombstone", "the entry of %q (%s) is no longer needed here", e.Class.Value, e.State.Value)
	d.Fix = "remove it once every account has had it deployed"
}

// bury plans {state: "deleted"}.
func (pl *planner) bury(e config.Export) {
	class := e.Class.Value
	c, live := pl.worker.Classes[class]
	if !live {
		pl.stale(e)
		return
	}
	if pl.Exports != nil && pl.exported(class) {
		pl.errorf(e.Class.Pos, "100402:tombstone_delete_class_still_in_code", rejected,
			"class %q is declared deleted but the code still exports it", class).
			Fix = fmt.Sprintf("remove class %s from the code in the same deploy", class)
		pl.leaving[class] = true
		return
	}
	for _, o := range pl.Others {
		for _, b := range o.DurableObjects() {
			if b.ClassName.Value == class && b.ScriptName.Value == pl.name && o.Name.Value != pl.name {
				pl.errorf(e.Class.Pos, "100402:tombstone_delete_blocked_by_external_bindings", rejected,
					"class %q is declared deleted but worker %s still binds it", class, o.Name.Value).
					Fix = fmt.Sprintf("remove the binding %s from %s and deploy that worker first", b.Name.Value, o.Name.Value)
			}
		}
	}
	if b, bound := pl.binding(class); bound {
		pl.errorf(b.Pos, "delete-bound", 10061, "class %q is deleted but still bound", class).
			Fix = fmt.Sprintf("remove the binding %s and deploy, then deploy the delete", b.Name.Value)
	}
	pl.checkTaken(e.Class.Pos, class, "transferred")
	pl.drop(class, c)
	pl.add(Step{Kind: Delete, Class: class, Key: c.Key, Storage: c.Storage, Destructive: true,
		Note: fmt.Sprintf("if the version that is deployed still binds %s, deploy once without the binding first, then with the delete", class)})
}

// checkRename checks {state: "renamed"}; the live entry that it names takes the class
// over in declare.
func (pl *planner) checkRename(e config.Export, entries, renames map[string]config.Export) {
	from, to := e.Class.Value, e.RenamedTo.Value
	target, there := entries[to]
	_, exists := pl.was[to]
	_, live := pl.was[from]
	pl.leaving[from] = true
	switch other, taken := renames[to]; {
	case to == "": // reported by package config
	case from == to:
		pl.errorf(e.RenamedTo.Pos, "rename-self", 0, "class %q is renamed to itself", from).Fix = "name another class, or declare it live"
	case !there || !target.Live() || target.State.Value == "expecting-transfer":
		pl.errorf(e.RenamedTo.Pos, "rename-target-not-live", 0, "class %q is renamed to %q, which is not live", from, to).
			Fix = pl.fixTarget(to, pl.was[from].Storage, entries)
		pl.intended[to] = true
	case taken:
		pl.errorf(e.RenamedTo.Pos, "rename-target-duplicate", 0, "both %q and %q are renamed to %q", other.Class.Value, from, to).
			Fix = "rename them to different classes"
	case live && exists:
		pl.errorf(e.RenamedTo.Pos, "100402:tombstone_renamed_to_occupied", rejected, "class %q is renamed to %q, which has a namespace of its own", from, to).
			Fix = fmt.Sprintf("rename to an unused name, or delete %s in a deploy of its own first", to)
	case exists:
		pl.stale(e)
	default:
		renames[to] = e
	}
}

// declare plans a live entry.
func (pl *planner) declare(e config.Export, renames map[string]config.Export) {
	class, storage := e.Class.Value, Storage(e.Storage.Value)
	c, live := pl.was[class]
	tombstone, renamed := renames[class]
	source, comes := pl.was[tombstone.Class.Value]
	_, bound := pl.binding(class)
	mismatch := func(has Storage, as string) {
		pl.errorf(e.Storage.Pos, "100402:storage_type_mismatch", rejected, "class %q has %s storage%s, not %s", class, has, as, storage).
			Fix = fmt.Sprintf("declare it with storage %q: the storage type of a class cannot change", has)
	}
	if !pl.exported(class) {
		pl.intended[class] = true
		switch {
		case bound: // reported with the binding
		case live:
			pl.errorf(e.Class.Pos, "100402:config_export_not_in_code", rejected, "class %q is declared live and has a namespace, but the code does not export it", class).
				Fix = pl.fixExport(class) + ", or replace the entry by " + pl.snippetTombstone(class, "deleted")
		default:
			pl.errorf(e.Class.Pos, "100402:config_references_nonexistent_class", rejected, "class %q is declared live, but there is no namespace and the code does not export it", class).
				Fix = pl.fixExport(class) + ", or remove the entry"
		}
		return
	}
	switch {
	case live:
		if c.Storage != storage {
			mismatch(c.Storage, "")
		}
	case comes:
		if source.Storage != storage {
			mismatch(source.Storage, " (as "+tombstone.Class.Value+", which is renamed to it)")
			pl.intended[class] = true
			return
		}
		delete(pl.worker.Classes, tombstone.Class.Value)
		pl.worker.Classes[class] = source
		pl.add(Step{Kind: Rename, Class: class, From: tombstone.Class.Value, To: class, Key: source.Key, Storage: storage})
	default:
		if storage == LegacyKV {
			pl.hostablef(e.Storage.Pos, "100402:invalid_export", rejected, "class %q would be a new namespace with legacy-kv storage, which `exports` cannot create", class).
				Fix = `declare it with storage "sqlite"`
			pl.intended[class] = true
		}
		// workerd, which has no ledger, gives a renamed class the key of its old name
		// even if it never saw that; only with this key can its data be adopted.
		key := state.Key("")
		if renamed {
			if k := state.Key(pl.name + "-" + tombstone.Class.Value); !pl.used[k] {
				key, pl.used[k] = k, true
			}
			pl.stale(tombstone)
		}
		if key == "" {
			key = pl.alloc(class)
		}
		pl.worker.Classes[class] = Class{key, storage}
		pl.reclaim(class)
		pl.add(Step{Kind: Create, Class: class, Key: key, Storage: storage})
	}
}

// give plans {state: "transferred"}, the second phase of a transfer, which commits it.
// A receiver that the ledger does not know is assumed to expect the class; the objects
// keep their key until the receiver is applied.
func (pl *planner) give(e config.Export) {
	class, script := e.Class.Value, e.TransferredTo.Value
	c, live := pl.worker.Classes[class]
	if !live {
		pl.stale(e)
		return
	}
	pl.leaving[class] = true
	if g := pl.worker.Given[class]; g.Key != "" {
		pl.errorf(e.TransferredTo.Pos, "100402:transferred_pending_not_found", rejected, "worker %q has not taken over an earlier class %q yet", g.Worker, class).
			Fix = fmt.Sprintf("apply %s first, with the class in state \"expecting-transfer\"", g.Worker)
		return
	}
	dst := pl.after.Workers[script]
	for _, name := range slices.Sorted(maps.Keys(pl.after.Workers)) {
		if name != script && pl.after.Workers[name].Expecting[class] == pl.name {
			pl.errorf(e.TransferredTo.Pos, "100402:transferred_target_mismatch", rejected, "class %q is expected by worker %q, not by %q", class, name, script).
				Fix = fmt.Sprintf("write transferred_to %q, or take the entry of %s out of the exports of %s", name, class, name)
			return
		}
	}
	if script == pl.name {
		pl.errorf(e.TransferredTo.Pos, "100402:transferred_target_mismatch", rejected, "class %q is transferred to the worker itself", class).
			Fix = "name the Worker that takes it, or declare it live: " + pl.snippetExport(class, c.Storage)
		return
	}
	if pl.unknownWorker(script) {
		pl.warnf(e.TransferredTo.Pos, "100402:transferred_target_missing", "worker %q, which class %q goes to, is not among those planned here", script, class).
			Fix = pl.fixUnknownWorker("transferred_to", script)
	}
	if dst != nil && dst.Classes[class].Key != "" {
		pl.errorf(e.TransferredTo.Pos, "100402:transferred_target_mismatch", rejected, "worker %q has a class %q of its own", script, class).
			Fix = fmt.Sprintf("delete or rename %s in %s first", class, script)
		return
	}
	if dst != nil && dst.Expecting[class] != pl.name {
		pl.errorf(e.TransferredTo.Pos, "100402:transferred_pending_not_found", rejected, "worker %q does not expect class %q from %s", script, class, pl.name).
			Fix = fmt.Sprintf("declare it there first, with state \"expecting-transfer\" and transfer_from %q, and deploy %s", pl.name, script)
		return
	}
	delete(pl.worker.Classes, class)
	if pl.worker.Given == nil {
		pl.worker.Given = map[string]Transfer{}
	}
	g := Transfer{Worker: script, Class: class}
	if dst == nil {
		g.Key, g.Storage = c.Key, c.Storage
	} else {
		delete(dst.Expecting, class)
		dst.Classes[class] = c
	}
	pl.worker.Given[class] = g
	pl.add(Step{Kind: Transferred, Class: class, From: class, To: class, ToScript: script, Key: c.Key, Storage: c.Storage})
}

// expect plans {state: "expecting-transfer"}, the first phase: no class is created
// until the giver commits.
func (pl *planner) expect(e config.Export) {
	class, script, storage := e.Class.Value, e.TransferFrom.Value, Storage(e.Storage.Value)
	c, live := pl.worker.Classes[class]
	src := pl.before.Workers[script]
	changes := func(c Class) bool {
		if c.Storage == storage || storage == "" {
			return false
		}
		pl.errorf(e.Storage.Pos, "100402:storage_type_mismatch", rejected, "class %q has %s storage, not %s", class, c.Storage, storage).
			Fix = fmt.Sprintf("declare it with storage %q: a transfer keeps the storage type", c.Storage)
		return true
	}
	switch giver := pl.giver(class); {
	case script == pl.name:
		pl.errorf(e.TransferFrom.Pos, "100402:phase_one_transfer_source_missing", rejected, "class %q is expected from the worker itself", class).
			Fix = "name the Worker that has it now, or declare it live: " + pl.snippetExport(class, storage)
		pl.intended[class] = true
		return
	case live && (giver == script || giver == "" && c.foreign(pl.name, script)):
		changes(c)
		return // it has arrived
	case live && giver != "":
		pl.errorf(e.TransferFrom.Pos, "100402:phase_one_transfer_after_commit_mismatch", rejected, "class %q came from worker %q, not from %q", class, giver, script).
			Fix = "it has come, so declare it live: " + pl.snippetExport(class, c.Storage)
		return
	case live:
		pl.errorf(e.Class.Pos, "100402:phase_one_transfer_target_class_provisioned", rejected, "class %q expects a transfer but already has a namespace", class).
			Fix = "receive it under an unused name, or declare it live"
		return
	case !pl.exported(class):
		pl.intended[class] = true
		if _, bound := pl.binding(class); !bound {
			pl.errorf(e.Class.Pos, "100402:config_references_nonexistent_class", rejected, "class %q expects a transfer, but the code does not export it", class).
				Fix = pl.fixExport(class)
		}
		return
	case src != nil && src.Given[class].Worker == pl.name && src.Given[class].Key != "":
		if g := src.Given[class]; changes(Class{g.Key, g.Storage}) {
			pl.intended[class] = true
			return
		}
		c, _, _ := pl.take(script, class, class)
		pl.worker.Classes[class] = c
		pl.add(Step{Kind: Transferred, Class: class, From: class, FromScript: script, To: class, Key: c.Key, Storage: c.Storage})
		return
	case src != nil && src.Classes[class].Key == "":
		pl.errorf(e.TransferFrom.Pos, "100402:phase_one_transfer_source_namespace_missing", rejected, "worker %q has no class %q to transfer", script, class).
			Fix = "correct transfer_from; both workers use the same class name"
		return
	case src != nil && changes(src.Classes[class]):
		return
	}
	for _, name := range slices.Sorted(maps.Keys(pl.after.Workers)) {
		if name != pl.name && pl.after.Workers[name].Expecting[class] == script {
			pl.errorf(e.TransferFrom.Pos, "100402:phase_one_transfer_duplicate", rejected, "worker %q already expects class %q from %s, and only one can", name, class, script).
				Fix = fmt.Sprintf("remove the entry of %s from the exports of one of the two and deploy that Worker first", class)
			return
		}
	}
	if pl.unknownWorker(script) {
		pl.warnf(e.TransferFrom.Pos, "100402:phase_one_transfer_source_missing", "worker %q, which class %q is expected from, is not among those planned here", script, class).
			Fix = pl.fixUnknownWorker("transfer_from", script)
	}
	if pl.worker.Expecting == nil {
		pl.worker.Expecting = map[string]string{}
	}
	pl.worker.Expecting[class] = script
}

// giver returns the Worker from which a class was transferred, if the ledger records it.
func (pl *planner) giver(class string) string {
	for _, name := range slices.Sorted(maps.Keys(pl.before.Workers)) {
		if g := pl.before.Workers[name].Given[class]; g.Worker == pl.name && g.Class == class && g.Key == "" {
			return name
		}
	}
	return ""
}

// unknownWorker reports whether a Worker is neither in the ledger nor among the others
// that are planned together with this one, if there are any.
func (pl *planner) unknownWorker(script string) bool {
	return len(pl.Others) > 0 && pl.after.Workers[script] == nil &&
		!slices.ContainsFunc(pl.Others, func(o *config.Project) bool { return o.Name.Value == script })
}

// foreign reports whether the class came from another Worker, by its key.
func (c Class) foreign(worker, script string) bool {
	ofThisWorker, theirs := worker+"-", script+"-"
	k := string(c.Key)
	return len(k) > len(theirs) && k[:len(theirs)] == theirs && (len(ofThisWorker) <= len(theirs) || len(k) < len(ofThisWorker) || k[:len(ofThisWorker)] != ofThisWorker)
}
