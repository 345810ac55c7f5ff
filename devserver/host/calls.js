// Calls of the Worker and of its objects: runs each, and reports it when it ends.
import workers from "cloudflare-internal:workers";
import { described, exception, isPassedOn, resets, unawaited } from "dotool:errors";
import { caller, current, release } from "dotool:objects";
import { append, apply, attempt, bound, isArray, isPromise, like, now, then } from "dotool:own";
import { held } from "dotool:options";
import { entered, flush, left, line, records, report, reportAtOnce, reportCall, reportSoon, stringify } from "dotool:report";
import { hooks } from "dotool:tests";

const { RpcPromise } = workers;
const { Error, String } = globalThis;

let count = 0;

// Begins a call: of an object, or of the Worker itself.
export function begin(kind, object, detail) {
  const call = { n: ++count, root: count, parent: undefined, kind, object, detail, start: now(), busy: 0, took: 0, failed: false, holds: undefined, failure: undefined, thrown: undefined, origin: undefined, sent: undefined, closed: false, before: undefined, after: undefined };
  if (object !== undefined && (kind === "rpc" || kind === "fetch" || kind === "constructor" || kind === "blockConcurrencyWhile")) {
    const parent = kind === "blockConcurrencyWhile" ? current.getStore() : caller(object);
    if (parent !== undefined) {
      call.parent = parent;
      call.root = parent.root;
    }
  }
  return call;
}

// Reports that an alarm, cron trigger or delivery starts, so that its output is attributed to it.
export const fires = (call) => report("alarm\t" + call.n + "\t" + (call.object?.k ?? 0));

// Prints the call that starts, since nothing can be printed once it blocks the thread.
// If many calls start, only some are printed, 20 in 100 ms or, under load, 2; then an
// empty line says that others have started.
const slot = 100;
let slotted = 0; // when the current slot of 100 ms began
let started = 0; // calls printed in it
let nameable = 20;

function starts(time, n, kind, method, object) {
  if (time - slotted >= slot) {
    slotted = time;
    nameable = started > slot ? 2 : 20;
    started = 0;
  }
  if (++started > nameable + 1) return;
  reportAtOnce("start\t" + (started <= nameable ? stringify([n, kind, method ?? "", object?.class ?? "", object?.id ?? "", object?.name ?? null]) : ""), time);
}

// The running calls: a circular list, in the order in which they started.
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

const { then: rpcThen } = RpcPromise.prototype;
const LikeRpcPromise = like(RpcPromise.prototype);
const isRpcPromise = (value) => typeof value === "function" && value instanceof LikeRpcPromise;

// Runs the function of a call.
function called(call, f, self, args) {
  starts(call.start, call.n, call.kind, isArray(call.detail) ? call.detail[0] : "", call.object);
  entered();
  const { before } = working;
  call.after = working;
  call.before = before;
  working.before = before.after = call;
  let result;
  try {
    // A function here would be one more frame of stacks, and each argument of run() costs
    // the runtime a handle.
    result = current.run(call, bound(apply, undefined, f, self, args));
  } catch (error) {
    fail(call, error);
    throw error;
  }
  call.busy = now() - call.start;
  return result;
}

// Runs the function of a call and reports how it ended. `answered` may add details of
// the result.
export const run = (call, f, self, args, answered) => ends(call, called(call, f, self, args), answered);

function ends(call, result, answered) {
  if (typeof result === "object" && result !== null) {
    if (isPromise(result)) {
      // The runtime does not call `then` of a user's class either.
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

// Runs the handler of a request, as `run` does. `passed` makes the response of what it
// returns, `failed` of an error.
export function respond(call, f, self, args, answered, passed, failed) {
  try {
    const result = called(call, f, self, args);
    if (isPromise(result) && result.then === then) {
      return apply(then, result, [
        (value) => (end(call, value, answered), passed(call, args[0], value)),
        (error) => (fail(call, error), failed(call, args[0], error)),
      ]);
    }
    const given = ends(call, result, answered);
    if (!isPromise(given) && typeof given?.then !== "function") return passed(call, args[0], given);
    const both = [(value) => passed(call, args[0], value), (error) => failed(call, args[0], error)];
    return isPromise(given) ? apply(then, given, both) : given.then(both[0], both[1]);
  } catch (error) {
    return failed(call, args[0], error);
  }
}

// Waits for a user's thenable. Its `then` may start work, so it is called only once:
// the runtime gets a promise instead.
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
  else close(call);
}

function fail(call, error) {
  if (call.kind === "request" || call.kind === "fetch") call.detail[1] = 500;
  exception(call, error);
  call.failed = true;
  close(call);
}

// Runs the function of a call of an object that is reported only if it fails.
export function guarded(kind, method, object, f, self, args) {
  const failed = (error) => exception(begin(kind, object, [method]), error);
  starts(now(), 0, kind, method, object);
  let result;
  try {
    result = apply(f, self, args);
  } catch (error) {
    failed(error);
    throw error;
  }
  if (isPromise(result)) apply(then, result, [undefined, failed]);
  else if (isRpcPromise(result)) apply(rpcThen, result, [() => {}, failed]); // it takes no undefined
  return result;
}

// Runs what a command asks of an object: no call, but its start and its end are reported, as
// it may block the thread like one.
export function asked(kind, object, f) {
  const n = ++count;
  starts(now(), n, kind, "", object);
  try {
    return f();
  } finally {
    reportSoon("ended\t" + n);
  }
}

// Remembers an error, which is reported only if the runtime reports it as uncaught.
export function note() {
  const call = current.getStore();
  return (error) => {
    reportSoon("noted\t" + (call?.n ?? 0) + "\t" + (call?.root ?? 0) + "\t" + (call?.object?.k ?? 0) + "\t\t" + stringify(["stream", described(error, undefined)]));
  };
}

// Counts a request that is not reported. `passed` makes the response of the result.
export function counted(f, self, args, passed, failed) {
  starts(now(), 0, "request", "", undefined);
  entered();
  let result;
  try {
    result = apply(f, self, args);
  } catch (error) {
    left();
    return failed(args[0], error);
  }
  const theirs = result?.then;
  if (typeof theirs !== "function") {
    left();
    return passed(args[0], result);
  }
  return apply(theirs, result, [
    (value) => (left(), passed(args[0], value)),
    (error) => (left(), failed(args[0], error)),
  ]);
}

function close(call) {
  if (call.closed) return; // its object was reset
  call.closed = true;
  left();
  call.before.after = call.after;
  call.after.before = call.before;
  call.before = call.after = undefined; // keeps no other call in memory
  if (call.holds !== undefined) release(call);
  const ended = now(), { kind } = call;
  call.took = ended - call.start;
  if (call.sent === undefined && (kind === "request" || kind === "rpc" || kind === "fetch")) return reportCall(call, ended);
  reportSoon(line(call) + (call.sent === undefined ? "" : sent(call.sent)));
  if (held && (kind === "alarm" || kind === "scheduled" || kind === "queue")) flush(); // a command waits for it
}

// Formats the messages that a call has sent on WebSockets.
const sent = ({ count, same, first }) => "\t" + stringify({ __proto__: null, count, same, ...first });

// Reports something that takes no noticeable time.
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

// Runs code that belongs to an object but is not a call of it.
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

// Reports an error that ended no call.
export function stray(error) {
  hooks?.uncaught?.(error);
  exception(aside(error), error);
}

// Reports a rejected promise that no one waits for, which the runtime does not, unless
// someone does before the call has ended that made it.
export function unhandled(promise, reason) {
  const made = current.getStore();
  unawaited(promise, aside(reason), reason, made?.after === undefined ? 0 : made.n);
}

// Returns the call to which an error belongs that ended none: the call that made its promise or
// timer, which may end well, unless it is of a call of an object that was not awaited.
function aside(error) {
  const made = current.getStore();
  if (made === undefined || isPassedOn(error)) return undefined;
  const call = begin(made.kind, made.object, made.detail);
  call.root = made.root;
  return call;
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
  if (!inside || !records(object)) return;
  call.failed = true;
  close(call);
}
