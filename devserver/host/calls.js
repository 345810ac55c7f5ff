// What the Worker and its objects are called for, told to dotool as lines on
// standard output. A line is the prefix, what it is about, and fields separated
// by tabs; package devserver reads them (record.go).
//
// A tail worker would tell much of this at a price: it runs once per call, in
// this same thread, and takes 40 % of the calls per second away.
import { RpcPromise, env } from "cloudflare:workers";
import { AsyncLocalStorage } from "node:async_hooks";
import { define } from "./dotool-codec.js";
import { prefix as given, log as logging } from "./dotool-options.js";

// As they are before the user's code may change them.
const prefix = given;
const print = console.log.bind(console);
const now = Date.now;
const { apply } = Reflect;
const { keys } = Object;
const { isArray } = Array;
const { Promise } = globalThis;
const { then } = Promise.prototype;
const quote = globalThis.JSON.stringify;
const JSON = { stringify };

// JSON without the `toJSON` that the user's code may give to arrays and objects.
function stringify(value) {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "object":
      break;
    case "undefined":
      return undefined;
    default:
      return value === value && value !== Infinity && value !== -Infinity ? "" + value : "null";
  }
  if (value === null) return "null";
  let text = "";
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) text += (i > 0 ? "," : "") + (stringify(value[i]) ?? "null");
    return "[" + text + "]";
  }
  const names = keys(value);
  for (let i = 0; i < names.length; i++) {
    const field = stringify(value[names[i]]);
    if (field !== undefined) text += (text === "" ? "" : ",") + quote(names[i]) + ":" + field;
  }
  return "{" + text + "}";
}

// Whether calls are told. Alarms and what fails always are.
export let recording = logging;
export function setRecording(on) {
  recording = logging || on === true;
  chosen = Array.isArray(on) ? on : undefined;
  choice++;
}

// What objects are followed, where calls of others need not be told; as
// devserver.Filter. Each object remembers the last answer.
let chosen;
let choice = 0;

// Whether the calls of an object are told.
export function records(object) {
  if (recording || chosen === undefined) return recording;
  if (object.choice !== choice) {
    object.choice = choice;
    object.chosen = chosen.some((f) => (f.class ?? object.class) === object.class && object.id.startsWith(f.id ?? "") && (object.name ?? "").startsWith(f.prefix ?? ""));
  }
  return object.chosen;
}

// Whether what happens in the running code is told.
export function recordsHere() {
  const object = current.getStore()?.object;
  return object === undefined ? recording : records(object);
}

// A line costs more to print than to make, so those of 10 ms go out together,
// but for the last. If that is not known to be the last, "busy" has dotool ask.
const together = 10;
let pending = "";
let printed = 0;
let inRow = 0; // lines that were printed alone, one hard upon the other
export let inFlight = 0;

export function tell(line) {
  pending += (pending === "" ? prefix : "\n" + prefix) + line;
}

// Where requests come hard upon each other none is known to be the last. Errors
// do not wait: the runtime tells of them too.
const often = () => inRow > 8;

function tellSoon(line) {
  tell(line);
  if (now() - printed >= together || (inFlight === 0 && !often()) || pending.length > 1 << 16 || line.startsWith("error")) flush();
}

export function tellNow(line) {
  tell(line);
  flush();
}

export function flush() {
  if (pending === "") return;
  const text = pending;
  pending = "";
  const time = now();
  inRow = time - printed < together ? inRow + 1 : time - printed < 2 * together && often() ? inRow : 0;
  printed = time;
  print(inFlight > 0 || often() ? text + "\n" + prefix + "busy" : text);
}

// Prints what waits, for dotool asked; the next line does not wait.
export function flushAll() {
  inRow = 0;
  flush();
}

// Prints what the user's code prints, after what happened before.
export function printUser(head, args) {
  flush();
  // A first argument that is a string is a format, which must stay the first.
  if (typeof args[0] === "string") print(prefix + head + "\t" + args[0], ...args.slice(1));
  else if (args.length > 0) print(prefix + head + "\v", ...args);
  else print(prefix + head + "\t");
}

const current = new AsyncLocalStorage();

// The call that the running code belongs to.
export const calling = () => current.getStore();

// The call that the running code belongs to, as its number, the number of the
// call that led to it in the first place, and the number of its object.
export function origin() {
  const call = current.getStore();
  return call ? call.n + "." + call.root + "." + (call.object?.k ?? 0) : "";
}

// Objects in the order they were first started, told once each.
const objects = new Map();
export function objectOf(name, id) {
  const hex = id.toString();
  const key = name + "\0" + hex;
  let object = objects.get(key);
  if (!object || (object.name === undefined && id.name !== undefined)) {
    object = { k: objects.size + 1, class: name, id: hex, name: id.name };
    objects.set(key, object);
    tell("object\t" + object.k + "\t" + hex + "\t" + JSON.stringify([name, object.name ?? null]));
  }
  return object;
}

// The calls at work that have got hold of an object, by its name and its id:
// where there is one, it is the one that calls the object. The runtime does not
// say who does.
const holders = new Map();

function hold(key) {
  const call = current.getStore();
  if (call === undefined) return;
  let calls = holders.get(key);
  if (calls === undefined) holders.set(key, (calls = new Set()));
  if (calls.has(call)) return;
  calls.add(call);
  (call.holds ??= []).push(key);
}

function release(call) {
  for (const key of call.holds) {
    const calls = holders.get(key);
    calls.delete(call);
    if (calls.size === 0) holders.delete(key);
  }
}

function caller(object) {
  const calls = (object.name !== undefined && holders.get(object.name)) || holders.get(object.id);
  if (calls?.size !== 1) return undefined;
  const [call] = calls;
  return call.object === object ? undefined : call;
}

const namespace = Object.values(env ?? {}).find((binding) => binding?.constructor?.name === "DurableObjectNamespace");
if (namespace) {
  const proto = Object.getPrototypeOf(namespace);
  const { get, getByName } = proto;
  define(proto, "get", { get(id, ...rest) {
    const stub = apply(get, this, [id, ...rest]);
    if (recording) hold(id.name ?? id.toString());
    return stub;
  } }.get);
  if (getByName) {
    define(proto, "getByName", { getByName(name, ...rest) {
      const stub = apply(getByName, this, [name, ...rest]);
      if (recording) hold(typeof name === "string" ? name : String(name));
      return stub;
    } }.getByName);
  }
}

let count = 0;

// Begins a call: of an object, or of the Worker itself.
export function begin(kind, object, detail) {
  const call = { n: ++count, root: count, parent: undefined, kind, object, detail, start: now(), busy: 0, holds: undefined, failure: undefined, thrown: undefined, origin: undefined, closed: false };
  if (object !== undefined && (kind === "rpc" || kind === "fetch" || kind === "constructor" || kind === "blockConcurrencyWhile")) {
    const parent = kind === "blockConcurrencyWhile" ? current.getStore() : caller(object);
    if (parent !== undefined) {
      call.parent = parent;
      call.root = parent.root;
    }
  }
  return call;
}

// Tells that an alarm begins to ring, so that what it prints is known to be its.
export const rings = (call) => tell("ring\t" + call.n + "\t" + call.object.k);

// The calls at work.
const working = new Set();

export const atWork = () => [...working].map(({ kind, object, detail, start }) => ({
  kind, start,
  class: object?.class, id: object?.id, name: object?.name,
  method: isArray(detail) ? detail[0] : undefined,
  url: kind === "request" || kind === "fetch" ? detail[2] : undefined,
}));

// Runs the function of a call and tells how it ended. `answered` may add to the
// detail what the result says.
export function run(call, f, self, args, answered) {
  inFlight++;
  working.add(call);
  let result;
  try {
    result = current.run(call, () => apply(f, self, args));
  } catch (error) {
    fail(call, error);
    throw error;
  }
  call.busy = now() - call.start;
  if (typeof result === "object" && result !== null) {
    if (result instanceof Promise) {
      // The runtime does not call a `then` of a class of the user's either.
      if (result.then === then) apply(then, result, [(value) => end(call, value, answered), (error) => fail(call, error)]);
      else end(call, undefined);
      return result;
    }
    if (!(result instanceof RpcPromise) && typeof result.then === "function") return settled(call, result, answered);
  }
  if (result instanceof RpcPromise) result.then((value) => end(call, value, answered), (error) => fail(call, error));
  else end(call, result, answered);
  return result;
}

// Waits for what has a `then` of its own. That may do its work when it is
// called, so it is called once: the runtime gets our promise.
async function settled(call, result, answered) {
  let value;
  try {
    value = await result;
  } catch (error) {
    fail(call, error);
    throw error;
  }
  end(call, value, answered);
  return value;
}

function end(call, result, answered) {
  const wrong = answered?.(call, result);
  if (wrong !== undefined) fail(call, wrong);
  else close(call, "ok");
}

function fail(call, error) {
  if (call.kind === "request" || call.kind === "fetch") call.detail[1] = 500;
  exception(call, error);
  close(call, "exception");
}

// Runs the function of a call of an object that is told only if it fails.
export function guarded(kind, method, object, f, self, args) {
  const failed = (error) => exception(begin(kind, object, [method]), error);
  let result;
  try {
    result = f.apply(self, args);
  } catch (error) {
    failed(error);
    throw error;
  }
  if (result instanceof Promise || result instanceof RpcPromise) result.then(undefined, failed);
  return result;
}

// Notes what fails for later: it is told only if the runtime says that nobody
// caught it.
export function note() {
  const call = current.getStore();
  return (error) => {
    try {
      tellSoon("noted\t" + (call?.n ?? 0) + "\t" + (call?.root ?? 0) + "\t" + (call?.object?.k ?? 0) + "\t\t" + JSON.stringify(["stream", describe(error, undefined, 0, { left: 20 })]));
    } catch {
      // A getter of the error threw.
    }
  };
}

// Counts a request that is not told. `answer` makes of the result what the
// client gets.
export function counted(f, answer, failed) {
  inFlight++;
  let result;
  try {
    result = f();
  } catch (error) {
    inFlight--;
    return failed(error);
  }
  if (typeof result?.then !== "function") {
    inFlight--;
    return answer(result);
  }
  return result.then(
    (value) => (inFlight--, answer(value)),
    (error) => (inFlight--, failed(error)),
  );
}

function close(call, outcome) {
  if (call.closed) return; // its object was ended
  call.closed = true;
  inFlight--;
  working.delete(call);
  if (call.holds !== undefined) release(call);
  const ended = now();
  tellSoon(
    "call\t" + call.n + "\t" + call.root + "\t" + (call.parent?.n ?? 0) + "\t" + (call.object?.k ?? 0) + "\t" + call.kind +
      "\t" + call.start + "\t" + (ended - call.start) + "\t" + call.busy + "\t" + outcome + "\t" + JSON.stringify(call.detail),
  );
}

// Tells of something that takes no time to speak of.
export function happened(kind, detail) {
  const call = current.getStore();
  const n = ++count;
  tellSoon("call\t" + n + "\t" + (call?.root ?? n) + "\t" + (call?.n ?? 0) + "\t" + (call?.object?.k ?? 0) + "\t" + kind + "\t" + now() + "\t0\t0\tok\t" + JSON.stringify(detail));
}

// Runs what belongs to an object but is no call of it.
export function within(object, kind, f) {
  const call = begin(kind, object, []);
  try {
    return current.run(call, f);
  } catch (error) {
    exception(call, error);
    throw error;
  }
}

// Tells that an object ends itself. Its code is not run any further, so the call
// that it is in has no other end.
export function aborted(object, reason) {
  const call = current.getStore();
  const inside = call !== undefined && call.object === object && call.kind !== "constructor";
  let error = reason;
  if (!(reason instanceof Error)) {
    error = new Error(reason === undefined ? "Application called abort() to reset Durable Object." : String(reason));
  }
  resets.add(error);
  exception(inside ? call : begin("abort", object, []), error);
  if (inside && records(object)) close(call, "exception");
}

const resets = new WeakSet(); // errors that ended an object
const toldErrors = new WeakMap(); // what was told of each, and in which root

// Tells an error that left the code of a call, once.
export function exception(call, error) {
  const isObject = (typeof error === "object" && error !== null) || typeof error === "function";
  const told = isObject ? toldErrors.get(error) : undefined;
  // The same error again, in another request, is one that was kept.
  if (told !== undefined && (call === undefined || told.root === call.root || told.root === 0)) {
    if (call !== undefined) call.thrown = told.known;
    return;
  }
  let known;
  try {
    known = describe(error, call, 0, { left: 20 });
  } catch {
    known = { message: "an error that cannot be read" }; // a getter of its own threw
  }
  const origin = passed(call, error, known);
  if (origin !== undefined) known.from = origin.n;
  // Without calls to stand below, an error stands below the one it comes from.
  const root = (recording ? undefined : origin?.root) ?? call?.root ?? origin?.root ?? 0;
  if (isObject) toldErrors.set(error, { known, root });
  if (call !== undefined) {
    call.thrown = known;
    call.origin = origin;
    const failure = origin ?? { n: call.n, root, text: text(error, known), known, call };
    // Whoever called the object, and the method that it was in, get it too.
    let up = call;
    do {
      up = up.parent;
      if (up !== undefined) up.failure = failure;
    } while (up !== undefined && up.object === call.object);
    if (origin === undefined && (call.object !== undefined || call.kind === "rpc")) remember(failure);
  }
  tellSoon("error\t" + (call?.n ?? 0) + "\t" + root + "\t" + (call?.object?.k ?? 0) + "\t" + (call?.kind ?? "") + "\t" + JSON.stringify([label(call), known]));
}

// The last errors that left an object, by what their callers see of them: a
// call does not always know which object it called, and a promise that nobody
// waits for knows no call.
const lately = new Map();

function remember(failure) {
  failure.at = now();
  lately.delete(failure.text);
  lately.set(failure.text, failure);
  if (lately.size > 100) lately.delete(lately.keys().next().value);
}

// The failure of an object that an error is, as its caller got it.
function passed(call, error, known) {
  const seen = text(error, known);
  if (call?.failure !== undefined && call.failure.text === seen) return call.failure;
  if (error?.remote !== true && error?.durableObjectReset !== true) return undefined;
  const failure = lately.get(seen);
  return failure !== undefined && now() - failure.at < 10_000 ? failure : undefined;
}

// What is left of an error on its way to a caller.
function text(error, known) {
  if (known.message !== undefined) return known.message;
  try {
    return String(error);
  } catch {
    return known.thrown;
  }
}

// What a call is called for, in an error: "join", "alarm".
export function label(call) {
  if (call === undefined) return "";
  return call.kind === "rpc" ? call.detail[0] : call.kind;
}

// How much of an error is told.
const longest = 16_384;

function describe(error, call, depth, budget) {
  if (typeof error !== "object" || error === null || typeof error.message !== "string") return { thrown: preview(error) };
  const { message } = error;
  let stack = String(error.stack);
  // The message is not part of the frames, though it may look like some.
  const head = message === "" ? -1 : stack.indexOf(message);
  if (head >= 0) stack = stack.slice(head + message.length);
  const known = { name: String(error.name).slice(0, 200), message: short(message), stack: stack.slice(0, longest) };
  if (error.durableObjectReset === true || resets.has(error)) known.reset = true;
  if (depth < 5 && budget.left-- > 0) {
    if (error.cause !== undefined && error.cause !== null) {
      known.cause = describe(error.cause, call, depth + 1, budget);
      const origin = passed(call, error.cause, known.cause);
      if (origin !== undefined) known.cause.from = origin.n;
    }
    if (Array.isArray(error.errors)) known.errors = error.errors.slice(0, 5).map((e) => describe(e, call, depth + 1, budget));
  }
  if (depth === 0 && message.startsWith("The RPC receiver does not implement the method")) known.classes = methods(call);
  return known;
}

const short = (message) => (message.length > longest ? message.slice(0, longest) + "… (" + (message.length - longest) + " more characters)" : message);

// The classes that are hosted, by name.
export const classes = new Map();

// The methods of the classes that a call has got hold of objects of, or of all.
function methods(call) {
  const held = new Set();
  for (const { class: name, id, name: called } of objects.values()) {
    if (call?.holds?.includes(called) || call?.holds?.includes(id)) held.add(name);
  }
  const found = {};
  for (const [name, Class] of classes) {
    if (held.size > 0 && !held.has(name)) continue;
    found[name] = [];
    for (let proto = Class.prototype; proto && proto !== Object.prototype && Object.hasOwn(proto, "constructor"); proto = Object.getPrototypeOf(proto)) {
      if (proto.constructor.name === "DurableObject") break;
      for (const key of Object.getOwnPropertyNames(proto)) {
        const { value } = Object.getOwnPropertyDescriptor(proto, key);
        if (typeof value === "function" && !["constructor", "__dotool", "alarm", "webSocketMessage", "webSocketClose", "webSocketError"].includes(key)) found[name].push(key);
      }
    }
  }
  return found;
}

// The arguments of a call in short.
export function previews(args) {
  let text = "";
  for (let i = 0; i < args.length; i++) {
    if (i > 0) text += ", ";
    try {
      text += preview(args[i]);
    } catch {
      text += "{…}"; // a getter or a proxy of the user's
    }
    if (text.length > 500) return text + (i + 1 < args.length ? ", …" : "");
  }
  return text;
}

// A short form of a value, for the log: of an object or array as much as is
// short, and never the second level.
export function preview(value) {
  if (typeof value !== "object" || value === null) return glance(value, 40);
  const list = Array.isArray(value);
  if (!list && Object.getPrototypeOf(value) !== Object.prototype) return glance(value);
  const keys = list ? value : Object.keys(value);
  if (keys.length === 0 || keys.length > 4) return glance(value);
  let text = "";
  for (let i = 0; i < keys.length; i++) {
    // A thrown object may have getters, which are not ours to call.
    const item = Object.getOwnPropertyDescriptor(value, list ? i : keys[i])?.value;
    text += (i > 0 ? ", " : "") + (list ? "" : keys[i] + ": ") + glance(item, 20);
    if (text.length > 60) return glance(value);
  }
  return list ? "[" + text + "]" : "{ " + text + " }";
}

// A still shorter form, which does not look into objects.
function glance(value, longest) {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > longest ? value.slice(0, longest - 1) + "…" : value);
    case "bigint":
      return value + "n";
    case "symbol":
      return String(value);
    case "function":
      return "ƒ";
    case "object":
      if (value === null) return "null";
      if (Array.isArray(value)) return "[" + (value.length > 0 ? "…" + value.length : "") + "]";
      if (value instanceof Map || value instanceof Set) return value.constructor.name + "(" + value.size + ")";
      if (value instanceof Date) return isNaN(value) ? "Invalid Date" : value.toISOString();
      if (value instanceof RegExp || value instanceof Error) return String(value).slice(0, 60);
      if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength + " B";
      return "{" + (Object.keys(value).length > 0 ? "…" : "") + "}";
    default:
      return String(value);
  }
}
