// Short forms of values, for the log.
import { attempt, getPrototypeOf, isArray, isView, keys, quote, slice, startsWith, toText, value as unseen } from "dotool:own";

const { ArrayBuffer, Date, Error, Map, RegExp, Set, String } = globalThis;
const ObjectPrototype = Object.prototype;

// The arguments of a call, shortened.
export function previews(args) {
  let text = "";
  for (let i = 0; i < args.length; i++) {
    if (i > 0) text += ", ";
    try {
      text += preview(args[i]);
    } catch {
      text += "{…}"; // a user's getter or proxy
    }
    if (text.length > 500) return text + (i + 1 < args.length ? ", …" : "");
  }
  return text;
}

// A short form of a value, for the log: only the first level of objects and arrays.
export function preview(value) {
  if (typeof value !== "object" || value === null) return glance(value, 40);
  const list = isArray(value);
  const proto = list ? null : getPrototypeOf(value);
  if (proto !== ObjectPrototype && proto !== null) return glance(value);
  const names = list ? value : keys(value);
  if (names.length === 0 || names.length > 4) return glance(value);
  let text = "";
  for (let i = 0; i < names.length; i++) {
    // A thrown object may have getters, which must not be called.
    const item = unseen(value, list ? i : names[i]);
    text += (i > 0 ? ", " : "") + (list ? "" : names[i] + ": ") + glance(item, 20);
    if (text.length > 60) return glance(value);
  }
  return list ? "[" + text + "]" : "{ " + text + " }";
}

// An even shorter form, without the content of objects.
function glance(value, longest) {
  switch (typeof value) {
    case "string":
      return quote(value.length > longest ? slice(value, 0, longest - 1) + "…" : value);
    case "bigint":
      return value + "n";
    case "symbol":
      return String(value);
    case "function":
      return "ƒ";
    case "object":
      if (value === null) return "null";
      if (isArray(value)) return "[" + (value.length > 0 ? "…" + value.length : "") + "]";
      if (value instanceof Map || value instanceof Set) return value.constructor.name + "(" + value.size + ")";
      if (value instanceof Date) return isNaN(+value) ? "Invalid Date" : value.toISOString();
      if (value instanceof RegExp || value instanceof Error) return slice(String(value), 0, 60);
      if (isView(value) || value instanceof ArrayBuffer) return value.byteLength + " B";
      return "{" + (keys(value).length > 0 ? "…" : "") + "}";
    default:
      return String(value);
  }
}

// A thrown value, shortened.
export function thrown(value) {
  return attempt(() => {
    if (typeof value === "function") return (startsWith(toText(value), "class") ? "class " : "ƒ ") + slice(String(unseen(value, "name") ?? ""), 0, 100);
    const text = preview(value);
    if (typeof value !== "object" || value === null || !startsWith(text, "{")) return text;
    const proto = getPrototypeOf(value);
    const made = proto !== null && proto !== ObjectPrototype ? unseen(proto, "constructor") : undefined;
    const name = typeof made === "function" ? unseen(made, "name") : undefined;
    return typeof name === "string" && name !== "" ? slice(name, 0, 100) + " " + text : text;
  }, "a value that cannot be read");
}
