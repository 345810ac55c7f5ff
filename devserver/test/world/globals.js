// Puts back what a file of tests, with its copy of the Worker, has changed of what all files
// have in common: globals, prototypes, `env`, the variables of the environment and what
// vitest was taught. This module runs before the Worker's.
import { env } from "cloudflare:workers";
import * as vitest from "./vitest.js";

const { Array, Map, Object, Reflect } = globalThis;
const { __getSerializers: serializers, chai, expect, vi } = vitest;

const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";

// The objects that are restored, with the properties of each as they were.
const kept = new Map();

function keep(object) {
  if (!isObject(object) || kept.has(object)) return;
  const properties = new Map();
  for (const key of Reflect.ownKeys(object)) properties.set(key, Reflect.getOwnPropertyDescriptor(object, key));
  kept.set(object, properties);
}

// The globals with their prototypes, but for those that the runtime makes when they are first used.
keep(globalThis);
for (const { value } of kept.get(globalThis).values()) {
  keep(value);
  if (typeof value === "function") keep(value.prototype);
}
for (const iterator of [[][Symbol.iterator](), (function* () {})(), (async function* () {})()]) keep(Reflect.getPrototypeOf(Reflect.getPrototypeOf(iterator)));
for (const name of ["$$jest-matchers-object", "matchers-object", "asymmetric-matchers-object"]) {
  const known = globalThis[Symbol.for(name)];
  keep(known);
  if (isObject(known)) for (const key of Reflect.ownKeys(known)) keep(known[key]);
}

// What the Worker prints as it is loaded, each file has its copy print. It may keep the methods
// for later.
let loading = true;
for (const [method, print] of Object.entries(console)) {
  if (typeof print === "function") console[method] = (...args) => (loading ? undefined : print(...args));
}

// The Worker is loaded: undoes what it has changed of globals, since each file loads a copy of it.
export function loaded() {
  loading = false;
  restoreGlobals();
}

// Keeps what our own modules have changed of vitest's, too.
export function keepVitest() {
  for (const object of [env, chai.Assertion.prototype, expect, expect.not, vi, serializers()]) keep(object);
}

const same = (a, b) => a.value === b.value && a.get === b.get && a.set === b.set && a.writable === b.writable && a.enumerable === b.enumerable && a.configurable === b.configurable;

export function restoreAll() {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  vi.resetConfig();
  restoreGlobals();
}

function restoreGlobals() {
  for (const [object, properties] of kept) {
    if (Array.isArray(object)) object.length = properties.get("length").value;
    for (const key of Reflect.ownKeys(object)) if (!properties.has(key)) Reflect.deleteProperty(object, key);
    for (const [key, was] of properties) {
      const now = Reflect.getOwnPropertyDescriptor(object, key);
      if (now === undefined || !same(now, was)) Reflect.defineProperty(object, key, was);
    }
  }
}

// Makes the variables of the environment what they were when a file began.
export function keepEnvironment() {
  const variables = globalThis.process?.env;
  if (variables === undefined) return () => {};
  const before = { ...variables };
  return () => {
    for (const name of Object.keys(variables)) if (!(name in before)) delete variables[name];
    for (const name of Object.keys(before)) if (variables[name] !== before[name]) variables[name] = before[name];
  };
}
