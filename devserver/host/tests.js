// The parts of dotool's modules for the test runner, which runs in the isolate of the Worker: see
// package test. Without tests, `hooks` is undefined.
import { OwnMap, OwnSet, all, append, apply, getPrototypeOf, has, isPromise, now, own, then } from "dotool:own";
import { reportAlone } from "dotool:report";

const { Error, Promise, TypeError, clearTimeout } = globalThis;

/**
 * @type {undefined | {
 *   bindings: Record<string, any>,
 *   inside: undefined | ((request: Request, instance: object, ctx: any) => Promise<Response> | undefined),
 *   fakeTimers: undefined | (() => boolean),
 *   uncaught: undefined | ((error: unknown) => void),
 *   started: undefined | ((object: { class: string, id: string, name?: string }) => void),
 *   [name: string]: any,
 * }}
 */
export let hooks;

// Called with the bindings of the runner, as env is made.
export function haveTests(bindings, others) {
  hooks = {
    __proto__: null,
    ...others,
    bindings,
    inside: undefined, // runs what a request of the runner asks for in an object
    fakeTimers: undefined, // whether alarms go by fake timers
    uncaught: undefined, // called with the errors of timers
    started: undefined, // called with each object whose constructor is about to run
    alarms: () => all(alarms),
    forget: (key) => alarms.delete(key),
    calls: () => all(running),
    endCalls,
    takeTimers,
    clearTimer: (id) => clearTimeout(id),
    report: (text) => reportAlone("test\t" + text),
  };
}

// The calls of objects that run, by the functions that reject them.
const running = new OwnMap();

// A method of an object whose calls end at the latest with the test: its objects could not
// be evicted otherwise.
export const ending = (name, method, object) => function () {
  const result = apply(method, this, arguments);
  if (!isPromise(result)) return result;
  return new Promise((resolve, reject) => {
    running.set(reject, { __proto__: null, object, name, start: now() });
    apply(then, result, [
      (value) => (running.delete(reject), resolve(value)),
      (error) => (running.delete(reject), reject(error)),
    ]);
  });
};

// Ends the calls of an object, or of all.
function endCalls(message, only) {
  running.forEach(({ object }, reject) => {
    if (only !== undefined && (object.class !== only.class || object.id !== only.id)) return;
    running.delete(reject);
    reject(new Error(message));
  });
}

// The timers that objects have set, which may have run since: [object, id].
let timers = [];

export function timerSet(object, id) {
  if (hooks !== undefined && object !== undefined) append(timers, [object, id]);
}

// Returns the timers of objects since the last time. Each must be cleared in its object.
function takeTimers() {
  const all = timers;
  timers = [];
  return all;
}

// Objects whose alarm may be set, with the time that it was set to last.
const alarms = new OwnMap();

// Called with each object that sets, deletes or runs its alarm; `at` is undefined if none
// is set then.
export function alarmSet(object, at) {
  if (hooks === undefined || object === undefined) return;
  const key = object.class + "/" + object.id;
  if (at === undefined) alarms.delete(key);
  else alarms.set(key, { __proto__: null, key, object, at });
}

// The handlers that the runtime looks for in an instance, besides methods for RPC.
const handlers = new OwnSet();
handlers.add("fetch").add("connect").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSocketError")
  .add("scheduled").add("queue").add("email").add("tail").add("tailStream").add("trace").add("test").add("self");

// Whether RPC cannot reach a property of an instance, for tests: the runtime does not say why.
export const hidden = (instance, key) => hooks !== undefined && typeof key === "string" && !handlers.has(key) && !has(getPrototypeOf(instance), key);

// The traps of a proxy of an instance: only for tests is there one that the runtime calls
// first, with each method.
export function withHidden(traps, rpc) {
  if (hooks !== undefined) traps.getOwnPropertyDescriptor = (instance, key) => (rpc && hidden(instance, key) ? undefined : own(instance, key));
  return traps;
}

// Throws the error that tests know for it.
export function refuse(instance, key) {
  const name = '"' + key + '"';
  if (!has(instance, key)) throw new TypeError("The RPC receiver does not implement " + name + ".");
  throw new TypeError("The RPC receiver's prototype does not implement " + name + ", but the receiver instance does.\n" +
    "Only properties and methods defined on the prototype can be accessed over RPC.\n" +
    "Ensure properties are declared like `get " + key + "() { ... }` instead of `" + key + " = ...`,\n" +
    "and methods are declared like `" + key + "() { ... }` instead of `" + key + " = () => { ... }`.");
}
