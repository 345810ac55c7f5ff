// Reports what works locally but not in production. workerd itself enforces most
// limits: of SQL statements, RPC, WebSockets, their tags and attachments. It has none
// for keys, values and rows, and accepts names and times that cannot be intended. The
// numbers are those of developers.cloudflare.com/durable-objects/platform/limits.
//
// The methods behave as before: they are called first, with unchanged arguments, and
// nothing here throws. An excess is reported once per class, method of the class, and
// method called.
import { label } from "dotool:errors";
import { calling, classes, owners } from "dotool:objects";
import { OwnSet, apply, getPrototypeOf, has, indexOf, isArray, keys, ownKeys, slice, startsWith, test, uncurry, value as unseen } from "dotool:own";
import { preview } from "dotool:preview";
import { reportNow, stringify } from "dotool:report";
import { atMost, maxPair, utf8, weigh } from "dotool:sizes";
import { wrap } from "dotool:wrap";

const maxKey = 2048; // bytes, of a class with key-value storage
const maxValue = 128 * 1024; // of such a class
const slack = 32; // bytes that the stored form may add to a value
const maxKeys = 128; // of one call
const maxDatabase = 10_000_000_000;
const maxName = 1024;

// The originals, before the user's code can change them.
const { Date, Error } = globalThis;
const { round } = Math;
const inUTC = uncurry(Date.prototype.getUTCFullYear);

// The methods that a storage and a transaction have.
export function watchEntries(proto) {
  // Each is written out: V8 would not optimise a function that all of them call.
  wrap(proto, "get", (get) => ({ get(...args) {
    const result = apply(get, this, args);
    const given = args[0];
    if (typeof given !== "string" || given.length * 3 > maxKey) several("get", this, given);
    return result;
  } }).get);
  wrap(proto, "delete", (remove) => ({ delete(...args) {
    const result = apply(remove, this, args);
    const given = args[0];
    if (typeof given !== "string" || given.length * 3 > maxKey) several("delete", this, given);
    return result;
  } }).delete);
  wrap(proto, "put", (put) => ({ put(...args) {
    const result = apply(put, this, args);
    if (typeof args[0] === "string") entry("put", this, args[0], args[1]);
    else entries(this, args[0]);
    return result;
  } }).put);
  wrap(proto, "setAlarm", (setAlarm) => ({ setAlarm(...args) {
    const result = apply(setAlarm, this, args);
    if (args[0] < 1e12) tooEarly(this, +args[0]);
    return result;
  } }).setAlarm);
}

export function watchSyncPut(proto) {
  wrap(proto, "put", (put) => ({ put(...args) {
    const result = apply(put, this, args);
    if (typeof args[0] === "string") entry("kv.put", undefined, args[0], args[1]);
    return result;
  } }).put);
}

let calls = 0;
export function watchExec(proto) {
  wrap(proto, "exec", (exec) => ({ exec(...args) {
    const cursor = apply(exec, this, args);
    let most = 0;
    for (let i = 1; i < args.length; i++) {
      const value = args[i];
      if (typeof value === "string") most += value.length * 3;
      else if (typeof value === "object" && value !== null) most += value.byteLength;
    }
    if (most > maxPair) bound(args);
    if ((++calls & 0xfff) === 0) grown(this);
    return cursor;
  } }).exec);
}

export function watchNames(namespace) {
  const proto = getPrototypeOf(namespace);
  for (const method of ["idFromName", "getByName"]) {
    wrap(proto, method, (original) => ({ [method](...args) {
      const result = apply(original, this, args);
      if (typeof args[0] === "string" && args[0].length * 3 > maxName) named(method, args[0]);
      return result;
    } })[method]);
  }
}

function several(method, storage, given) {
  if (typeof given === "string") {
    if (given.length * 3 > maxKey) key(method, storage, given);
  } else if (isArray(given)) {
    for (let i = 0; i < given.length; i++) if (given[i].length * 3 > maxKey) key(method, storage, given[i]);
    if (given.length > maxKeys) tooMany(method, storage, given.length);
  }
}

function entries(storage, given) {
  if (typeof given !== "object" || given === null) return;
  const names = keys(given);
  const count = names.length;
  for (let i = 0; i < count; i++) entry("put", storage, names[i], unseen(given, names[i]));
  if (count > maxKeys) tooMany("put", storage, count);
}

function entry(method, storage, name, value) {
  if (name.length * 3 > maxKey) key(method, storage, name);
  let most; // maximum number of bytes of the value
  switch (typeof value) {
    case "string":
      most = value.length * 2;
      break;
    case "object":
      if (value === null) return;
      most = atMost(value);
      break;
    default:
      return; // other values are small
  }
  if (most > maxValue - maxKey) pair(method, storage, name, value, most);
}

// Only values that may be beyond a limit get past here.

function key(method, storage, name) {
  if (!keepsKeyValue(owner(storage)?.class)) return;
  exceeded("key-size", method, storage, () => {
    const size = utf8(name);
    if (size <= maxKey) return;
    return [size, maxKey, `a key of ${number(size)} bytes, where production takes 2,048`, "keep what is long in the value, or use a hash of it as the key"];
  });
}

function pair(method, storage, name, value, most) {
  if (storage !== undefined && keepsKeyValue(owner(storage)?.class)) {
    if (most <= maxValue) return;
    exceeded("value-size", method, storage, () => {
      const size = weigh(value);
      if (size <= maxValue + slack) return;
      return [size, maxValue, `${preview(name)} has a value of ${number(size / 1024)} KiB, where production takes 128 KiB`, "split it over several keys, or move the class to SQLite storage, which takes 2 MB"];
    });
    return;
  }
  if (most + name.length * 3 <= maxPair) return;
  exceeded("value-size", method, storage, () => {
    const size = weigh(value) + utf8(name);
    if (size <= maxPair) return;
    return [size, maxPair, `${preview(name)} and its value have ${megabytes(size)}, where production takes 2 MB`, "split it over several keys, or keep it in R2"];
  });
}

function tooMany(method, storage, count) {
  exceeded("key-count", method, storage, () => [count, maxKeys, `${number(count)} keys in one call, where production takes 128`, "call it for 128 keys at a time" + (method === "get" ? "" : ", which are written together if nothing is awaited between")]);
}

function tooEarly(storage, time) {
  // A time before 2001 is not intended: it is not a time, or in seconds.
  exceeded("alarm-time", "setAlarm", storage, () => {
    const seconds = time > 1e9;
    return [time, 1e12, `${time} is a time in ${inUTC(new Date(time))}, so the alarm fires at once`, seconds ? "the time is in milliseconds: multiply it by 1000" : `the time counts from 1970: Date.now() + ${time}`];
  });
}

function bound(args) {
  let row = 0;
  let largest = 0;
  let kind = "";
  exceeded("row-size", "exec", undefined, () => {
    for (let i = 1; i < args.length; i++) {
      const value = args[i];
      const size = typeof value === "string" ? utf8(value) : value?.byteLength ?? 8;
      row += size;
      if (size > largest) {
        largest = size;
        kind = typeof value === "string" ? "string" : "BLOB";
      }
    }
    const hint = "split it over several rows, or keep it in R2";
    if (largest > maxPair) return [largest, maxPair, `a ${kind} of ${megabytes(largest)}, where production takes 2 MB`, hint];
    // If there is only one row, it has the bound values.
    if (row > maxPair && test(oneRow, args[0]) !== null) return [row, maxPair, `a row of ${megabytes(row)}, where production takes 2 MB`, hint];
  });
}
const oneRow = /^\s*(?:insert|replace)\b[^;]*\bvalues\s*\([^()]*\)\s*(?:on\b[^;]*|returning\b[^;]*)?;?\s*$/i;

function grown(sql) {
  const size = sql.databaseSize;
  if (size <= maxDatabase) return;
  exceeded("database-size", "exec", undefined, () => [size, maxDatabase, `the database of the object has ${number(size / 1e9)} GB, where production takes 10 GB`, "delete what is old, or spread the data over more objects"]);
}

function named(method, name) {
  exceeded("name-size", method, undefined, () => {
    const size = utf8(name);
    if (size <= maxName) return;
    return [size, maxName, `a name of ${number(size)} bytes: beyond 1,024 the object does not know its name, ctx.id.name is undefined`, "use a shorter name, such as a hash, and send the long one along"];
  });
}

// A handler of WebSockets by another name is never called, and nothing says so.
export function misnamed(name) {
  exceeded("handler-name", "acceptWebSocket", undefined, () => {
    const proto = classes.get(name).prototype;
    const own = ownKeys(proto);
    for (let i = 0; i < handlers.length; i++) {
      const handler = handlers[i];
      if (has(proto, handler)) continue;
      const lower = lowerCase(handler);
      for (let k = 0; k < own.length; k++) {
        const key = own[k];
        if (typeof key !== "string") continue;
        const given = lowerCase(key);
        if (given === lower || given === "on" + lower || given === lower + "s" || given === "on" + slice(lower, "websocket".length)) {
          return [0, 0, `${name} has no ${handler}(), which is what the runtime calls, but ${key}()`, `rename it to ${handler}`];
        }
      }
    }
  });
}
const handlers = ["webSocketMessage", "webSocketClose", "webSocketError"];
const lowerCase = uncurry(String.prototype.toLowerCase);

// The classes that have key-value storage, not SQLite.
const keyValued = new OwnSet();
export function haveKeyValue(names) {
  for (const name of names) keyValued.add(name);
}
export const keepsKeyValue = (name) => keyValued.has(name);

const owner = (storage) => owners.get(storage) ?? calling()?.object;

const before = new OwnSet();

// Reports a limit, unless that was done before, or the call is one of dotool's.
function exceeded(name, method, storage, measure) {
  const call = calling();
  const object = call?.object ?? owners.get(storage);
  const which = name + "\0" + method + "\0" + object?.class + "\0" + label(call);
  if (before.has(which) || before.size >= 1000) return;
  let measured, stack;
  try {
    measured = measure();
    if (measured === undefined) return;
    stack = place();
  } catch {
    return; // the measured value is the user's, and Error.prepareStackTrace may be too
  }
  if (stack === "") return;
  before.add(which);
  reportNow("limit\t" + (call?.n ?? 0) + "\t" + (call?.root ?? 0) + "\t" + (object?.k ?? 0) + "\t" + stringify({ name, method, size: measured[0], limit: measured[1], message: measured[2], hint: measured[3], stack }));
}

// The stack without dotool's frames.
function place() {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 20;
  const { stack } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  if (typeof stack !== "string") return "";
  let frames = "";
  for (let at = 0, end; at < stack.length; at = end + 1) {
    end = indexOf(stack, "\n", at);
    if (end < 0) end = stack.length;
    const line = slice(stack, at, end);
    if (startsWith(line, "    at ") && indexOf(line, "dotool:") < 0) frames += (frames === "" ? "" : "\n") + line;
  }
  return frames;
}

// "2,048.5"; toLocaleString takes 10 ms the first time.
function number(n) {
  let text = "" + round(n * 10) / 10;
  const point = indexOf(text, ".");
  for (let i = (point < 0 ? text.length : point) - 3; i > 0; i -= 3) text = slice(text, 0, i) + "," + slice(text, i);
  return text;
}
const megabytes = (size) => number(size / 1e6) + " MB";
