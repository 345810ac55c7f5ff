package devserver_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/devserver"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate/state"
)

// hostile is what every hostile Worker has: `keep` remembers all the texts that
// it gets to see, `wrapAll` patches a builtin, each attack is one of the cases
// below. Its objects ask for trouble before, during and after what they do.
const hostile = `import { DurableObject, WorkerEntrypoint, env as imported, exports as loopback } from "cloudflare:workers";
const { apply, ownKeys, getOwnPropertyDescriptor, defineProperty, getPrototypeOf } = Reflect;
const { stringify } = JSON;
const print = console.log;
const Texts = Set, addText = Set.prototype.add, eachText = Set.prototype.forEach;
const texts = new Texts();
let busy = false;
function keep(value, depth = 0) {
  if (busy && depth === 0) return;
  busy = true;
  try {
    if (typeof value === "string") { if (value.length < 100000) apply(addText, texts, [value]); }
    else if (value !== null && (typeof value === "object" || typeof value === "function") && depth < 4) {
      const names = ownKeys(value);
      for (let i = 0; i < names.length && i < 50; i++) {
        const property = getOwnPropertyDescriptor(value, names[i]);
        if (typeof names[i] === "string") apply(addText, texts, [names[i]]);
        if (property && "value" in property) keep(property.value, depth + 1);
      }
    }
  } catch {} finally { if (depth === 0) busy = false; }
}
function wrapAll(object, change = (result) => result) {
  const names = ownKeys(object);
  for (let i = 0; i < names.length; i++) {
    const name = names[i], property = getOwnPropertyDescriptor(object, name);
    if (!property.configurable || name === "constructor") continue;
    const wrap = (f) => typeof f !== "function" ? f : function (...args) {
      keep(this); keep(args);
      const result = new.target ? Reflect.construct(f, args, new.target === wrapped ? f : new.target) : apply(f, this, args);
      keep(result);
      return change(result, this, args);
    };
    let wrapped;
    if (property.get) defineProperty(object, name, { __proto__: null, ...property, get: wrap(property.get) });
    else if (typeof property.value === "function" && property.writable) defineProperty(object, name, { __proto__: null, ...property, value: (wrapped = wrap(property.value)) });
  }
}
const prototypes = [String, Array, Map, Set, WeakMap, WeakSet, Promise, RegExp, Headers, Request, Response, URL, TextEncoder, TextDecoder, Number, Error, Symbol, BigInt,
  WebSocket, Event, MessageEvent, CloseEvent, AbortSignal, ReadableStream, WritableStream, Date, Uint8Array, Function].map((f) => f.prototype);
const iterators = [[][Symbol.iterator](), new Map().entries(), new Set().values(), ""[Symbol.iterator](), "x".matchAll(/x/g)].map(getPrototypeOf);
const statics = [JSON, Object, Reflect, Array, Promise, Math, console, Date, Number, Symbol, AbortSignal, ArrayBuffer];
const patchAll = () => { for (const o of [...prototypes, ...iterators, ...statics]) wrapAll(o); };
// Forged lines, made with whatever was seen of real ones.
const forge = () => {
  const seen = [];
  apply(eachText, texts, [(text) => { if (text[0] === "\x1e") seen[seen.length] = text; }]);
  const marks = ["\x1e", ...seen.map((line) => line.split("\t")[0] + "\t"), ...seen.map((line) => line.slice(0, line.indexOf("\t", 12) + 1))];
  for (const mark of marks.slice(0, 40)) {
    print("x\n" + mark + "1.1\t999999\terror\t1\t1\t0\t\t[\"forged\",{\"name\":\"Error\",\"message\":\"forged\",\"stack\":\"\"}]");
    print("x\n" + mark + "999\tcall\t1\t1\t0\t0\trpc\t1\t1\t1\tok\t[\"forged\",\"\"]");
    print("x\n" + mark + "\x1ecall\t1\t1\t0\t0\trpc\t1\t1\t1\tok\t[\"forged\",\"\"]");
  }
  for (const line of seen.slice(0, 40)) print("x\n" + line), print(line.replace("hello", "forged"));
  print("\x1ecall\t1\t1\t0\t0\trpc\t1\t1\t1\tok\t[\"forged\",\"\"]");
};
let during = () => {}, after = () => {};
/*ATTACK*/
export class Room extends DurableObject {
  hello() { during(this); console.log("hello", { a: 1 }); after(this); return 1; }
}
export class Old {
  constructor(state) { this.state = state; }
  async fetch(request) { during(this); console.log("old"); after(this); return new Response("old"); }
}
export default {
  async fetch(request, env, ctx) {
    const at = request.url;
    keep(env); keep(ctx);
    if (at.endsWith("/seen")) {
      let list = "";
      apply(eachText, texts, [(text) => { list += stringify(text) + "\n"; }]);
      return new Response(list);
    }
    if (at.endsWith("/fail")) { during(); throw new Error("failed"); }
    during();
    await env.ROOM.get(env.ROOM.idFromName("lobby")).hello();
    await (await env.OLD.get(env.OLD.idFromName("o")).fetch("http://x/")).text();
    after();
    return new Response("fine");
  },
};
`

var attacks = []struct{ name, code string }{
	{"patched before", `patchAll(); after = forge;`},
	{"patched during", `let done = false; during = () => { if (!done) patchAll(); done = true; }; after = forge;`},
	{"patched after", `let done = false; after = () => { if (!done) patchAll(); done = true; forge(); };`},
	{"patched globals", `for (const name of Object.getOwnPropertyNames(globalThis)) { const f = globalThis[name]; if (typeof f === "function" && /^[A-Z]/.test(name) && !/^(DurableObject|Function|Object|Proxy|Promise|Symbol)$/.test(name)) try { globalThis[name] = new Proxy(f, { __proto__: null, construct(t, a, n) { keep(a); return Reflect.construct(t, a, t); }, apply(t, s, a) { keep(a); return apply(t, s, a); } }); } catch {} } after = forge;`},
	{"getters of all objects", `for (const name of ["then", "toJSON", "has", "apply", "construct", "signal", "method", "body", "headers", "status", "choice", "next", "reset", "object", "k", "n", "root", "from", "at", "clock"]) defineProperty(Object.prototype, name, { __proto__: null, configurable: true, get() { keep(this); return undefined; }, set(v) { keep(this); keep(v); defineProperty(this, name, { __proto__: null, value: v, writable: true, enumerable: true, configurable: true }); } }); after = forge;`},
	{"traps in all objects", `const names = ["get", "set", "has", "apply", "construct", "getPrototypeOf", "ownKeys", "defineProperty", "value", "writable", "enumerable"]; during = () => { for (const name of names) defineProperty(Object.prototype, name, { __proto__: null, configurable: true, writable: true, value(...args) { keep(args); return Reflect[name]?.(...args); } }); }; after = () => { for (const name of names) delete Object.prototype[name]; forge(); };`},
	{"setters of arrays", `during = () => { for (let i = 0; i < 8; i++) defineProperty(Array.prototype, i, { __proto__: null, configurable: true, get() { keep(this); }, set(v) { keep(v); keep(this); } }); }; after = () => { for (let i = 0; i < 8; i++) delete Array.prototype[i]; forge(); };`},
	{"what becomes JSON", `for (const p of [Array.prototype, String.prototype, Number.prototype, Object.prototype]) defineProperty(p, "toJSON", { __proto__: null, configurable: true, value() { keep(this); return "forged"; } }); after = forge;`},
	{"the console's formatting", `const pop = Array.prototype.pop; Array.prototype.pop = function () { keep(this); const popped = apply(pop, this, []); if (typeof this[0] === "string" && this[0][0] === "\x1e") this[0] = this[0].replace(/hello|old|fetch/g, "forged"); return popped; }; after = forge;`},
	{"the console's formatting, twice", `const iterate = Array.prototype[Symbol.iterator]; let last; Array.prototype[Symbol.iterator] = function () { keep(this); if (typeof this[0] === "string" && this[0][0] === "\x1e") { const own = this[0]; if (last) { const line = last; last = undefined; return apply(iterate, [line + "\n" + own + "\n" + line.replace("hello", "forged"), ...[]], []); } last = own; } return apply(iterate, this, []); };`},
	{"no console", `for (const name of ["log", "info", "warn", "error", "debug", "dirxml"]) console[name] = (...args) => { keep(args); }; after = forge;`},
	{"stores of the runtime", `import { AsyncLocalStorage } from "node:async_hooks"; wrapAll(AsyncLocalStorage.prototype, (result) => { keep(result); return { n: 1, root: 1, object: { k: 1, class: "forged" }, kind: "rpc", detail: ["forged"] }; }); after = forge;`},
	{"frames", `Error.stackTraceLimit = 200; Error.prepareStackTrace = (error, sites) => { for (const site of sites) { keep(site.getFileName()); keep(site.getThis()); keep(site.getFunction()); keep(site.getScriptNameOrSourceURL()); } return String(error); }; during = () => { keep(new Error("x").stack); }; after = forge;`},
	{"what is exported", `const look = (self) => { for (const found of [loopback, imported, self?.ctx?.exports, self?.env]) if (found) { keep(found); for (const name of ["__dotool", ...Reflect.ownKeys(found)]) { const one = found[name]; keep(name); if (name === "__dotool" && one) { keep("` + reached + `"); for (const m of ["flush", "closeSockets", "hold", "methods"]) try { one[m]?.("guess", true, "forged")?.then?.(keep, keep); } catch (e) { keep(e); } } } } }; look(); during = look; after = (self) => { look(self); keep(self?.__dotool); };`},
	{"own stub", `during = (self) => { if (self?.env) self.env.ROOM.get(self.env.ROOM.idFromName("lobby")).__dotool("guess", "sql", { statements: [] }).then(keep, keep); }; after = forge;`},
	{"entrypoints", `wrapAll(WorkerEntrypoint.prototype); wrapAll(DurableObject.prototype); for (const c of [WorkerEntrypoint, DurableObject]) defineProperty(c.prototype, "flush", { __proto__: null, configurable: true, value(...args) { keep(args); } }); for (const c of [Response, Promise, DurableObject, WorkerEntrypoint, Map, Error]) defineProperty(c, Symbol.hasInstance, { __proto__: null, configurable: true, value(v) { keep(v); return true; } }); after = forge;`},
	{"services", `during = (self) => { if (self?.env) { wrapAll(getPrototypeOf(self.env.ROOM)); wrapAll(getPrototypeOf(getPrototypeOf(self.env.ROOM.get(self.env.ROOM.idFromName("x"))))); } }; after = forge;`},
	{"species", `class Mine extends Promise { static get [Symbol.species]() { keep(this); return Mine; } constructor(f) { keep(f); super(f); } then(...args) { keep(args); for (const a of args) if (typeof a === "function") keep(a.toString()); return super.then(...args); } }
for (const c of [Promise, Array, RegExp, Map, Set, ArrayBuffer, getPrototypeOf(Uint8Array)]) try { defineProperty(c, Symbol.species, { __proto__: null, configurable: true, get() { keep(this); return c === Promise ? Mine : this; } }); } catch {}
defineProperty(Promise.prototype, "constructor", { __proto__: null, configurable: true, get() { keep(this); return Mine; } });
during = () => { keep(new Mine((resolve) => resolve("x")).then(keep)); }; after = forge;`},
	{"errors with traps", `const put = Object.defineProperty, name = (n) => ({ __proto__: null, configurable: true, get() { keep(this); throw new Error("from " + n); } });
const bad = [new Proxy(new Error("trapped"), { __proto__: null, get(t, k) { keep(String(k)); if (k === "remote" || k === "durableObjectReset") throw new Error("trap"); return t[k]; }, ownKeys() { throw 1; }, getPrototypeOf() { throw 2; } }), put(new Error("r"), "remote", name("remote")), put(new Error("c"), "cause", name("cause")), put(put({}, "message", name("message")), "stack", name("stack")), { toString() { throw 1; }, [Symbol.toPrimitive]() { throw 2; } }, Object.create(null), (() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy; })(), Symbol("s"), () => {}];
let i = 0; during = (self) => { if (self?.env) { const b = bad[i++ % bad.length]; Promise.reject(b).catch(() => {}); self.ctx.waitUntil(Promise.reject(b)); } else if (!self) throw bad[i++ % bad.length]; }; after = forge;`},
	{"getters of errors", `let deep = 0; for (const e of [Error, TypeError, RangeError]) for (const n of ["name", "message", "stack", "cause", "errors", "remote", "durableObjectReset", "toString"]) defineProperty(e.prototype, n, { __proto__: null, configurable: true, get() { if (deep > 30) return; deep++; keep(this); keep(new Error().stack); deep--; return n === "toString" ? () => "other" : undefined; }, set(v) { keep(v); } });
Error.captureStackTrace = (o) => { keep(o); }; Error.stackTraceLimit = Infinity; during = (self) => { self?.ctx?.waitUntil(Promise.reject(new TypeError("x"))); }; after = forge;`},
	{"functions of the globe", `for (const name of Reflect.ownKeys(globalThis)) { const f = globalThis[name]; if (typeof f === "function" && typeof name === "string" && !/^[A-Z]/.test(name)) try { globalThis[name] = function (...args) { keep(args); for (const a of args) if (typeof a === "function") { keep(a.toString()); keep(a.name); } return apply(f, this, args); }; } catch {} } wrapAll(globalThis.scheduler ?? {}); wrapAll(EventTarget.prototype); wrapAll(globalThis.crypto ?? {}); wrapAll(getPrototypeOf(globalThis.performance ?? {})); after = forge;`},
	{"the process", `const look = () => { const p = globalThis.process; if (!p) return; for (const k of Reflect.ownKeys(p)) try { keep(k); keep(p[k]); } catch (e) { keep(String(e)); } try { keep(p.env); keep(stringify(p.env)); } catch {} try { for (const l of [..."\x1e0123456789"]) p.stdout?.write?.(l + "\tforged"); } catch {} for (const b of ["config", "natives", "util", "fs", "contextify", "builtins"]) try { keep(p.binding(b)); keep("required " + b); } catch {} };
look(); during = look; after = forge;`},
	{"everything that can be reached", `const seenAll = new Set(); const walk = (o, d) => { if ((typeof o !== "object" && typeof o !== "function") || o === null || d > 6 || seenAll.has(o) || seenAll.size > 20000) return; seenAll.add(o); for (const k of Reflect.ownKeys(o)) { keep(String(k.description ?? k)); const p = getOwnPropertyDescriptor(o, k); if (!p) continue; if ("value" in p) { keep(p.value); walk(p.value, d + 1); } else for (const f of [p.get, p.set]) if (f) { keep(f.toString()); } } walk(getPrototypeOf(o), d + 1); };
const go = (self) => { for (const o of [globalThis, loopback, imported, self, self?.ctx, self?.env, self?.constructor, Room, Old, import.meta]) try { walk(o, 0); } catch {} try { keep(new Function("return 1")); } catch {} }; go(); during = go; after = forge;`},
	{"modules", imports},
}

// reached is what a Worker says that has got hold of our entrypoint.
const reached = "got hold of __dotool"

// imports tries each name that one of our modules may have, and each that is
// seen anywhere.
const imports = `const names = ["dotool:worker", "dotool:own", "dotool:seal", "dotool:options", "dotool:calls", "dotool:key", "./dotool-worker.js", "./dotool-options.js", "./dotool-entry.js", "dotool-options.js",
  "/dotool-calls.js", "../dotool-calls.js", "./x/../dotool-calls.js", "file:///bundle/dotool-calls.js", "file:///dotool:calls", "./dotool:calls", "/dotool:calls", "dotool%3Acalls", "DOTOOL:calls", "workerd:dotool:calls", "node:dotool:calls", "cloudflare-internal:workers", "cloudflare-internal:env", "node-internal:internal_inspect", "workerd:unsafe"];
const tried = async (name) => { try { const m = await import(name); keep("imported " + name); keep(m); } catch (error) { keep(String(error)); } };
Error.prepareStackTrace = (error, sites) => { for (const site of sites) for (const name of [site.getFileName(), site.getScriptNameOrSourceURL(), site.getEvalOrigin()]) if (typeof name === "string" && !name.endsWith("index.js")) { names.push(name, "./" + name, name.replace(/.*[/:]/, "./"), name.replace(/.*[/:]/, "./dotool-") + ".js"); } return String(error); };
keep(import.meta); keep(import.meta.url ?? "");
const all = async () => { new Error("x").stack; for (const name of [...new Set(names)]) { await tried(name); if (typeof require === "function") try { keep(require(name)); keep("required " + name); } catch {} }
  try { const { createRequire } = await import("node:module"); const r = createRequire("file:///bundle/index.js"); for (const name of names) try { keep(r(name)); keep("required " + name); } catch {} } catch {}
  try { for (const name of names) { const m = process.getBuiltinModule?.(name); if (m) { keep("built in " + name); } } } catch {} };
await all();
let asked; during = (self) => { new Error("y").stack; asked ??= all(); };`

// TestHostile runs Workers that patch and search whatever they can: none sees a secret
// or forges a line, and the server survives.
func TestHostile(t *testing.T) {
	t.Parallel()
	for date, flags := range map[string]string{"2026-10-01": "", "2026-11-17": `"nodejs_compat"`} {
		t.Run(date, func(t *testing.T) {
			t.Parallel()
			write := func(code string) string { return strings.Replace(hostile, "/*ATTACK*/", code, 1) }
			copy := filepath.Join(t.TempDir(), "config")
			s := start(t, devserver.Options{Runtime: copied(t, copy), IP: "127.0.0.1", Log: true, Drain: 100 * time.Millisecond}, map[string]string{
				"wrangler.jsonc": `{ "name": "app", "main": "index.js", "compatibility_date": "` + date + `", "compatibility_flags": [` + flags + `],
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }, { "name": "OLD", "class_name": "Old" }] },
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room", "Old"] }] }`,
				"index.js": write("// nothing"),
			})
			secrets := secretsOf(t, copy)
			client, err := control.Dial(t.Context(), &state.Folder{Dir: filepath.Join(s.dir, ".wrangler", "state")})
			if err != nil {
				t.Fatal(err)
			}
			for _, attack := range attacks {
				s.write(t, "index.js", write(attack.code))
				next[event.Ready](t, s)
				for _, path := range []string{"/a", "/b", "/fail", "/c"} {
					_, _ = ask(s.url + path) // it may well have broken itself
				}
				// Requests that need the secret go through the objects.
				_, _ = client.SQL(t.Context(), control.Target{Class: "Room", Name: "lobby"}, map[string]any{"statements": []map[string]any{{"sql": "SELECT 1", "params": []any{}}}})
				_ = client.SetAlarm(t.Context(), control.Target{Class: "Old", Name: "o"}, time.Now().Add(time.Hour))
				seen, err := ask(s.url + "/seen")
				if err != nil {
					t.Errorf("%s: %v", attack.name, err)
				}
				// Text that is not secret must be seen, or the attack does not work.
				if slices.Contains([]string{"patched before", "patched during", "patched after"}, attack.name) && !strings.Contains(seen, `\u001e`) {
					t.Errorf("%s: it does not see the lines of the log", attack.name)
				}
				for _, key := range sealOf(t, s.dir) {
					if strings.Contains(seen, key) {
						t.Errorf("%s: the key of the log was seen", attack.name)
					}
				}
				for name, secret := range secrets {
					if i := strings.Index(seen, secret); i >= 0 {
						t.Errorf("%s: %s was seen: …%s", attack.name, name, seen[max(0, i-200):min(len(seen), i+200)])
					}
				}
				// What dotool-load.js exports is only what the Worker exports itself.
				seen = strings.NewReplacer("imported dotool-load.js", "", "imported ./dotool-load.js", "").Replace(seen)
				for _, bad := range []string{reached, "imported dotool", "imported ./dotool", "required ", "built in ", "imported cloudflare-internal", "imported node-internal"} {
					if i := strings.Index(seen, bad); i >= 0 {
						t.Errorf("%s: %s", attack.name, seen[i:min(len(seen), i+200)])
					}
				}
				for events := true; events; {
					select {
					case e := <-s.events:
						checkForged(t, attack.name, e)
					default:
						events = false
					}
				}
			}
			// A Worker that means well finds all as it was.
			s.write(t, "index.js", write("// nothing again"))
			next[event.Ready](t, s)
			if body, err := ask(s.url + "/a"); body != "fine" {
				t.Errorf("after all of them: %q, %v", body, err)
			}
			for {
				if c := next[event.Call](t, s); c.Object != nil && c.Method == "hello" {
					if c.Object.Name != "lobby" || c.Object.Class != "Room" {
						t.Errorf("the object is called %v", c.Object)
					}
					break
				}
			}
			if err := s.stop(); err != nil {
				t.Error(err)
			}
		})
	}
}

func ask(url string) (string, error) {
	client := &http.Client{Timeout: 2 * time.Minute}
	resp, err := client.Get(url)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return string(body), err
}

// checkForged complains about events that only a forged line can have caused.
func checkForged(t *testing.T, attack string, e event.Event) {
	t.Helper()
	switch e := e.(type) {
	case event.Call:
		if text := fmt.Sprintf("%+v %+v", e, e.Object); strings.Contains(text, "forged") {
			t.Errorf("%s: a forged call: %s", attack, text)
		}
	case event.Exception:
		if line, ok := event.NewLine(e, nil); ok {
			if text, _ := json.Marshal(line); bytes.Contains(text, []byte("forged")) {
				t.Errorf("%s: a forged error: %s", attack, text)
			}
		}
	case event.Started:
		if e.Object.Class != "Room" && e.Object.Class != "Old" {
			t.Errorf("%s: a forged object: %v", attack, e.Object)
		}
	}
}

// copied returns a runtime that keeps a copy of the configuration that it is given.
func copied(t *testing.T, to string) func(context.Context, *config.Project) (workerd.Runtime, error) {
	return func(ctx context.Context, p *config.Project) (workerd.Runtime, error) {
		r, err := findRuntime(ctx, p)
		if err != nil {
			return r, err
		}
		// A process may wait for a build that does not come: its copy never has the name.
		script := fmt.Sprintf("#!/bin/sh\ncat > '%[1]s'.$$ && cp '%[1]s'.$$ '%[1]s'.$$.new && mv '%[1]s'.$$.new '%[1]s' && exec '%[2]s' \"$@\" < '%[1]s'.$$\n", to, r.Path)
		r.Path = filepath.Join(filepath.Dir(to), "workerd")
		return r, replace(r.Path, script)
	}
}

// secretsOf finds the secrets of a server in the configuration of workerd: that of the
// control worker, and the name of our modules.
func secretsOf(t *testing.T, copy string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(copy)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	if m := regexp.MustCompile(`SECRET\x00+([0-9a-f]{32,})\x00`).FindSubmatch(data); m != nil {
		found["the secret of the control worker"] = string(m[1])
	}
	if m := regexp.MustCompile(`\x00dotool-([0-9a-f]{32,})\.js\x00`).FindSubmatch(data); m != nil {
		found["the name of our modules"] = string(m[1])
	}
	if len(found) != 2 {
		t.Fatalf("found %v in %q", found, data)
	}
	return found
}

// sealOf finds the key of the log in the environment of the process.
func sealOf(t *testing.T, dir string) []string {
	t.Helper()
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, f := range lines {
		if line, _ := os.ReadFile(f); !bytes.Contains(line, []byte(dir)) {
			continue
		}
		data, _ := os.ReadFile(filepath.Join(filepath.Dir(f), "environ"))
		for v := range bytes.SplitSeq(data, []byte{0}) {
			if seal, ok := bytes.CutPrefix(v, []byte("DOTOOL_SEAL=")); ok {
				return strings.Fields(string(seal))[1:]
			}
		}
	}
	return nil // not on Linux
}
