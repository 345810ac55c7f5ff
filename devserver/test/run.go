package test

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/test/result"
)

// run is one run of files.
type run struct {
	*build
	s      *Session
	sel    Selection
	begun  time.Time
	failed atomic.Int64 // tests
	bailed atomic.Bool

	mu        sync.Mutex // guards the fields below
	report    func(result.Event)
	waiting   []*file
	timings   result.Timings
	snapshots result.Snapshots
}

// emit reports an event.
func (r *run) emit(e result.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report(e)
}

// slow is how long files may wait before another process starts: shorter suites take less
// memory, and no longer.
const slow = 700 * time.Millisecond

func (r *run) run(ctx context.Context) (err error) {
	for _, f := range r.files {
		if f.built == nil {
			r.emit(result.FileDone{File: f.path, Result: result.Result{State: result.Fail}, Problems: f.list})
			continue
		}
		r.waiting = append(r.waiting, f)
	}
	if len(r.waiting) > 0 {
		err = r.processes(ctx)
	}
	if err == nil {
		err = context.Cause(ctx)
	}
	interrupted := errors.Is(err, context.Canceled)
	if err == nil || interrupted {
		r.snapshots.Update = r.sel.Update == All
		r.emit(result.Done{Duration: time.Since(r.begun), Timings: r.timings, Snapshots: r.snapshots, Bailed: r.bailed.Load(), Interrupted: interrupted})
	}
	return err
}

// processes shares the files among processes. The second and later ones start only
// while files wait for long, since each takes time and memory.
func (r *run) processes(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	most := min(cmp.Or(r.s.o.Workers, min(runtime.NumCPU(), 4)), len(r.waiting)) // each takes some 50 MB
	var working sync.WaitGroup
	ended := make(chan struct{})
	begin := func(i int) {
		working.Go(func() {
			if err := r.work(ctx, i); err != nil {
				cancel(err)
			}
		})
	}
	begin(0)
	started := 1
	if r.s.o.Workers > 0 { // as was asked for
		for ; started < most; started++ {
			begin(started)
		}
	}
	go func() { // ends with the processes
		working.Wait()
		close(ended)
	}()
	ticks := time.NewTicker(slow)
	defer ticks.Stop()
	for {
		select {
		case <-ticks.C:
			if r.anyWaiting() && started < most {
				begin(started)
				started++
			}
		case <-ended:
			if err := context.Cause(ctx); err != nil {
				return err
			}
			return nil
		}
	}
}

func (r *run) anyWaiting() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.waiting) > 0
}

// next takes a file, nil if there is none.
func (r *run) next() *file {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.waiting) == 0 || r.bailed.Load() {
		return nil
	}
	f := r.waiting[0]
	r.waiting = r.waiting[1:]
	return f
}

// work runs files in the process of a number until none waits.
func (r *run) work(ctx context.Context, number int) error {
	at, err := r.s.place(number)
	if err != nil {
		return err
	}
	p := &process{run: r, number: number, place: at}
	at.serving.Store(p)
	defer func() {
		p.stop()
		at.serving.Store(nil)
		if number == 0 && r.s.o.Again && ctx.Err() == nil {
			at.prepare(r.runtime, r.projects())
		}
	}()
	for f := r.next(); f != nil; f = r.next() {
		if err := p.file(ctx, f); err != nil || ctx.Err() != nil {
			return err
		}
	}
	return nil
}

// fail counts a test that failed, and returns the number of all.
func (r *run) fail() int64 {
	n := r.failed.Add(1)
	if r.s.o.Bail > 0 && int(n) >= r.s.o.Bail {
		r.bailed.Store(true)
	}
	return n
}

// running is a file that runs.
type running struct {
	*file
	mu        sync.Mutex // guards the fields below
	collected bool
	tasks     map[string]*result.Task
	parents   map[string]string
	states    map[string]result.State // of tests and suites that have ended
	broken    []string                // suites whose hooks ended the process
	last      string                  // the test or suite that began last and has not ended
	suites    []string                // those that have begun and not ended; "" is the file
	timeout   time.Duration           // of last
	active    map[string]bool         // tests that run: several if they are concurrent
	serial    bool                    // run concurrent tests one after the other, to know which ends the process
	since     time.Time
	done      *result.FileDone
	ended     chan struct{}   // closed when the file has its result
	stuck     chan struct{}   // receives when objects stay in memory that should not
	progress  bool            // tests have ended since the process was last replaced
	errors    []*result.Error // of the file, from earlier processes
	timings   result.Timings
	begun     time.Time
}

// state returns the state of a suite, whose tests may have run in several processes.
func (f *running) state(id string, now result.State) result.State {
	seen := map[result.State]bool{now: true}
	for test, state := range f.states {
		for at := f.parents[test]; ; at = f.parents[at] {
			if at == id {
				seen[state] = true
				break
			}
			if at == "" {
				break
			}
		}
	}
	for _, s := range []result.State{result.Fail, result.Pass, result.Skip} {
		if seen[s] {
			return s
		}
	}
	return now
}

// finish reports the result of a test or suite, once.
func (f *running) finish(r *run, id string, res result.Result) {
	f.mu.Lock()
	_, again := f.states[id]
	task := f.tasks[id]
	if task != nil && task.Suite {
		res.State = f.state(id, res.State)
		again = again && len(res.Errors) == 0
	}
	if task == nil || again {
		f.mu.Unlock()
		return
	}
	f.states[id] = res.State
	delete(f.active, id)
	if f.last == id {
		f.last = ""
	}
	f.suites = slices.DeleteFunc(f.suites, func(s string) bool { return s == id })
	f.mu.Unlock()
	r.emit(result.Finished{File: f.path, ID: id, Result: res})
}

// remaining reports whether a test that is to run has no result.
func (f *running) remaining() bool {
	for id, task := range f.tasks {
		if _, ended := f.states[id]; !ended && !task.Suite && task.Mode == result.Runs {
			return true
		}
	}
	return false
}

// blame says which test or hook the end of the process is of.
func (f *running) blame(r *run, reason string, hint string) {
	f.mu.Lock()
	e := &result.Error{Error: event.Error{Name: "Error", Message: reason}, Hint: hint}
	last := f.last
	task := f.tasks[last]
	if task == nil && len(f.suites) > 0 { // in a hook of the innermost suite
		last = f.suites[len(f.suites)-1]
		task = f.tasks[last]
	}
	f.last = ""
	collected := f.collected
	f.mu.Unlock()
	if task != nil && !task.Suite {
		if task.Pos.File != "" {
			explained := f.source.Explained(event.Exception{Error: &event.Error{Stack: []event.Frame{{Pos: task.Pos}}}}, nil)
			e.Stack, e.Code = explained.Error.Stack, explained.Code
		}
		r.fail()
		f.finish(r, last, result.Result{State: result.Fail, At: f.since, Duration: time.Since(f.since), Errors: []*result.Error{e}})
		return
	}
	f.mu.Lock()
	if task != nil {
		f.broken = append(f.broken, last)
	} else {
		f.errors = append(f.errors, e)
	}
	if rest, ok := strings.CutPrefix(e.Message, "Test timed out"); ok && collected {
		e.Message = "Hook timed out" + rest
	} else if ok {
		e.Message = "Loading the file timed out" + rest
	} else if !collected && hint == restarted {
		e.Message, e.Hint = "the file was not loaded: its top level waits for what never comes, or ended the process", ""
	}
	var skipped []string
	for id, t := range f.tasks {
		if _, ended := f.states[id]; !ended && !t.Suite && t.Mode == result.Runs && (task == nil || f.within(id, last)) {
			skipped = append(skipped, id)
		}
	}
	f.mu.Unlock()
	slices.Sort(skipped)
	for _, id := range skipped {
		f.finish(r, id, result.Result{State: result.Skip})
	}
	if task != nil {
		f.finish(r, last, result.Result{State: result.Fail, Errors: []*result.Error{e}})
	} else if !collected {
		f.end(r, result.Result{State: result.Fail})
	}
}

func (f *running) within(id, suite string) bool {
	for at := f.parents[id]; at != ""; at = f.parents[at] {
		if at == suite {
			return true
		}
	}
	return false
}

// end reports the result of the file, once.
func (f *running) end(r *run, res result.Result) {
	f.mu.Lock()
	if f.done != nil {
		f.mu.Unlock()
		return
	}
	res.Errors = append(f.errors, res.Errors...)
	if len(f.errors) > 0 || slices.Contains(slices.Collect(maps.Values(f.states)), result.Fail) {
		res.State = result.Fail
	}
	res.At, res.Duration = f.begun, time.Since(f.begun)
	f.done = &result.FileDone{File: f.path, Result: res, Problems: f.list, Timings: f.timings}
	f.done.Timings.Tests = max(0, res.Duration-f.timings.Setup-f.timings.Collect)
	done := *f.done
	f.mu.Unlock()
	r.emit(done)
	close(f.ended)
}
