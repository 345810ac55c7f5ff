// Wraps the other exports of a Worker: handlers and entrypoints.
import workers from "cloudflare-internal:workers";
import { batchOf } from "dotool:batches";
import { begin, counted, fires, guarded, respond, run } from "dotool:calls";
import { exception } from "dotool:errors";
import { cronDetail } from "dotool:hold";
import { held } from "dotool:options";
import { OwnMap, OwnSet, apply, attempt, bound, construct, defineProperty, getPrototypeOf, getter, has, hasOwn, inherits, like, own, ownKeys } from "dotool:own";
import { delivered } from "dotool:mail";
import { isMethod } from "dotool:methods";
import { page } from "dotool:page";
import { previews } from "dotool:preview";
import { recording } from "dotool:report";
import { routed, routes } from "dotool:routes";
import { enter } from "dotool:state";
import { following, streamed, tailed } from "dotool:tails";
import { hidden, hooks, refuse, withHidden } from "dotool:tests";
import { isWorkflow, workflow } from "dotool:workflows";

const { WorkerEntrypoint } = workers;
const { Response, TypeError } = globalThis;
const methodOf = getter(Request.prototype, "method");
const urlOf = getter(Request.prototype, "url");
const statusOf = getter(Response.prototype, "status");

let main; // where the handlers of the Worker are

// Whether the Worker has a handler.
export const handles = (name) => attempt(() => typeof main[name] === "function", false);

// Wraps the default export so that requests are reported, and errors shown as
// a page that helps.
export function handler(exported) {
  main = typeof exported === "function" ? exported.prototype : exported;
  if (typeof exported === "function") {
    const wrapped = new Proxy(exported, {
      __proto__: null,
      construct(target, args, newTarget) {
        enter(args[0], args[1]);
        return answering(construct(target, args, newTarget === wrapped ? target : newTarget), true);
      },
    });
    return wrapped;
  }
  if (typeof exported !== "object" || exported === null) return exported;
  return answering(exported, false);
}

// Wraps an object with handlers, which may be an instance of a class.
function answering(exported, ofClass) {
  const wrapped = ofClass ? undefined : new OwnMap(); // by key: [function, its wrapper]; an instance lives for one call
  const get = (_, key) => {
    if (ofClass && hidden(exported, key)) refuse(exported, key);
    let value = exported[key];
    if (key === "fetch" && value === undefined && routes()) value = noFetch;
    if (typeof value !== "function" || key === "constructor") return value;
    if (typeof key === "symbol") return bound(value, exported);
    const known = wrapped?.get(key);
    if (known !== undefined && known[0] === value) return known[1];
    if (key !== "fetch" && !isMethod(exported, key)) return value;
    const wrapper = key === "fetch" ? listened(value, exported) : called(key, value, exported, ofClass);
    if (wrapped === undefined) return wrapper;
    // Except for classes, the number of parameters determines how the runtime calls a
    // method.
    defineProperty(wrapper, "length", { __proto__: null, value: value.length });
    wrapped.set(key, [value, wrapper]);
    return wrapper;
  };
  // The target is not the user's object: that may be frozen, and a proxy must return
  // the values of a frozen target.
  return new Proxy({}, {
    __proto__: null,
    get,
    has: (_, key) => has(exported, key) || (key === "fetch" && routes()),
    getPrototypeOf: () => getPrototypeOf(exported),
    ownKeys: () => ownKeys(exported),
    getOwnPropertyDescriptor(_, key) {
      if (ofClass && hidden(exported, key)) return undefined;
      const property = own(exported, key);
      return property && { __proto__: null, value: get(_, key), enumerable: property.enumerable, writable: true, configurable: true };
    },
  });
}

// Wraps another export: failures of an entrypoint are reported.
export function entrypoint(name, Class) {
  if (isWorkflow(Class)) return workflow(Class);
  if (typeof Class !== "function" || !inherits(Class.prototype, WorkerEntrypoint.prototype)) return Class;
  // The runtime makes an instance for each call, and looks for all handlers in it.
  const known = new OwnMap(); // methods that instances inherit: by key, [function, how it is called in the log]
  const traps = {
    __proto__: null,
    get(instance, key) {
      if (hooks !== undefined && hidden(instance, key)) refuse(instance, key);
      const value = instance[key];
      if (typeof value !== "function" || key === "constructor" || typeof key === "symbol") return value;
      let method = known.get(key);
      if (method === undefined || method[0] !== value || hasOwn(instance, key)) {
        if (!isMethod(instance, key)) return value;
        method = [value, name + "." + key];
        if (!hasOwn(instance, key)) known.set(key, method);
      }
      return (...args) => guarded("rpc", method[1], undefined, value, instance, args);
    },
  };
  let ready = false;
  const wrapped = new Proxy(Class, {
    __proto__: null,
    construct(target, args, newTarget) {
      enter(args[0], args[1]);
      if (!ready) withHidden(traps, true);
      ready = true;
      // A proxy as new.target would have each instance made slowly.
      return new Proxy(construct(target, args, newTarget === wrapped ? target : newTarget), traps);
    },
  });
  return wrapped;
}

// The handlers that a Worker can have besides fetch; others are methods for RPC.
const events = new OwnSet();
events.add("scheduled").add("queue").add("email").add("tail").add("tailStream").add("trace").add("test").add("connect");

function called(key, f, self, ofClass) {
  return (...args) => {
    enter(args[2], args[1]);
    if (key === "tail" && (args[0] = tailed(args[0])) === undefined) return undefined;
    if (key === "tailStream") return streamed(args[0]) ? following(apply(f, self, args)) : undefined;
    const mail = key === "email" ? delivered(args[0]) : undefined;
    if (mail !== undefined) {
      args[0] = mail.given;
      return run(begin(key, undefined, mail.detail), () => mail.run(() => apply(f, self, args)), undefined, []);
    }
    if (!events.has(key)) {
      if (!recording) return apply(f, self, args);
      // Outside a class, env and ctx follow the only argument.
      return run(begin("rpc", undefined, [key, previews(ofClass || args.length === 0 ? args : [args[0]])]), f, self, args);
    }
    const call = begin(key, undefined, key === "scheduled" ? cronDetail(args[0]) : key === "queue" ? batchOf(args[0]) : []);
    if (held && (key === "scheduled" || key === "queue")) fires(call);
    return run(call, f, self, args);
  };
}

function listened(fetch, self) {
  const failed = (request, error) => {
    const call = begin("request", undefined, [methodOf(request), 500, urlOf(request)]);
    exception(call, error);
    return page(call, request, error);
  };
  const passed = (request, response) => (isResponse(response) ? response : failed(request, noResponse()));
  return (...args) => {
    const request = args[0];
    if (routes()) {
      const response = routed(request);
      if (response !== undefined) return response;
    }
    enter(args[2], args[1]);
    if (!recording) return counted(fetch, self, args, passed, failed);
    return respond(begin("request", undefined, [methodOf(request), 0, urlOf(request)]), fetch, self, args, answered, answer, page);
  };
}

const answer = (call, request, response) => (call.thrown === undefined ? response : page(call, request, noResponse()));

// Records the status. Anything but a Response is an error, which the runtime throws
// later.
const LikeResponse = like(Response.prototype);
const isResponse = (value) => value instanceof LikeResponse;
export function answered(call, response) {
  if (isResponse(response)) call.detail[1] = statusOf(response);
  else if (typeof response?.then !== "function") return noResponse();
}

// Stands for the fetch of a Worker that has none, so that its routes are there.
function noFetch() {
  throw new TypeError("Handler does not export a fetch() function.");
}

function noResponse() {
  const error = new TypeError("Incorrect type for Promise: the Promise did not resolve to 'Response'.");
  error.stack = "";
  return error;
}
