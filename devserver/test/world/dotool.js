// The module `dotool:test`.
import { advance } from "./clock.js";
import { ask, Error, host } from "./current.js";
import { checkStub, classOf, evict, inside, kill, setAlarm } from "./objects.js";

const { Number, Object, String, TypeError, WeakMap } = globalThis;
const kept = new WeakMap(); // what is known of a snapshot

export async function snapshot(stub) {
  checkStub(stub, "snapshot");
  const alarm = await inside(stub, async (_, { storage }) => {
    await storage.sync();
    return storage.getAlarm();
  });
  const id = String(stub.id);
  const copy = Object.freeze({ id });
  kept.set(copy, { stub, alarm, number: await ask("/keep", { class: classOf(id), id }) });
  return copy;
}

export async function restore(copy) {
  const known = kept.get(copy);
  if (known === undefined) throw new TypeError("Failed to execute 'restore': parameter 1 is not what 'snapshot' returned.");
  const { stub, alarm, number } = known;
  if (host.alarms().some(({ object }) => object.id === copy.id)) await setAlarm(stub, null);
  await kill(stub);
  await ask("/put", { class: classOf(copy.id), id: copy.id, number });
  if (alarm !== null) await setAlarm(stub, alarm);
}

export async function sql(stub, query, ...params) {
  checkStub(stub, "sql");
  return inside(stub, (_, { storage }) => storage.sql.exec(query, ...params).toArray());
}

export async function advanceAlarms(ms) {
  if (!(Number(ms) >= 0)) throw new TypeError("Failed to execute 'advanceAlarms': parameter 1 is not a number of milliseconds.");
  return advance(Number(ms));
}

export async function hibernate(stub) {
  checkStub(stub, "hibernate");
  await evict(stub, "hibernate");
}

export async function killAndRestart(stub) {
  checkStub(stub, "killAndRestart");
  await kill(stub);
}
