// The parts of the language that dotool's modules use, saved before the user's code can
// patch them, and in forms that it cannot affect later. Only these may be used where
// something is reported to dotool or a secret is compared:
//
//   - methods of prototypes are functions that take `this` as their first
//     argument, and maps and sets have methods of their own;
//   - what is read from an object of these modules exists, or the object has no
//     prototype: a getter on Object.prototype is called otherwise;
//   - no for…of, spread or destructuring of arrays, which ask iterators;
//   - arrays grow by `append`, since a setter may be on Array.prototype.
export const { apply, construct, get: read, has, ownKeys, defineProperty, deleteProperty } = Reflect;
/** @type {(object: object) => any} */
export const getPrototypeOf = Reflect.getPrototypeOf;
const { getOwnPropertyDescriptor } = Reflect;
const { freeze, setPrototypeOf } = Object;
export const { keys, hasOwn } = Object;
export const { isArray } = Array;
export const { isView } = ArrayBuffer;
export const { now } = Date;
export const quote = JSON.stringify;
export const parse = JSON.parse;

// uncurry(f)(self, ...args) calls f as a method of self.
const { bind, call } = Function.prototype;
export const uncurry = apply(bind, bind, [call]);

export const bound = uncurry(bind);
export const then = Promise.prototype.then;
export const toText = uncurry(Function.prototype.toString);
export const charCodeAt = uncurry(String.prototype.charCodeAt);
export const slice = uncurry(String.prototype.slice);
export const indexOf = uncurry(String.prototype.indexOf);
export const startsWith = uncurry(String.prototype.startsWith);
export const test = uncurry(RegExp.prototype.exec); // RegExp.prototype.test would look for an exec

// Whether an object has a prototype in its chain: instanceof would ask the
// class, which may be the user's code.
const isPrototypeOf = uncurry(Object.prototype.isPrototypeOf);
export const inherits = (object, proto) => isPrototypeOf(proto, object);

// A function of ours with the prototype of a class, for instanceof: it asks
// Function.prototype, where nothing can be patched, and is faster than `inherits`.
export function like(proto) {
  function Like() {}
  Like.prototype = proto;
  return Like;
}
const LikePromise = like(Promise.prototype);
export const isPromise = (object) => object instanceof LikePromise;

// The descriptor of an own property, without inherited fields.
export function own(object, key) {
  const property = getOwnPropertyDescriptor(object, key);
  if (property !== undefined) setPrototypeOf(property, null);
  return property;
}

// A property of an object, unless a getter or proxy of the user's would run.
export function value(object, key) {
  return own(object, key)?.value;
}

// Reads a property through the getter of the prototype.
export function getter(proto, name) {
  const get = proto && own(proto, name)?.get;
  return get === undefined ? (self) => self[name] : uncurry(get);
}

export function append(array, item) {
  defineProperty(array, array.length, { __proto__: null, value: item, writable: true, enumerable: true, configurable: true });
}

// The result of f, or another value if it throws, as getters and proxies of the user's may.
export function attempt(f, otherwise) {
  try {
    return f();
  } catch {
    return otherwise;
  }
}

// A class whose methods cannot be patched.
function safe(Base) {
  class Safe extends Base {}
  const names = ownKeys(Base.prototype);
  for (let i = 0; i < names.length; i++) {
    if (names[i] !== "constructor") defineProperty(Safe.prototype, names[i], own(Base.prototype, names[i]));
  }
  setPrototypeOf(Safe.prototype, null);
  freeze(Safe.prototype);
  return Safe;
}
export const OwnMap = safe(Map);
export const OwnSet = safe(Set);
export const OwnWeakMap = safe(WeakMap);

// The values of a map or a set, as an array.
export function all(collection, of = (value) => value) {
  const values = [];
  collection.forEach((value) => append(values, of(value)));
  return values;
}
