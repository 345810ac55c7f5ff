// The module `cloudflare:test`.
import { env } from "cloudflare:workers";
import unsafe from "workerd:unsafe";
import { runAlarm } from "./clock.js";
import { ask, host } from "./current.js";
import { checkStub, classOf, inside, namespaces, restore } from "./objects.js";

export { env };
export const SELF = host.bindings.SELF;

export async function runInDurableObject(stub, callback) {
  checkStub(stub, "runInDurableObject");
  if (typeof callback !== "function") throw new TypeError("Failed to execute 'runInDurableObject': parameter 2 is not of type 'function'.");
  return inside(stub, callback);
}

export async function runDurableObjectAlarm(stub) {
  checkStub(stub, "runDurableObjectAlarm");
  return runAlarm(stub);
}

export async function listDurableObjectIds(namespace) {
  if (typeof namespace?.newUniqueId !== "function") throw new TypeError("Failed to execute 'listDurableObjectIds': parameter 1 is not of type 'DurableObjectNamespace'.");
  const name = classOf(String(namespace.newUniqueId()));
  if (name === undefined) throw new TypeError("Failed to execute 'listDurableObjectIds': the namespace is of another Worker, and only the objects of this one are known.");
  const ids = await ask("/objects", { class: name });
  return ids.map((id) => namespace.idFromString(id));
}

const sockets = (options) => ({ webSockets: options?.webSockets ?? "hibernate" });

export async function evictDurableObject(stub, options) {
  checkStub(stub, "evictDurableObject");
  await unsafe.evict(stub, sockets(options));
}

export async function evictAllDurableObjects(options) {
  await unsafe.evictAllDurableObjects(sockets(options));
}

export async function abortAllDurableObjects() {
  await unsafe.abortAllDurableObjects();
}

export async function reset() {
  await restore([], true);
}

const pending = Symbol("waitUntil");

class ExecutionContext {
  props = {};
  exports = host.bindings.exports;
  [pending] = [];
  waitUntil(promise) {
    this[pending].push(promise);
  }
  passThroughOnException() {}
}

export function createExecutionContext(options) {
  const ctx = new ExecutionContext();
  if (options?.props !== undefined) ctx.props = options.props;
  return ctx;
}

export async function waitOnExecutionContext(ctx) {
  if (!(ctx instanceof ExecutionContext)) throw new TypeError("Failed to execute 'waitOnExecutionContext': parameter 1 is not of type 'ExecutionContext'.\nYou must call 'createExecutionContext()' to get an 'ExecutionContext' instance.");
  const errors = [];
  while (ctx[pending].length > 0) {
    for (const { status, reason } of await Promise.allSettled(ctx[pending].splice(0))) if (status === "rejected") errors.push(reason);
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors);
}

class ScheduledController {
  constructor({ scheduledTime, cron } = {}) {
    this.scheduledTime = Number(scheduledTime ?? Date.now());
    this.cron = String(cron ?? "");
  }
  noRetry() {}
}

export function createScheduledController(options) {
  if (options !== undefined && typeof options !== "object") throw new TypeError("Failed to execute 'createScheduledController': parameter 1 is not of type 'ScheduledOptions'.");
  return new ScheduledController(options);
}

const acked = Symbol("acked");
const retried = Symbol("retried");

class Message {
  constructor(batch, { id, timestamp, body, serializedBody, attempts }) {
    this.#batch = batch;
    this.id = String(id);
    this.timestamp = timestamp;
    this.attempts = attempts ?? 1;
    this.body = body;
  }
  #batch;
  [acked] = false;
  [retried] = undefined;
  ack() {
    if (this[retried] === undefined) this[acked] = true;
  }
  retry(options) {
    if (!this[acked]) this[retried] ??= { delaySeconds: options?.delaySeconds };
  }
}

class MessageBatch {
  [acked] = false;
  [retried] = undefined;
  constructor(queue, messages) {
    this.queue = String(queue);
    this.messages = messages.map((message) => new Message(this, message));
    this.metadata = { metrics: { backlogCount: 0, backlogBytes: 0, oldestMessageTimestamp: undefined } };
  }
  ackAll() {
    if (this[retried] === undefined) this[acked] = true;
  }
  retryAll(options) {
    if (!this[acked]) this[retried] ??= { delaySeconds: options?.delaySeconds };
  }
}

export function createMessageBatch(queueName, messages) {
  if (arguments.length === 0) throw new TypeError("Failed to execute 'createMessageBatch': parameter 1 is not of type 'string'.");
  if (!Array.isArray(messages)) throw new TypeError("Failed to execute 'createMessageBatch': parameter 2 is not of type 'Array'.");
  return new MessageBatch(queueName, messages);
}

export async function getQueueResult(batch, ctx) {
  if (!(batch instanceof MessageBatch)) throw new TypeError("Failed to execute 'getQueueResult': parameter 1 is not of type 'MessageBatch'.\nYou must call 'createMessageBatch()' to get a 'MessageBatch' instance.");
  if (!(ctx instanceof ExecutionContext)) throw new TypeError("Failed to execute 'getQueueResult': parameter 2 is not of type 'ExecutionContext'.\nYou must call 'createExecutionContext()' to get an 'ExecutionContext' instance.");
  await waitOnExecutionContext(ctx);
  const retryMessages = [];
  const explicitAcks = [];
  for (const message of batch.messages) {
    if (message[retried]) retryMessages.push({ msgId: message.id, ...delay(message[retried]) });
    if (message[acked]) explicitAcks.push(message.id);
  }
  return {
    outcome: "ok",
    retryBatch: { retry: batch[retried] !== undefined, ...delay(batch[retried]) },
    ackAll: batch[acked],
    retryMessages,
    explicitAcks,
  };
}

const delay = (options) => (options?.delaySeconds === undefined ? {} : { delaySeconds: options.delaySeconds });
