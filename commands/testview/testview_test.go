package testview

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/test/result"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var begun = time.Date(2026, 11, 28, 12, 0, 0, 0, time.Local)

// run is a run like the one whose report by vitest is in testdata: see the tests there.
func run() []result.Event {
	const a, b, c = "/p/test/a.test.ts", "/p/test/b.test.ts", "/p/test/c.test.ts"
	test := func(id, name string, mode result.Mode) *result.Task {
		return &result.Task{ID: id, Name: name, Mode: mode}
	}
	suite := func(id, name string, tasks ...*result.Task) *result.Task {
		return &result.Task{ID: id, Name: name, Suite: true, Mode: result.Runs, Tasks: tasks}
	}
	flaky, fails := test("1_3_2", "flaky", result.Runs), test("1_3_3", "fails well", result.Runs)
	fails.Fails = true
	tasks := []*result.Task{
		test("0", `top <passes> & "q"`, result.Runs),
		suite("1", "room", test("1_0", "keeps", result.Runs), test("1_1", "skips", result.Skips), test("1_2", "waits", result.IsTodo),
			suite("1_3", "inner # 1", test("1_3_0", "throws", result.Runs), test("1_3_1", "ok", result.Runs), flaky, fails, test("1_3_4", "notes", result.Runs))),
		suite("2", "hooks", test("2_0", "never", result.Runs)),
		test("3", "unhandled", result.Runs),
		test("4", "snap", result.Runs),
	}
	n := 0
	done := func(id string, state result.State, errors ...*result.Error) result.Finished {
		n++
		return result.Finished{File: a, ID: id, Result: result.Result{State: state, At: begun.Add(time.Duration(n) * 10 * time.Millisecond), Duration: time.Duration(n) * 1500 * time.Microsecond, Errors: errors}}
	}
	retried := done("1_3_2", result.Pass, thrown("Error", "once", a, 10, 87))
	retried.Result.Retries = 1
	noted := done("1_3_4", result.Skip)
	noted.Result.Note = "because"
	left := done("3", result.Pass)
	left.Result.Left = []result.Left{{Kind: "alarm", Text: "at 12:01", Object: &event.Object{Class: "Room", Name: "lobby", Named: true}}, {Kind: "promise"}}
	diff := thrown("AssertionError", "expected { a: 1 } to deeply equal { a: 2 }", a, 4, 49)
	diff.Assertion, diff.Diff, diff.Actual, diff.Expected = true, "- Expected\n+ Received\n\n  {\n-   \"a\": 2,\n+   \"a\": 1,\n  }", "{\n  \"a\": 1,\n}", "{\n  \"a\": 2,\n}"
	inside := thrown("TypeError", "boo\nsecond line", "/p/src/room.ts", 8, 32)
	inside.Object = &event.Object{Class: "Room", Name: "lobby", Named: true}
	inside.Test = &event.Code{Pos: diag.Pos{File: a, Line: 8, Column: 5}, First: 7, Lines: []string{"// calls", "  await room.throws();"}}
	inside.Cause = &event.Error{Name: "RangeError", Message: "too deep"}
	inside.Hint = "call it by its name"
	broken := diag.List{}
	broken.Errorf(diag.Pos{File: c, Line: 1, Column: 8}, "bundle", "could not resolve %q", "./nothing")
	failed := done("1_3_0", result.Fail, inside)
	failed.Result.Touched = []result.Object{{
		Object: *inside.Object, Keys: []result.Key{{Name: "topic", Value: `"tea"`}}, Alarm: begun.UTC(),
		Tables: []result.Table{{Name: "messages", Columns: []string{"id", "text"}, Rows: [][]string{{"1", `"hi"`}}, Total: 12}},
	}}
	return []result.Event{
		result.Begun{At: begun, Files: []string{a, b, c}},
		result.FileDone{File: c, Result: result.Result{State: result.Fail}, Problems: broken},
		result.FileBegun{File: a, At: begun},
		result.Collected{File: a, Tasks: tasks},
		result.TestBegun{File: a, ID: "0"},
		result.Console{File: a, Test: "0", Level: "log", Text: "hello { a: 1 }\n"},
		result.Console{File: a, Test: "0", Level: "log", Text: "again"},
		result.Console{File: a, Test: "0", Level: "error", Text: "bad \x1b[2J\x1b[31mred\x1b[0m", Object: inside.Object},
		done("0", result.Pass),
		done("1_0", result.Fail, diff),
		failed,
		done("1_3_1", result.Pass),
		retried,
		done("1_3_3", result.Pass),
		noted,
		result.Finished{File: a, ID: "2_0", Result: result.Result{State: result.Skip}},
		result.Finished{File: a, ID: "2", Result: result.Result{State: result.Fail, Errors: []*result.Error{thrown("Error", "in hook", a, 15, 51)}}},
		left,
		done("4", result.Fail, thrown("Error", "Snapshot `snap 1` mismatched", a, 17, 30)),
		result.Unhandled{File: a, Test: "3", Kind: "Unhandled Rejection", Error: thrown("Error", "left", a, 16, 40)},
		result.FileDone{File: a, Result: result.Result{State: result.Fail, At: begun, Duration: 123 * time.Millisecond}, Timings: result.Timings{Tests: 90 * time.Millisecond}},
		result.FileBegun{File: b},
		result.Collected{File: b, Tasks: []*result.Task{test("0", "fine", result.Runs), test("1", "fine too", result.Runs)}},
		result.Finished{File: b, ID: "0", Result: result.Result{State: result.Pass, At: begun, Duration: 400 * time.Millisecond}},
		result.Finished{File: b, ID: "1", Result: result.Result{State: result.Pass, At: begun, Duration: time.Millisecond}},
		result.FileDone{File: b, Result: result.Result{State: result.Pass, Duration: 401 * time.Millisecond}},
		result.Done{
			Duration: 1234 * time.Millisecond, Timings: result.Timings{Bundle: 20 * time.Millisecond, Start: 60 * time.Millisecond},
			Snapshots: result.Snapshots{Unmatched: 1, FilesUnmatched: 1, Total: 1, Obsolete: map[string][]string{"/p/test/__snapshots__/a.test.ts.snap": {"gone 1"}}},
		},
	}
}

// thrown is an error at a place of the code.
func thrown(name, message, file string, line, column int) *result.Error {
	pos := diag.Pos{File: file, Line: line, Column: column}
	return &result.Error{
		Error: event.Error{Name: name, Message: message, Stack: []event.Frame{
			{Function: "Object.f", Pos: pos, Text: fmt.Sprintf("at f (%s:%d)", file, line)},
			{Pos: diag.Pos{File: "/p/node_modules/hono/index.js", Line: 1, Column: 1}, Text: "at hono"},
			{Text: "at vitest.js:1"},
		}},
		Code: &event.Code{Pos: pos, First: line - 1, Lines: []string{"  before();", strings.Repeat(" ", min(column, 30)-1) + "here();", "  after();"}},
	}
}

func report(name string, events []result.Event, o Options) string {
	var b bytes.Buffer
	reporter, r := New(name, &b, o), &result.Run{KeepConsole: name == "junit"}
	for _, e := range events {
		r.Add(e)
		reporter.Event(e, r)
	}
	return b.String()
}

var options = Options{Root: "/p", Style: (&ui.Env{}).Style(nil), Label: "RUN", Title: "dotool 0 /p"}

func TestReporters(t *testing.T) {
	hostname = func() string { return "host" }
	for _, name := range Names {
		t.Run(name, func(t *testing.T) {
			golden(t, name, report(name, run(), options))
		})
	}
	t.Run("colour", func(t *testing.T) {
		o := options
		o.Style, o.Width, o.Live = (&ui.Env{Color: "always"}).Style(nil), 60, io.Discard
		got := report("default", run(), o)
		golden(t, "colour", strings.ReplaceAll(got, "\x1b", "␛"))
	})
	t.Run("none", func(t *testing.T) {
		o := options
		o.Include, o.Filters = []string{"**/*.test.ts"}, []string{"nope"}
		golden(t, "none", report("default", []result.Event{result.Begun{At: begun}, result.Done{}}, o))
	})
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is now\n%s", path, got)
	}
}

// The report of vitest itself, of the same tests, has no field that ours lacks, and none of another type.
func TestJSONIsVitests(t *testing.T) {
	text, err := os.ReadFile("testdata/vitest-4.1.12.json")
	if err != nil {
		t.Fatal(err)
	}
	var theirs, ours map[string]any
	if err := errors.Join(json.Unmarshal(text, &theirs), json.Unmarshal([]byte(report("json", run(), options)), &ours)); err != nil {
		t.Fatal(err)
	}
	sameShape(t, "", theirs, ours)
	for key, want := range theirs {
		if n, ok := want.(float64); ok && strings.HasPrefix(key, "num") && ours[key] != n {
			t.Errorf("%s is %v, vitest has %v", key, ours[key], n)
		}
	}
	tests := func(report map[string]any) (all []string) {
		for _, f := range report["testResults"].([]any) {
			for _, a := range f.(map[string]any)["assertionResults"].([]any) {
				a := a.(map[string]any)
				all = append(all, fmt.Sprintf("%v %v %v %v %v", a["status"], a["fullName"], a["title"], a["ancestorTitles"], len(a["failureMessages"].([]any))))
			}
		}
		return all
	}
	if got, want := strings.Join(tests(ours), "\n"), strings.Join(tests(theirs), "\n"); got != want {
		t.Errorf("tests:\n%s\nvitest has\n%s", got, want)
	}
}

func sameShape(t *testing.T, at string, theirs, ours any) {
	switch theirs := theirs.(type) {
	case map[string]any:
		ours, ok := ours.(map[string]any)
		if !ok {
			t.Errorf("%s is not an object", at)
			return
		}
		for key, value := range theirs {
			other, ok := ours[key]
			if !ok && key != "duration" {
				t.Errorf("%s.%s is missing", at, key)
			} else if ok {
				sameShape(t, at+"."+key, value, other)
			}
		}
	case []any:
		ours, ok := ours.([]any)
		if !ok {
			t.Errorf("%s is not an array", at)
		}
		if len(theirs) > 0 && len(ours) > 0 {
			sameShape(t, at+"[]", theirs[0], ours[0])
		}
	default:
		if fmt.Sprintf("%T", theirs) != fmt.Sprintf("%T", ours) {
			t.Errorf("%s is %T, vitest has %T", at, ours, theirs)
		}
	}
}

// No name and no message can leave its place in a format.
func TestNamesOfStrangers(t *testing.T) {
	const name = "a\n::error::b\r\x1b[2J</testcase>]]>\"'&\u202e # SKIP\x00\x85 {"
	e := thrown(name, name, "/p/a.test.ts", 1, 1)
	e.Actual, e.Expected, e.Diff = name, name, name
	events := []result.Event{
		result.Begun{At: begun, Files: []string{"/p/" + name}},
		result.Collected{File: "/p/" + name, Tasks: []*result.Task{{ID: "0", Name: name}}},
		result.Console{File: "/p/" + name, Test: "0", Level: "log", Text: name},
		result.Finished{File: "/p/" + name, ID: "0", Result: result.Result{State: result.Fail, Errors: []*result.Error{e}}},
		result.Unhandled{File: "/p/" + name, Test: "0", Kind: "Unhandled Rejection", Error: e},
		result.FileDone{File: "/p/" + name},
		result.Done{},
	}
	for _, kind := range Names {
		got := report(kind, events, options)
		if kind != "json" && strings.ContainsAny(got, "\x1b\x00\r\u202e") && kind != "junit" {
			t.Errorf("%s lets control characters through: %q", kind, got)
		}
		switch kind {
		case "json":
			var v any
			if err := json.Unmarshal([]byte(got), &v); err != nil || strings.ContainsAny(got, "\x1b\x00") {
				t.Errorf("json: %v: %q", err, got)
			}
		case "junit":
			d := xml.NewDecoder(strings.NewReader(got))
			cases := 0
			for {
				token, err := d.Token()
				if err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("junit: %v: %q", err, got)
				}
				if start, ok := token.(xml.StartElement); ok && start.Name.Local == "testcase" {
					cases++
				}
			}
			if cases != 2 {
				t.Errorf("junit has %d tests: %q", cases, got)
			}
		case "github":
			for line := range strings.Lines(got) {
				if strings.HasPrefix(line, "::") && !strings.HasPrefix(line, "::error file=/p/") && !strings.HasPrefix(line, "::error title=") {
					t.Errorf("github: another command: %q", line)
				}
			}
			if n := strings.Count(got, "\n::"); n != 2 {
				t.Errorf("github has %d commands: %q", n, got)
			}
		case "tap":
			if strings.Contains(got, " # SKIP") && !strings.Contains(got, `\# SKIP`) {
				t.Errorf("tap: a name became a directive: %q", got)
			}
			for line := range strings.Lines(got) {
				if strings.HasPrefix(line, "::") {
					t.Errorf("tap: a name ended its line: %q", got)
				}
			}
		}
	}
}

// What a test prints without an end is not kept without an end.
func TestMuchOutput(t *testing.T) {
	r := &result.Run{KeepConsole: true}
	for range 100 {
		r.Add(result.Console{File: "/p/a", Text: strings.Repeat("x", 1<<20)})
	}
	if n := len(r.File("/p/a").Console); n > 5 {
		t.Errorf("%d MB are kept", n)
	}
}
