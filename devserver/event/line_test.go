package event

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dotool/config/diag"
)

// An exception comes over the channel as it is.
func TestLineOfException(t *testing.T) {
	t.Parallel()
	want := Exception{
		At: time.UnixMilli(1_700_000_000_123).UTC(), Call: 7, Root: 3, From: 5, Method: "join",
		Object: &Object{Class: "Room", ID: "abcd", Name: "", Named: true},
		Error: &Error{
			Name: "Error", Message: "boo", Stack: []Frame{{Function: "join", Pos: diag.Pos{File: "/x.ts", Line: 3, Column: 4}, Text: "at join (index.js:1:2)"}},
			Cause:  &Error{Message: "thrown: 5", Known: true},
			Errors: []*Error{{Name: "TypeError"}},
		},
		Code: &Code{Pos: diag.Pos{File: "/x.ts", Line: 3, Column: 4}, First: 2, Lines: []string{"a", "b"}},
		Hint: "Cause. Cure.",
	}
	line, ok := NewLine(want, nil)
	if !ok {
		t.Fatal("no line")
	}
	data, err := json.Marshal(line)
	if err != nil {
		t.Fatal(err)
	}
	got, ok := ParseLine(data)
	if d := cmp.Diff(Event(want), got); !ok || d != "" {
		t.Errorf("%v %s", ok, d)
	}
}
