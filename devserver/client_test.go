package devserver_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/devserver"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/migrate/state"
)

func get(t *testing.T, url string) string {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 2 * time.Minute}
	resp, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestClient(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	s := start(t, devserver.Options{IP: "127.0.0.1"}, map[string]string{
		"wrangler.jsonc": `{ "name": "app", "main": "index.ts", "compatibility_date": "2026-10-01",
			"durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }, { "name": "OLD", "class_name": "Old" }] },
			"migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room"], "new_classes": ["Old"] }] }`,
		"index.ts": `import { DurableObject } from "cloudflare:workers";
			export class Room extends DurableObject {
				alarm() {}
				look() { return { name: this.ctx.id.name, value: String(this.ctx.storage.kv.get("v")), kind: this.ctx.storage.kv.get("v")?.constructor?.name, rows: [...this.ctx.storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 't'").raw()].length }; }
			}
			export class Old {
				constructor(private state: DurableObjectState) {}
				async fetch() { return new Response(String(await this.state.storage.get("v"))); }
			}
			export default {
				async fetch(request: Request, env: any) {
					if (request.url.endsWith("/old")) return env.OLD.get(env.OLD.idFromName("a")).fetch(request);
					return Response.json(await env.ROOM.getByName("a").look());
				},
			};`,
	})
	folder := &state.Folder{Dir: filepath.Join(s.dir, ".wrangler", "state")}
	c, err := control.Dial(ctx, folder)
	if err != nil {
		t.Fatal(err)
	}
	room := control.Target{Class: "Room", ID: state.Key("app-Room").ID("a").String(), Name: "a"}
	old := control.Target{Class: "Old", ID: state.Key("app-Old").ID("a").String()}

	// SQL: one transaction, exact types.
	reply, err := c.SQL(ctx, room, map[string]any{"statements": []map[string]any{
		{"sql": "CREATE TABLE t (a, b, c)", "params": []any{}},
		{"sql": "INSERT INTO t VALUES (?, ?, ?)", "params": []any{1.5, "text", map[string]string{"$blob": "AP8="}}},
		{"sql": "SELECT a, b, c, NULL AS d, 9007199254740993 AS e FROM t", "params": []any{}, "query": true},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"results":[{"columns":[],"rows":[]},{"columns":[],"rows":[]},{"columns":["a","b","c","d","e"],"rows":[["r1.5","tdGV4dA==","bAP8=",null,"i9007199254740993"]]}],"written":1}`; string(reply) != want {
		t.Errorf("got %s", reply)
	}
	half := map[string]any{"statements": []map[string]any{{"sql": "INSERT INTO t VALUES (9, 9, 9)", "params": []any{}}, {"sql": "SELECT nope", "params": []any{}}}}
	if reply, err = c.SQL(ctx, room, half); err != nil || !strings.Contains(string(reply), `"failed":{"at":1,"checking":false,"message":"no such column: nope`) {
		t.Errorf("got %s, %v", reply, err)
	}
	if reply, err = c.SQL(ctx, room, map[string]any{"statements": []map[string]any{{"sql": "SELECT count(*) FROM t", "params": []any{}, "query": true}}}); err != nil || !strings.Contains(string(reply), `["i1"]`) {
		t.Errorf("half a transaction stays: %s %v", reply, err)
	}
	var problem *control.ObjectError

	// Values, in all forms that a live object takes.
	for value, want := range map[string]string{
		`{"$date":"2026-11-23T10:00:00.000Z"}`:           "Date",
		`{"$map":[["a",{"$bigint":"1"}]]}`:               "Map",
		`{"$set":[1,{"$undefined":true}]}`:               "Set",
		`{"$bytes":"AP8="}`:                              "Uint8Array",
		`{"$regexp":["a+","gi"]}`:                        "RegExp",
		`{"$error":{"name":"TypeError","message":"m"}}`:  "TypeError",
		`{"a":[1,null,{"$hole":true}],"$$date":"plain"}`: "Object",
		`{"$number":"NaN"}`:                              "Number",
		`{"$headers":[["a","b"]]}`:                       "Headers",
		`{"a":{"$ref":"#"}}`:                             "Object",
	} {
		if err := c.PutKV(ctx, room, "v", json.RawMessage(value)); err != nil {
			t.Errorf("%s: %v", value, err)
		} else if got := get(t, s.url); !strings.Contains(got, `"kind":"`+want+`"`) || !strings.Contains(got, `"name":"a"`) {
			t.Errorf("%s: %s", value, got)
		}
	}
	if err := c.PutKV(ctx, room, "v", json.RawMessage(`{"$raw":"/w8="}`)); !errors.As(err, &problem) || !strings.Contains(err.Error(), "stop it first") {
		t.Errorf("got %v", err)
	}
	if was, err := c.DeleteKV(ctx, room, "v"); err != nil || !was {
		t.Errorf("delete: %v %v", was, err)
	}

	// A class that takes no RPC calls.
	if err := c.PutKV(ctx, old, "v", json.RawMessage(`"hello"`)); err != nil {
		t.Error(err)
	}
	if got := get(t, s.url+"/old"); got != "hello" {
		t.Errorf("old: %q", got)
	}
	if err := c.PutKV(ctx, control.Target{Class: "Nope", ID: room.ID}, "v", json.RawMessage(`1`)); !errors.As(err, &problem) {
		t.Errorf("got %v", err)
	}
	if err := c.SetAlarm(ctx, room, time.Now().Add(time.Hour)); err != nil {
		t.Error(err)
	}
	if err := c.DeleteAlarm(ctx, room); err != nil {
		t.Error(err)
	}

	// While paused, this test has the folder; a request waits, and is handled afterwards.
	resume, err := c.Pause(ctx, "test")
	if err != nil {
		t.Fatal(err)
	}
	lock, err := folder.Lock(t.Context(), state.Holder{Command: "test"})
	if err != nil {
		t.Fatal(err)
	}
	response := make(chan string, 1)
	go func() { response <- get(t, s.url+"/old") }()
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	if err := resume(); err != nil {
		t.Fatal(err)
	}
	next[event.Ready](t, s)
	if got := <-response; got != "hello" {
		t.Errorf("after the pause: %q", got)
	}

	// What keeps the server from the folder afterwards is reported, and it goes on when that is over.
	if resume, err = c.Pause(ctx, "test"); err != nil {
		t.Fatal(err)
	}
	inTheWay := filepath.Join(folder.OwnDir(), "lock.json", "x")
	if err := os.MkdirAll(inTheWay, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := resume(); err != nil {
		t.Fatal(err)
	}
	if f := next[event.Fault](t, s); f.Err == nil || !strings.Contains(f.Err.Error(), "lock.json") {
		t.Errorf("reported %v", f)
	}
	if err := os.RemoveAll(filepath.Dir(inTheWay)); err != nil {
		t.Fatal(err)
	}
	next[event.Ready](t, s)
	if got := get(t, s.url+"/old"); got != "hello" {
		t.Errorf("after that: %q", got)
	}

	// No one gets in without the secret; the files are this user's.
	file := filepath.Join(folder.OwnDir(), "dev.json")
	for _, path := range []string{file, filepath.Join(folder.OwnDir(), "control.sock")} {
		if fi, err := os.Stat(path); err != nil || fi.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v %v", path, fi.Mode(), err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var dev control.DevFile
	if err := json.Unmarshal(data, &dev); err != nil {
		t.Fatal(err)
	}
	forged := bytes.Replace(data, []byte(dev.Secret), []byte(strings.Repeat("0", len(dev.Secret))), 1)
	if err := os.WriteFile(file, forged, 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err = control.Dial(ctx, folder); err != nil {
		t.Fatal(err)
	}
	if err := c.DeleteAlarm(ctx, room); err == nil || !strings.Contains(err.Error(), "403") {
		t.Errorf("with a wrong secret: %v", err)
	}
	if err := os.WriteFile(file, bytes.Replace(data, []byte(`"version": 2`), []byte(`"version": 1`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := control.Dial(ctx, folder); err == nil || !strings.Contains(err.Error(), "version 1") {
		t.Errorf("another version: %v", err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}

	// The server of a folder is not that of its copy; a file that is not one of a server
	// access to none.
	other := &state.Folder{Dir: t.TempDir()}
	if err := os.MkdirAll(other.OwnDir(), 0o700); err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(other.OwnDir(), "dev.json")
	plain := bytes.Replace(data, []byte(`"socket": "`), []byte(`"was": "`), 1)
	for _, content := range [][]byte{data, data[:len(data)/2], plain, nil, []byte("null"), []byte("[1]"), []byte(`{"version":"x","socket":7}`)} {
		if err := os.WriteFile(foreign, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := control.Dial(ctx, other); !errors.Is(err, control.ErrNoServer) {
			t.Errorf("with %q: %v", content, err)
		}
	}

	// A server that is gone is not found, even if its file is still there.
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := control.Dial(ctx, folder); !errors.Is(err, control.ErrNoServer) {
		t.Errorf("got %v", err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := control.Dial(ctx, folder); !errors.Is(err, control.ErrNoServer) {
		t.Errorf("got %v", err)
	}
	if err := os.WriteFile(file, bytes.Replace(data, []byte(`"version": 2`), []byte(`"version": 1`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := control.Dial(ctx, folder); !errors.Is(err, control.ErrNoServer) {
		t.Errorf("of another version, and gone: %v", err)
	}
}
