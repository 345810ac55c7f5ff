// Attributes events on WebSockets that are not hibernatable to the object, or the
// Worker, that holds them: the runtime calls their listeners outside any call. And
// attributes what is sent to the call that sends it.
import { begin, happened, inContext, run } from "dotool:calls";
import { calling } from "dotool:objects";
import { OwnWeakMap, apply, defineProperty, getPrototypeOf, getter, hasOwn, inherits, isPromise, own, slice, then, uncurry } from "dotool:own";
import { recording, records } from "dotool:report";
import { wrap } from "dotool:wrap";

const { ArrayBuffer, Promise, String, Uint8Array, WebSocket } = globalThis;
const SocketPrototype = WebSocket.prototype;
const dataOf = getter(MessageEvent.prototype, "data");
const codeOf = getter(CloseEvent.prototype, "code");
const reasonOf = getter(CloseEvent.prototype, "reason");
const wasCleanOf = getter(CloseEvent.prototype, "wasClean");
const errorOf = getter(ErrorEvent.prototype, "message");
const typeOf = getter(Event.prototype, "type");
const targetOf = getter(Event.prototype, "target");
const closeSocket = uncurry(SocketPrototype.close);
const stateOf = getter(SocketPrototype, "readyState");
const { CLOSING } = WebSocket;

const bufferSize = getter(ArrayBuffer.prototype, "byteLength");
const Bytes = getPrototypeOf(Uint8Array.prototype);
const viewed = getter(Bytes, "buffer"), viewSize = getter(Bytes, "byteLength"), viewStart = getter(Bytes, "byteOffset");

// How much of a message the log shows: UTF-16 units, or bytes.
const longest = 80;
const mostBytes = 16;
const digits = "0123456789abcdef";

// Describes a message: how long it is, and how it begins.
export function received(message) {
  try {
    if (typeof message === "string") return { __proto__: null, length: message.length, text: slice(message, 0, longest) };
    if (inherits(message, ArrayBuffer.prototype)) return beginning(message, 0, bufferSize(message));
    if (inherits(message, Bytes)) return beginning(viewed(message), viewStart(message), viewSize(message));
    if (typeof message === "object") return { __proto__: null, bytes: message.byteLength ?? message.size };
    return received("" + message);
  } catch {
    return { __proto__: null };
  }
}

function beginning(buffer, start, bytes) {
  const shown = bytes < mostBytes ? bytes : mostBytes;
  const first = new Uint8Array(buffer, start, shown);
  let hex = "";
  for (let i = 0; i < shown; i++) hex += digits[first[i] >> 4] + digits[first[i] & 15];
  return { __proto__: null, bytes, hex };
}

// Adds a message to what a call has sent: how many there are, whether they are equal, and
// the first. A buffer that is sent again may have other bytes by then.
function sends(call, message) {
  const { sent } = call;
  if (sent === undefined) {
    call.sent = { __proto__: null, count: 1, same: true, message, first: received(message) };
    return;
  }
  sent.count++;
  if (message !== sent.message) sent.same = false;
  if (!sent.same || typeof message === "string") return;
  const again = received(message);
  sent.same = again.bytes === sent.first.bytes && again.hex === sent.first.hex;
}

export function messageOf(error) {
  try {
    return String(error?.message ?? error);
  } catch {
    return "an error that cannot be read";
  }
}

// The details of an event, by its type.
const details = {
  __proto__: null,
  message: (event) => received(dataOf(event)),
  close: (event) => ({ __proto__: null, code: codeOf(event), reason: reasonOf(event), wasClean: wasCleanOf(event) }),
  error: (event) => ({ __proto__: null, message: messageOf(errorOf(event)) }),
};

// By socket, the object that holds it (none for the Worker) and how many
// listeners each type of event has.
const held = new OwnWeakMap();
function holding(socket) {
  let known = held.get(socket);
  if (known === undefined) held.set(socket, (known = { __proto__: null, object: calling()?.object, message: 0, close: 0, error: 0 }));
  return known;
}

// The call for an event, which all its listeners share.
const calls = new OwnWeakMap();

// Runs a listener as part of the call of its event.
function heard(event, f, self) {
  const type = typeOf(event);
  const { object } = holding(targetOf(event));
  const known = calls.get(event);
  if (known !== undefined) return inContext(known, f, self, [event]);
  const call = begin(type, object, details[type]?.(event) ?? []);
  calls.set(event, call);
  if (details[type] === undefined || !(object === undefined ? recording : records(object))) return inContext(call, f, self, [event]);
  run(call, async () => {
    // It ends when the other listeners have run too, which the runtime calls before
    // this await continues.
    const result = inContext(call, f, self, [event]);
    await (isPromise(result) ? result : undefined);
  }, undefined, []);
}

// The user's listeners, by their wrappers.
const wrappers = new OwnWeakMap();
function wrapped(listener) {
  if ((typeof listener !== "object" && typeof listener !== "function") || listener === null) return listener;
  let wrapper = wrappers.get(listener);
  if (wrapper === undefined) {
    wrapper = function (event) {
      const f = typeof listener === "function" ? listener : listener.handleEvent;
      return heard(event, f, typeof listener === "function" ? this : listener);
    };
    wrappers.set(listener, wrapper);
  }
  return wrapper;
}

// Says that the process has closed all sockets, as it is about to end: from now on what
// code sends on them is lost, as if the client had gone.
let left = false;
export function leave() {
  left = true;
}

// Watches the sockets of the Worker; for each accepted one, a function that closes it
// is added to `closers`.
export function watchSockets(closers) {
  const { addEventListener } = SocketPrototype;
  const target = hasOwn(SocketPrototype, "addEventListener") ? SocketPrototype : EventTarget.prototype;
  // The runtime reads the property when an event arrives.
  const types = ["message", "close", "error", "open"];
  for (let i = 0; i < types.length; i++) {
    const key = "on" + types[i];
    if (own(SocketPrototype, key) !== undefined) continue;
    const handlers = new OwnWeakMap();
    defineProperty(SocketPrototype, key, {
      __proto__: null,
      configurable: true,
      get() {
        return handlers.get(this);
      },
      set(handler) {
        const before = handlers.get(this);
        const after = wrapped(handler);
        handlers.set(this, after);
        counted(this, types[i], (typeof after === "function" ? 1 : 0) - (typeof before === "function" ? 1 : 0));
      },
    });
  }
  const counted = (socket, type, by) => {
    const known = holding(socket);
    if (typeof type === "string" && hasOwn(known, type) && type !== "object") known[type] += by;
  };
  wrap(target, "addEventListener", (addEventListener) => ({ addEventListener(...args) {
    if (inherits(this, SocketPrototype)) {
      args[1] = wrapped(args[1]);
      counted(this, args[0], 1);
    }
    return apply(addEventListener, this, args);
  } }).addEventListener);
  wrap(target, "removeEventListener", (removeEventListener) => ({ removeEventListener(...args) {
    if (inherits(this, SocketPrototype)) args[1] = wrapped(args[1]);
    return apply(removeEventListener, this, args);
  } }).removeEventListener);
  wrap(SocketPrototype, "send", (send) => ({ send(...args) {
    let result;
    try {
      result = apply(send, this, args);
    } catch (error) {
      if (!left || stateOf(this) < CLOSING) throw error;
    }
    const call = calling();
    if (call !== undefined && !call.closed) sends(call, args[0]);
    return result;
  } }).send);
  wrap(SocketPrototype, "accept", (accept) => ({ accept(...args) {
    const known = holding(this);
    apply(accept, this, args);
    // The promise belongs to the request that is running now, and so does what
    // follows it, though another request resolves it.
    let close;
    const asked = new Promise((resolve) => closers.add((close = resolve)));
    apply(then, asked, [(really) => {
      try {
        if (really) closeSocket(this, 1012, "reloading");
      } catch {
        // Already closed.
      }
    }]);
    const unheard = (event) => {
      const type = typeOf(event);
      const reported = known.object === undefined ? recording : records(known.object);
      if (known[type] === 0 && reported) happened(type, known.object, details[type](event));
    };
    apply(addEventListener, this, ["message", unheard]);
    apply(addEventListener, this, ["close", (event) => {
      closers.delete(close);
      close(false);
      unheard(event);
    }]);
  } }).accept);
}
