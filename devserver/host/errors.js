// Reports errors: what was thrown, by which call, and which error of an object a caller
// got.
import { classes, objects } from "dotool:objects";
import {
  OwnMap, OwnSet, OwnWeakMap, append, attempt, getPrototypeOf, hasOwn, indexOf, inherits, isArray, keys, now, own, ownKeys, slice, startsWith, value as unseen,
} from "dotool:own";
import { thrown } from "dotool:preview";
import { recording, reportNow, stringify } from "dotool:report";

const { Error, String } = globalThis;
const ErrorPrototype = Error.prototype;
const ObjectPrototype = Object.prototype;

export const resets = new OwnWeakMap(); // errors that reset an object, and what callers see instead of their messages
const reportedErrors = new OwnWeakMap(); // the report of each error, and its root

const isObject = (error) => (typeof error === "object" && error !== null) || typeof error === "function";

// The report of an error, if it need not be reported again. The same error again, in
// another request, is one that was kept.
function reported(call, error) {
  const before = isObject(error) ? reportedErrors.get(error) : undefined;
  return before !== undefined && (call === undefined || before.root === call.root || before.root === 0) ? before : undefined;
}

// Reports an uncaught error of a call, once.
export function exception(call, error) {
  const before = reported(call, error);
  if (before !== undefined) {
    if (call !== undefined) call.thrown = before.known;
    return;
  }
  if (isObject(error)) drop(rejections.get(error));
  const known = described(error, call);
  const origin = passed(call, error, known);
  if (origin !== undefined) known.from = origin.n;
  // Without calls to stand below, an error stands below the one it comes from.
  const root = (recording ? undefined : origin?.root) ?? call?.root ?? origin?.root ?? 0;
  if (isObject(error)) reportedErrors.set(error, { known, root });
  if (call !== undefined) {
    call.thrown = known;
    call.origin = origin;
    const failure = origin ?? { __proto__: null, n: call.n, root, text: (isObject(error) ? resets.get(error) : undefined) ?? text(error, known), known, call, at: 0 };
    // The caller of the object, and the method that it was in, get it too.
    let up = call;
    do {
      up = up.parent;
      if (up !== undefined) up.failure = failure;
    } while (up !== undefined && up.object === call.object);
    if (origin === undefined && (call.object !== undefined || call.kind === "rpc")) remember(failure);
  }
  reportNow("error\t" + line(call, root, known)); // the runtime reports it too
}

const line = (call, root, known) =>
  (call?.n ?? 0) + "\t" + root + "\t" + (call?.object?.k ?? 0) + "\t" + (call?.kind ?? "") + "\t" + stringify([label(call), known]);

// Promises that were rejected and that no one waits for so far: by the promise, and by
// the error if that is an object.
const waiting = new OwnWeakMap();
const rejections = new OwnWeakMap();
let numbered = 0;

// Reports an error of a promise that no one waits for. It is printed now, since the
// process may end at any time, but dotool holds it until the call `during`, if not 0,
// has ended: in that time someone may wait for the promise.
export function unawaited(promise, call, error, during) {
  if (reported(call, error) !== undefined) return;
  let rejection = isObject(error) ? rejections.get(error) : undefined;
  if (rejection === undefined) {
    rejection = { __proto__: null, n: ++numbered, error, promises: 0 };
    if (isObject(error)) rejections.set(error, rejection);
    const known = described(error, call);
    const origin = passed(call, error, known);
    if (origin !== undefined) known.from = origin.n;
    const root = (recording ? undefined : origin?.root) ?? call?.root ?? origin?.root ?? 0;
    reportNow("unhandled\t" + rejection.n + "\t" + during + "\t" + line(call, root, known));
  }
  rejection.promises++;
  waiting.set(promise, rejection);
}

// Someone waits for a promise after all.
export function awaited(promise) {
  const rejection = waiting.get(promise);
  waiting.delete(promise);
  if (rejection !== undefined && --rejection.promises === 0) drop(rejection);
}

function drop(rejection) {
  if (rejection === undefined) return;
  if (isObject(rejection.error)) rejections.delete(rejection.error);
  reportNow("handled\t" + rejection.n);
}

// The last uncaught errors of objects, by what their callers see of them: a call does
// not always know which object it called, and a promise that no one reads knows no
// call.
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

// Whether an error came from another object, or reset one.
export const isPassedOn = (error) => attempt(() => error.remote === true || error.durableObjectReset === true, false);

// The failure of an object that an error of its caller stands for.
function passed(call, error, known) {
  const seen = text(error, known);
  const failure = call?.failure;
  // The runtime sends "#<Response>" for a thrown value that cannot be sent.
  if (failure !== undefined && (failure.text === seen || (failure.known.thrown !== undefined && startsWith(seen, "#<")))) return failure;
  if (!isPassedOn(error)) return undefined;
  let one = lately.get(seen);
  if (one === undefined) {
    // A name that is not JavaScript's own arrives in the message.
    const end = indexOf(seen, ": ");
    one = end > 0 ? lately.get(slice(seen, end + 2)) : undefined;
    if (one?.known.name !== slice(seen, 0, end)) return undefined;
  }
  return one !== undefined && now() - one.at < 10_000 ? one : undefined;
}

// The failure of an object that an error stands for, if it is one of those lately.
export const failureOf = (error) => passed(undefined, error, { __proto__: null, message: error.message });

// The part of an error that a caller gets.
function text(error, known) {
  if (known.message !== undefined) return known.message;
  try {
    return String(error);
  } catch {
    return known.thrown;
  }
}

// The name of a call in an error: "join", "alarm".
export function label(call) {
  if (call === undefined) return "";
  return call.kind === "rpc" ? call.detail[0] : call.kind === "step" ? "step " + call.detail[0] : call.kind;
}

// Limits of the report of an error.
const longest = 16_384;

// Describes an error, whatever its getters and traps do.
export const described = (error, call) => attempt(() => describe(error, call, 0, { __proto__: null, left: 20 }, []), { __proto__: null, thrown: "a value that cannot be read" });

function describe(error, call, depth, budget, outer) {
  if (typeof error !== "object" || error === null) return { __proto__: null, thrown: thrown(error) };
  const message = attempt(() => error.message, null);
  let stack = attempt(() => error.stack, "");
  const isError = typeof stack === "string" || inherits(error, ErrorPrototype);
  if ((typeof message !== "string" && message !== null) || !isError) return { __proto__: null, thrown: thrown(error) };
  let name = attempt(() => error.name, undefined);
  if (typeof name !== "string") name = "Error";
  if (typeof stack !== "string") stack = "";
  // The message is not part of the frames, although it may look like frames.
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
  if (depth === 0 && message !== null && (startsWith(message, "The RPC receiver does not implement the method") || slice(message, -notFunction.length) === notFunction)) {
    known.classes = methods(call);
  }
  return known;
}

const notFunction = " is not a function"; // such as methods of a stub without RPC

function among(list, item) {
  for (let i = 0; i < list.length; i++) if (list[i] === item) return true;
  return false;
}

// The other own properties of an error, shortened: [name, value], at most ten. No
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
// "remote" and "durableObjectReset" are set by the runtime.
notFields.add("name").add("message").add("stack").add("cause").add("errors").add("remote").add("durableObjectReset");
const short = (message) => (message.length > longest ? slice(message, 0, longest) + "… (" + (message.length - longest) + " more characters)" : message);

// The methods of the classes of which a call has stubs, or of all classes.
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
const notMethods = new OwnSet();
notMethods.add("constructor").add("__dotool").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSocketError");
