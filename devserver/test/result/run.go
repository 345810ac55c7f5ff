package result

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
)

// Run has the results of a test run so far. The zero Run has not begun.
type Run struct {
	At        time.Time
	Files     []*File // in the order of [Begun]
	Unhandled []Unhandled
	Done      *Done // nil while it runs

	KeepConsole bool // set before the first event: [File.Console] is filled, up to a limit
	byPath      map[string]*File
}

// File is a file of tests in a [Run].
type File struct {
	Path    string
	Begun   bool
	Tasks   []*Task
	Results map[string]Result // by the ID of the task
	Console []Console
	Done    *FileDone // nil while it runs
	printed int       // bytes of Console
	parents map[string]*Task
	tasks   map[string]*Task
}

// Add takes the next event into account.
func (r *Run) Add(e Event) {
	switch e := e.(type) {
	case Begun:
		*r = Run{At: e.At, KeepConsole: r.KeepConsole}
		for _, path := range e.Files {
			r.File(path)
		}
	case FileBegun:
		r.File(e.File).Begun = true
	case Collected:
		f := r.File(e.File)
		f.Tasks, f.parents, f.tasks = e.Tasks, map[string]*Task{}, map[string]*Task{}
		f.index(nil, e.Tasks)
	case Finished:
		r.File(e.File).Results[e.ID] = e.Result
	case Console:
		if e.File != "" && r.KeepConsole {
			r.File(e.File).keep(e)
		}
	case Unhandled:
		r.Unhandled = append(r.Unhandled, e)
	case FileDone:
		r.File(e.File).Done = &e
	case Done:
		r.Done = &e
	}
}

// File returns the file of a path, which is added if it is new.
func (r *Run) File(path string) *File {
	if f := r.byPath[path]; f != nil {
		return f
	}
	f := &File{Path: path, Results: map[string]Result{}}
	if r.byPath == nil {
		r.byPath = map[string]*File{}
	}
	r.byPath[path] = f
	r.Files = append(r.Files, f)
	return f
}

// mostConsole is how many bytes of a file's console are kept.
const mostConsole = 4 << 20

func (f *File) keep(e Console) {
	if f.printed >= mostConsole {
		return
	}
	if f.printed += len(e.Text); f.printed >= mostConsole {
		e.Text = fmt.Sprintf("… more than %d MB", mostConsole>>20)
	}
	f.Console = append(f.Console, e)
}

func (f *File) index(parent *Task, tasks []*Task) {
	for _, t := range tasks {
		f.tasks[t.ID], f.parents[t.ID] = t, parent
		f.index(t, t.Tasks)
	}
}

// Task returns the task of an ID, or nil.
func (f *File) Task(id string) *Task { return f.tasks[id] }

// Names returns the names of the suites around a task, from the outermost on, and its own.
func (f *File) Names(t *Task) []string {
	var names []string
	for ; t != nil; t = f.parents[t.ID] {
		names = append(names, t.Name)
	}
	slices.Reverse(names)
	return names
}

// FullName is [File.Names] in one text, as -t matches it.
func (f *File) FullName(t *Task) string { return strings.Join(f.Names(t), " ") }

// Tests returns the tests of the file, in the order of the source.
func (f *File) Tests() iter.Seq[*Task] {
	return func(yield func(*Task) bool) { each(f.Tasks, func(t *Task) bool { return t.Suite || yield(t) }) }
}

// All returns the suites and tests of the file, each suite before its tasks.
func (f *File) All() iter.Seq[*Task] {
	return func(yield func(*Task) bool) { each(f.Tasks, yield) }
}

func each(tasks []*Task, yield func(*Task) bool) bool {
	for _, t := range tasks {
		if !yield(t) || !each(t.Tasks, yield) {
			return false
		}
	}
	return true
}

// State returns the outcome of a task so far, or "" if it has none yet. A suite fails with
// one of its tasks, and is skipped if all are.
func (f *File) State(t *Task) State {
	r, ok := f.Results[t.ID]
	if ok && (!t.Suite || r.State == Fail) {
		return r.State
	}
	if t.Suite && len(t.Tasks) > 0 {
		return f.together(t.Tasks)
	}
	switch t.Mode {
	case Skips:
		return Skip
	case IsTodo:
		return Todo
	}
	return ""
}

// together returns the state of a suite of tasks.
func (f *File) together(tasks []*Task) State {
	var c Counts
	for _, t := range tasks {
		c.Add(f.State(t))
	}
	switch {
	case c.Failed > 0:
		return Fail
	case c.Unfinished > 0:
		return ""
	case c.Passed > 0:
		return Pass
	case c.Skipped > 0:
		return Skip
	}
	return Todo
}

// Outcome returns the state of the file, or "" while it runs.
func (f *File) Outcome() State {
	switch {
	case f.Failed():
		return Fail
	case f.Done == nil:
		return ""
	case len(f.Tasks) == 0:
		return f.Done.State
	}
	return f.together(f.Tasks)
}

// Failed reports whether the file, one of its suites or one of its tests failed.
func (f *File) Failed() bool {
	if f.Done != nil && (f.Done.State == Fail || len(f.Done.Errors) > 0 || f.Done.Problems.HasErrors()) {
		return true
	}
	for _, r := range f.Results {
		if r.State == Fail {
			return true
		}
	}
	return false
}

// Counts are numbers of tasks by their state.
type Counts struct{ Passed, Failed, Skipped, Todo, Unfinished int }

// Total returns the number of all.
func (c Counts) Total() int { return c.Passed + c.Failed + c.Skipped + c.Todo + c.Unfinished }

// Add counts one more of a state.
func (c *Counts) Add(s State) {
	switch s {
	case Pass:
		c.Passed++
	case Fail:
		c.Failed++
	case Skip:
		c.Skipped++
	case Todo:
		c.Todo++
	default:
		c.Unfinished++
	}
}

// Tests counts the tests of all files.
func (r *Run) Tests() (c Counts) {
	for _, f := range r.Files {
		for t := range f.Tests() {
			c.Add(f.State(t))
		}
	}
	return c
}

// Success reports whether the run has ended well. One without a test has not, unless
// none is needed.
func (r *Run) Success(noTests bool) bool {
	if r.Done == nil || r.Done.Interrupted || len(r.Unhandled) > 0 || len(r.Files) == 0 && !noTests {
		return false
	}
	return !slices.ContainsFunc(r.Files, (*File).Failed)
}
