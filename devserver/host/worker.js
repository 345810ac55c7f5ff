// Runs in the isolate of the user's Worker, before its code. It must not be
// noticed: classes, instances and handlers are wrapped in proxies, so they stay
// the very same, with their names, statics and private fields; nothing is added
// to them, to env or to storage.
//
// It is a module of the runtime's own kind, which the user's code cannot import;
// see own.js for what it may use.
import workers from "cloudflare-internal:workers";
import { act } from "dotool:act";
import { aborted, atWork, begin, counted, guarded, inBackground, rings, run, within } from "dotool:calls";
import "dotool:cf";
import "dotool:console";
import { exception } from "dotool:errors";
import { alarmDetail, alarmFailed, alarmInfo, hold, nextAlarm, watchAlarms } from "dotool:hold";
import { harmless, plain } from "dotool:inspect";
import { watchNames, watchStorage } from "dotool:limits";
import { methods } from "dotool:methods";
import { classes as hosted, objectOf, watchNamespace } from "dotool:objects";
import { log } from "dotool:options";
import {
  OwnMap, OwnSet, OwnWeakMap, all, append, apply, bound, construct, define, deleteProperty, getPrototypeOf, getter, has, inherits, isPromise, now, own, ownKeys, parse, quote, read, then, uncurry,
} from "dotool:own";
import { answeredBy, page } from "dotool:page";
import { previews } from "dotool:preview";
import { flushAll, inFlight, recording, records, report, setRecording, stringify } from "dotool:report";
import { sealWith } from "dotool:seal";
import { messageOf, received, watchSockets } from "dotool:sockets";
import "dotool:streams";

const { DurableObject, WorkerEntrypoint } = workers;
const { Promise, Response, TypeError, String, WebSocket, addEventListener } = globalThis;
const methodOf = getter(Request.prototype, "method");
const urlOf = getter(Request.prototype, "url");
const headersOf = getter(Request.prototype, "headers");
const headerOf = uncurry(Headers.prototype.get);
const textOf = uncurry(Request.prototype.text);
const statusOf = getter(Response.prototype, "status");
const stateOf = getter(WebSocket.prototype, "readyState");
const wait = bound(scheduler.wait, scheduler);

let secret; // that the control worker knows

// The parts of us that env and ctx.exports would show.
const ours = "__dotool";

// Called by the runtime as it makes env, before any code of the user's is there.
// The value is what env has under the name `ours`.
export function install({ SECRET, SEAL, PAGES, NAMESPACE }) {
  secret = SECRET;
  sealWith(SEAL);
  answeredBy(PAGES);
  harmless(getPrototypeOf(PAGES)); // of service bindings
  harmless(workers.RpcStub.prototype);
  harmless(workers.RpcPromise.prototype);
  harmless(workers.RpcProperty.prototype);
  for (const Class of [DurableObject, WorkerEntrypoint, workers.RpcTarget]) plain(Class.prototype);
  if (NAMESPACE) {
    watchNamespace(NAMESPACE);
    if (log) watchNames(NAMESPACE);
  }
  // Taken by the first of the Worker's modules, which is ours.
  globalThis[ours] = (env) => {
    delete globalThis[ours];
    if (env) delete env[ours];
    return { __proto__: null, Control, entrypoint, handler, object };
  };
}

// The arguments of each instance. `this.ctx` would not do: classes that do
// not extend DurableObject have none, and others may shadow it.
const states = new OwnWeakMap();

// Whether a class takes RPC calls, by the name of its export.
const takesRpc = new OwnMap();

// Objects with hibernatable WebSockets, by id: {name, id, rpc, count}. Once they
// hibernate nothing else in the isolate remembers them.
const withSockets = new OwnMap();

// Counts the WebSockets of an object anew, once one was closed.
function recount(ctx) {
  const { id } = classes.get(ctx).object;
  const known = withSockets.get(id);
  if (known === undefined) return;
  const sockets = apply(socketsOf, ctx, []);
  known.count = 0;
  for (let i = 0; i < sockets.length; i++) if (stateOf(sockets[i]) === open) known.count++;
  if (known.count === 0) withSockets.delete(id);
}

const open = WebSocket.OPEN;

// How to close each WebSocket that was accepted the plain way.
const closers = new OwnSet();
watchSockets(closers);

// Wraps an exported Durable Object class.
function object(name, Class) {
  if (typeof Class !== "function") return Class;
  let rpc; // only classes that extend DurableObject take RPC calls
  hosted.set(name, Class);
  takesRpc.set(name, () => (rpc ??= inherits(Class.prototype, DurableObject.prototype)));
  return new Proxy(Class, {
    __proto__: null,
    construct(target, args, newTarget) {
      const ctx = args[0];
      hide(ctx, args[1]);
      rpc ??= inherits(Class.prototype, DurableObject.prototype);
      watchState(ctx);
      const object = objectOf(name, idOf(ctx));
      classes.set(ctx, { __proto__: null, name, rpc, object });
      const storage = storageOf(ctx);
      watchAlarms(storage, object);
      if (log) watchStorage(storage, object);
      const instance = within(object, "constructor", () => construct(target, args, newTarget));
      states.set(instance, ctx);
      return listening(instance, object, rpc);
    },
  });
}

// Our entrypoint stands among ctx.exports, which is one object for all, and
// what env has of us where it cannot be imported.
let hidden = false;
function hide(ctx, env) {
  if (hidden) return;
  hidden = true;
  if (env) deleteProperty(env, ours);
  const exports = ctx?.exports;
  if (!exports) return;
  deleteProperty(exports, ours);
  const names = ownKeys(exports);
  for (let i = 0; i < names.length; i++) harmless(getPrototypeOf(exports[names[i]]));
}

// Called with the ctx of a Worker, of which there is one class.
let entered = false;
function enter(ctx, env) {
  hide(ctx, env);
  if (entered || typeof ctx !== "object" || ctx === null) return;
  const proto = getPrototypeOf(ctx);
  if (typeof own(proto, "waitUntil")?.value !== "function") return;
  entered = true;
  watchBackground(proto);
}

// Reports failures in waitUntil in full: the runtime prints the stack at best.
// proto is of the ctx of Workers, or of objects.
function watchBackground(proto) {
  const { waitUntil } = proto;
  define(proto, "waitUntil", { waitUntil(...args) {
    if (isPromise(args[0])) inBackground(args[0], "waitUntil", classes.get(this)?.object);
    return apply(waitUntil, this, args);
  } }.waitUntil);
}

// Wraps an instance so that the calls of the runtime are reported. The user's code
// never sees the proxy: its methods run on the instance itself.
function listening(instance, object, rpc) {
  const wrapped = new OwnMap(); // by key: [function, its wrapper]
  return new Proxy(instance, {
    __proto__: null,
    get(_, key) {
      if (key === ours && rpc) return (given, action, args) => reached(instance, given, action, args);
      const value = read(instance, key, instance);
      if (typeof value !== "function" || key === "constructor") return value;
      const known = wrapped.get(key);
      if (known !== undefined && known[0] === value) return known[1];
      if (!isMethod(instance, key)) return value;
      const wrapper = wrap(key, value, instance, object, rpc);
      wrapped.set(key, [value, wrapper]);
      return wrapper;
    },
  });
}

// Any Worker with a stub can call this, so it asks for the secret.
function reached(instance, given, action, args) {
  if (given !== secret) throw new TypeError('The RPC receiver does not implement the method "__dotool".');
  return act(states.get(instance), action, args);
}

// Whether a property that is a function can be replaced by a wrapper. A getter may
// return a stub, or a function to pass on; and the runtime does
// not let a proxy return anything but a frozen property.
function isMethod(instance, key) {
  for (let o = instance; o !== null; o = getPrototypeOf(o)) {
    const property = own(o, key);
    if (property === undefined) continue;
    if (property.get !== undefined) return handlers.has(key);
    return o !== instance || property.configurable || property.writable;
  }
  return true; // of a proxy of the user's
}

const handlers = new OwnSet();
handlers.add("fetch").add("alarm").add("webSocketMessage").add("webSocketClose").add("webSocketError");

// The arguments of a call of which the first is known.
function withFirst(first, rest) {
  if (rest.length === 2) return [first, rest[0], rest[1]]; // as nearly always
  const args = [first];
  for (let i = 0; i < rest.length; i++) append(args, rest[i]);
  return args;
}

function wrap(key, f, instance, object, rpc) {
  switch (typeof key === "string" ? key : "") {
    case "":
      return bound(f, instance);
    case "fetch":
      return (request, ...rest) => {
        if (!rpc && headerOf(headersOf(request), "dotool-secret") === secret) return actByFetch(instance, request);
        if (!records(object)) return guarded("fetch", undefined, object, f, instance, withFirst(request, rest));
        return run(begin("fetch", object, [methodOf(request), 0, urlOf(request)]), f, instance, withFirst(request, rest), answered);
      };
    case "alarm":
      return (info) => {
        const ctx = states.get(instance), given = alarmInfo(ctx, info);
        const call = begin("alarm", object, alarmDetail(given));
        rings(call);
        return run(call, async () => {
          const storage = storageOf(ctx);
          try {
            await apply(f, instance, [given]);
          } catch (error) {
            // An alarm that it set replaces its retry.
            if ((call.detail.next = await nextAlarm(storage)) === undefined) await alarmFailed(ctx);
            throw error;
          }
          call.detail.next = await nextAlarm(storage);
        }, undefined, []);
      };
    case "webSocketMessage":
      return (ws, message) => {
        if (!records(object)) return guarded("message", undefined, object, f, instance, [ws, message]);
        return run(begin("message", object, received(message)), f, instance, [ws, message]);
      };
    case "webSocketClose":
      return (ws, code, reason, wasClean) => {
        recount(states.get(instance));
        if (!records(object)) return guarded("close", undefined, object, f, instance, [ws, code, reason, wasClean]);
        return run(begin("close", object, { __proto__: null, code, reason, wasClean }), f, instance, [ws, code, reason, wasClean]);
      };
    case "webSocketError":
      return (ws, error) => {
        recount(states.get(instance));
        return run(begin("error", object, { __proto__: null, message: messageOf(error) }), f, instance, [ws, error]);
      };
  }
  return (...args) => {
    if (!records(object)) return guarded("rpc", key, object, f, instance, args);
    return run(begin("rpc", object, [key, previews(args)]), f, instance, args);
  };
}

// Notes the status. Anything but a Response is an error, which the runtime makes of
// it out of sight.
const isResponse = (value) => inherits(value, ResponsePrototype);
const ResponsePrototype = Response.prototype;
function answered(call, response) {
  if (isResponse(response)) call.detail[1] = statusOf(response);
  else if (typeof response?.then !== "function") return noResponse();
}

function noResponse() {
  const error = new TypeError("Incorrect type for Promise: the Promise did not resolve to 'Response'.");
  error.stack = "";
  return error;
}

// A legacy class has no RPC: its fetch serves us.
async function actByFetch(instance, request) {
  const { action, args } = parse(await textOf(request));
  return new Response(quote((await act(states.get(instance), action, args)) ?? null));
}

const classes = new OwnWeakMap(); // {name, rpc, object} by state
let idOf, storageOf, socketsOf;
let watching = false;
function watchState(ctx) {
  if (watching) return;
  watching = true;
  const proto = getPrototypeOf(ctx);
  idOf = getter(proto, "id");
  storageOf = getter(proto, "storage");
  watchBackground(proto);
  const { abort, acceptWebSocket, blockConcurrencyWhile, getWebSockets } = proto;
  socketsOf = getWebSockets;
  define(proto, "abort", function (...args) {
    const known = classes.get(this);
    if (known !== undefined) aborted(known.object, args[0]);
    return apply(abort, this, args);
  });
  define(proto, "acceptWebSocket", function (...args) {
    apply(acceptWebSocket, this, args);
    const { name, rpc, object: { id } } = classes.get(this);
    const known = withSockets.get(id);
    if (known) known.count++;
    else withSockets.set(id, { __proto__: null, id, count: 1, name, rpc });
  });
  define(proto, "blockConcurrencyWhile", function (f, ...rest) {
    const known = classes.get(this);
    if (known === undefined || typeof f !== "function") return apply(blockConcurrencyWhile, this, withFirst(f, rest));
    // An error in it ends the object, and its callers see no more than that.
    const call = begin("blockConcurrencyWhile", known.object, []);
    const inside = async () => {
      try {
        return await f();
      } catch (error) {
        exception(call, error);
        throw error;
      }
    };
    return apply(blockConcurrencyWhile, this, [inside]);
  });
}

// Wraps the default export so that requests are reported, and errors shown as
// a page that helps.
function handler(exported) {
  if (typeof exported === "function") {
    return new Proxy(exported, {
      __proto__: null,
      construct(target, args, newTarget) {
        enter(args[0], args[1]);
        return answering(construct(target, args, newTarget), true);
      },
    });
  }
  if (typeof exported !== "object" || exported === null) return exported;
  return answering(exported, false);
}

// Wraps an object with handlers, which may be an instance of a class.
function answering(exported, ofClass) {
  const wrapped = new OwnMap(); // by key: [function, its wrapper]
  const get = (_, key) => {
    const value = read(exported, key, exported);
    if (typeof value !== "function" || key === "constructor") return value;
    if (typeof key === "symbol") return bound(value, exported);
    const known = wrapped.get(key);
    if (known !== undefined && known[0] === value) return known[1];
    if (key !== "fetch" && !isMethod(exported, key)) return value;
    const wrapper = key === "fetch" ? listened(value, exported) : called(key, value, exported, ofClass);
    // The runtime goes by the number of parameters when it calls a method of
    // anything but a class.
    define(wrapper, "length", value.length);
    wrapped.set(key, [value, wrapper]);
    return wrapper;
  };
  // The target is not the user's object: that may be frozen, and a proxy may
  // not return anything but a frozen target.
  return new Proxy({}, {
    __proto__: null,
    get,
    has: (_, key) => has(exported, key),
    getPrototypeOf: () => getPrototypeOf(exported),
    ownKeys: () => ownKeys(exported),
    getOwnPropertyDescriptor(_, key) {
      const property = own(exported, key);
      return property && { __proto__: null, value: get(_, key), enumerable: property.enumerable, writable: true, configurable: true };
    },
  });
}

// Wraps another export: failures of an entrypoint are reported.
function entrypoint(name, Class) {
  if (typeof Class !== "function" || !inherits(Class.prototype, WorkerEntrypoint.prototype)) return Class;
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
          return (...args) => guarded("rpc", name + "." + key, undefined, value, instance, args);
        },
      });
    },
  });
}

// The handlers that a Worker can have besides fetch; others are methods for RPC.
const events = new OwnSet();
events.add("scheduled").add("queue").add("email").add("tail").add("tailStream").add("trace").add("test").add("connect");

function called(key, f, self, ofClass) {
  return (...args) => {
    enter(args[2], args[1]);
    if (events.has(key)) return run(begin(key, undefined, []), f, self, args);
    if (!recording) return apply(f, self, args);
    // Outside a class env and ctx follow the only argument.
    return run(begin("rpc", undefined, [key, previews(ofClass || args.length === 0 ? args : [args[0]])]), f, self, args);
  };
}

function listened(fetch, self) {
  const failed = (request, error) => {
    const call = begin("request", undefined, [methodOf(request), 500, urlOf(request)]);
    exception(call, error);
    return page(call, request, error);
  };
  return (request, ...rest) => {
    enter(rest[1], rest[0]);
    if (!recording) {
      return counted(
        () => apply(fetch, self, withFirst(request, rest)),
        (response) => (isResponse(response) ? response : failed(request, noResponse())),
        (error) => failed(request, error),
      );
    }
    const call = begin("request", undefined, [methodOf(request), 0, urlOf(request)]);
    try {
      const result = run(call, fetch, self, withFirst(request, rest), answered);
      const checked = (response) => (call.thrown === undefined ? response : page(call, request, noResponse()));
      const failed = (error) => page(call, request, error);
      if (isPromise(result)) return apply(then, result, [checked, failed]);
      return typeof result?.then === "function" ? result.then(checked, failed) : checked(result);
    } catch (error) {
      return page(call, request, error);
    }
  };
}

// Unhandled rejections: workerd itself does not report them.
addEventListener("unhandledrejection", ({ reason }) => exception(undefined, reason));

// The way in for the control worker. It returns JSON: an object would be
// asked for a `then`, which may be the user's.
class Control extends WorkerEntrypoint {
  // Sends the close code to every plain WebSocket and returns how many there
  // were, the objects that hold hibernatable ones, and how many requests are
  // at work.
  async closeSockets(given) {
    check(given);
    flushAll();
    const plain = closers.size;
    closers.forEach((close) => close(true));
    closers.clear();
    return stringify({ __proto__: null, plain, objects: all(withSockets), inFlight });
  }

  // Waits until nothing is at work any more, or for the time to be up, and
  // returns what still is, as far as calls are reported.
  async unfinished(given, end) {
    check(given);
    while (inFlight > 0 && now() < end) await wait(5);
    return stringify(inFlight > 0 ? atWork() : []);
  }

  // The objects with hibernatable WebSockets, and how many each has.
  async sockets(given) {
    check(given);
    return stringify(all(withSockets, ({ name, id, count }) => ({ __proto__: null, class: name, id, count })));
  }

  async takesRpc(given, name) {
    check(given);
    return takesRpc.get(name)?.();
  }

  // The methods and properties of a class; undefined if there is no such
  // class.
  async methods(given, name) {
    check(given);
    return hosted.has(name) ? stringify(methods(hosted.get(name), takesRpc.get(name)())) : undefined;
  }

  // Prints what waits to be printed; `on` says which calls are reported from here on, `mark` is
  // printed last.
  async flush(given, on, mark) {
    check(given);
    if (on !== undefined) setRecording(on);
    if (mark) report("mark\t" + mark);
    flushAll();
  }

  async hold(given, to) {
    check(given);
    return stringify(hold(to));
  }
}

function check(claimed) {
  if (claimed !== secret) throw new TypeError("forbidden");
}
