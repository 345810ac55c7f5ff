package convert_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/convert"
	"github.com/dotool-dev/dotool/migrate/migratetest"
)

func TestConvert(t *testing.T) {
	t.Parallel()
	three := func() *migrate.Ledger {
		return migratetest.Ledger("chat", "v1", map[string]migrate.Class{"A": {Key: "chat-A", Storage: migrate.SQLite}, "B": {Key: "chat-B", Storage: migrate.LegacyKV}, "C": {Key: "chat-C", Storage: migrate.SQLite}})
	}
	const sqlite = `{"type":"durable-object","storage":"sqlite"}`
	for _, c := range []struct {
		name, config string
		ledger       *migrate.Ledger
		want         string
	}{
		{
			"list, applied", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A","C"],"new_classes":["B"]}]}`, three(),
			`{"exports":{"A":` + sqlite + `,"B":{"type":"durable-object","storage":"legacy-kv"},"C":` + sqlite + `}}`,
		},
		{
			"list, with changes to come", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A","C"],"new_classes":["B"]},
				{"tag":"v2","deleted_classes":["C"],"renamed_classes":[{"from":"A","to":"D"}],"transferred_classes":[{"from_script":"src","from":"T","to":"T"}]}]}`, three(),
			`{"exports":{"A":{"type":"durable-object","state":"renamed","renamed_to":"D"},"B":{"type":"durable-object","storage":"legacy-kv"},` +
				`"C":{"type":"durable-object","state":"deleted"},"D":` + sqlite + `,` +
				`"T":{"type":"durable-object","state":"expecting-transfer","storage":"sqlite","transfer_from":"src"}}}`,
		},
		{
			"list beside a workflow", `{"exports":{"Flow":{"type":"workflow"}},"migrations":[{"tag":"v1","new_sqlite_classes":["A","C"],"new_classes":["B"]}]}`, three(),
			`{"exports":{"Flow":{"type":"workflow"},"A":` + sqlite + `,"B":{"type":"durable-object","storage":"legacy-kv"},"C":` + sqlite + `}}`,
		},
		{
			"list of a worker unknown here", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A","C"]},{"tag":"v2","deleted_classes":["C"]}]}`, nil,
			`{"exports":{"A":` + sqlite + `}}`,
		},
		{
			"map, applied", `{"exports":{"A":` + sqlite + `,"B":{"type":"durable-object","storage":"legacy-kv"},"C":` + sqlite + `}}`, three(),
			`{"migrations":[{"tag":"v1","new_classes":["B"],"new_sqlite_classes":["A","C"]}]}`,
		},
		{
			"map, with changes to come and a workflow", `{"exports":{"Flow":{"type":"workflow"},"A":{"type":"durable-object","state":"renamed","renamed_to":"D"},"D":` + sqlite + `,
				"B":{"type":"durable-object","storage":"legacy-kv"},"C":{"type":"durable-object","state":"deleted"},"E":` + sqlite + `}}`, three(),
			`{"exports":{"Flow":{"type":"workflow"}},"migrations":[{"tag":"v1","new_classes":["B"],"new_sqlite_classes":["A","C"]},` +
				`{"tag":"v2","new_sqlite_classes":["E"],"renamed_classes":[{"from":"A","to":"D"}],"deleted_classes":["C"]}]}`,
		},
		{
			"map of a worker unknown here", `{"exports":{"A":` + sqlite + `}}`, nil,
			`{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]}]}`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := migrate.Request{Project: migratetest.Project(t, "chat", "", c.config), Ledger: c.ledger}
			conv, err := convert.New(r)
			if err != nil {
				t.Fatal(err)
			}
			text, err := conv.Edit("wrangler.json", []byte(c.config), "", false)
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			if err := json.Compact(&got, text); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got.String()); diff != "" {
				t.Errorf("converted (-want +got):\n%s", diff)
			}
			if c.ledger == nil {
				return
			}
			// Both forms must lead to the same classes.
			before := migrate.NewPlan(r)
			r.Project = migratetest.Project(t, "chat", "", string(text))
			after := migrate.NewPlan(r)
			if after.Err() != nil {
				t.Fatalf("converted: %v", migratetest.Codes(after))
			}
			delete(before.Classes, "T") // a map only announces it
			if diff := cmp.Diff(before.Classes, after.Classes); diff != "" {
				t.Errorf("classes (-before +after):\n%s", diff)
			}
		})
	}
}

func TestConvertRefuses(t *testing.T) {
	t.Parallel()
	if _, err := convert.New(migrate.Request{Project: migratetest.Project(t, "chat", "", `{"migrations":[{"tag":"v1","deleted_classes":["A"]}]}`)}); err == nil || errors.As(err, new(*migrate.RefusedError)) {
		t.Errorf("a faulty list: %v", err)
	}
	known := migratetest.Ledger("chat", "v1", map[string]migrate.Class{"A": {Key: "chat-A", Storage: migrate.SQLite}})
	p := migratetest.Project(t, "chat", "", `{"exports":{"A":{"type":"durable-object","storage":"sqlite","container":"box"}}}`)
	p.Exports[0].Container.Value = "box"
	for reason, r := range map[string]migrate.Request{
		"declares no classes":                {Project: migratetest.Project(t, "chat", "", `{}`)},
		"with legacy-kv storage":             {Project: migratetest.Project(t, "chat", "", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]},{"tag":"v2","new_classes":["B"]}]}`), Ledger: known},
		"a transfer keeps the name":          {Project: migratetest.Project(t, "chat", "", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]},{"tag":"v2","transferred_classes":[{"from":"X","from_script":"src","to":"Y"}]}]}`), Ledger: known},
		"a list of migrations in the source": {Project: migratetest.Project(t, "chat", "", `{"exports":{"A":{"type":"durable-object","state":"transferred","transferred_to":"dst"}}}`), Ledger: known},
		"has a container":                    {Project: p, Ledger: known},
	} {
		var refused *migrate.RefusedError
		if _, err := convert.New(r); !errors.As(err, &refused) || !strings.Contains(err.Error(), reason) {
			t.Errorf("want %q, got %v", reason, err)
		}
	}
}
