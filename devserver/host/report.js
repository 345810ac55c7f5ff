// Sends lines to dotool, on standard output. Each has a kind and fields separated by
// tabs; those printed together are one line, which seal.js seals. Package trace reads
// them (record.go).
//
// A tail worker could report much of this, but it runs once per call in the same
// thread, and costs 40 % of the calls per second.
import { log as logging } from "dotool:options";
import { OwnMap, bound, isArray, keys, now, quote, startsWith, value as unseen } from "dotool:own";
import { sealed } from "dotool:seal";

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
const underLoad = 32;
const separator = "\x1e"; // in no line, since the user's data is JSON
let pending = "";
let printed = 0;
let inRow = 0; // consecutive lines that were printed alone
let awaited = false; // whether dotool will request the waiting lines

// Calls that have ended, in a list, whose lines come after `pending`: made together, they
// take half the time.
let first, last;
let waiting = 0; // how many
const most = 1000;

// How many calls are running.
export let inFlight = 0;
export function entered() {
  inFlight++;
}
export function left() {
  inFlight--;
}

export function report(line) {
  if (first !== undefined) describeCalls();
  pending += pending === "" ? line : separator + line;
}

// Reports a call that has ended at `time`.
export function reportCall(call, time) {
  if (first === undefined) first = call;
  else last.next = call;
  last = call;
  if (++waiting >= most || due(time)) flush();
}

function describeCalls() {
  let text = pending;
  for (let call = first; call !== undefined; ) {
    text += (text === "" ? "" : separator) + describeCall(call);
    const { next } = call;
    call.next = undefined; // keeps no other call in memory
    call = next;
  }
  pending = text;
  first = last = undefined;
  waiting = 0;
}

// What calls have in common is printed once, by the first of them, with a number from 0 to
// 255, which the next ones begin with. `made` counts these numbers.
const numbers = 256;
let made = 0;
const requests = new OwnMap(); // those of requests, by URL; of others, each object knows its own
let base = 0; // the time that times count from; 0 until the line that is being made says it

function describeCall(call) {
  const { object, kind, detail, failed } = call;
  const url = kind === "rpc" ? "" : detail[2];
  let known = object === undefined ? requests.get(url) : object.known;
  let depth = 0;
  while (known !== undefined && !(known.kind === kind && known.failed === failed && known.first === detail[0] && known.second === detail[1] && known.url === url)) {
    known = ++depth < 8 ? known.other : undefined;
  }
  const parent = call.parent === undefined ? 0 : call.parent.n;
  if (known !== undefined && made - known.made < numbers) {
    let text = "";
    if (base === 0) {
      base = call.start;
      text = "from\t" + base + separator;
    }
    text += (known.made & (numbers - 1)) + "\t" + call.n + "\t" + (call.start - base) + "\t" + call.took + "\t" + call.busy;
    return parent === 0 && call.root === call.n ? text : text + "\t" + call.root + "\t" + parent;
  }
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
  return "like\t" + (known.made & (numbers - 1)) + "\t" + line(call);
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
  if (due(now()) || pending.length > 1 << 16) flush();
}

export function reportNow(line) {
  report(line);
  flush();
}

export function flush() {
  const text = taken();
  if (text === "") return;
  const time = now();
  inRow = time - printed < together ? inRow + 1 : time - printed < 2 * underLoad && often() ? inRow : 0;
  printed = time;
  awaited ||= inFlight > 0 || often();
  print(sealed(awaited ? text + separator + "busy" : text));
}

// Prints the waiting lines on request of dotool; the next line does not wait.
export function flushAll() {
  inRow = 0;
  awaited = false;
  flush();
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
  if (first !== undefined) describeCalls();
  const text = pending;
  pending = "";
  base = 0;
  return text;
}
