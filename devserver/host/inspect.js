// Has the console print stubs without calling what they stand for. What the
// runtime has for that asks each value for its `entries`, and JSON for `toJSON`:
// of a stub, those are methods of the object on the other side.
import workers from "cloudflare-internal:workers";
import { customInspectSymbol } from "node-internal:internal_inspect";
import { OwnSet, append, defineProperty, deleteProperty, getPrototypeOf, own, ownKeys } from "dotool:own";

const { RpcPromise, RpcProperty, RpcStub } = workers;
const ObjectPrototype = Object.prototype;
const { getOwnPropertySymbols } = Object;
const known = new OwnSet();
const wild = []; // prototypes of what has every property there is

// Makes printing harmless of what has a prototype, if it is one of stubs. A
// stub of a service has it at the end of its chain.
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

// Has what extends a class of the runtime printed as any other object: the user's
// own classes may have a method `entries` too.
export function plain(proto) {
  const symbols = getOwnPropertySymbols(proto);
  for (let i = 0; i < symbols.length; i++) {
    if (symbols[i].description === "kResourceTypeInspect") defineProperty(proto, symbols[i], { __proto__: null, value: undefined, configurable: true });
  }
}

let ofStubs; // the first prototype that is given, which is that of service bindings
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

// Runs what may make JSON of stubs.
export function asJSON(f) {
  for (let i = 0; i < wild.length; i++) defineProperty(wild[i], "toJSON", { __proto__: null, value: undefined, configurable: true });
  try {
    return f();
  } finally {
    for (let i = 0; i < wild.length; i++) deleteProperty(wild[i], "toJSON");
  }
}
