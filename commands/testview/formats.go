package testview

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/test/result"
)

// The formats of vitest 4.1, field for field.

type jsonReport struct {
	TotalSuites   int          `json:"numTotalTestSuites"`
	PassedSuites  int          `json:"numPassedTestSuites"`
	FailedSuites  int          `json:"numFailedTestSuites"`
	PendingSuites int          `json:"numPendingTestSuites"`
	Total         int          `json:"numTotalTests"`
	Passed        int          `json:"numPassedTests"`
	Failed        int          `json:"numFailedTests"`
	Pending       int          `json:"numPendingTests"`
	Todo          int          `json:"numTodoTests"`
	Snapshot      jsonSnapshot `json:"snapshot"`
	StartTime     int64        `json:"startTime"`
	Success       bool         `json:"success"`
	Files         []jsonFile   `json:"testResults"`
	// Unhandled is added by dotool: vitest's report does not have these errors.
	Unhandled []jsonUnhandled `json:"unhandledErrors"`
}

type jsonSnapshot struct {
	Added         int            `json:"added"`
	Failure       bool           `json:"failure"`
	FilesAdded    int            `json:"filesAdded"`
	FilesRemoved  int            `json:"filesRemoved"`
	RemovedList   []string       `json:"filesRemovedList"`
	FilesUnmatch  int            `json:"filesUnmatched"`
	FilesUpdated  int            `json:"filesUpdated"`
	Matched       int            `json:"matched"`
	Total         int            `json:"total"`
	Unchecked     int            `json:"unchecked"`
	UncheckedKeys []jsonObsolete `json:"uncheckedKeysByFile"`
	Unmatched     int            `json:"unmatched"`
	Updated       int            `json:"updated"`
	DidUpdate     bool           `json:"didUpdate"`
}

type jsonObsolete struct {
	File string   `json:"filePath"`
	Keys []string `json:"keys"`
}

type jsonFile struct {
	Tests     []jsonTest `json:"assertionResults"`
	StartTime int64      `json:"startTime"`
	EndTime   float64    `json:"endTime"`
	Status    string     `json:"status"`
	Message   string     `json:"message"`
	Name      string     `json:"name"`
}

type jsonTest struct {
	Ancestors []string      `json:"ancestorTitles"`
	FullName  string        `json:"fullName"`
	Status    string        `json:"status"`
	Title     string        `json:"title"`
	Duration  *float64      `json:"duration,omitempty"`
	Failures  []string      `json:"failureMessages"`
	Location  *jsonLocation `json:"location,omitempty"`
	Meta      struct{}      `json:"meta"`
	Tags      []string      `json:"tags"`
}

type jsonLocation struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

type jsonUnhandled struct {
	File    string `json:"file,omitempty"`
	Test    string `json:"test,omitempty"`
	Kind    string `json:"type"`
	Message string `json:"message"`
}

// statuses are the words of the JSON format.
var statuses = map[result.State]string{result.Pass: "passed", result.Fail: "failed", result.Skip: "skipped", result.Todo: "todo", "": "pending"}

func writeJSON(w io.Writer, run *result.Run, o Options) {
	r := jsonReport{StartTime: run.At.UnixMilli(), Snapshot: snapshotJSON(run.Done.Snapshots), Files: []jsonFile{}, Unhandled: []jsonUnhandled{}}
	suite := func(s result.State) {
		r.TotalSuites++
		switch s {
		case result.Fail:
			r.FailedSuites++
		case "", result.Todo:
			r.PendingSuites++
		}
	}
	c := run.Tests()
	r.Total, r.Passed, r.Failed, r.Pending, r.Todo = c.Total(), c.Passed, c.Failed, c.Skipped+c.Unfinished, c.Todo
	for _, f := range run.Files {
		suite(f.Outcome())
		for t := range f.All() {
			if t.Suite {
				suite(f.State(t))
			}
		}
		r.Files = append(r.Files, fileJSON(f, run.At))
	}
	r.PassedSuites = r.TotalSuites - r.FailedSuites - r.PendingSuites
	r.Success = run.Success(o.PassWithNoTests)
	for _, u := range run.Unhandled {
		one := jsonUnhandled{File: u.File, Kind: u.Kind, Message: failureText(u.Error)}
		if u.File != "" {
			if f := run.File(u.File); f.Task(u.Test) != nil {
				one.Test = f.FullName(f.Task(u.Test))
			}
		}
		r.Unhandled = append(r.Unhandled, one)
	}
	_ = ui.WriteJSON(w, r) // the stream remembers its error
}

func fileJSON(f *result.File, begun time.Time) jsonFile {
	out := jsonFile{Tests: []jsonTest{}, Status: "passed", Name: f.Path}
	var from, to time.Time
	for t := range f.Tests() {
		r := f.Results[t.ID]
		one := jsonTest{FullName: f.FullName(t), Status: statuses[f.State(t)], Title: t.Name, Failures: []string{}, Tags: []string{}}
		names := f.Names(t)
		one.Ancestors = append([]string{}, names[:len(names)-1]...)
		if !r.At.IsZero() {
			ms := float64(r.Duration.Nanoseconds()) / 1e6
			one.Duration = &ms
			if end := r.At.Add(r.Duration); end.After(to) {
				to = end
			}
			if from.IsZero() || r.At.Before(from) {
				from = r.At
			}
		}
		if t.Pos.Line > 0 {
			one.Location = &jsonLocation{t.Pos.Line, t.Pos.Column}
		}
		for _, e := range r.Errors {
			one.Failures = append(one.Failures, failureText(e))
		}
		out.Tests = append(out.Tests, one)
	}
	if from.IsZero() {
		from, to = begun, begun
	}
	out.StartTime, out.EndTime = from.UnixMilli(), float64(to.UnixMicro())/1e3
	if f.Failed() {
		out.Status = "failed"
	}
	if d := f.Done; d != nil {
		if len(d.Errors) > 0 {
			out.Message = d.Errors[0].Message
		} else if d.Problems.HasErrors() {
			out.Message = problems(d.Problems, "")
		}
	}
	return out
}

func snapshotJSON(n result.Snapshots) jsonSnapshot {
	s := jsonSnapshot{
		Added: n.Added, FilesAdded: n.FilesAdded, FilesRemoved: n.FilesRemoved, RemovedList: append([]string{}, n.FilesObsolete...),
		FilesUnmatch: n.FilesUnmatched, FilesUpdated: n.FilesUpdated, Matched: n.Matched, Total: n.Total, UncheckedKeys: []jsonObsolete{},
		Unmatched: n.Unmatched, Updated: n.Updated, DidUpdate: n.Update, Unchecked: n.Removed,
	}
	for _, f := range sorted(n.Obsolete) {
		s.Unchecked += len(n.Obsolete[f])
		s.UncheckedKeys = append(s.UncheckedKeys, jsonObsolete{f, n.Obsolete[f]})
	}
	return s
}

// problems returns a list of problems as text.
func problems(list diag.List, dir string) string {
	var b bytes.Buffer
	_ = diag.Print(&b, list, diag.PrintOptions{Dir: dir})
	return strings.TrimSpace(b.String())
}

// failureText returns an error with its stack, as JavaScript has it.
func failureText(e *result.Error) string {
	var b strings.Builder
	b.WriteString(e.String())
	for _, f := range e.Stack {
		if f.Pos.File == "" {
			continue
		}
		at := fmt.Sprintf("%s:%d:%d", f.Pos.File, f.Pos.Line, f.Pos.Column)
		if f.Function != "" {
			at = f.Function + " (" + at + ")"
		}
		b.WriteString("\n    at " + at)
	}
	if e.Test != nil {
		fmt.Fprintf(&b, "\n    at %s:%d:%d", e.Test.Pos.File, e.Test.Pos.Line, e.Test.Pos.Column)
	}
	return b.String()
}

// writeTAP writes TAP 13 with a block for each suite.
func writeTAP(w io.Writer, run *result.Run, o Options) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "TAP version 13\n1..%d\n", len(run.Files))
	for i, f := range run.Files {
		t := &tap{b: &b, f: f}
		time := ""
		if f.Done != nil && f.Done.Duration > 0 {
			time = tapTime(f.Done.Duration)
		}
		open := ""
		if len(f.Tasks) > 0 {
			open = " {"
		}
		fmt.Fprintf(&b, "%s %d - %s%s%s\n", tapOK(f.Outcome()), i+1, tapText(o.path(f.Path)), time, open)
		if len(f.Tasks) > 0 {
			t.tasks(f.Tasks, "    ")
			b.WriteString("}\n")
		} else if f.Done != nil {
			t.errors(fileErrors(f), "    ")
		}
	}
	for _, u := range run.Unhandled {
		fmt.Fprintf(&b, "# unhandled: %s\n", tapText(u.Error.String()))
	}
	_, _ = b.WriteTo(w)
}

// fileErrors returns the errors of a file outside of its tests.
func fileErrors(f *result.File) []*result.Error {
	if f.Done == nil {
		return nil
	}
	errors := f.Done.Errors
	if f.Done.Problems.HasErrors() {
		e := &result.Error{}
		e.Name, e.Message = "Error", problems(f.Done.Problems, "")
		errors = append([]*result.Error{e}, errors...)
	}
	return errors
}

type tap struct {
	b *bytes.Buffer
	f *result.File
}

func (t *tap) tasks(tasks []*result.Task, margin string) {
	fmt.Fprintf(t.b, "%s1..%d\n", margin, len(tasks))
	for i, task := range tasks {
		state := t.f.State(task)
		comment := ""
		switch r, ran := t.f.Results[task.ID]; {
		case state == result.Skip:
			comment = " # SKIP"
		case state == result.Todo:
			comment = " # TODO"
		case ran:
			comment = tapTime(r.Duration)
		}
		line := fmt.Sprintf("%s%s %d - %s%s", margin, tapOK(state), i+1, tapText(task.Name), comment)
		if task.Suite && len(task.Tasks) > 0 {
			fmt.Fprintf(t.b, "%s {\n", line)
			t.tasks(task.Tasks, margin+"    ")
			fmt.Fprintf(t.b, "%s}\n", margin)
			continue
		}
		fmt.Fprintln(t.b, line)
		if state == result.Fail {
			t.errors(t.f.Results[task.ID].Errors, margin+"    ")
		}
	}
}

func (t *tap) errors(errors []*result.Error, margin string) {
	if len(errors) == 0 {
		return
	}
	for _, e := range errors {
		fmt.Fprintf(t.b, "%[1]s---\n%[1]serror:\n%[1]s    name: %[2]s\n%[1]s    message: %[3]s\n", margin, yamlText(e.Name), yamlText(e.Message))
		if f, ok := e.Place(); ok {
			fmt.Fprintf(t.b, "%sat: %s\n", margin, yamlText(fmt.Sprintf("%s:%d:%d", f.Pos.File, f.Pos.Line, f.Pos.Column)))
		}
		if e.Actual != "" || e.Expected != "" {
			fmt.Fprintf(t.b, "%[1]sactual: %[2]s\n%[1]sexpected: %[3]s\n", margin, yamlText(e.Actual), yamlText(e.Expected))
		}
	}
	fmt.Fprintf(t.b, "%s...\n", margin)
}

func tapOK(s result.State) string {
	if s == result.Fail || s == "" {
		return "not ok"
	}
	return "ok"
}

func tapTime(d time.Duration) string {
	return fmt.Sprintf(" # time=%.2fms", float64(d.Microseconds())/1e3)
}

// tapText returns a text that cannot end its line or begin a directive.
func tapText(s string) string {
	s = strings.NewReplacer(`\`, `\\`, "#", `\#`, "\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(s)
	return diag.Visible(s)
}

// yamlText returns a double-quoted string of YAML, whose escapes are those of Go.
func yamlText(s string) string {
	if s == "" {
		return ""
	}
	return strconv.Quote(s)
}

// writeGitHub writes a workflow command for each error.
func writeGitHub(w io.Writer, run *result.Run, o Options) {
	p := plain(o)
	var b bytes.Buffer
	one := func(title string, pos diag.Pos, e *result.Error) {
		var message bytes.Buffer
		p.error(&message, e, false)
		properties := []string{"title=" + diag.Visible(title)}
		if pos.File != "" {
			properties = []string{"file=" + pos.File, properties[0], "line=" + strconv.Itoa(max(pos.Line, 1)), "column=" + strconv.Itoa(max(pos.Column, 1))}
		}
		b.WriteString("\n" + diag.WorkflowCommand("error", properties, strings.TrimRight(message.String(), "\n")+"\n"))
	}
	place := func(f *result.File, e *result.Error) diag.Pos {
		switch at, ok := e.Place(); {
		case ok:
			return at.Pos
		case e.Code != nil:
			return e.Code.Pos
		case e.Test != nil:
			return e.Test.Pos
		}
		return diag.Pos{File: f.Path, Line: 1}
	}
	for _, u := range run.Unhandled {
		one("Unhandled error", place(&result.File{Path: u.File}, u.Error), u.Error)
	}
	for _, f := range run.Files {
		name := o.path(f.Path)
		if f.Done != nil {
			for _, d := range f.Done.Problems {
				e := &result.Error{}
				e.Name, e.Message = "Error", d.Message
				one(name, d.Pos, e)
			}
			for _, e := range f.Done.Errors {
				one(name, place(f, e), e)
			}
		}
		for t := range f.All() {
			if r := f.Results[t.ID]; f.State(t) == result.Fail {
				for _, e := range r.Errors {
					one(strings.Join(append([]string{name}, f.Names(t)...), " > "), place(f, e), e)
				}
			}
		}
	}
	_, _ = b.WriteTo(w)
}
