// Arguments for the handlers of a Worker, for tests that call them by hand.
import { exports } from "cloudflare:workers";

const { AggregateError, Array, Date, Error, Number, Object, Promise, String, Symbol, TypeError, console, structuredClone } = globalThis;

const failed = (method, n, type, rest = "") => new TypeError(`Failed to execute '${method}': parameter ${n} is not of type '${type}'.${rest}`);
const readOnly = (object, values) => Object.defineProperties(object, Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { get: () => value, enumerable: true }])));

// The promises that a context waits for.
export const pending = Symbol("waitUntil");

class ExecutionContext {
  [pending] = [];
  props = {};
  exports = exports;
  waitUntil(promise) {
    if (!(this instanceof ExecutionContext)) throw new TypeError("Illegal invocation");
    this[pending].push(promise);
  }
  passThroughOnException() {}
}

export const createExecutionContext = () => new ExecutionContext();

export async function waitOnExecutionContext(ctx) {
  const promises = ctx?.[pending];
  if (!Array.isArray(promises)) {
    throw failed("waitOnExecutionContext", 1, "ExecutionContext", "\nYou must call 'createExecutionContext()' or 'createPagesEventContext()' to get an 'ExecutionContext' instance.");
  }
  const errors = [];
  while (promises.length > 0) {
    for (const { status, reason } of await Promise.allSettled(promises.splice(0))) if (status === "rejected") errors.push(reason);
  }
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors);
}

class ScheduledController {
  noRetry() {}
}

export function createScheduledController(options) {
  if (options !== undefined && typeof options !== "object") throw failed("createScheduledController", 1, "ScheduledOptions");
  return readOnly(new ScheduledController(), { scheduledTime: Number(options?.scheduledTime ?? Date.now()), cron: String(options?.cron ?? "") });
}

// The decision of a queue's handler about a message or a batch: {acked} or {retried}.
const said = Symbol("said");

// The first decision counts, and one about the batch takes precedence over its messages.
function say(self, what, batch, method) {
  const before = batch?.[said] ?? self[said];
  if (before === undefined) self[said] = what;
  else if ("acked" in before !== "acked" in what) console.warn(`${method} has no effect: the opposite was said before.`);
}

class Message {
  constructor(batch, { id, timestamp, attempts, ...rest }) {
    if (typeof timestamp !== "number" && !(timestamp instanceof Date)) throw new TypeError("Incorrect type for the 'timestamp' field on 'ServiceBindingQueueMessage': the provided value is not of type 'date'.");
    if (!Number.isInteger(attempts)) throw new TypeError("Incorrect type for the 'attempts' field on 'ServiceBindingQueueMessage': the provided value is not of type 'number'.");
    if ("serializedBody" in rest) throw new TypeError("Cannot use `serializedBody` with `createMessageBatch()`");
    this.#batch = batch;
    readOnly(this, { id: String(id), timestamp: new Date(Number(timestamp)), body: structuredClone(rest.body), attempts });
  }
  #batch;
  [said] = undefined;
  ack() {
    say(this, { acked: true }, this.#batch, "ack()");
  }
  retry() {
    say(this, { retried: true }, this.#batch, "retry()");
  }
}

class MessageBatch {
  [said] = undefined;
  queue;
  messages;
  metadata = { metrics: { backlogCount: 0, backlogBytes: 0, oldestMessageTimestamp: undefined } };
  ackAll() {
    say(this, { acked: true }, undefined, "ackAll()");
  }
  retryAll() {
    say(this, { retried: true }, undefined, "retryAll()");
  }
}

export function createMessageBatch(queueName, messages) {
  if (arguments.length === 0) throw failed("createMessageBatch", 1, "string");
  if (!Array.isArray(messages)) throw failed("createMessageBatch", 2, "Array");
  const batch = new MessageBatch();
  return readOnly(batch, { queue: String(queueName), messages: messages.map((message) => new Message(batch, message)) });
}

export async function getQueueResult(batch, ctx) {
  if (!(batch instanceof MessageBatch)) throw failed("getQueueResult", 1, "MessageBatch", "\nYou must call 'createMessageBatch()' to get a 'MessageBatch' instance.");
  if (!(ctx instanceof ExecutionContext)) throw failed("getQueueResult", 2, "ExecutionContext", "\nYou must call 'createExecutionContext()' to get an 'ExecutionContext' instance.");
  await waitOnExecutionContext(ctx);
  const { messages } = batch;
  return {
    outcome: "ok",
    ackAll: batch[said]?.acked ?? false,
    retryBatch: { retry: batch[said]?.retried ?? false },
    explicitAcks: messages.filter((message) => message[said]?.acked).map(({ id }) => id),
    retryMessages: messages.filter((message) => message[said]?.retried).map((message) => ({ msgId: message.id })),
  };
}
