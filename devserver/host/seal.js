// Proves to dotool that a line of output is from these modules. Functions patched by
// the user's code can read a line as it passes through the console and print others,
// but cannot compute the code of another text without the key. Nor can they repeat a
// line, since lines are counted.
import { getPrototypeOf, getter, startsWith, uncurry } from "dotool:own";

const { Int32Array, Uint8Array } = globalThis;

let mark = "";
let process = ""; // the beginning of the marks of all Workers of the process
let key0 = 0;
let key1 = 0;
let count = 0;

// Reads the mark of the lines and the key, as seal.go writes them.
export function sealWith(text) {
  const words = text.split(" ");
  process = "\x1e" + words[0].slice(0, 8);
  mark = "\x1e" + words[0] + "\t";
  key0 = words[1] | 0;
  key1 = words[2] | 0;
}

// The records of a line of this or another Worker of the process; undefined for other
// output. It proves nothing.
export function opened(line) {
  if (!startsWith(line, process)) return undefined;
  const fields = line.split("\t");
  return fields.length < 4 ? undefined : fields.slice(3).join("\t").split("\x1e");
}

export function sealed(text) {
  text = ++count + "\t" + text;
  return mark + code(text) + "\t" + text;
}

const encoder = new TextEncoder();
const encode = uncurry(encoder.encode);
const TypedArray = getPrototypeOf(Uint8Array.prototype);
const sizeOf = getter(TypedArray, "length");
const copy = uncurry(TypedArray.set);
let bytes, words; // the same memory
grow(1 << 12);

function grow(size) {
  bytes = new Uint8Array(size);
  words = new Int32Array(bytes.buffer);
}

// HalfSipHash-2-4 of the UTF-8 of a text, 64 bits; as in seal.go.
function code(text) {
  let v0 = key0;
  let v1 = key1 ^ 0xee;
  let v2 = 0x6c796765 ^ key0;
  let v3 = 0x74656462 ^ key1;
  const encoded = encode(encoder, text);
  const size = sizeOf(encoded);
  const end = (size | 3) + 1; // the last word has the rest of the text, and the length
  if (end > sizeOf(bytes)) grow(2 * end);
  copy(bytes, encoded);
  words[(end >> 2) - 1] &= (1 << (8 * (size & 3))) - 1;
  bytes[end - 1] = size;
  const all = words, last = end >> 2;
  for (let i = 0; i < last; i++) {
    const m = all[i];
    v3 ^= m;
    // Two rounds, written out for speed.
    v0 = (v0 + v1) | 0; v1 = (v1 << 5) | (v1 >>> 27); v1 ^= v0; v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0; v3 = (v3 << 8) | (v3 >>> 24); v3 ^= v2;
    v0 = (v0 + v3) | 0; v3 = (v3 << 7) | (v3 >>> 25); v3 ^= v0;
    v2 = (v2 + v1) | 0; v1 = (v1 << 13) | (v1 >>> 19); v1 ^= v2; v2 = (v2 << 16) | (v2 >>> 16);
    v0 = (v0 + v1) | 0; v1 = (v1 << 5) | (v1 >>> 27); v1 ^= v0; v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0; v3 = (v3 << 8) | (v3 >>> 24); v3 ^= v2;
    v0 = (v0 + v3) | 0; v3 = (v3 << 7) | (v3 >>> 25); v3 ^= v0;
    v2 = (v2 + v1) | 0; v1 = (v1 << 13) | (v1 >>> 19); v1 ^= v2; v2 = (v2 << 16) | (v2 >>> 16);
    v0 ^= m;
  }
  v2 ^= 0xee;
  let first = 0;
  for (let round = 0; round < 8; round++) {
    v0 = (v0 + v1) | 0; v1 = (v1 << 5) | (v1 >>> 27); v1 ^= v0; v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0; v3 = (v3 << 8) | (v3 >>> 24); v3 ^= v2;
    v0 = (v0 + v3) | 0; v3 = (v3 << 7) | (v3 >>> 25); v3 ^= v0;
    v2 = (v2 + v1) | 0; v1 = (v1 << 13) | (v1 >>> 19); v1 ^= v2; v2 = (v2 << 16) | (v2 >>> 16);
    if (round === 3) {
      first = v1 ^ v3;
      v1 ^= 0xdd;
    }
  }
  return (first >>> 0) + "." + ((v1 ^ v3) >>> 0);
}
