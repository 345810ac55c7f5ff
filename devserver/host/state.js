// Watches the state that an object is made with, and the ctx of a Worker, and hides
// dotool's parts in them.
import { aborted, begin, inBackground } from "dotool:calls";
import { exception } from "dotool:errors";
import { harmless } from "dotool:inspect";
import { misnamed } from "dotool:limits";
import { log } from "dotool:options";
import { OwnMap, OwnSet, OwnWeakMap, append, apply, defineProperty, deleteProperty, getPrototypeOf, getter, isPromise, own, ownKeys, startsWith } from "dotool:own";
import { wrap } from "dotool:wrap";

const { Error, WebSocket } = globalThis;
const stateOf = getter(WebSocket.prototype, "readyState");

// dotool's parts that env and ctx.exports would show.
export const hiddenName = "__dotool";

// dotool's entrypoint is in ctx.exports, one object for all, and env has dotool's
// bindings if it cannot be imported.
let hidden = false;
export function hide(ctx, env) {
  if (hidden) return;
  hidden = true;
  if (env) deleteProperty(env, hiddenName);
  const exports = ctx?.exports;
  if (!exports) return;
  const names = ownKeys(exports);
  for (let i = 0; i < names.length; i++) {
    if (startsWith(names[i], hiddenName)) deleteProperty(exports, names[i]);
    else harmless(getPrototypeOf(exports[names[i]]));
  }
}

// Called with the ctx of a Worker, of which there is one class.
let entered = false;
export function enter(ctx, env) {
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
  wrap(proto, "waitUntil", (waitUntil) => ({ waitUntil(...args) {
    if (isPromise(args[0])) inBackground(args[0], "waitUntil", classes.get(this)?.object);
    return apply(waitUntil, this, args);
  } }).waitUntil);
}

// Gives an object whose class has a container one that never runs: what would need it fails
// with an error that says so.
export function withoutContainer(ctx, name) {
  if (contained.has(name)) defineProperty(ctx, "container", { __proto__: null, value: new Container(name), enumerable: true, configurable: true });
}

const contained = new OwnSet();
export function haveContainers(names) {
  for (const name of names) contained.add(name);
}

class Container {
  #name;
  constructor(name) {
    this.#name = name;
  }
  #fail() {
    throw new Error("The container of " + this.#name + " needs to be run remotely: dotool runs no containers. To go on without it, look at ctx.container.running in local code, or use `wrangler dev`, which runs them with Docker");
  }
  get running() {
    return false;
  }
  start() {
    this.#fail();
  }
  signal() {
    this.#fail();
  }
  getTcpPort() {
    return { fetch: async () => this.#fail(), connect: () => this.#fail() };
  }
  async monitor() {
    this.#fail();
  }
  async exec() {
    this.#fail();
  }
  async snapshotContainer() {
    this.#fail();
  }
  async inspect() {
    return null;
  }
  async destroy() {}
  async setInactivityTimeout() {}
  async interceptOutboundHttp() {}
  async interceptAllOutboundHttp() {}
  async interceptOutboundHttps() {}
}

export const classes = new OwnWeakMap(); // {name, rpc, object} by state
export let idOf, storageOf, socketsOf;
let watching = false;
export function watchState(ctx) {
  if (watching) return;
  watching = true;
  const proto = getPrototypeOf(ctx);
  idOf = getter(proto, "id");
  storageOf = getter(proto, "storage");
  watchBackground(proto);
  socketsOf = proto.getWebSockets;
  wrap(proto, "abort", (abort) => ({ abort(...args) {
    const known = classes.get(this);
    if (known !== undefined) aborted(known.object, args[0]);
    return apply(abort, this, args);
  } }).abort);
  wrap(proto, "acceptWebSocket", (acceptWebSocket) => ({ acceptWebSocket(...args) {
    apply(acceptWebSocket, this, args);
    const { name, rpc, object: { id } } = classes.get(this);
    if (log) misnamed(name);
    const known = withSockets.get(id);
    if (known) known.count++;
    else withSockets.set(id, { __proto__: null, id, count: 1, name, rpc });
  } }).acceptWebSocket);
  wrap(proto, "blockConcurrencyWhile", (blockConcurrencyWhile) => ({ blockConcurrencyWhile(f, ...rest) {
    const known = classes.get(this);
    if (known === undefined || typeof f !== "function") return apply(blockConcurrencyWhile, this, withFirst(f, rest));
    // An error in it resets the object, and its callers only see that.
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
  } }).blockConcurrencyWhile);
}

// Objects with hibernatable WebSockets, by id: {name, id, rpc, count}. Once they
// hibernate nothing else in the isolate remembers them.
export const withSockets = new OwnMap();

// Recounts the WebSockets of an object when one has closed.
export function recount(ctx) {
  const { id } = classes.get(ctx).object;
  const known = withSockets.get(id);
  if (known === undefined) return;
  const sockets = apply(socketsOf, ctx, []);
  known.count = 0;
  for (let i = 0; i < sockets.length; i++) if (stateOf(sockets[i]) === open) known.count++;
  if (known.count === 0) withSockets.delete(id);
}

const open = WebSocket.OPEN;

// The arguments of a call, the first of which is given.
export function withFirst(first, rest) {
  if (rest.length === 2) return [first, rest[0], rest[1]]; // the usual case
  const args = [first];
  for (let i = 0; i < rest.length; i++) append(args, rest[i]);
  return args;
}
