package devserver_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/go-sourcemap/sourcemap"

	"github.com/dotool-dev/dotool/devserver"
	"github.com/dotool-dev/dotool/devserver/debug/debugtest"
	"github.com/dotool-dev/dotool/devserver/event"
)

// freePort returns an unused port. It is below those that the system gives others, which
// run at the same time, meanwhile.
func freePort() int {
	for {
		port := 20000 + rand.IntN(10000)
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			l.Close()
			return port
		}
	}
}

// script waits for the user's module and returns the lines of its code and its
// source map.
func script(t *testing.T, d *debugtest.Debugger) (url string, code []string, source *sourcemap.Consumer) {
	t.Helper()
	var s struct{ ScriptID, URL, SourceMapURL string }
	if err := json.Unmarshal(d.Next("Debugger.scriptParsed", "/index.js"), &s); err != nil {
		t.Fatal(err)
	}
	_, data, _ := strings.Cut(s.SourceMapURL, "base64,")
	raw, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		t.Fatal(err)
	}
	if source, err = sourcemap.Parse("", raw); err != nil {
		t.Fatal(err, string(raw))
	}
	var text struct{ ScriptSource string }
	if err := json.Unmarshal(d.Do("Debugger.getScriptSource", map[string]string{"scriptId": s.ScriptID}), &text); err != nil {
		t.Fatal(err)
	}
	return s.URL, strings.Split(text.ScriptSource, "\n"), source
}

// testItself has the Worker look for its own debugger, which it may not have.
func testItself(t *testing.T, worker string, port int) {
	t.Helper()
	resp, err := http.Get(worker + "/?debug=" + url.QueryEscape(fmt.Sprintf("http://127.0.0.1:%d/json/list", port)))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if runtime.GOOS == "linux" && resp.StatusCode != http.StatusForbidden {
		t.Errorf("the Worker may debug itself: %s", resp.Status)
	}
}

// TestInspector debugs TypeScript on the real runtime, which names modules in
// another way from compatibility date 2026-11-17 on.
func TestInspector(t *testing.T) {
	t.Parallel()
	newest := regexp.MustCompile(`"compatibility_date": "[^"]*",`).ReplaceAllString(configText, "")
	if newest == configText {
		t.Fatal("the configuration has no date")
	}
	for name, config := range map[string]string{"older": configText, "newest": newest} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testInspector(t, config)
		})
	}
}

func testInspector(t *testing.T, config string) {
	port := freePort()
	s := start(t, devserver.Options{IP: "127.0.0.1", Log: true, Inspector: port}, map[string]string{
		"wrangler.jsonc": config,
		"before.ts":      "export const before = 1;\n",
		"index.ts": `import { DurableObject } from "cloudflare:workers";
import { before } from "./before";
type Answer = { count: number };
interface Unused { nothing: true }
export class Room extends DurableObject {
  count(): Answer {
    const answer: Answer = { count: before };
    console.warn("counted %s", answer.count, { a: 1 });
    console.log({ only: true });
    return answer;
  }
}
export default {
  async fetch(request: Request, env: any) {
    const debug = new URL(request.url).searchParams.get("debug");
    if (debug) return fetch(debug);
    return Response.json(await env.ROOM.getByName("a").count());
  },
};
`,
	})

	testItself(t, s.url, port)
	var targets []struct{ WebSocketDebuggerURL, DevtoolsFrontendURL, Title string }
	list := func(origin string) int {
		t.Helper()
		req, err := http.NewRequest("GET", fmt.Sprintf("http://localhost:%d/json/list", port), nil)
		if err != nil {
			t.Fatal(err)
		}
		if origin != "" {
			req.Header.Set("Origin", origin)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if resp.StatusCode == http.StatusOK {
			if err := json.NewDecoder(resp.Body).Decode(&targets); err != nil {
				t.Fatal(err)
			}
		}
		return resp.StatusCode
	}
	if status := list("https://evil.example"); status != http.StatusForbidden {
		t.Errorf("a foreign page gets %d", status)
	}
	if status := list(""); status != http.StatusOK || len(targets) != 1 || targets[0].Title != "app" {
		t.Fatalf("targets: %d %+v", status, targets)
	}
	d := debugtest.Dial(t, targets[0].WebSocketDebuggerURL)
	d.Do("Runtime.enable", nil)
	d.Do("Debugger.enable", nil)

	ask := func() <-chan string {
		response := make(chan string, 1)
		go func() { // ends with the request
			resp, err := http.Get(s.url)
			if err != nil {
				response <- err.Error()
				return
			}
			defer resp.Body.Close()
			body, _ := io.ReadAll(resp.Body)
			response <- string(body)
		}()
		return response
	}
	// paused waits until the Worker stops in the line of the TypeScript.
	paused := func(source *sourcemap.Consumer) {
		t.Helper()
		p := d.Next("Debugger.paused", "")
		var at struct {
			CallFrames []struct {
				URL      string
				Location struct{ LineNumber, ColumnNumber int }
			}
		}
		if err := json.Unmarshal(p, &at); err != nil {
			t.Fatal(err)
		}
		l := at.CallFrames[0].Location
		file, _, line, _, _ := source.Source(l.LineNumber+1, l.ColumnNumber)
		u, err := url.Parse(file)
		if want := filepath.Join(s.dir, "index.ts"); err != nil || filepath.FromSlash(u.Path) != want || line != 8 {
			t.Fatalf("paused at %s:%d, want %s:8", file, line, want)
		}
		if len(at.CallFrames) != 1 {
			t.Errorf("below the method there are our frames: %s", p)
		}
	}

	at, code, source := script(t, d)
	line := 0
	for i, l := range code {
		if strings.Contains(l, `"counted %s"`) {
			line = i
		}
	}
	set := d.Do("Debugger.setBreakpointByUrl", map[string]any{"lineNumber": line, "columnNumber": 0, "url": at})
	var breakpoint struct{ BreakpointID string }
	if err := json.Unmarshal(set, &breakpoint); err != nil {
		t.Fatal(err)
	}
	clean := func(call string) bool {
		return !strings.Contains(call, "u001e") && !strings.Contains(call, `"url":"dotool`) && !strings.Contains(call, "console\\t")
	}
	response := ask()
	paused(source)
	d.Send("Debugger.resume", nil)
	console := string(d.Next("Runtime.consoleAPICalled", ""))
	if !strings.Contains(console, `"type":"warning"`) || !strings.Contains(console, `"value":"counted %s"`) || !clean(console) {
		t.Errorf("the console says %s", console)
	}
	if console = string(d.Next("Runtime.consoleAPICalled", "")); strings.Contains(console, `"type":"string"`) || !clean(console) {
		t.Errorf("the console says %s", console)
	}
	if got := <-response; got != `{"count":1}` {
		t.Errorf("the Worker responds with %s", got)
	}

	// The code moves in the bundle; the line of TypeScript stays.
	s.write(t, "before.ts", "export const steps = [1, 1];\nsteps.reverse();\nsteps.reverse();\nexport const before = steps[0] + steps[1];\n")
	next[event.Ready](t, s)
	d.Next("Runtime.executionContextsCleared", "")
	_, moved, source := script(t, d)
	if strings.Contains(moved[line], "counted") {
		t.Fatal("the code did not move")
	}
	response = ask()
	paused(source)

	// While it is paused the next code comes: what is paused goes on.
	s.write(t, "before.ts", "export const before = 3;\n")
	next[event.Ready](t, s)
	if got := <-response; got != `{"count":2}` {
		t.Errorf("the paused request gets %s", got)
	}
	d.Next("Runtime.executionContextsCleared", "")
	_, _, source = script(t, d)
	response = ask()
	paused(source)
	d.Do("Debugger.removeBreakpoint", map[string]string{"breakpointId": breakpoint.BreakpointID})
	d.Do("Debugger.resume", nil)
	if got := <-response; got != `{"count":3}` {
		t.Errorf("the Worker responds with %s", got)
	}
	if got := <-ask(); got != `{"count":3}` {
		t.Errorf("without the breakpoint, the Worker responds with %s", got)
	}

	// A comment changes no code, but the lines of the source.
	text, err := os.ReadFile(filepath.Join(s.dir, "index.ts"))
	if err != nil {
		t.Fatal(err)
	}
	s.write(t, "index.ts", "// A comment.\n"+string(text))
	next[event.Unchanged](t, s)
	d.Next("Runtime.executionContextsCleared", "")
	_, code, source = script(t, d)
	for i, l := range code {
		if strings.Contains(l, `"counted %s"`) {
			if _, _, at, _, _ := source.Source(i+1, len(l)-2); at != 9 {
				t.Errorf("after a comment line 8 is line %d", at)
			}
			line = i
		}
	}

	// A debugger that leaves lets the Worker continue.
	d.Do("Debugger.setBreakpointByUrl", map[string]any{"lineNumber": line, "columnNumber": 0, "url": at})
	response = ask()
	d.Next("Debugger.paused", "")
	d.Leave()
	if got := <-response; got != `{"count":3}` {
		t.Errorf("after the debugger left, the Worker responds with %s", got)
	}
	if err := s.stop(); err != nil {
		t.Error(err)
	}
}
