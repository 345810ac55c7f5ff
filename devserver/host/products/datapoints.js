// A binding of analytics_engine_datasets: the runtime's own, which passes data points
// on to analytics.js. They are checked first, since the runtime silently drops those
// over the limits, as production does; the log shows each.
import { note } from "dotool:note";
import { origin } from "dotool:objects";
import { OwnMap, apply, defineProperty, isArray, uncurry } from "dotool:own";

const { ArrayBuffer, JSON, String } = globalThis;
const encode = uncurry(TextEncoder.prototype.encode);
const encoder = new TextEncoder();

// Limits of production.
const most = { indexes: 1, doubles: 20, blobs: 20 };
const indexSize = 96;
const blobsSize = 16_000;
const perCall = 250;

const size = (value) => (value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? value.byteLength : value == null ? 0 : encode(encoder, String(value)).length);

// Why a data point is not recorded, undefined if it is.
function problem(point) {
  for (const name of /** @type {const} */ (["indexes", "doubles", "blobs"])) {
    if (isArray(point[name]) && point[name].length > most[name]) return `Maximum of ${most[name]} ${name} supported`;
  }
  const { indexes, blobs } = point;
  if (isArray(indexes) && size(indexes[0]) > indexSize) return `Size of indexes[0] exceeds ${indexSize} bytes`;
  if (isArray(blobs) && blobs.reduce((sum, blob) => sum + size(blob), 0) > blobsSize) return `Cumulative size of blobs exceeds ${blobsSize} bytes`;
  return undefined;
}

function shown({ indexes = [], blobs = [], doubles = [] }) {
  const columns = [];
  const add = (name, values) => values.forEach((value, i) => value != null && columns.push(`${name}${i + 1}=${typeof value === "object" ? `(${size(value)} bytes)` : typeof value === "number" ? value : JSON.stringify(value)}`));
  add("index", indexes);
  add("blob", blobs);
  add("double", doubles);
  const text = columns.join(" ") || "(empty)";
  return text.length > 200 ? text.slice(0, 199) + "\u2026" : text;
}

// How many data points each call has written, of the latest calls.
const counts = new OwnMap();
function count() {
  const call = origin();
  if (call === "") return 0;
  const n = (counts.get(call) ?? 0) + 1;
  if (n === 1 && counts.size >= 1000) counts.clear();
  counts.set(call, n);
  return n;
}

export default ({ name, dataset, engine }) => {
  const write = engine.writeDataPoint;
  const writeDataPoint = {
    writeDataPoint(...args) {
      const point = args[0] ?? {};
      const reason = typeof point === "object" ? problem(point) : undefined;
      if (reason !== undefined) return note(name, `data point not recorded: ${reason}`, "warn");
      apply(write, engine, args);
      note(name, `${dataset}: ${shown(point)}`);
      if (count() === perCall + 1) note(name, `more than ${perCall} data points in one call: Cloudflare records no further ones`, "warn");
    },
  }.writeDataPoint;
  defineProperty(engine, "writeDataPoint", { __proto__: null, value: writeDataPoint, writable: true, configurable: true, enumerable: false });
  return engine;
};
