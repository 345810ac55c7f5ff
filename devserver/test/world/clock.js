// Moves the clock of the tests, and runs the alarms that are due until then. With fake
// timers, alarms.js does.
import { due, most, ran } from "./alarms.js";
import { host, now } from "./current.js";
import { inside, stubOf } from "./objects.js";
import { vi } from "./vitest.js";

const { Date, Error, Math, Proxy, Reflect } = globalThis;
let ahead = 0; // how far the clock is

// A clock that goes on, ahead of that of the machine.
const moved = new Proxy(Date, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now() + ahead] : args, newTarget === moved ? target : newTarget),
  apply: () => new Date(now() + ahead).toString(),
  get: (target, key) => (key === "now" ? () => now() + ahead : Reflect.get(target, key)),
});

// Makes the clock that of the machine again.
export function resetClock() {
  ahead = 0;
  if (globalThis.Date === moved) globalThis.Date = Date;
}

// Runs the alarm of an object, if one is set, as the runtime does.
export const runAlarm = (stub) => inside(stub, async (instance, { storage }) => {
  const at = await storage.getAlarm();
  if (at === null) return false;
  await storage.deleteAlarm();
  await instance.alarm?.({ retryCount: 0, isRetry: false, scheduledTime: at });
  return true;
});

// Moves the clock by so many milliseconds, and runs the alarms that are due until then, in
// order, each at its time. Returns how many ran.
export async function advance(ms) {
  if (vi.isFakeTimers()) {
    const before = ran();
    await vi.advanceTimersByTimeAsync(ms);
    return ran() - before;
  }
  const until = globalThis.Date.now() + ms;
  globalThis.Date = moved;
  for (let count = 0; ; ) {
    const [next] = due(until);
    ahead = Math.max(ahead, (next?.at ?? until) - now());
    if (next === undefined) return count;
    if (count === most) throw new Error(`${most} alarms ran, and more are due: does the handler of ${next.object.class} set its alarm for the time at which it runs?`);
    if (await runAlarm(stubOf(next.object))) count++;
    else host.forget(next.key);
  }
}
