package git

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestBranch(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := Find(dir); !errors.Is(err, ErrNone) {
		t.Errorf("without a repository: %v", err)
	}
	project := filepath.Join(dir, "apps", "chat")
	if err := os.MkdirAll(project, 0o755); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	is := func(at, want string) {
		t.Helper()
		r, err := Find(at)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := r.Settled(t.Context(), want); got != want || err != nil {
			t.Errorf("branch %q, %v, want %q", got, err, want)
		}
	}
	run("init", "-q", "-b", "main")
	is(project, "main") // without a commit
	run("commit", "-q", "--allow-empty", "-m", "a")
	run("switch", "-q", "-c", "feature/ü")
	is(project, "feature/ü")
	run("checkout", "-q", "--detach")
	is(project, "")
	run("switch", "-q", "main")
	tree := filepath.Join(t.TempDir(), "tree")
	run("worktree", "add", "-q", "-b", "other", tree)
	is(tree, "other")
	is(project, "main")
	run("branch", "-m", "main", "trunk")
	is(project, "trunk")
	if err := os.WriteFile(filepath.Join(dir, ".git", "HEAD"), []byte("ref: refs/heads/.invalid\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := Find(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Branch(); err == nil {
		t.Error("reftable")
	}
}
