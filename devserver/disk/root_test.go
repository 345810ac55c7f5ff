package disk

import (
	"os"
	"path/filepath"
	"testing"
)

// A project that is removed is noticed, also by a server that had not got to look at it.
func TestRootProjectGone(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{false, true} {
		project := filepath.Join(t.TempDir(), "project")
		state := filepath.Join(project, "state")
		if err := os.MkdirAll(state, 0o700); err != nil {
			t.Fatal(err)
		}
		var r Root
		if !late {
			r.Set(project, state)
			if got := r.Check(project); got != Present {
				t.Errorf("before: %d", got)
			}
		}
		if err := os.Rename(project, project+".moved"); err != nil {
			t.Fatal(err)
		}
		if late {
			r.Set(project, state)
		}
		if got := r.Check(project); got != ProjectGone {
			t.Errorf("late %t: %d", late, got)
		}
	}
}
