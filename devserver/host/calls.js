// Reports the calls of the Worker and its objects to dotool, as lines on
// standard output. Each says what it is about, then come fields separated by
// tabs; those printed together are one line, which seal.js closes. Package
// devserver reads them (record.go).
//
// A tail worker would report much of this at a price: it runs once per call, in
// this same thread, and takes 40 % of the calls per second away.
import workers from "cloudflare-internal:workers";
import hooks from "node-internal:async_hooks";
import { formatWithOptions } from "node-internal:internal_inspect";
import { asJSON, harmless } from "dotool:inspect";
import { inspected, log as logging } from "dotool:options";
import {
  OwnMap, OwnSet, OwnWeakMap, all, append, apply, bound, define, defineProperty, getPrototypeOf, hasOwn, indexOf, inherits, isArray, isPromise, isView, keys, now,
  own, ownKeys, quote, slice, startsWith, then, toText, uncurry, value as unseen,
} from "dotool:own";
import { sealed } from "dotool:seal";

const print = bound(console.log, console);
const debug = bound(console.dirxml, console); // which DevTools alone shows
const { RpcPromise } = workers;
const { Error, Promise, String } = globalThis;
const JSON = { __proto__: null, stringify };

// JSON without the `toJSON` that the user's code may give to arrays and objects.
export function stringify(value) {
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
    const field = stringify(unseen(value, names[i]));
    if (field !== undefined) text += (text === "" ? "" : ",") + quote(names[i]) + ":" + field;
  }
  return "{" + text + "}";
}

// Whether calls are reported. Alarms and failures always are.
export let recording = logging;
export function setRecording(on) {
  recording = logging || on === true;
  chosen = isArray(on) ? on : undefined;
  choice++;
}

// The objects that are followed, where calls of others need not be reported, as
// event.Filter. Each object remembers whether it is one.
let chosen;
let choice = 0;

// Whether the calls of an object are reported.
export function records(object) {
  if (recording || chosen === undefined) return recording;
  if (object.choice !== choice) {
    object.choice = choice;
    object.chosen = false;
    for (let i = 0; i < chosen.length && !object.chosen; i++) {
      const f = { __proto__: null, ...chosen[i] };
      object.chosen = (f.class ?? object.class) === object.class && startsWith(object.id, f.id ?? "") && startsWith(object.name ?? "", f.prefix ?? "");
    }
  }
  return object.chosen;
}

// A line costs more to print than to make, so those of 10 ms go out together,
// but for the last. If that is not known to be the last, "busy" has dotool ask.
const together = 10;
const separator = "\x1e"; // in no line, since what the user's code chooses is JSON
let pending = "";
let printed = 0;
let inRow = 0; // lines that were printed alone, one hard upon the other
let awaited = false; // whether dotool will ask for what waits
export let inFlight = 0;

export function report(line) {
  pending += pending === "" ? line : separator + line;
}

// Where requests come hard upon each other none is known to be the last. Errors
// do not wait: the runtime reports them too.
const often = () => inRow > 8;

function reportSoon(line) {
  report(line);
  if (!awaited || now() - printed >= together || (inFlight === 0 && !often()) || pending.length > 1 << 16) flush();
}

export function reportNow(line) {
  report(line);
  flush();
}

export function flush() {
  if (pending === "") return;
  const text = pending;
  pending = "";
  const time = now();
  inRow = time - printed < together ? inRow + 1 : time - printed < 2 * together && often() ? inRow : 0;
  printed = time;
  awaited ||= inFlight > 0 || often();
  print(sealed(awaited ? text + separator + "busy" : text));
}

// Prints what waits, for dotool asked; the next line does not wait.
export function flushAll() {
  inRow = 0;
  awaited = false;
  flush();
}

// Prints what the user's code prints, after what happened before. It is made
// text here: what formats it in the console is JavaScript that the user's code
// may have changed.
export function printUser(level, args) {
  const text = format(args); // which may run code of the user's
  flush();
  print(sealed("console\t" + origin() + "\t" + level + "\t" + quote(text)));
  if (inspected) showInDevTools(level, args);
}

// Has DevTools show the values themselves. What we print is not shown there;
// see inspector_message.go.
function showInDevTools(level, args) {
  const shown = ["\x1e" + level];
  for (let i = 0; i < args.length; i++) append(shown, args[i]);
  apply(debug, undefined, shown);
}

function format(args) {
  if (args.length === 1 && typeof args[0] === "string") return args[0];
  const given = [{ __proto__: null, colors: false }];
  for (let i = 0; i < args.length; i++) append(given, args[i]);
  try {
    const make = () => "" + apply(formatWithOptions, undefined, given);
    return typeof args[0] === "string" && indexOf(args[0], "%j") >= 0 ? asJSON(make) : make();
  } catch (error) {
    // As the console of the runtime has it.
    try {
      return "<Formatting threw (" + (error?.stack ?? String(error)) + ")>";
    } catch {
      return "<Formatting threw>";
    }
  }
}

// The calls under way. Nothing else can reach it, and its methods are its own.
const current = new hooks.AsyncLocalStorage();
defineProperty(current, "getStore", { __proto__: null, value: current.getStore });
defineProperty(current, "run", { __proto__: null, value: current.run });

// The call that the running code belongs to.
export const calling = () => current.getStore();

// The call that the running code belongs to, as its number, the number of the
// call that led to it in the first place, and the number of its object.
export function origin() {
  const call = current.getStore();
  return call ? call.n + "." + call.root + "." + (call.object?.k ?? 0) : "";
}

// Objects in the order they were first started, each reported once.
const objects = new OwnMap();
export function objectOf(name, id) {
  const hex = idText(id);
  const key = name + "\0" + hex;
  let object = objects.get(key);
  if (!object || (object.name === undefined && id.name !== undefined)) {
    object = { k: objects.size + 1, class: name, id: hex, name: id.name, choice: -1, chosen: false };
    objects.set(key, object);
    report("object\t" + object.k + "\t" + hex + "\t" + JSON.stringify([name, object.name ?? null]));
  }
  return object;
}

// The calls at work that have got hold of an object, by its name and its id:
// where there is one, it is the one that calls the object. The runtime does not
// say who does.
const holders = new OwnMap(); // of each the call, or the set of several

function hold(key) {
  const call = current.getStore();
  if (call === undefined) return;
  const held = holders.get(key);
  if (held === call) return;
  if (held === undefined) holders.set(key, call);
  else if (held.size === undefined) holders.set(key, new OwnSet().add(held).add(call));
  else if (held.has(call)) return;
  else held.add(call);
  if (call.holds === undefined) call.holds = [key];
  else append(call.holds, key);
}

function release(call) {
  for (let i = 0; i < call.holds.length; i++) {
    const held = holders.get(call.holds[i]);
    if (held === call || (held.delete(call) && held.size === 0)) holders.delete(call.holds[i]);
  }
}

function caller(object) {
  let held = (object.name !== undefined && holders.get(object.name)) || holders.get(object.id);
  if (held?.size === 1) held.forEach((one) => (held = one));
  return held === undefined || held.size !== undefined || held.object === object ? undefined : held;
}

// Follows who gets hold of which object.
let idText = (id) => id.toString();
export function watchNamespace(namespace) {
  const proto = getPrototypeOf(namespace);
  const { get, getByName } = proto;
  idText = uncurry(getPrototypeOf(namespace.idFromName("")).toString);
  let seen = false; // the first stub
  const handed = (stub) => {
    if (!seen) {
      seen = true;
      harmless(getPrototypeOf(stub));
    }
    return stub;
  };
  define(proto, "get", { get(...args) {
    const stub = handed(apply(get, this, args));
    if (recording) hold(args[0].name ?? idText(args[0]));
    return stub;
  } }.get);
  if (getByName) {
    define(proto, "getByName", { getByName(...args) {
      const stub = handed(apply(getByName, this, args));
      if (recording && typeof args[0] === "string") hold(args[0]);
      return stub;
    } }.getByName);
  }
}

let count = 0;

// Begins a call: of an object, or of the Worker itself.
export function begin(kind, object, detail) {
  const call = { n: ++count, root: count, parent: undefined, kind, object, detail, start: now(), busy: 0, size: undefined, holds: undefined, failure: undefined, thrown: undefined, origin: undefined, closed: false, before: undefined, after: undefined };
  if (object !== undefined && (kind === "rpc" || kind === "fetch" || kind === "constructor" || kind === "blockConcurrencyWhile")) {
    const parent = kind === "blockConcurrencyWhile" ? current.getStore() : caller(object);
    if (parent !== undefined) {
      call.parent = parent;
      call.root = parent.root;
    }
  }
  return call;
}

// Reports that an alarm starts, so that its output is known to be its own.
export const rings = (call) => report("ring\t" + call.n + "\t" + call.object.k);

// Names the call that starts, since nothing can be printed once it blocks the
// thread. Where many calls come hard upon each other only some are named, 20 in
// 100 ms or, under load, 2; then an empty line says that others have started.
const slot = 100;
let slotted = 0; // when the slot began
let started = 0; // calls in it
let nameable = 20;

function starts(n, kind, method, object) {
  const time = now();
  if (time - slotted >= slot) {
    slotted = time;
    nameable = started > slot ? 2 : 20;
    started = 0;
  }
  if (++started > nameable + 1) return;
  report("start\t" + (started <= nameable ? JSON.stringify([n, kind, method ?? "", object?.class ?? "", object?.id ?? "", object?.name ?? null]) : ""));
  const text = pending;
  pending = "";
  print(sealed(text));
}

// The calls at work: a ring of them, in the order in which they began.
const working = { __proto__: null, before: undefined, after: undefined };
working.before = working.after = working;

export function atWork() {
  const calls = [];
  for (let { after: call } = working; call !== working; call = call.after) {
    const { kind, object, detail, start } = call;
    append(calls, {
      __proto__: null,
      kind, start,
      class: object?.class, id: object?.id, name: object?.name,
      method: isArray(detail) ? detail[0] : undefined,
      url: kind === "request" || kind === "fetch" ? detail[2] : undefined,
    });
  }
  return calls;
}

const RpcPromisePrototype = RpcPromise.prototype;
const { then: rpcThen } = RpcPromisePrototype;
const isRpcPromise = (value) => typeof value === "function" && inherits(value, RpcPromisePrototype);

// Runs the function of a call and reports how it ended. `answered` may add to the
// detail what the result says.
export function run(call, f, self, args, answered) {
  starts(call.n, call.kind, isArray(call.detail) ? call.detail[0] : "", call.object);
  inFlight++;
  call.after = working;
  call.before = working.before;
  working.before = call.before.after = call;
  let result;
  try {
    result = current.run(call, () => apply(f, self, args));
  } catch (error) {
    fail(call, error);
    throw error;
  }
  call.busy = now() - call.start;
  if (typeof result === "object" && result !== null) {
    if (isPromise(result)) {
      // The runtime does not call a `then` of a class of the user's either.
      if (result.then === then) apply(then, result, [(value) => end(call, value, answered), (error) => fail(call, error)]);
      else end(call, undefined);
      return result;
    }
    if (!isRpcPromise(result) && typeof result.then === "function") return settled(call, result, answered);
  }
  if (isRpcPromise(result)) apply(rpcThen, result, [(value) => end(call, value, answered), (error) => fail(call, error)]);
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

// Runs the function of a call of an object that is reported only if it fails.
export function guarded(kind, method, object, f, self, args) {
  const failed = (error) => exception(begin(kind, object, [method]), error);
  starts(0, kind, method, object);
  let result;
  try {
    result = apply(f, self, args);
  } catch (error) {
    failed(error);
    throw error;
  }
  if (isPromise(result)) apply(then, result, [undefined, failed]);
  else if (isRpcPromise(result)) apply(rpcThen, result, [undefined, failed]);
  return result;
}

// Notes an error for later: it is reported only if the runtime says that it was
// not caught.
export function note() {
  const call = current.getStore();
  return (error) => {
    reportSoon("noted\t" + (call?.n ?? 0) + "\t" + (call?.root ?? 0) + "\t" + (call?.object?.k ?? 0) + "\t\t" + JSON.stringify(["stream", described(error, undefined)]));
  };
}

// Counts a request that is not reported. `answer` makes of the result what the
// client gets.
export function counted(f, answer, failed) {
  starts(0, "request", "", undefined);
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
  call.before.after = call.after;
  call.after.before = call.before;
  call.before = call.after = undefined; // keeps no other in memory
  if (call.holds !== undefined) release(call);
  const ended = now();
  reportSoon(
    "call\t" + call.n + "\t" + call.root + "\t" + (call.parent?.n ?? 0) + "\t" + (call.object?.k ?? 0) + "\t" + call.kind +
      "\t" + call.start + "\t" + (ended - call.start) + "\t" + call.busy + "\t" + outcome + "\t" + JSON.stringify(call.detail),
  );
}

// Reports something that takes no time to speak of.
export function happened(kind, object, detail) {
  const n = ++count;
  reportSoon("call\t" + n + "\t" + n + "\t0\t" + (object?.k ?? 0) + "\t" + kind + "\t" + now() + "\t0\t0\tok\t" + stringify(detail));
}

// Runs a function as part of a call that is reported elsewhere, if at all.
export function inContext(call, f, self, args) {
  const failed = (error) => exception(call, error);
  let result;
  try {
    result = current.run(call, () => apply(f, self, args));
  } catch (error) {
    failed(error);
    throw error;
  }
  if (isPromise(result)) apply(then, result, [undefined, failed]);
  return result;
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

// Reports the failure of work that outlives its call, with the root of that call.
export function inBackground(promise, kind, object) {
  const root = current.getStore()?.root;
  apply(then, promise, [undefined, (error) => {
    const call = begin(kind, object, []);
    if (root !== undefined) call.root = root;
    exception(call, error);
  }]);
}

// Reports that an object ends itself. Its code is not run any further, so the call
// that it is in has no other end.
export function aborted(object, reason) {
  const call = current.getStore();
  const inside = call !== undefined && call.object === object && call.kind !== "constructor";
  let error = reason;
  if (!(reason instanceof Error)) {
    error = new Error(reason === undefined ? "Application called abort() to reset Durable Object." : String(reason));
  }
  resets.set(error, error === reason ? attempt(() => String(reason), undefined) : undefined);
  exception(inside ? call : begin("abort", object, []), error);
  if (inside && records(object)) close(call, "exception");
}

const resets = new OwnWeakMap(); // errors that ended an object, and what callers see of each, if not its message
const reportedErrors = new OwnWeakMap(); // the report of each, and in which root

// Reports an error that left the code of a call, once.
export function exception(call, error) {
  const isObject = (typeof error === "object" && error !== null) || typeof error === "function";
  const before = isObject ? reportedErrors.get(error) : undefined;
  // The same error again, in another request, is one that was kept.
  if (before !== undefined && (call === undefined || before.root === call.root || before.root === 0)) {
    if (call !== undefined) call.thrown = before.known;
    return;
  }
  const known = described(error, call);
  const origin = passed(call, error, known);
  if (origin !== undefined) known.from = origin.n;
  // Without calls to stand below, an error stands below the one it comes from.
  const root = (recording ? undefined : origin?.root) ?? call?.root ?? origin?.root ?? 0;
  if (isObject) reportedErrors.set(error, { known, root });
  if (call !== undefined) {
    call.thrown = known;
    call.origin = origin;
    const failure = origin ?? { __proto__: null, n: call.n, root, text: (isObject ? resets.get(error) : undefined) ?? text(error, known), known, call, at: 0 };
    // Whoever called the object, and the method that it was in, get it too.
    let up = call;
    do {
      up = up.parent;
      if (up !== undefined) up.failure = failure;
    } while (up !== undefined && up.object === call.object);
    if (origin === undefined && (call.object !== undefined || call.kind === "rpc")) remember(failure);
  }
  report("error\t" + (call?.n ?? 0) + "\t" + root + "\t" + (call?.object?.k ?? 0) + "\t" + (call?.kind ?? "") + "\t" + JSON.stringify([label(call), known]));
  flush(); // the runtime reports it too
}

// The last errors that left an object, by what their callers see of them: a
// call does not always know which object it called, and a promise without a
// reader knows no call.
const lately = new OwnMap();

function remember(failure) {
  failure.at = now();
  lately.delete(failure.text);
  lately.set(failure.text, failure);
  if (lately.size <= 100) return;
  let first;
  lately.forEach((_, text) => (first ??= text));
  lately.delete(first);
}

// The failure of an object that an error is, as its caller got it.
function passed(call, error, known) {
  const seen = text(error, known);
  const failure = call?.failure;
  // The runtime sends "#<Response>" for a thrown value that cannot be sent.
  if (failure !== undefined && (failure.text === seen || (failure.known.thrown !== undefined && startsWith(seen, "#<")))) return failure;
  if (error?.remote !== true && error?.durableObjectReset !== true) return undefined;
  const one = lately.get(seen);
  return one !== undefined && now() - one.at < 10_000 ? one : undefined;
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

// How much of an error is reported.
const longest = 16_384;

// Describes an error, whatever its getters and traps do.
const described = (error, call) => attempt(() => describe(error, call, 0, { __proto__: null, left: 20 }, []), { __proto__: null, thrown: "a value that cannot be read" });

function attempt(f, otherwise) {
  try {
    return f();
  } catch {
    return otherwise;
  }
}

function describe(error, call, depth, budget, outer) {
  if (typeof error !== "object" || error === null) return { __proto__: null, thrown: thrown(error) };
  const message = attempt(() => error.message, null);
  let stack = attempt(() => error.stack, "");
  const isError = typeof stack === "string" || inherits(error, ErrorPrototype);
  if ((typeof message !== "string" && message !== null) || !isError) return { __proto__: null, thrown: thrown(error) };
  let name = attempt(() => error.name, undefined);
  if (typeof name !== "string") name = "Error";
  if (typeof stack !== "string") stack = "";
  // The message is not part of the frames, though it may look like some.
  const head = message === "" || message === null ? -1 : indexOf(stack, message);
  if (head >= 0) stack = slice(stack, head + message.length);
  const known = { __proto__: null, name: slice(name, 0, 200), message: short(message ?? "(its message cannot be read)"), stack: slice(stack, 0, longest) };
  if (attempt(() => error.durableObjectReset, false) === true || resets.has(error)) known.reset = true;
  const fields = fieldsOf(error);
  if (fields.length > 0) known.fields = fields;
  if (depth < 5 && budget.left-- > 0) {
    const cause = attempt(() => error.cause, undefined);
    append(outer, error);
    if (cause !== undefined && cause !== null) {
      known.cause = among(outer, cause) ? { __proto__: null, thrown: "the same error again" } : describe(cause, call, depth + 1, budget, outer);
      const origin = passed(call, cause, known.cause);
      if (origin !== undefined) known.cause.from = origin.n;
    }
    const errors = attempt(() => error.errors, undefined);
    if (isArray(errors)) {
      known.errors = [];
      for (let i = 0; i < errors.length && i < 5; i++) append(known.errors, describe(errors[i], call, depth + 1, budget, outer));
    }
    outer.length--;
  }
  if (depth === 0 && message !== null && startsWith(message, "The RPC receiver does not implement the method")) known.classes = methods(call);
  return known;
}

const ErrorPrototype = Error.prototype;

function among(list, item) {
  for (let i = 0; i < list.length; i++) if (list[i] === item) return true;
  return false;
}

// The other own properties of an error, in short: [name, value], at most ten. No
// getter is called.
function fieldsOf(error) {
  const fields = [];
  const names = attempt(() => keys(error), []);
  for (let i = 0; i < names.length && fields.length < 10; i++) {
    if (notFields.has(names[i])) continue;
    const property = attempt(() => own(error, names[i]), undefined);
    if (property === undefined || property.get !== undefined) continue;
    append(fields, [slice(names[i], 0, 100), attempt(() => thrown(property.value), "…")]);
  }
  return fields;
}
const notFields = new OwnSet();
// "remote" and "durableObjectReset" are the runtime's.
notFields.add("name").add("message").add("stack").add("cause").add("errors").add("remote").add("durableObjectReset");

// A value that was thrown, in short.
function thrown(value) {
  return attempt(() => {
    if (typeof value === "function") return (startsWith(toText(value), "class") ? "class " : "ƒ ") + slice(String(unseen(value, "name") ?? ""), 0, 100);
    const text = preview(value);
    if (typeof value !== "object" || value === null || !startsWith(text, "{")) return text;
    const proto = getPrototypeOf(value);
    const made = proto !== null && proto !== ObjectPrototype ? unseen(proto, "constructor") : undefined;
    const name = typeof made === "function" ? unseen(made, "name") : undefined;
    return typeof name === "string" && name !== "" ? slice(name, 0, 100) + " " + text : text;
  }, "a value that cannot be read");
}

const short = (message) => (message.length > longest ? slice(message, 0, longest) + "… (" + (message.length - longest) + " more characters)" : message);

// The classes that are hosted, by name.
export const classes = new OwnMap();

// The methods of the classes that a call has got hold of objects of, or of all.
function methods(call) {
  const held = new OwnSet();
  objects.forEach(({ class: name, id, name: called }) => {
    for (let i = 0; i < (call?.holds?.length ?? 0); i++) if (call.holds[i] === called || call.holds[i] === id) held.add(name);
  });
  const found = { __proto__: null };
  classes.forEach((Class, name) => {
    if (held.size > 0 && !held.has(name)) return;
    const names = [];
    for (let proto = Class.prototype; proto && hasOwn(proto, "constructor") && proto !== ObjectPrototype; proto = getPrototypeOf(proto)) {
      if (proto.constructor.name === "DurableObject") break;
      const own = ownKeys(proto);
      for (let i = 0; i < own.length; i++) {
        if (typeof own[i] === "string" && typeof unseen(proto, own[i]) === "function" && !notMethods.has(own[i])) append(names, own[i]);
      }
    }
    found[name] = names;
  });
  return found;
}
const ObjectPrototype = Object.prototype;
const notMethods = new OwnSet();
notMethods.add("constructor").add("__dotool").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSocketError");

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
  const list = isArray(value);
  const proto = list ? null : getPrototypeOf(value);
  if (proto !== ObjectPrototype && proto !== null) return glance(value);
  const names = list ? value : keys(value);
  if (names.length === 0 || names.length > 4) return glance(value);
  let text = "";
  for (let i = 0; i < names.length; i++) {
    // A thrown object may have getters, which are not ours to call.
    const item = unseen(value, list ? i : names[i]);
    text += (i > 0 ? ", " : "") + (list ? "" : names[i] + ": ") + glance(item, 20);
    if (text.length > 60) return glance(value);
  }
  return list ? "[" + text + "]" : "{ " + text + " }";
}

// A still shorter form, which does not look into objects.
function glance(value, longest) {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > longest ? slice(value, 0, longest - 1) + "…" : value);
    case "bigint":
      return value + "n";
    case "symbol":
      return String(value);
    case "function":
      return "ƒ";
    case "object":
      if (value === null) return "null";
      if (isArray(value)) return "[" + (value.length > 0 ? "…" + value.length : "") + "]";
      if (value instanceof Map || value instanceof Set) return value.constructor.name + "(" + value.size + ")";
      if (value instanceof Date) return isNaN(+value) ? "Invalid Date" : value.toISOString();
      if (value instanceof RegExp || value instanceof Error) return slice(String(value), 0, 60);
      if (isView(value) || value instanceof ArrayBuffer) return value.byteLength + " B";
      return "{" + (keys(value).length > 0 ? "…" : "") + "}";
    default:
      return String(value);
  }
}
