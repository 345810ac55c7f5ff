package commands

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/control"
)

func TestParameters(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"f() {}":                                   "",
		"async f(a, b) { return (1) }":             "a|b",
		"f(a = 1, ...rest) {}":                     "a = 1|...rest",
		"f({ a = \",(\", b }, [c, d] = [1, 2]) {}": "{ a = \",(\", b }|[c, d] = [1, 2]",
		"f(a = g(1, 2), b = `)`) {}":               "a = g(1, 2)|b = `)`",
		"async *f(\n  a,\n  b,\n) {}":              "a|b",
		"f(a = \"\\\"(\") {}":                      "a = \"\\\"(\"",
		// Text that is not understood is counted.
		"f(a /* , */, b) {}":                          "arg1|arg2",
		"f(a, b = \"" + strings.Repeat("x", 100) + "": "arg1|arg2",
		"": "arg1|arg2",
	} {
		got := strings.Join(parameters(control.Method{Name: "f", Kind: "method", Parameters: 2, Source: source}), "|")
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", source, d)
		}
	}
}

func TestArgumentErrors(t *testing.T) {
	t.Parallel()
	env := &local.Project{Env: &ui.Env{Stdin: strings.NewReader("[1")}}
	for given, want := range map[string]string{
		`{"a":1`:              "single quotes",
		`{"$x":1}`:            `"$$x"`,
		` "ann`:               "single quotes",
		"-":                   "single quotes",
		"1234567890123456789": `{"$bigint":"1234567890123456789"}`,
	} {
		_, err := readArguments(env, []string{"1", given})
		if err == nil || !strings.Contains(err.Error(), "argument 2") || !strings.Contains(ui.HintOf(err), want) {
			t.Errorf("%s: %v, %s", given, err, ui.HintOf(err))
		}
	}
}

// Text that is not JSON is a string, unless it was meant to be JSON.
func TestTextArguments(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"ann":             `"ann"`,
		"":                `""`,
		"'tis":            `"'tis"`,
		`say "hi", {you}`: `"say \"hi\", {you}"`,
		"<b>":             `"<b>"`,
		"nul":             `"nul"`,
		"null":            `null`,
		"1":               `1`,
		"01":              `"01"`,
		"1.2.3":           `"1.2.3"`,
		"-":               `"from\nstdin"`,
		`"1"`:             `"1"`,
		"/a:b":            `"/a:b"`,
		"{}":              "{}",
	} {
		got, err := readArguments(&local.Project{Env: &ui.Env{Stdin: strings.NewReader("from\nstdin\n")}}, []string{given})
		if err != nil {
			t.Errorf("%s: %v", given, err)
			continue
		}
		var a, b any
		if err := errors.Join(json.Unmarshal(got[0], &a), json.Unmarshal([]byte(want), &b)); err != nil || !reflect.DeepEqual(a, b) {
			t.Errorf("%s: %s, %v", given, got[0], err)
		}
	}
	if _, err := readArguments(&local.Project{Env: &ui.Env{}}, []string{"a\xff"}); !ui.IsUsage(err) {
		t.Error(err)
	}
}

func FuzzParameters(f *testing.F) {
	for _, s := range []string{"f(a, b) {}", "f(a = `)`, {b} = {}) {}", "(", "f(\"", "f(a))", "f(\\"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		for _, p := range parameters(control.Method{Kind: "method", Parameters: 2, Source: source}) {
			if p == "" || strings.ContainsAny(p, "\n\r") {
				t.Errorf("%q: %q", source, p)
			}
		}
	})
}

func TestDateHint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ message, args, want string }{
		{"at.getTime is not a function", `["2026-01-01T00:00:00Z"]`, `"2026-01-01T00:00:00Z" is a string. Write a Date as '{"$date":"2026-01-01T00:00:00Z"}'.`},
		{"(intermediate value).toISOString is not a function", `[{"when":["2026-01-01"]},7]`, `"2026-01-01" is a string. Write a Date as '{"$date":"2026-01-01T00:00:00Z"}'.`},
		{"at.getTime is not a function", `["2026-01-01T00:00:00+01:00","2026-01-02"]`, `The dates in the arguments are strings. Write a Date as '{"$date":"2026-01-01T00:00:00+01:00"}'.`},
		{"at.setUTCFullYear is not a function", `["2026-01-01","2026-01-01"]`, `"2026-01-01" is a string. Write a Date as '{"$date":"2026-01-01T00:00:00Z"}'.`},
		{"at.getTime is not a function", `[{"$date":"2026-01-01T00:00:00Z"},"tomorrow","2026-13-01","2026",1767225600000,null]`, ""},
		{"at.trim is not a function", `["2026-01-01T00:00:00Z"]`, ""},
		{"at.toString is not a function", `["2026-01-01T00:00:00Z"]`, ""},
		{"getTime is not a function", `["2026-01-01T00:00:00Z"]`, ""},
		{"at.getTime is not a function", `[]`, ""},
	} {
		var args []json.RawMessage
		if err := json.Unmarshal([]byte(c.args), &args); err != nil {
			t.Fatal(err)
		}
		if got := dateHint(c.message, args); got != c.want {
			t.Errorf("%s with %s:\n%s\nwant:\n%s", c.message, c.args, got, c.want)
		}
	}
}
