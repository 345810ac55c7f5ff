package result

import (
	"slices"
	"testing"
)

func TestRun(t *testing.T) {
	test := func(id, name string, mode Mode) *Task { return &Task{ID: id, Name: name, Mode: mode} }
	suite := &Task{ID: "1", Name: "room", Suite: true, Mode: Runs, Tasks: []*Task{test("1_0", "keeps", Runs), test("1_1", "forgets", IsTodo)}}
	var r Run
	for _, e := range []Event{
		Begun{Files: []string{"/a", "/b"}},
		FileBegun{File: "/b"},
		Collected{File: "/b", Tasks: []*Task{test("0", "first", Skips), suite}},
		Finished{File: "/b", ID: "1_0", Result: Result{State: Pass}},
	} {
		r.Add(e)
	}
	b := r.File("/b")
	if got := b.FullName(b.Task("1_0")); got != "room keeps" {
		t.Errorf("full name %q", got)
	}
	if got := len(slices.Collect(b.All())); got != 4 {
		t.Errorf("%d tasks", got)
	}
	if got, want := r.Tests(), (Counts{Passed: 1, Skipped: 1, Todo: 1}); got != want {
		t.Errorf("counts %+v", got)
	}
	r.Add(FileDone{File: "/a"})
	r.Add(FileDone{File: "/b"})
	if r.Success(false) {
		t.Error("a run that has not ended was a success")
	}
	r.Add(Done{})
	if !r.Success(false) {
		t.Error("a run without a failure was none")
	}
	r.Add(Finished{File: "/b", ID: "1", Result: Result{State: Fail}}) // afterAll
	if r.Success(false) {
		t.Error("a run with a hook that failed was a success")
	}
	if r.Add(Begun{}); len(r.Files) != 0 || r.Done != nil {
		t.Error("the next run has files of the last one")
	}
}
