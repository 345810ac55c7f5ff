package worker

import (
	"context"
	"slices"
	"sync/atomic"
	"time"
)

// Change is which files of which Workers changed. Without files, [Worker.WatchAgain] is
// to be called.
type Change map[*Worker][]string

// Files returns the files of all Workers.
func (c Change) Files() (all []string) {
	for _, files := range c {
		all = append(all, files...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Followed are Workers whose changes are taken together.
type Followed struct {
	changes chan Change
	all     []*Worker
	shared  atomic.Pointer[map[string]bool] // whether a file is one of several Workers; nil before they are built
}

// Follow makes a Followed of Workers that follow their files.
func Follow(all ...*Worker) *Followed { return &Followed{changes: make(chan Change), all: all} }

// Changes returns what changed; it is nil for no Followed.
func (f *Followed) Changes() <-chan Change {
	if f == nil {
		return nil
	}
	return f.changes
}

// NoteShared notes which files several Workers have in common, after builds.
func (f *Followed) NoteShared() {
	if f == nil || len(f.all) == 1 {
		return
	}
	shared, by := map[string]bool{}, map[string]*Worker{}
	for _, w := range f.all {
		for _, file := range w.inputs() {
			shared[file] = shared[file] || by[file] != nil && by[file] != w
			by[file] = w
		}
	}
	f.shared.Store(&shared)
}

// mayFollow reports whether changes of other Workers may follow that of some files.
func (f *Followed) mayFollow(files []string) bool {
	if len(f.all) == 1 {
		return false
	}
	shared := f.shared.Load()
	return shared == nil || slices.ContainsFunc(files, func(file string) bool {
		several, known := (*shared)[file]
		return several || !known
	})
}

// together is how far apart the changes of Workers that share a file may be.
const together = 10 * time.Millisecond

// Run passes changes on, merged until they are taken, until ctx is done.
func (f *Followed) Run(ctx context.Context) {
	type news struct {
		of    *Worker
		files []string
	}
	in := make(chan news)
	for _, w := range f.all {
		go func() { // ends with ctx
			for {
				select {
				case files := <-w.changes():
					select {
					case in <- news{w, files}:
					case <-ctx.Done():
						return
					}
				case <-ctx.Done():
					return
				}
			}
		}()
	}
	waiting := Change{}
	var out chan Change
	var settled <-chan time.Time
	for {
		select {
		case n := <-in:
			if len(waiting) == 0 {
				if out = f.changes; f.mayFollow(n.files) {
					out, settled = nil, time.After(together)
				}
			}
			waiting[n.of] = append(waiting[n.of], n.files...)
		case <-settled:
			out, settled = f.changes, nil
		case out <- waiting:
			out, waiting = nil, Change{}
		case <-ctx.Done():
			return
		}
	}
}
