// Reports what works here and does not in production. workerd itself refuses
// what is beyond most limits: of SQL statements, of RPC, of WebSockets, their
// tags and attachments. It has none for keys, values and rows, and says nothing
// of names and times that cannot be meant. The numbers are those of
// developers.cloudflare.com/durable-objects/platform/limits.
//
// The methods stay what they are: they are called first, with what they were
// given, and nothing here throws. An excess is reported once for each
// class, method of it, and method called.
import { label } from "dotool:errors";
import { calling } from "dotool:objects";
import { keyValue } from "dotool:options";
import { OwnSet, OwnWeakMap, apply, define, getPrototypeOf, getter, indexOf, isArray, isView, keys, now, slice, startsWith, test, uncurry, value as unseen } from "dotool:own";
import { preview } from "dotool:preview";
import { reportNow, stringify } from "dotool:report";

const maxKey = 2048; // bytes, of a class with key-value storage
const maxValue = 128 * 1024; // of such a class
const slack = 32; // that the form in which a value is stored may add
const maxPair = 2_000_000; // key and value of a class with SQLite; a string, BLOB or row
const maxKeys = 128; // of one call
const maxDatabase = 10_000_000_000;
const maxName = 1024;

// As they are before the user's code may change them.
const { ArrayBuffer, BigInt, Date, Error, Map, Set, String } = globalThis;
const { abs, ceil, min, round } = Math;
const { isInteger } = Number;
const { prototype: ObjectPrototype } = Object;
const encoder = new TextEncoder();
const encode = uncurry(encoder.encode);
const bytesOf = getter(getPrototypeOf(Uint8Array.prototype), "byteLength");
const inUTC = uncurry(Date.prototype.getUTCFullYear);
const eachOfMap = uncurry(Map.prototype.forEach);
const eachOfSet = uncurry(Set.prototype.forEach);
const hex = uncurry(BigInt.prototype.toString);

const owners = new OwnWeakMap(); // the object of each storage
let watching = false;
let watchingSQLite = false;

/**
 * Begins to watch the storage of an object.
 * @param {DurableObjectStorage} storage
 */
export function watchStorage(storage, object) {
  owners.set(storage, object);
  if (!watching) {
    watching = true;
    const proto = getPrototypeOf(storage);
    watchEntries(proto);
    // A transaction has methods of its own, seen when the first begins.
    const original = proto.transaction;
    let seen = false;
    const { transaction } = { transaction(f, ...rest) {
      if (seen || typeof f !== "function") return apply(original, this, [f, rest[0]]);
      return apply(original, this, [(t) => {
        if (!seen) watchEntries(getPrototypeOf(t));
        seen = true;
        if (proto.transaction === transaction) define(proto, "transaction", original);
        return f(t);
      }, rest[0]]);
    } };
    define(proto, "transaction", transaction);
  }
  if (!watchingSQLite && !keepsKeyValue(object.class)) {
    watchingSQLite = true;
    watchExec(getPrototypeOf(storage.sql));
    watchSyncPut(getPrototypeOf(storage.kv));
  }
}

// The methods that a storage and a transaction have.
function watchEntries(proto) {
  const { get, put, delete: remove, setAlarm } = proto;
  // Each is written out: a function for all would be called by each of them,
  // and V8 would make none of them fast.
  define(proto, "get", { get(...args) {
    const result = apply(get, this, args);
    const given = args[0];
    if (typeof given !== "string" || given.length * 3 > maxKey) several("get", this, given);
    return result;
  } }.get);
  define(proto, "delete", { delete(...args) {
    const result = apply(remove, this, args);
    const given = args[0];
    if (typeof given !== "string" || given.length * 3 > maxKey) several("delete", this, given);
    return result;
  } }.delete);
  define(proto, "put", { put(...args) {
    const result = apply(put, this, args);
    if (typeof args[0] === "string") entry("put", this, args[0], args[1]);
    else entries(this, args[0]);
    return result;
  } }.put);
  define(proto, "setAlarm", { setAlarm(...args) {
    const result = apply(setAlarm, this, args);
    if (args[0] < 1e12) tooEarly(this, +args[0]);
    return result;
  } }.setAlarm);
}

function watchSyncPut(proto) {
  const { put } = proto;
  define(proto, "put", { put(...args) {
    const result = apply(put, this, args);
    if (typeof args[0] === "string") entry("kv.put", undefined, args[0], args[1]);
    return result;
  } }.put);
}

let calls = 0;
function watchExec(proto) {
  const { exec } = proto;
  define(proto, "exec", { exec(...args) {
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
  } }.exec);
}

export function watchNames(namespace) {
  const proto = getPrototypeOf(namespace);
  for (const method of ["idFromName", "getByName"]) {
    const original = proto[method];
    if (!original) continue;
    define(proto, method, { [method](...args) {
      const result = apply(original, this, args);
      if (typeof args[0] === "string" && args[0].length * 3 > maxName) named(method, args[0]);
      return result;
    } }[method]);
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
  let most; // bytes that the value may take at the most
  switch (typeof value) {
    case "string":
      most = value.length * 2;
      break;
    case "object":
      if (value === null) return;
      most = atMost(value);
      break;
    default:
      return; // no other value is large
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
  // No one sets alarms for 2001: it is not a time, or one in seconds.
  exceeded("alarm-time", "setAlarm", storage, () => {
    const seconds = time > 1e9;
    return [time, 1e12, `${time} is a time in ${inUTC(new Date(time))}, so the alarm rings at once`, seconds ? "the time is in milliseconds: multiply it by 1000" : `the time counts from 1970: Date.now() + ${time}`];
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
    // The bound values make the row where there is only one.
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

const keyValued = new OwnSet();
for (const name of keyValue) keyValued.add(name);
const keepsKeyValue = (name) => keyValued.has(name);

const owner = (storage) => owners.get(storage) ?? calling()?.object;

const before = new OwnSet();

// Reports a limit, unless that was done before, or the call is one of our own.
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
    return; // the measured code is the user's, and so may be Error.prepareStackTrace
  }
  if (stack === "") return;
  before.add(which);
  reportNow("limit\t" + (call?.n ?? 0) + "\t" + (call?.root ?? 0) + "\t" + (object?.k ?? 0) + "\t" + stringify({ name, method, size: measured[0], limit: measured[1], message: measured[2], hint: measured[3], stack }));
}

// The stack without our frames.
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

const utf8 = (text) => bytesOf(encode(encoder, text));
// "2,048.5"; toLocaleString takes 10 ms the first time.
function number(n) {
  let text = "" + round(n * 10) / 10;
  const point = indexOf(text, ".");
  for (let i = (point < 0 ? text.length : point) - 3; i > 0; i -= 3) text = slice(text, 0, i) + "," + slice(text, i);
  return text;
}
const megabytes = (size) => number(size / 1e6) + " MB";

// To walk through values takes time, some 25 ns a step: at most a hundredth of
// all time, above what is in store for the first ones. Ones that come too fast
// for that are looked at now and then.
const maxSteps = 1 << 18;
let steps = maxSteps;
let filled = now();
let passed = 0;

function mayWalk() {
  if (steps >= 0) return true;
  if ((++passed & 7) !== 0) return false;
  const time = now();
  steps = min(maxSteps, steps + (time - filled) * 400);
  filled = time;
  return steps >= 0;
}

// How many bytes a value takes at the most when it is stored, or more than any
// limit; 0 for one that is not looked at.
function atMost(value) {
  if (!mayWalk()) return 0;
  try {
    return guess(value);
  } catch {
    return 0; // it cannot be read: the method has dealt with it
  }
}

function guess(value) {
  switch (typeof value) {
    case "string":
      return value.length * 2 + 8;
    case "object":
      break;
    default:
      return 10;
  }
  if (value === null) return 1;
  let size = 8;
  const proto = getPrototypeOf(value);
  if (proto === ObjectPrototype || proto === null) {
    for (const key in value) {
      steps--;
      if (size > maxPair) break;
      size += key.length * 2 + 8 + guess(unseen(value, key));
    }
    return size;
  }
  if (isArray(value)) {
    for (let i = 0; i < value.length && size <= maxPair; i++, steps--) size += guess(value[i]);
    return size;
  }
  if (isView(value)) return value.buffer.byteLength + 16; // the whole buffer is stored
  if (value instanceof ArrayBuffer) return value.byteLength + 16;
  if (value instanceof Map || value instanceof Set) {
    const each = value instanceof Map ? eachOfMap : eachOfSet;
    each(value, (v, k) => {
      steps--;
      if (size <= maxPair) size += guess(v) + (each === eachOfMap ? guess(k) : 0);
    });
    return size;
  }
  if (value instanceof Error) return size + 4096; // to read its stack is to make it
  for (const key in value) {
    steps--;
    if (size > maxPair) break;
    size += key.length * 2 + 8 + guess(unseen(value, key));
  }
  return size;
}

// The bytes that a value takes in V8's form, but for a few of large arrays.
function weigh(value) {
  const seen = new OwnSet();
  let nodes = 10_000_000;
  const of = (value) => {
    if (--nodes < 0) return 0;
    switch (typeof value) {
      case "string":
        return 1 + varint(value.length) + value.length * (test(wide, value) !== null ? 2 : 1);
      case "number":
        return isInteger(value) && abs(value) < 2 ** 30 ? 1 + varint(abs(value) * 2) : 9;
      case "bigint":
        return 2 + ceil(hex(value, 16).length / 16) * 8;
      case "object":
        break;
      default:
        return 1;
    }
    if (value === null) return 1;
    if (seen.has(value)) return 3;
    seen.add(value);
    if (isView(value)) return value.buffer.byteLength + 8;
    if (value instanceof ArrayBuffer) return value.byteLength + 4;
    let size = 3;
    if (isArray(value)) for (let i = 0; i < value.length; i++) size += of(value[i]);
    else if (value instanceof Map) eachOfMap(value, (v, k) => (size += of(k) + of(v)));
    else if (value instanceof Set) eachOfSet(value, (v) => (size += of(v)));
    else if (value instanceof Date) size += 8;
    else if (value instanceof Error) size += of(String(value.stack)) + of(value.message);
    else {
      const names = keys(value);
      for (let i = 0; i < names.length; i++) size += of(names[i]) + of(unseen(value, names[i]));
    }
    return size;
  };
  const size = 2 + of(value);
  steps -= 10_000_000 - nodes;
  return size;
}
const wide = /[^\0-\xff]/;
const varint = (n) => (n < 0x80 ? 1 : n < 0x4000 ? 2 : n < 0x200000 ? 3 : 4);
