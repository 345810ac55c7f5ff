// The events that tail Workers get: lines that dotool's modules print are replaced by what they
// stand for, and calls by the control worker are left out.
import { OwnMap, append, apply, attempt, getPrototypeOf, inherits, isArray, keys, quote } from "dotool:own";
import { opened } from "dotool:seal";

const { Error, JSON, Proxy, String } = globalThis;
const { parse, stringify } = JSON;
const ObjectPrototype = Object.prototype;
const ErrorPrototype = Error.prototype;

// The entrypoint for the control worker: see host.go.
const control = "__dotool";

// The arguments of a console method as the runtime passes them on to tail Workers, in
// JSON: {"message"}, and {"errorInfo"} if there are errors among them.
export function messageOf(args) {
  let message = "";
  let errors = "";
  let some = false;
  for (let i = 0; i < args.length; i++) {
    const comma = i > 0 ? "," : "";
    message += comma + itemOf(args[i]);
    const error = inherits(args[i], ErrorPrototype) ? attempt(() => describe(args[i]), undefined) : undefined;
    errors += comma + (error ?? "null");
    some ||= error !== undefined;
  }
  return '{"message":[' + message + "]" + (some ? ',"errorInfo":[' + errors + "]" : "") + "}";
}

// As in workerd's Worker::Lock::Impl (handleLog): values of JSON as they are, others as
// text.
function itemOf(item) {
  if (item === undefined || item === null) return "null";
  try {
    const proto = typeof item === "object" ? getPrototypeOf(item) : undefined;
    const json = typeof item !== "object" ? typeof item !== "bigint" && typeof item !== "symbol" && typeof item !== "function" : isArray(item) || proto === ObjectPrototype || proto === null || typeof item.toJSON === "function";
    return (json ? stringify(item) : typeof item === "symbol" ? "{}" : quote(String(item))) ?? "null";
  } catch {
    return "{}";
  }
}

const describe = (error) => '{"name":' + quote("" + error.name) + ',"message":' + quote("" + error.message) + ',"stack":' + quote(own(error.stack)) + "}";

// A stack without its first line, as the runtime has it, and without dotool's frames.
function own(stack) {
  const frames = ("" + (stack ?? "")).split("\n").filter((line) => line.startsWith("    at ") && !line.includes("dotool"));
  return frames.join("\n");
}

// The items that a tail handler gets; undefined if none is left.
export function tailed(items) {
  if (!isArray(items)) return items;
  const all = [];
  for (let i = 0; i < items.length; i++) if (items[i].entrypoint !== control) append(all, cleaned(items[i]));
  return all.length > 0 ? all : undefined;
}

function cleaned(item) {
  const logs = [];
  const exceptions = [];
  for (let i = 0; i < item.exceptions.length; i++) append(exceptions, withoutOurs(item.exceptions[i]));
  let outcome = item.outcome;
  for (let i = 0; i < item.logs.length; i++) {
    const entry = item.logs[i];
    const records = lines(entry.message);
    if (records === undefined) {
      append(logs, entry);
      continue;
    }
    for (let k = 0; k < records.length; k++) {
      const [kind, ...fields] = records[k].split("\t");
      if (kind === "console") append(logs, consoleOf(entry.timestamp, fields));
      // The error page took the place of the exception.
      const thrown = kind === "error" && fields[3] === "request" ? attempt(() => parse(fields[4])[1], undefined) : undefined;
      if (thrown === undefined || exceptions.length > 0) continue;
      outcome = "exception";
      append(exceptions, { name: thrown.name ?? "Error", message: thrown.message ?? unquoted(thrown.thrown), timestamp: entry.timestamp, stack: own(thrown.stack) });
    }
  }
  return replaced(item, { logs, exceptions, outcome });
}

const unquoted = (text) => attempt(() => String(parse(text)), String(text));

// A copy of an item with other values.
function replaced(item, others) {
  const copy = { __proto__: getPrototypeOf(item) };
  for (const key of keys(item)) copy[key] = key in others ? others[key] : item[key];
  return copy;
}

const withoutOurs = (exception) => (exception.stack === undefined ? exception : { ...exception, stack: own(exception.stack) });

// The records of one of dotool's lines; undefined for any other output.
const lines = (message) => (isArray(message) && message.length === 1 && typeof message[0] === "string" ? opened(message[0]) : typeof message === "string" ? opened(message) : undefined);

// Reads "call, level, text, message": see printUser in console.js.
function consoleOf(timestamp, [, level, text, message]) {
  const { message: args = [parse(text)], errorInfo } = message === undefined ? {} : parse(message);
  const log = { timestamp, level, message: args };
  if (errorInfo !== undefined) log.errorInfo = errorInfo;
  return log;
}

// Whether a tailStream handler is called for an event, the first of a call: not for one of
// the control worker.
export const streamed = (event) => event?.event?.entrypoint !== control && event?.event?.info?.entrypoint !== control;

// Wraps what a tailStream handler returns, which takes the events that follow.
export function following(taker) {
  if (typeof taker === "function") return (event) => each(event, (one) => taker(one));
  if (typeof taker !== "object" || taker === null) return taker;
  const wrapped = new OwnMap();
  return new Proxy(taker, {
    __proto__: null,
    get(target, key) {
      const f = target[key];
      if (typeof f !== "function") return f;
      if (wrapped.get(key)?.[0] !== f) wrapped.set(key, [f, (event) => each(event, (one) => apply(f, target, [one]))]);
      return wrapped.get(key)[1];
    },
  });
}

// Passes an event on: a line of dotool's becomes one for each time that the user printed.
function each(event, pass) {
  const records = event?.event?.type === "log" ? lines(event.event.message) : undefined;
  if (records === undefined) return pass(event);
  let last;
  for (let k = 0; k < records.length; k++) {
    const [kind, ...fields] = records[k].split("\t");
    if (kind !== "console") continue;
    const { level, message } = consoleOf(0, fields);
    last = pass({ ...event, event: { ...event.event, level, message } });
  }
  return last;
}
