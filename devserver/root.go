package devserver

import (
	"fmt"
	"os"
	"time"
)

// lookTime is how often a server checks that its folders still exist.
const lookTime = 500 * time.Millisecond

// root is where a server stands: the lock file of its state folder, the folder of
// the objects and those of the classes.
type root struct {
	places map[string]os.FileInfo
	later  []string // paths that are checked once they exist
	missed int      // number of checks that missed one
	gone   []string // paths that the last check missed
	lost   string   // why the state cannot be created again, as reported
}

// The results of a check.
const (
	rooted = iota
	stateGone
	projectGone
)

func (r *root) set(paths ...string) {
	*r = root{places: map[string]os.FileInfo{}}
	for _, path := range paths {
		if fi, err := os.Stat(path); err == nil {
			r.places[path] = fi
		}
	}
}

// expect replaces the paths that the process creates.
func (r *root) expect(paths ...string) {
	for _, path := range r.later {
		delete(r.places, path)
	}
	r.later = paths
	r.learn()
}

func (r *root) learn() {
	for _, path := range r.later {
		if r.places[path] == nil {
			if fi, err := os.Stat(path); err == nil {
				r.places[path] = fi
			}
		}
	}
}

// look reports whether the state folder or the project's folder was removed. The state
// must be missing in two checks: a folder is removed file by file.
func (r *root) look(project string) int {
	r.gone = nil
	for path, was := range r.places {
		if now, err := os.Stat(path); err != nil || !os.SameFile(now, was) {
			r.gone = append(r.gone, path)
		}
	}
	r.learn()
	if len(r.gone) == 0 {
		r.missed = 0
		return rooted
	}
	if _, err := os.Stat(project); os.IsNotExist(err) {
		return projectGone
	}
	if r.missed++; r.missed < 2 {
		return rooted
	}
	return stateGone
}

// goneError says that the folder of the project no longer exists.
type goneError struct{ dir string }

func (e *goneError) Error() string {
	return fmt.Sprintf("the project folder %s was moved or removed: stopped serving it", e.dir)
}

// Hint says what to do.
func (e *goneError) Hint() string { return "if it was moved, start `dotool dev` in its new place" }
