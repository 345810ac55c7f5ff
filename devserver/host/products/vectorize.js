// Vectorize: an object for each index, with its vectors in SQLite and exact search. The runtime's
// own binding is in front of this, so requests and responses are those between it and Cloudflare;
// texts and codes of errors are Cloudflare's where they are known. Changes are visible at once.
// ctx.props are the name of the index and what package.json says of it.
import { DurableObject } from "cloudflare:workers";

/** @typedef {{ index: string, dimensions?: number, metric?: string, indexed?: string[] }} Props */
/** @typedef {{ id: string, values: number[], namespace?: string, metadata?: Record<string, any> }} Vector */

// Limits of production.
const most = { dimensions: 1536, id: 64, namespace: 64, metadata: 10 << 10, vectors: 1000, gets: 20, deletes: 100, filter: 2048, indexed: 64 };
const mostMatches = (full) => (full ? 50 : 100);

class Refusal extends Error {
  constructor(code, text) {
    super(text);
    this.code = code;
  }
}

const size = (text) => new TextEncoder().encode(text).length;

export default {
  async fetch(request, env, ctx) {
    const action = new URL(request.url).pathname.slice(1);
    const body = new TextDecoder().decode(await request.arrayBuffer()); // text() warns of its content type
    const result = await env.Index.getByName(ctx.props.index).act(ctx.props, action, body);
    return Response.json(result.value ?? result, { status: result.error === undefined ? 200 : 400 });
  },
};

export class Index extends DurableObject {
  /** @type {any} */
  #sql;
  constructor(ctx, env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#sql.exec(`CREATE TABLE IF NOT EXISTS vectors (id TEXT PRIMARY KEY, namespace TEXT, metadata TEXT, value BLOB NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY CHECK (one = 1), dimensions INTEGER NOT NULL, mutation TEXT, at TEXT);
      INSERT OR IGNORE INTO state VALUES (1, 0, NULL, NULL)`);
  }

  // Returns {value}, or {error, code} which the binding throws.
  /** @param {Props} props  @param {string} action  @param {string} body */
  act(props, action, body) {
    try {
      return this.ctx.storage.transactionSync(() => ({ value: this.#act(props, action, body) }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { error: error.message, code: error.code };
    }
  }

  #act(props, action, body) {
    switch (action) {
      case "info":
        return this.#describe(props);
      case "insert":
      case "upsert":
        return this.#put(props, action, body);
      case "query":
        return this.#query(props, parsed(body));
      case "getByIds":
        return idsOf(parsed(body), most.gets).map((id) => this.#get(id)).filter((vector) => vector !== undefined);
      case "deleteByIds":
        for (const id of idsOf(parsed(body), most.deletes)) this.#sql.exec("DELETE FROM vectors WHERE id = ?", id);
        return this.#changed();
    }
    throw new Refusal(undefined, `unknown operation ${action}`);
  }

  #describe(props) {
    const { mutation, at } = this.#sql.exec("SELECT * FROM state").one();
    return { vectorCount: this.#count(), dimensions: this.#dimensions(props) ?? 0, processedUpToDatetime: at, processedUpToMutation: mutation };
  }

  #count() {
    return this.#sql.exec("SELECT count(*) AS n FROM vectors").one().n;
  }

  // The dimensions of the vectors that are there, else those that package.json names: undefined
  // means that the next vector decides.
  #dimensions(props) {
    const held = this.#count() > 0 ? this.#sql.exec("SELECT dimensions FROM state").one().dimensions : undefined;
    return held ?? props.dimensions;
  }

  #changed() {
    const mutationId = crypto.randomUUID();
    this.#sql.exec("UPDATE state SET mutation = ?, at = ?", mutationId, new Date().toISOString());
    return { mutationId };
  }

  /** @param {Props} props  @param {string} action  @param {string} body */
  #put(props, action, body) {
    const malformed = (why) => new Refusal(40023, `failed to parse ${action} vectors request: ${why}`);
    /** @type {Vector[]} */
    const vectors = body === "" ? [] : body.split("\n").map((line) => parsed(line, malformed));
    if (vectors.length > most.vectors) throw new Refusal(undefined, `too many vectors in payload; max vector count is ${most.vectors}, got ${vectors.length}`);
    let dimensions = this.#dimensions(props);
    let noted = this.#count() > 0;
    for (const { id, values, namespace, metadata } of vectors) {
      if (typeof id !== "string") throw malformed("id: expected a string");
      if (!Array.isArray(values) || values.some((value) => typeof value !== "number")) throw malformed("values: expected numbers");
      if (namespace != null && typeof namespace !== "string") throw malformed("namespace: expected a string");
      if (metadata != null && (typeof metadata !== "object" || Array.isArray(metadata))) throw malformed("metadata: expected an object");
      if (id === "") throw new Refusal(40008, "id too short; min is 1 byte, got 0 bytes");
      within(40008, "id", id, most.id);
      within(undefined, "namespace", namespace ?? "", most.namespace);
      within(undefined, "metadata", metadata == null ? "" : JSON.stringify(metadata), most.metadata);
      if (values.length !== (dimensions ?? values.length) || values.length < 1 || values.length > most.dimensions) {
        throw new Refusal(40012, `invalid vector for id="${id}", expected ${dimensions ?? `1 to ${most.dimensions}`} dimensions, and got ${values.length} dimensions`);
      }
      dimensions = values.length;
      if (!noted) this.#sql.exec("UPDATE state SET dimensions = ?", dimensions);
      noted = true;
      // The first of an id stays, or the last.
      const verb = action === "insert" ? "INSERT OR IGNORE" : "INSERT OR REPLACE";
      this.#sql.exec(`${verb} INTO vectors VALUES (?, ?, ?, ?)`, id, namespace ?? null, metadata == null ? null : JSON.stringify(metadata), Float32Array.from(values).buffer);
    }
    return this.#changed();
  }

  #get(id) {
    const row = this.#sql.exec("SELECT * FROM vectors WHERE id = ?", id).toArray()[0];
    return row && { id, ...(row.namespace !== null && { namespace: row.namespace }), ...(row.metadata !== null && { metadata: JSON.parse(row.metadata) }), values: numbers(row.value) };
  }

  /** @param {Props} props */
  #query(props, { vector, vectorId, topK = 5, namespace, filter, returnValues = false, returnMetadata = "none" }) {
    const malformed = (what) => new Refusal(40026, `Failed to parse the request body as JSON: ${what}`);
    if (!["none", "indexed", "all"].includes(returnMetadata)) throw malformed("returnMetadata: expected value");
    if (typeof returnValues !== "boolean") throw malformed("returnValues: expected a boolean");
    if (namespace != null && typeof namespace !== "string") throw malformed("namespace: expected a string");
    if (!Number.isInteger(topK) || topK < 1) throw malformed("topK: expected a positive integer");
    const full = returnValues || returnMetadata === "all";
    if (topK > mostMatches(full)) {
      throw new Refusal(40025, full ? `with returnValues=true or returnMetadata=all, max top K is ${mostMatches(true)}, but got ${topK}; for a top K up to ${mostMatches(false)}, retry with returnValues=false and returnMetadata=indexed` : `max top K is ${mostMatches(false)}, but got ${topK}`);
    }
    const matches = filter == null ? undefined : filtered(filter, props.indexed);
    let wanted = vector;
    if (vectorId !== undefined) {
      const row = this.#sql.exec("SELECT value FROM vectors WHERE id = ?", String(vectorId)).toArray()[0];
      if (!row) throw new Refusal(undefined, `vector with id "${vectorId}" not found`);
      wanted = new Float32Array(row.value);
    } else if (!Array.isArray(wanted) || wanted.some((value) => typeof value !== "number")) throw malformed("vector: expected numbers");
    const dimensions = this.#dimensions(props) ?? wanted.length;
    if (wanted.length !== dimensions) throw new Refusal(40006, `invalid query vector, expected ${dimensions} dimensions, and got ${wanted.length} dimensions`);

    const { score, order } = metrics[props.metric ?? "cosine"](Float32Array.from(wanted));
    /** @type {any[]} */
    let best = [];
    const rows = namespace == null ? this.#sql.exec("SELECT * FROM vectors") : this.#sql.exec("SELECT * FROM vectors WHERE namespace = ?", namespace);
    for (const row of rows) {
      if (matches && !matches(row.metadata === null ? {} : JSON.parse(row.metadata))) continue;
      best.push({ row, score: score(new Float32Array(row.value)) });
      if (best.length >= 4 * topK + 1000) best = best.sort(order).slice(0, topK); // so that they do not fill the memory
    }
    const found = best.sort(order).slice(0, topK).map(({ row, score }) => {
      const metadata = row.metadata === null ? undefined : JSON.parse(row.metadata);
      const shown = returnMetadata === "all" ? metadata : returnMetadata === "indexed" ? indexedPart(metadata, props.indexed) : undefined;
      return { id: row.id, ...(row.namespace !== null && { namespace: row.namespace }), score, ...(returnValues && { values: numbers(row.value) }), ...(shown && { metadata: shown }) };
    });
    return { count: found.length, matches: found };
  }
}

// Each metric for a vector: the score of another, and the order of scores, best first.
const descending = (a, b) => b.score - a.score || (a.row.id < b.row.id ? -1 : 1);
const ascending = (a, b) => a.score - b.score || (a.row.id < b.row.id ? -1 : 1);
const dot = (a, b) => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};
const metrics = {
  cosine(vector) {
    const length = Math.sqrt(dot(vector, vector));
    return { score: (other) => dot(vector, other) / (length * Math.sqrt(dot(other, other)) || 1), order: descending };
  },
  euclidean(vector) {
    const square = (other) => {
      let sum = 0;
      for (let i = 0; i < vector.length; i++) sum += (vector[i] - other[i]) ** 2;
      return sum;
    };
    return { score: (other) => Math.sqrt(square(other)), order: ascending };
  },
  // Of this metric, Cloudflare returns the negative: less is more similar.
  "dot-product": (vector) => ({ score: (other) => -dot(vector, other), order: ascending }),
};

// The test that a filter makes of metadata.
function filtered(filter, indexed) {
  const invalid = (why) => new Refusal(40026, `Failed to parse the request body as JSON: filter: ${why}`);
  if (typeof filter !== "object" || Array.isArray(filter) || Object.keys(filter).length === 0) throw invalid("expected an object that is not empty");
  const text = JSON.stringify(filter);
  if (size(text) >= most.filter) throw invalid(`it must be less than ${most.filter} bytes, but has ${size(text)}`);
  const tests = Object.entries(filter).map(([key, condition]) => {
    if (key === "" || key.startsWith("$") || /["|]/.test(key) || key.length > 512) throw invalid(`invalid key ${JSON.stringify(key)}`);
    const path = key.split(".");
    const known = indexed === undefined || indexed.includes(key);
    const read = (metadata) => (known ? comparable(path.reduce((value, name) => value?.[name], metadata)) : undefined);
    const given = typeof condition === "object" && condition !== null ? condition : { $eq: condition };
    const names = Object.keys(given);
    const ranges = names.filter((name) => name in bounds);
    if (Array.isArray(given) || names.length === 0 || (names.length > 1 && (ranges.length !== 2 || names.length !== 2 || bounds[names[0]] === bounds[names[1]]))) {
      throw invalid(`${key}: expected one operator, or a lower and an upper bound`);
    }
    const each = names.map((name) => {
      const operator = operators[name];
      const operand = given[name];
      if (!operator) throw invalid(`${key}: unknown operator ${name}`);
      const list = name === "$in" || name === "$nin";
      if (list && !Array.isArray(operand)) throw invalid(`${key}: ${name} expects a list`);
      const scalars = list ? operand : [operand];
      for (const scalar of scalars) {
        if (typeof scalar === "object" && scalar !== null) throw invalid(`${key}: ${name} expects a string, a number, a boolean or null`);
        if (name in bounds && typeof scalar !== "string" && typeof scalar !== "number") throw invalid(`${key}: ${name} expects a string or a number`);
      }
      const operands = scalars.map(comparable);
      return (value) => operator(value, list ? operands : operands[0]);
    });
    return (metadata) => {
      const value = read(metadata);
      return each.every((test) => test(value));
    };
  });
  return (metadata) => tests.every((test) => test(metadata));
}

const bounds = { $lt: "upper", $lte: "upper", $gt: "lower", $gte: "lower" };
const same = (type) => (value, operand) => typeof value === typeof operand && type(value, operand);
const operators = {
  $eq: (value, operand) => (value ?? null) === operand,
  $ne: (value, operand) => (value ?? null) !== operand,
  $in: (value, operands) => operands.includes(value ?? null),
  $nin: (value, operands) => !operands.includes(value ?? null),
  $lt: same((value, operand) => value < operand),
  $lte: same((value, operand) => value <= operand),
  $gt: same((value, operand) => value > operand),
  $gte: same((value, operand) => value >= operand),
};

// A value as an index of metadata has it: strings by their first bytes.
const comparable = (value) => (typeof value === "string" ? truncated(value) : value);

function truncated(text) {
  if (size(text) <= most.indexed) return text;
  let cut = "";
  let bytes = 0;
  for (const c of text) {
    if ((bytes += size(c)) > most.indexed) break;
    cut += c;
  }
  return cut;
}

// The properties that have an index: all that can have one, unless package.json names them.
function indexedPart(metadata, indexed, prefix = "") {
  if (metadata === undefined) return undefined;
  /** @type {Record<string, any>} */
  const part = {};
  for (const [name, value] of Object.entries(metadata)) {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const inner = indexedPart(value, indexed, `${prefix}${name}.`);
      if (Object.keys(inner).length > 0) part[name] = inner;
    } else if (["string", "number", "boolean"].includes(typeof value) && (indexed === undefined || indexed.includes(prefix + name))) {
      part[name] = comparable(value);
    }
  }
  return part;
}

// The values of a vector: the shortest numbers of this precision, such as 0.1.
const numbers = (buffer) => Array.from(new Float32Array(buffer), (value) => {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
});

function within(code, name, text, max) {
  if (size(text) > max) throw new Refusal(code, `${name} too long; max is ${max} bytes, got ${size(text)} bytes`);
}

/** @returns {string[]} */
function idsOf({ ids }, max) {
  if (!Array.isArray(ids) || ids.some((id) => typeof id !== "string")) throw new Refusal(40026, "Failed to parse the request body as JSON: ids: expected strings");
  if (ids.length > max) throw new Refusal(40007, `too many ids in payload; max id count is ${max}, got ${ids.length}`);
  return ids;
}

function parsed(text, error = (why) => new Refusal(40026, `Failed to parse the request body as JSON: ${why}`)) {
  try {
    return JSON.parse(text);
  } catch (e) {
    throw error(e.message);
  }
}
