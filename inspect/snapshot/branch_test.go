package snapshot

import (
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/migrate/state"
)

// switchTo switches with the lock, as a server does when it starts.
func switchTo(t *testing.T, folder *state.Folder, branch string) *Switched {
	t.Helper()
	done, err := trySwitch(t, folder, branch)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func trySwitch(t *testing.T, folder *state.Folder, branch string) (*Switched, error) {
	t.Helper()
	lock, err := folder.Lock(t.Context(), state.Holder{Command: "test"})
	if err != nil {
		return nil, err
	}
	done, err := Switch(t.Context(), folder, branch)
	return done, errors.Join(err, lock.Close())
}

// Each branch has its own state, whatever it is called.
func TestSwitch(t *testing.T) {
	t.Parallel()
	folder := inspecttest.Storage(t, "stopped", Recover)
	if _, err := Switch(t.Context(), folder, "main"); !errors.Is(err, state.ErrNotLocked) {
		t.Fatal(err)
	}
	if done := switchTo(t, folder, "main"); !done.First {
		t.Errorf("%+v", done)
	}
	if done := switchTo(t, folder, "main"); done != nil {
		t.Errorf("%+v", done)
	}
	fill(t, folder, "1", "of main")
	want := map[string]map[string]string{"main": dump(t, folder)}
	names := []string{"feature/x", "../../x", "/etc/passwd", ".", "a\x00b\n\x1b[31m", "ünï", strings.Repeat("long", 1000), "main ", "CON"}
	for _, name := range names {
		from, _ := BranchOf(folder)
		if done := switchTo(t, folder, name); !done.Copied || done.From != from || done.To != name {
			t.Errorf("%q: %+v", name, done)
		}
		if diff := cmp.Diff(want[from], dump(t, folder)); diff != "" {
			t.Errorf("%q does not begin with a copy of %q: %s", name, from, diff)
		}
		fill(t, folder, "2", "of "+name)
		want[name] = dump(t, folder)
	}
	for range 2 {
		for _, name := range slices.Sorted(maps.Keys(want)) {
			if done := switchTo(t, folder, name); done != nil && done.Copied {
				t.Errorf("%q: %+v", name, done)
			}
			if diff := cmp.Diff(want[name], dump(t, folder)); diff != "" {
				t.Errorf("the state of %q is not what it was: %s", name, diff)
			}
		}
	}
	all, err := List(folder)
	if err != nil || len(all) != len(want)-1 {
		t.Errorf("%d snapshots, %v", len(all), err)
	}
	if spare, err := Prunable(folder, all); err != nil || len(spare) != 0 {
		t.Errorf("spare: %v, %v", spare, err)
	}
	entries, err := os.ReadDir(folder.OwnDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains([]string{"branch.json", "lock", "lock.json", "snapshots"}, e.Name()) {
			t.Errorf("left: %s", e.Name())
		}
	}
}

// A snapshot that was deleted is that of a branch that starts anew; a damaged one is
// refused, and the state stays as it is.
func TestSwitchWithout(t *testing.T) {
	t.Parallel()
	folder := inspecttest.Storage(t, "stopped", Recover)
	switchTo(t, folder, "main")
	switchTo(t, folder, "feature")
	fill(t, folder, "1", "of feature")
	want := dump(t, folder)
	all, err := List(folder)
	if err != nil || len(all) != 1 || all[0].Cause != OfBranch || all[0].Reason != "state of branch main" {
		t.Fatal(all, err)
	}
	if err := os.Remove(folder.SnapshotsDir() + "/" + all[0].ID + "/files.txt"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(folder.SnapshotsDir()+"/"+all[0].ID+"/manifest.json", []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := trySwitch(t, folder, "main"); err == nil || !strings.Contains(err.Error(), `the state of branch "main"`) {
		t.Errorf("%v", err)
	}
	if b, err := BranchOf(folder); b != "feature" || err != nil || cmp.Diff(want, dump(t, folder)) != "" {
		t.Errorf("it has changed: %q %v", b, err)
	}
	if err := Delete(folder, all[0].ID); err != nil {
		t.Fatal(err)
	}
	if done := switchTo(t, folder, "main"); !done.Copied || cmp.Diff(want, dump(t, folder)) != "" {
		t.Errorf("%+v", done)
	}
	for _, text := range []string{"", "{", "[]", `{"version":1}`, `{"version":2,"branch":"x"}`} {
		if err := os.WriteFile(branchesPath(folder), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := trySwitch(t, folder, "main"); err == nil || !strings.Contains(err.Error(), "branch.json") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A switch that dies at any step has happened or not, and nothing of either branch is lost.
func TestSwitchDies(t *testing.T) {
	t.Parallel()
	died := map[string]bool{}
	first := inspecttest.Storage(t, "stopped", Recover)
	switchTo(t, first, "main")
	fill(t, first, "1", "of main")
	want := map[string]map[string]string{"main": dump(t, first)}
	switchTo(t, first, "feature")
	fill(t, first, "2", "of feature")
	want["feature"] = dump(t, first)
	want["new"] = want["feature"]
	for _, to := range []string{"main", "new"} {
		for k := 0; ; k++ {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(first.Dir)); err != nil {
				t.Fatal(err)
			}
			folder := state.Open(dir, state.Options{Recoveries: []state.Recovery{Recover}})
			step := 0
			dying := *folder
			dying.Fault = func(what string) error {
				if step++; step > k {
					if step == k+1 {
						died[what] = true
					}
					return errors.New("dead")
				}
				return nil
			}
			lock, err := dying.Lock(t.Context(), state.Holder{Command: "test"})
			if err != nil {
				t.Fatal(err)
			}
			_, failed := Switch(t.Context(), &dying, to)
			lock.Close()
			// The next one locks the folder, and so recovers it.
			if lock, err = folder.Lock(t.Context(), state.Holder{Command: "test"}); err != nil {
				t.Fatal(err)
			}
			lock.Close()
			now, unread := BranchOf(folder)
			if unread != nil || cmp.Diff(want[now], dump(t, folder)) != "" {
				t.Errorf("to %s, died at step %d: the state of %q (-want +got):\n%s", to, k, now, cmp.Diff(want[now], dump(t, folder)))
			}
			other := map[string]string{"main": "feature", "new": "main", "feature": "main"}[now]
			if done := switchTo(t, folder, other); done.Copied || cmp.Diff(want[other], dump(t, folder)) != "" {
				t.Errorf("to %s, died at step %d: %q has lost its state", to, k, other)
			}
			if failed == nil {
				break
			}
		}
	}
	for _, what := range []string{"write the branch", "write the journal", "exchange", "write the ledger", "remove the journal", "remove the old files"} {
		if !died[what] {
			t.Errorf("it never died before %q, but before %v", what, slices.Sorted(maps.Keys(died)))
		}
	}
}
