// Package workflows reads the instances of Workflows in the files of workerd's own engine,
// even while a server has them open. Start from [Open]. Each instance is an object with
// SQLite, named by its id; among its keys and values are "meta", the instance, "s:…", the
// steps that it has reached, and "l:…", the log of what happened to it (the source of the
// engine is in the binary of workerd, as text).
package workflows

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/inspect/sqlite"
	v8 "github.com/dotool-dev/dotool/inspect/v8"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Workflow is a Workflow on disk, which need not exist.
type Workflow struct {
	Name string
	dir  string
}

// Open returns a Workflow in a folder such as .wrangler/state/v3.
func Open(products, name string) *Workflow {
	return &Workflow{name, filepath.Join(products, state.WorkflowsFolder, string(state.WorkflowKey(name)))}
}

// Names returns the Workflows of which there is something on disk.
func Names(products string) (names []string) {
	folders, _ := os.ReadDir(filepath.Join(products, state.WorkflowsFolder))
	prefix := string(state.WorkflowKey(""))
	for _, f := range folders {
		if name, ok := strings.CutPrefix(f.Name(), prefix); ok && f.IsDir() && name != "" {
			names = append(names, name)
		}
	}
	return names
}

// Error is the error with which an instance, a step or an attempt failed.
type Error struct {
	Name    string `json:"name"`
	Message string `json:"message"`
}

// Instance is a run of a Workflow.
type Instance struct {
	Workflow string
	ID       string
	Status   string    // "queued", "running", "waiting", "paused", "waitingForPause", "rollingBack", "complete", "errored", "terminated"
	Created  time.Time // zero if unknown
	Changed  time.Time // when the last thing happened to it
	Reached  int       // steps that have begun
	Done     int       // and that have ended well
	Params   v8.Value
	Output   v8.Value // nil: none yet
	Error    *Error

	Steps []Step // in the order in which they began; only from [Workflow.Instance]
}

// Ended reports whether nothing more happens to an instance by itself.
func (i Instance) Ended() bool {
	return i.Status == "complete" || i.Status == "errored" || i.Status == "terminated"
}

// Step is a step that an instance has reached.
type Step struct {
	Name     string
	Count    int    // its number among those of its name and type, from 1
	Type     string // "do", "sleep" or "waitForEvent"
	State    string // "done", "failed", "running", "retrying", "sleeping" or "waiting"
	Began    time.Time
	Ended    time.Time // zero: not yet
	Until    time.Time // the end of a sleep or of waiting, or when it is tried again; else zero
	Event    string    // the type of event that it waits for
	Attempts []Attempt
	Output   v8.Value // nil: none
	Stream   bool     // it returned a stream, which is stored in parts
	Error    *Error
}

// Attempt is one run of a step.
type Attempt struct {
	Number int
	Began  time.Time
	Ended  time.Time // zero: not yet, or unknown
	Error  *Error
}

// Instances yields the instances of the Workflow, the newest first. One that cannot be
// read is yielded with an error, and has no id.
func (w *Workflow) Instances(ctx context.Context) iter.Seq2[Instance, error] {
	return func(yield func(Instance, error) bool) {
		files, err := w.files()
		if err != nil {
			yield(Instance{Workflow: w.Name}, err)
			return
		}
		var all []Instance
		for _, file := range files {
			i, ok, err := w.read(ctx, file, false)
			if err = cmp.Or(context.Cause(ctx), err); err != nil {
				if !yield(Instance{Workflow: w.Name}, err) || ctx.Err() != nil {
					return
				}
				continue
			}
			if ok {
				all = append(all, i)
			}
		}
		slices.SortStableFunc(all, func(a, b Instance) int {
			return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(a.ID, b.ID))
		})
		for _, i := range all {
			if !yield(i, nil) {
				return
			}
		}
	}
}

// Instance returns an instance with its steps.
func (w *Workflow) Instance(ctx context.Context, id string) (i Instance, ok bool, err error) {
	if err := w.check(); err != nil {
		return i, false, err
	}
	return w.read(ctx, state.WorkflowKey(w.Name).ID(id).String()+extension, true)
}

const extension = ".sqlite"

// files returns the names of the files of instances.
func (w *Workflow) files() (names []string, err error) {
	if err := w.check(); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(w.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list the instances of %s: %w", w.Name, err)
	}
	for _, e := range entries {
		if id, ok := strings.CutSuffix(e.Name(), extension); ok {
			if _, err := state.ParseObjectID(id); err == nil {
				names = append(names, e.Name())
			}
		}
	}
	return names, nil
}

// check refuses a folder that is a link: it may lead anywhere.
func (w *Workflow) check() error {
	for _, dir := range []string{filepath.Dir(w.dir), w.dir} {
		info, err := os.Lstat(dir)
		if err == nil && !info.IsDir() {
			return fmt.Errorf("read the instances of %s: %s is not a folder", w.Name, dir)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("read the instances of %s: %w", w.Name, err)
		}
	}
	return nil
}

// read reads an instance; ok is false if there is none in the file, such as one that was
// deleted.
func (w *Workflow) read(ctx context.Context, file string, steps bool) (i Instance, ok bool, err error) {
	db, err := sqlite.Open(filepath.Join(w.dir, file))
	if errors.Is(err, fs.ErrNotExist) {
		return i, false, nil
	}
	if err != nil {
		return i, false, w.failed(file, err)
	}
	defer db.Close()
	var meta fields
	var records []record
	var log []fields
	empty := true
	for e, err := range db.KV(ctx, "") {
		if err != nil {
			return i, false, w.failed(file, err)
		}
		empty = empty && e.Key == "schedule" // it comes first
		kind, key, _ := strings.Cut(e.Key, ":")
		switch {
		case e.Key == "meta":
			meta = decode(e.Value)
		case kind == "s" && key != "":
			records = append(records, record{decode(e.Value)})
		case kind == "l":
			log = append(log, decode(e.Value))
		}
	}
	if empty {
		if cutShort(filepath.Join(w.dir, file)) {
			return i, false, w.failed(file, errors.New("the file is cut short"))
		}
		return i, false, nil
	}
	i = Instance{
		Workflow: w.Name, ID: meta.text("id"), Status: meta.text("status"), Created: meta.time("created"),
		Params: meta["params"], Output: meta.value("output"), Error: meta.failure("error"), Reached: len(records),
	}
	if i.ID == "" || i.Status == "" || state.WorkflowKey(w.Name).ID(i.ID).String()+extension != file {
		return i, false, w.failed(file, errors.New("it is not an instance of this workflow"))
	}
	for _, r := range records {
		if r.done() {
			i.Done++
		}
	}
	if n := len(log); n > 0 {
		i.Changed = log[n-1].time("timestamp")
	}
	if steps {
		i.Steps = stepsOf(records, log)
	}
	return i, true, nil
}

// cutShort reports whether a database has fewer bytes than its header says: SQLite may
// take it for an empty one.
func cutShort(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var header [100]byte
	n, _ := f.ReadAt(header[:], 0)
	info, err := f.Stat()
	if err != nil || n < len(header) {
		return err == nil && n > 0
	}
	page := int64(binary.BigEndian.Uint16(header[16:]))
	if page == 1 {
		page = 1 << 16
	}
	return info.Size() < page*int64(binary.BigEndian.Uint32(header[28:]))
}

func (w *Workflow) failed(file string, err error) error {
	return fmt.Errorf("read the instance %s of %s: %w", strings.TrimSuffix(file, extension), w.Name, err)
}

// stepsOf combines what is stored of steps with when it happened.
func stepsOf(records []record, log []fields) []Step {
	slices.SortStableFunc(records, func(a, b record) int { return cmp.Compare(a.number("ord"), b.number("ord")) })
	steps := make([]Step, len(records))
	byName := map[string]*Step{}
	for i, r := range records {
		steps[i] = r.step()
		byName[steps[i].Type+" "+fmt.Sprintf("%s-%d", steps[i].Name, steps[i].Count)] = &steps[i]
	}
	for _, e := range log {
		kind, what, _ := strings.Cut(e.text("type"), "_")
		s := byName[map[string]string{"step": "do", "attempt": "do", "sleep": "sleep", "wait": "waitForEvent"}[kind]+" "+e.text("stepName")]
		if s == nil {
			continue
		}
		at := e.time("timestamp")
		switch {
		case kind == "attempt" && what == "started":
			s.Attempts = append(s.Attempts, Attempt{Number: int(e.number("attempt")), Began: at})
		case kind == "attempt":
			if n := len(s.Attempts); n > 0 && s.Attempts[n-1].Number == int(e.number("attempt")) {
				s.Attempts[n-1].Ended, s.Attempts[n-1].Error = at, e.failure("error")
			}
		case what == "started":
			s.Began, s.Event = at, e.text("eventType")
		default:
			s.Ended = at
		}
	}
	return steps
}

// Ref names an instance.
type Ref struct {
	Workflow string `json:"workflow"`
	ID       string `json:"id"`
}

// ahead is the longest that the engine leaves an instance alone whose steps run: its alarm
// is set no later.
const ahead = 10 * time.Minute

// Interrupted returns the instances in a folder such as .wrangler/state/v3 that a runtime
// should have go on when it starts. Those that rest until later, and that have ended, have
// an alarm that says so; others may have been cut at any moment. What cannot be read is
// left out.
func Interrupted(ctx context.Context, products string, now time.Time) (all []Ref) {
	for _, name := range Names(products) {
		w := Open(products, name)
		files, err := w.files()
		if err != nil || len(files) == 0 {
			continue
		}
		resting := w.resting(ctx, now.Add(ahead))
		for _, file := range files {
			if resting[strings.TrimSuffix(file, extension)] {
				continue
			}
			if i, ok, err := w.read(ctx, file, false); err == nil && ok && !i.Ended() {
				all = append(all, Ref{name, i.ID})
			}
		}
	}
	return all
}

// resting returns the ids, in hexadecimal, of instances whose alarm is after a time.
func (w *Workflow) resting(ctx context.Context, after time.Time) map[string]bool {
	ids := map[string]bool{}
	db, err := sqlite.Open(filepath.Join(w.dir, "metadata.sqlite"))
	if err != nil {
		return ids
	}
	defer db.Close()
	defer db.Conn.Watch(ctx)()
	err = db.Conn.EachIn("_cf_ALARM", "SELECT actor_id FROM _cf_ALARM WHERE scheduled_time > ?", []sqlite.Value{sqlite.IntValue(after.UnixNano())}, func(row *sqlite.Stmt) error {
		ids[row.Column(0).String()] = true
		return nil
	})
	if err != nil {
		clear(ids) // all are looked at
	}
	return ids
}
