package migrate_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/migratetest"
	"github.com/dotool-dev/dotool/migrate/state"
)

const deleted = `{"migrations":[{"tag":"v1","new_sqlite_classes":["A","B"]},{"tag":"v2","renamed_classes":[{"from":"A","to":"C"}]},{"tag":"v3","deleted_classes":["B"]}]}`

func TestFrom(t *testing.T) {
	t.Parallel()
	r := migrate.Request{
		Project: migratetest.Project(t, "chat", "", deleted), Exports: []string{"C"},
		Disk: state.Disk{"chat-A": {Objects: 3, Bytes: 30}, "chat-B": {Objects: 2, Bytes: 20}},
	}
	var got [][]string
	for _, p := range migrate.PlanEach(r) {
		got = append(got, append(append([]string{string(p.From)}, migratetest.Steps(p)...), migratetest.Codes(p)...))
	}
	want := [][]string{
		{"fresh", "error delete-missing"},
		{"v1", "rename C in chat-A from A", "delete B in chat-B!"},
		{"v2", "delete B in chat-B!"},
		{"v3"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plans (-want +got):\n%s", diff)
	}
	r.From = "v7"
	if p := migrate.NewPlan(r); p.Err() == nil || p.Diagnostics[0].Code != "tag-not-found" {
		t.Errorf("from an unknown tag: %v", migratetest.Codes(p))
	}
	r.From = "v1"
	r.Ledger = ledgerOf("chat", "v3", map[string]migrate.Class{"C": {"chat-A", migrate.SQLite}})
	if p := migrate.NewPlan(r); p.Steps[0].Objects != 0 {
		t.Errorf("a plan for another state counts local objects: %+v", p.Steps[0])
	}
}

func TestPlanSizes(t *testing.T) {
	t.Parallel()
	p := migrate.NewPlan(migrate.Request{
		Project: migratetest.Project(t, "chat", "", deleted), Exports: []string{"C"},
		Ledger: ledgerOf("chat", "v1", map[string]migrate.Class{"A": {"chat-A", migrate.SQLite}, "B": {"chat-B", migrate.SQLite}}),
		Disk:   state.Disk{"chat-A": {Objects: 3, Bytes: 30}, "chat-B": {Objects: 2, Bytes: 20}},
	})
	want := []migrate.Step{
		{Tag: "v2", Kind: migrate.Rename, Class: "C", From: "A", To: "C", Key: "chat-A", Storage: migrate.SQLite, Objects: 3, Bytes: 30},
		{Tag: "v3", Kind: migrate.Delete, Class: "B", Key: "chat-B", Storage: migrate.SQLite, Objects: 2, Bytes: 20, Destructive: true, Note: p.Steps[1].Note},
	}
	if diff := cmp.Diff(want, p.Steps); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	if !p.Destructive() || p.Empty() || *p.AppliedTag != "v1" || *p.TargetTag != "v3" || !strings.Contains(p.Steps[1].Note, "first") {
		t.Errorf("plan: %+v", p)
	}
}

// TestAdopt plans for a Worker that the ledger does not know, with folders of other
// programs on disk.
func TestAdopt(t *testing.T) {
	t.Parallel()
	const renamed = `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]},{"tag":"v2","renamed_classes":[{"from":"A","to":"B"}]}]}`
	const again = `{"migrations":[{"tag":"v1","new_sqlite_classes":["B"]},{"tag":"v2","deleted_classes":["B"]},{"tag":"v3","new_sqlite_classes":["B"]}]}`
	const exported = `{"exports":{"A":{"type":"durable-object","state":"renamed","renamed_to":"B"},"B":{"type":"durable-object","storage":"sqlite"}}}`
	for _, c := range []struct {
		name, config string
		disk         []state.Key
		want         state.Key
	}{
		{"nothing on disk: where wrangler dev will look", renamed, nil, "chat-B"},
		{"written before the rename", renamed, []state.Key{"chat-A"}, "chat-A"},
		{"written by wrangler dev after the rename", renamed, []state.Key{"chat-B"}, "chat-B"},
		{"written before and after: wrangler dev uses the new one", renamed, []state.Key{"chat-A", "chat-B"}, "chat-B"},
		{"nothing on disk, re-created", again, nil, "chat-B"},
		{"nothing on disk, exports", exported, nil, "chat-B"},
		{"re-created, but wrangler dev goes on with the old", again, []state.Key{"chat-B"}, "chat-B"},
		{"re-created by dotool, whose ledger is lost", again, []state.Key{"chat-B", "chat-B~1"}, "chat-B~1"},
		{"exports, before", exported, []state.Key{"chat-A"}, "chat-A"},
		{"exports, after", exported, []state.Key{"chat-A", "chat-B"}, "chat-B"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			disk := state.Disk{}
			for _, k := range c.disk {
				disk[k] = state.Usage{Objects: 1}
			}
			p := migrate.NewPlan(migrate.Request{Project: migratetest.Project(t, "chat", "", c.config), Exports: []string{"B"}, Disk: disk, Serve: true})
			if p.Err() != nil || p.Classes["B"].Key != c.want {
				t.Fatalf("B is in %q, want %q: %v", p.Classes["B"].Key, c.want, p.Err())
			}
			if p.Destructive() {
				t.Errorf("adoption must not take away what another program wrote: %v", migratetest.Steps(p))
			}
			if err := p.Ledger().Check(); err != nil {
				t.Errorf("ledger after: %v", err)
			}
		})
	}
}

// TestAdoptSwapped swaps two classes, of which wrangler dev wrote one, both, or none.
func TestAdoptSwapped(t *testing.T) {
	t.Parallel()
	const swapped = `{"migrations":[{"tag":"v1","new_sqlite_classes":["A","B"]},{"tag":"v2","renamed_classes":[{"from":"A","to":"T"}]},
		{"tag":"v3","renamed_classes":[{"from":"B","to":"A"}]},{"tag":"v4","renamed_classes":[{"from":"T","to":"B"}]}]}`
	for _, c := range []struct {
		disk state.Disk
		a, b state.Key
	}{
		{state.Disk{}, "chat-A", "chat-B"},
		{state.Disk{"chat-A": {}}, "chat-B", "chat-A"}, // the owner is unknown: the list decides
		{state.Disk{"chat-A": {}, "chat-B": {}}, "chat-A", "chat-B"},
	} {
		p := migrate.NewPlan(migrate.Request{Project: migratetest.Project(t, "chat", "", swapped), Disk: c.disk})
		if p.Err() != nil || p.Classes["A"].Key != c.a || p.Classes["B"].Key != c.b {
			t.Errorf("with %v: %v %v", c.disk.Keys(), p.Classes, p.Err())
		}
		if err := p.Ledger().Check(); err != nil {
			t.Errorf("with %v: %v", c.disk.Keys(), err)
		}
	}
}

func TestPlanJSON(t *testing.T) {
	t.Parallel()
	text := func(p *migrate.Plan) string {
		b, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	empty := text(migrate.NewPlan(migrate.Request{Project: migratetest.Project(t, "chat", "", "{}")}))
	if want := `{"worker":"chat","mode":"migrations","appliedTag":null,"targetTag":null,"steps":[],"classes":{},"diagnostics":[]}`; empty != want {
		t.Errorf("got  %s\nwant %s", empty, want)
	}
	l := ledgerOf("chat", "v1", map[string]migrate.Class{"A": {"chat-A", migrate.SQLite}, "B": {"chat-B", migrate.SQLite}})
	got := text(migrate.NewPlan(migrate.Request{Project: migratetest.Project(t, "chat", "", deleted), Ledger: l}))
	want := `{"worker":"chat","mode":"migrations","appliedTag":"v1","targetTag":"v3","steps":[` +
		`{"tag":"v2","kind":"rename","class":"C","from":"A","to":"C","key":"chat-A","storage":"sqlite","objects":0,"bytes":0,"destructive":false},` +
		`{"tag":"v3","kind":"delete","class":"B","key":"chat-B","storage":"sqlite","objects":0,"bytes":0,"destructive":true,` +
		`"note":"if the version that is deployed still binds B, deploy once without the binding first, then with the delete"}],` +
		`"classes":{"C":{"key":"chat-A","storage":"sqlite"}},"diagnostics":[]}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestKeysAreNotShared(t *testing.T) {
	t.Parallel()
	// Worker a-b with class C and worker a with class b-C would have one folder.
	first := migrate.NewPlan(migrate.Request{Project: migratetest.Project(t, "a-b", "", `{"migrations":[{"tag":"v1","new_sqlite_classes":["C"]}]}`)})
	second := migrate.NewPlan(migrate.Request{
		Project: migratetest.Project(t, "a", "", `{"migrations":[{"tag":"v1","new_sqlite_classes":["b-C"]}]}`), Ledger: first.Ledger(),
		Disk: state.Disk{"a-b-C": {Objects: 1}},
	})
	if k := second.Classes["b-C"].Key; k != "a-b-C~1" {
		t.Errorf("key %q", k)
	}
	// An unknown suffixed folder is passed over.
	third := migrate.NewPlan(migrate.Request{
		Project: migratetest.Project(t, "chat", "", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]}]}`),
		Ledger:  &migrate.Ledger{Version: 1, Workers: map[string]*migrate.Worker{"chat": {Retired: []state.Key{"chat-A"}}}},
		Disk:    state.Disk{"chat-A~1": {Objects: 1}},
	})
	if k := third.Classes["A"].Key; k != "chat-A~2" {
		t.Errorf("key %q", k)
	}
}

func TestUndeclaredIsTakenOver(t *testing.T) {
	t.Parallel()
	hosted := migrate.NewPlan(migrate.Request{Project: migratetest.Project(t, "chat", "", `{"durable_objects":{"bindings":[{"name":"A","class_name":"A"}]}}`), Serve: true})
	if len(hosted.Steps) != 0 || !hosted.Empty() || hosted.Classes["A"].Key != "chat-A" {
		t.Fatalf("undeclared: %+v", hosted)
	}
	later := migrate.NewPlan(migrate.Request{
		Project: migratetest.Project(t, "chat", "", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]}]}`),
		Ledger:  hosted.Ledger(), Disk: state.Disk{"chat-A": {Objects: 5}},
	})
	if later.Classes["A"] != (migrate.Class{"chat-A", migrate.SQLite}) || later.Steps[0].Objects != 5 {
		t.Errorf("declared later: %+v", later.Steps)
	}
}

func TestTransferOfExports(t *testing.T) {
	t.Parallel()
	src := func(entry string) migrate.Request {
		return migrate.Request{Project: migratetest.Project(t, "src", "", `{"exports":{"W":`+entry+`}}`), Exports: []string{"W"}}
	}
	dst := func(entry string) migrate.Request {
		return migrate.Request{Project: migratetest.Project(t, "dst", "", `{"exports":{"W":`+entry+`}}`), Exports: []string{"W"}}
	}
	const (
		live      = `{"type":"durable-object","storage":"sqlite"}`
		give      = `{"type":"durable-object","state":"transferred","transferred_to":"dst"}`
		expecting = `{"type":"durable-object","state":"expecting-transfer","storage":"sqlite","transfer_from":"src"}`
	)
	run := func(l *migrate.Ledger, r migrate.Request, want ...string) *migrate.Ledger {
		t.Helper()
		r.Ledger = l
		p := migrate.NewPlan(r)
		if diff := cmp.Diff(append([]string{}, want...), append(migratetest.Steps(p), migratetest.Codes(p)...)); diff != "" {
			t.Errorf("plan (-want +got):\n%s", diff)
		}
		r.Ledger = p.Ledger()
		if p.Err() == nil && !migrate.NewPlan(r).Empty() {
			t.Errorf("planned again, %v", migratetest.Steps(migrate.NewPlan(r)))
		}
		return p.Ledger()
	}
	t.Run("in Cloudflare's order", func(t *testing.T) {
		l := run(nil, src(live), "create W in src-W")
		run(l, src(give), "transfer W in src-W from W to dst") // of dst nothing is known
		l = run(l, dst(expecting))
		l = run(l, src(give), "transfer W in src-W from W to dst")
		l = run(l, dst(expecting))
		l = run(l, dst(live))
		if l.Workers["dst"].Classes["W"].Key != "src-W" || len(l.Workers["dst"].Expecting) != 0 {
			t.Errorf("dst: %+v", l.Workers["dst"])
		}
		run(l, src(give), "warning stale-tombstone")
		// The name is free again, the key is not.
		run(l, src(live), "create W in src-W~1")
	})
	t.Run("giver first", func(t *testing.T) {
		l := run(nil, src(live), "create W in src-W")
		l = run(l, src(give), "transfer W in src-W from W to dst")
		l = run(l, dst(expecting), "transfer W in src-W from src.W")
		run(l, dst(live))
	})
	t.Run("refused", func(t *testing.T) {
		l := run(nil, src(live), "create W in src-W")
		busy := run(l, dst(live), "create W in dst-W")
		run(busy, src(give), "error 100402:transferred_target_mismatch")
		idle := l.Clone()
		idle.Workers["dst"] = &migrate.Worker{Mode: migrate.Exports, Classes: map[string]migrate.Class{}}
		run(idle, src(give), "error 100402:transferred_pending_not_found")
		gone := l.Clone()
		gone.Workers["src"].Classes = map[string]migrate.Class{}
		run(gone, dst(expecting), "error 100402:phase_one_transfer_source_namespace_missing")
		give2 := strings.Replace(give, `"dst"`, `"api"`, 1)
		expecting2 := strings.Replace(expecting, `"src"`, `"other"`, 1)
		kv := strings.Replace(expecting, "sqlite", "legacy-kv", 1)
		run(run(l, dst(expecting)), src(give2), "error 100402:transferred_target_mismatch")
		run(l, src(strings.Replace(give, `"dst"`, `"src"`, 1)), "error 100402:transferred_target_mismatch")
		run(l, src(strings.Replace(expecting, `"src"`, `"own"`, 1)), "error 100402:phase_one_transfer_target_class_provisioned")
		run(nil, src(expecting), "error 100402:phase_one_transfer_source_missing")
		third := dst(expecting)
		third.Project = migratetest.Project(t, "api", "", `{"exports":{"W":`+expecting+`}}`)
		run(run(l, dst(expecting)), third, "error 100402:phase_one_transfer_duplicate")
		run(l, dst(kv), "error 100402:storage_type_mismatch")
		run(run(l, src(give), "transfer W in src-W from W to dst"), dst(kv), "error 100402:storage_type_mismatch")
		committed := run(run(l, dst(expecting)), src(give), "transfer W in src-W from W to dst")
		run(committed, dst(expecting2), "error 100402:phase_one_transfer_after_commit_mismatch")
		run(committed, dst(kv), "error 100402:storage_type_mismatch")
		// What other accounts have is unknown; if several Workers are planned together,
		// one that is not among them may be missing.
		among := func(r migrate.Request, name string) migrate.Request {
			r.Others = []*config.Project{migratetest.Project(t, name, "", `{}`)}
			return r
		}
		run(l, among(src(give), "dst"), "transfer W in src-W from W to dst")
		run(l, among(src(give), "other"), "transfer W in src-W from W to dst", "warning 100402:transferred_target_missing")
		run(nil, among(dst(expecting), "other"), "warning 100402:phase_one_transfer_source_missing")
		run(nil, among(dst(expecting), "src"))
		for name, fix := range map[string]string{"srv": `did you mean "srv"?`, "elsewhere": "Cloudflare refuses this unless src is deployed"} {
			if l := migrate.NewPlan(among(dst(expecting), name)).Diagnostics; len(l) != 1 || !strings.HasPrefix(l[0].Fix, fix) {
				t.Errorf("%s: %+v", name, l)
			}
		}
		taken := run(l, dst(expecting))
		if len(run(taken, dst(live), "create W in dst-W").Workers["dst"].Expecting) != 0 {
			t.Error("a transfer that was given up is still expected")
		}
	})
}

func TestTransferOfMigrations(t *testing.T) {
	t.Parallel()
	l := migrate.NewPlan(migrate.Request{Project: migratetest.Project(t, "src", "", `{"migrations":[{"tag":"v1","new_classes":["X"]}]}`)}).Ledger()
	take := migrate.Request{Project: migratetest.Project(t, "dst", "", `{"migrations":[{"tag":"v1","transferred_classes":[{"from":"X","from_script":"src","to":"Y"}]}]}`), Ledger: l}
	p := migrate.NewPlan(take)
	if diff := cmp.Diff([]string{"transfer Y in src-X from src.X"}, migratetest.Steps(p)); diff != "" {
		t.Fatalf("plan (-want +got):\n%s", diff)
	}
	if got := p.Classes["Y"]; got != (migrate.Class{"src-X", migrate.LegacyKV}) {
		t.Errorf("Y is %+v", got)
	}
	after := p.Ledger()
	if len(after.Workers["src"].Classes) != 0 || l.Workers["src"].Classes["X"].Key == "" {
		t.Error("the class must leave its giver in the new ledger, and only there")
	}
	// The giver's list still creates X: that is not an edit.
	src := migrate.NewPlan(migrate.Request{Project: migratetest.Project(t, "src", "", `{"migrations":[{"tag":"v1","new_classes":["X"]}]}`), Ledger: after})
	if !src.Empty() || len(src.Diagnostics) != 0 {
		t.Errorf("giver: %v %v", migratetest.Steps(src), migratetest.Codes(src))
	}
	take.Ledger = after
	take.Project = migratetest.Project(t, "third", "", `{"migrations":[{"tag":"v1","transferred_classes":[{"from":"X","from_script":"src","to":"Y"}]}]}`)
	if p := migrate.NewPlan(take); p.Err() == nil || p.Diagnostics[0].Code != "transfer-source-missing" {
		t.Errorf("taken twice: %v", migratetest.Codes(p))
	}
}

func TestHistory(t *testing.T) {
	t.Parallel()
	list := func(steps string) migrate.Request {
		return migrate.Request{Project: migratetest.Project(t, "chat", "", `{"migrations":[`+steps+`]}`)}
	}
	const v1, v2, v3 = `{"tag":"v1","new_sqlite_classes":["A","B"]}`, `{"tag":"v2","renamed_classes":[{"from":"A","to":"C"}]}`, `{"tag":"v3","new_sqlite_classes":["D"]}`
	l := migrate.NewPlan(list(v1 + "," + v2 + "," + v3)).Ledger()
	for _, c := range []struct {
		name, steps string
		want        []string
	}{
		{"as it was", v1 + "," + v2 + "," + v3, []string{}},
		{"classes in another order", `{"tag":"v1","new_sqlite_classes":["B","A"]},` + v2 + "," + v3, []string{}},
		{"edited", v1 + "," + v2 + `,{"tag":"v3","new_sqlite_classes":["D","E"]}`, []string{"warning applied-step-edited"}},
		{"trimmed", v1 + "," + v3, []string{"warning history-trimmed"}},
		{"trimmed, so that wrangler fails", v2 + "," + v3, []string{"error history-trimmed"}},
		{"re-ordered", v1 + "," + v3 + "," + v2, []string{"error order"}},
		{"re-ordered, so that wrangler fails", v2 + "," + v1 + "," + v3, []string{"error order"}},
		{"inserted", v1 + `,{"tag":"v1b","new_sqlite_classes":["X"]},` + v2 + "," + v3, []string{"error order"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := list(c.steps)
			r.Ledger = l
			p := migrate.NewPlan(r)
			if diff := cmp.Diff(c.want, migratetest.Codes(p)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTwoWorkersOfOneName(t *testing.T) {
	t.Parallel()
	const text = `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]}]}`
	r := migrate.Request{Project: migratetest.Project(t, "chat", "", text), Others: nil}
	r.Others = append(r.Others, migratetest.Project(t, "chat", "", text))
	r.Others[0].File = "other.jsonc"
	if p := migrate.NewPlan(r); p.Err() == nil || p.Diagnostics[0].Code != "duplicate-worker" {
		t.Errorf("got %v", migratetest.Codes(p))
	}
}

func TestFixInTOML(t *testing.T) {
	t.Parallel()
	p := migratetest.Project(t, "chat", "", `{"durable_objects":{"bindings":[{"name":"B","class_name":"B"}]},"migrations":[{"tag":"v1","new_sqlite_classes":["A"]}]}`)
	p.File = "wrangler.toml"
	plan := migrate.NewPlan(migrate.Request{Project: p, Exports: []string{"A", "B"}})
	want := "append to migrations: \n[[migrations]]\ntag = \"v2\"\nnew_sqlite_classes = [\"B\"]\n"
	if len(plan.Diagnostics) != 1 || plan.Diagnostics[0].Severity != diag.Error || plan.Diagnostics[0].Fix != want {
		t.Errorf("got %+v", plan.Diagnostics)
	}
}

func TestDidYouMean(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{"Romo": true, "Rom": true, "Rooms": true, "room": true, "Boom": true, "Door": false, "X": false} {
		p := migrate.NewPlan(migrate.Request{
			Project: migratetest.Project(t, "chat", "", `{"durable_objects":{"bindings":[{"name":"R","class_name":"`+name+`"}]},"migrations":[{"tag":"v1","new_sqlite_classes":["Room"]}]}`),
			Exports: []string{"Room"},
		})
		if got := strings.Contains(p.Diagnostics[0].Fix, `did you mean "Room"`); got != want {
			t.Errorf("%s: %s", name, p.Diagnostics[0].Fix)
		}
	}
}

// Two steps of one tag are hosted as wrangler dev hosts them, once each, also when
// the second gets a tag of its own later. A deploy refuses them.
func TestDuplicateTagIsHosted(t *testing.T) {
	t.Parallel()
	const (
		one   = `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]}]}`
		twice = `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]},{"tag":"v1","new_classes":["B"]}]}`
		three = `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]},{"tag":"v1","new_classes":["B"]},{"tag":"v1","new_sqlite_classes":["C"]}]}`
		fixed = `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]},{"tag":"v2","new_classes":["B"]},{"tag":"v3","new_sqlite_classes":["C"]}]}`
	)
	var ledger *migrate.Ledger
	plan := func(text string, serve bool) *migrate.Plan {
		return migrate.NewPlan(migrate.Request{Project: migratetest.Project(t, "chat", "", text), Exports: []string{"A", "B", "C"}, Ledger: ledger, Serve: serve})
	}
	if p := plan(twice, false); p.Err() == nil {
		t.Error("it can be deployed")
	}
	for _, c := range []struct {
		text  string
		steps []string
		codes []string
	}{
		{one, []string{"create A in chat-A"}, []string{}},
		{twice, []string{"create B in chat-B"}, []string{"warning duplicate-tag"}},
		{twice, []string{}, []string{"warning duplicate-tag"}},
		{three, []string{"create C in chat-C"}, []string{"warning duplicate-tag", "warning duplicate-tag"}},
		{three, []string{}, []string{"warning duplicate-tag", "warning duplicate-tag"}},
		{fixed, []string{}, []string{}},
		{fixed, []string{}, []string{}},
	} {
		p := plan(c.text, true)
		if diff := cmp.Diff([][]string{c.steps, c.codes}, [][]string{migratetest.Steps(p), migratetest.Codes(p)}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.text, diff)
		}
		ledger = p.Ledger()
	}
	if p := plan(fixed, false); len(migratetest.Codes(p)) > 0 || p.AppliedTag == nil || *p.AppliedTag != "v3" {
		t.Errorf("got %v, applied %v", migratetest.Codes(p), p.AppliedTag)
	}
}

// An error of the server about an entry does not hide an error in the entry itself, and
// each error is reported once.
func TestPlanReportsAllProblemsOfEntry(t *testing.T) {
	t.Parallel()
	const live = `{"type":"durable-object","storage":"sqlite"}`
	renamed := func(to string) string { return `{"type":"durable-object","state":"renamed","renamed_to":"` + to + `"}` }
	for _, c := range []struct {
		name, exports string
		code          []string
		want          []string
	}{
		{"no storage, not in the code", `"A":{"type":"durable-object"}`, []string{},
			[]string{"100402:config_references_nonexistent_class", "config"}},
		{"no storage", `"A":{"type":"durable-object"}`, []string{"A"}, []string{"config"}},
		{"a member of another state, not in the code", `"A":{"type":"durable-object","storage":"sqlite","renamed_to":"B"},"B":` + live, []string{"B"},
			[]string{"100402:config_references_nonexistent_class", "config"}},
		{"renamed to what cannot be a name", `"A":` + renamed("9x"), []string{}, []string{"config", "rename-target-not-live"}},
		{"renamed to nothing", `"A":` + renamed(""), []string{}, []string{"config"}},
		{"renamed to itself", `"A":` + renamed("A"), []string{}, []string{"rename-self"}},
		{"a path", `"../A":` + live, []string{}, []string{"config"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "wrangler.json"), []byte(`{"name":"chat","main":"i.js","compatibility_date":"2026-06-01","exports":{`+c.exports+`}}`), 0o666); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "i.js"), nil, 0o666); err != nil {
				t.Fatal(err)
			}
			p, problems, err := config.Load(config.Options{Dir: dir})
			if err != nil {
				t.Fatal(err)
			}
			got := []string{}
			for _, d := range migrate.NewPlan(migrate.Request{Project: p, Exports: c.code, Problems: problems}).Diagnostics {
				got = append(got, d.Code)
			}
			slices.Sort(got)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("codes (-want +got):\n%s", diff)
			}
		})
	}
}
