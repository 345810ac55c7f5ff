package only

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/event"
)

func lobby() *event.Object {
	return &event.Object{Worker: "app", Class: "ChatRoom", ID: strings.Repeat("ab12", 16), Name: "lobby", Named: true}
}

func TestFilter(t *testing.T) {
	t.Parallel()
	post := event.Call{Kind: "request", Method: "POST", URL: "http://h/rooms/a/b?x=1", Status: 201, Duration: 120 * time.Millisecond}
	rpc := event.Call{Kind: "rpc", Method: "POST", Object: lobby(), Duration: 5 * time.Millisecond}
	threw := event.Call{Kind: "alarm", Object: &event.Object{Worker: "app", Class: "Old", ID: "cd" + strings.Repeat("0", 62)}, Failed: true}
	silent := event.Call{Kind: "request", Method: "GET", URL: "http://h/"}
	for _, test := range []struct {
		filter string
		want   string // post, rpc, threw, silent
	}{
		{"", "1111"},
		{"  ", "1111"},
		{"POST", "1000"},
		{"POST /rooms/*", "1000"},
		{"post /rooms/*", "1000"},
		{"post", "0000"}, // an object
		{"/rooms", "0000"},
		{"/rooms/*/b", "1000"},
		{"/rooms/a/b?x=1", "1000"},
		{"/rooms/a/b?y=1", "0000"},
		{"/rooms/?/b", "0000"},
		{"/", "0001"},
		{"/*", "1001"},
		{"GET /rooms/*", "0000"},
		{"lobby", "0100"},
		{"LOBBY", "0000"},
		{"lob*", "0100"},
		{"ChatRoom", "0100"},
		{"ChatRoom/lobby", "0100"},
		{"ChatRoom/*", "0100"},
		{"app/ChatRoom/lobby", "0100"},
		{"app/*", "0110"},
		{"Old/*", "0010"},
		{"Old/cd000*", "0010"},
		{"CD000000", "0010"},
		{"ab12ab12", "0100"},
		{"ab12ab1", "0000"}, // too short for the start of an id
		{`"lobby"`, "0100"},
		{`"POST"`, "0000"},
		{"status>=500", "0011"},
		{"status = 201", "1000"},
		{"status==2xx", "1000"},
		{"status!=2xx", "0011"},
		{"status>2xx", "0011"},
		{"status<=201", "1000"},
		{"STATUS<500", "1000"},
		{"slow>100ms", "1000"},
		{"slow >= 5ms", "1100"},
		{"duration<1ms", "0011"},
		{"status>=200 slow>1s", "0000"},
		{"POST /rooms/* status>=500", "0000"},
		{"POST /rooms/* or status>=500", "1011"},
		{"lobby or Old/*", "0110"},
	} {
		f, err := Parse(test.filter)
		if err != nil {
			t.Errorf("%q: %v", test.filter, err)
			continue
		}
		got := ""
		for _, c := range []event.Call{post, rpc, threw, silent} {
			if f == nil || f.call(c) {
				got += "1"
			} else {
				got += "0"
			}
		}
		if got != test.want {
			t.Errorf("%q: %s, want %s", test.filter, got, test.want)
		}
	}
	f, err := Parse("lobby", " POST /x ")
	if err != nil || f.String() != "lobby or POST /x" || !f.call(rpc) || f.call(post) {
		t.Errorf("two filters: %v %v", f, err)
	}
}

func TestFilterErrors(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"stauts>=500":   "stauts>=500 compares neither status nor slow",
		"status>=abc":   `status takes a number from 100 to 599 or a class such as 4xx, not "abc"`,
		"status>=99":    "status takes a number",
		"status=6xx":    "status takes a number",
		"status>":       "status takes a number",
		"slow>100":      `slow takes a duration with its unit, such as slow>100ms or slow>1.5s, not "100"`,
		"slow>-1s":      "slow takes a duration",
		"slow=1s":       "slow takes > or <, such as slow>1s",
		">=500":         "compares neither",
		"or /x":         `"or" must stand between two filters`,
		"/x or":         `"or" must stand between two filters`,
		"/x or or room": `"or" must stand between two filters`,
		"GET POST":      "no call is both GET and POST; write: GET … or POST …",
		`"room`:         `a " is not closed`,
	} {
		_, err := Parse("lobby", given)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), fmt.Sprintf("the filter %q is not valid: ", given)) {
			t.Errorf("%q: %v", given, err)
		} else if !strings.Contains(ui.HintOf(err), "status>=500") || errors.Unwrap(err) != nil {
			t.Errorf("%q: hint %q", given, ui.HintOf(err))
		}
	}
}

func FuzzFilter(f *testing.F) {
	for _, text := range []string{"POST /rooms/*", `"a b" or status >= 500`, "slow>1s x<", "[a /[", "\\"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		filter, err := Parse(text)
		if err != nil || filter == nil {
			return
		}
		again, err := Parse(filter.String())
		if err != nil {
			t.Fatalf("%q is shown as %q: %v", text, filter, err)
		}
		c := event.Call{Kind: "rpc", Object: lobby(), Duration: time.Second}
		if filter.call(c) != again.call(c) {
			t.Errorf("%q is shown as %q, which selects others", text, filter)
		}
	})
}

// names are short names of events, with the call that they are shown below.
func names(events []event.Event) (text string) {
	for _, e := range events {
		switch e := e.(type) {
		case event.Call:
			text += fmt.Sprintf("call%d<%d ", e.N, e.Root)
		case event.Console:
			text += fmt.Sprintf("%s<%d ", e.Text, e.Root)
		case event.Exception:
			text += fmt.Sprintf("error%d<%d ", e.Call, e.Root)
		case event.Limit:
			text += fmt.Sprintf("limit%d<%d ", e.Call, e.Root)
		case event.Ready:
			text += "ready "
		default:
			text += fmt.Sprintf("%T ", e)
		}
	}
	return strings.TrimSpace(text)
}

func TestSieve(t *testing.T) {
	t.Parallel()
	hall := &event.Object{Worker: "app", Class: "Hall", ID: strings.Repeat("0", 64)}
	begin := time.Unix(0, 0)
	type at struct {
		event event.Event
		after time.Duration // since the beginning
	}
	request := func(n int, url string, status int) event.Call {
		return event.Call{N: n, Root: n, Kind: "request", Method: "GET", URL: url, Status: status}
	}
	rpc := func(n, parent, root int, o *event.Object) event.Call {
		return event.Call{N: n, Root: root, Parent: parent, Kind: "rpc", Object: o}
	}
	log := func(text string, call, root int, o *event.Object) event.Console {
		return event.Console{Text: text, Call: call, Root: root, Object: o}
	}
	// One request that calls an object, which calls another.
	chain := []at{
		{log("a", 1, 1, nil), 0}, {log("b", 2, 1, lobby()), 0}, {log("c", 3, 1, hall), 0}, {event.Exception{Call: 3, Root: 1, Object: hall}, 0},
		{rpc(3, 2, 1, hall), 0}, {event.Limit{Call: 2, Root: 1, Object: lobby()}, 0}, {rpc(2, 1, 1, lobby()), 0}, {log("d", 1, 1, nil), 0}, {request(1, "http://h/x", 200), 0},
	}
	slow := []at{
		{log("b", 2, 1, lobby()), 0}, {log("a", 1, 1, nil), 300}, {rpc(2, 1, 1, lobby()), 310}, {log("e", 4, 1, hall), 320}, {log("f", 0, 0, hall), 330}, {request(1, "http://h/x", 500), 900},
	}
	for _, test := range []struct {
		name, filter string
		events       []at
		want         string
	}{
		{"the whole chain", "/x", chain, "a<1 b<1 c<1 error3<1 call3<1 limit2<1 call2<1 d<1 call1<1"},
		{"part of it", "lobby", chain, "b<2 c<2 error3<2 call3<2 limit2<2 call2<2"},
		{"its end", "Hall", chain, "c<3 error3<3 call3<3"},
		{"both objects", "lobby or Hall", chain, "b<2 c<2 error3<2 call3<2 limit2<2 call2<2"},
		{"none of it", "/y", chain, ""},
		{"by status", "status=200", chain, "a<1 b<1 c<1 error3<1 call3<1 limit2<1 call2<1 d<1 call1<1"},
		{"a slow call of an object", "lobby", slow, "b<0 call2<2"},
		{"what no call is known of", "Hall", slow, "e<0 f<0"},
		{"a slow request", "status>=500", slow, "b<1 a<1 call2<1 e<1 call1<1"},
		{"errors without a call", "POST", []at{{event.Exception{}, 0}, {event.Exception{Object: hall}, 0}, {log("a", 0, 0, nil), 0}}, "error0<0 error0<0"},
		{"errors of another object", "lobby", []at{{event.Exception{Object: hall}, 0}}, ""},
		{"the server", "lobby", []at{{event.Fault{}, 0}, {event.Warnings{}, 0}, {event.Stuck{Object: hall}, 0}, {event.Cut{}, 0}, {event.Gone{}, 0}, {event.Dropped{}, 0}},
			"event.Fault event.Warnings event.Stuck event.Cut event.Gone event.Dropped"},
		{"calls that a reload ended", "/x", []at{{log("a", 1, 1, nil), 0}, {event.Exception{Call: 1, Root: 1}, 0}, {event.Ready{}, 0}}, "error1<0 ready"},
		{"workflows", "Flow", []at{{event.Workflow{Object: &event.Object{Class: "Flow", ID: "a", Name: "a", Named: true}}, 0}, {event.Workflow{Object: lobby()}, 0}}, "event.Workflow"},
	} {
		f, err := Parse(test.filter)
		if err != nil {
			t.Fatal(err)
		}
		s := NewSieve(f, true)
		var got []event.Event
		for _, e := range test.events {
			now := begin.Add(e.after * time.Millisecond)
			got = append(got, s.Due(now, func() {})...)
			got = append(got, s.Take(e.event, now)...)
		}
		if text := names(got); text != test.want {
			t.Errorf("%s: %q lets pass\n%s\nnot\n%s", test.name, test.filter, text, test.want)
		}
	}

	// As JSON, calls keep their numbers.
	f, _ := Parse("Hall")
	s := NewSieve(f, false)
	var got []event.Event
	for _, e := range chain {
		got = append(got, s.Take(e.event, begin)...)
	}
	if text := names(got); text != "c<1 error3<1 call3<1" {
		t.Errorf("as JSON: %s", text)
	}
}

// What waits belongs to the filter that there is when it is known what it belongs to.
func TestSieveChange(t *testing.T) {
	t.Parallel()
	filter := func(text string) *Filter {
		f, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	take := func(s *Sieve, text string, call, root int, after time.Duration) {
		now := time.Unix(0, 0).Add(after)
		if got := append(s.Due(now, func() {}), s.Take(event.Console{Text: text, Call: call, Root: root, Object: lobby()}, now)...); len(got) > 0 {
			t.Errorf("not filtered: %s", names(got))
		}
	}
	s := NewSieve(filter("/y"), true)
	take(s, "a", 2, 2, 0)
	take(s, "b", 1, 1, time.Second)
	take(s, "c", 1, 1, 2*time.Second)
	if got := names(s.Change(filter("/x"))); got != "" {
		t.Errorf("passed at once: %s", got)
	}
	if got := names(s.Take(event.Call{N: 1, Root: 1, Kind: "request", URL: "http://h/x"}, time.Unix(3, 0))); got != "b<1 c<1 call1<1" {
		t.Errorf("a call that began before: %s", got)
	}
	if got := names(s.Change(filter("lobby"))); got != "a<0" {
		t.Errorf("what is known of an object: %s", got)
	}
	s = NewSieve(filter("/y"), true)
	take(s, "e", 5, 4, 0)
	take(s, "f", 3, 3, 0)
	if got := names(s.Change(nil)); got != "f<3 e<4" || len(s.groups)+len(s.order) > 0 {
		t.Errorf("without a filter: %s", got)
	}
}

// A call that never ends does not take more and more memory.
func TestSieveBounded(t *testing.T) {
	t.Parallel()
	f, _ := Parse("/x")
	s := NewSieve(f, true)
	for n := range 3 * mostItems {
		s.Take(event.Console{Call: 1, Root: 1}, time.Unix(0, 0))
		s.Due(time.Unix(int64(n), 0), func() {})
	}
	if n := len(s.groups[1].items); n > mostItems {
		t.Errorf("%d events wait", n)
	}
	for n := range 2 * mostCalls {
		s.Take(event.Console{Call: n, Root: n + 2}, time.Unix(0, 0))
	}
	s.Due(time.Unix(1, 0), func() {})
	if n := len(s.groups); n > mostCalls+1 {
		t.Errorf("%d calls wait", n)
	}
}

func TestIsObject(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"lobby": true, "ChatRoom/lobby": true, "post": true, "POST": false, "/x": false, "or": false, "a b": false,
		"a=b": false, "status>=500": false, `"a"`: false, "team-*": false, "": false, "日本": true,
	} {
		if got := IsObject(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	for text := range Words() {
		if _, err := Parse(text); err != nil || IsObject(text) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
