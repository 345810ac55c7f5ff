// Sends lines to dotool, on standard output. Each has a kind and fields separated by
// tabs; those printed together are one line, which seal.js seals. Package trace reads
// them (record.go).
//
// A tail worker could report much of this, but it runs once per call in the same
// thread, and costs 40 % of the calls per second.
import { log as logging } from "dotool:options";
import { OwnMap, bound, isArray, keys, now, quote, startsWith, value as unseen } from "dotool:own";
import { sealed } from "dotool:seal";

const { Float64Array } = globalThis;
const print = bound(console.log, console);

// JSON that ignores `toJSON` of the user's on arrays and objects.
export function stringify(value) {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "object":
      break;
    case "undefined":
      return undefined;
    default:
      return value === value && value !== Infinity && value !== -Infinity ? "" + value : "null";
  }
  if (value === null) return "null";
  let text = "";
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) text += (i > 0 ? "," : "") + (stringify(value[i]) ?? "null");
    return "[" + text + "]";
  }
  const names = keys(value);
  for (let i = 0; i < names.length; i++) {
    const field = stringify(unseen(value, names[i]));
    if (field !== undefined) text += (text === "" ? "" : ",") + quote(names[i]) + ":" + field;
  }
  return "{" + text + "}";
}

// Whether calls are reported. Alarms and failures always are.
export let recording = logging;
export function setRecording(on) {
  recording = logging || on === true;
  chosen = isArray(on) ? on : undefined;
  choice++;
}

// The followed objects, if calls of others need not be reported, as event.Filter. Each
// object remembers whether it is among them.
let chosen;
let choice = 0;

// Whether the calls of an object are reported.
export function records(object) {
  if (recording || chosen === undefined) return recording;
  if (object.choice !== choice) {
    object.choice = choice;
    object.chosen = false;
    for (let i = 0; i < chosen.length && !object.chosen; i++) {
      const f = { __proto__: null, ...chosen[i] };
      object.chosen = (f.class ?? object.class) === object.class && startsWith(object.id, f.id ?? "") && startsWith(object.name ?? "", f.prefix ?? "");
    }
  }
  return object.chosen;
}

// Printing a line costs more than making it, so lines are printed together every 20 ms,
// or 32 ms under load, except the last. If more may follow, "busy" makes dotool request
// the rest, after 50 ms without.
const together = 20;
const underLoad = 36; // so that it is due twice between the starts that calls.js prints, which take what waits with them
const enough = 1 << 16; // characters that do not wait for more
const separator = "\x1e"; // in no line, since the user's data is JSON
let pending = "";
let printed = 0;
let inRow = 0; // consecutive lines that were printed alone
let awaited = false; // whether dotool will request the waiting lines

// Calls that have ended and are like others, whose lines come after `pending`. They wait as
// numbers, in memory that is used again: the garbage collector would copy each call that
// waits, and ask for more memory to do so.
const most = 1000, fields = 7;
const waiting = new Float64Array(most * fields);
let filled = 0; // how much of it

// How many calls are running.
export let inFlight = 0;
export function entered() {
  inFlight++;
}
export function left() {
  inFlight--;
}

export function report(line) {
  if (filled > 0) describeCalls();
  pending += pending === "" ? line : separator + line;
}

// Reports a call that has ended at `time`.
export function reportCall(call, time) {
  const number = numberOf(call);
  if (number === undefined) {
    report("like\t" + ((made - 1) & (numbers - 1)) + "\t" + line(call));
  } else {
    waiting[filled] = number;
    waiting[filled + 1] = call.n;
    waiting[filled + 2] = call.start;
    waiting[filled + 3] = call.took;
    waiting[filled + 4] = call.busy;
    waiting[filled + 5] = call.root;
    waiting[filled + 6] = call.parent === undefined ? 0 : call.parent.n;
    filled += fields;
  }
  if (filled === most * fields || pending.length > enough || due(time)) flush();
}

function describeCalls() {
  let text = pending;
  if (base === 0) {
    base = waiting[2];
    text += (text === "" ? "" : separator) + "from\t" + base;
  }
  for (let i = 0; i < filled; i += fields) {
    const n = waiting[i + 1], root = waiting[i + 5], parent = waiting[i + 6];
    text += separator + waiting[i] + "\t" + n + "\t" + (waiting[i + 2] - base) + "\t" + waiting[i + 3] + "\t" + waiting[i + 4];
    if (parent !== 0 || root !== n) text += "\t" + root + "\t" + parent;
  }
  pending = text;
  filled = 0;
}

// Fields that are the same for many calls are printed once, by the first of them, with a number
// from 0 to 255; the lines of later calls begin with that. `made` counts these numbers.
const numbers = 256;
let made = 0;
const requests = new OwnMap(); // those of requests, by URL; of others, each object knows its own
let base = 0; // the time that times count from; 0 until the line that is being made says it

// The number of the call that one is like. Without one it is the first, and has the number
// that was made last.
function numberOf(call) {
  const { object, kind, detail, failed } = call;
  const url = kind === "rpc" ? "" : detail[2];
  let known = object === undefined ? requests.get(url) : object.known;
  let depth = 0;
  while (known !== undefined && !(known.kind === kind && known.failed === failed && known.first === detail[0] && known.second === detail[1] && known.url === url)) {
    known = ++depth < 8 ? known.other : undefined;
  }
  if (known !== undefined && made - known.made < numbers) return known.made & (numbers - 1);
  if (known === undefined) {
    known = { __proto__: null, kind, failed, first: detail[0], second: detail[1], url, made, other: undefined };
    if (object !== undefined) {
      known.other = depth < 8 ? object.known : undefined;
      object.known = known;
    } else {
      if (requests.size >= numbers) requests.clear();
      known.other = depth < 8 ? requests.get(url) : undefined;
      requests.set(url, known);
    }
  }
  known.made = made++;
  return undefined;
}

// The line of a call.
export const line = (call) =>
  "call\t" + call.n + "\t" + call.root + "\t" + (call.parent?.n ?? 0) + "\t" + (call.object?.k ?? 0) + "\t" + call.kind +
  "\t" + call.start + "\t" + call.took + "\t" + call.busy + "\t" + (call.failed ? "exception" : "ok") + "\t" + stringify(call.detail);

// If requests follow each other quickly, none is known to be the last. Errors do not
// wait: the runtime reports them too.
const often = () => inRow > 8;

const due = (time) => !awaited || time - printed >= (often() ? underLoad : together) || (inFlight === 0 && !often());

export function reportSoon(line) {
  report(line);
  flushSoon();
}

// Prints the waiting lines, unless more may follow.
export function flushSoon() {
  if (due(now()) || pending.length > enough) flush();
}

export function reportNow(line) {
  report(line);
  flush();
}

export function flush() {
  const text = taken();
  if (text === "") return;
  const time = now();
  inRow = time - printed < together ? inRow + 1 : time - printed < 4 * underLoad && often() ? inRow : 0;
  printed = time;
  awaited ||= inFlight > 0 || often();
  print(sealed(awaited ? text + separator + "busy" : text));
}

// Prints the waiting lines on request of dotool; the next line does not wait. Where some
// wait, as on a slow machine, the load goes on.
export function flushAll() {
  awaited = false;
  const text = taken();
  if (text === "") {
    inRow = 0;
    return;
  }
  printed = now();
  print(sealed(text));
}

// Prints a line alone, after the waiting ones.
export function reportAlone(line) {
  flush();
  print(sealed(line));
}

// Prints a line with the waiting ones, without "busy".
export function reportAtOnce(line, time) {
  report(line);
  if (often()) printed = time;
  print(sealed(taken()));
}

// The lines that wait.
function taken() {
  if (filled > 0) describeCalls();
  const text = pending;
  pending = "";
  base = 0;
  return text;
}
