package workflows_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	v8 "github.com/dotool-dev/dotool/inspect/v8"
	"github.com/dotool-dev/dotool/inspect/workflows"
	"github.com/dotool-dev/dotool/migrate/state"
)

func dir(products, workflow string) string {
	return filepath.Join(products, state.WorkflowsFolder, string(state.WorkflowKey(workflow)))
}

func path(products, workflow, id string) string {
	return filepath.Join(dir(products, workflow), state.WorkflowKey(workflow).ID(id).String()+".sqlite")
}

// write makes a file of values in the JSON form of package v8, as the engine does.
func write(t *testing.T, file string, values map[string]string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := sqlite.OpenAlone(file)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Exec(sqlite.KVSchema); err != nil {
		t.Fatal(err)
	}
	for key, text := range values {
		v, err := v8.FromJSON([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		data, err := v8.Encode(v)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Exec("INSERT INTO _cf_KV VALUES (?, ?)", sqlite.TextValue(key), sqlite.BlobValue(data)); err != nil {
			t.Fatal(err)
		}
	}
	check(t, c.Exec("COMMIT"))
}

// instance is one that has done a step at its second attempt, and sleeps.
func instance(id, status string, created int) map[string]string {
	return map[string]string{
		"meta":           fmt.Sprintf(`{"id":%q,"params":{"n":1},"created":%d,"status":%q,"generation":"g"}`, id, created, status),
		"s:do:1:pay":     `{"ord":1,"type":"do","name":"pay","count":1,"attempts":2,"done":true,"value":{"$map":[["a",1]]}}`,
		"s:sleep:1:nap":  `{"ord":2,"type":"sleep","name":"nap","count":1,"deadline":5000}`,
		"ord":            `2`,
		"l:000000000001": `{"type":"workflow_queued","eventId":1,"timestamp":1000}`,
		"l:000000000002": `{"type":"step_started","eventId":2,"timestamp":1100,"stepName":"pay-1"}`,
		"l:000000000003": `{"type":"attempt_started","eventId":3,"timestamp":1100,"stepName":"pay-1","attempt":1}`,
		"l:000000000004": `{"type":"attempt_errored","eventId":4,"timestamp":1200,"stepName":"pay-1","attempt":1,"error":{"name":"TypeError","message":"boo"}}`,
		"l:000000000005": `{"type":"attempt_started","eventId":5,"timestamp":1300,"stepName":"pay-1","attempt":2}`,
		"l:000000000006": `{"type":"attempt_completed","eventId":6,"timestamp":1350,"stepName":"pay-1","attempt":2}`,
		"l:000000000007": `{"type":"step_completed","eventId":7,"timestamp":1350,"stepName":"pay-1"}`,
		"l:000000000008": `{"type":"sleep_started","eventId":8,"timestamp":1400,"stepName":"nap-1","durationMs":3600}`,
	}
}

func list(t *testing.T, w *workflows.Workflow) (ids []string, problems []string) {
	t.Helper()
	for i, err := range w.Instances(t.Context()) {
		if err != nil {
			problems = append(problems, err.Error())
			continue
		}
		ids = append(ids, i.ID+" "+i.Status)
	}
	return ids, problems
}

func TestInstance(t *testing.T) {
	t.Parallel()
	products := t.TempDir()
	w := workflows.Open(products, "orders")
	if ids, problems := list(t, w); ids != nil || problems != nil {
		t.Errorf("a workflow that is not there: %q, %q", ids, problems)
	}
	if _, ok, err := w.Instance(t.Context(), "one"); ok || err != nil {
		t.Errorf("an instance that is not there: %t, %v", ok, err)
	}
	if entries, _ := os.ReadDir(products); len(entries) > 0 {
		t.Error("reading made files")
	}
	write(t, path(products, "orders", "one"), instance("one", "waiting", 1000))
	write(t, path(products, "orders", "two"), instance("two", "complete", 2000))
	write(t, path(products, "orders", "gone"), nil) // deleted
	before := inspecttest.Hashes(t, products)
	if ids, problems := list(t, w); !slices.Equal(ids, []string{"two complete", "one waiting"}) || problems != nil {
		t.Errorf("%q, %q", ids, problems)
	}
	i, ok, err := w.Instance(t.Context(), "one")
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	if i.Reached != 2 || i.Done != 1 || !i.Created.Equal(time.UnixMilli(1000)) || !i.Changed.Equal(time.UnixMilli(1400)) || i.Ended() || len(i.Steps) != 2 {
		t.Fatalf("%+v", i)
	}
	pay, nap := i.Steps[0], i.Steps[1]
	if pay.State != "done" || pay.Ended.Sub(pay.Began) != 250*time.Millisecond || string(v8.ToJSON(pay.Output)) != `{"$map":[["a",1]]}` || len(pay.Attempts) != 2 {
		t.Errorf("%+v", pay)
	}
	if a := pay.Attempts[0]; a.Number != 1 || a.Ended.Sub(a.Began) != 100*time.Millisecond || a.Error == nil || a.Error.Message != "boo" {
		t.Errorf("%+v", a)
	}
	if nap.State != "sleeping" || !nap.Until.Equal(time.UnixMilli(5000)) || !nap.Ended.IsZero() {
		t.Errorf("%+v", nap)
	}
	if after := inspecttest.Hashes(t, products); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Error("reading changed files")
	}
}

// A file that cannot be read does not stop the rest, and is named.
func TestDamaged(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(t *testing.T, file string){
		"truncated": func(t *testing.T, file string) { truncate(t, file, 5000) },
		"no database": func(t *testing.T, file string) {
			check(t, os.WriteFile(file, []byte(strings.Repeat("x", 5000)), 0o644))
		},
		"empty values": func(t *testing.T, file string) { edit(t, file, "UPDATE _cf_KV SET value = x''") },
		"other values": func(t *testing.T, file string) { edit(t, file, "UPDATE _cf_KV SET value = 'text'") },
		"no id":        func(t *testing.T, file string) { write(t, file, map[string]string{"meta": `{"status":"running"}`}) },
		"no object":    func(t *testing.T, file string) { write(t, file, map[string]string{"meta": `[1,2]`}) },
		"another's":    func(t *testing.T, file string) { write(t, file, instance("other", "running", 1)) },
		"a folder":     func(t *testing.T, file string) { check(t, os.Remove(file)); check(t, os.Mkdir(file, 0o755)) },
		"a link": func(t *testing.T, file string) {
			check(t, os.Rename(file, file+".x"))
			check(t, os.Symlink(file+".x", file))
		},
		"endless numbers": func(t *testing.T, file string) {
			write(t, file, map[string]string{"meta": `{"id":"bad","created":1e300}`})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			products := t.TempDir()
			w := workflows.Open(products, "orders")
			write(t, path(products, "orders", "bad"), instance("bad", "running", 1000))
			write(t, path(products, "orders", "good"), instance("good", "running", 2000))
			damage(t, path(products, "orders", "bad"))
			ids, problems := list(t, w)
			if !slices.Equal(ids, []string{"good running"}) || len(problems) != 1 || !strings.Contains(problems[0], "of orders: ") {
				t.Errorf("%q, %q", ids, problems)
			}
			if _, _, err := w.Instance(t.Context(), "bad"); err == nil {
				t.Error("it is read")
			}
			if all := workflows.Interrupted(t.Context(), products, time.Now()); !slices.Equal(all, []workflows.Ref{{Workflow: "orders", ID: "good"}}) {
				t.Errorf("interrupted: %v", all)
			}
		})
	}
}

// Records of a later engine, or of a liar, are shown as far as they are understood.
func TestOddRecords(t *testing.T) {
	t.Parallel()
	products := t.TempDir()
	values := instance("one", "later-status", 1000)
	values["s:do:1:\x1b[31m"] = `{"ord":3,"type":"do","name":"\u001b[31m","count":1,"attempts":1,"error":{"name":5}}`
	values["s:later:1:x"] = `{"ord":4,"type":"later","name":"x"}`
	values["s:none:1:y"] = `null`
	values["l:000000000009"] = `{"type":"attempt_errored","timestamp":"soon","stepName":"nothing-1","attempt":9}`
	values["l:000000000010"] = `5`
	write(t, path(products, "orders", "one"), values)
	i, ok, err := workflows.Open(products, "orders").Instance(t.Context(), "one")
	if !ok || err != nil || i.Status != "later-status" || len(i.Steps) != 5 {
		t.Errorf("%+v, %t, %v", i, ok, err)
	}
}

// Another process may write at the same time.
func TestLocked(t *testing.T) {
	t.Parallel()
	products := t.TempDir()
	file := path(products, "orders", "one")
	write(t, file, instance("one", "running", 1000))
	c, err := sqlite.OpenShared(file, 1000)
	check(t, err)
	defer c.Close()
	check(t, c.Exec("DELETE FROM _cf_KV"))
	if ids, problems := list(t, workflows.Open(products, "orders")); !slices.Equal(ids, []string{"one running"}) || problems != nil {
		t.Errorf("%q, %q", ids, problems)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range workflows.Open(products, "orders").Instances(ctx) {
		if err == nil || !errors.Is(err, context.Canceled) {
			t.Errorf("stopped: %v", err)
		}
	}
}

// Those that rest until later are left alone; others may have been cut.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	products := t.TempDir()
	for _, status := range []string{"queued", "running", "waiting", "paused", "complete", "errored", "terminated"} {
		write(t, path(products, "orders", status), instance(status, status, 1000))
	}
	write(t, path(products, "orders", "soon"), instance("soon", "waiting", 1000))
	write(t, path(products, "orders", "later"), instance("later", "waiting", 1000))
	now := time.Now()
	meta := filepath.Join(dir(products, "orders"), "metadata.sqlite")
	check(t, os.WriteFile(meta, nil, 0o644))
	edit(t, meta, "CREATE TABLE _cf_ALARM (actor_id TEXT PRIMARY KEY, scheduled_time INTEGER, actor_name TEXT) WITHOUT ROWID")
	for id, at := range map[string]time.Time{"soon": now.Add(9 * time.Minute), "later": now.Add(time.Hour)} {
		edit(t, meta, fmt.Sprintf("INSERT INTO _cf_ALARM VALUES ('%s', %d, '%s')", state.WorkflowKey("orders").ID(id), at.UnixNano(), id))
	}
	var got []string
	for _, i := range workflows.Interrupted(t.Context(), products, now) {
		got = append(got, i.ID)
	}
	slices.Sort(got)
	if want := []string{"paused", "queued", "running", "soon", "waiting"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	// Without alarms that can be read, all are looked at.
	truncate(t, meta, 100)
	if n := len(workflows.Interrupted(t.Context(), products, now)); n != 6 {
		t.Errorf("%d instances", n)
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func truncate(t *testing.T, file string, size int64) { t.Helper(); check(t, os.Truncate(file, size)) }

func edit(t *testing.T, file, sql string) {
	t.Helper()
	c, err := sqlite.OpenAlone(file)
	check(t, err)
	defer c.Close()
	check(t, c.Exec(sql))
	check(t, c.Exec("COMMIT"))
}
