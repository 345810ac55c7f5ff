// Package git says which branch of a git repository is checked out: see [Repository].
package git

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Repository is a repository, or one of the worktrees of one.
type Repository struct {
	dir string // with HEAD and index
}

// ErrNone says that a folder is in no repository.
var ErrNone = errors.New("not in a git repository")

// Find finds the repository that a folder belongs to.
func Find(dir string) (*Repository, error) {
	for at := dir; ; at = filepath.Dir(at) {
		git := filepath.Join(at, ".git")
		info, err := os.Stat(git)
		switch {
		case err == nil && info.IsDir():
			return &Repository{git}, nil
		case err == nil: // of a worktree or a submodule
			data, err := os.ReadFile(git)
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", git, err)
			}
			to, ok := strings.CutPrefix(strings.TrimRight(string(data), "\r\n"), "gitdir: ")
			if !ok {
				return nil, fmt.Errorf("%s does not name a repository", git)
			}
			if !filepath.IsAbs(to) {
				to = filepath.Join(at, to)
			}
			return &Repository{to}, nil
		case !errors.Is(err, fs.ErrNotExist):
			return nil, err
		case at == filepath.Dir(at):
			return nil, fmt.Errorf("%s is %w", dir, ErrNone)
		}
	}
}

// Branch returns the branch that is checked out, even without a commit; "" if none is, as
// during a rebase.
func (r *Repository) Branch() (string, error) {
	data, err := os.ReadFile(filepath.Join(r.dir, "HEAD"))
	if err != nil {
		return "", fmt.Errorf("find the git branch: %w", err)
	}
	name, ok := strings.CutPrefix(strings.TrimSpace(string(data)), "ref: refs/heads/")
	if name == ".invalid" {
		return "", errors.New("find the git branch: repositories in the reftable format are not supported")
	}
	if !ok {
		return "", nil
	}
	return name, nil
}

// How long git may take, and how long it takes at most from the end of index.lock until it
// has written HEAD.
const (
	patience = 30 * time.Second
	moment   = 150 * time.Millisecond
)

// Settled is [Repository.Branch] when git is not changing files: it writes HEAD last,
// after the files and the index, and nothing signals the end. known is the branch that
// was checked out before.
func (r *Repository) Settled(ctx context.Context, known string) (string, error) {
	for deadline := time.Now().Add(patience); ; {
		branch, err := r.Branch()
		if err != nil || time.Now().After(deadline) || !r.changing(branch == known) {
			return branch, err
		}
		select {
		case <-ctx.Done():
			return branch, context.Cause(ctx)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// changing reports whether git is changing files; if HEAD is as before, that may be yet to
// come.
func (r *Repository) changing(same bool) bool {
	for _, name := range []string{"index.lock", "HEAD.lock"} {
		if _, err := os.Lstat(filepath.Join(r.dir, name)); err == nil {
			return true
		}
	}
	if !same {
		return false
	}
	info, err := os.Stat(filepath.Join(r.dir, "index"))
	if err != nil {
		return false
	}
	age := time.Since(info.ModTime())
	return age >= 0 && age < moment
}
