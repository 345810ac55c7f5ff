package disk

import (
	"fmt"
	"os"
	"time"
)

// CheckInterval is the time between two checks of a [Root].
const CheckInterval = 500 * time.Millisecond

// Root notices when one of the paths that a server needs is removed or replaced: the lock
// file of its state folder, the folder of the objects and those of the classes.
type Root struct {
	places map[string]os.FileInfo
	later  []string // paths that are checked once they exist
	Missed int      // how many checks in a row found a path missing
	Gone   []string // the paths that the last check found missing
	Lost   string   // why the state cannot be created again, as reported
}

// Presence is the result of a check.
type Presence int

// The results of a check.
const (
	Present Presence = iota
	StateGone
	ProjectGone
)

// Set starts over with the given paths, as far as they exist.
func (r *Root) Set(paths ...string) {
	*r = Root{places: map[string]os.FileInfo{}}
	for _, path := range paths {
		if fi, err := os.Stat(path); err == nil {
			r.places[path] = fi
		}
	}
}

// Expect sets the paths that the runtime creates later, in place of earlier ones.
func (r *Root) Expect(paths ...string) {
	for _, path := range r.later {
		delete(r.places, path)
	}
	r.later = paths
	r.learn()
}

// learn adds the expected paths that exist by now.
func (r *Root) learn() {
	for _, path := range r.later {
		if r.places[path] == nil {
			if fi, err := os.Stat(path); err == nil {
				r.places[path] = fi
			}
		}
	}
}

// Check reports whether the state folder or the project's folder was removed. The state
// must be missing in two checks, as a folder is removed file by file.
func (r *Root) Check(project string) Presence {
	r.Gone = nil
	for path, was := range r.places {
		if now, err := os.Stat(path); err != nil || !os.SameFile(now, was) {
			r.Gone = append(r.Gone, path)
		}
	}
	r.learn()
	// The folder may have been removed before Set, so it is not one of the paths.
	if _, err := os.Stat(project); os.IsNotExist(err) {
		return ProjectGone
	}
	if len(r.Gone) == 0 {
		r.Missed = 0
		return Present
	}
	if r.Missed++; r.Missed < 2 {
		return Present
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
