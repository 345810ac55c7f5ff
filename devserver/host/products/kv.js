// KV namespaces in the format of wrangler dev: a table of keys, and values as files.
// The runtime turns the methods of a binding into HTTP requests, the same as for
// production; error messages are production's, and reach the caller as statusText.
// This Worker speaks HTTP and reads and writes the values; an object holds the table
// of a namespace.
import { DurableObject } from "cloudflare:workers";
import { Blobs } from "./blobs.js";

const MiB = 1 << 20;
const maxKey = 512;
const maxMetadata = 1024;
const maxValue = 25 * MiB;
const maxKeysOfList = 1000;
const maxKeysOfGet = 100;
const minCacheTTL = 30; // seconds
const minTTL = 60;

const ids = new Map(); // of the objects, by namespace: computing one is slow

// ctx.props of a binding: the namespace, and the name of its folder.
export default {
  async fetch(request, env, ctx) {
    const space = new Space(env, ctx);
    try {
      return await serve(request, space);
    } catch (error) {
      // A caller whose body is not read would see "Network connection lost.".
      if (request.body !== null && !request.bodyUsed) await request.body.pipeTo(new WritableStream());
      return refuse(error.status ?? 500, space.describe(error));
    }
  },
};

class Refused extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

const refuse = (status, text) => new Response(null, { status, statusText: text.replace(/[\x00-\x1f\x7f]/g, " ").slice(0, 512) });

const encoder = new TextEncoder();
const sizeOf = (text) => encoder.encode(text).byteLength;

async function serve(request, space) {
  const { pathname, searchParams } = new URL(request.url);
  if (request.method === "POST") return pathname === "/bulk/get" ? bulk(space, await request.json()) : refuse(404, "Not Found");
  if (request.method === "GET" && pathname === "/") return list(space, searchParams);
  const key = decodeKey(pathname.slice(1));
  checkKey(key);
  switch (request.method) {
    case "GET":
      return get(space, key, searchParams.get("cache_ttl"));
    case "PUT":
      return put(space, key, searchParams, request);
    case "DELETE":
      await space.delete(key);
      return new Response(null);
  }
  return refuse(405, "Method Not Allowed");
}

async function get(space, key, cacheTTL) {
  checkCacheTTL(cacheTTL === null ? undefined : parseInt(cacheTTL));
  const [entry] = await space.read([key]);
  if (entry === undefined) return refuse(404, "Not Found");
  const headers = {};
  if (entry.expiration !== null) headers["CF-Expiration"] = String(Math.floor(entry.expiration / 1000));
  if (entry.metadata !== null) headers["CF-KV-Metadata"] = ascii(entry.metadata);
  return new Response(entry.value, { headers });
}

// JSON without characters that are none of a header's.
const ascii = (json) => json.replace(/[^\x00-\x7e]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));

async function bulk(space, { keys, type, withMetadata, cacheTtl }) {
  if (type && type !== "text" && type !== "json") throw new Refused(400, `"${type}" is not a valid type. Use "json" or "text"`);
  if (keys.length > maxKeysOfGet) throw new Refused(400, `You can request a maximum of ${maxKeysOfGet} keys`);
  if (keys.length < 1) throw new Refused(400, "You must request a minimum of 1 key");
  for (const key of keys) {
    checkKey(key);
    checkCacheTTL(cacheTtl);
  }
  const found = Object.create(null); // for a key such as "__proto__"
  let total = 0;
  for (const [i, entry] of (await space.read(keys)).entries()) {
    let value = entry === undefined ? null : await new Response(entry.value).text();
    total += value?.length ?? 0;
    if (value !== null && type === "json") {
      try {
        value = JSON.parse(value);
      } catch {
        throw new Refused(400, "At least one of the requested keys corresponds to a non-json value");
      }
    }
    found[keys[i]] = value !== null && withMetadata ? { value, metadata: JSON.parse(entry.metadata) } : value;
  }
  if (total > maxValue) throw new Refused(413, `Total size of request exceeds the limit of ${maxValue / MiB}MB`);
  return Response.json(found);
}

async function put(space, key, params, request) {
  const expiration = expirationOf(params);
  const metadata = request.headers.get("CF-KV-Metadata");
  if (metadata !== null) {
    if (sizeOf(metadata) > maxMetadata) throw new Refused(413, `Metadata length of ${sizeOf(metadata)} exceeds limit of ${maxMetadata}.`);
    try {
      JSON.parse(metadata); // a function, for one, is "undefined" here
    } catch {
      throw new Refused(500, "Internal Server Error");
    }
  }
  // If the caller's stream fails, this call ends here, and nothing is stored.
  await space.write({ key, expiration, metadata }, await bodyOf(request));
  return new Response(null);
}

async function list(space, params) {
  const given = params.get("key_count_limit");
  const limit = given === null ? maxKeysOfList : parseInt(given);
  if (!(limit >= 1)) throw new Refused(400, `Invalid key_count_limit of ${limit}. Please specify an integer greater than 0.`);
  if (limit > maxKeysOfList) throw new Refused(400, `Invalid key_count_limit of ${limit}. Please specify an integer less than ${maxKeysOfList}.`);
  const prefix = params.get("prefix") ?? "";
  checkLength(prefix);
  return new Response(await space.list(prefix, decodeCursor(params.get("cursor") ?? ""), limit));
}

let writing = 0; // how many entries are being stored

// A namespace, for one call.
export class Space {
  #ctx;
  #id;
  #table;
  #blobs;

  constructor(env, ctx) {
    const { name, folder } = ctx.props;
    let id = ids.get(name);
    if (id === undefined) ids.set(name, (id = env.Namespace.idFromName(name)));
    this.#ctx = ctx;
    this.#id = id;
    this.#table = env.Namespace.get(id);
    this.#blobs = new Blobs(env.DISK, folder);
  }

  // Explains an error: the runtime does not say why it cannot open a file.
  describe({ message }) {
    const file = `v3/kv/miniflare-KVNamespaceObject/${this.#id}.sqlite`;
    if (message.startsWith("internal error")) return `the local data cannot be opened: ${file} is damaged or cannot be read`;
    if (message.endsWith(": SQLITE_ERROR")) return `the local data cannot be opened: ${file} has other tables than those of KV (${message})`;
    return message;
  }

  // Returns for each key what is stored, with the value as bytes or a stream, or undefined.
  async read(keys) {
    const rows = await this.#table.get(keys);
    return Promise.all(rows.map(async (row, i) => {
      for (let before; row !== undefined && row[0] !== before; [row] = await this.#table.get([keys[i]])) {
        const [id, expiration, metadata] = row;
        if (expiration !== null && expiration <= Date.now()) {
          this.#dropExpired();
          return undefined;
        }
        const value = await this.#blobs.value(id);
        if (value !== undefined) return { expiration, metadata, value };
        before = id; // a file that is missing, or gone since another value took its place
      }
    }));
  }

  // Stores an entry, also where the caller does not wait.
  write({ key, expiration, metadata }, value) {
    const stored = (async () => {
      writing++;
      try {
        const id = await this.#blobs.write(value);
        this.#remove(await this.#table.put([key, id, expiration, metadata]));
      } finally {
        writing--;
      }
    })();
    this.#ctx.waitUntil(stored.catch(() => {}));
    return stored;
  }

  async delete(key) {
    this.#remove(await this.#table.delete(key));
  }

  async list(prefix, after, limit) {
    const [page, expired] = await this.#table.list(prefix, after, limit);
    if (expired) this.#dropExpired();
    return page;
  }

  #dropExpired() {
    this.#ctx.waitUntil(this.#table.dropExpired().then((ids) => this.#blobs.remove(ids)));
  }

  #remove(ids) {
    if (ids.length > 0) this.#ctx.waitUntil(this.#blobs.remove(ids));
  }
}

// The table of one namespace. Methods that change it return the ids of files that are
// no longer used, once the change is on disk.
export class Namespace extends DurableObject {
  #sql;
  #puts = [];

  constructor(ctx, env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    ctx.blockConcurrencyWhile(() => this.#write(() => this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS _mf_entries (key TEXT PRIMARY KEY, blob_id TEXT NOT NULL, expiration INTEGER, metadata TEXT);
      CREATE INDEX IF NOT EXISTS _mf_entries_expiration_idx ON _mf_entries(expiration)`)));
  }

  // Another process, such as wrangler, may be writing. The runtime does not wait for it.
  async #write(f) {
    const patience = Date.now() + 10_000;
    for (;;) {
      try {
        return f();
      } catch (error) {
        if (!error.message.includes("SQLITE_BUSY") || Date.now() > patience) throw error;
        await scheduler.wait(5);
      }
    }
  }

  get(keys) {
    return keys.map((key) => this.#sql.exec("SELECT blob_id, expiration, metadata FROM _mf_entries WHERE key = ?", key).raw().toArray()[0]);
  }

  // A commit costs a millisecond, which puts at the same time share.
  put(row) {
    if (writing <= 1) return this.#write(() => this.#replace(row));
    const { promise, resolve, reject } = Promise.withResolvers();
    this.#puts.push({ row, resolve, reject });
    if (this.#puts.length === 1) setTimeout(() => this.#store(this.#puts.splice(0)), 0);
    return promise;
  }

  async #store(puts) {
    try {
      const old = await this.#write(() => puts.map(({ row }) => this.#replace(row)));
      for (const [i, { resolve }] of puts.entries()) resolve(old[i]);
    } catch (error) {
      for (const { reject } of puts) reject(error);
    }
  }

  #replace([key, id, expiration, metadata]) {
    const old = this.#sql.exec("SELECT blob_id FROM _mf_entries WHERE key = ?", key).toArray();
    this.#sql.exec(
      `INSERT INTO _mf_entries (key, blob_id, expiration, metadata) VALUES (?, ?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET blob_id = excluded.blob_id, expiration = excluded.expiration, metadata = excluded.metadata`,
      key, id, expiration, metadata);
    return old.map((row) => row.blob_id);
  }

  delete(key) {
    return this.#write(() => this.#delete("key = ?", key));
  }

  dropExpired() {
    return this.#write(() => this.#delete("expiration <= ?", Date.now()));
  }

  #delete(where, value) {
    return Array.from(this.#sql.exec(`DELETE FROM _mf_entries WHERE ${where} RETURNING blob_id`, value), (row) => row.blob_id);
  }

  // Returns a page as the runtime takes it, and whether any entry has expired.
  list(prefix, after, limit) {
    const now = Date.now();
    // The order is that of the keys' bytes, so keys with the prefix are neighbours. One
    // bound, for SQLite begins at one.
    const rows = this.#sql.exec(
      `SELECT key, expiration, metadata FROM _mf_entries
      WHERE key >= max(?1, ?2) AND key <> ?2 AND (expiration IS NULL OR expiration > ?3) ORDER BY key LIMIT ?4`,
      prefix, after, now, limit + 1).raw().toArray().filter(([key]) => key.startsWith(prefix));
    const more = rows.length > limit;
    if (more) rows.pop();
    const keys = rows.map(([name, expiration, metadata]) => ({
      name,
      expiration: expiration === null ? undefined : Math.floor(expiration / 1000),
      metadata: metadata ?? undefined, // JSON
    }));
    const cursor = more ? encodeCursor(keys[limit - 1].name) : undefined;
    const page = JSON.stringify({ keys, list_complete: !more, cursor, cacheStatus: null });
    return [page, this.#sql.exec("SELECT 1 FROM _mf_entries WHERE expiration <= ? LIMIT 1", now).raw().toArray().length > 0];
  }
}

function decodeKey(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refused(400, "Could not URL-decode key name");
  }
}

function checkKey(key) {
  if (key === "") throw new Refused(400, "Key names must not be empty");
  if (key === "." || key === "..") throw new Refused(400, `Illegal key name "${key}". Please use a different name.`);
  checkLength(key);
}

function checkLength(key) {
  if (sizeOf(key) > maxKey) throw new Refused(414, `UTF-8 encoded length of ${sizeOf(key)} exceeds key length limit of ${maxKey}.`);
}

function checkCacheTTL(seconds) {
  if (seconds !== undefined && !(seconds >= minCacheTTL)) throw new Refused(400, `Invalid cache_ttl of ${seconds}. Cache TTL must be at least ${minCacheTTL}.`);
}

// Returns when an entry expires in ms, or null.
function expirationOf(params) {
  const now = Math.floor(Date.now() / 1000);
  const ttl = params.get("expiration_ttl");
  if (ttl !== null) {
    const seconds = parseInt(ttl);
    if (!(seconds > 0)) throw new Refused(400, `Invalid expiration_ttl of ${ttl}. Please specify integer greater than 0.`);
    if (seconds < minTTL) throw new Refused(400, `Invalid expiration_ttl of ${ttl}. Expiration TTL must be at least ${minTTL}.`);
    return (now + seconds) * 1000;
  }
  const at = params.get("expiration");
  if (at === null) return null;
  const seconds = parseInt(at);
  if (!(seconds > now)) throw new Refused(400, `Invalid expiration of ${at}. Please specify integer greater than the current number of seconds since the UNIX epoch.`);
  if (seconds < now + minTTL) throw new Refused(400, `Invalid expiration of ${at}. Expiration times must be at least ${minTTL} seconds in the future.`);
  return seconds * 1000;
}

// Reads the body of a request, to its end even if it is too long.
async function bodyOf(request) {
  const length = parseInt(request.headers.get("Content-Length") ?? "");
  if (length <= maxValue) return request.arrayBuffer();
  const chunks = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    if ((size += chunk.byteLength) <= maxValue) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > maxValue) throw new Refused(413, `Value length of ${size} exceeds limit of ${maxValue}.`);
  return new Blob(chunks).arrayBuffer();
}

// A cursor is the last key of the previous page, in Base64.
const encodeCursor = (key) => btoa(String.fromCharCode(...encoder.encode(key)));

function decodeCursor(cursor) {
  const digits = cursor.replace(/=.*/s, "").replace(/-/g, "+").replace(/_/g, "/").replace(/[^A-Za-z0-9+/]/g, ""); // as Node.js reads one
  const text = atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits);
  return new TextDecoder().decode(Uint8Array.from(text, (c) => c.charCodeAt(0)));
}
