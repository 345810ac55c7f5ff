package disk

import (
	"fmt"
	"os"
	"time"
)

// LookTime is how often a server checks that its folders still exist.
const LookTime = 500 * time.Millisecond

// Root is where a server stands: the lock file of its state folder, the folder of
// the objects and those of the classes.
type Root struct {
	places map[string]os.FileInfo
	later  []string // paths that are checked once they exist
	Missed int      // number of checks that missed one
	Gone   []string // paths that the last check missed
	Lost   string   // why the state cannot be created again, as reported
}

// The results of a check.
const (
	Rooted = iota
	StateGone
	ProjectGone
)

// Set starts with the paths that are there.
func (r *Root) Set(paths ...string) {
	*r = Root{places: map[string]os.FileInfo{}}
	for _, path := range paths {
		if fi, err := os.Stat(path); err == nil {
			r.places[path] = fi
		}
	}
}

// Expect replaces the paths that the process creates.
func (r *Root) Expect(paths ...string) {
	for _, path := range r.later {
		delete(r.places, path)
	}
	r.later = paths
	r.learn()
}

func (r *Root) learn() {
	for _, path := range r.later {
		if r.places[path] == nil {
			if fi, err := os.Stat(path); err == nil {
				r.places[path] = fi
			}
		}
	}
}

// Look reports whether the state folder or the project's folder was removed. The state
// must be missing in two checks: a folder is removed file by file.
func (r *Root) Look(project string) int {
	r.Gone = nil
	for path, was := range r.places {
		if now, err := os.Stat(path); err != nil || !os.SameFile(now, was) {
			r.Gone = append(r.Gone, path)
		}
	}
	r.learn()
	// It may have gone before Set, which knows only what is there.
	if _, err := os.Stat(project); os.IsNotExist(err) {
		return ProjectGone
	}
	if len(r.Gone) == 0 {
		r.Missed = 0
		return Rooted
	}
	if r.Missed++; r.Missed < 2 {
		return Rooted
	}
	return StateGone
}

// GoneError says that the folder of the project no longer exists.
type GoneError struct{ Dir string }

func (e *GoneError) Error() string {
	return fmt.Sprintf("the project folder %s was moved or removed: stopped serving it", e.Dir)
}

// Hint says what to do.
func (e *GoneError) Hint() string { return "if it was moved, start `dotool dev` in its new place" }
