// Makes the console print stubs without calling them. The runtime's formatter looks up
// `entries` of each value, and JSON `toJSON`: for a stub, these are methods of the
// remote object.
import workers from "cloudflare-internal:workers";
import { customInspectSymbol } from "node-internal:internal_inspect";
import { OwnSet, append, defineProperty, deleteProperty, getPrototypeOf, own, ownKeys } from "dotool:own";

const { RpcPromise, RpcProperty, RpcStub } = workers;
const ObjectPrototype = Object.prototype;
const { getOwnPropertySymbols } = Object;
const known = new OwnSet();
const wild = []; // prototypes of objects that have every property

// Makes printing safe for objects with a prototype of stubs. Stubs of services have it
// at the end of their chain.
export function harmless(proto) {
  for (; proto && proto !== ObjectPrototype && !known.has(proto); proto = getPrototypeOf(proto)) {
    if (ofStubs === undefined) ofStubs = proto;
    if (!isOfStubs(proto)) return;
    known.add(proto);
    plain(proto);
    defineProperty(proto, customInspectSymbol, { __proto__: null, value: inspectStub, writable: true, configurable: true });
    append(wild, proto);
  }
}

// Makes subclasses of a runtime class print like other objects: a user's class may have
// a method `entries` too.
export function plain(proto) {
  const symbols = getOwnPropertySymbols(proto);
  for (let i = 0; i < symbols.length; i++) {
    if (symbols[i].description === "kResourceTypeInspect") defineProperty(proto, symbols[i], { __proto__: null, value: undefined, configurable: true });
  }
}

let ofStubs; // the first prototype given, that of service bindings
function isOfStubs(proto) {
  for (; proto; proto = getPrototypeOf(proto)) if (proto === ofStubs || proto === RpcStub.prototype || proto === RpcPromise.prototype || proto === RpcProperty.prototype) return true;
  return false;
}

// Prints a stub as the runtime would.
function inspectStub(depth, options, inspect) {
  const { name } = this.constructor;
  if (depth < 0) return "[" + name + "]";
  const fields = {};
  const names = ownKeys(this);
  for (let i = 0; i < names.length; i++) {
    if (typeof names[i] === "string" && own(this, names[i])?.enumerable) fields[names[i]] = this[names[i]];
  }
  return name + " " + inspect(fields, { ...options, depth });
}

// Runs code that may turn stubs into JSON.
export function asJSON(f) {
  for (let i = 0; i < wild.length; i++) defineProperty(wild[i], "toJSON", { __proto__: null, value: undefined, configurable: true });
  try {
    return f();
  } finally {
    for (let i = 0; i < wild.length; i++) deleteProperty(wild[i], "toJSON");
  }
}
