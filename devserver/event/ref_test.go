package event

import "testing"

// Objects of two Workers whose classes have one name are two, also where a line is read back.
func TestRef(t *testing.T) {
	a, b := Object{Worker: "a", Class: "Room", ID: "01"}, Object{Worker: "b", Class: "Room", ID: "01"}
	if a.Ref() == b.Ref() || a.Ref().Compare(b.Ref()) >= 0 {
		t.Error("one object")
	}
	if (Filter{Worker: "a", Class: "Room"}).Matches(&b) {
		t.Error("the other Worker's object matches")
	}
	for _, e := range []Event{
		Call{Worker: "a", Object: &a}, Console{Worker: "a"}, Exception{Worker: "a", Error: &Error{}}, Limit{Worker: "a"}, Stuck{Worker: "a"},
		Cut{Calls: []CutCall{{Worker: "a", Class: "Room", ID: "01"}}},
	} {
		l, _ := NewLine(e, nil)
		if got := l.Worker; got != "a" && len(l.Calls) == 0 || len(l.Calls) > 0 && l.Calls[0].Worker != "a" {
			t.Errorf("%T: got %q", e, got)
		}
	}
}
