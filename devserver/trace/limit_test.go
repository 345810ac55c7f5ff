package trace

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dotool-dev/dotool/devserver/event"
)

func TestLimit(t *testing.T) {
	t.Parallel()
	const object = "\x1esecret\tobject\t1\tabcd\t[\"Room\",\"a\"]\n"
	room := &event.Object{Class: "Room", ID: "abcd", Name: "a", Named: true}
	alarm := func(retry string) string {
		return object + "\x1esecret\tcall\t8\t8\t0\t1\talarm\t1000\t1\t0\texception\t{\"scheduledAt\":900,\"retry\":" + retry + "}\n"
	}
	tests := map[string]struct {
		lines string
		want  []event.Limit
	}{
		"reported": {
			object + "\x1esecret\tlimit\t3\t2\t1\t{\"name\":\"key-count\",\"method\":\"put\",\"size\":129,\"limit\":128,\"message\":\"m\",\"hint\":\"h\",\"stack\":\"    at f (x.js:1:2)\"}\n",
			[]event.Limit{{Call: 3, Root: 2, Object: room, Name: "key-count", Method: "put", Size: 129, Max: 128, Message: "m", Hint: "h", Stack: []event.Frame{{Function: "f", Text: "at f (x.js:1:2)"}}}},
		},
		"an alarm that is dropped": {
			alarm("6"),
			[]event.Limit{{Call: 8, Root: 8, Object: room, Name: "alarm-retries", Method: "alarm", Size: 6, Max: 6, Message: "it threw at each of 6 retries: the alarm is dropped", Hint: "catch what may fail in the handler, and set a new alarm for later"}},
		},
		"an alarm that is tried again": {alarm("5"), nil},
		"malformed":                    {"\x1esecret\tlimit\t3\t2\t1\t[]\n\x1esecret\tlimit\tx\n", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []event.Limit
			for _, e := range collect(true, tt.lines) {
				if l, ok := e.(event.Limit); ok {
					got = append(got, l)
				}
			}
			if d := cmp.Diff(tt.want, got, cmpopts.IgnoreFields(event.Limit{}, "At")); d != "" {
				t.Error(d)
			}
		})
	}
}

// A limit is the same after it went through the control channel.
func TestLimitLine(t *testing.T) {
	t.Parallel()
	want := event.Limit{
		At: time.UnixMilli(1000).UTC(), Call: 3, Root: 2, Object: &event.Object{Class: "Room", ID: "abcd"}, Name: "key-count", Method: "put",
		Size: 129, Max: 128, Message: "m", Hint: "h", Stack: []event.Frame{{Function: "f", Text: "at f (x.js:1:2)"}},
	}
	line, ok := event.NewLine(want, nil)
	if !ok {
		t.Fatal("no line")
	}
	data, err := json.Marshal(line)
	if err != nil {
		t.Fatal(err)
	}
	got, ok := event.ParseLine(data)
	if d := cmp.Diff(event.Event(want), got); !ok || d != "" {
		t.Errorf("%t %s", ok, d)
	}
}
