// Values as JSON and back, in the forms of package inspect/v8. This module runs
// in the user's Worker and in the control worker.

// The JSON of a value. Things that JSON cannot hold, such as a stub, are described.
export async function encode(value) {
  const pieces = []; // of text, or promises of text
  let text = "";
  const seen = new Map(); // the path of each object written so far
  const write = (s) => (text += s);
  const later = (promise) => {
    pieces.push(text, promise);
    text = "";
  };

  function child(v, parent, key) {
    if (scalar(v)) return;
    if (seen.has(v)) return write('{"$ref":' + JSON.stringify(pointer(seen.get(v))) + "}");
    const at = { parent, key };
    seen.set(v, at);
    object(v, at);
  }

  function scalar(v) {
    switch (typeof v) {
      case "undefined":
        write('{"$undefined":true}');
        return true;
      case "string":
        write(JSON.stringify(v));
        return true;
      case "boolean":
        write(String(v));
        return true;
      case "number":
        write(number(v));
        return true;
      case "bigint":
        write('{"$bigint":"' + v + '"}');
        return true;
      case "symbol":
        write('{"$stub":' + JSON.stringify(String(v)) + "}");
        return true;
      case "function":
        write('{"$stub":' + JSON.stringify(stubName(v)) + "}");
        return true;
    }
    if (v === null) write("null");
    return v === null;
  }

  function list(values, at) {
    write("[");
    let comma = "";
    let i = 0;
    for (const v of values) {
      write(comma);
      comma = ",";
      child(v, at, i++);
    }
    write("]");
  }

  function props(v, keys, at, comma) {
    for (const key of keys) {
      const name = key.startsWith("$") ? "$" + key : key;
      write(comma + JSON.stringify(name) + ":");
      comma = ",";
      child(v[key], at, name);
    }
  }

  function array(v, at) {
    const keys = Object.keys(v);
    const indices = keys.findIndex((key) => !/^(0|[1-9]\d*)$/.test(key));
    const count = indices < 0 ? keys.length : indices;
    if (count === keys.length && v.length <= 2 * count + 16) {
      write("[");
      for (let i = 0; i < v.length; i++) {
        if (i > 0) write(",");
        if (i in v) child(v[i], at, i);
        else write('{"$hole":true}');
      }
      write("]");
      return;
    }
    write('{"$array":{');
    props(v, keys, { parent: at, key: "$array" }, "");
    write('},"length":' + v.length + "}");
  }

  function view(v, at) {
    write('{"$bytes":"' + base64(v.buffer, v.byteOffset, v.byteLength) + '"');
    const type = v[Symbol.toStringTag] ?? "DataView";
    if (type !== "Uint8Array") write(',"type":"' + type + '"');
    const { buffer } = v;
    if (!seen.has(buffer) && !buffer.resizable && v.byteLength === buffer.byteLength) {
      seen.set(buffer, { parent: at, key: "buffer" });
    } else {
      write(',"buffer":');
      child(buffer, at, "buffer");
      if (v.byteOffset > 0) write(',"offset":' + v.byteOffset);
      if (tracksLength(v)) write(',"lengthTracking":true');
    }
    write("}");
  }

  function object(v, at) {
    const within = (key) => ({ parent: at, key });
    if (Array.isArray(v)) return array(v, at);
    if (ArrayBuffer.isView(v)) return view(v, at);
    if (v instanceof Map) {
      write('{"$map":[');
      let i = 0;
      for (const pair of v) {
        if (i > 0) write(",");
        list(pair, { parent: within("$map"), key: i++ });
      }
      write("]}");
    } else if (v instanceof Set) {
      write('{"$set":');
      list(v, within("$set"));
      write("}");
    } else if (v instanceof Date) {
      write('{"$date":' + (isNaN(+v) ? "null" : JSON.stringify(v.toISOString())) + "}");
    } else if (v instanceof RegExp) {
      write('{"$regexp":' + JSON.stringify([v.source, v.flags]) + "}");
    } else if (v instanceof Number || v instanceof String || v instanceof Boolean || v instanceof BigInt) {
      write('{"$boxed":');
      scalar(v.valueOf());
      write("}");
    } else if (v instanceof ArrayBuffer) {
      write('{"$bytes":"' + base64(v, 0, v.byteLength) + '","type":"ArrayBuffer"' + (v.resizable ? ',"maxLength":' + v.maxByteLength : "") + "}");
    } else if (typeof DOMException === "function" && v instanceof DOMException) {
      write('{"$domException":' + JSON.stringify({ name: v.name, message: v.message }) + "}");
    } else if (v instanceof Error) {
      write('{"$error":{"name":' + JSON.stringify(String(v.name)) + ',"message":' + JSON.stringify(String(v.message)));
      // Its stack is that of the encoder.
      const keys = Object.keys(v).filter((key) => !["name", "message", "stack"].includes(key));
      for (const key of hidden) if (Object.hasOwn(v, key) && !keys.includes(key)) keys.push(key);
      props(v, keys, within("$error"), ",");
      write("}}");
    } else if (v instanceof Headers) {
      write('{"$headers":' + JSON.stringify([...v]) + "}");
    } else if (v instanceof Response) {
      write('{"$response":{"status":' + v.status + ',"headers":' + JSON.stringify([...v.headers]) + ',"body":');
      later(body(v));
      write("}}");
    } else if (v instanceof Request) {
      write('{"$request":' + JSON.stringify(v.url) + ',"init":{"method":' + JSON.stringify(v.method) + ',"headers":' + JSON.stringify([...v.headers]) + "}}");
    } else if (v instanceof Blob) {
      write('{"$bytes":"');
      later(v.arrayBuffer().then((buffer) => base64(buffer, 0, buffer.byteLength)));
      write('","type":"Blob","contentType":' + JSON.stringify(v.type) + "}");
    } else if (isPlain(v)) {
      write("{");
      props(v, Object.keys(v), at, "");
      write("}");
    } else {
      write('{"$stub":' + JSON.stringify(stubName(v)) + "}");
    }
  }

  if (!scalar(value)) {
    seen.set(value, null);
    object(value, null);
  }
  if (pieces.length === 0) return text;
  pieces.push(text);
  return (await Promise.all(pieces)).join("");
}

// Own properties of errors that are not enumerable.
const hidden = ["cause", "errors", "error", "suppressed"];

// Whether a view grows and shrinks with its buffer. Only a change shows that, which is
// made to a copy.
function tracksLength(view) {
  const { resizable, byteLength, maxByteLength } = view.buffer;
  if (!resizable || view.byteOffset + view.byteLength < byteLength - 7) return false;
  const copy = structuredClone(view);
  if (byteLength < maxByteLength) {
    copy.buffer.resize(maxByteLength);
    return copy.byteLength > view.byteLength;
  }
  copy.buffer.resize(view.byteOffset);
  try {
    return copy.fill ? copy.fill(0).length === 0 : copy.byteLength === 0;
  } catch {
    return false; // out of bounds
  }
}

// Runtime classes that are not data have a tag, such as ReadableStream. An instance of
// a user's class becomes a plain object.
function isPlain(v) {
  const proto = Object.getPrototypeOf(v);
  return proto === null || proto === Object.prototype || (v[Symbol.toStringTag] === undefined && !/^(Rpc|Fetcher|DurableObject)/.test(stubName(v)));
}

function stubName(v) {
  try {
    return String(Object.getPrototypeOf(v)?.constructor?.name || "function");
  } catch {
    return "function";
  }
}

async function body(message) {
  const buffer = await message.arrayBuffer();
  try {
    return JSON.stringify(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(buffer));
  } catch {
    return '{"$bytes":"' + base64(buffer, 0, buffer.byteLength) + '"}';
  }
}

function number(v) {
  if (Object.is(v, -0)) return '{"$number":"-0"}';
  if (!Number.isFinite(v)) return '{"$number":"' + v + '"}';
  // All digits: JSON would write 9223372036854776000 for 9223372036854775808.
  if (Number.isInteger(v) && !Number.isSafeInteger(v) && Math.abs(v) < 1e21) return String(BigInt(v));
  return String(v);
}

function pointer(at) {
  if (at === null) return "#";
  const key = String(at.key);
  return pointer(at.parent) + "/" + key.replaceAll("~", "~0").replaceAll("/", "~1");
}

export const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
export function base64(buffer, offset = 0, length = buffer.byteLength) {
  const view = new Uint8Array(buffer, offset, length);
  const parts = [];
  for (let i = 0; i < view.length; i += 0x8000) parts.push(String.fromCharCode.apply(null, view.subarray(i, i + 0x8000)));
  return btoa(parts.join(""));
}

// Returns the value of a JSON form, which package inspect/v8 has validated.
export function revive(root) {
  const made = new Map(); // the value of each object of JSON

  function value(json) {
    if (json === null || typeof json !== "object") return json;
    if (Array.isArray(json)) {
      const array = new Array(json.length); // keeps holes
      made.set(json, array);
      json.forEach((v, i) => v?.$hole || (array[i] = value(v)));
      return array;
    }
    const keys = Object.keys(json);
    const tag = keys.find((k) => k.charCodeAt(0) === dollar && k.charCodeAt(1) !== dollar);
    if (tag === undefined) return props({}, json);
    if (tag === "$ref") return resolve(json.$ref);
    const v = tagged(json, tag, json[tag]);
    if (typeof v === "object" && v !== null) made.set(json, v);
    return v;
  }

  function props(object, json, target = json) {
    made.set(target, object);
    for (const k of Object.keys(json)) {
      const name = k.charCodeAt(0) === dollar ? k.slice(1) : k;
      if (name in object) define(object, name, value(json[k])); // also "__proto__", which assignment would not create
      else object[name] = value(json[k]);
    }
    return object;
  }

  function tagged(json, tag, v) {
    switch (tag) {
      case "$undefined": return undefined;
      case "$number": return Number(v);
      case "$bigint": return BigInt(v);
      case "$date": return new Date(v === null ? NaN : v);
      case "$regexp": return new RegExp(v[0], v[1]);
      case "$boxed": return Object(value(v));
      case "$headers": return new Headers(v);
      case "$bytes": return buffered(json, v);
      case "$domException": return new DOMException(v.message ?? "", v.name ?? "Error");
      case "$array": {
        const array = new Array(json.length);
        return props(array, v, json);
      }
      case "$map": {
        const map = new Map();
        made.set(json, map);
        for (const [k, e] of v) map.set(value(k), value(e));
        return map;
      }
      case "$set": {
        const set = new Set();
        made.set(json, set);
        for (const e of v) set.add(value(e));
        return set;
      }
      case "$error": {
        const { name = "Error", message, ...rest } = v;
        const error = new (errors[name] ?? Error)(message ?? "");
        if (!errors[name]) define(error, "name", name, false);
        made.set(json, error);
        define(error, "stack", String(error)); // not the place of this code
        for (const [k, p] of Object.entries(rest)) define(error, k.replace(/^\$/, ""), value(p), k !== "stack" && !hidden.includes(k));
        return error;
      }
      case "$request": return new Request(v, value(json.init));
    }
    throw new Error(`a value with ${tag} cannot be written while a server runs: stop it first`);
  }

  function buffered(json, v) {
    const { type = "Uint8Array" } = json;
    if (type === "Blob") return new Blob([bytes(v)], { type: json.contentType ?? "" });
    if (type === "ArrayBuffer") {
      if (json.maxLength === undefined) return bytes(v).buffer;
      const data = bytes(v);
      const buffer = new ArrayBuffer(data.length, { maxByteLength: json.maxLength });
      new Uint8Array(buffer).set(data);
      return buffer;
    }
    const View = views[type];
    if (!View) throw new Error("there is no " + type + " here");
    if (!json.buffer) return new View(bytes(v).buffer);
    const buffer = value(json.buffer);
    const length = bytes(v).length / (View.BYTES_PER_ELEMENT ?? 1);
    return json.lengthTracking ? new View(buffer, json.offset ?? 0) : new View(buffer, json.offset ?? 0, length);
  }

  function resolve(at) {
    let json = root;
    const keys = at.split("/").slice(1).map((k) => k.replaceAll("~1", "/").replaceAll("~0", "~"));
    for (const [i, key] of keys.entries()) {
      // The buffer of a view may be omitted.
      if (key === "buffer" && i === keys.length - 1 && json?.$bytes !== undefined && json.buffer === undefined) return made.get(json)?.buffer;
      json = json?.[key];
    }
    return made.get(json);
  }

  return value(root);
}
const dollar = 36;
const views = { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView };
if (typeof Float16Array === "function") views.Float16Array = Float16Array;
const errors = { Error, TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError };

// Sets the value of a property, without assignment: "__proto__" is an ordinary name
// here.
function define(object, name, value, enumerable = true) {
  const { configurable, enumerable: was, writable = true } = Object.getOwnPropertyDescriptor(object, name) ?? { configurable: true, enumerable };
  Object.defineProperty(object, name, { configurable, enumerable: was, writable, value });
}
