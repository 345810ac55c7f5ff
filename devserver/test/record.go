package test

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config/configfile"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/test/result"
	"github.com/dotool-dev/dotool/devserver/trace"
)

// record is an event as runner.js sends it.
type record struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`

	// of "test" and "suite", which begin
	Timeout float64 `json:"timeout"` // in milliseconds

	// of "collected"
	Tasks []sentTask `json:"tasks"`
	Took  float64    `json:"took"`  // in milliseconds
	Setup float64    `json:"setup"` // in milliseconds

	// of "result" and "file"
	State    result.State `json:"state"`
	At       float64      `json:"at"`       // in milliseconds since 1970
	Duration float64      `json:"duration"` // in milliseconds
	Retries  int          `json:"retries"`
	Repeats  int          `json:"repeats"`
	Note     string       `json:"note"`
	Errors   []sentError  `json:"errors"`
	Left     []sentLeft   `json:"left"`
	Touched  []sentStored `json:"touched"`

	// of "unhandled"
	Type  string     `json:"type"`
	Test  string     `json:"test"`
	Error *sentError `json:"error"`

	// of "snapshots"
	Result *sentSnapshots `json:"result"`
}

type sentTask struct {
	ID     string     `json:"id"`
	Name   string     `json:"name"`
	Suite  bool       `json:"suite"`
	Mode   string     `json:"mode"`
	Line   int        `json:"line"`
	Column int        `json:"column"`
	Tasks  []sentTask `json:"tasks"`
}

type sentObject struct {
	Class string  `json:"class"`
	ID    string  `json:"id"`
	Name  *string `json:"name"`
}

type sentError struct {
	trace.ThrownError
	Assertion bool   `json:"assertion"`
	Remote    bool   `json:"remote"` // thrown by what was called
	Diff      string `json:"diff"`
	Actual    string `json:"actual"`
	Expected  string `json:"expected"`
	Failure   *struct {
		Error  trace.ThrownError `json:"error"`
		Object *sentObject       `json:"object"`
		Method string            `json:"method"`
	} `json:"failure"`
}

type sentLeft struct {
	Kind   string      `json:"kind"`
	Text   string      `json:"text"`
	At     float64     `json:"at"`
	Object *sentObject `json:"object"`
}

type sentStored struct {
	Object *sentObject `json:"object"`
	Alarm  float64     `json:"alarm"`
	Keys   []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"keys"`
	Tables []struct {
		Name    string     `json:"name"`
		Columns []string   `json:"columns"`
		Rows    [][]string `json:"rows"`
		Total   int        `json:"total"`
	} `json:"tables"`
}

// sentSnapshots is vitest's SnapshotResult.
type sentSnapshots struct {
	Filepath      string   `json:"filepath"`
	Added         int      `json:"added"`
	Matched       int      `json:"matched"`
	Unmatched     int      `json:"unmatched"`
	Updated       int      `json:"updated"`
	Unchecked     int      `json:"unchecked"`
	UncheckedKeys []string `json:"uncheckedKeys"`
	FileDeleted   bool     `json:"fileDeleted"`
}

// stdout takes a line of the process.
func (p *process) stdout(line []byte) {
	text, ok := p.seals[0].Open(string(line))
	if !ok {
		if !slices.ContainsFunc(p.outputs, func(o *trace.Output) bool { return o.Sealed(string(line)) }) {
			p.printed(string(line))
		}
		return
	}
	for part := range strings.SplitSeq(text, "\x1e") {
		kind, rest, _ := strings.Cut(part, "\t")
		switch kind {
		case "test":
			var r record
			if json.Unmarshal([]byte(rest), &r) == nil {
				p.record(r)
			}
		case "console":
			p.console(rest)
		case "object":
			p.known(rest)
		}
	}
}

// printed takes a line that the runtime has printed itself, or a further one of a text.
func (p *process) printed(line string) {
	c := result.Console{At: time.Now(), Level: "log", Text: line}
	if f := p.current.Load(); f != nil {
		c.File, c.Test = f.path, f.test()
	}
	p.emit(c)
}

// console takes what the code has printed: "origin, level, text".
func (p *process) console(rest string) {
	fields := strings.Split(rest, "\t")
	var text string
	if len(fields) < 3 || json.Unmarshal([]byte(fields[2]), &text) != nil {
		return
	}
	c := result.Console{At: time.Now(), Level: fields[1], Text: p.toSource(text)}
	if i := strings.LastIndexByte(fields[0], '.'); i >= 0 {
		c.Object = p.objects[fields[0][i+1:]]
	}
	if f := p.current.Load(); f != nil {
		c.File, c.Test = f.path, f.test()
	}
	p.emit(c)
}

// known takes an object that has started: "number, id, [class, name]".
func (p *process) known(rest string) {
	fields := strings.SplitN(rest, "\t", 3)
	var names [2]*string
	if len(fields) == 3 && json.Unmarshal([]byte(fields[2]), &names) == nil && names[0] != nil {
		p.objects[fields[0]] = p.object(&sentObject{Class: *names[0], ID: fields[1], Name: names[1]})
	}
}

// toSource leads the places in a text that was printed, such as a stack, back to the source,
// and leaves out the frames of what runs the tests.
func (p *process) toSource(text string) string {
	f := p.current.Load()
	if f == nil || !strings.Contains(text, f.module+":") {
		return text
	}
	text = p.s.frames.ReplaceAllString(text, "")
	return placeInText.ReplaceAllStringFunc(text, func(at string) string {
		m := placeInText.FindStringSubmatch(at)
		line, _ := strconv.Atoi(m[2])
		column, _ := strconv.Atoi(m[3])
		if pos, ok := f.built.Map.Source(m[1], line, column); ok {
			return p.s.show(pos.File) + ":" + strconv.Itoa(pos.Line) + ":" + strconv.Itoa(pos.Column)
		}
		return at
	})
}

// placeInText is a place in the module of a file of tests.
var placeInText = pattern.New(`(?:file:///bundle/|\b)(test-\d+\.js):(\d+):(\d+)`)

// test returns the test that runs, "" if none does.
func (f *running) test() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if t := f.tasks[f.last]; t != nil && !t.Suite {
		return f.last
	}
	return ""
}

func (p *process) record(r record) {
	f := p.current.Load()
	if f == nil {
		return
	}
	switch r.Kind {
	case "collected":
		p.collected(f, r)
	case "suite", "test":
		f.mu.Lock()
		f.timeout, f.since = milliseconds(r.Timeout), time.Now()
		if r.Kind == "suite" {
			f.suites = append(f.suites, r.ID)
			f.last = ""
		} else {
			f.last = r.ID
			f.active[r.ID] = true
		}
		f.mu.Unlock()
		if r.Kind == "test" {
			p.emit(result.TestBegun{File: f.path, ID: r.ID})
		}
	case "result":
		f.finish(p.run, r.ID, p.result(f, r))
	case "unhandled":
		p.emit(result.Unhandled{File: f.path, Test: r.Test, Kind: r.Type, Error: p.error(f, *r.Error, r.Test)})
	case "stuck":
		select {
		case f.stuck <- struct{}{}:
		default:
		}
	case "snapshots":
		p.snapshot(r.Result)
	case "file":
		f.end(p.run, p.result(f, r))
	}
}

func milliseconds(n float64) time.Duration { return time.Duration(n * float64(time.Millisecond)) }

func (p *process) collected(f *running, r record) {
	f.mu.Lock()
	again := f.collected
	f.timings.Setup += milliseconds(r.Setup)
	f.timings.Collect += milliseconds(r.Took)
	f.since = time.Now()
	if !again {
		f.collected = true
		f.tasks, f.parents = map[string]*result.Task{}, map[string]string{}
	}
	f.mu.Unlock()
	if again {
		return
	}
	tasks := f.read(r.Tasks, "")
	p.emit(result.Collected{File: f.path, Tasks: tasks})
	f.skipped(p.run, tasks)
}

// read reads the tasks of a suite.
func (f *running) read(sent []sentTask, suite string) (tasks []*result.Task) {
	for _, t := range sent {
		task := &result.Task{ID: t.ID, Name: t.Name, Suite: t.Suite, Mode: result.Mode(t.Mode)}
		if pos, ok := f.built.Map.Source(f.module, t.Line, t.Column); ok && t.Line > 0 {
			task.Pos = pos
		}
		f.mu.Lock()
		f.tasks[t.ID], f.parents[t.ID] = task, suite
		f.mu.Unlock()
		task.Tasks = f.read(t.Tasks, t.ID)
		tasks = append(tasks, task)
	}
	return tasks
}

// skipped reports the results of the tests that will not run.
func (f *running) skipped(r *run, tasks []*result.Task) {
	for _, t := range tasks {
		if state := map[result.Mode]result.State{result.Skips: result.Skip, result.IsTodo: result.Todo}[t.Mode]; state != "" && !t.Suite {
			f.finish(r, t.ID, result.Result{State: state})
		}
		f.skipped(r, t.Tasks)
	}
}

// result reads the result of a task, or of the file.
func (p *process) result(f *running, r record) result.Result {
	out := result.Result{State: r.State, Duration: milliseconds(r.Duration), Retries: r.Retries, Repeats: r.Repeats, Note: r.Note}
	if r.At > 0 {
		out.At = time.UnixMilli(int64(r.At))
	}
	for i, e := range r.Errors {
		one := p.error(f, e, r.ID)
		if r.Retries > 0 {
			one.Attempt = i
		}
		out.Errors = append(out.Errors, one)
	}
	for _, l := range r.Left {
		text := l.Text
		if l.Kind == "alarm" {
			text = time.UnixMilli(int64(l.At)).UTC().Format(time.RFC3339)
		}
		out.Left = append(out.Left, result.Left{Kind: l.Kind, Text: text, Object: p.object(l.Object)})
	}
	for _, s := range r.Touched {
		out.Touched = append(out.Touched, p.stored(s))
	}
	return out
}

// stored reads what an object has stored.
func (p *process) stored(s sentStored) result.Object {
	o := result.Object{Object: *p.object(s.Object)}
	if s.Alarm > 0 {
		o.Alarm = time.UnixMilli(int64(s.Alarm))
	}
	for _, k := range s.Keys {
		o.Keys = append(o.Keys, result.Key{Name: k.Name, Value: k.Value})
	}
	for _, t := range s.Tables {
		o.Tables = append(o.Tables, result.Table{Name: t.Name, Columns: t.Columns, Rows: t.Rows, Total: t.Total})
	}
	return o
}

// error reads an error of a test: where it was thrown, if that was in an object, and
// the line of the test.
func (p *process) error(f *running, sent sentError, id string) *result.Error {
	e := &result.Error{Diff: sent.Diff, Actual: sent.Actual, Expected: sent.Expected, Assertion: sent.Assertion}
	thrown := sent.ThrownError
	own := f.source.Read(thrown)
	var elsewhere *event.Exception // in another Worker
	if sent.Remote && sent.Failure == nil {
		elsewhere = p.thrown.find(own)
	}
	if sent.Failure != nil || elsewhere != nil {
		at, ok := own.Place()
		if !ok {
			at = event.Frame{Pos: f.position(id)}
		}
		e.Test = f.code(at.Pos)
	}
	switch {
	case sent.Failure != nil:
		e.Object = p.object(sent.Failure.Object)
		thrown = sent.Failure.Error
		own = f.source.Read(thrown)
	case elsewhere != nil:
		e.Object, e.Error, e.Code, e.Hint = elsewhere.Object, *elsewhere.Error, elsewhere.Code, elsewhere.Hint
		return e
	}
	own.Stack = slices.DeleteFunc(own.Stack, func(frame event.Frame) bool { // of what wraps the modules
		return frame.Pos.File == "" && strings.Contains(frame.Text, f.module+":")
	})
	if _, ok := own.Place(); !ok {
		if pos := f.position(id); pos.File != "" {
			own.Stack = append(own.Stack, event.Frame{Pos: pos})
		}
	}
	explained := f.source.Explained(event.Exception{Worker: p.Project.Name.Value, Object: e.Object, Error: own}, &thrown)
	e.Error, e.Code, e.Hint = *own, explained.Code, cmp.Or(p.absent(own.Message), explained.Hint)
	return e
}

// noWorker is the error of a call of a Worker that does not run.
var noWorker = pattern.New(`^Worker "([^"]+)" not found\. Make sure`)

// absent returns the hint for a call of a Worker that does not run, if its configuration
// is in the repository.
func (p *process) absent(message string) string {
	m := noWorker.FindStringSubmatch(message)
	if m == nil {
		return ""
	}
	var files []string
	for _, project := range p.projects() {
		files = append(files, project.File)
	}
	command := configfile.Command("dotool test", "-c ", p.s.o.From, files, m[1])
	if command == "" {
		return ""
	}
	return "The Worker " + m[1] + " does not run. Run it beside this one with " + command + ", or mock the binding, for example with vi.spyOn."
}

// position returns the position at which a task is defined.
func (f *running) position(id string) (pos diag.Pos) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if t := f.tasks[id]; t != nil {
		return t.Pos
	}
	return pos
}

// code returns the source around a place.
func (f *running) code(pos diag.Pos) *event.Code {
	if pos.File == "" {
		return nil
	}
	return f.source.Explained(event.Exception{Error: &event.Error{Stack: []event.Frame{{Pos: pos}}}}, nil).Code
}

func (p *process) snapshot(s *sentSnapshots) {
	if s == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	all := &p.snapshots
	all.Added += s.Added
	all.Matched += s.Matched
	all.Unmatched += s.Unmatched
	all.Updated += s.Updated
	all.Total += s.Added + s.Matched + s.Unmatched + s.Updated
	if s.Added > 0 {
		all.FilesAdded++
	}
	if s.Unmatched > 0 {
		all.FilesUnmatched++
	}
	if s.Updated > 0 {
		all.FilesUpdated++
	}
	if s.FileDeleted {
		all.FilesRemoved++
	}
	if s.Unchecked > 0 {
		if p.sel.Update == All {
			all.Removed += s.Unchecked
		} else {
			if all.Obsolete == nil {
				all.Obsolete = map[string][]string{}
			}
			all.Obsolete[s.Filepath] = s.UncheckedKeys
		}
	}
}
