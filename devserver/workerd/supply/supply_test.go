package supply

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Both protocols, and what is not asked for.
func TestAsked(t *testing.T) {
	t.Parallel()
	get := func(query string) *http.Request { return httptest.NewRequest("GET", "/?"+query, nil) }
	post := func(body string) *http.Request { return httptest.NewRequest("POST", "/", strings.NewReader(body)) }
	for _, c := range []struct {
		request *http.Request
		want    string
	}{
		{get("specifier=%2Findex.js&referrer=%2Fdotool-load.js&rawSpecifier=.%2Findex.js"), "index.js"},
		{get("specifier=%2Fa%20b%2Findex.js"), "a b/index.js"},
		{get("specifier=node%3Afs"), "node:fs"},
		{get(""), ""},
		{post(`{"type":"import","specifier":"file:///bundle/index.js","rawSpecifier":"./index.js","referrer":"file:///bundle/main.js"}`), "index.js"},
		{post(`{"specifier":"file:///bundle/a%20b/index.js"}`), "a b/index.js"},
		{post(`{"specifier":"file:///bundle/index.js?x"}`), ""},
		{post(`{"specifier":"file:///bundle/index.js#x"}`), ""},
		{post(`{"specifier":"%"}`), ""},
		{post(`{`), ""},
		{post(`{"specifier":"` + strings.Repeat("x", 2<<20) + `"}`), ""},
	} {
		if got := asked(c.request); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.request.Method, c.request.URL, got, c.want)
		}
	}
}

func FuzzAsked(f *testing.F) {
	f.Add("GET", "specifier=%2Findex.js", "")
	f.Add("POST", "", `{"specifier":"file:///bundle/index.js"}`)
	f.Fuzz(func(t *testing.T, method, query, body string) {
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.Method, r.URL.RawQuery = method, query
		asked(r)
	})
}

func TestModule(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "s") // t.TempDir is too long for a socket's name
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	for _, end := range []string{"given", "closed"} {
		path := filepath.Join(dir, end)
		m, err := Listen(path, "index.js")
		if err != nil {
			t.Fatal(err)
		}
		if fi, err := os.Stat(path); err != nil || fi.Mode().Perm()&0o077 != 0 {
			t.Errorf("%v, %v", fi.Mode(), err)
		}
		client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", strings.TrimPrefix(m.Address, "unix:"))
		}}}
		ask := func(name string) string {
			resp, err := client.Get("http://localhost/?specifier=" + name)
			if err != nil {
				return "cut"
			}
			defer resp.Body.Close()
			b, _ := io.ReadAll(resp.Body)
			return string(b)
		}
		if got := ask("/other.js"); got != "" {
			t.Errorf("another module: %q", got)
		}
		answer := make(chan string)
		go func() { answer <- ask("/index.js") }()
		if end == "given" {
			m.Give([]byte("export default \"<>&é\";\n"))
			if got := strings.TrimSpace(<-answer); got != `{"esModule":"export default \"<>&é\";\n"}` {
				t.Errorf("the module: %s", got)
			}
			if got := ask("/other.js"); got != "" {
				t.Errorf("another module: %q", got)
			}
		}
		m.Close()
		m.Close()
		if end == "closed" {
			if got := <-answer; got != "" && got != "cut" {
				t.Errorf("after the end: %q", got)
			}
		}
		if _, err := os.Lstat(path); !os.IsNotExist(err) {
			t.Errorf("the socket is left: %v", err)
		}
		client.CloseIdleConnections()
	}
	(*Module)(nil).Close()
}
