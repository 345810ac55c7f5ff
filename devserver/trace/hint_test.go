package trace

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
)

// Each hint is provoked on the runtime: its text, as a pattern, is in the script. For
// blockConcurrencyWhile that takes 30 seconds, and for a full disk a disk, so the
// messages of the runtime are copied here.
func TestHintsAreProvoked(t *testing.T) {
	t.Parallel()
	var script []byte
	for _, name := range []string{"dev_hints", "dev_errors", "dev_startup"} {
		text, err := os.ReadFile("../../testdata/script/" + name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		script = append(script, text...)
	}
	var patterns []*regexp.Regexp
	for _, m := range regexp.MustCompile(`(?m)^(?:stdout|await) '(?:hint|fix): (.*)'$`).FindAllStringSubmatch(string(script), -1) {
		patterns = append(patterns, regexp.MustCompile(m[1]))
	}
	for _, h := range hints {
		if strings.Contains(h.pattern, "blockConcurrencyWhile") || strings.Contains(h.pattern, "SQLITE_FULL") {
			continue
		}
		provoked := false
		for _, value := range []string{"_cf_KV", "messages", "nam", "Foo", "() => 1", "nope", "node:zlib", "MAX", "scheduled", ""} {
			text := sentence(h.cause, []string{"", value}) + " " + sentence(h.fix, []string{"", value})
			for _, p := range patterns {
				provoked = provoked || p.MatchString(text)
			}
		}
		if !provoked {
			t.Errorf("nothing provokes the hint %q", h.cause)
		}
	}
	const slow = "A call to blockConcurrencyWhile() in a Durable Object waited for too long. The call was canceled and the Durable Object was reset."
	if got := (&Source{}).Hint(&event.Error{Name: "Error", Message: slow}, nil, nil); !strings.HasPrefix(got, "The callback of blockConcurrencyWhile may take at most 30 seconds") {
		t.Errorf("hint for a slow blockConcurrencyWhile: %q", got)
	}
}

// A method that is missing because there is no RPC must be one of a class.
func TestRPCHint(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		date, flag, message, want string
	}{
		{"2024-01-01", "", "stub.join is not a function", "Methods of objects, such as join of Room, can be called from compatibility date 2024-04-03 on, and this Worker's is 2024-01-01."},
		{"2024-04-02", "nodejs_compat", "env.ROOM.getByName(...).join is not a function", `add "rpc" to compatibility_flags`},
		{"2024-01-01", "rpc", "stub.join is not a function", ""},
		{"2024-01-01", "js_rpc", "stub.join is not a function", ""},
		{"2024-04-03", "", "stub.join is not a function", ""},
		{"2026-01-01", "no_rpc", "stub.join is not a function", "The flag no_rpc keeps"},
		{"2024-01-01", "", "list.map is not a function", ""},
		{"2024-01-01", "", "join is not a function", ""},
	} {
		s := &Source{Project: &config.Project{CompatibilityDate: config.String{Value: tt.date}, CompatibilityFlags: []config.String{{Value: tt.flag}}}}
		got := s.Hint(&event.Error{Name: "TypeError", Message: tt.message}, nil, &ThrownError{Classes: map[string][]string{"Room": {"join"}}})
		if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%+v: got %q", tt, got)
		}
	}
}

func TestHint(t *testing.T) {
	t.Parallel()
	project := &config.Project{
		Name: config.String{Value: "app"},
		Bindings: []binding.Binding{
			binding.Logfwdr{Entry: binding.Entry{Name: config.String{Value: "FORWARD"}}},
			binding.DurableObject{Entry: binding.Entry{Name: config.String{Value: "ROOM"}}},
			binding.KV{Entry: binding.Entry{Name: config.String{Value: "CACHE"}}},
		},
	}
	methods := map[string][]string{"Room": {"join", "leave"}}
	tests := []struct {
		name, message, line string
		column              int
		want                string
	}{
		{"near method", `The RPC receiver does not implement the method "jion".`, "", 0, `Room has no method "jion". Did you mean "join"?`},
		{"far method", `The RPC receiver does not implement the method "x".`, "", 0, `Room has no method "x": those of Room are join, leave. Fields and methods named #… cannot be called from outside.`},
		{"near binding", "Cannot read properties of undefined (reading 'getByName')", "env.ROMO.getByName(1)", 10, "env has no ROMO. Did you mean env.ROOM?"},
		{"the undefined one", "Cannot read properties of undefined (reading 'get')", "env.ROOM.get(env.KV2.get())", 22, "env has no KV2."},
		{"near product", "Cannot read properties of undefined (reading 'get')", "env.CASHE.get(1)", 11, "env has no CASHE. Did you mean env.CACHE?"},
		{"bound product", "Cannot read properties of undefined (reading 'get')", "env.CACHE.get(x.get)", 10, ""},
		{"through this", "Cannot read properties of undefined (reading 'idFromName')", "(this.env.NONE as any)!.idFromName(1)", 25, ""},
		{"asserted", "Cannot read properties of undefined (reading 'idFromName')", "this.env.ROM!.idFromName(1)", 15, "env has no ROM. Did you mean env.ROOM?"},
		{"absent", "Cannot read properties of undefined (reading 'send')", "env.FORWARD.send(1)", 13, "FORWARD (logfwdr) is absent from env: dotool does not host it."},
		{"bound", "Cannot read properties of undefined (reading 'get')", "env.ROOM.get(1)", 10, ""},
		{"no env", "Cannot read properties of undefined (reading 'get')", "a.b.get(1)", 5, ""},
		{"full disk", "database or disk is full: SQLITE_FULL", "", 0, "The disk that holds the local state is full. Make room there, or keep the state elsewhere with --persist-to."},
		{"unknown", "whatever", "", 0, ""},
		{"dollar", `No such module "$1$2".`, "", 0, "$1$2 is not in the bundle: a name that is made at run time cannot be bundled. Import it by a name that is written out."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &Source{Project: project}
			code := &event.Code{Pos: diag.Pos{File: "/x.ts", Line: 7, Column: tt.column}, First: 7, Lines: []string{tt.line}}
			if got := s.Hint(&event.Error{Name: "TypeError", Message: tt.message}, code, &ThrownError{Classes: methods}); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			// The message of a cause counts too, but its code is that of another error.
			if got := s.Hint(&event.Error{Message: "outer", Cause: &event.Error{Message: tt.message}}, code, &ThrownError{Classes: methods}); tt.line == "" && got != tt.want {
				t.Errorf("as a cause: %s", got)
			}
		})
	}
}
