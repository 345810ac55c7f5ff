// Wraps the classes of Durable Objects: instances, and each call of them.
import workers from "cloudflare-internal:workers";
import { act } from "dotool:act";
import { begin, guarded, fires, run, within } from "dotool:calls";
import { answered } from "dotool:handlers";
import { alarmDetail, alarmFailed, alarmInfo, nextAlarm } from "dotool:hold";
import { isMethod } from "dotool:methods";
import { classes as hosted, objectOf } from "dotool:objects";
import { OwnMap, OwnWeakMap, apply, bound, construct, getter, inherits, now, parse, quote, uncurry } from "dotool:own";
import { previews } from "dotool:preview";
import { flushSoon, records } from "dotool:report";
import { isSecret } from "dotool:secret";
import { messageOf, received } from "dotool:sockets";
import { classes, hide, hiddenName, idOf, recount, storageOf, watchState, withFirst, withoutContainer } from "dotool:state";
import { watchStorage } from "dotool:storage";
import { alarmSet, ending, hidden, hooks, refuse, withHidden } from "dotool:tests";

const { DurableObject } = workers;
const { Response, TypeError } = globalThis;
const methodOf = getter(Request.prototype, "method");
const urlOf = getter(Request.prototype, "url");
const headersOf = getter(Request.prototype, "headers");
const headerOf = uncurry(Headers.prototype.get);
const textOf = uncurry(Request.prototype.text);

// The state of each instance. `this.ctx` is not reliable: classes that do not extend
// DurableObject have none, and others may shadow it.
const states = new OwnWeakMap();

// Whether the process is about to end, with all objects evicted: an alarm that is due from
// then on fires in the next process. Here it would be cut, maybe when it has done its work.
let over = false;
export function endAlarms() {
  over = true;
}
const wait = bound(scheduler.wait, scheduler);

// Whether a class supports RPC, by the name of its export.
export const takesRpc = new OwnMap();

// Wraps an exported Durable Object class.
export function object(name, Class) {
  if (typeof Class !== "function") return Class;
  let rpc; // only classes that extend DurableObject support RPC
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
      watchStorage(storageOf(ctx), object);
      withoutContainer(ctx, name);
      hooks?.started?.(object);
      const instance = within(object, "constructor", () => construct(target, args, newTarget));
      states.set(instance, ctx);
      return listening(instance, object, rpc);
    },
  });
}

// Wraps an instance so that the calls of the runtime are reported. The user's code
// never sees the proxy: its methods run on the instance itself.
function listening(instance, object, rpc) {
  const wrapped = new OwnMap(); // by key: [function, its wrapper]
  const traps = {
    __proto__: null,
    get(_, key) {
      if (key === hiddenName && rpc) return (given, action, args) => reached(instance, given, action, args);
      if (rpc && hidden(instance, key)) refuse(instance, key);
      const value = instance[key];
      if (key === "fetch" && hooks !== undefined) return tested(instance, value, object, rpc);
      if (typeof value !== "function" || key === "constructor") return value;
      const known = wrapped.get(key);
      if (known !== undefined && known[0] === value) return known[1];
      if (!isMethod(instance, key)) return value;
      let wrapper = called(key, value, instance, object, rpc);
      if (hooks !== undefined) wrapper = ending(key, wrapper, object);
      wrapped.set(key, [value, wrapper]);
      return wrapper;
    },
  };
  return new Proxy(instance, withHidden(traps, rpc));
}

// The fetch of an instance while tests run: their runner reaches into the object by a
// request, also if its class takes none.
function tested(instance, fetch, object, rpc) {
  return (request, ...rest) => {
    const done = hooks.inside?.(request, instance, states.get(instance));
    if (done !== undefined) return done;
    if (typeof fetch !== "function") throw new TypeError("Handler does not export a fetch() function.");
    return apply(ending("fetch", called("fetch", fetch, instance, object, rpc), object), instance, withFirst(request, rest));
  };
}

// Any Worker with a stub can call this, so it requires the secret.
function reached(instance, given, action, args) {
  if (!isSecret(given)) throw new TypeError('The RPC receiver does not implement the method "__dotool".');
  flushSoon(); // the start of the object, since nothing else may be reported
  return act(states.get(instance), action, args);
}

// Wraps a method of an instance.
function called(key, f, instance, object, rpc) {
  switch (typeof key === "string" ? key : "") {
    case "":
      return bound(f, instance);
    case "fetch":
      return (...args) => {
        const request = args[0];
        if (!rpc && isSecret(headerOf(headersOf(request), "dotool-secret"))) return actByFetch(instance, request);
        if (!records(object)) return guarded("fetch", undefined, object, f, instance, args);
        return run(begin("fetch", object, [methodOf(request), 0, urlOf(request)]), f, instance, args, answered);
      };
    case "alarm":
      return (info) => {
        if (over) return wait(0x7fffffff); // what waits for nothing would fail at once
        const ctx = states.get(instance), given = alarmInfo(ctx, info);
        const call = begin("alarm", object, alarmDetail(given));
        fires(call);
        alarmSet(object, undefined);
        return run(call, async () => {
          const storage = storageOf(ctx);
          try {
            await apply(f, instance, [given]);
          } catch (error) {
            alarmSet(object, now()); // its retry
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

// A legacy class has no RPC: use its fetch instead.
async function actByFetch(instance, request) {
  const { action, args } = parse(await textOf(request));
  flushSoon();
  return new Response(quote((await act(states.get(instance), action, args)) ?? null));
}
