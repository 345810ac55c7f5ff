// Sizes of values when stored, in bytes.
import { OwnSet, getPrototypeOf, getter, isArray, isView, keys, now, test, uncurry, value as unseen } from "dotool:own";

// The originals, before the user's code can change them.
const { ArrayBuffer, BigInt, Date, Error, Map, Set, String } = globalThis;
const { abs, ceil, min } = Math;
const { isInteger } = Number;
const { prototype: ObjectPrototype } = Object;
const encoder = new TextEncoder();
const encode = uncurry(encoder.encode);
const bytesOf = getter(getPrototypeOf(Uint8Array.prototype), "byteLength");
const eachOfMap = uncurry(Map.prototype.forEach);
const eachOfSet = uncurry(Set.prototype.forEach);
const hex = uncurry(BigInt.prototype.toString);

export const maxPair = 2_000_000; // key and value of a class with SQLite; a string, BLOB or row

export const utf8 = (text) => bytesOf(encode(encoder, text));

// Walking through values takes about 25 ns per step; it may take a hundredth of the
// time, plus a reserve for the first values. If values come too fast, only some are
// measured.
const maxSteps = 1 << 18;
let steps = maxSteps;
let filled = now();
let passed = 0;

function mayWalk() {
  if (steps >= 0) return true;
  if ((++passed & 7) !== 0) return false;
  const time = now();
  steps = min(maxSteps, steps + (time - filled) * 400);
  filled = time;
  return steps >= 0;
}

// The maximum size of a value when stored, or more than any limit; 0 if it is not
// measured.
export function atMost(value) {
  if (!mayWalk()) return 0;
  try {
    return guess(value);
  } catch {
    return 0; // unreadable: the method has rejected it
  }
}

function guess(value) {
  switch (typeof value) {
    case "string":
      return value.length * 2 + 8;
    case "object":
      break;
    default:
      return 10;
  }
  if (value === null) return 1;
  let size = 8;
  const proto = getPrototypeOf(value);
  if (proto === ObjectPrototype || proto === null) {
    for (const key in value) {
      steps--;
      if (size > maxPair) break;
      size += key.length * 2 + 8 + guess(unseen(value, key));
    }
    return size;
  }
  if (isArray(value)) {
    for (let i = 0; i < value.length && size <= maxPair; i++, steps--) size += guess(value[i]);
    return size;
  }
  if (isView(value)) return value.buffer.byteLength + 16; // the whole buffer is stored
  if (value instanceof ArrayBuffer) return value.byteLength + 16;
  if (value instanceof Map || value instanceof Set) {
    const each = value instanceof Map ? eachOfMap : eachOfSet;
    each(value, (v, k) => {
      steps--;
      if (size <= maxPair) size += guess(v) + (each === eachOfMap ? guess(k) : 0);
    });
    return size;
  }
  if (value instanceof Error) return size + 4096; // reading its stack would create it
  for (const key in value) {
    steps--;
    if (size > maxPair) break;
    size += key.length * 2 + 8 + guess(unseen(value, key));
  }
  return size;
}

// The size of a value in V8's format, except for a few bytes of large arrays.
export function weigh(value) {
  const seen = new OwnSet();
  let nodes = 10_000_000;
  const of = (value) => {
    if (--nodes < 0) return 0;
    switch (typeof value) {
      case "string":
        return 1 + varint(value.length) + value.length * (test(wide, value) !== null ? 2 : 1);
      case "number":
        return isInteger(value) && abs(value) < 2 ** 30 ? 1 + varint(abs(value) * 2) : 9;
      case "bigint":
        return 2 + ceil(hex(value, 16).length / 16) * 8;
      case "object":
        break;
      default:
        return 1;
    }
    if (value === null) return 1;
    if (seen.has(value)) return 3;
    seen.add(value);
    if (isView(value)) return value.buffer.byteLength + 8;
    if (value instanceof ArrayBuffer) return value.byteLength + 4;
    let size = 3;
    if (isArray(value)) for (let i = 0; i < value.length; i++) size += of(value[i]);
    else if (value instanceof Map) eachOfMap(value, (v, k) => (size += of(k) + of(v)));
    else if (value instanceof Set) eachOfSet(value, (v) => (size += of(v)));
    else if (value instanceof Date) size += 8;
    else if (value instanceof Error) size += of(String(value.stack)) + of(value.message);
    else {
      const names = keys(value);
      for (let i = 0; i < names.length; i++) size += of(names[i]) + of(unseen(value, names[i]));
    }
    return size;
  };
  const size = 2 + of(value);
  steps -= 10_000_000 - nodes;
  return size;
}
const wide = /[^\0-\xff]/;
const varint = (n) => (n < 0x80 ? 1 : n < 0x4000 ? 2 : n < 0x200000 ? 3 : 4);
