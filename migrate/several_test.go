package migrate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/migratetest"
)

// worker is a Worker of TestSeveral.
type worker struct {
	name, config string
	exports      []string // nil: unknown
}

const (
	madeRoom   = `"migrations":[{"tag":"v1","new_sqlite_classes":["Room"]}]`
	takesRoom  = `"migrations":[{"tag":"v1","transferred_classes":[{"from":"Room","from_script":"a","to":"Hall"}]}]`
	bindsRoom  = `"durable_objects":{"bindings":[{"name":"ROOM","class_name":"Room"}]}`
	bindsHall  = `"durable_objects":{"bindings":[{"name":"HALL","class_name":"Hall"}]}`
	liveRoom   = `"exports":{"Room":{"type":"durable-object","storage":"sqlite"}}`
	givesRoom  = `"exports":{"Room":{"type":"durable-object","state":"transferred","transferred_to":"b"}}`
	awaitsRoom = `"exports":{"Room":{"type":"durable-object","state":"expecting-transfer","storage":"sqlite","transfer_from":"a"}}`
)

// TestSeveral plans Workers together, twice: the second time nothing is left to do.
func TestSeveral(t *testing.T) {
	t.Parallel()
	one := func(text string) string { return "{" + text + "}" }
	two := func(a, b string) string { return "{" + a + "," + b + "}" }
	hall := map[string]string{"Hall": "a-Room"}
	room := map[string]string{"Room": "a-Room"}
	for name, c := range map[string]struct {
		before []worker   // applied one by one
		now    []worker   // planned together
		serve  bool       // for hosting
		steps  [][]string // with the codes of diagnostics
		want   []map[string]string
	}{
		"receiver after the giver": {
			before: []worker{{"a", one(madeRoom), nil}},
			now:    []worker{{"a", one(madeRoom), nil}, {"b", one(takesRoom), nil}},
			steps:  [][]string{nil, {"transfer Hall in a-Room from a.Room"}},
			want:   []map[string]string{{}, hall},
		},
		"receiver before the giver": {
			before: []worker{{"a", one(madeRoom), nil}},
			now:    []worker{{"b", one(takesRoom), nil}, {"a", one(madeRoom), nil}},
			steps:  [][]string{{"transfer Hall in a-Room from a.Room"}, nil},
			want:   []map[string]string{hall, {}},
		},
		"the giver has removed the class from its code": {
			before: []worker{{"a", one(madeRoom), nil}},
			now:    []worker{{"a", one(madeRoom), []string{}}, {"b", two(takesRoom, bindsHall), []string{"Hall"}}},
			steps:  [][]string{nil, {"transfer Hall in a-Room from a.Room", "warning deploy-order"}},
			want:   []map[string]string{{}, hall},
		},
		"in a fresh folder": {
			now:   []worker{{"a", one(madeRoom), nil}, {"b", one(takesRoom), nil}},
			steps: [][]string{{"create Room in a-Room"}, {"transfer Hall in a-Room from a.Room"}},
			want:  []map[string]string{{}, hall},
		},
		"in a fresh folder, long after the transfer": {
			now:   []worker{{"a", one(madeRoom), []string{}}, {"b", two(takesRoom, bindsHall), []string{"Hall"}}},
			serve: true,
			steps: [][]string{nil, {"transfer Hall in a-Room from a.Room"}},
			want:  []map[string]string{{}, hall},
		},
		"renamed before it was given, in a fresh folder": {
			now: []worker{
				{"b", `{"migrations":[{"tag":"v1","transferred_classes":[{"from":"Chat","from_script":"a","to":"Hall"}]}]}`, nil},
				{"a", `{"migrations":[{"tag":"v1","new_sqlite_classes":["Room"]},{"tag":"v2","renamed_classes":[{"from":"Room","to":"Chat"}]},{"tag":"v3","new_sqlite_classes":["Room"]}]}`, []string{"Room"}},
			},
			serve: true,
			steps: [][]string{{"transfer Hall in a-Room from a.Chat"}, {"create Room in a-Room~1", "warning duplicate-target-on-server"}},
			want:  []map[string]string{hall, {"Room": "a-Room~1"}},
		},
		"the giver binds it still": {
			before: []worker{{"a", one(madeRoom), nil}},
			now:    []worker{{"a", two(madeRoom, bindsRoom), []string{"Room"}}, {"b", one(takesRoom), nil}},
			serve:  true,
			steps:  [][]string{{"warning bind-without-lifecycle"}, {"transfer Hall in a-Room from a.Room"}},
			want:   []map[string]string{{}, hall},
		},
		"declared by maps": {
			before: []worker{{"a", one(liveRoom), nil}, {"b", `{}`, nil}},
			now:    []worker{{"a", one(givesRoom), nil}, {"b", two(awaitsRoom, bindsRoom), []string{"Room"}}},
			serve:  true,
			steps:  [][]string{{"transfer Room in a-Room from Room to b"}, {"transfer Room in a-Room from a.Room"}},
			want:   []map[string]string{{}, room},
		},
		"declared by maps, the receiver first": {
			before: []worker{{"a", one(liveRoom), nil}},
			now:    []worker{{"b", two(awaitsRoom, bindsRoom), []string{"Room"}}, {"a", one(givesRoom), nil}},
			serve:  true,
			steps:  [][]string{nil, {"transfer Room in a-Room from Room to b"}},
			want:   []map[string]string{room, {}},
		},
		"given by a map, received by a list": {
			before: []worker{{"a", one(liveRoom), nil}, {"b", `{"migrations":[{"tag":"v0","new_sqlite_classes":["Other"]}]}`, nil}},
			now: []worker{
				{"a", one(givesRoom), nil},
				{"b", `{"migrations":[{"tag":"v0","new_sqlite_classes":["Other"]},{"tag":"v1","transferred_classes":[{"from":"Room","from_script":"a","to":"Hall"}]}]}`, nil},
			},
			serve: true,
			steps: [][]string{nil, {"transfer Hall in a-Room from a.Room"}},
			want:  []map[string]string{{}, {"Hall": "a-Room", "Other": "b-Other"}},
		},
		"exchanged": {
			before: []worker{{"a", one(madeRoom), nil}, {"b", `{"migrations":[{"tag":"v1","new_sqlite_classes":["Desk"]}]}`, nil}},
			now: []worker{
				{"a", `{"migrations":[{"tag":"v1","new_sqlite_classes":["Room"]},{"tag":"v2","transferred_classes":[{"from":"Desk","from_script":"b","to":"Desk"}]}]}`, nil},
				{"b", `{"migrations":[{"tag":"v1","new_sqlite_classes":["Desk"]},{"tag":"v2","transferred_classes":[{"from":"Room","from_script":"a","to":"Room"}]}]}`, nil},
			},
			steps: [][]string{{"transfer Desk in b-Desk from b.Desk"}, {"transfer Room in a-Room from a.Room"}},
			want:  []map[string]string{{"Desk": "b-Desk"}, room},
		},
		"through a third Worker": {
			before: []worker{{"a", one(madeRoom), nil}},
			now: []worker{
				{"c", `{"migrations":[{"tag":"v1","transferred_classes":[{"from":"Hall","from_script":"b","to":"Room"}]}]}`, nil},
				{"b", one(takesRoom), []string{}},
				{"a", one(madeRoom), nil},
			},
			serve: true,
			steps: [][]string{
				{"error transfer-source-missing"}, {"error rename-target-not-exported"}, nil,
			},
			want: []map[string]string{{}, {}, room},
		},
		"deleted instead of given": {
			before: []worker{{"a", one(madeRoom), nil}},
			now: []worker{
				{"a", `{"migrations":[{"tag":"v1","new_sqlite_classes":["Room"]},{"tag":"v2","deleted_classes":["Room"]}]}`, nil},
				{"b", one(takesRoom), nil},
			},
			steps: [][]string{{"error delete-missing"}, {"transfer Hall in a-Room from a.Room"}},
			want:  []map[string]string{{}, hall},
		},
		"deleted by a map instead of given": {
			before: []worker{{"a", one(liveRoom), nil}},
			now: []worker{
				{"a", `{"exports":{"Room":{"type":"durable-object","state":"deleted"}}}`, nil},
				{"b", one(awaitsRoom), nil},
			},
			steps: [][]string{{"error delete-transferred"}, nil},
			want:  []map[string]string{room, {}},
		},
		"one has a fault": {
			now: []worker{
				{"a", two(madeRoom, bindsRoom), []string{}},
				{"b", `{"migrations":[{"tag":"v1","new_sqlite_classes":["Desk"]}]}`, nil},
			},
			steps: [][]string{{"error bound-not-exported"}, {"create Desk in b-Desk"}},
			want:  []map[string]string{{}, {"Desk": "b-Desk"}},
		},
		"nothing to do": {
			before: []worker{{"a", one(madeRoom), nil}},
			now:    []worker{{"a", one(madeRoom), nil}, {"b", `{}`, nil}},
			steps:  [][]string{nil, nil},
			want:   []map[string]string{room, {}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ledger := migrate.NewLedger()
			for _, w := range c.before {
				r := migrate.Request{Project: migratetest.Project(t, w.name, "", w.config), Exports: w.exports, Ledger: ledger}
				p := migrate.NewPlan(r)
				if p.Err() != nil {
					t.Fatal(p.Err())
				}
				ledger = p.Ledger()
			}
			requests := func(l *migrate.Ledger) (all []migrate.Request) {
				for _, w := range c.now {
					all = append(all, migrate.Request{Project: migratetest.Project(t, w.name, "", w.config), Exports: w.exports, Ledger: l, Serve: c.serve})
				}
				return all
			}
			plans := migrate.NewPlans(requests(ledger))
			failed := false
			for i, p := range plans {
				got := append(migratetest.Steps(p), migratetest.Codes(p)...)
				if diff := cmp.Diff(append([]string{}, c.steps[i]...), got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", p.Worker, diff)
				}
				keys := map[string]string{}
				for class, c := range p.Classes {
					keys[class] = string(c.Key)
				}
				if diff := cmp.Diff(c.want[i], keys); diff != "" {
					t.Errorf("classes of %s (-want +got):\n%s", p.Worker, diff)
				}
				if !p.Before().Equal(ledger) || !p.After().Equal(plans[0].After()) {
					t.Errorf("%s: not one change", p.Worker)
				}
				failed = failed || p.Err() != nil
			}
			if err := plans[0].After().Check(); err != nil {
				t.Error(err)
			}
			if failed {
				return
			}
			for i, p := range migrate.NewPlans(requests(plans[0].Ledger())) {
				if p.Err() != nil || !p.Empty() || !cmp.Equal(p.Classes, plans[i].Classes) {
					t.Errorf("%s again: %v %v, %v", p.Worker, migratetest.Steps(p), migratetest.Codes(p), p.Classes)
				}
			}
		})
	}
}

// TestForward asks where bindings to classes that have moved lead.
func TestForward(t *testing.T) {
	t.Parallel()
	class := func(name string) migrate.Class { return migrate.Class{Key: "a-Room", Storage: migrate.SQLite} }
	given := func(worker, class string) map[string]migrate.Transfer {
		return map[string]migrate.Transfer{"Room": {Worker: worker, Class: class}}
	}
	for name, c := range map[string]struct {
		workers map[string]*migrate.Worker
		script  string
		want    [2]string // script and class
	}{
		"its own":                {map[string]*migrate.Worker{"a": {Classes: map[string]migrate.Class{"Room": class("Room")}}}, "", [2]string{"", "Room"}},
		"another's":              {map[string]*migrate.Worker{"a": {Given: given("b", "Hall")}}, "c", [2]string{"c", "Room"}},
		"given":                  {map[string]*migrate.Worker{"a": {Given: given("b", "Hall")}}, "", [2]string{"b", "Hall"}},
		"given, by name":         {map[string]*migrate.Worker{"a": {Given: given("b", "Hall")}}, "a", [2]string{"b", "Hall"}},
		"another's, given":       {map[string]*migrate.Worker{"c": {Given: given("b", "Hall")}}, "c", [2]string{"b", "Hall"}},
		"another's, given to it": {map[string]*migrate.Worker{"c": {Given: given("a", "Hall")}}, "c", [2]string{"", "Hall"}},
		"given on":               {map[string]*migrate.Worker{"a": {Given: given("b", "Room")}, "b": {Given: given("c", "Hall")}}, "", [2]string{"c", "Hall"}},
		"in a circle":            {map[string]*migrate.Worker{"a": {Given: given("b", "Room")}, "b": {Given: given("a", "Room")}}, "", [2]string{"", "Room"}},
		"given and again":        {map[string]*migrate.Worker{"a": {Classes: map[string]migrate.Class{"Room": class("Room")}, Given: given("b", "Hall")}}, "", [2]string{"", "Room"}},
		"never recorded":         {map[string]*migrate.Worker{"b": {Classes: map[string]migrate.Class{"Hall": class("Room")}}}, "", [2]string{"b", "Hall"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := migrate.NewLedger()
			l.Workers = c.workers
			p := migrate.NewPlan(migrate.Request{Project: migratetest.Project(t, "a", "", `{}`), Ledger: l})
			b := binding.DurableObject{ClassName: binding.String{Value: "Room"}, ScriptName: binding.String{Value: c.script}}
			project := p.Forward(&config.Project{Bindings: []binding.Binding{b}})
			if b = project.Bindings[0].(binding.DurableObject); [2]string{b.ScriptName.Value, b.ClassName.Value} != c.want {
				t.Errorf("%s of %q, not %v", b.ClassName.Value, b.ScriptName.Value, c.want)
			}
		})
	}
}

// TestTagNotFoundCreates plans a list that lost its applied tag and would create a class.
func TestTagNotFoundCreates(t *testing.T) {
	t.Parallel()
	r := migrate.Request{Project: migratetest.Project(t, "a", "", "{"+madeRoom+"}"), Ledger: ledgerOf("a", "v9", nil)}
	if diff := cmp.Diff([]string{"error tag-not-found"}, migratetest.Codes(migrate.NewPlan(r))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
