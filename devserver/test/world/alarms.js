// With fake timers, alarms go by them: whatever moves the timers fires the alarms that are
// due on the way, in order. The runtime would fire them by the real time: so they are held
// from it (host/hold.js).
//
// What waits for nothing, such as vi.advanceTimersByTime, can only begin to fire: the
// alarms run before calls that the test makes next. While one runs, the time is its own.
import { Error, host, Map } from "./current.js";
import { inside, stubOf } from "./objects.js";
import * as vitest from "./vitest.js";

const { vi } = vitest;
const { max } = Math;

// The clock of the fake timers, undefined without them.
const clock = () => globalThis.setTimeout.clock;
host.fakeTimers = () => clock() !== undefined;

export const most = 10_000; // as fake timers have it
const retries = new Map(); // how often the alarm of an object has failed, by key

// The alarms until a time, in order.
export const due = (until) => host.alarms().filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);

// Fires the alarm of an object, and those that it sets until a time, while no other object
// has an earlier one. It returns how many ran.
export async function fire({ key, object }, until) {
  return inside(stubOf(object), async (instance, { storage }) => {
    let fired = 0;
    for (; fired < most; fired++) {
      const at = await storage.getAlarm();
      if (at === null) host.forget(key);
      const others = due(until).filter((other) => other.key !== key);
      if (at === null || at > until || (fired > 0 && others.some((other) => other.at < at))) return fired;
      await storage.deleteAlarm();
      await run(key, instance, storage, at);
    }
    throw endless();
  });
}

let count = 0; // alarms that ran
export const ran = () => count;

async function run(key, instance, storage, at) {
  const retryCount = retries.get(key) ?? 0;
  retries.delete(key);
  count++;
  const timers = clock();
  const now = timers?.now;
  if (timers !== undefined && at < now) timers.now = at;
  try {
    await instance.alarm?.({ retryCount, isRetry: retryCount > 0, scheduledTime: at });
  } catch (error) {
    if (retryCount < 6 && (await storage.getAlarm()) === null) {
      retries.set(key, retryCount + 1);
      await storage.setAlarm(at + 2000 * 2 ** retryCount);
    }
    throw error;
  } finally {
    if (timers?.now === at) timers.now = now;
  }
}

const endless = () => new Error(`Aborting after firing ${most} alarms, assuming an infinite loop!`);

// Moves timers by a time, and begins to fire the alarms on the way.
function advance(time, tick) {
  const until = clock().now + time;
  const begun = [];
  for (const alarm of due(until)) {
    tick(max(0, alarm.at - clock().now));
    begun.push(fire(alarm, until));
  }
  tick(max(0, until - clock().now));
  if (begun.length > 0) rest(begun, until); // a failure is an unhandled rejection, of the test
}

// Fires the alarms that the first ones have set.
async function rest(begun, until) {
  await Promise.all(begun);
  for (let fired = 0; ; ) {
    const [next] = due(until);
    if (next === undefined) return;
    fired += await fire(next, next.at);
    if (fired > most) throw endless();
  }
}

// Moves timers to a time, and fires the alarms on the way.
async function advanceAsync(until, tick) {
  let failure;
  for (let fired = 0; ; ) {
    const [next] = due(until);
    await tick(max(0, (next?.at ?? until) - clock().now));
    const [now] = due(clock().now);
    if (now === undefined && next === undefined) break;
    if (now === undefined) continue; // a timer has changed it
    try {
      fired += await fire(now, now.at);
    } catch (error) {
      failure ??= { error };
      fired++;
    }
    if (fired > most) throw endless();
  }
  if (failure !== undefined) throw failure.error;
}

// When the next timer is due, undefined without one.
function nextTimer() {
  let next;
  for (const { callAt } of Object.values(clock().timers ?? {})) if (next === undefined || callAt < next) next = callAt;
  return next;
}

// Replaces a method that moves timers where alarms are set. Without fake timers, the
// method says so.
function replace(name, f) {
  const original = vi[name].bind(vi);
  vi[name] = function (...args) {
    if (clock() === undefined || host.alarms().length === 0) return original(...args);
    const done = f(original, ...args);
    return done === undefined ? vi : done.then(() => vi);
  };
}

const { advanceTimersByTime, advanceTimersByTimeAsync, advanceTimersToNextTimerAsync } = vi;
const last = () => max(...host.alarms().map(({ at }) => at));

replace("advanceTimersByTime", (original, time) => advance(time, original));
replace("advanceTimersByTimeAsync", (original, time) => advanceAsync(clock().now + time, original));
replace("advanceTimersToNextTimer", (original) => {
  const [next] = due(nextTimer() ?? Infinity);
  if (next === undefined) original();
  else advance(max(0, next.at - clock().now), advanceTimersByTime);
});
replace("advanceTimersToNextTimerAsync", async (original) => {
  const [next] = due(nextTimer() ?? Infinity);
  if (next === undefined) await original();
  else await advanceAsync(max(next.at, clock().now), advanceTimersByTimeAsync);
});
replace("runOnlyPendingTimers", (original) => {
  advance(max(0, last() - clock().now), advanceTimersByTime);
  original();
});
replace("runOnlyPendingTimersAsync", async (original) => {
  await advanceAsync(max(last(), clock().now), advanceTimersByTimeAsync);
  await original();
});
replace("runAllTimers", (original) => {
  advance(max(0, last() - clock().now), advanceTimersByTime);
  original();
});
replace("runAllTimersAsync", async () => {
  for (let i = 0; ; i++) {
    if (i > most) throw endless();
    const [next] = due(Infinity);
    const timer = nextTimer();
    if (next === undefined && timer === undefined) return;
    if (next !== undefined && next.at <= (timer ?? Infinity)) await advanceAsync(max(next.at, clock().now), advanceTimersByTimeAsync);
    else await advanceTimersToNextTimerAsync();
  }
});
