// Runs in the isolate of the user's Worker, before its code. It must not be
// noticed: classes, instances and handlers are wrapped in proxies, so they stay
// the very same, with their names, statics and private fields; nothing is added
// to them, to env or to storage.
import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
import { act } from "./dotool-act.js";
import { aborted, atWork, begin, classes as hosted, counted, exception, flushAll, guarded, happened, inFlight, objectOf, previews, recording, records, recordsHere, rings, run, setRecording, tell, within } from "./dotool-calls.js";
import { define } from "./dotool-codec.js";
import { alarmDetail, alarmFailed, alarmInfo, hold, watchAlarms } from "./dotool-hold.js";
import { watchNames, watchStorage } from "./dotool-limits.js";
import { methods } from "./dotool-methods.js";
import { forget, log, secret as given } from "./dotool-options.js";
import { page } from "./dotool-page.js";
import "./dotool-cf.js";
import "./dotool-console.js";
import "./dotool-streams.js";

// As they are before the user's code may change them.
const { construct, get: read, getOwnPropertyDescriptor, getPrototypeOf, has, ownKeys } = Reflect;

// The user's code could import the options too: the secrets are ours from here on.
const secret = given;
forget();

// What each instance was made with. `this.ctx` would not do: classes that do
// not extend DurableObject have none, and others may shadow it.
const states = new WeakMap();

// Whether a class takes RPC calls, by the name of its export.
const takesRpc = new Map();

// Objects with hibernatable WebSockets, by id: {name, id, rpc, count}. Once they
// hibernate nothing else in the isolate remembers them.
const withSockets = new Map();

// Counts the WebSockets of an object anew, once one was closed.
function recount(ctx) {
  const id = ctx.id.toString();
  const known = withSockets.get(id);
  if (known === undefined) return;
  known.count = ctx.getWebSockets().filter((ws) => ws.readyState === WebSocket.OPEN).length;
  if (known.count === 0) withSockets.delete(id);
}

// How to close each WebSocket that was accepted the plain way.
const closers = new Set();

if (log) watchNames();

// Wraps an exported Durable Object class.
export function object(name, Class) {
  if (typeof Class !== "function") return Class;
  const rpc = Class.prototype instanceof DurableObject; // others take no RPC calls
  takesRpc.set(name, rpc);
  hosted.set(name, Class);
  return new Proxy(Class, {
    construct(target, args, newTarget) {
      const ctx = args[0];
      if (!hidden) hide(ctx);
      classes.set(ctx, { name, rpc });
      watchState(ctx);
      const object = objectOf(name, ctx.id);
      watchAlarms(ctx, object);
      if (log) watchStorage(ctx.storage, object);
      const instance = within(object, "constructor", () => construct(target, args, newTarget));
      states.set(instance, ctx);
      return listening(instance, object, rpc);
    },
  });
}

// Our entrypoint stands among ctx.exports, which is one object for all.
let hidden = false;
function hide(ctx) {
  hidden = true;
  if (ctx?.exports) delete ctx.exports.__dotool;
}

// Wraps an instance so that what the runtime calls is told. The user's code
// never sees the proxy: its methods run on the instance itself.
function listening(instance, object, rpc) {
  const wrapped = new Map(); // by key: [function, its wrapper]
  return new Proxy(instance, {
    get(_, key) {
      if (key === "__dotool" && rpc) return (given, action, args) => reached(instance, given, action, args);
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

// Whether a property that is a function can be answered with a wrapper. What a
// getter answers may be a stub, or a function to pass on; and the runtime does
// not let a proxy answer otherwise than a frozen property.
function isMethod(instance, key) {
  for (let o = instance; o !== null; o = getPrototypeOf(o)) {
    const property = getOwnPropertyDescriptor(o, key);
    if (property === undefined) continue;
    if (property.get !== undefined) return handlers.has(key);
    return o !== instance || property.configurable || property.writable;
  }
  return true; // of a proxy of the user's
}

const handlers = new Set(["fetch", "alarm", "webSocketMessage", "webSocketClose", "webSocketError"]);

function wrap(key, f, instance, object, rpc) {
  switch (typeof key === "string" ? key : "") {
    case "":
      return f.bind(instance);
    case "fetch":
      return (request, ...rest) => {
        if (!rpc && request.headers.get("dotool-secret") === secret) return actByFetch(instance, request);
        if (!records(object)) return guarded("fetch", undefined, object, f, instance, [request, ...rest]);
        return run(begin("fetch", object, [request.method, 0, request.url]), f, instance, [request, ...rest], answered);
      };
    case "alarm":
      return (info) => {
        const ctx = states.get(instance), given = alarmInfo(ctx, info);
        const call = begin("alarm", object, alarmDetail(given));
        rings(call);
        return run(call, async () => {
          const next = () => ctx.storage.getAlarm().catch(() => null);
          try {
            await f.call(instance, given);
          } catch (error) {
            // What it set takes the place of its retry.
            if ((call.detail.next = (await next()) ?? undefined) === undefined) await alarmFailed(ctx).catch(() => {});
            throw error;
          }
          call.detail.next = (await next()) ?? undefined;
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
        return run(begin("close", object, { code, reason, wasClean }), f, instance, [ws, code, reason, wasClean]);
      };
    case "webSocketError":
      return (ws, error) => {
        recount(states.get(instance));
        return run(begin("error", object, { message: String(error?.message ?? error) }), f, instance, [ws, error]);
      };
  }
  return (...args) => {
    if (!records(object)) return guarded("rpc", key, object, f, instance, args);
    return run(begin("rpc", object, [key, previews(args)]), f, instance, args);
  };
}

// Notes the status. What is no Response is an error, which the runtime makes of
// it where nobody can see it.
const Answer = Response;
function answered(call, response) {
  call.detail[1] = response?.status ?? 0;
  if (response instanceof Answer || typeof response?.then === "function") return undefined;
  return noResponse();
}

function noResponse() {
  const error = new TypeError("Incorrect type for Promise: the Promise did not resolve to 'Response'.");
  error.stack = "";
  return error;
}
const received = (message) => (typeof message === "string" ? { length: message.length } : { bytes: message.byteLength ?? message.size });

// A legacy class has no RPC: its fetch answers us.
async function actByFetch(instance, request) {
  const { action, args } = await request.json();
  return Response.json((await act(states.get(instance), action, args)) ?? null);
}

const classes = new WeakMap(); // {name, rpc} by state
let watching = false;
function watchState(ctx) {
  if (watching) return;
  watching = true;
  const proto = getPrototypeOf(ctx);
  const { abort, acceptWebSocket, blockConcurrencyWhile } = proto;
  define(proto, "abort", function (...args) {
    const { name } = classes.get(this) ?? {};
    if (name !== undefined) aborted(objectOf(name, this.id), args[0]);
    return abort.apply(this, args);
  });
  define(proto, "acceptWebSocket", function (...args) {
    acceptWebSocket.apply(this, args);
    const id = this.id.toString();
    const known = withSockets.get(id);
    if (known) known.count++;
    else withSockets.set(id, { id, count: 1, ...classes.get(this) });
  });
  define(proto, "blockConcurrencyWhile", function (f, ...rest) {
    const { name } = classes.get(this) ?? {};
    if (name === undefined || typeof f !== "function") return blockConcurrencyWhile.call(this, f, ...rest);
    // An error in it ends the object, and its callers see no more than that.
    const call = begin("blockConcurrencyWhile", objectOf(name, this.id), []);
    const inside = async () => {
      try {
        return await f();
      } catch (error) {
        exception(call, error);
        throw error;
      }
    };
    return blockConcurrencyWhile.call(this, inside, ...rest);
  });
}

const accept = WebSocket.prototype.accept;
define(WebSocket.prototype, "accept", function (...args) {
  accept.apply(this, args);
  // The promise belongs to the request that is running now, and so does what
  // follows it, though another request resolves it.
  let close;
  new Promise((resolve) => closers.add((close = resolve))).then((really) => really && this.close(1012, "reloading")).catch(() => {});
  this.addEventListener("message", ({ data }) => recordsHere() && happened("message", received(data)));
  this.addEventListener("close", ({ code, reason, wasClean }) => {
    closers.delete(close);
    close(false);
    if (recordsHere()) happened("close", { code, reason, wasClean });
  });
});

// Wraps the default export so that requests are told, and errors answered with
// a page that helps.
export function handler(exported) {
  if (typeof exported === "function") {
    return new Proxy(exported, {
      construct(target, args, newTarget) {
        if (!hidden) hide(args[0]);
        return answering(construct(target, args, newTarget), true);
      },
    });
  }
  if (typeof exported !== "object" || exported === null) return exported;
  return answering(exported, false);
}

// Wraps an object with handlers, which may be an instance of a class.
function answering(exported, ofClass) {
  const wrapped = new Map(); // by key: [function, its wrapper]
  const get = (_, key) => {
    const value = read(exported, key, exported);
    if (typeof value !== "function" || key === "constructor") return value;
    if (typeof key === "symbol") return value.bind(exported);
    const known = wrapped.get(key);
    if (known !== undefined && known[0] === value) return known[1];
    if (key !== "fetch" && !isMethod(exported, key)) return value;
    const wrapper = key === "fetch" ? listened(value, exported) : called(key, value, exported, ofClass);
    // The runtime goes by the number of parameters when it calls a method of
    // what is no class.
    define(wrapper, "length", value.length);
    wrapped.set(key, [value, wrapper]);
    return wrapper;
  };
  // The target is not the user's object: that may be frozen, and a proxy may
  // not answer otherwise than a frozen target.
  return new Proxy({}, {
    get,
    has: (_, key) => has(exported, key),
    getPrototypeOf: () => getPrototypeOf(exported),
    ownKeys: () => ownKeys(exported),
    getOwnPropertyDescriptor(_, key) {
      const property = getOwnPropertyDescriptor(exported, key);
      return property && { value: get(_, key), enumerable: property.enumerable, writable: true, configurable: true };
    },
  });
}

// Wraps another export: of an entrypoint, what fails is told.
export function entrypoint(name, Class) {
  if (typeof Class !== "function" || !(Class.prototype instanceof WorkerEntrypoint)) return Class;
  return new Proxy(Class, {
    construct(target, args, newTarget) {
      const instance = construct(target, args, newTarget);
      return new Proxy(instance, {
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
const events = new Set(["scheduled", "queue", "email", "tail", "tailStream", "trace", "test", "connect"]);

function called(key, f, self, ofClass) {
  return (...args) => {
    if (!hidden) hide(args[2]);
    if (events.has(key)) return run(begin(key, undefined, []), f, self, args);
    if (!recording) return f.apply(self, args);
    // Outside a class env and ctx follow the only argument.
    return run(begin("rpc", undefined, [key, previews(ofClass ? args : args.slice(0, 1))]), f, self, args);
  };
}

function listened(fetch, self) {
  const failed = (request, error) => {
    const call = begin("request", undefined, [request.method, 500, request.url]);
    exception(call, error);
    return page(call, request, error);
  };
  return (request, ...rest) => {
    if (!hidden) hide(rest[1]);
    if (!recording) {
      return counted(
        () => fetch.call(self, request, ...rest),
        (response) => (response instanceof Answer ? response : failed(request, noResponse())),
        (error) => failed(request, error),
      );
    }
    const call = begin("request", undefined, [request.method, 0, request.url]);
    try {
      const result = run(call, fetch, self, [request, ...rest], answered);
      const checked = (response) => (call.thrown === undefined ? response : page(call, request, noResponse()));
      return typeof result?.then === "function" ? result.then(checked, (error) => page(call, request, error)) : checked(result);
    } catch (error) {
      return page(call, request, error);
    }
  };
}

// Rejections that nobody handles: workerd itself keeps them to itself.
addEventListener("unhandledrejection", ({ reason }) => exception(undefined, reason));

// The way in for the control worker.
export class Control extends WorkerEntrypoint {
  // Sends the close code to every plain WebSocket and answers how many there
  // were, the objects that hold hibernatable ones, and how many requests are
  // at work.
  async closeSockets(given) {
    check(given);
    flushAll();
    const plain = closers.size;
    for (const close of closers) close(true);
    closers.clear();
    return { plain, objects: [...withSockets.values()], inFlight };
  }

  // Waits until nothing is at work any more, or for the time to be up, and
  // answers what still is, as far as calls are told.
  async unfinished(given, end) {
    check(given);
    while (inFlight > 0 && Date.now() < end) await scheduler.wait(5);
    return inFlight > 0 ? atWork() : [];
  }

  // The objects with hibernatable WebSockets, and how many each has.
  async sockets(given) {
    check(given);
    return [...withSockets.values()].map(({ name, id, count }) => ({ class: name, id, count }));
  }

  async takesRpc(given, name) {
    check(given);
    return takesRpc.get(name);
  }

  // What the objects of a class can be asked for; undefined if there is no such
  // class.
  async methods(given, name) {
    check(given);
    return hosted.has(name) ? methods(hosted.get(name), takesRpc.get(name)) : undefined;
  }

  // Prints what waits to be printed; `on` says which calls are told from here on, `mark` is
  // printed last.
  async flush(given, on, mark) {
    check(given);
    if (on !== undefined) setRecording(on);
    if (mark) tell("mark\t" + mark);
    flushAll();
  }

  async hold(given, to) {
    check(given);
    return hold(to);
  }
}

function check(claimed) {
  if (claimed !== secret) throw new TypeError("forbidden");
}
