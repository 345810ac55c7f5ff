// What only code inside an object can do, for the commands of dotool.
export function act(ctx, action, args) {
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

// Sets a property as it was, but for its value. A function is called as the one
// that was there.
export function define(object, name, value) {
  const was = Object.getOwnPropertyDescriptor(object, name) ?? { configurable: true, enumerable: true, writable: true };
  if (typeof was.value === "function" && typeof value === "function") {
    Object.defineProperty(value, "name", { value: was.value.name });
    Object.defineProperty(value, "length", { value: was.value.length });
  }
  Object.defineProperty(object, name, { ...was, value });
}
