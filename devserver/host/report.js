// Sends lines to dotool, on standard output. Each has a kind and fields separated by
// tabs; those printed together are one line, which seal.js seals. Package trace reads
// them (record.go).
//
// A tail worker could report much of this, but it runs once per call in the same
// thread, and costs 40 % of the calls per second.
import { log as logging } from "dotool:options";
import { bound, isArray, keys, now, quote, startsWith, value as unseen } from "dotool:own";
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

// Printing a line costs more than making it, so lines are printed together every 10 ms,
// except the last. If more may follow, "busy" makes dotool request the rest.
const together = 10;
const separator = "\x1e"; // in no line, since the user's data is JSON
let pending = "";
let printed = 0;
let inRow = 0; // consecutive lines that were printed alone
let awaited = false; // whether dotool will request the waiting lines

// How many calls are running.
export let inFlight = 0;
export function entered() {
  inFlight++;
}
export function left() {
  inFlight--;
}

export function report(line) {
  pending += pending === "" ? line : separator + line;
}

// If requests follow each other quickly, none is known to be the last. Errors do not
// wait: the runtime reports them too.
const often = () => inRow > 8;

export function reportSoon(line) {
  report(line);
  if (!awaited || now() - printed >= together || (inFlight === 0 && !often()) || pending.length > 1 << 16) flush();
}

export function reportNow(line) {
  report(line);
  flush();
}

export function flush() {
  if (pending === "") return;
  const text = pending;
  pending = "";
  const time = now();
  inRow = time - printed < together ? inRow + 1 : time - printed < 2 * together && often() ? inRow : 0;
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
export function reportAtOnce(line) {
  report(line);
  const text = pending;
  pending = "";
  print(sealed(text));
}
