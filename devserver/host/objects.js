// Known objects, and the calls that have stubs of them.
import hooks from "node-internal:async_hooks";
import { harmless } from "dotool:inspect";
import { OwnMap, OwnSet, OwnWeakMap, append, apply, defineProperty, getPrototypeOf, uncurry } from "dotool:own";
import { recording, report, stringify } from "dotool:report";
import { wrap } from "dotool:wrap";

// The call of the running code. Only this module has it, and its methods cannot be patched.
export const current = new hooks.AsyncLocalStorage();
defineProperty(current, "getStore", { __proto__: null, value: current.getStore });
defineProperty(current, "run", { __proto__: null, value: current.run });

// The call that the running code belongs to.
export const calling = () => current.getStore();

// The call that the running code belongs to: its number, that of its root call, and
// that of its object.
export function origin() {
  const call = current.getStore();
  return call ? call.n + "." + call.root + "." + (call.object?.k ?? 0) : "";
}

// The object of each storage and each transaction.
export const owners = new OwnWeakMap();

// Objects in the order they were first started, each reported once.
export const objects = new OwnMap();
export function objectOf(name, id) {
  const hex = idText(id);
  const key = name + "\0" + hex;
  let object = objects.get(key);
  if (!object || (object.name === undefined && id.name !== undefined)) {
    object = { k: objects.size + 1, class: name, id: hex, name: id.name, choice: -1, chosen: false, known: undefined };
    objects.set(key, object);
    report("object\t" + object.k + "\t" + hex + "\t" + stringify([name, object.name ?? null]));
  }
  return object;
}

// The running calls that have a stub of an object, by its name and its id: if there is
// only one, it is the caller of the object, which the runtime does not tell.
const holders = new OwnMap(); // of each the call, or the set of several

function hold(key) {
  const call = current.getStore();
  if (call === undefined) return;
  const held = holders.get(key);
  if (held === call) return;
  if (held === undefined) holders.set(key, call);
  else if (held.size === undefined) holders.set(key, new OwnSet().add(held).add(call));
  else if (held.has(call)) return;
  else held.add(call);
  if (call.holds === undefined) call.holds = [key];
  else append(call.holds, key);
}

export function release(call) {
  for (let i = 0; i < call.holds.length; i++) {
    const held = holders.get(call.holds[i]);
    if (held === call || (held.delete(call) && held.size === 0)) holders.delete(call.holds[i]);
  }
}

export function caller(object) {
  let held = (object.name !== undefined && holders.get(object.name)) || holders.get(object.id);
  if (held?.size === 1) held.forEach((one) => (held = one));
  return held === undefined || held.size !== undefined || held.object === object ? undefined : held;
}

// Records which call gets a stub of which object.
let idText = (id) => id.toString();
export function watchNamespace(namespace) {
  const proto = getPrototypeOf(namespace);
  idText = uncurry(getPrototypeOf(namespace.idFromName("")).toString);
  let seen = false; // the first stub
  const handed = (stub) => {
    if (!seen) {
      seen = true;
      harmless(getPrototypeOf(stub));
    }
    return stub;
  };
  wrap(proto, "get", (get) => ({ get(...args) {
    const stub = handed(apply(get, this, args));
    if (recording) hold(args[0].name ?? idText(args[0]));
    return stub;
  } }).get);
  wrap(proto, "getByName", (getByName) => ({ getByName(...args) {
    const stub = handed(apply(getByName, this, args));
    if (recording && typeof args[0] === "string") hold(args[0]);
    return stub;
  } }).getByName);
}

// The classes that are hosted, by name.
export const classes = new OwnMap();
