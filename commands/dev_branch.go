package commands

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/dotool-dev/dotool/commands/git"
	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/snapshot"
	"github.com/dotool-dev/dotool/migrate/state"
)

// branchState keeps one state per git branch, for --branch-state: the state folder has
// that of the branch that is checked out, where every command and wrangler find it, and
// snapshots have the others. A nil one does nothing.
type branchState struct {
	repo   *git.Repository
	notice func(string)
	branch atomic.Pointer[string] // the branch whose state the folder has; nil before the first
}

// newBranchState returns nil unless it is wanted.
func newBranchState(env *local.Project, o devOptions, first config.Options, notice func(string)) (*branchState, error) {
	if !o.BranchState {
		return nil, nil
	}
	if o.Ephemeral {
		return nil, ui.Usagef("--branch-state and --ephemeral cannot be combined")
	}
	dir := env.Dir
	if p, _, err := config.Load(first); err == nil { // else the server reports it
		dir = p.Dir
	}
	repo, err := git.Find(dir)
	if errors.Is(err, git.ErrNone) {
		return nil, ui.WithHint(fmt.Errorf("--branch-state: %w", err), "it keeps one state per git branch: begin with `git init`, or leave it out")
	}
	if err == nil {
		_, err = repo.Branch()
	}
	return &branchState{repo: repo, notice: notice}, err
}

// locked makes the state that of the branch. It has the lock of the folder, and nothing
// runs.
func (b *branchState) locked(ctx context.Context, folder *state.Folder) error {
	if b == nil {
		return nil
	}
	branch, err := b.repo.Settled(ctx, b.served())
	if err != nil {
		return err
	}
	if branch == "" {
		return b.detached(folder)
	}
	done, err := snapshot.Switch(ctx, folder, branch)
	if err != nil {
		return err
	}
	b.branch.Store(&branch)
	switch name := quotedBranch(branch); {
	case done == nil:
	case done.First:
		b.notice("The local state is now that of branch " + name + ".")
	case done.Copied:
		b.notice("Branch " + name + " starts with a copy of the state of " + quotedBranch(done.From) + ".")
	default:
		b.notice("Switched to the state of branch " + name + " (" + ui.Count(done.Restored.Objects, "object") + "); that of " + quotedBranch(done.From) + " is kept.")
	}
	return nil
}

// detached keeps the state as it is while no branch is checked out.
func (b *branchState) detached(folder *state.Folder) error {
	was, err := snapshot.BranchOf(folder)
	if err != nil {
		return err
	}
	if b.branch.Swap(new(string)) == nil {
		text := "No git branch is checked out: the local state stays as it is."
		if was != "" {
			text = "No git branch is checked out: the local state stays that of " + quotedBranch(was) + "."
		}
		b.notice(text)
	}
	return nil
}

// quotedBranch returns the name of a branch, which may be anyone's.
func quotedBranch(name string) string { return diag.Shorten(diag.Visible(strconv.Quote(name)), 80) }

// moved reports whether another branch is checked out than that whose state is served.
// It waits for git to finish.
func (b *branchState) moved(ctx context.Context) bool {
	served := b.served()
	branch, err := b.repo.Settled(ctx, served)
	return err == nil && branch != "" && b.branch.Load() != nil && branch != served
}

// served returns the branch whose state the server was given, "" for none.
func (b *branchState) served() string {
	if branch := b.branch.Load(); branch != nil {
		return *branch
	}
	return ""
}

// follow makes the server look when another branch was checked out, which need not
// change any file that it watches. It ends with ctx.
func (b *branchState) follow(ctx context.Context, look func()) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	last, _ := b.repo.Branch()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if branch, err := b.repo.Branch(); err == nil && branch != last {
			last = branch
			if b.moved(ctx) {
				look()
			}
		}
	}
}
