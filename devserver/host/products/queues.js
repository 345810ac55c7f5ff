// Queues: an object per queue, with a table of its messages, so that neither a reload nor
// the end of the process loses any. The runtime turns the methods of a binding into HTTP
// requests, the same as for production; the texts and codes of errors are production's.
//
// A queue belongs to the process: any Worker may send to it, and one may consume it. The
// consumer of QUEUE is three bindings: "consumer:QUEUE" (its Worker), "worker:QUEUE" (what
// the control worker uses of it) and "settings:QUEUE" (see Settings).
//
// What no Worker here consumes is passed on to the consumer in another dev server, if
// there is one: see registry.js, which is the binding ELSEWHERE.
//
// A message is in the table until it is acknowledged, dropped or moved to a dead-letter
// queue. What is being delivered is known in memory only: when the process ends, such a
// message waits as before, and the delivery does not count as an attempt.
import { DurableObject, WorkerEntrypoint, env as bindings } from "cloudflare:workers";

/**
 * @typedef {{ batchSize: number, batchTimeout: number, retries: number, retryDelay: number, concurrency: number, deadLetters: string }} Settings
 * times in seconds; without a dead-letter queue, deadLetters is ""
 * @typedef {{ id?: string, type: string, body: ArrayBuffer | Uint8Array, delay: number, sent?: number, from?: string }} Message
 * @typedef {{ seq: number, id: string, type: string, body: ArrayBuffer, sent: number, attempts: number, size: number }} Row
 */

const maxMessage = 128_000;
const maxCount = 100;
const maxBatch = 256_000;
const maxDelay = 86_400; // seconds

const env = /** @type {any} */ (bindings);

const consumers = new Map();
for (const key of Object.keys(env)) {
  if (!key.startsWith("settings:")) continue;
  const queue = key.slice("settings:".length);
  consumers.set(queue, { ...env[key], handlers: env["consumer:" + queue], worker: env["worker:" + queue] });
}

// While alarms are held, deliveries are too, and the clock is that of the Workers.
const held = env.HELD;
let ahead = 0; // ms
const now = () => Date.now() + ahead;

let ending = false; // no delivery begins any more
let elsewhere = new Set(); // names of the queues that other dev servers consume
const loaded = new Set(); // names of the queues in memory

const queueOf = (name) => env.Queue.getByName(name);

// ctx.props of a binding: the queue, and delivery_delay.
export default {
  async fetch(request, _, ctx) {
    const body = await request.arrayBuffer();
    sending++;
    try {
      return await serve(request, body, ctx.props);
    } catch (error) {
      return refuse({ ...error, message: describe(error, ctx.props.queue) });
    } finally {
      sending--;
    }
  },
};

class Refused extends Error {
  constructor(status, code, text) {
    super(text);
    this.status = status;
    this.code = code;
  }
}

// Runtimes take the text from a header or, at older dates, from the status line.
// Explains an error: the runtime does not say why it cannot open a file.
function describe({ message }, name) {
  if (!message.startsWith("internal error")) return message;
  return `the local data of the queue ${name} cannot be opened: v3/queues/dotool-Queue/${env.Queue.idFromName(name)}.sqlite is damaged or cannot be read`;
}

function refuse({ message, status = 500, code = 15000 }) {
  const text = message.replace(/[^\x20-\x7e]/g, " ").slice(0, 512);
  return new Response(null, { status, statusText: text, headers: { "CF-Queues-Error-Code": String(code), "CF-Queues-Error-Cause": text } });
}

async function serve(request, body, { queue, delay = 0 }) {
  const { pathname } = new URL(request.url);
  const { headers } = request;
  if (pathname === "/metrics") return Response.json(await queueOf(queue).metrics());
  const delayed = checkDelay(headers.get("X-Msg-Delay-Secs")) ?? delay;
  let messages;
  switch (pathname) {
    case "/message":
      if (body.byteLength > maxMessage) throw new Refused(413, 10204, `message length of ${body.byteLength} bytes exceeds limit of ${maxMessage} bytes`);
      messages = [{ type: checkType(headers.get("X-Msg-Fmt") ?? "v8"), body, delay: delayed }];
      break;
    case "/batch":
      messages = JSON.parse(new TextDecoder().decode(body)).messages.map((message) => ({
        type: checkType(message.contentType ?? "v8"),
        body: Uint8Array.from(atob(message.body), (c) => c.charCodeAt(0)),
        delay: checkDelay(message.delaySecs) ?? delayed,
      }));
      checkBatch(messages.map((message) => message.body.byteLength));
      break;
    default:
      throw new Refused(404, 15000, "Not Found");
  }
  return Response.json({ metadata: { metrics: await queueOf(queue).send(messages) } });
}

function checkType(type) {
  if (["json", "text", "bytes", "v8"].includes(type)) return type;
  throw new Refused(400, 10203, `message content type ${type} is invalid; if specified, must be one of 'text', 'json', 'bytes', or 'v8'`);
}

function checkDelay(given) {
  if (given === null || given === undefined) return undefined;
  const seconds = Number(given);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= maxDelay) return seconds;
  throw new Refused(400, 10203, `message delay ${given} is invalid: it must be between 0 and ${maxDelay} seconds`);
}

function checkBatch(sizes) {
  const largest = Math.max(...sizes);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.length > maxCount) throw new Refused(413, 10206, `batch message count of ${sizes.length} exceeds limit of ${maxCount}`);
  if (largest > maxMessage) throw new Refused(413, 10204, `message in batch has length ${largest} bytes which exceeds single message size limit of ${maxMessage} bytes`);
  if (total > maxBatch) throw new Refused(413, 10205, `batch size of ${total} bytes exceeds limit of ${maxBatch} bytes`);
}

let sending = 0; // how many requests are being served

// Methods for the control worker. While alarms are held, only it has messages delivered, one
// batch at a time, in the order of due():
//
//	clock(to)    moves the clock to a time in ms, never back, with that of the Workers
//	due()        {at, queue} of the next batch, by any delay, retry or batch timeout; null if none waits
//	advance(to)  moves the clock, and delivers the batch that is due first by then; resolves
//	             once it is settled to {queue, at, count, acked, retried, outcome}, or null
//	wake(names)  looks at queues, by default those with a consumer: at the start, and after
//	             another process has changed their files
//	elsewhere(names)  says which queues other dev servers consume
//	end()        waits for the deliveries under way, and begins no more
export class Queues extends WorkerEntrypoint {
  clock(to) {
    if (held) ahead = Math.max(ahead, to - Date.now());
  }

  async due() {
    let first = null;
    await Promise.all(Array.from(consumers.keys(), async (queue) => {
      const at = await queueOf(queue).due();
      if (at !== null && (first === null || at < first.at || (at === first.at && queue < first.queue))) first = { at, queue };
    }));
    return first;
  }

  async advance(to) {
    this.clock(to);
    const first = await this.due();
    return first !== null && first.at <= now() ? queueOf(first.queue).deliver(first.at) : null;
  }

  async wake(names = [...consumers.keys()]) {
    await Promise.all(names.map(async (name) => {
      try {
        await queueOf(name).wake();
      } catch (error) {
        await consumers.get(name)?.worker.say(env.SECRET, name, describe(error, name), "error");
      }
    }));
  }

  async elsewhere(names) {
    elsewhere = new Set(names);
    await Promise.all(names.map((name) => queueOf(name).wake()));
  }

  async end() {
    ending = true;
    await Promise.all(Array.from(loaded, (name) => queueOf(name).idle()));
  }
}

const most = 10; // batches at a time without max_concurrency

export class Queue extends DurableObject {
  #sql;
  #name;
  #consumer;
  #count;
  #bytes;
  #out = new Map(); // sizes of the messages being delivered, by seq
  #running = new Set(); // deliveries
  #width = 1; // how many batches may be delivered at a time
  #timer;
  #sends = [];
  #handled; // whether the Worker has a handler
  #burying = Promise.resolve();
  #passing = Promise.resolve();

  constructor(ctx, env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#name = ctx.id.name;
    this.#consumer = consumers.get(this.#name);
    loaded.add(this.#name);
    ctx.blockConcurrencyWhile(async () => {
      await this.#write(() => {
        // As in package inspect/queues.
        this.#sql.exec(`
          CREATE TABLE IF NOT EXISTS queue (name TEXT PRIMARY KEY);
          CREATE TABLE IF NOT EXISTS messages (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, body BLOB NOT NULL,
            sent INTEGER NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, dead_from TEXT);
          CREATE INDEX IF NOT EXISTS messages_due ON messages (due, seq)`);
        this.#sql.exec("INSERT OR IGNORE INTO queue VALUES (?)", this.#name);
      });
      this.#measure();
    });
  }

  // Another process may be writing. The runtime does not wait for it.
  async #write(f) {
    const patience = Date.now() + 10_000;
    for (;;) {
      try {
        return f();
      } catch (error) {
        if (!error.message.includes("SQLITE_BUSY") || Date.now() > patience) throw error;
        await scheduler.wait(5);
      }
    }
  }

  #measure() {
    const { count, bytes } = this.#sql.exec("SELECT count(*) AS count, coalesce(sum(length(body)), 0) AS bytes FROM messages").one();
    this.#count = count;
    this.#bytes = bytes;
  }

  // A commit costs a millisecond, which sends at the same time share.
  async send(/** @type {Message[]} */ messages) {
    if (sending <= 1) await this.#write(() => this.#insert([messages]));
    else {
      const { promise, resolve, reject } = Promise.withResolvers();
      this.#sends.push({ messages, resolve, reject });
      if (this.#sends.length === 1) setTimeout(() => this.#store(this.#sends.splice(0)), 0);
      await promise;
    }
    const metrics = this.metrics();
    this.#pump();
    return metrics;
  }

  async #store(sends) {
    try {
      await this.#write(() => this.#insert(sends.map(({ messages }) => messages)));
      for (const { resolve } of sends) resolve();
    } catch (error) {
      for (const { reject } of sends) reject(error);
    }
  }

  #insert(batches) {
    const time = now();
    this.ctx.storage.transactionSync(() => {
      for (const messages of batches) {
        for (const { id, type, body, delay, sent, from } of messages) {
          // A dead letter may be there, if the process ended before its queue forgot it.
          const added = this.#sql.exec(
            "INSERT INTO messages (id, type, body, sent, due, dead_from) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING RETURNING seq",
            id ?? crypto.randomUUID().replaceAll("-", ""), type, body, sent ?? time, time + delay * 1000, from ?? null).toArray();
          if (added.length === 0) continue;
          this.#count++;
          this.#bytes += body.byteLength;
        }
      }
    });
  }

  // The messages that are not acknowledged, without those that are being delivered.
  metrics() {
    const first = this.#sql.exec("SELECT seq, sent FROM messages ORDER BY seq LIMIT ?", this.#out.size + 1).toArray().find(({ seq }) => !this.#out.has(seq));
    let bytes = this.#bytes;
    for (const size of this.#out.values()) bytes -= size;
    return { backlogCount: Math.max(this.#count - this.#out.size, 0), backlogBytes: Math.max(bytes, 0), oldestMessageTimestamp: first?.sent ?? 0 };
  }

  async wake() {
    this.#measure();
    if (this.#consumer === undefined) return this.#passOn();
    if (!(await this.#hasHandler())) return;
    await this.#bury();
    this.#pump();
  }

  async idle() {
    clearTimeout(this.#timer);
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  async #hasHandler() {
    if (this.#handled === undefined) {
      this.#handled = await this.#consumer.worker.handles(env.SECRET, "queue");
      if (!this.#handled) await this.#say("error", "the Worker consumes this queue but has no queue() handler; messages are kept");
    }
    return this.#handled;
  }

  // A line in the log of the consumer.
  async #say(level, text) {
    await this.#consumer.worker.say(env.SECRET, this.#name, text, level).catch(() => {});
  }

  // The messages to deliver next, without their bodies.
  #waiting(limit) {
    return this.#sql
      .exec("SELECT seq, due FROM messages WHERE attempts <= ? ORDER BY due, seq LIMIT ?", this.#consumer.retries, limit + this.#out.size)
      .toArray().filter(({ seq }) => !this.#out.has(seq)).slice(0, limit);
  }

  // When a batch is full, or its first message has waited for the time of a batch.
  #due() {
    const { batchSize, batchTimeout } = this.#consumer;
    const waiting = this.#waiting(batchSize);
    if (waiting.length === 0) return null;
    return Math.min(waiting[0].due + batchTimeout * 1000, waiting[batchSize - 1]?.due ?? Infinity);
  }

  async due() {
    return (await this.#hasHandler()) ? this.#due() : null;
  }

  // Starts the deliveries that are due, and sets a timer for the next.
  #pump() {
    clearTimeout(this.#timer);
    if (this.#consumer === undefined && elsewhere.has(this.#name)) this.#passOn();
    if (held || ending || this.#consumer === undefined || this.#handled === false) return;
    while (this.#running.size < this.#width) {
      const due = this.#due();
      if (due === null) return;
      if (due > now()) {
        this.#timer = setTimeout(() => this.#pump(), due - now());
        return;
      }
      const delivery = this.#deliver().catch((error) => this.#pause(error)).then(() => {
        this.#running.delete(delivery);
        this.#widen();
        this.#pump();
      });
      this.#running.add(delivery);
    }
  }

  // Passes messages on to another dev server, and deletes them once they are there. Until
  // then it tries again: the other may be starting or reloading.
  #passOn() {
    clearTimeout(this.#timer);
    this.#passing = this.#passing.then(async () => {
      while (elsewhere.has(this.#name) && !held && !ending) {
        /** @type {any[]} */
        const rows = this.#sql.exec("SELECT seq, type, body, due FROM messages ORDER BY seq LIMIT ?", maxCount).toArray();
        let bytes = 0;
        const batch = rows.filter(({ body }) => (bytes += body.byteLength) <= maxBatch);
        if (batch.length === 0) return;
        const messages = batch.map(({ type, body, due }) => ({ contentType: type, body: base64(body), delaySecs: Math.max(0, Math.ceil((due - now()) / 1000)) }));
        const response = await env.ELSEWHERE.fetch("http://queue/batch", { method: "POST", headers: { "dotool-queue": this.#name }, body: JSON.stringify({ messages }) });
        await response.arrayBuffer();
        if (!response.ok) throw new Error(response.statusText);
        await this.#write(() => this.ctx.storage.transactionSync(() => batch.forEach(({ seq }) => this.#delete(seq))));
      }
    }).catch(() => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#passOn(), 1000);
    });
    return this.#passing;
  }

  async #pause(error) {
    await this.#say("error", `a batch could not be delivered: ${error.message}`);
    await scheduler.wait(1000);
  }

  // One more batch at a time while whole ones are waiting, as Cloudflare adds consumers
  // to a growing backlog.
  #widen() {
    const { batchSize, concurrency } = this.#consumer;
    const waiting = this.#waiting(batchSize);
    if (waiting.length === 0) this.#width = 1;
    else if (waiting.length === batchSize && waiting[batchSize - 1].due <= now()) this.#width = Math.min(this.#width + 1, concurrency || most);
  }

  async deliver(at) {
    if (ending) return null;
    const result = await this.#deliver();
    return result && { queue: this.#name, at, ...result };
  }

  // Delivers a batch of what is due now.
  async #deliver() {
    const { batchSize, handlers } = this.#consumer;
    const time = now();
    const seqs = this.#waiting(batchSize).filter(({ due }) => due <= time).map(({ seq }) => seq);
    /** @type {Row[]} */
    const rows = seqs.map((seq) => this.#sql.exec("SELECT seq, id, type, body, sent, attempts, length(body) AS size FROM messages WHERE seq = ?", seq).one());
    for (const { seq, size } of rows) this.#out.set(seq, size);
    try {
      if (rows.length === 0 || !(await this.#hasHandler())) return null;
      const metrics = this.metrics();
      const oldest = metrics.oldestMessageTimestamp;
      metrics.oldestMessageTimestamp = oldest === 0 ? undefined : new Date(oldest);
      let result;
      try {
        result = await handlers.queue(this.#name, rows.map(asMessage), { metrics });
      } catch (error) { // of the runtime, not of the handler
        await this.#say("error", `a batch could not be delivered: ${error.message}`);
        result = { outcome: "exception", ackAll: false, retryBatch: { retry: false }, explicitAcks: [] };
      }
      return await this.#settle(rows, result);
    } finally {
      for (const { seq } of rows) this.#out.delete(seq);
      await this.#bury();
    }
  }

  async #settle(rows, { outcome, ackAll, retryBatch, explicitAcks, retryMessages = [] }) {
    const acks = new Set(explicitAcks);
    const retries = new Map(retryMessages.map(({ msgId, delaySeconds }) => [msgId, delaySeconds]));
    const retryAll = (retryBatch.retry || outcome !== "ok") && !ackAll;
    const again = rows.filter(({ id }) => !acks.has(id) && (retries.has(id) || retryAll));
    const time = now();
    await this.#write(() => this.ctx.storage.transactionSync(() => {
      for (const row of rows) {
        if (!again.includes(row)) this.#delete(row.seq);
        else {
          const delay = retries.get(row.id) ?? retryBatch.delaySeconds ?? this.#consumer.retryDelay;
          this.#sql.exec("UPDATE messages SET attempts = attempts + 1, due = ? WHERE seq = ?", time + Math.min(Math.max(delay, 0), maxDelay) * 1000, row.seq);
        }
      }
    }));
    return { count: rows.length, acked: rows.length - again.length, retried: again.length, outcome };
  }

  #delete(seq) {
    for (const { size } of this.#sql.exec("DELETE FROM messages WHERE seq = ? RETURNING length(body) AS size", seq)) {
      this.#count--;
      this.#bytes -= size;
    }
  }

  // Moves what has failed too often to the dead-letter queue, or drops it. A message is
  // deleted once it is there.
  #bury() {
    this.#burying = this.#burying.then(async () => {
      const { retries, deadLetters } = this.#consumer;
      for (;;) {
        const dead = this.#sql.exec("SELECT seq, id, type, body, sent FROM messages WHERE attempts > ? LIMIT ?", retries, maxCount).toArray();
        if (dead.length === 0) return;
        if (deadLetters) await queueOf(deadLetters).send(dead.map(({ seq, ...message }) => ({ ...message, delay: 0, from: this.#name })));
        await this.#write(() => this.ctx.storage.transactionSync(() => dead.forEach(({ seq }) => this.#delete(seq))));
        const what = dead.length === 1 ? "1 message" : `${dead.length} messages`;
        const after = retries === 0 ? "1 attempt" : `${retries + 1} attempts`;
        await this.#say("warn", deadLetters ? `${what} moved to the dead-letter queue ${deadLetters} after ${after}` : `${what} dropped after ${after}; there is no dead-letter queue`);
      }
    }).catch((error) => this.#say("error", `dead letters could not be moved: ${error.message}`));
    return this.#burying;
  }
}

const base64 = (body) => btoa(Array.from(new Uint8Array(body), (b) => String.fromCharCode(b)).join(""));

function asMessage({ id, type, body, sent, attempts }) {
  const message = { id, timestamp: new Date(sent), attempts: attempts + 1 };
  if (type === "v8") return { ...message, serializedBody: new Uint8Array(body) };
  return { ...message, body: type === "bytes" ? body : textOr(type, new TextDecoder().decode(body)) };
}

// The value of a body as JSON or, if it is none, its text.
function textOr(type, text) {
  try {
    return type === "json" ? JSON.parse(text) : text;
  } catch {
    return text;
  }
}
