// Has what the user's code prints say which call it belongs to.
import { printUser } from "dotool:calls";
import { asJSON } from "dotool:inspect";

for (const level of ["debug", "info", "log", "warn", "error"]) {
  replace(level, (...args) => printUser(level, args));
}

// As they are before the user's code may have them call what follows.
const { log, error } = console;

// What workerd shows in DevTools alone.
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

function text(value) {
  if (typeof value === "string") return value;
  try {
    return asJSON(() => JSON.stringify(value)) ?? String(value);
  } catch {
    return String(value);
  }
}

function replace(method, f) {
  const was = Object.getOwnPropertyDescriptor(console, method);
  Object.defineProperty(f, "name", { value: method });
  Object.defineProperty(f, "length", { value: 0 });
  Object.defineProperty(console, method, { ...was, value: f });
}
