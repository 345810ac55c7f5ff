package page

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/trace"
)

const chrome = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"

// failed is a failure that contains everything that must be escaped.
func failed(accept string) failure {
	text := `<img src=x onerror=alert(1)> "quoted" </style></title><script>alert(2)</script>`
	return failure{
		Accept: accept, Method: "GET", URL: "http://localhost/?q=<script>",
		Error: &trace.ThrownError{Name: "Error", Message: text, Stack: "\n    at <script> (index.js:1:2)\n    at Object.fetch (index.js:3:4)"},
	}
}

func respond(t *testing.T, f failure) (kind, body string, header func(string) string) {
	t.Helper()
	w := httptest.NewRecorder()
	failurePage(w, f, &trace.Source{}, nil)
	if w.Code != 500 || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	return w.Header().Get("Content-Type"), w.Body.String(), w.Header().Get
}

func TestPageEscapes(t *testing.T) {
	t.Parallel()
	f := failed(chrome)
	name := "<b>lobby</b>"
	f.Object = &struct {
		Class  string             `json:"class"`
		ID     string             `json:"id"`
		Name   *string            `json:"name"`
		Method string             `json:"method"`
		Error  *trace.ThrownError `json:"error"`
	}{"Room", "abcd", &name, "<i>join</i>", f.Error}
	kind, body, header := respond(t, f)
	if kind != "text/html; charset=utf-8" {
		t.Errorf("Content-Type %s", kind)
	}
	for _, tag := range []string{"<script", "<img", "<b>lobby", "<i>join"} {
		if strings.Contains(body, tag) {
			t.Errorf("%s is not escaped:\n%s", tag, body)
		}
	}
	if n := strings.Count(body, "</style>"); n != 1 {
		t.Errorf("%d ends of style", n)
	}
	// The style is allowed by a nonce that differs for each page; nothing else is
	// loaded.
	nonce := regexp.MustCompile(`<style nonce="(\w+)">`).FindStringSubmatch(body)
	if nonce == nil || !strings.Contains(header("Content-Security-Policy"), "default-src 'none'; style-src 'nonce-"+nonce[1]+"'") {
		t.Errorf("nonce %v, policy %s", nonce, header("Content-Security-Policy"))
	}
	if _, again, _ := respond(t, f); strings.Contains(again, nonce[1]) {
		t.Error("the nonce comes again")
	}
	if m := regexp.MustCompile(`(?:src|href)="[^v][^"]*"|url\(|@import|ZgotmplZ`).FindString(body); m != "" {
		t.Errorf("the page has %s", m)
	}
}

func TestPageKinds(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]string{
		chrome:                            "text/html; charset=utf-8",
		"":                                "text/plain; charset=utf-8",
		"*/*":                             "text/plain; charset=utf-8",
		"application/json":                "application/json",
		"application/json, text/html;q=0": "application/json",
		"text/html, application/json":     "text/html; charset=utf-8",
	} {
		kind, body, _ := respond(t, failed(accept))
		if kind != want {
			t.Errorf("%q: %s, want %s", accept, kind, want)
		}
		if kind == "application/json" {
			var line event.Line
			if err := json.Unmarshal([]byte(body), &line); err != nil || line.Error.Frames[1].Text != "at Object.fetch (index.js:3:4)" || line.Method != "fetch" || line.Event != "exception" {
				t.Errorf("%v: %s", err, body)
			}
		}
	}
}

// A value that is not an Error, an empty error, and one that is far too large get a
// response soon.
func TestPageOfOddErrors(t *testing.T) {
	t.Parallel()
	value := `{…}`
	deep := &trace.ThrownError{Name: "Error", Message: "0"}
	for e, i := deep, 0; i < 5; i++ {
		e.Cause = &trace.ThrownError{Name: "Error", Message: strings.Repeat("m", 16_000), Stack: strings.Repeat("\n    at f (index.js:1:2)", 600)}
		e = e.Cause
	}
	for name, e := range map[string]*trace.ThrownError{
		"value": {Thrown: &value},
		"empty": {},
		"lines": {Name: "Error", Message: strings.Repeat("line\n", 3000)},
		"deep":  deep,
	} {
		for _, accept := range []string{chrome, "*/*", "application/json"} {
			start := time.Now()
			_, body, _ := respond(t, failure{Accept: accept, Error: e})
			if body == "" || len(body) > 1<<20 {
				t.Errorf("%s, %s: %d bytes", name, accept, len(body))
			}
			if took := time.Since(start); took > time.Minute {
				t.Errorf("%s, %s: took %v", name, accept, took)
			}
		}
	}
	if _, body, _ := respond(t, failure{Accept: "*/*", Error: &trace.ThrownError{Thrown: &value}}); !strings.HasPrefix(body, "thrown: {…}\n") {
		t.Error(body)
	}
}

// A response without failure is not mistaken for one.
func TestPageOfNothing(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "{", "{}", `{"error":null}`, `{"error":` + strings.Repeat(" ", maxFailure) + `{}}`} {
		w := httptest.NewRecorder()
		Serve(w, httptest.NewRequest("POST", "/error", strings.NewReader(body)), true, func(string) *trace.Source { return nil }, nil)
		if w.Code != 400 {
			t.Errorf("%.20s: %d", body, w.Code)
		}
	}
	w := httptest.NewRecorder()
	Serve(w, httptest.NewRequest("POST", "/error", strings.NewReader(`{"error":{"name":"Error","message":"early"}}`)), true, func(string) *trace.Source { return nil }, nil)
	if w.Code != 500 || !strings.HasPrefix(w.Body.String(), "Error: early\n") {
		t.Errorf("before anything serves: %d %s", w.Code, w.Body)
	}
}

// Source is shown where the Worker was reached by a name of this machine, or by that of its
// origin, which a server without a public name has in place of it.
func TestLocalPages(t *testing.T) {
	t.Parallel()
	source := &trace.Source{Project: &config.Project{Dev: config.Dev{Origin: config.Origin{Host: "shop.example.com"}}}}
	for at, want := range map[string]bool{
		"http://localhost:8787/": true, "https://LOCALHOST/": true, "http://app.localhost:1/": true, "http://127.0.0.1:8787/": true, "http://127.1.2.3/": true, "http://[::1]:8787/": true,
		"http://shop.example.com/a": true, "Host: localhost:8787": true, "Host: [::1]:8787": true, "Host: evil.example:8787": false, "Host: localhost@evil.example": false, "Host: localhost:80:evil.example": false,
		"http://evil.example/": false, "http://evil.example:8787/": false, "http://localhost.evil.example/": false, "http://notlocalhost/": false,
		"http://127.0.0.1.evil.example/": false, "http://192.168.0.2:8787/": false, "http://localhost@evil.example/": false, "http://shop.example.com.evil.example/": false, "": false,
	} {
		body := fmt.Sprintf(`{"url":%q,"error":{"name":"Error","message":"secret"}}`, at)
		if host, ok := strings.CutPrefix(at, "Host: "); ok {
			body = fmt.Sprintf(`{"url":"http://localhost/","host":%q,"error":{"name":"Error","message":"secret"}}`, host)
		}
		for _, everywhere := range []bool{false, true} {
			w := httptest.NewRecorder()
			Serve(w, httptest.NewRequest("POST", "/error", strings.NewReader(body)), everywhere, func(string) *trace.Source { return source }, nil)
			if w.Code != 500 || strings.Contains(w.Body.String(), "secret") != (want || everywhere) {
				t.Errorf("%s, %v: %d %s", at, everywhere, w.Code, w.Body)
			}
		}
	}
}

func TestPageLinks(t *testing.T) {
	t.Parallel()
	frame := newPageFrame(event.Frame{Function: "Object.fetch", Pos: pos("/a b/ü#?\"<.ts", 7, 9)}, nil)
	if frame.Link != `vscode://file/a%20b/%C3%BC%23%3F%22%3C.ts:7:9` || frame.Function != "fetch" || frame.Place != "/a b/ü#?\"<.ts:7:9" {
		t.Errorf("%+v", frame)
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	stack := func(files ...string) *event.Error {
		e := &event.Error{}
		for _, f := range files {
			if f == "" {
				e.Stack = append(e.Stack, event.Frame{Text: "at runtime"})
			} else {
				e.Stack = append(e.Stack, event.Frame{Function: "f", Pos: pos(f, 1, 1), Text: "at f"})
			}
		}
		return e
	}
	for _, tt := range []struct {
		e    *event.Error
		want string
	}{
		{stack("/p/a.ts", "/p/a.ts", "/p/b.ts"), "/p/a.ts×2 /p/b.ts"},
		{stack("/p/node_modules/hono/x.js", "/p/node_modules/@a/b/x.js", "", "/p/a.ts", ""), "… 3 more of hono, @a/b, runtime /p/a.ts … 1 more of runtime"},
		// If no frame is in the user's code, the first three in packages are shown.
		{stack("/p/node_modules/h/1", "/p/node_modules/h/2", "/p/node_modules/h/3", "/p/node_modules/h/4", ""), "/p/node_modules/h/1 /p/node_modules/h/2 /p/node_modules/h/3 … 2 more of h, runtime"},
		{stack(), ""},
	} {
		var got []string
		for _, row := range tt.e.Fold() {
			switch {
			case row.Folded != nil:
				got = append(got, row.String())
			case row.Times > 1:
				got = append(got, row.Frame.Pos.File+"×2")
			default:
				got = append(got, row.Frame.Pos.File)
			}
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("got  %s\nwant %s", s, tt.want)
		}
	}
}

func TestCode(t *testing.T) {
	t.Parallel()
	text := "one\n\n\tif (a) {\r\n\t\tthrow new Error(\"界\", cause); // " + strings.Repeat("x", 100) + "\n\t}\n\nlast"
	rows := func(line, column, width int) string {
		var files trace.SourceFiles
		c := files.Code(pos("x.ts", line, column), func() (string, bool) { return text, true })
		if c == nil {
			return "none"
		}
		var b strings.Builder
		for _, r := range c.Rows(width) {
			if width > 0 && event.Cells(r.Text) > width {
				t.Errorf("wider than %d: %s", width, r.Text)
			}
			b.WriteString(r.Text + "\n")
		}
		return b.String()
	}
	long := `throw new Error("界", cause); // ` + strings.Repeat("x", 100)
	for _, tt := range []struct {
		line, column, width int
		want                string
	}{
		{4, 3, 0, "if (a) {\n  " + long + "\n  ^\n}\n"},
		// The column counts UTF-16 units, the caret cells.
		{4, 24, 0, "if (a) {\n  " + long + "\n" + strings.Repeat(" ", 24) + "^\n}\n"},
		{4, 3, 20, "if (a) {\n  throw new Error(\"…\n  ^\n}\n"},
		// The other lines are shown from their beginning.
		{4, 60, 20, "if (a) {\n…xxxxxxxxxxxxxxxxxx…\n          ^\n}\n"},
		{1, 1, 0, "one\n^\n"},
		{7, 1, 0, "  }\n\nlast\n^\n"},
		{8, 1, 0, "none"},
		{0, 1, 0, "none"},
		{1, 99, 0, "one\n   ^\n"},
	} {
		if got := rows(tt.line, tt.column, tt.width); got != tt.want {
			t.Errorf("%d:%d in %d:\n%s\nwant\n%s", tt.line, tt.column, tt.width, got, tt.want)
		}
	}
}

// Whatever the source is, a frame fits and nothing panics.
func FuzzCode(f *testing.F) {
	f.Add("a\tb", 2, 10)
	f.Add("界界\x1b[31m\u200d", 3, 1)
	f.Fuzz(func(t *testing.T, line string, column, width int) {
		c := &event.Code{Pos: pos("x", 2, column), First: 1, Lines: []string{"first", line, "last"}}
		for _, r := range c.Rows(max(width, 0)) {
			if width > 1 && r.Number > 0 && event.Cells(r.Text) > width {
				t.Errorf("%d cells in %d: %q", event.Cells(r.Text), width, r.Text)
			}
			if strings.ContainsRune(r.Text, '\x1b') {
				t.Errorf("an escape: %q", r.Text)
			}
		}
	})
}

func pos(file string, line, column int) diag.Pos {
	return diag.Pos{File: file, Line: line, Column: column}
}
