// Wraps the classes of Workflows. An instance is reported like an object: each attempt of
// a step is a call of it, and what its engine says of it (products/workflows.js) is reported
// in between.
import workers from "cloudflare-internal:workers";
import { begin, run } from "dotool:calls";
import { exception } from "dotool:errors";
import { isMethod } from "dotool:methods";
import { current, objects } from "dotool:objects";
import { OwnMap, append, apply, attempt, bound, construct, defineProperty, inherits, isPromise, parse, read, startsWith, then, value as unseen } from "dotool:own";
import { entered, left, records, report, reportNow, reportSoon, stringify } from "dotool:report";
import { enter } from "dotool:state";

const { WorkflowEntrypoint, RpcPromise } = workers;
const { Error, Promise, String } = globalThis;
const ErrorPrototype = Error.prototype;
const rpcThen = RpcPromise.prototype.then;
const isRpcPromise = (value) => typeof value === "function" && inherits(value, RpcPromise.prototype);

export const isWorkflow = (Class) => typeof Class === "function" && inherits(Class.prototype, WorkflowEntrypoint.prototype);

export function workflow(Class) {
  return new Proxy(Class, {
    __proto__: null,
    construct(target, args, newTarget) {
      enter(args[0], args[1]);
      const instance = construct(target, args, newTarget);
      return new Proxy(instance, {
        __proto__: null,
        get(_, key) {
          const value = read(instance, key, instance);
          if (typeof value !== "function" || key === "constructor" || typeof key === "symbol" || !isMethod(instance, key)) return value;
          if (key === "run") return (event, step) => ran(value, instance, event, step);
          return (...args) => apply(value, instance, args);
        },
      });
    },
  });
}

// The instance of a Workflow, as an object.
function instanceOf(name, id) {
  const key = "\0" + name + "\0" + id;
  let object = objects.get(key);
  if (object === undefined) {
    object = { k: objects.size + 1, class: name, id, name: id, choice: -1, chosen: false };
    objects.set(key, object);
    report("instance\t" + object.k + "\t" + stringify([name, id]));
  }
  return object;
}

// Whether the process is about to end: no step begins, and what fails does so for that.
let ending = false;
export function end() {
  ending = true;
}
const wait = bound(scheduler.wait, scheduler);
const forever = () => wait(0x7fffffff); // the runtime would cancel what waits for nothing, as a failure of the instance

// Runs run(), from the start each time: it is not a call, since what it does is steps.
function ran(f, self, event, step) {
  const object = instanceOf(String(unseen(event, "workflowName")), String(unseen(event, "instanceId")));
  const call = begin("run", object, []);
  call.root = 0; // what it prints waits for no end
  watch(step, object);
  const failed = (error) => {
    if (ending) return forever();
    if (isOver(error)) return over();
    exception(call, error);
    throw error;
  };
  let result;
  try {
    result = current.run(call, () => apply(f, self, [event, step]));
  } catch (error) {
    return failed(error);
  }
  return isPromise(result) ? apply(then, result, [undefined, failed]) : result;
}

// Whether an error only says that this run of the instance is over: another begins when
// it goes on. The code does not get to see it, as with wrangler dev, whose runs last as
// long as their instances.
const aborted = "WorkflowAbortedError";
const isOver = (error) => inherits(error, ErrorPrototype) && attempt(() => startsWith(String(error.name), aborted) || startsWith(String(error.message), aborted), false);

// The runtime cancels a call that waits for nothing, and says so.
function over() {
  reportNow("over");
  return new Promise(() => {});
}

// Replaces the methods of the stub of an instance's steps, which stays a stub.
function watch(step, object) {
  const methods = ["do", "sleep", "sleepUntil", "waitForEvent"];
  for (let i = 0; i < methods.length; i++) {
    const original = step[methods[i]];
    defineProperty(step, methods[i], {
      __proto__: null, configurable: true, writable: true,
      value: (...args) => {
        if (ending) return forever();
        const keys = []; // of its attempts
        const promise = apply(original, step, i === 0 ? reported(args, object, keys) : args);
        const ended = (value) => {
          settled(keys);
          return value;
        };
        const failed = (error) => {
          settled(keys);
          if (ending) return forever();
          if (isOver(error)) return over();
          throw error;
        };
        if (isRpcPromise(promise)) return apply(rpcThen, promise, [ended, failed]);
        return isPromise(promise) ? apply(then, promise, [ended, failed]) : promise;
      },
    });
  }
}

// The arguments of `do`, whose functions are calls: step.do(name, config?, callback,
// rollback?).
function reported(args, object, keys) {
  const given = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    let item = arg;
    if (typeof arg === "function") item = attempts(object, args[0], arg, keys);
    else if (i > 1 && typeof arg === "object" && arg !== null && typeof unseen(arg, "rollback") === "function") {
      const { rollback } = arg;
      item = { ...arg, rollback: attempts(object, args[0], rollback) };
    }
    append(given, item);
  }
  return given;
}

// Reports each attempt of a step as a call. It counts as running until the engine has
// stored what it returned. Without keys it is a rollback.
function attempts(object, name, f, keys) {
  return (...args) => {
    if (ending) return forever();
    const ctx = args[0];
    const n = ctx?.attempt ?? 1; // a plain object, from the engine
    const count = ctx?.step?.count ?? 1;
    if (keys !== undefined) {
      const key = object.k + " " + count + " " + n + " " + name;
      if (!unstored.has(key)) entered();
      unstored.set(key, true);
      append(keys, key);
    }
    return run(begin("step", object, [String(name) + (count > 1 ? " #" + count : "") + (keys === undefined ? " (rollback)" : ""), n]), f, undefined, args);
  };
}
const unstored = new OwnMap(); // attempts whose outcome is not stored

// The outcome of each attempt is stored, or no one wants it any more.
function settled(keys) {
  for (let i = 0; i < keys.length; i++) if (unstored.delete(keys[i])) left();
  keys.length = 0;
}

// Takes an event of an instance that the engine reports.
export function engineEvent(name, id, text) {
  const object = instanceOf(name, id);
  const { state, step, count, attempt: n, error } = parse(text);
  if (state === "stored" || state === "failed") {
    if (unstored.delete(object.k + " " + count + " " + n + " " + step)) left();
    if (state === "stored") return;
  }
  if (records(object) || error !== undefined) reportSoon("workflow\t" + object.k + "\t" + text);
}
