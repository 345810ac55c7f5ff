package event

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/config/diag"
)

// Events pass the channel unchanged.
func TestLine(t *testing.T) {
	t.Parallel()
	at, name := time.UnixMilli(1_700_000_000_123).UTC(), "lobby"
	instance := &Object{Worker: "app", Class: "orders", ID: "one", Name: "one", Named: true, Instance: true}
	for _, want := range []Event{
		exception(at),
		Console{At: at, Call: 7, Root: 3, Level: "info", Text: "sent", Binding: "MAIL"},
		Stuck{At: at, Call: 3, Kind: "rpc", Method: "join", Object: &Object{Class: "Room", ID: "abcd"}, Since: at},
		Cut{At: at, Calls: []CutCall{{Kind: "rpc", Class: "Room", ID: "abcd", Name: &name, Method: "join", Start: at.UnixMilli()}}, After: time.Second},
		Cut{At: at, Calls: []CutCall{{Worker: "app", Kind: "step", Class: "orders", ID: "lobby", Name: &name, Method: "charge", Start: at.UnixMilli()}}, After: time.Second},
		Call{At: at, N: 7, Root: 7, Kind: "step", Worker: "app", Object: instance, Method: "charge", Attempt: 2, Duration: time.Second},
		Call{At: at, N: 7, Root: 7, Kind: "message", Socket: &SocketCall{Length: 200, Payload: Payload{Text: "a\n"}}, Sent: &Sent{Count: 3, Same: true, Bytes: 20, Payload: Payload{Hex: "00ff"}}},
		Workflow{At: at, Worker: "app", Object: instance, State: "failed", Step: "charge", Attempt: 2, Until: at.Add(time.Second), Error: &Error{Name: "TypeError", Message: "boo"}},
		Workflow{At: at, Worker: "app", Object: instance, State: "waiting", Step: "approval", Type: "approved"},
		Workflow{At: at, Worker: "app", Object: instance, State: "completed", Duration: time.Minute},
	} {
		line, ok := NewLine(want, nil)
		if !ok {
			t.Fatalf("no line for %v", want)
		}
		data, err := json.Marshal(line)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := ParseLine(data)
		if d := cmp.Diff(want, got); !ok || d != "" {
			t.Errorf("%v %s", ok, d)
		}
	}
}

func exception(at time.Time) Exception {
	return Exception{
		At: at, Call: 7, Root: 3, From: 5, Method: "join",
		Object: &Object{Class: "Room", ID: "abcd", Name: "", Named: true},
		Error: &Error{
			Name: "Error", Message: "boo", Stack: []Frame{{Function: "join", Pos: diag.Pos{File: "/x.ts", Line: 3, Column: 4}, Text: "at join (index.js:1:2)"}},
			Cause:  &Error{Message: "thrown: 5", Known: true, Properties: []Property{{Name: "code", Value: "5"}}},
			Errors: []*Error{{Name: "TypeError"}},
		},
		Code: &Code{Pos: diag.Pos{File: "/x.ts", Line: 3, Column: 4}, First: 2, Lines: []string{"a", "b"}},
		Hint: "Cause. Cure.",
	}
}
