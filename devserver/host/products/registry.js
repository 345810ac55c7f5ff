// The Workers of other processes on this machine, which wrangler's dev registry lists:
// their entrypoints, objects, queues and tail handlers, reached through the debug ports of their
// runtimes. A Worker that is not there is looked for again by each call.
import { DurableObject, RpcTarget, WorkerEntrypoint, env as bindings } from "cloudflare:workers";

// The content of the registry, as package registry reads it: of a Worker its address and the
// services of its runtime, or nothing if its entry has an unknown format; and the consumers
// of queues.
let { workers, queues } = JSON.parse(/** @type {any} */ (bindings).REGISTRY ?? '{"workers":{},"queues":{}}');

// Is called by the control worker when the registry has changed.
export class Table extends WorkerEntrypoint {
  update(table) {
    ({ workers, queues } = table);
  }
}

// The messages are those of wrangler dev.
function placeOf(name) {
  const place = Object.hasOwn(workers, name) ? workers[name] : undefined;
  if (place === undefined) throw new Error(`Worker "${name}" not found. Make sure it is running locally.`);
  if (!place.address) throw new Error(`Worker "${name}" is not compatible with this version of the dev server. Please update all Worker instances to the same version.`);
  return place;
}

// An entrypoint of a Worker, or of a service beside it: ctx.props say which.
export class Service extends WorkerEntrypoint {
  constructor(ctx, env) {
    super(ctx, env);
    const { worker, service, entrypoint, props } = ctx.props;
    return standIn(this, worker, () => {
      const { address, default: front, user, dotool } = placeOf(worker);
      if (service && !dotool) throw new Error(`The workflows of Worker "${worker}" cannot be used from here: it runs in wrangler dev, not in dotool dev`);
      return env.PORT.connect(address).getEntrypoint(service ?? (entrypoint ? user : front), entrypoint, props);
    });
  }
}

// A class of objects that stand for those of a class of another Worker, under the same
// ids.
export const objectsOf = (worker, className) =>
  class extends DurableObject {
    constructor(ctx, env) {
      super(ctx, env);
      return standIn(this, worker, () => {
        const { address, user } = placeOf(worker);
        return env.PORT.connect(address).getActor(user, className, ctx.id.toString());
      });
    }
  };

// Handlers that the runtime looks for, which are not methods of the other.
const handlers = ["alarm", "connect", "self", "tailStream", "test", "trace", "webSocketClose", "webSocketError", "webSocketMessage"];

// An entrypoint or object that passes everything on to another. `reach` returns that,
// and is called each time: it may have moved.
function standIn(self, name, reach) {
  const own = { fetch: (request) => passRequest(name, reach, request), tail: (events) => passTail(reach, events) };
  return new Proxy(self, {
    get(_, key) {
      if (typeof key === "symbol" || key in self) return Reflect.get(self, key);
      if (Object.hasOwn(own, key)) return own[key];
      return handlers.includes(key) ? undefined : member(name, reach, key);
    },
  });
}

async function passRequest(name, reach, request) {
  let target;
  try {
    target = reach();
  } catch (error) {
    return new Response(error.message, { status: 503 });
  }
  try {
    return await target.fetch(request);
  } catch (error) {
    const explanation = explained(name, error);
    // The caller gets it: the log does not report errors that have a stack of this module.
    if (typeof explanation === "object" && explanation !== null) Error.captureStackTrace(explanation);
    throw explanation;
  }
}

// A member of another, which is a method to call or a property to await: only the other
// knows.
function member(name, reach, key) {
  const use = async (how) => {
    try {
      return await how(reach());
    } catch (error) {
      throw explained(name, error);
    }
  };
  const method = (...args) => use((target) => target[key](...args.map(passable)));
  return Object.assign(method, { then: (...on) => use((target) => target[key]).then(...on) });
}

// Says what the runtime does not.
function explained(name, error) {
  const message = String(error?.message);
  if (message.startsWith("internal error")) {
    return new Error(`The call of Worker "${name}", which runs in another process, failed: ${message}. A stub of a Worker or an object cannot be returned from one dev server to another: return a name or an id, or serve both Workers in one (dotool dev DIR DIR).`);
  }
  if (message === "Network connection lost.") {
    const { retryable, remote } = error;
    return Object.assign(new Error(`Worker "${name}" did not respond: ${message} It is restarting, or was killed.`), { retryable, remote });
  }
  return error;
}

// A value that can be passed to another process, where the runtime rejects stubs.
function passable(value) {
  if (typeof value !== "object" || value === null) return value;
  if (isStub(value)) return new Passed(value);
  if (Array.isArray(value)) return value.some(has) ? value.map(passable) : value;
  if (!isPlain(value) || !Object.values(value).some(has)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, passable(item)]));
}

// Whether there is a stub in a value, which may be cyclic if there is none.
const has = (value, depth = 0) => typeof value === "object" && value !== null && depth < 16 && (isStub(value) || ((Array.isArray(value) || isPlain(value)) && Object.values(value).some((item) => has(item, depth + 1))));

const isPlain = (value) => Object.getPrototypeOf(value) === Object.prototype;
const isStub = (value) => ["[object Fetcher]", "[object DurableObject]"].includes(Object.prototype.toString.call(value));

// Stands for a stub in another process: it has the same methods.
class Passed extends RpcTarget {
  constructor(stub) {
    super();
    return new Proxy(this, {
      get(self, key) {
        if (typeof key === "symbol" || key in self) return Reflect.get(self, key);
        return (...args) => stub[key](...args);
      },
    });
  }
}

// Tail events are not plain values, and one of a call of a tail handler would lead to the
// next.
async function passTail(reach, events) {
  const others = tails.tailed(events.filter((event) => event.event?.rpcMethod !== "tail"));
  if (others === undefined) return;
  try {
    await reach().tail(copied(others));
  } catch {
    // The tail consumer is not running: events that no one gets are lost on Cloudflare too.
  }
}

// Is there where tail events are passed on: see host/tailed.js.
const { TAILS: tails } = /** @type {any} */ (bindings);

const date = "date of dotool", bigint = "bigint of dotool";
const copied = (value) =>
  JSON.parse(
    JSON.stringify(value, function (key, item) {
      if (this[key] instanceof Date) return { [date]: this[key].getTime() };
      return typeof item === "bigint" ? { [bigint]: String(item) } : item;
    }),
    (_, item) => (item?.[date] !== undefined ? new Date(item[date]) : item?.[bigint] !== undefined ? BigInt(item[bigint]) : item),
  );

// Takes requests of queues.js for the queue that a header names, and passes them on to the
// queue of the server that consumes it, as wrangler dev does.
export default {
  async fetch(request, env) {
    const headers = new Headers(request.headers);
    const queue = headers.get("dotool-queue");
    headers.delete("dotool-queue");
    const worker = Object.hasOwn(queues, queue) ? workers[queues[queue]] : undefined;
    if (!worker?.address) return new Response(`No Worker consuming queue "${queue}" found in the local dev registry. Make sure the consumer Worker is running locally.`, { status: 503 });
    return env.PORT.connect(worker.address).getEntrypoint("queues:queue:" + queue).fetch(new Request(request, { headers }));
  },
};
