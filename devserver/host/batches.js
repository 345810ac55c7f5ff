// Batches of messages that a queue handler gets: how many messages it acknowledged, and how
// many it wants again.
import { OwnWeakMap, apply, attempt, getPrototypeOf, own, read } from "dotool:own";
import { wrap } from "dotool:wrap";

const batches = new OwnWeakMap(); // details, by batch
const messages = new OwnWeakMap(); // [details of the batch, whether the message was acknowledged or retried]

// Positions in the details of a batch, see queueDetail in package trace.
const acked = 2, retried = 3, all = 4;
const ackedAll = 1, retriedAll = 2;

let watching = false;

// The details of a batch for its call. They change with what the handler does.
export const batchOf = (batch) => attempt(() => {
  const list = read(batch, "messages", batch);
  const of = getPrototypeOf(batch), each = getPrototypeOf(list[0]);
  // Another Worker may call the handler like a method, with objects of its own.
  if (own(of, "ackAll") === undefined || own(each, "ack") === undefined) return [];
  const detail = [read(batch, "queue", batch), list.length, 0, 0, 0];
  if (!watching) watch(of, each);
  batches.set(batch, detail);
  for (let i = 0; i < list.length; i++) messages.set(list[i], [detail, false]);
  return detail;
}, []);

// The first decision about a message holds, as in the runtime.
function watch(batch, message) {
  watching = true;
  decides(message, "ack", (self) => count(self, acked));
  decides(message, "retry", (self) => count(self, retried));
  decides(batch, "ackAll", (self) => decide(self, ackedAll));
  decides(batch, "retryAll", (self) => decide(self, retriedAll));
}

function decides(proto, name, note) {
  wrap(proto, name, (method) => ({ [name](...args) {
    const result = apply(method, this, args);
    note(this);
    return result;
  } })[name]);
}

function count(message, as) {
  const known = messages.get(message);
  if (known === undefined || known[1] || known[0][all] === ackedAll) return;
  known[1] = true;
  known[0][as]++;
}

function decide(batch, as) {
  const detail = batches.get(batch);
  if (detail !== undefined && detail[all] === 0) detail[all] = as;
}
