//go:build unix

package commands_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// editor is a client of `dotool check --lsp`.
type editor struct {
	t      *testing.T
	dir    string
	cmd    *exec.Cmd
	in     io.WriteCloser
	stderr bytes.Buffer
	msgs   chan message
	id     int
	found  map[string]published // by file
}

type message struct {
	ID     json.RawMessage
	Method string
	Params json.RawMessage
	Result json.RawMessage
	Error  *struct {
		Code    int
		Message string
	}
}

type published struct {
	URI         string
	Version     *int
	Diagnostics []struct {
		Range           rangeLSP
		Severity        int
		Code            string
		CodeDescription struct{ Href string }
		Message         string
	}
}

type rangeLSP struct{ Start, End struct{ Line, Character int } }

type edits struct {
	Title, Kind string
	Edit        struct {
		Changes map[string][]struct {
			Range   rangeLSP
			NewText string
		}
	}
}

func startEditor(t *testing.T, dir string) *editor {
	e := &editor{t: t, dir: dir, msgs: make(chan message, 1000), found: map[string]published{}}
	e.cmd = exec.Command("dotool", "check", "--lsp")
	e.cmd.Dir, e.cmd.Stderr = t.TempDir(), &e.stderr
	var err error
	if e.in, err = e.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := e.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := e.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.cmd.Process.Kill() })
	go func() { // ends with the server
		defer close(e.msgs)
		r := bufio.NewReader(out)
		for {
			size := 0
			for {
				line, err := r.ReadString('\n')
				if err != nil {
					return
				}
				if line == "\r\n" {
					break
				}
				if n, ok := strings.CutPrefix(line, "Content-Length: "); ok {
					size, _ = strconv.Atoi(strings.TrimSpace(n))
				}
			}
			body := make([]byte, size)
			if _, err := io.ReadFull(r, body); err != nil {
				return
			}
			var m message
			if err := json.Unmarshal(body, &m); err != nil {
				t.Errorf("%v: %s", err, body)
			}
			e.msgs <- m
		}
	}()
	return e
}

func (e *editor) raw(text string) {
	e.t.Helper()
	if _, err := io.WriteString(e.in, text); err != nil {
		e.t.Fatal(err)
	}
}

func (e *editor) send(m map[string]any) {
	e.t.Helper()
	m["jsonrpc"] = "2.0"
	body, err := json.Marshal(m)
	if err != nil {
		e.t.Fatal(err)
	}
	e.raw(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body))
}

func (e *editor) notify(method string, params any) {
	e.t.Helper()
	e.send(map[string]any{"method": method, "params": params})
}

// next is the next message; diagnostics are kept.
func (e *editor) next() message {
	e.t.Helper()
	select {
	case m, ok := <-e.msgs:
		if !ok {
			e.t.Fatalf("the server ended: %s", e.stderr.String())
		}
		if m.Method == "textDocument/publishDiagnostics" {
			var p published
			if err := json.Unmarshal(m.Params, &p); err != nil {
				e.t.Fatal(err)
			}
			e.found[strings.TrimPrefix(p.URI, "file://"+e.dir+"/")] = p
		}
		return m
	case <-time.After(patience):
		e.t.Fatalf("nothing comes from the server: %s\n%+v", e.stderr.String(), e.found)
	}
	return message{}
}

// call sends a request and reads its result, or returns the code of its error.
func (e *editor) call(method string, params, result any) int {
	e.t.Helper()
	e.id++
	e.send(map[string]any{"id": e.id, "method": method, "params": params})
	return e.answer(strconv.Itoa(e.id), result)
}

func (e *editor) answer(id string, result any) int {
	e.t.Helper()
	for {
		m := e.next()
		switch {
		case m.Method != "" || string(m.ID) != id:
		case m.Error != nil:
			return m.Error.Code
		default:
			if result != nil {
				if err := json.Unmarshal(m.Result, result); err != nil {
					e.t.Fatalf("%v: %s", err, m.Result)
				}
			}
			return 0
		}
	}
}

func (e *editor) uri(name string) string { return "file://" + filepath.Join(e.dir, name) }

func (e *editor) open(name, text string) {
	e.t.Helper()
	e.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": e.uri(name), "languageId": "typescript", "version": 1, "text": text}})
}

func (e *editor) change(name string, version int, changes ...map[string]any) {
	e.t.Helper()
	e.notify("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": e.uri(name), "version": version}, "contentChanges": changes})
}

// codes are the diagnostics of a file as RULE LINE:FROM-LINE:TO, counted as editors do.
func (e *editor) codes(name string) []string {
	all := []string{}
	for _, d := range e.found[name].Diagnostics {
		all = append(all, fmt.Sprintf("%s %d:%d-%d:%d", d.Code, d.Range.Start.Line, d.Range.Start.Character, d.Range.End.Line, d.Range.End.Character))
	}
	return all
}

// await waits until the diagnostics of a file are those.
func (e *editor) await(name string, want ...string) {
	e.t.Helper()
	for !slices.Equal(e.codes(name), append([]string{}, want...)) {
		if m := e.next(); m.Method == "window/logMessage" {
			e.t.Fatalf("%s", m.Params)
		}
	}
}

const editorConfig = `{
  "name": "rooms", "main": "src/index.ts", "compatibility_date": "2026-11-01",
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] },
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room"] }],
}
`

const editorRoom = `import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject {
  async find(word: string) {
    /* 😀é */ return this.ctx.storage.sql.exec(` + "`SELECT '${word}'`" + `).toArray();
  }
  async save(text: string) {
    await this.ctx.storage.put("a", text);
    await this.ctx.storage.put("b", text.length);
  }
}
`

func TestEditor(t *testing.T) {
	t.Parallel()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, app := range []string{"one", "two"} {
		write(t, filepath.Join(dir, app, "wrangler.jsonc"), strings.Replace(editorConfig, "rooms", app, 1))
		write(t, filepath.Join(dir, app, "src", "index.ts"), "export { Room } from \"../../shared/room\";\nexport default { fetch: () => new Response() };\n")
	}
	write(t, filepath.Join(dir, "shared", "room.ts"), "import { DurableObject } from \"cloudflare:workers\";\nexport class Room extends DurableObject {}\n")
	e := startEditor(t, dir)

	// What is not a message is passed over, and what is not JSON is refused.
	e.raw("garbage\n\nContent-Length: -5\r\nContent-Length: x\r\n\r\n")
	e.raw("Content-Length: 3\r\n\r\n{{{")
	if code := e.answer("null", nil); code != -32700 {
		t.Errorf("no JSON: %d", code)
	}
	if code := e.call("textDocument/hover", map[string]any{}, nil); code != -32002 {
		t.Errorf("before initialize: %d", code)
	}
	var started struct {
		Capabilities struct{ PositionEncoding string }
		ServerInfo   struct{ Name string }
	}
	e.call("initialize", map[string]any{
		"processId": nil, "rootUri": nil, "workspaceFolders": []any{map[string]any{"uri": "file://" + dir, "name": "all"}},
		"capabilities": map[string]any{"workspace": map[string]any{"didChangeWatchedFiles": map[string]any{"dynamicRegistration": true}}},
	}, &started)
	if started.ServerInfo.Name != "dotool" || started.Capabilities.PositionEncoding != "utf-16" {
		t.Errorf("%+v", started)
	}
	e.notify("initialized", map[string]any{})
	for {
		if m := e.next(); m.Method == "client/registerCapability" {
			e.send(map[string]any{"id": m.ID, "result": nil})
			break
		}
	}

	// Text that is not saved, in a file of two projects: each finding once, at the place that
	// the editor counts.
	const bind, together = "S07 3:58-3:62", "C02 7:27-7:30"
	e.open("shared/room.ts", editorRoom)
	e.await("shared/room.ts", bind, together)
	d := e.found["shared/room.ts"].Diagnostics[0]
	if d.Severity != 1 || !strings.HasPrefix(d.CodeDescription.Href, "https://developers.cloudflare.com/") || !strings.Contains(d.Message, "word becomes part of the SQL text. ") || *e.found["shared/room.ts"].Version != 1 {
		t.Errorf("%+v", d)
	}

	// A change in one file is a finding in another.
	e.open("one/src/index.ts", "export default { fetch: () => new Response() };\n")
	e.await("one/wrangler.jsonc", "A05 2:68-2:74")
	e.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": e.uri("one/src/index.ts")}})
	e.await("one/wrangler.jsonc")

	// Hover explains; elsewhere there is nothing.
	hover := func(line, character int) string {
		var h struct{ Contents struct{ Value string } }
		e.call("textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": e.uri("shared/room.ts")}, "position": map[string]any{"line": line, "character": character}}, &h)
		return h.Contents.Value
	}
	if text := hover(3, 59); !strings.Contains(text, "**S07 bind-parameters** (error)") || !strings.Contains(text, "A value that is part of the text is run as SQL.") || !strings.Contains(text, "dotool check --explain S07") {
		t.Errorf("%s", text)
	}
	if text := hover(0, 0); text != "" {
		t.Errorf("%s", text)
	}

	// Actions: the safe fix, and a comment for whoever writes the reason.
	actions := func(line int, only ...string) (all []edits) {
		at := map[string]any{"line": line, "character": 29}
		e.call("textDocument/codeAction", map[string]any{
			"textDocument": map[string]any{"uri": e.uri("shared/room.ts")}, "range": map[string]any{"start": at, "end": at},
			"context": map[string]any{"diagnostics": []any{}, "only": only},
		}, &all)
		return all
	}
	all := actions(7)
	if len(all) != 3 || all[0].Title != "Fix C02 (writes-together)" || all[1].Title != "Ignore C02 here (write the reason)" || all[2].Kind != "source.fixAll.dotool" {
		t.Fatalf("%+v", all)
	}
	comment := all[1].Edit.Changes[e.uri("shared/room.ts")][0]
	if comment.NewText != "    // dotool-ignore C02: \n" || comment.Range.Start.Line != 7 || comment.Range.Start.Character != 0 {
		t.Errorf("%+v", comment)
	}
	if only := actions(7, "source.fixAll"); len(only) != 1 {
		t.Errorf("%+v", only)
	}
	var changes []map[string]any
	list := all[0].Edit.Changes[e.uri("shared/room.ts")]
	slices.SortFunc(list, func(a, b struct {
		Range   rangeLSP
		NewText string
	}) int {
		return (b.Range.Start.Line-a.Range.Start.Line)*1000 + b.Range.Start.Character - a.Range.Start.Character
	})
	for _, c := range list { // from the end, as each is of the text before
		changes = append(changes, map[string]any{"range": c.Range, "text": c.NewText})
	}
	e.change("shared/room.ts", 2, changes...)
	e.await("shared/room.ts", bind)

	// While something is typed, findings stay; then they are those of the new text.
	e.change("shared/room.ts", 3, map[string]any{"text": "export class Room extends {"})
	hover(0, 0) // a check has been made
	e.await("shared/room.ts", bind)
	e.change("shared/room.ts", 4, map[string]any{"text": editorRoom})
	e.await("shared/room.ts", bind, together)

	// Settings on disk, when the editor says that they changed.
	write(t, filepath.Join(dir, "one", "package.json"), `{ "dotool": { "check": { "S07": "off" } } }`)
	write(t, filepath.Join(dir, "two", "package.json"), `{ "dotool": { "check": { "S07": "off" } } }`)
	e.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{
		map[string]any{"uri": e.uri("one/package.json"), "type": 1}, map[string]any{"uri": e.uri("two/package.json"), "type": 1},
	}})
	e.await("shared/room.ts", together)

	// The configuration as it is typed.
	e.open("two/wrangler.jsonc", "{ x")
	for len(e.codes("two/wrangler.jsonc")) == 0 {
		e.next()
	}
	e.await("shared/room.ts", together)
	e.change("two/wrangler.jsonc", 2, map[string]any{"text": strings.Replace(editorConfig, `"compatibility_date": "2026-11-01",`, "", 1)})
	e.await("two/wrangler.jsonc", "M02 0:0-0:1")
	e.change("two/wrangler.jsonc", 3, map[string]any{"text": editorConfig})
	e.await("two/wrangler.jsonc")

	// A module that no configuration is for.
	outside := filepath.Join(t.TempDir(), "alone.ts")
	e.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": "file://" + outside, "version": 1, "text": editorRoom}})
	e.await("file://"+outside, bind, together)
	e.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": "file://" + outside}})
	e.await("file://" + outside)

	// Requests that end early, are unknown, or make no sense.
	e.id++
	e.send(map[string]any{"id": e.id, "method": "textDocument/hover", "params": map[string]any{"textDocument": map[string]any{"uri": e.uri("shared/room.ts")}, "position": map[string]any{"line": -4, "character": 1 << 40}}})
	e.notify("$/cancelRequest", map[string]any{"id": e.id})
	if code := e.answer(strconv.Itoa(e.id), nil); code != 0 && code != -32800 {
		t.Errorf("cancelled: %d", code)
	}
	if code := e.call("textDocument/definition", map[string]any{}, nil); code != -32601 {
		t.Errorf("unknown: %d", code)
	}
	if code := e.call("textDocument/hover", map[string]any{"position": "x"}, nil); code != -32602 {
		t.Errorf("wrong parameters: %d", code)
	}
	e.notify("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": "untitled:1", "version": 1}})
	e.notify("$/setTrace", map[string]any{"value": "off"})
	if code := e.call("shutdown", nil, nil); code != 0 {
		t.Errorf("shutdown: %d", code)
	}
	if code := e.call("textDocument/hover", map[string]any{}, nil); code != -32600 {
		t.Errorf("after shutdown: %d", code)
	}
	e.notify("exit", nil)
	if err := e.cmd.Wait(); err != nil {
		t.Errorf("%v: %s", err, e.stderr.String())
	}
}

// An editor that dies, or sends nothing that can be read, ends the server.
func TestEditorDies(t *testing.T) {
	t.Parallel()
	for name, last := range map[string]string{"dies": "", "mid-message": "Content-Length: 100\r\n\r\n{", "too long": "Content-Length: 99999999999\r\n\r\n"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := startEditor(t, t.TempDir())
			e.call("initialize", map[string]any{"capabilities": map[string]any{}}, nil)
			e.raw(last)
			if name != "too long" {
				e.in.Close()
			}
			for range e.msgs {
			}
			var exit *exec.ExitError
			if err := e.cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 1 || strings.Contains(e.stderr.String(), "goroutine") {
				t.Errorf("%v: %s", err, e.stderr.String())
			}
		})
	}
}

// Places are in bytes for an editor that prefers them.
func TestEditorCountsBytes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "wrangler.jsonc"), `{"name": "w", "main": "index.js", "compatibility_date": "2026-11-01"}`)
	e := startEditor(t, dir)
	var started struct {
		Capabilities struct{ PositionEncoding string }
	}
	e.call("initialize", map[string]any{
		"rootUri": "file://" + dir, "capabilities": map[string]any{"general": map[string]any{"positionEncodings": []string{"utf-8", "utf-16"}}},
	}, &started)
	if started.Capabilities.PositionEncoding != "utf-8" {
		t.Errorf("%+v", started)
	}
	e.notify("initialized", map[string]any{})
	line := "/* é😀 */ export class A extends DurableObject { a(b) { return this.ctx.storage.sql.exec(`SELECT '${b}'`).toArray(); } }"
	e.open("index.js", `import { DurableObject } from "cloudflare:workers";`+"\n"+line+"\nexport default {};\n")
	at := strings.Index(line, "b}")
	e.await("index.js", fmt.Sprintf("S07 1:%d-1:%d", at, at+1))
	e.in.Close()
	for range e.msgs {
	}
	_ = e.cmd.Wait() // with 1, since nothing was said before
}
