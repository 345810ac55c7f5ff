package local

import (
	"fmt"
	"strconv"

	"github.com/dotool-dev/dotool/commands/git"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/snapshot"
	"github.com/dotool-dev/dotool/migrate/state"
)

// NoteBranch says, once, if the local state is that of another branch than the one that is
// checked out: without a server that follows, a checkout changes only the code.
func (e *Project) NoteBranch(folder *state.Folder, say func(string)) {
	was, err := snapshot.BranchOf(folder)
	if was == "" || err != nil || e.noted {
		return
	}
	e.noted = true
	repo, err := git.Find(e.Dir)
	if err != nil {
		return
	}
	if now, err := repo.Branch(); err == nil && now != "" && now != was {
		say(fmt.Sprintf("The local state is that of branch %s; `dotool dev --branch-state` switches to that of %s.", diag.Visible(strconv.Quote(was)), diag.Visible(strconv.Quote(now))))
	}
}
