package devserver

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"github.com/dotool-dev/dotool/devserver/render"
	"github.com/dotool-dev/dotool/devserver/trace"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/devserver/workerd/workerdtest"
)

// internals is what dotool assumes of workerd beyond what is documented. It is
// tested on the runtime that the tests run on and, in CI, on the oldest one that
// dotool accepts: a row that fails says which file leans on it.
//
// A row is JavaScript whose value must be true. It sees ctx, env and info, what an
// alarm was given, in an object; env.ROOM, env.LEGACY and env.BARE are namespaces; in the
// control Worker also unsafe, in an internal module what that imports and given, the bindings of
// a wrapped one.
var internals = []struct{ where, name, usedBy, js string }{
	// What is patched in place, see host/wrap.js.
	{"object", "storage has the alarm's methods", "host/hold.js",
		`["setAlarm", "getAlarm", "deleteAlarm", "deleteAll"].every((m) => method(Object.getPrototypeOf(ctx.storage), m))`},
	{"object", "storage has transactions", "host/storage.js", `method(Object.getPrototypeOf(ctx.storage), "transaction")`},
	{"object", "a transaction has methods of its own", "host/hold.js, host/limits.js",
		`await ctx.storage.transaction(async (txn) => Object.getPrototypeOf(txn) !== Object.getPrototypeOf(ctx.storage) && ["setAlarm", "getAlarm", "deleteAlarm", "deleteAll", "put", "get", "delete"].every((m) => method(Object.getPrototypeOf(txn), m)))`},
	{"object", "storage has the methods of entries", "host/limits.js",
		`["put", "get", "delete"].every((m) => method(Object.getPrototypeOf(ctx.storage), m))`},
	{"object", "sql.exec is a method of a prototype", "host/limits.js", `method(Object.getPrototypeOf(ctx.storage.sql), "exec")`},
	{"object", "so is kv.put", "host/limits.js", `method(Object.getPrototypeOf(ctx.storage.kv), "put")`},
	{"object", "the state has its methods on a prototype", "host/state.js",
		`["abort", "acceptWebSocket", "getWebSockets", "blockConcurrencyWhile", "waitUntil"].every((m) => method(Object.getPrototypeOf(ctx), m))`},
	{"object", "the state has a container of its own, which can be replaced", "host/state.js", `Object.getOwnPropertyDescriptor(ctx, "container")?.configurable === true`},
	{"object", "the patched methods can be replaced", "host/wrap.js",
		`[[ctx, "abort"], [ctx.storage, "put"], [ctx.storage.sql, "exec"], [env.ROOM, "get"]].every(([o, m]) => Object.getOwnPropertyDescriptor(Object.getPrototypeOf(o), m).configurable)`},
	{"object", "sources of streams are given by a class that can be replaced", "host/streams.js",
		`["ReadableStream", "WritableStream", "TransformStream"].every((name) => { const F = globalThis[name]; Object.defineProperty(globalThis, name, { ...Object.getOwnPropertyDescriptor(globalThis, name), value: F }); return typeof F === "function" && globalThis[name] === F; })`},
	{"object", "controllers of streams have error", "host/streams.js",
		`["ReadableStreamDefaultController", "ReadableByteStreamController", "TransformStreamDefaultController"].every((name) => method(globalThis[name].prototype, "error"))`},
	{"object", "listeners are added by methods of EventTarget", "host/sockets.js",
		`["addEventListener", "removeEventListener"].every((m) => method(EventTarget.prototype, m)) && WebSocket.prototype instanceof EventTarget`},
	{"object", "the console has what is replaced", "host/console.js, host/report.js",
		`["debug", "info", "log", "warn", "error", "dir", "dirxml", "trace", "assert", "count", "countReset", "time", "timeLog", "timeEnd", "table"].every((m) => method(console, m))`},
	{"object", "a namespace in ctx.exports inherits the methods of others", "host/objects.js",
		`ctx.exports === undefined || Object.getPrototypeOf(env.ROOM).isPrototypeOf(ctx.exports.Room)`},
	{"object", "namespaces share a prototype with their methods", "host/objects.js",
		`["idFromName", "idFromString", "newUniqueId", "get", "getByName"].every((m) => method(Object.getPrototypeOf(env.ROOM), m)) && Object.getPrototypeOf(env.ROOM) === Object.getPrototypeOf(env.BARE)`},
	{"object", "an id prints as 64 digits", "host/objects.js", `/^[0-9a-f]{64}$/.test(env.ROOM.idFromName("x").toString()) && ctx.id.toString().length === 64`},
	{"object", "stubs share a prototype", "host/objects.js", `Object.getPrototypeOf(env.ROOM.getByName("x")) === Object.getPrototypeOf(env.BARE.getByName("y"))`},
	{"object", "WebSockets have accept and events", "host/sockets.js, host/state.js", `method(WebSocket.prototype, "accept") && "addEventListener" in WebSocket.prototype && "readyState" in WebSocket.prototype`},
	{"object", "request.cf is a getter of the prototype", "host/cf.js", `typeof Object.getOwnPropertyDescriptor(Request.prototype, "cf")?.get === "function"`},
	{"object", "stubs, promises and properties of RPC have classes", "host/calls.js, host/inspect.js, host/worker.js",
		`["RpcStub", "RpcPromise", "RpcProperty", "RpcTarget", "WorkerEntrypoint", "DurableObject"].every((c) => typeof workers[c] === "function")`},
	{"object", "a stub is not an instance that has keys", "host/codec.js", `Object.keys(env.ROOM.getByName("x")).every((k) => ["id", "name"].includes(k))`},
	{"object", "a promise of RPC is a function", "host/calls.js", `typeof env.ROOM.getByName("x").anything === "function"`},
	{"object", "AsyncLocalStorage follows await and timers", "host/objects.js",
		`await store.run(7, async () => { await scheduler.wait(1); return store.getStore() === 7; })`},
	{"object", "an alarm gets its time and its retries", "host/hold.js",
		`info.retryCount === 0 && info.isRetry === false && Math.abs(Number(info.scheduledTime) - Date.now()) < 60_000`},
	{"object", "an alarm that is set to the present fires", "host/hold.js", `info !== undefined`},
	{"object", "an alarm far ahead is kept to the millisecond", "host/hold.js",
		`await (async () => { const at = Date.now() + 200 * 365 * 86_400_000; await ctx.storage.setAlarm(at); return await ctx.storage.getAlarm() === at; })()`},
	{"object", "an instance may be a proxy", "host/object.js", `proxied === true`},
	{"object", "the exports of the state are one object, whose properties can be deleted", "host/state.js",
		`ctx.exports === undefined || (ctx.exports === ctx.exports && delete ctx.exports.Hidden && ctx.exports.Hidden === undefined)`},

	// Modules that are internal to workerd, in a wrapped binding, which sees them.
	{"internal", "the classes of cloudflare:workers are in an internal module", "host/inspect.js, host/worker.js",
		`["RpcStub", "RpcPromise", "RpcProperty", "RpcTarget", "WorkerEntrypoint", "DurableObject"].every((c) => typeof workers[c] === "function")`},
	{"internal", "AsyncLocalStorage is in an internal module", "host/objects.js", `new hooks.AsyncLocalStorage().run(7, () => true)`},
	{"internal", "the formatter of the console is in an internal module", "host/console.js, host/inspect.js",
		`typeof customInspectSymbol === "symbol" && formatWithOptions({ colors: false }, "%s %d", "a", 1, [2]) === "a 1 [ 2 ]"`},
	{"internal", "a wrapped binding sees the bindings that it is given", "host/worker.js",
		`given.TEXT === "text" && typeof Object.getPrototypeOf(given.NAMESPACE).get === "function"`},

	{"object", "a wrapped binding is made before the Worker's modules run, in the same globals", "host/worker.js", `before`},

	// Texts of errors.
	{"object", "a class without alarm() refuses setAlarm", "commands/alarm.go", `/alarm\(\)/.test(await message(env.BARE.getByName("x").set()))`},
	{"object", "a method that is not there", "hint.go, host/own.js", `/^The RPC receiver does not implement the method "nope"\.?$/.test(await message(env.ROOM.getByName("x").nope()))`},
	{"object", "a value that cannot be copied", "talk.go", `await name(env.ROOM.getByName("x").echo(Symbol())) === "DataCloneError"`},
	{"object", "an object of a class that extends nothing takes no RPC", "host/call.js, talk.go", `/RPC/.test(await message(env.LEGACY.get(env.LEGACY.idFromName("x")).anything()))`},
	{"object", "NOT NULL names the column", "hint.go",
		`(() => { try { ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS t (a NOT NULL); INSERT INTO t VALUES (NULL)"); } catch (e) { return /NOT NULL constraint failed: t\.a: SQLITE_CONSTRAINT/.test(e.message); } })()`},
	{"object", "a table that is not there", "hint.go", `(() => { try { ctx.storage.sql.exec("SELECT * FROM gone"); } catch (e) { return /no such table: gone/.test(e.message); } })()`},
	{"control", "only objects that run can be evicted", "host/control.js", `/not currently running/.test(await message(unsafe.evict(env.ROOM.getByName("never"), {})))`},
	{"control", "what ends all objects names itself", "talk.go",
		`/abortAllDurableObjects/.test(await (async () => { const hangs = message(env.ROOM.getByName("hangs").hang()); await env.ROOM.getByName("hangs").echo(1); await unsafe.abortAllDurableObjects(); return await hangs; })())`},

	// workerd:unsafe.
	{"control", "workerd:unsafe has evict and what acts on all objects", "host/control.js",
		`["evict", "evictAllDurableObjects", "abortAllDurableObjects"].every((f) => typeof unsafe[f] === "function")`},
	{"control", "a debug port is connected to by its address", "host/products/registry.js",
		`["getEntrypoint", "getActor"].every((m) => typeof env.PORT.connect("127.0.0.1:1")[m] === "function")`},
	{"control", "stubs say what they are", "host/products/registry.js",
		`Object.prototype.toString.call(env.ROOM.getByName("a")) === "[object DurableObject]" && Object.prototype.toString.call(env.USER) === "[object Fetcher]"`},
	{"control", "evict takes an object out of memory", "host/control.js",
		`await (async () => { const o = env.ROOM.getByName("evicted"), was = await o.since(); await unsafe.evict(o, {}); return await o.since() !== was; })()`},

	// On disk.
	{"object", "entries lie in _cf_KV", "inspect/edit.go",
		`(ctx.storage.kv.put("k", 1), /key\s+TEXT PRIMARY KEY.*value\s+BLOB.*WITHOUT ROWID/is.test(schema(ctx, "_cf_KV")))`},
	{"object", "the alarm lies in _cf_METADATA", "inspect/alarm.go",
		`(await ctx.storage.setAlarm(Date.now() + 1e9), await ctx.storage.sync(), /key\s+INTEGER PRIMARY KEY.*value/is.test(schema(ctx, "_cf_METADATA")))`},
}

const internalsRoom = `
import * as workers from "cloudflare:workers";
import { AsyncLocalStorage } from "node:async_hooks";
const { DurableObject } = workers;
const store = new AsyncLocalStorage();
const before = typeof globalThis.internal === "function";
const method = (proto, name) => typeof Object.getOwnPropertyDescriptor(proto, name)?.value === "function";
const message = (promise) => promise.then(() => "", (e) => e.message);
const name = (promise) => promise.then(() => "", (e) => e.name);
const schema = (ctx, table) => ctx.storage.sql.exec("SELECT sql FROM sqlite_master WHERE name = ?", table).toArray()[0]?.sql ?? "none";
const rows = { __proto__: null, %s };
class Raw extends DurableObject {
  born = Math.random();
  since() { return this.born; }
  echo(x) { return x; }
  hang() { return new Promise((resolve) => setTimeout(resolve, 60_000)); }
  fail() { throw new TypeError("a message\nof two lines"); }
  async alarm(info) { this.info = info; this.rang?.(); }
  async row(name, proxied) {
    const { ctx, env } = this;
    if (this.info === undefined) {
      const rang = new Promise((resolve) => (this.rang = resolve));
      await ctx.storage.setAlarm(Date.now());
      await rang;
    }
    const { info } = this;
    return name in rows ? rows[name]({ ctx, env, info, proxied }) : globalThis.internal(name);
  }
}
export const Room = new Proxy(Raw, {
  construct(target, args, newTarget) {
    const instance = Reflect.construct(target, args, newTarget);
    return new Proxy(instance, {
      get(_, key) {
        const value = Reflect.get(instance, key, instance);
        if (key === "row") return (name) => instance.row(name, true);
        return typeof value === "function" ? (...args) => value.apply(instance, args) : value;
      },
    });
  },
});
export class Hidden extends workers.WorkerEntrypoint {}
export class Bare extends DurableObject { set() { return this.ctx.storage.setAlarm(Date.now()); } }
export class Legacy { constructor(ctx) { this.ctx = ctx; } fetch() { return new Response("legacy"); } }
export default { fetch() { return new Response("user"); } };
`

const internalsInternal = `
import workers from "cloudflare-internal:workers";
import hooks from "node-internal:async_hooks";
import { customInspectSymbol, formatWithOptions } from "node-internal:internal_inspect";
const rows = { __proto__: null, %s };
export const install = (given) => { globalThis.internal = (name) => rows[name]({ given }); };
`

const internalsControl = `
import unsafe from "workerd:unsafe";
const message = (promise) => promise.then(() => "", (e) => e.message);
const rows = { __proto__: null, %s };
export default {
  async fetch(request, env) {
    const { pathname, searchParams: q } = new URL(request.url);
    try {
      if (pathname === "/fail") return new Response(await message(env.ROOM.getByName("fails").fail()));
      const f = rows[q.get("name")];
      return Response.json(f ? await f({ env }) : await env.ROOM.getByName("row").row(q.get("name")));
    } catch (error) {
      return Response.json(String(error.stack));
    }
  },
};
`

func TestInternals(t *testing.T) {
	runtime := workerdtest.Runtime(t)
	list := func(where string, params string) string {
		var b strings.Builder
		for _, row := range internals {
			if row.where == where {
				name, _ := json.Marshal(row.name)
				fmt.Fprintf(&b, "\n[%s]: async ({ %s }) => %s,", name, params, row.js)
			}
		}
		return b.String()
	}
	dir := t.TempDir()
	objects := filepath.Join(dir, "do")
	if err := os.Mkdir(objects, 0o700); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	socket, err := l.(*net.TCPListener).File()
	l.Close()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	esm := func(format, rows string) []workerd.Module {
		return []workerd.Module{{Name: "index.js", Kind: workerd.ESM, Content: fmt.Appendf(nil, format, rows)}}
	}
	bindings := func(service string) (list []workerd.Binding) {
		for _, class := range []string{"Room", "Bare", "Legacy"} {
			list = append(list, workerd.Binding{Name: strings.ToUpper(class), Value: workerd.NamespaceBinding{ClassName: class, Service: service}})
		}
		return list
	}
	installed := workerd.Binding{Name: "INSTALLED", Value: workerd.WrappedBinding{Module: "internals:rows", Function: "install", Bindings: []workerd.Binding{
		{Name: "TEXT", Value: workerd.TextBinding("text")},
		{Name: "NAMESPACE", Value: workerd.NamespaceBinding{ClassName: "Room"}},
	}}}
	var mu sync.Mutex // guards stderr
	var stderr []string
	p, err := workerd.Start(t.Context(), workerd.Options{
		Binary: runtime.Path, Dir: filepath.Join(dir, "workerd"), Verbose: true,
		Sockets: map[string]*os.File{render.ControlSocket: socket},
		Stderr: func(line []byte) {
			mu.Lock()
			defer mu.Unlock()
			stderr = append(stderr, string(line))
		},
		Config: &workerd.Config{
			Internal: []workerd.Module{{Name: "internals:rows", Kind: workerd.ESM, Content: fmt.Appendf(nil, internalsInternal, list("internal", "given"))}},
			Workers: []workerd.Worker{{
				Name: render.UserService("app"), Modules: esm(internalsRoom, list("object", "ctx, env, info, proxied")),
				CompatibilityDate: runtime.Date, CompatibilityFlags: []string{"nodejs_als"}, Bindings: append(bindings(""), installed), Storage: render.ObjectsService,
				Namespaces: []workerd.Namespace{
					{ClassName: "Room", UniqueKey: "app-Room", SQL: true}, {ClassName: "Bare", UniqueKey: "app-Bare", SQL: true}, {ClassName: "Legacy", UniqueKey: "app-Legacy"},
				},
			}, {
				Name: render.ControlService, Modules: esm(internalsControl, list("control", "env")),
				CompatibilityDate: "2026-01-01", CompatibilityFlags: []string{"unsafe_module"}, Bindings: append(bindings(render.UserService("app")),
					workerd.Binding{Name: "PORT", Value: workerd.DebugPortBinding{}},
					workerd.Binding{Name: "USER", Value: workerd.ServiceBinding{Service: render.UserService("app")}}),
			}},
			Services: []workerd.Service{{Name: render.ObjectsService, Value: workerd.Disk{Path: objects, Writable: true}}},
			Sockets:  []workerd.Socket{{Name: render.ControlSocket, Service: workerd.Designator{Service: render.ControlService}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	stopped := false
	defer func() {
		if !stopped {
			_ = p.Stop(context.Background())
		}
	}()
	get := func(path string) string {
		t.Helper()
		client := &http.Client{Timeout: 2 * time.Minute, Transport: &http.Transport{DisableKeepAlives: true}}
		resp, err := client.Get(fmt.Sprintf("http://127.0.0.1:%d%s", p.Ports()[render.ControlSocket], path))
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
	for _, row := range internals {
		t.Run(strings.ReplaceAll(row.name, " ", "_"), func(t *testing.T) {
			if got := strings.TrimSpace(get("/?name=" + url.QueryEscape(row.name))); got != "true" {
				t.Errorf("workerd %s is different, and %s leans on it: %s\n%s", runtime.Version, row.usedBy, row.js, got)
			}
		})
	}
	t.Run("stderr", func(t *testing.T) {
		get("/fail")
		deadline := time.After(2 * time.Minute)
		for {
			mu.Lock()
			found := slices.ContainsFunc(stderr, func(line string) bool {
				m := trace.OwnLine.FindStringSubmatch(line)
				return m != nil && trace.Uncaught.MatchString(m[2]) && strings.HasSuffix(line, "TypeError: a message")
			})
			all := strings.Join(stderr, "\n")
			mu.Unlock()
			if found {
				return
			}
			select {
			case <-time.After(10 * time.Millisecond): // the line comes on another stream
			case <-deadline:
				t.Fatalf("workerd %s prints no uncaught exception that output.go can read:\n%s", runtime.Version, all)
			}
		}
	})
	stopped = true
	if err := p.Stop(context.Background()); err != nil {
		t.Log(err)
	}
	t.Run("metadata.sqlite", func(t *testing.T) {
		db, err := sql.Open("sqlite", "file:"+filepath.Join(objects, "app-Room", "metadata.sqlite"))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		var schema string
		if err := db.QueryRow("SELECT sql FROM sqlite_master WHERE name = '_cf_ALARM'").Scan(&schema); err != nil {
			t.Fatal(err)
		}
		if want := regexp.MustCompile(`(?is)actor_id\s+TEXT PRIMARY KEY.*scheduled_time\s+INTEGER.*WITHOUT ROWID`); !want.MatchString(schema) {
			t.Errorf("workerd %s keeps alarms as %s", runtime.Version, schema)
		}
	})
}
