// Fires alarms on request, and holds them if nothing else may fire them. Runs before
// the user's code.
//
// The runtime's own scheduler fires every alarm that is set, so a held alarm is stored
// far too late and shown at its true time; package inspect knows the shift and
// takes it off when the alarms are released. The alarms go by the clock of
// the Worker, which can be moved ahead.
import { owners } from "dotool:objects";
import { held } from "dotool:options";
import { OwnMap, all, apply, attempt, construct, now as realNow, uncurry } from "dotool:own";
import { alarmSet, hooks } from "dotool:tests";
import { wrap, wrapClass } from "dotool:wrap";

// In milliseconds, as in package inspect.
const shift = 200 * 365 * 86_400_000;
const shiftedFrom = shift + 50 * 365 * 86_400_000; // stored times from here on are shifted
const latest = Math.floor((2 ** 63 - 1024) / 1e6) - shift; // the latest time that can be shifted: the runtime counts nanoseconds in 64 bits

const RealDate = Date;
const timeOf = uncurry(Date.prototype.getTime);
const { max, min, round, trunc } = Math;
let ahead = 0; // how far the Worker's clock is
const now = () => realNow() + ahead;

// An alarm too late to be shifted does not fire anyway. A time that would look shifted
// (from the year 2219 on) is stored as the last one that does not; the runtime itself
// rejects times after 2262.
const stored = (at) => (at <= latest ? max(at + shift, shiftedFrom) : at * 1e6 >= 2 ** 63 ? at : min(at, shiftedFrom - 1));
const shown = (at) => (held && at !== null && at >= shiftedFrom ? at - shift : at);

// Objects whose alarm may have changed since dotool asked.
const touched = new OwnMap();

let native; // the runtime's own methods of storage

// Holds alarms set through a prototype: of a storage or, later, a transaction.
export function holdAlarms(proto) {
  native ??= { __proto__: null, setAlarm: proto.setAlarm, getAlarm: proto.getAlarm };
  if (hooks !== undefined) noteAlarms(proto);
  if (!held) return;
  const touch = (storage) => {
    const object = owners.get(storage);
    if (object !== undefined) touched.set(object.class + object.id, object);
  };
  wrap(proto, "setAlarm", (setAlarm) => ({ setAlarm(at, ...rest) {
    touch(this);
    const ms = at instanceof RealDate ? timeOf(at) : at;
    // The runtime refuses a value that is not a time; a time in the past is now.
    return apply(setAlarm, this, [typeof ms === "number" && ms >= 0 ? stored(max(trunc(ms), now())) : at, rest[0]]);
  } }).setAlarm);
  wrap(proto, "getAlarm", (getAlarm) => ({ async getAlarm(...rest) {
    return shown(await apply(getAlarm, this, rest));
  } }).getAlarm);
  wrap(proto, "deleteAlarm", (deleteAlarm) => ({ deleteAlarm(...rest) {
    touch(this);
    return apply(deleteAlarm, this, rest);
  } }).deleteAlarm);
  wrap(proto, "deleteAll", (deleteAll) => ({ deleteAll(...rest) {
    touch(this);
    return apply(deleteAll, this, rest);
  } }).deleteAll);
}

// Tells the runner of tests which objects may have an alarm. With fake timers, alarms are
// held: they go by those.
function noteAlarms(proto) {
  wrap(proto, "setAlarm", (setAlarm) => ({ setAlarm(at, ...rest) {
    const ms = at instanceof RealDate ? timeOf(at) : at;
    alarmSet(owners.get(this), ms);
    return apply(setAlarm, this, [typeof ms === "number" && ms >= 0 && ms <= latest && hooks.fakeTimers?.() ? trunc(ms) + shift : at, rest[0]]);
  } }).setAlarm);
  wrap(proto, "getAlarm", (getAlarm) => ({ async getAlarm(...rest) {
    const at = await apply(getAlarm, this, rest);
    return at !== null && at >= shift ? at - shift : at; // fake timers begin with 1970
  } }).getAlarm);
  wrap(proto, "deleteAlarm", (deleteAlarm) => ({ deleteAlarm(...args) {
    alarmSet(owners.get(this), undefined);
    return apply(deleteAlarm, this, args);
  } }).deleteAlarm);
}

// The scheduled times for handlers of held alarms, by object id: the runtime only knows
// when they were told to fire.
const due = new OwnMap();

// Fires the alarm of an object now, by the runtime's scheduler. With `at`, only if it
// is set to exactly that time. Returns the time it was set to. `retry` counts the tries
// before this one; with `keep` an alarm whose handler fails stays set, held, so that
// its caller decides when it is tried again.
export async function fire(ctx, { at, force, retry = 0, keep = false }) {
  const set = shown(await apply(native.getAlarm, ctx.storage, []));
  // The alarm is in the past because its object was aborted; the runtime is about to retry it.
  const retried = retry > 0 && set !== null && set <= realNow();
  if (set === null ? !force : at !== undefined && at !== set && !retried) return { at: set };
  const scheduled = retried ? at : (set ?? now());
  if (held) due.set(ctx.id.toString(), { __proto__: null, at: min(scheduled, now()), set: scheduled, retry, keep });
  await apply(native.setAlarm, ctx.storage, [realNow()]);
  return { at: set, fired: true };
}

// The time that an alarm is set to, if one is.
export async function nextAlarm(storage) {
  try {
    return shown(await apply(native.getAlarm, storage, [])) ?? undefined;
  } catch {
    return undefined;
  }
}

// The argument of an alarm handler.
export function alarmInfo(ctx, info) {
  const fired = held ? due.get(ctx.id.toString()) : undefined;
  if (fired === undefined || !info) return info;
  const { at, retry } = fired;
  const { scheduledTime } = info;
  const retryCount = info.retryCount + retry;
  return { isRetry: retryCount > 0, retryCount, scheduledTime: scheduledTime instanceof RealDate ? new RealDate(at) : at };
}

// Called when the handler of an alarm has ended without setting one: an alarm to keep
// is set again, instead of the runtime's own retry.
export async function alarmFailed(ctx) {
  const fired = due.get(ctx.id.toString());
  if (fired?.keep) {
    try {
      await apply(native.setAlarm, ctx.storage, [stored(fired.set)]);
    } catch {
      // The object was unloaded.
    }
  }
}

// The report of an alarm that fires.
export function alarmDetail(info) {
  const detail = info ? { __proto__: null, scheduledAt: info.scheduledTime && +info.scheduledTime, retry: info.retryCount } : { __proto__: null };
  if (ahead > 0) detail.clock = now();
  return detail;
}

// The report of a cron trigger that fires.
export function cronDetail(controller) {
  const cron = attempt(() => controller.cron, undefined);
  const at = attempt(() => controller.scheduledTime, undefined);
  return { __proto__: null, cron: typeof cron === "string" ? cron : undefined, scheduledAt: typeof at === "number" ? at : undefined, clock: ahead > 0 ? now() : undefined };
}

// Moves the clock, never back, and returns the objects whose alarms may have
// changed since the last time.
export function hold(to) {
  if (held && to !== undefined) ahead = max(ahead, to - realNow());
  const changed = all(touched, ({ class: name, id, name: objectName }) => ({ __proto__: null, class: name, id, name: objectName }));
  touched.clear();
  return { __proto__: null, held, now: round(now()), changed };
}

if (held) {
  const make = (args, newTarget) => construct(RealDate, args.length === 0 && ahead > 0 ? [now()] : args, newTarget);
  wrapClass("Date", make, () => new RealDate(now()).toString());
  wrap(RealDate, "now", () => () => now());
}
