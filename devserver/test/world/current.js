// State shared by the modules of this folder. They are modules of the Worker: entry.js, which
// is generated, exports the Worker's classes and handlers, and they run its tests.
import { tests as host } from "./host.js";
import * as main from "./main.js";

// Globals as they were before code or tests could replace them, as fake timers do.
export const { Error, Map } = globalThis;
export const { now } = Date;
const { parse, stringify } = JSON;

export { host };

// The Worker's exports that are current: each file of tests has its own copy of the
// Worker, so that its mocks and the tests' imports are those of the objects.
let exported = main;
export const current = (name) => exported[name];
export function setCurrent(next) {
  exported = next ?? main;
}

// A class whose instances are of the class of the current copy.
export const newest = (name) => new Proxy(main[name], { construct: (target, args) => Reflect.construct(exported[name] ?? target, args) });

// A default export that is an object: its handlers are those of the current copy.
export const newestObject = (name) =>
  new Proxy(main[name], {
    get(target, key) {
      const of = exported[name] ?? target;
      const value = Reflect.get(of, key, of);
      return typeof value === "function" ? value.bind(of) : value;
    },
    has: (target, key) => Reflect.has(exported[name] ?? target, key),
  });

// Sends an event to dotool, at once.
export function send(kind, data) {
  host.report(stringify({ kind, ...data }));
}

// Asks dotool for something, and returns its reply.
export async function ask(path, body) {
  const response = await host.bindings.DOTOOL.fetch("http://dotool" + path, { method: "POST", body: stringify(body ?? null) });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text === "" ? undefined : parse(text);
}
