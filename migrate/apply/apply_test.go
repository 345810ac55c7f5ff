package apply

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/convert"
	"github.com/dotool-dev/dotool/migrate/migratetest"
	"github.com/dotool-dev/dotool/migrate/state"
)

// The state that the tests below change with one step of each kind.
const (
	srcConfig    = `{"migrations":[{"tag":"v1","new_sqlite_classes":["Src"]}]}`
	beforeConfig = `{"migrations":[{"tag":"v1","new_sqlite_classes":["A","Old","Older"]}]}`
	afterConfig  = `{"migrations":[{"tag":"v1","new_sqlite_classes":["A","Old","Older"]},
		{"tag":"v2","renamed_classes":[{"from":"A","to":"B"}],"deleted_classes":["Old","Older"],
			"transferred_classes":[{"from_script":"src","from":"Src","to":"Dst"}],"new_sqlite_classes":["New"]}]}`
)

func apply(t testing.TB, s *state.Folder, worker, text string) *Result {
	t.Helper()
	res, err := applyOne(context.Background(), s, migratetest.PlanFor(t, s, worker, text), Options{Destructive: true})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// prepare makes the state before, locked, with objects for every class.
func prepare(t testing.TB, s *state.Folder) {
	t.Helper()
	l, err := s.Lock(t.Context(), state.Holder{Command: "test"})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, s, "src", srcConfig)
	apply(t, s, "chat", beforeConfig)
	for _, k := range []state.Key{"src-Src", "chat-A", "chat-Old", "chat-Older"} {
		migratetest.Put(t, s, k, "x", "y")
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

func classes(t testing.TB, s *state.Folder) map[string]map[string]migrate.Class {
	t.Helper()
	l, err := migrate.ReadLedger(s)
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]map[string]migrate.Class{}
	for name, w := range l.Workers {
		m[name] = w.Classes
	}
	return m
}

var (
	oldClasses = map[string]map[string]migrate.Class{
		"src":  {"Src": {Key: "src-Src", Storage: migrate.SQLite}},
		"chat": {"A": {Key: "chat-A", Storage: migrate.SQLite}, "Old": {Key: "chat-Old", Storage: migrate.SQLite}, "Older": {Key: "chat-Older", Storage: migrate.SQLite}},
	}
	newClasses = map[string]map[string]migrate.Class{
		"src":  {},
		"chat": {"B": {Key: "chat-A", Storage: migrate.SQLite}, "Dst": {Key: "src-Src", Storage: migrate.SQLite}, "New": {Key: "chat-New", Storage: migrate.SQLite}},
	}
)

func TestApply(t *testing.T) {
	t.Parallel()
	s := migratetest.NewState(t, Recover)
	prepare(t, s)
	migratetest.Lock(t, s)
	inode := func(k state.Key) os.FileInfo {
		info, err := os.Stat(s.NamespaceDir(k))
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	a, src := inode("chat-A"), inode("src-Src")
	all := migratetest.Contents(t, s.ObjectsDir())

	p := migratetest.PlanFor(t, s, "chat", afterConfig)
	var refused *DestructiveError
	if _, err := applyOne(context.Background(), s, p, Options{}); !errors.As(err, &refused) || len(refused.Steps) != 2 || refused.Steps[0].Objects != 2 {
		t.Fatalf("without leave: %v", err)
	}
	res, err := applyOne(context.Background(), s, p, Options{Destructive: true})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(newClasses, classes(t, s)); diff != "" {
		t.Errorf("ledger (-want +got):\n%s", diff)
	}
	if !os.SameFile(a, inode("chat-A")) || !os.SameFile(src, inode("src-Src")) {
		t.Error("a rename or a transfer moved a folder")
	}
	disk, err := s.ReadDisk(true)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]state.Key{"chat-A", "src-Src"}, disk.Keys()); diff != "" {
		t.Errorf("namespaces (-want +got):\n%s", diff)
	}
	trash, err := ReadTrash(s)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(res.Trashed, trash); diff != "" || len(trash) != 2 || trash[0].Class != "Old" || trash[0].Tag != "v2" || trash[0].Objects != 2 {
		t.Errorf("trash %+v (-result +read):\n%s", trash, diff)
	}
	if p := migratetest.PlanFor(t, s, "chat", afterConfig); !p.Empty() {
		t.Errorf("planned again: %v", migratetest.Steps(p))
	}
	if _, err := applyOne(context.Background(), s, p, Options{Destructive: true}); !errors.As(err, new(*staleError)) {
		t.Errorf("the same plan twice: %v", err)
	}

	if _, err := Rollback(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(oldClasses, classes(t, s)); diff != "" {
		t.Errorf("rolled back (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(all, migratetest.Contents(t, s.ObjectsDir())); diff != "" {
		t.Errorf("objects rolled back (-want +got):\n%s", diff)
	}
	if trash, err := ReadTrash(s); err != nil || len(trash) != 0 {
		t.Errorf("trash after rollback: %v, %v", trash, err)
	}
	if _, err := Rollback(context.Background(), s); !errors.As(err, new(*migrate.RefusedError)) {
		t.Errorf("rolled back twice: %v", err)
	}
}

// A snapshot is taken once, before anything changes, and without it nothing does.
func TestApplyAfterSnapshot(t *testing.T) {
	t.Parallel()
	s := migratetest.NewState(t, Recover)
	prepare(t, s)
	migratetest.Lock(t, s)
	before := migratetest.Contents(t, s.Dir)
	p := migratetest.PlanFor(t, s, "chat", afterConfig)
	full := errors.New("no room")
	var reasons []string
	keep := func(_ context.Context, reason string) error {
		if diff := cmp.Diff(before, migratetest.Contents(t, s.Dir)); diff != "" {
			t.Errorf("something changed before the snapshot:\n%s", diff)
		}
		if reasons = append(reasons, reason); len(reasons) == 1 {
			return full
		}
		return nil
	}
	if _, err := applyOne(t.Context(), s, p, Options{Destructive: true, Snapshot: keep}); !errors.Is(err, full) {
		t.Errorf("without a snapshot: %v", err)
	}
	if diff := cmp.Diff(before, migratetest.Contents(t, s.Dir)); diff != "" {
		t.Errorf("without a snapshot it changed:\n%s", diff)
	}
	if _, err := applyOne(t.Context(), s, p, Options{Destructive: true, Snapshot: keep}); err != nil {
		t.Error(err)
	}
	const reason = "before the migration that deletes Old, Older"
	if diff := cmp.Diff([]string{reason, reason}, reasons); diff != "" {
		t.Error(diff)
	}
}

func TestApplyRefuses(t *testing.T) {
	t.Parallel()
	s := migratetest.NewState(t, Recover)
	p := migratetest.PlanFor(t, s, "chat", beforeConfig)
	if _, err := applyOne(context.Background(), s, p, Options{}); !errors.Is(err, state.ErrNotLocked) {
		t.Errorf("without the lock: %v", err)
	}
	migratetest.Lock(t, s)
	fresh := migrate.NewPlan(migrate.Request{Project: migratetest.Project(t, "chat", "", beforeConfig), From: migrate.FromFresh})
	if _, err := applyOne(context.Background(), s, fresh, Options{}); err == nil {
		t.Error("a plan from a fresh account was applied")
	}
	faulty := migrate.NewPlan(migrate.Request{Project: migratetest.Project(t, "chat", "", beforeConfig), Exports: []string{}})
	if _, err := applyOne(context.Background(), s, faulty, Options{}); err == nil {
		t.Error("a plan with errors was applied")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := applyOne(ctx, s, p, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if len(classes(t, s)) != 0 {
		t.Error("something was applied")
	}
	if _, err := Rollback(context.Background(), s); !errors.As(err, new(*migrate.RefusedError)) {
		t.Errorf("nothing to roll back: %v", err)
	}
}

func TestRollbackKeepsWhatIsNew(t *testing.T) {
	t.Parallel()
	s := migratetest.NewState(t, Recover)
	prepare(t, s)
	migratetest.Lock(t, s)
	apply(t, s, "chat", afterConfig)
	migratetest.Put(t, s, "chat-New", "n")
	migratetest.Put(t, s, "chat-Old", "by wrangler dev") // which does not delete
	all := migratetest.Contents(t, s.Dir)
	res, err := Rollback(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(oldClasses, classes(t, s)); diff != "" || len(res.Trashed) != 1 || res.Trashed[0].Class != "New" {
		t.Errorf("rolled back: %+v (-want +got):\n%s", res.Trashed, diff)
	}
	lost(t, all, migratetest.Contents(t, s.Dir))
	if d, err := s.ReadDisk(true); err != nil || d["chat-Old"].Objects != 2 || d["chat-Old"].Foreign != 0 {
		t.Errorf("Old has %+v, %v", d["chat-Old"], err)
	}
	if trash, err := ReadTrash(s); err != nil || len(trash) != 2 {
		t.Errorf("trash: %+v, %v", trash, err)
	}

	apply(t, s, "chat", afterConfig)
	if err := EmptyTrash(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if _, err := Rollback(context.Background(), s); !errors.As(err, new(*migrate.RefusedError)) || classes(t, s)["chat"]["Old"].Key != "" {
		t.Errorf("with the trash emptied: %v", err)
	}
}

// What wrangler dev made is not dotool's to take away: a rollback of what adopted it
// leaves it there, for wrangler and for the next apply.
func TestRollbackKeepsWhatWasAdopted(t *testing.T) {
	t.Parallel()
	const renamed = `{"migrations":[{"tag":"v1","new_sqlite_classes":["Room","Empty"]},{"tag":"v2","renamed_classes":[{"from":"Room","to":"Chat"}]}]}`
	s := migratetest.NewState(t, Recover)
	migratetest.Put(t, s, "chat-Room", "a", "b")
	migratetest.Lock(t, s)
	for range 2 {
		apply(t, s, "chat", renamed)
		if got := classes(t, s)["chat"]["Chat"].Key; got != "chat-Room" {
			t.Fatalf("Chat has the key %s", got)
		}
		migratetest.Put(t, s, "chat-Room", "c")
		migratetest.Put(t, s, "chat-Empty", "d")
		res, err := Rollback(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if len(res.Trashed) != 1 || res.Trashed[0].Class != "Empty" {
			t.Errorf("trashed %+v", res.Trashed)
		}
		if d, err := s.ReadDisk(true); err != nil || d["chat-Room"].Objects != 3 || len(classes(t, s)["chat"]) != 0 {
			t.Errorf("Room has %+v, %v; classes %v", d["chat-Room"], err, classes(t, s))
		}
	}

	// So does one of an adoption that was asked for.
	migratetest.Put(t, s, "chat-Empty", "e")
	apply(t, s, "chat", renamed)
	migratetest.Put(t, s, "chat-Chat", "by wrangler")
	if _, err := Adopt(t.Context(), s, "chat", Adoption{Class: "Chat", Key: "chat-Chat", Source: WranglerDev}); err != nil {
		t.Fatal(err)
	}
	if res, err := Rollback(t.Context(), s); err != nil || len(res.Trashed) != 0 {
		t.Errorf("trashed %+v, %v", res.Trashed, err)
	}
	if d, err := s.ReadDisk(true); err != nil || d["chat-Chat"].Objects != 1 || d["chat-Room"].Objects != 3 || classes(t, s)["chat"]["Chat"].Key != "chat-Room" {
		t.Errorf("on disk %+v, %v; classes %v", d, err, classes(t, s))
	}
}

// lost compares the objects' files before and after, wherever they are now.
func lost(t testing.TB, before, after []string) {
	t.Helper()
	for _, text := range before {
		if strings.Contains(text, "of ") || strings.Contains(text, "/") && !strings.Contains(text, "{") {
			if !slices.Contains(after, text) {
				t.Errorf("lost: %q", text)
			}
		}
	}
}

func TestTrash(t *testing.T) {
	t.Parallel()
	s := migratetest.NewState(t, Recover)
	prepare(t, s)
	migratetest.Lock(t, s)
	old := migratetest.Contents(t, s.NamespaceDir("chat-Old"))
	res := apply(t, s, "chat", afterConfig)

	// A class of the name made again gets a key of its own, and keeps the old one out.
	again := afterConfig[:len(afterConfig)-2] + `,{"tag":"v3","new_sqlite_classes":["Old"]}]}`
	apply(t, s, "chat", again)
	if k := classes(t, s)["chat"]["Old"].Key; k != "chat-Old~1" {
		t.Errorf("made again in %s", k)
	}
	migratetest.Put(t, s, "chat-Old~1", "new")
	if _, err := RestoreTrash(t.Context(), s, res.Trashed[0].ID); !errors.As(err, new(*migrate.RefusedError)) {
		t.Errorf("restored over a live class: %v", err)
	}
	if _, err := Rollback(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	if _, err := RestoreTrash(t.Context(), s, res.Trashed[0].ID); err != nil {
		t.Fatal(err)
	}
	if c := classes(t, s)["chat"]["Old"]; c != (migrate.Class{Key: "chat-Old", Storage: migrate.SQLite}) {
		t.Errorf("restored as %+v", c)
	}
	if diff := cmp.Diff(old, migratetest.Contents(t, s.NamespaceDir("chat-Old"))); diff != "" {
		t.Errorf("restored (-want +got):\n%s", diff)
	}
	if _, err := Rollback(context.Background(), s); !errors.As(err, new(*migrate.RefusedError)) {
		t.Errorf("a restored class was rolled away: %v", err)
	}
	if _, err := RestoreTrash(t.Context(), s, "../../ledger.json"); !errors.As(err, new(*migrate.RefusedError)) {
		t.Errorf("restored nonsense: %v", err)
	}
	if err := EmptyTrash(t.Context(), s, res.Trashed[0].ID); err != nil {
		t.Fatal(err)
	}
	if trash, err := ReadTrash(s); err != nil || len(trash) != 2 {
		t.Errorf("trash: %+v, %v", trash, err)
	}
	if err := EmptyTrash(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if left := migratetest.Contents(t, s.TrashDir()); len(left) != 0 {
		t.Errorf("left in the trash: %q", left)
	}
}

// counted fails or dies at one operation.
type counted struct {
	n     int  // operations so far
	k     int  // the one that fails, from 1
	after bool // fail after doing it
	on    bool // all later ones fail too, as on a full disk
	fail  func() error
}

func (c *counted) files() *state.Files {
	do := func(op func() error) error {
		c.n++
		if c.n != c.k && !(c.on && c.n > c.k) {
			return op()
		}
		if c.after {
			if err := op(); err != nil {
				return err
			}
		}
		return c.fail()
	}
	f := state.OSFiles
	return &state.Files{
		Write:     func(p string, b []byte) error { return do(func() error { return f.Write(p, b) }) },
		Note:      func(p string, b []byte) error { return do(func() error { return f.Note(p, b) }) },
		Rename:    func(a, b string) error { return do(func() error { return f.Rename(a, b) }) },
		Mkdir:     func(p string) error { return do(func() error { return f.Mkdir(p) }) },
		Remove:    func(p string) error { return do(func() error { return f.Remove(p) }) },
		SyncDir:   func(p string) error { return do(func() error { return f.SyncDir(p) }) },
		RemoveAll: func(p string) error { return do(func() error { return f.RemoveAll(p) }) },
	}
}

// oldOrNew checks what must hold after any failure, once the lock was taken again, and
// that a second run completes.
func oldOrNew(t *testing.T, s *state.Folder, all []string) {
	t.Helper()
	again := migratetest.NewStateIn(s.Dir, Recover)
	l, err := again.Lock(t.Context(), state.Holder{Command: "second run"})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	lost(t, all, migratetest.Contents(t, s.Dir))
	got := classes(t, again)
	disk, err := again.ReadDisk(true)
	if err != nil {
		t.Fatal(err)
	}
	want := []state.Key{"chat-A", "chat-Old", "chat-Older", "src-Src"}
	if cmp.Equal(got, newClasses) {
		want = []state.Key{"chat-A", "src-Src"}
	} else if diff := cmp.Diff(oldClasses, got); diff != "" {
		t.Errorf("the state is neither old nor new (-old +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, disk.Keys()); diff != "" {
		t.Errorf("namespaces (-want +got):\n%s", diff)
	}
	apply(t, again, "chat", afterConfig)
	if diff := cmp.Diff(newClasses, classes(t, again)); diff != "" {
		t.Errorf("second run (-want +got):\n%s", diff)
	}
	lost(t, all, migratetest.Contents(t, s.Dir))
	trash, err := ReadTrash(again)
	if err != nil || len(trash) != 2 {
		t.Errorf("trash after the second run: %+v, %v", trash, err)
	}
	for _, name := range []string{journalPath(s), migrate.LedgerPath(s) + ".tmp", journalPath(s) + ".tmp"} {
		if name == journalPath(s) && state.Exists(name) {
			t.Errorf("%s is left", name)
		}
	}
}

// bothPlans are the plans of both Workers, as one change: src gives a class to chat.
func bothPlans(t testing.TB, s *state.Folder) []*migrate.Plan {
	t.Helper()
	l, err := migrate.ReadLedger(s)
	if err != nil {
		t.Fatal(err)
	}
	disk, err := s.ReadDisk(true)
	if err != nil {
		t.Fatal(err)
	}
	return migrate.NewPlans([]migrate.Request{
		{Ledger: l, Disk: disk, Project: migratetest.Project(t, "src", "", srcConfig)},
		{Ledger: l, Disk: disk, Project: migratetest.Project(t, "chat", "", afterConfig)},
	})
}

// TestApplyFails fails the k-th operation for every k of an apply with each kind
// of step: not done, done but reported as failed, and with all that follow.
func TestApplyFails(t *testing.T) {
	t.Parallel()
	for _, how := range []counted{{}, {after: true}, {on: true}, {on: true, after: true}} {
		t.Run(fmt.Sprintf("after=%v,on=%v", how.after, how.on), func(t *testing.T) {
			t.Parallel()
			for k := 1; ; k++ {
				s := migratetest.NewState(t, Recover)
				prepare(t, s)
				all := migratetest.Contents(t, s.Dir)
				l, err := s.Lock(t.Context(), state.Holder{Command: "first run"})
				if err != nil {
					t.Fatal(err)
				}
				plans := bothPlans(t, s)
				broken := errors.New("disk full")
				c := how
				c.k, c.fail = k, func() error { return broken }
				s.Files = c.files()
				_, err = Plans(context.Background(), s, plans, Options{Destructive: true})
				if c.n < k {
					if err != nil || k < 15 {
						t.Fatalf("nothing failed in %d operations: %v", c.n, err)
					}
					l.Close()
					return
				}
				if !errors.Is(err, broken) {
					t.Fatalf("operation %d failed, apply says %v", k, err)
				}
				if err := l.Close(); err != nil {
					t.Fatal(err)
				}
				s.Files = nil
				oldOrNew(t, s, all)
				if t.Failed() {
					t.Fatalf("with operation %d failing", k)
				}
			}
		})
	}
}

// emptyAgain deletes Old, which has objects, and creates a class of its name, which has only
// the file that workerd makes for its alarms. It returns the entry of the trash.
func emptyAgain(t testing.TB, s *state.Folder, kind string) Trash {
	t.Helper()
	res := apply(t, s, "chat", afterConfig)
	apply(t, s, "chat", afterConfig[:len(afterConfig)-2]+`,{"tag":"v3","`+kind+`":["Old"]}]}`)
	if err := os.MkdirAll(s.NamespaceDir("chat-Old~1"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.NamespaceDir("chat-Old~1"), "metadata.sqlite"), []byte("alarms of chat-Old~1"), 0o600); err != nil {
		t.Fatal(err)
	}
	return res.Trashed[0]
}

func TestRestoreOntoEmpty(t *testing.T) {
	t.Parallel()
	s := migratetest.NewState(t, Recover)
	prepare(t, s)
	migratetest.Lock(t, s)
	old := migratetest.Contents(t, s.NamespaceDir("chat-Old"))
	gone := emptyAgain(t, s, "new_sqlite_classes")
	res, err := RestoreTrash(t.Context(), s, gone.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(old, migratetest.Contents(t, s.NamespaceDir("chat-Old"))); diff != "" {
		t.Errorf("restored (-want +got):\n%s", diff)
	}
	if c := classes(t, s)["chat"]["Old"]; c.Key != "chat-Old" || state.Exists(s.NamespaceDir("chat-Old~1")) {
		t.Errorf("restored as %+v", c)
	}
	if len(res.Trashed) != 1 || res.Trashed[0].Key != "chat-Old~1" || res.Trashed[0].Objects != 0 {
		t.Errorf("replaced %+v", res.Trashed)
	}
	if diff := cmp.Diff([]string{"alarms of chat-Old~1"}, migratetest.Contents(t, trashed(s, res.Trashed[0]))); diff != "" {
		t.Errorf("the replaced class (-want +got):\n%s", diff)
	}
	// Its key is not used again while its folder may come back.
	deleted := afterConfig[:len(afterConfig)-2] + `,{"tag":"v3","new_sqlite_classes":["Old"]},{"tag":"v4","deleted_classes":["Old"]}`
	apply(t, s, "chat", deleted+`]}`)
	apply(t, s, "chat", deleted+`,{"tag":"v5","new_sqlite_classes":["Old"]}]}`)
	if k := classes(t, s)["chat"]["Old"].Key; k != "chat-Old~2" {
		t.Errorf("made again in %s", k)
	}

	// With other storage, the code would not find its data.
	other := migratetest.NewState(t, Recover)
	prepare(t, other)
	migratetest.Lock(t, other)
	gone = emptyAgain(t, other, "new_classes")
	if _, err := RestoreTrash(t.Context(), other, gone.ID); !errors.As(err, new(*migrate.RefusedError)) || !strings.Contains(err.Error(), "other storage: legacy-kv, not sqlite") {
		t.Errorf("onto a class with other storage: %v", err)
	}
}

// TestRestoreFails is TestApplyFails for a restore onto an empty class.
func TestRestoreFails(t *testing.T) {
	t.Parallel()
	for _, how := range []counted{{}, {after: true}, {on: true}, {on: true, after: true}} {
		for k := 1; ; k++ {
			s := migratetest.NewState(t, Recover)
			prepare(t, s)
			l, err := s.Lock(t.Context(), state.Holder{Command: "first run"})
			if err != nil {
				t.Fatal(err)
			}
			gone := emptyAgain(t, s, "new_sqlite_classes")
			all := migratetest.Contents(t, s.Dir)
			c := how
			c.k, c.fail = k, func() error { return errors.New("disk full") }
			s.Files = c.files()
			_, err = RestoreTrash(t.Context(), s, gone.ID)
			l.Close()
			if c.n < k {
				if err != nil || k < 10 {
					t.Fatalf("nothing failed in %d operations: %v", c.n, err)
				}
				break
			}
			again := migratetest.NewStateIn(s.Dir, Recover)
			if l, err = again.Lock(t.Context(), state.Holder{Command: "second run"}); err != nil {
				t.Fatal(err)
			}
			if state.Exists(journalPath(again)) {
				t.Errorf("operation %d failed (%+v): the journal is left", k, how)
			}
			if classes(t, again)["chat"]["Old"].Key == "chat-Old~1" {
				if !state.Exists(again.NamespaceDir("chat-Old~1")) {
					t.Errorf("operation %d failed (%+v): the live class has no folder", k, how)
				}
				if _, err := RestoreTrash(t.Context(), again, gone.ID); err != nil {
					t.Fatalf("second run after operation %d failed (%+v): %v", k, how, err)
				}
			}
			if d, err := again.ReadDisk(true); err != nil || classes(t, again)["chat"]["Old"].Key != "chat-Old" || d["chat-Old"].Objects != 2 || slices.Contains(d.Keys(), "chat-Old~1") {
				t.Fatalf("operation %d failed (%+v): %+v, %v", k, how, d, err)
			}
			lost(t, all, migratetest.Contents(t, s.Dir))
			l.Close()
		}
	}
}

// TestMain lets the test binary be the process that TestApplyKilled kills.
func TestMain(m *testing.M) {
	if dir := os.Getenv("MIGRATE_TEST_DIE_IN"); dir != "" {
		dieIn(dir, os.Getenv("MIGRATE_TEST_DIE_AT"))
	}
	os.Exit(m.Run())
}

// dieIn applies, and kills its own process at an operation: "3" before the
// third, "3+" after it. Exit code 0 means that there were fewer operations.
func dieIn(dir, at string) {
	k, err := strconv.Atoi(strings.TrimSuffix(at, "+"))
	if err != nil {
		panic(err)
	}
	t := &testing.T{}
	s := migratetest.NewStateIn(dir, Recover)
	if _, err := s.Lock(t.Context(), state.Holder{Command: "killed"}); err != nil {
		panic(err)
	}
	plans := bothPlans(t, s)
	c := counted{k: k, after: strings.HasSuffix(at, "+"), fail: func() error {
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Kill()
		}
		if err != nil {
			panic(err)
		}
		select {}
	}}
	s.Files = c.files()
	if _, err := Plans(context.Background(), s, plans, Options{Destructive: true}); err != nil {
		panic(err)
	}
	os.Exit(0)
}

// TestApplyKilled kills the process before and after every operation of an
// apply, while it holds the lock.
func TestApplyKilled(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for k := 1; ; k++ {
		for _, at := range []string{strconv.Itoa(k), strconv.Itoa(k) + "+"} {
			s := migratetest.NewState(t, Recover)
			prepare(t, s)
			all := migratetest.Contents(t, s.Dir)
			cmd := exec.Command(self)
			cmd.Env = append(os.Environ(), "MIGRATE_TEST_DIE_IN="+s.Dir, "MIGRATE_TEST_DIE_AT="+at)
			out, err := cmd.CombinedOutput()
			if err == nil {
				if k < 15 {
					t.Fatalf("apply had only %d operations", k)
				}
				return
			}
			if code := cmd.ProcessState.ExitCode(); code == 2 { // a Go panic
				t.Fatalf("the child failed instead of dying: %s", out)
			}
			oldOrNew(t, s, all)
			if t.Failed() {
				t.Fatalf("killed at operation %s", at)
			}
		}
	}
}

// TestRollbackFails is TestApplyFails for a rollback.
func TestRollbackFails(t *testing.T) {
	t.Parallel()
	for k := 1; ; k++ {
		s := migratetest.NewState(t, Recover)
		prepare(t, s)
		l, err := s.Lock(t.Context(), state.Holder{Command: "test"})
		if err != nil {
			t.Fatal(err)
		}
		apply(t, s, "chat", afterConfig)
		migratetest.Put(t, s, "chat-New", "n")
		all := migratetest.Contents(t, s.Dir)
		broken := errors.New("disk full")
		c := counted{k: k, on: true, fail: func() error { return broken }}
		s.Files = c.files()
		_, err = Rollback(context.Background(), s)
		if c.n < k {
			if err != nil || k < 15 {
				t.Fatalf("nothing failed in %d operations: %v", c.n, err)
			}
			l.Close()
			return
		}
		l.Close()
		again := migratetest.NewStateIn(s.Dir, Recover)
		l, err = again.Lock(t.Context(), state.Holder{Command: "second run"})
		if err != nil {
			t.Fatal(err)
		}
		if got := classes(t, again); cmp.Equal(got, newClasses) {
			if _, err := Rollback(context.Background(), again); err != nil {
				t.Fatalf("second run after operation %d failed: %v", k, err)
			}
		}
		if diff := cmp.Diff(oldClasses, classes(t, again)); diff != "" {
			t.Fatalf("operation %d failed (-want +got):\n%s", k, diff)
		}
		if d, err := again.ReadDisk(true); err != nil || d["chat-Old"].Objects != 2 || d["chat-Older"].Objects != 2 {
			t.Fatalf("operation %d failed: %+v, %v", k, d, err)
		}
		lost(t, all, migratetest.Contents(t, s.Dir))
		l.Close()
	}
}

func TestRecoverWithDamagedLedger(t *testing.T) {
	t.Parallel()
	s := migratetest.NewState(t, Recover)
	prepare(t, s)
	l, err := s.Lock(t.Context(), state.Holder{Command: "first run"})
	if err != nil {
		t.Fatal(err)
	}
	all := migratetest.Contents(t, s.Dir)
	c := counted{k: 8, on: true, fail: func() error { return errors.New("disk gone") }}
	p := migratetest.PlanFor(t, s, "chat", afterConfig)
	s.Files = c.files()
	if _, err := applyOne(context.Background(), s, p, Options{Destructive: true}); err == nil || !state.Exists(journalPath(s)) {
		t.Fatalf("not interrupted: %v", err)
	}
	l.Close()
	if err := os.WriteFile(migrate.LedgerPath(s), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	recovered := ""
	s = state.Open(s.Dir, state.Options{Recoveries: []state.Recovery{Recover}, Report: func(text string) { recovered = text }})
	l, err = s.Lock(t.Context(), state.Holder{Command: "second run"})
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if recovered != "An interrupted change was undone." {
		t.Errorf("recovered: %q", recovered)
	}
	oldOrNew(t, s, all)
	if kept, err := filepath.Glob(migrate.LedgerPath(s) + ".damaged-*"); err != nil || len(kept) != 1 {
		t.Errorf("kept aside: %v, %v", kept, err)
	}
}

// TestApplyThenPlanIsEmpty holds for any history: of random changes the ones that a
// plan accepts are applied, by list, by map, and converted from one to the other,
// and then nothing is left to do. Along the way no key is given out twice and no
// object is lost.
func TestApplyThenPlanIsEmpty(t *testing.T) {
	t.Parallel()
	for seed := range uint64(30) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			g := &generator{r: rand.New(rand.NewPCG(seed, 1)), s: migratetest.NewState(t, Recover), given: map[state.Key]bool{}}
			unsynced := state.OSFiles
			unsynced.SyncDir = func(string) error { return nil }
			unsynced.Write = func(path string, data []byte) error { return os.WriteFile(path, data, 0o600) }
			g.s.Files = &unsynced
			g.project = migratetest.Project(t, "chat", "", "{}")
			migratetest.Lock(t, g.s)
			for range 40 {
				g.turn(t)
			}
			if g.applied < 5 {
				t.Errorf("only %d plans were accepted", g.applied)
			}
		})
	}
}

type generator struct {
	r       *rand.Rand
	s       *state.Folder
	project *config.Project    // the last that was accepted
	given   map[state.Key]bool // keys that have been live
	put     int
	applied int
}

func (g *generator) name() config.String { return str(string(rune('A' + g.r.IntN(5)))) }

func str(s string) config.String { return config.String{Value: s} }

// step is a random migration, more often wrong than right.
func (g *generator) step(n int) config.Migration {
	m := config.Migration{Tag: str(fmt.Sprintf("v%d", n))}
	for range 1 + g.r.IntN(2) {
		switch g.r.IntN(6) {
		case 0:
			m.DeletedClasses = append(m.DeletedClasses, g.name())
		case 1:
			m.RenamedClasses = append(m.RenamedClasses, config.Rename{From: g.name(), To: g.name()})
		case 2:
			m.NewClasses = append(m.NewClasses, g.name())
		case 3:
			m.Transferred = append(m.Transferred, config.Transfer{From: g.name(), FromScript: str("src"), To: g.name()})
		default:
			m.NewSQLiteClasses = append(m.NewSQLiteClasses, g.name())
		}
	}
	return m
}

// exports is a random map over the live classes.
func (g *generator) exports(live map[string]migrate.Class) []config.Export {
	var all []config.Export
	for c := 'A'; c < 'F'; c++ {
		class := string(c)
		e := config.Export{Class: str(class), Type: str("durable-object")}
		now, ok := live[class]
		switch n := g.r.IntN(16); {
		case n == 0:
			e.State = str("deleted")
		case n == 1:
			e.State, e.RenamedTo = str("renamed"), g.name()
		case n == 2:
			e.State, e.TransferredTo = str("transferred"), str("dst")
		case n == 3:
			e.State, e.TransferFrom, e.Storage = str("expecting-transfer"), str("src"), str("sqlite")
		case ok:
			e.Storage = str(string(now.Storage))
		case n < 9:
			e.Storage = str("sqlite")
		default:
			continue
		}
		all = append(all, e)
	}
	return all
}

func (g *generator) request(t *testing.T, p *config.Project) migrate.Request {
	t.Helper()
	l, err := migrate.ReadLedger(g.s)
	if err != nil {
		t.Fatal(err)
	}
	disk, err := g.s.ReadDisk(true)
	if err != nil {
		t.Fatal(err)
	}
	return migrate.Request{Project: p, Ledger: l, Disk: disk, Serve: g.r.IntN(2) == 0}
}

func (g *generator) turn(t *testing.T) {
	now := g.request(t, g.project)
	mode, live := migrate.Mode(""), map[string]migrate.Class{}
	if w := now.Ledger.Workers["chat"]; w != nil {
		mode, live = w.Mode, w.Classes
	}
	next := *g.project
	switch n := g.r.IntN(10); {
	case n == 0 && mode != "":
		g.convert(t, now, live)
		return
	case mode == migrate.Exports || mode == "" && n < 4:
		next.Exports = g.exports(live)
	default:
		next.Migrations = slices.Clone(next.Migrations)
		for range 1 + g.r.IntN(2) {
			next.Migrations = append(next.Migrations, g.step(len(next.Migrations)+1))
		}
	}
	r := g.request(t, &next)
	plan := migrate.NewPlan(r)
	if plan.Err() != nil {
		if !plan.Empty() || len(plan.Steps) > 0 {
			t.Fatalf("a plan with errors changes something: %v", migratetest.Codes(plan))
		}
		return
	}
	g.accept(t, r, plan)
}

// convert converts to the other form: the classes are the same, and nothing is pending.
func (g *generator) convert(t *testing.T, r migrate.Request, live map[string]migrate.Class) {
	conv, err := convert.New(r)
	if err != nil {
		t.Fatalf("convert: %v", err)
	}
	next := migratetest.Converted(t, "chat", conv)
	if w := r.Ledger.Workers["chat"]; len(w.Expecting) > 0 || len(live) == 0 || next.Migrations != nil && w.Tag == "" {
		// A list takes at once what a map waits for, an empty map declares nothing,
		// and without a tag the account would refuse.
		return
	}
	r = g.request(t, next)
	plan := migrate.NewPlan(r)
	if plan.Err() != nil || len(plan.Steps) > 0 || !cmp.Equal(live, plan.Classes) {
		t.Fatalf("converted to %+v: %v %v, classes %v, want %v", conv, plan.Err(), migratetest.Steps(plan), plan.Classes, live)
	}
	g.accept(t, r, plan)
}

func (g *generator) accept(t *testing.T, r migrate.Request, plan *migrate.Plan) {
	t.Helper()
	before := migratetest.Contents(t, g.s.Dir)
	if _, err := applyOne(context.Background(), g.s, plan, Options{Destructive: true}); err != nil {
		t.Fatal(err)
	}
	g.applied++
	g.project = r.Project
	lost(t, before, migratetest.Contents(t, g.s.Dir))
	old := r.Ledger.Owners()
	serve := r.Serve
	r = g.request(t, g.project)
	r.Serve = serve
	for k, who := range r.Ledger.Owners() {
		if _, was := old[k]; !was && g.given[k] {
			t.Fatalf("key %s was given out again, to %s: %v", k, who, migratetest.Steps(plan))
		}
		g.given[k] = true
		if g.r.IntN(2) == 0 {
			g.put++
			migratetest.Put(t, g.s, k, strconv.Itoa(g.put))
		}
	}
	if again := migrate.NewPlan(r); again.Err() != nil || !again.Empty() || len(again.Steps) > 0 {
		t.Fatalf("after %v there is %v left, %v\n%s", migratetest.Steps(plan), migratetest.Steps(again), again.Err(), r.Ledger.Encode())
	}
}

// TestApplyAll changes two Workers at once: one deletes a class and gives another to
// the second Worker.
func TestApplyAll(t *testing.T) {
	t.Parallel()
	s := migratetest.NewState(t, Recover)
	migratetest.Lock(t, s)
	apply(t, s, "src", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A","B"]}]}`)
	migratetest.Put(t, s, "src-A", "x")
	migratetest.Put(t, s, "src-B", "y")
	before := classes(t, s)
	both := func() []*migrate.Plan {
		l, err := migrate.ReadLedger(s)
		if err != nil {
			t.Fatal(err)
		}
		return migrate.NewPlans([]migrate.Request{
			{Ledger: l, Project: migratetest.Project(t, "src", "", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A","B"]},{"tag":"v2","deleted_classes":["B"]}]}`)},
			{Ledger: l, Project: migratetest.Project(t, "dst", "", `{"migrations":[{"tag":"v1","transferred_classes":[{"from":"A","from_script":"src","to":"C"}]}]}`)},
		})
	}
	plans := both()
	if _, err := Plans(t.Context(), s, plans, Options{}); !errors.As(err, new(*DestructiveError)) {
		t.Errorf("without leave: %v", err)
	}
	other := migratetest.PlanFor(t, s, "dst", `{}`)
	if _, err := Plans(t.Context(), s, []*migrate.Plan{plans[0], other}, Options{Destructive: true}); !errors.As(err, new(*staleError)) {
		t.Errorf("with a plan that is not of the same change: %v", err)
	}
	res, err := Plans(t.Context(), s, plans, Options{Destructive: true})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]migrate.Class{"src": {}, "dst": {"C": {Key: "src-A", Storage: migrate.SQLite}}}
	if diff := cmp.Diff(want, classes(t, s)); diff != "" || len(res.Trashed) != 1 || res.Trashed[0].Objects != 1 {
		t.Errorf("trashed %+v, classes (-want +got):\n%s", res.Trashed, diff)
	}
	l, err := migrate.ReadLedger(s)
	if err != nil {
		t.Fatal(err)
	}
	for name, w := range l.Workers {
		for _, a := range w.Applied {
			if a.At.IsZero() {
				t.Errorf("%s: %s was applied at no time", name, a.Tag)
			}
		}
	}
	for _, p := range both() {
		if p.Err() != nil || !p.Empty() {
			t.Errorf("%s is to be done again: %v %v", p.Worker, migratetest.Codes(p), migratetest.Steps(p))
		}
	}
	if _, err := Rollback(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, classes(t, s)); diff != "" {
		t.Errorf("rolled back (-want +got):\n%s", diff)
	}
}

// applyOne applies the plan of one Worker.
func applyOne(ctx context.Context, s *state.Folder, p *migrate.Plan, o Options) (*Result, error) {
	return Plans(ctx, s, []*migrate.Plan{p}, o)
}
