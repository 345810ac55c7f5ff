// Runs in the isolate of the user's Worker, before its code. It must not be
// noticed: the user's classes and handlers are wrapped in proxies, so they stay
// the very same classes, with their names, statics and private fields; nothing
// is added to env or storage.
import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";

// How lines reach dotool; the user's code may change the console.
const log = console.log.bind(console);

// What each instance was made with. `this.ctx` would not do: classes that do
// not extend DurableObject have none, and others may shadow it.
const states = new WeakMap();

// Whether a class takes RPC calls, by the name of its export.
const takesRpc = new Map();

// Objects that have accepted a hibernatable WebSocket, by id: {name, id, rpc}.
// Once they hibernate nothing else in the isolate remembers them.
const withSockets = new Map();

// How to close each WebSocket that was accepted the plain way.
const closers = new Set();

// Wraps an exported Durable Object class. `secret` is what a caller of the
// method that this adds must know: any Worker with a stub could call it.
// `prefix` begins the line that tells each name an object is reached by.
export function object(name, Class, secret, prefix) {
  if (typeof Class !== "function") return Class;
  const rpc = Class.prototype instanceof DurableObject; // others take no RPC calls
  takesRpc.set(name, rpc);
  if (rpc && !Object.hasOwn(Class.prototype, "__dotool") && Object.isExtensible(Class.prototype)) {
    Object.defineProperty(Class.prototype, "__dotool", {
      value(given, action, args) {
        if (given !== secret) throw new TypeError('The RPC receiver does not implement the method "__dotool".');
        return act(states.get(this), action, args);
      },
      configurable: true,
    });
  }
  return new Proxy(Class, {
    construct(target, args, newTarget) {
      const ctx = args[0];
      classes.set(ctx, { name, rpc });
      watchSockets(ctx);
      if (typeof ctx.id.name === "string") log(prefix + "name\t" + name + "\t" + JSON.stringify(ctx.id.name));
      const instance = Reflect.construct(target, args, newTarget);
      states.set(instance, ctx);
      if (!rpc) reachByFetch(instance, secret);
      return instance;
    },
  });
}

// A legacy class has no RPC: its fetch answers us.
function reachByFetch(instance, secret) {
  const fetch = instance.fetch;
  if (typeof fetch !== "function") return;
  own(instance, "fetch", async (request, ...rest) => {
    if (request.headers.get("dotool-secret") !== secret) return fetch.call(instance, request, ...rest);
    const { action, args } = await request.json();
    return Response.json((await act(states.get(instance), action, args)) ?? null);
  });
}

// What only code inside an object can do.
function act(ctx, action, args) {
  switch (action) {
    case "close-sockets":
      for (const ws of ctx.getWebSockets()) {
        try {
          ws.close(1012, "reloading");
        } catch {
          // Closed already.
        }
      }
      return;
    case "sql":
      return ctx.storage.transactionSync(() => args.statements.map((statement) => execute(ctx.storage.sql, statement)));
    case "kv-put":
      return ctx.storage.put(args.key, revive(args.value));
    case "kv-delete":
      return ctx.storage.delete(args.key);
    case "set-alarm":
      return ctx.storage.setAlarm(args.at);
    case "delete-alarm":
      return ctx.storage.deleteAlarm();
  }
  throw new Error("unknown action " + action);
}

function execute(sql, { sql: text, params }) {
  const cursor = sql.exec(text, ...params.map((p) => (p?.$blob === undefined ? p : bytes(p.$blob))));
  const rows = [...cursor.raw()].map((row) => row.map((v) => (v instanceof ArrayBuffer ? { $blob: base64(v) } : v)));
  return { columns: cursor.columnNames, rows, written: cursor.rowsWritten };
}

const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const base64 = (buffer) => btoa(Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join(""));

// Makes a value of its JSON form: see package inspect/v8. The forms that few
// values need are refused.
function revive(json) {
  if (Array.isArray(json)) {
    const array = new Array(json.length); // leaves holes where there are some
    json.forEach((v, i) => v?.$hole || (array[i] = revive(v)));
    return array;
  }
  if (json === null || typeof json !== "object") return json;
  const tag = Object.keys(json).find((k) => /^\$(?!\$)/.test(k));
  if (!tag) {
    // Not an assignment: "__proto__" is a name like others here.
    return Object.fromEntries(Object.entries(json).map(([k, v]) => [k.replace(/^\$/, ""), revive(v)]));
  }
  const v = json[tag];
  switch (tag) {
    case "$undefined": return undefined;
    case "$number": return Number(v);
    case "$bigint": return BigInt(v);
    case "$date": return new Date(v === null ? NaN : v);
    case "$regexp": return new RegExp(...v);
    case "$map": return new Map(v.map(([k, e]) => [revive(k), revive(e)]));
    case "$set": return new Set(v.map(revive));
    case "$boxed": return Object(revive(v));
    case "$bytes": {
      if (json.buffer || json.maxLength) break;
      const { buffer } = bytes(v);
      if (json.type === "ArrayBuffer") return buffer;
      const View = views[json.type ?? "Uint8Array"];
      if (View) return new View(buffer);
      break;
    }
    case "$error": {
      if (json.native) break;
      const { name = "Error", message = "", ...props } = v;
      const error = new (errors[name] ?? Error)(message);
      if (!errors[name]) define(error, "name", name);
      for (const [k, p] of Object.entries(props)) define(error, k, revive(p));
      return error;
    }
  }
  throw new Error(`a value with ${tag} cannot be written while a server runs: stop it first`);
}
const views = { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView };
const errors = { Error, TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError };

const classes = new WeakMap(); // {name, rpc} by state
let watching = false;
function watchSockets(ctx) {
  if (watching) return;
  watching = true;
  const proto = Object.getPrototypeOf(ctx);
  const accept = proto.acceptWebSocket;
  define(proto, "acceptWebSocket", function (...args) {
    accept.apply(this, args);
    const id = this.id.toString();
    withSockets.set(id, { id, ...classes.get(this) });
  });
}

const accept = WebSocket.prototype.accept;
define(WebSocket.prototype, "accept", function (...args) {
  accept.apply(this, args);
  // The promise belongs to the request that is running now, and so does what
  // follows it, though another request resolves it.
  let close;
  new Promise((resolve) => closers.add((close = resolve))).then((really) => really && this.close(1012, "reloading")).catch(() => {});
  this.addEventListener("close", () => {
    closers.delete(close);
    close(false);
  });
});

// request.cf as Cloudflare would fill it. workerd itself knows the address of
// the client alone.
const cf = Object.getOwnPropertyDescriptor(Request.prototype, "cf");
if (cf?.get) {
  Object.defineProperty(Request.prototype, "cf", {
    ...cf,
    get() {
      const own = cf.get.call(this);
      if (!own || !("clientIp" in own)) return own;
      const { clientIp, ...rest } = own;
      return { ...colo, ...rest };
    },
  });
}
// The same place that wrangler dev makes up.
const colo = {
  asOrganization: "",
  asn: 395747,
  colo: "DFW",
  city: "Austin",
  region: "Texas",
  regionCode: "TX",
  metroCode: "635",
  postalCode: "78701",
  country: "US",
  continent: "NA",
  timezone: "America/Chicago",
  latitude: "30.27130",
  longitude: "-97.74260",
  clientTcpRtt: 0,
  httpProtocol: "HTTP/1.1",
  requestPriority: "weight=192;exclusive=0",
  tlsCipher: "AEAD-AES128-GCM-SHA256",
  tlsVersion: "TLSv1.3",
  tlsClientAuth: {
    certIssuerDNLegacy: "",
    certIssuerDN: "",
    certIssuerDNRFC2253: "",
    certIssuerSKI: "",
    certSubjectDNLegacy: "",
    certSubjectDN: "",
    certSubjectDNRFC2253: "",
    certFingerprintSHA1: "",
    certFingerprintSHA256: "",
    certNotBefore: "",
    certNotAfter: "",
    certSerial: "",
    certSKI: "",
    certPresented: "0",
    certVerified: "NONE",
    certRevoked: "0",
  },
};

// Wraps the default export so that each request prints one line: prefix,
// "request", method, status, milliseconds and URL, separated by tabs. A tail
// worker would tell the same at six times the cost.
let inFlight = -1; // requests at work; -1 while nobody counts
export function handler(exported, prefix) {
  inFlight = 0;
  if (typeof exported === "function") {
    return new Proxy(exported, {
      construct(target, args, newTarget) {
        const instance = Reflect.construct(target, args, newTarget);
        if (typeof instance.fetch === "function") own(instance, "fetch", logged(instance.fetch, instance, prefix));
        return instance;
      },
    });
  }
  if (typeof exported?.fetch !== "function") return exported;
  const fetch = logged(exported.fetch, exported, prefix);
  // The target is not the user's object: that may be frozen, and a proxy may
  // not answer otherwise than a frozen target.
  return new Proxy({}, {
    has: (_, key) => key in exported,
    get(_, key) {
      if (key === "fetch") return fetch;
      const value = exported[key];
      return typeof value === "function" ? value.bind(exported) : value;
    },
  });
}

// Gives an object a property of its own, unless it does not take one.
function own(object, key, value) {
  const was = Object.getOwnPropertyDescriptor(object, key);
  if (!Object.isExtensible(object) || (was && !was.configurable)) return;
  Object.defineProperty(object, key, { value, configurable: true, writable: true });
}

function logged(fetch, self, prefix) {
  return function (request, ...rest) {
    const { method, url } = request;
    const start = Date.now();
    inFlight++;
    const done = (status) => {
      inFlight--;
      log(prefix + "request\t" + method + "\t" + status + "\t" + (Date.now() - start) + "\t" + url);
    };
    let result;
    try {
      result = fetch.call(self, request, ...rest);
    } catch (error) {
      done(500);
      throw error;
    }
    if (typeof result?.then === "function") {
      result.then((response) => done(response?.status), () => done(500));
    } else {
      done(result?.status);
    }
    return result;
  };
}

// The way in for the control worker. Rejections that nobody handles are told
// from here on; workerd itself keeps them to itself.
export function entrypoint(secret, prefix) {
  addEventListener("unhandledrejection", ({ reason }) => {
    log(prefix + "rejection\t" + JSON.stringify(String(reason instanceof Error ? reason.stack : reason)));
  });
  return class extends WorkerEntrypoint {
    // Sends the close code to every plain WebSocket and answers how many there
    // were, the objects that hold hibernatable ones, and how many requests are
    // at work.
    async closeSockets(given) {
      if (given !== secret) throw new TypeError("forbidden");
      const plain = closers.size;
      for (const close of closers) close(true);
      closers.clear();
      return { plain, objects: [...withSockets.values()], inFlight };
    }

    async takesRpc(given, name) {
      if (given !== secret) throw new TypeError("forbidden");
      return takesRpc.get(name);
    }
  };
}

function define(object, name, value) {
  const was = Object.getOwnPropertyDescriptor(object, name) ?? { configurable: true, enumerable: true, writable: true };
  Object.defineProperty(object, name, { ...was, value });
}
