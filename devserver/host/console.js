// Attributes console output of the user's code to a call.
import { formatWithOptions } from "node-internal:internal_inspect";
import { asJSON } from "dotool:inspect";
import { origin } from "dotool:objects";
import { inspected } from "dotool:options";
import { append, apply, bound, indexOf, quote } from "dotool:own";
import { reportAlone } from "dotool:report";
import { messageOf } from "dotool:tails";
import { wrap } from "dotool:wrap";

const { String } = globalThis;

// Whether other Workers get what this one prints.
let tails = false;
export function haveTails() {
  tails = true;
}

const debug = bound(console.dirxml, console); // shown only in DevTools

for (const level of ["debug", "info", "log", "warn", "error"]) {
  replace(level, (...args) => printUser(level, args));
}

// The originals, before the user's code can replace them.
const { log, error } = console;

// Methods whose output workerd shows only in DevTools.
replace("dir", (value) => log(value));
replace("trace", (...args) => log(String(new Error().stack).replace(/^.*/, () => "Trace: " + args.map(text).join(" "))));
replace("assert", (holds, ...args) => holds || error("Assertion failed" + (args.length > 0 ? ": " + text(args[0]) : ""), ...args.slice(1)));
const counts = new Map();
replace("count", (label = "default") => {
  counts.set(label, (counts.get(label) ?? 0) + 1);
  log(label + ": " + counts.get(label));
});
replace("countReset", (label = "default") => counts.delete(label));
const timers = new Map();
replace("time", (label = "default") => timers.set(label, Date.now()));
for (const method of ["timeLog", "timeEnd"]) {
  replace(method, (label = "default", ...args) => {
    if (!timers.has(label)) return;
    log(label + ": " + (Date.now() - timers.get(label)) + " ms", ...args);
    if (method === "timeEnd") timers.delete(label);
  });
}
replace("table", (data) => {
  const rows = typeof data === "object" && data !== null ? Object.entries(data) : [];
  if (rows.length === 0) return log(data);
  const columns = [...new Set(rows.flatMap(([, row]) => (typeof row === "object" && row !== null ? Object.keys(row) : [])))];
  const values = rows.some(([, row]) => typeof row !== "object" || row === null);
  const lines = [["", ...columns, ...(values ? ["value"] : [])]];
  for (const [key, row] of rows) {
    const fields = typeof row === "object" && row !== null;
    lines.push([key, ...columns.map((c) => (fields && c in row ? text(row[c]) : "")), ...(values ? [fields ? "" : text(row)] : [])]);
  }
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  log("%s", lines.map((line) => line.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd()).join("\n"));
});

// Prints the output of the user's code, after earlier events. It is formatted here: the
// console formats with JavaScript that the user's code may have patched.
function printUser(level, args) {
  const text = format(args); // may run the user's code
  reportAlone("console\t" + origin() + "\t" + level + "\t" + quote(text) + (tails ? "\t" + messageOf(args) : ""));
  if (inspected) showInDevTools(level, args);
}

// Makes DevTools show the values themselves. dotool's lines are not shown there; see
// debug/message.go.
function showInDevTools(level, args) {
  const shown = ["\x1e" + level];
  for (let i = 0; i < args.length; i++) append(shown, args[i]);
  apply(debug, undefined, shown);
}

function format(args) {
  if (args.length === 1 && typeof args[0] === "string") return args[0];
  const given = [{ __proto__: null, colors: false }];
  for (let i = 0; i < args.length; i++) append(given, args[i]);
  try {
    const make = () => "" + apply(formatWithOptions, undefined, given);
    return typeof args[0] === "string" && indexOf(args[0], "%j") >= 0 ? asJSON(make) : make();
  } catch (error) {
    // As the runtime's console prints it.
    try {
      return "<Formatting threw (" + (error?.stack ?? String(error)) + ")>";
    } catch {
      return "<Formatting threw>";
    }
  }
}

function text(value) {
  if (typeof value === "string") return value;
  try {
    return asJSON(() => JSON.stringify(value)) ?? String(value);
  } catch {
    return String(value);
  }
}

function replace(method, f) {
  wrap(console, method, () => f);
}
