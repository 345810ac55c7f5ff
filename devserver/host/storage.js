// Watches what objects store. A method may be wrapped twice: alarms first, so that
// limits.js sees the arguments of the user's code, and only the runtime sees what
// hold.js passes on.
import { holdAlarms } from "dotool:hold";
import { keepsKeyValue, watchEntries, watchExec, watchSyncPut } from "dotool:limits";
import { owners } from "dotool:objects";
import { held, log } from "dotool:options";
import { apply, getPrototypeOf } from "dotool:own";
import { wrap } from "dotool:wrap";

let watching = false;
let watchingSQLite = false;

/**
 * Begins to watch the storage of an object, before its constructor runs.
 * @param {DurableObjectStorage} storage
 */
export function watchStorage(storage, object) {
  owners.set(storage, object);
  if (!watching) {
    watching = true;
    const proto = getPrototypeOf(storage);
    watch(proto);
    if (held || log) watchTransactions(proto);
  }
  if (log && !watchingSQLite && !keepsKeyValue(object.class)) {
    watchingSQLite = true;
    watchExec(getPrototypeOf(storage.sql));
    watchSyncPut(getPrototypeOf(storage.kv));
  }
}

function watch(proto) {
  holdAlarms(proto);
  if (log) watchEntries(proto);
}

// A transaction has methods of its own, seen when the first begins.
function watchTransactions(proto) {
  let seen = false;
  wrap(proto, "transaction", (transaction) => ({ transaction(f, ...rest) {
    if (typeof f !== "function" || (seen && !held)) return apply(transaction, this, [f, rest[0]]);
    return apply(transaction, this, [(txn) => {
      if (!seen) watch(getPrototypeOf(txn));
      seen = true;
      owners.set(txn, owners.get(this));
      return f(txn);
    }, rest[0]]);
  } }).transaction);
}
