package apply

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/migratetest"
	"github.com/dotool-dev/dotool/migrate/state"
)

// served writes objects as workerd serve does.
func served(t *testing.T, s *state.Folder, k state.Key, names ...string) {
	t.Helper()
	elsewhere := migratetest.NewState(t, Recover)
	migratetest.Put(t, elsewhere, k, names...)
	if err := os.MkdirAll(s.ServeDir(), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(elsewhere.NamespaceDir(k), filepath.Join(s.ServeDir(), string(k))); err != nil {
		t.Fatal(err)
	}
}

func status(t *testing.T, s *state.Folder, text string) *Status {
	t.Helper()
	st, err := ReadStatus(s, migratetest.PlanFor(t, s, "chat", text), migratetest.PlanFor(t, s, "chat", text))
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func TestStatus(t *testing.T) {
	t.Parallel()
	s := migratetest.NewState(t, Recover)
	fresh := status(t, s, beforeConfig)
	if diff := cmp.Diff([]string{"v1"}, fresh.PendingTags); diff != "" || fresh.CanRollback || fresh.AppliedTag != nil {
		t.Errorf("of nothing: %+v", fresh)
	}
	if text, err := json.Marshal(fresh); err != nil || strings.Contains(string(text), ":null,\"classes\"") || strings.Count(string(text), "[]") != 4 {
		t.Errorf("JSON: %s, %v", text, err)
	}
	prepare(t, s)
	migratetest.Lock(t, s)
	apply(t, s, "chat", afterConfig)
	migratetest.Put(t, s, "chat-B", "a", "b") // by wrangler dev, for the class that dotool has in chat-A
	migratetest.Put(t, s, "other-X", "a")
	served(t, s, "chat-A", "a")
	st := status(t, s, afterConfig)
	at := s.Clock()
	tag := "v2"
	size := func(k state.Key) int64 {
		u, err := state.CountObjects(s.NamespaceDir(k), k)
		if err != nil {
			t.Fatal(err)
		}
		return u.Bytes
	}
	want := &Status{
		Worker: "chat", Mode: migrate.Migrations, AppliedTag: &tag, PendingTags: []string{},
		Classes: []ClassStatus{
			{Class: "B", Key: "chat-A", Storage: migrate.SQLite, Objects: 2, Bytes: size("chat-A")},
			{Class: "Dst", Key: "src-Src", Storage: migrate.SQLite, Objects: 2, Bytes: size("src-Src")},
			{Class: "New", Key: "chat-New", Storage: migrate.SQLite},
		},
		Unowned: []Unowned{{"chat-B", 2, size("chat-B")}, {"other-X", 1, size("other-X")}},
		Adoptable: []Adoption{
			{Class: "B", Key: "chat-B", Source: WranglerDev, Dir: s.NamespaceDir("chat-B"), Objects: 2, Bytes: size("chat-B")},
			{Class: "B", Key: "chat-A", Source: WorkerdServe, Dir: filepath.Join(s.ServeDir(), "chat-A"), Objects: 1, Bytes: st.Adoptable[1].Bytes},
		},
		Trash: st.Trash, LastApplyAt: &at, CanRollback: true,
	}
	if diff := cmp.Diff(want, st); diff != "" || len(st.Trash) != 2 {
		t.Errorf("status (-want +got):\n%s", diff)
	}
}

func TestAdoption(t *testing.T) {
	t.Parallel()
	const renamed = `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]},{"tag":"v2","renamed_classes":[{"from":"A","to":"B"}]}]}`
	for _, c := range []struct {
		name    string
		arrange func(*state.Folder) // after the ledger has B in chat-A, with an object "own"
		source  Source
		key     state.Key
		names   []string
	}{
		{"what wrangler dev wrote after the rename", func(s *state.Folder) { migratetest.Put(t, s, "chat-B", "w") }, WranglerDev, "chat-B", []string{"w"}},
		{"what workerd serve wrote", func(s *state.Folder) { served(t, s, "chat-A", "s") }, WorkerdServe, "chat-A", []string{"s"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := migratetest.NewState(t, Recover)
			migratetest.Lock(t, s)
			migratetest.Put(t, s, "chat-A", "own")
			apply(t, s, "chat", renamed)
			c.arrange(s)
			all := migratetest.Contents(t, s.Dir)
			st := status(t, s, renamed)
			if len(st.Adoptable) != 1 || st.Adoptable[0].Source != c.source || st.Adoptable[0].Key != c.key {
				t.Fatalf("adoptable: %+v", st.Adoptable)
			}
			res, err := Adopt(t.Context(), s, "chat", st.Adoptable[0])
			if err != nil {
				t.Fatal(err)
			}
			if k := classes(t, s)["chat"]["B"].Key; k != c.key {
				t.Errorf("B is in %s", k)
			}
			for _, name := range c.names {
				if file := filepath.Join(s.NamespaceDir(c.key), c.key.ID(name).String()+".sqlite"); !state.Exists(file) {
					t.Errorf("object %s is not there", name)
				}
			}
			if len(res.Trashed) != 1 || res.Trashed[0].Key != "chat-A" {
				t.Errorf("trashed: %+v", res.Trashed)
			}
			lost(t, all, migratetest.Contents(t, s.Dir))
			if p := migratetest.PlanFor(t, s, "chat", renamed); !p.Empty() {
				t.Errorf("after adoption: %v", migratetest.Steps(p))
			}
		})
	}
}

// TestAdoptServeUnderAnotherKey is for a class that was re-created under workerd
// serve, and lives under its first key here.
func TestAdoptServeUnderAnotherKey(t *testing.T) {
	t.Parallel()
	const again = `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]},{"tag":"v2","deleted_classes":["A"]},{"tag":"v3","new_sqlite_classes":["A"]}]}`
	s := migratetest.NewState(t, Recover)
	migratetest.Lock(t, s)
	migratetest.Put(t, s, "chat-A", "by wrangler dev")
	l, err := migrate.ReadLedger(s)
	if err != nil {
		t.Fatal(err)
	}
	disk, err := s.ReadDisk(true)
	if err != nil {
		t.Fatal(err)
	}
	p := migrate.NewPlan(migrate.Request{Project: migratetest.Project(t, "chat", "", again), Ledger: l, Disk: disk, Serve: true})
	if _, err := applyOne(t.Context(), s, p, Options{}); err != nil {
		t.Fatal(err)
	}
	served(t, s, "chat-A~1", "s")
	st := status(t, s, again)
	i := slices.IndexFunc(st.Adoptable, func(a Adoption) bool { return a.Source == WorkerdServe })
	if i < 0 || st.Adoptable[i].Key != "chat-A~1" {
		t.Fatalf("adoptable: %+v", st.Adoptable)
	}
	if _, err := Adopt(t.Context(), s, "chat", st.Adoptable[i]); err != nil {
		t.Fatal(err)
	}
	if k := classes(t, s)["chat"]["A"].Key; k != "chat-A~1" {
		t.Errorf("A is in %s", k)
	}
	if _, err := Rollback(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if d, err := s.ReadDisk(true); err != nil || d["chat-A"].Objects != 1 || classes(t, s)["chat"]["A"].Key != "chat-A" {
		t.Errorf("rolled back: %+v, %v", d, err)
	}
}

func TestAdoptRefuses(t *testing.T) {
	t.Parallel()
	s := migratetest.NewState(t, Recover)
	if _, err := Adopt(t.Context(), s, "chat", Adoption{}); !errors.Is(err, state.ErrNotLocked) {
		t.Errorf("without the lock: %v", err)
	}
	prepare(t, s)
	migratetest.Lock(t, s)
	migratetest.Put(t, s, "chat-Moved", "a")
	if err := os.Rename(s.NamespaceDir("chat-Moved"), s.NamespaceDir("chat-By-Hand")); err != nil {
		t.Fatal(err)
	}
	before := classes(t, s)
	for name, c := range map[string]struct {
		adoption Adoption
		reason   string
	}{
		"a class that is not live":   {Adoption{Class: "X", Key: "chat-X", Source: WranglerDev}, "not live"},
		"a key outside":              {Adoption{Class: "A", Key: "../A", Source: WranglerDev}, "cannot be the key"},
		"another class's":            {Adoption{Class: "A", Key: "src-Src", Source: WranglerDev}, "belongs to src.Src"},
		"ids of another key":         {Adoption{Class: "A", Key: "chat-By-Hand", Source: WranglerDev}, "not made with the key"},
		"nothing there":              {Adoption{Class: "A", Key: "chat-None", Source: WranglerDev}, "adopt: "},
		"nothing there to be copied": {Adoption{Class: "A", Key: "chat-A", Source: WorkerdServe}, "adopt: "},
	} {
		if _, err := Adopt(t.Context(), s, "chat", c.adoption); err == nil || !strings.Contains(err.Error(), c.reason) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if diff := cmp.Diff(before, classes(t, s)); diff != "" {
		t.Errorf("something was adopted (-want +got):\n%s", diff)
	}
}

// TestAdoptFails fails every operation of an adoption that copies; nothing of
// either side may be lost, and a second run completes.
func TestAdoptFails(t *testing.T) {
	t.Parallel()
	const text = `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]}]}`
	for k := 1; ; k++ {
		s := migratetest.NewState(t, Recover)
		l, err := s.Lock(t.Context(), state.Holder{})
		if err != nil {
			t.Fatal(err)
		}
		apply(t, s, "chat", text)
		migratetest.Put(t, s, "chat-A", "own")
		served(t, s, "chat-A", "s")
		all := migratetest.Contents(t, s.Dir)
		a := status(t, s, text).Adoptable[0]
		broken := errors.New("disk full")
		c := counted{k: k, on: true, fail: func() error { return broken }}
		s.Files = c.files()
		_, err = Adopt(t.Context(), s, "chat", a)
		s.Files = nil
		if c.n < k {
			if err != nil || k < 8 {
				t.Fatalf("nothing failed in %d operations: %v", c.n, err)
			}
			l.Close()
			return
		}
		if err == nil {
			t.Fatalf("operation %d failed in silence", k)
		}
		lost(t, all, migratetest.Contents(t, s.Dir))
		if _, err := Adopt(t.Context(), s, "chat", a); err != nil {
			t.Fatalf("second run after operation %d failed: %v", k, err)
		}
		lost(t, all, migratetest.Contents(t, s.Dir))
		if d, err := s.ReadDisk(true); err != nil || len(d) != 1 || d["chat-A"].Objects != 1 {
			t.Fatalf("second run after operation %d failed: %+v, %v", k, d, err)
		}
		l.Close()
	}
}
