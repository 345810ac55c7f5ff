// R2: a bucket is an object with the name of the bucket, and with tables of its
// contents; values are files beside them. Both have the format of wrangler dev.
//
// workerd's binding sends an operation as JSON: in the header cf-r2-request of a GET (head,
// get, list), or as the first cf-r2-metadata-size bytes of the body of a PUT (all others),
// with the value behind it. A response has the same form; an error is a header.
import { DurableObject } from "cloudflare:workers";
import { Blobs, MAX_RECENT } from "./blobs.js";
import {
  algorithms,
  check,
  checkKey,
  checkParts,
  checkSize,
  checksums,
  holds,
  INTERNAL,
  INVALID_PART,
  listLimit,
  metadata,
  NO_SUCH_KEY,
  NO_SUCH_UPLOAD,
  PRECONDITION_FAILED,
  range,
  Refused,
} from "./r2rules.js";

const [OPEN, COMPLETED, ABORTED] = [0, 1, 2]; // states of an upload

const TABLES = `
CREATE TABLE IF NOT EXISTS _mf_objects (
    key TEXT PRIMARY KEY,
    blob_id TEXT,
    version TEXT NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    uploaded INTEGER NOT NULL,
    checksums TEXT NOT NULL,
    http_metadata TEXT NOT NULL,
    custom_metadata TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS _mf_multipart_uploads (
    upload_id TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    http_metadata TEXT NOT NULL,
    custom_metadata TEXT NOT NULL,
    state TINYINT DEFAULT 0 NOT NULL
);
CREATE TABLE IF NOT EXISTS _mf_multipart_parts (
    upload_id TEXT NOT NULL REFERENCES _mf_multipart_uploads(upload_id),
    part_number INTEGER NOT NULL,
    blob_id TEXT NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    checksum_md5 TEXT NOT NULL,
    object_key TEXT REFERENCES _mf_objects(key) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (upload_id, part_number)
);`;

// Changes a row in place, which writes fewer pages than to replace it.
const PUT = `
INSERT INTO _mf_objects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET blob_id = excluded.blob_id, version = excluded.version, size = excluded.size,
    etag = excluded.etag, uploaded = excluded.uploaded, checksums = excluded.checksums,
    http_metadata = excluded.http_metadata, custom_metadata = excluded.custom_metadata
RETURNING *`;

// An upload that its sender aborted; the sender has its own error.
class Interrupted extends Error {}
const interrupted = (cause) => {
  throw new Interrupted("the value ends early", { cause });
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const random = (n) => crypto.getRandomValues(new Uint8Array(n));

export class R2BucketObject extends DurableObject {
  #cursor = (query, ...values) => this.ctx.storage.sql.exec(query, ...values);
  #sql = (query, ...values) => /** @type {any[]} */ (this.#cursor(query, ...values).toArray());
  #blobs;

  // Runs f, which reads tables. Another process, such as wrangler, may have locked them; the
  // runtime does not wait for it.
  async #read(f) {
    const patience = Date.now() + 10_000;
    for (;;) {
      try {
        return f();
      } catch (e) {
        if (!e.message.includes("SQLITE_BUSY") || Date.now() > patience) throw e;
        await scheduler.wait(5);
      }
    }
  }

  // Runs f, which changes tables.
  #change(f) {
    return this.#read(() => this.ctx.storage.transactionSync(f));
  }

  // Creates missing tables. Returns errors of the tables: a thrown error would be
  // reported as uncaught.
  async open(folder) {
    try {
      await this.#change(() => this.#sql(TABLES));
      this.#blobs = new Blobs(this.env.DISK, folder);
    } catch (e) {
      return e.message;
    }
  }

  async fetch(request) {
    let body = request.body; // what is left of it to read
    try {
      const problem = this.#blobs === undefined ? await this.open(request.cf?.folder ?? this.ctx.id.name) : undefined;
      if (problem !== undefined) throw new Error(problem);
      const header = request.headers.get("cf-r2-request");
      if (header !== null) return await this.#run(JSON.parse(header));
      const length = Number(request.headers.get("cf-r2-metadata-size"));
      const size = Number(request.headers.get("Content-Length")) - length;
      if (size <= MAX_RECENT) {
        const all = new Uint8Array(await request.arrayBuffer().catch(interrupted));
        body = null;
        return await this.#run(JSON.parse(decoder.decode(all.subarray(0, length))), all.subarray(length), size);
      }
      const reader = body.getReader({ mode: "byob" });
      const { value } = await reader.readAtLeast(length, new Uint8Array(length)).catch(interrupted);
      reader.releaseLock();
      return await this.#run(JSON.parse(decoder.decode(value)), body, size);
    } catch (e) {
      return this.#refusal(e);
    } finally {
      await drain(body);
    }
  }

  #refusal(e) {
    if (!(e instanceof Refused)) {
      if (!(e instanceof Interrupted)) console.error(`R2 bucket ${this.ctx.id.name}: ${e?.message ?? e}`);
      e = new Refused(INTERNAL);
    }
    return refuse(e);
  }

  #run(o, body, size) {
    if (o.object !== undefined) checkKey(o.object);
    switch (o.method) {
      case "head":
        return this.#head(o);
      case "get":
        return this.#get(o);
      case "list":
        return this.#list(o);
      case "put":
        return this.#put(o, body, size);
      case "delete":
        return this.#delete(o);
      case "createMultipartUpload":
        return this.#create(o);
      case "uploadPart":
        return this.#upload(o, body, size);
      case "completeMultipartUpload":
        return this.#complete(o);
      case "abortMultipartUpload":
        return this.#abort(o);
    }
    throw new Error(`no operation ${o.method}`);
  }

  #row(key) {
    return this.#sql("SELECT * FROM _mf_objects WHERE key = ?", key)[0];
  }

  async #head({ object }) {
    const row = await this.#read(() => this.#row(object));
    check(row, NO_SUCH_KEY);
    return respond(describe(row, [0, row.size]));
  }

  async #get(o) {
    for (let before; ; ) {
      const [row, files] = await this.#read(() => {
        const row = this.#row(o.object);
        const files = row?.blob_id === null ? this.#sql("SELECT blob_id, size FROM _mf_multipart_parts WHERE object_key = ? ORDER BY part_number", o.object) : [row];
        if (row !== undefined) this.#blobs.hold(ids(files));
        return [row, files];
      });
      check(row, NO_SUCH_KEY);
      const response = await this.#body(o, row, files);
      if (response !== undefined) return response;
      check(row.version !== before, NO_SUCH_KEY); // else another process put an object in its place
      before = row.version;
    }
  }

  // The response with an object whose files are held, undefined if one is missing.
  async #body(o, row, files) {
    const held = ids(files);
    try {
      if (!holds(o.onlyIf, row)) throw new Refused(PRECONDITION_FAILED, { object: describe(row, [0, row.size]) });
      const [start, end] = range(o, row.size);
      const head = encoder.encode(JSON.stringify(describe(row, [start, end])));
      const headers = { "cf-r2-metadata-size": String(head.length), "Content-Type": "application/json" };
      const [piece, ...rest] = cut(files, start, end);
      if (row.size <= MAX_RECENT && rest.length === 0) {
        const all = new Uint8Array(head.length + end - start);
        all.set(head);
        if (piece !== undefined) {
          const value = await this.#blobs.value(piece.id);
          if (value?.length !== piece.size) return undefined;
          all.set(value.subarray(piece.start, piece.end), head.length);
        }
        return new Response(all, { headers });
      }
      const first = await this.#open(piece); // while the response can still be another
      if (first === undefined) return undefined;
      const { readable, writable } = new FixedLengthStream(head.length + end - start);
      this.#send(head, first, rest, writable, held.splice(0));
      return new Response(readable, { headers });
    } finally {
      this.#blobs.release(held); // none, if they are being sent
    }
  }

  #open({ id, size, start, end }) {
    return this.#blobs.read(id, start === 0 && end === size ? {} : { Range: `bytes=${start}-${end - 1}` });
  }

  // Sends an object whose first file is open.
  async #send(head, first, rest, writable, ids) {
    try {
      const writer = writable.getWriter();
      await writer.write(head);
      writer.releaseLock();
      await first.body.pipeTo(writable, { preventClose: true });
      for (const piece of rest) {
        const next = await this.#open(piece);
        if (next === undefined) throw new Error(`the file of a part is missing: ${piece.id}`);
        await next.body.pipeTo(writable, { preventClose: true });
      }
      await writable.close();
    } catch (e) {
      await writable.abort(e).catch(() => {}); // the reader is gone, or sees this error
    } finally {
      this.#blobs.release(ids);
    }
  }

  // Writes a value to a new file, and returns its id and its digests by algorithm.
  async #write(body, algorithms) {
    if (body instanceof Uint8Array) {
      const digests = algorithms.map(async (name) => [name, hex(await crypto.subtle.digest(name, body))]);
      const [id, ...entries] = await Promise.all([this.#blobs.write(body), ...digests]);
      return { id, digests: Object.fromEntries(entries) };
    }
    const digests = algorithms.map((name) => new crypto.DigestStream(name));
    for (const d of digests) d.digest.catch(() => {}); // in case the body is aborted
    const { readable, writable } = new IdentityTransformStream();
    const stored = this.#blobs.write(readable);
    stored.catch(() => {}); // thrown below
    const writers = [writable, ...digests].map((s) => s.getWriter());
    const reader = body.getReader({ mode: "byob" });
    try {
      for (let buffer = new Uint8Array(MAX_RECENT); ; ) {
        const { value, done } = await reader.readAtLeast(MAX_RECENT, buffer).catch(interrupted);
        if (value?.length > 0) await Promise.all(writers.map((w) => w.write(value)));
        if (done) break;
        buffer = new Uint8Array(value.buffer);
      }
      await Promise.all(writers.map((w) => w.close()));
    } catch (e) {
      for (const w of writers) w.abort(e.cause ?? e).catch(() => {});
      stored.then((id) => this.#blobs.remove([id]), () => {}); // the runtime may take an end for the whole
      if (!(e instanceof Interrupted)) await stored; // its error is the cause
      throw e;
    } finally {
      reader.releaseLock();
    }
    const entries = digests.map(async (d, i) => [algorithms[i], hex(await d.digest)]);
    return { id: await stored, digests: Object.fromEntries(await Promise.all(entries)) };
  }

  async #put(o, body, size) {
    checkSize(size);
    const [http, custom] = metadata(o);
    const { id, digests } = await this.#write(body, algorithms(o));
    try {
      const sums = JSON.stringify(checksums(o, digests));
      return await this.#store([o.object, id, random(16).toHex(), size, digests.MD5, Date.now(), sums, http, custom], () => {
        check(holds(o.onlyIf, this.#row(o.object)), PRECONDITION_FAILED);
      });
    } catch (e) {
      this.#blobs.remove([id]);
      throw e;
    }
  }

  // Stores a row as the object of its key, after checking conditions, and then removes
  // the files of the previous object.
  async #store(values, checked, also = () => []) {
    const [row, old] = await this.#change(() => {
      checked();
      const old = this.#unlink(values[0]);
      const [row] = this.#sql(PUT, ...values);
      return [row, [...old, ...also()]];
    });
    this.#blobs.remove(old);
    return respond(describe(row));
  }

  // The files of an object that is about to be removed.
  #unlink(key) {
    const [row] = this.#sql("SELECT blob_id FROM _mf_objects WHERE key = ?", key);
    if (row === undefined) return [];
    if (row.blob_id !== null) return [row.blob_id];
    return ids(this.#sql("DELETE FROM _mf_multipart_parts WHERE object_key = ? RETURNING blob_id", key));
  }

  async #delete({ object, objects = [object] }) {
    objects.forEach(checkKey);
    const old = await this.#change(() =>
      objects.flatMap((key) => {
        const files = this.#unlink(key);
        this.#sql("DELETE FROM _mf_objects WHERE key = ?", key);
        return files;
      }),
    );
    this.#blobs.remove(old);
    return new Response();
  }

  async #list(o) {
    const { prefix = "", cursor, delimiter, startAfter, include = [] } = o;
    const limit = listLimit(o);
    let after = startAfter;
    if (cursor !== undefined) {
      const last = decoder.decode(lenient(cursor));
      if (after === undefined || last > after) after = last;
    }
    const entries = await this.#read(() => Array.from(this.#walk(prefix, after, delimiter).take(limit + 1)));
    const truncated = entries.length > limit;
    if (truncated) entries.pop();
    return respond({
      objects: entries.filter((e) => e.row).map((e) => describe(e.row, undefined, include)),
      truncated,
      cursor: truncated ? encoder.encode(entries.at(-1).key).toBase64() : undefined,
      delimitedPrefixes: entries.filter((e) => e.group !== undefined).map((e) => e.group),
    });
  }

  // The rows with a prefix after a key, in order; in place of those that have the delimiter
  // behind the prefix, their group, with the last key of it.
  *#walk(prefix, after, delimiter) {
    for (let group; ; ) {
      group = undefined;
      for (const row of this.#after(prefix, after)) {
        const i = delimiter ? row.key.indexOf(delimiter, prefix.length) : -1;
        if (i >= 0) {
          group = row.key.slice(0, i + delimiter.length);
          break;
        }
        yield { row, key: row.key };
      }
      if (group === undefined) return;
      after = this.#sql("SELECT max(key) AS key FROM _mf_objects WHERE key >= ? AND key < ?", group, following(group))[0].key;
      yield { group, key: after };
    }
  }

  /** @returns {Iterable<any>} */
  #after(prefix, after) {
    const from = [prefix, after ?? prefix, after ?? null];
    const end = following(prefix);
    const query = "SELECT * FROM _mf_objects WHERE key >= max(?, ?) AND key IS NOT ?";
    return end === undefined
      ? this.#cursor(`${query} ORDER BY key`, ...from)
      : this.#cursor(`${query} AND key < ? ORDER BY key`, ...from, end);
  }

  async #create(o) {
    const [http, custom] = metadata(o);
    const uploadId = random(128).toBase64({ alphabet: "base64url", omitPadding: true });
    const values = [uploadId, o.object, http, custom];
    await this.#change(() => this.#sql("INSERT INTO _mf_multipart_uploads (upload_id, key, http_metadata, custom_metadata) VALUES (?, ?, ?, ?)", ...values));
    return respond({ uploadId });
  }

  #uploadRow({ uploadId, object }) {
    return this.#sql("SELECT * FROM _mf_multipart_uploads WHERE upload_id = ? AND key = ?", uploadId, object)[0];
  }

  async #upload(o, body, size) {
    const open = () => check(this.#uploadRow(o)?.state === OPEN, NO_SUCH_UPLOAD);
    await this.#read(open);
    const { id, digests } = await this.#write(body, ["MD5"]);
    const etag = random(128).toBase64({ alphabet: "base64url", omitPadding: true });
    try {
      const old = await this.#change(() => {
        open(); // still
        const old = this.#sql("SELECT blob_id FROM _mf_multipart_parts WHERE upload_id = ? AND part_number = ?", o.uploadId, o.partNumber);
        const values = [o.uploadId, o.partNumber, id, size, etag, digests.MD5];
        this.#sql("INSERT OR REPLACE INTO _mf_multipart_parts (upload_id, part_number, blob_id, size, etag, checksum_md5) VALUES (?, ?, ?, ?, ?, ?)", ...values);
        return old;
      });
      this.#blobs.remove(ids(old));
    } catch (e) {
      this.#blobs.remove([id]);
      throw e;
    }
    return respond({ etag });
  }

  // The upload and the parts, in order, that a request completes it with.
  #chosen(o) {
    const upload = this.#uploadRow(o);
    check(upload, INTERNAL);
    check(upload.state === OPEN, NO_SUCH_UPLOAD);
    check(new Set(o.parts.map((p) => p.part)).size === o.parts.length, INTERNAL);
    const all = this.#sql("SELECT part_number, blob_id, size, etag, checksum_md5 FROM _mf_multipart_parts WHERE upload_id = ?", o.uploadId);
    const uploaded = new Map(all.map((p) => [p.part_number, p]));
    const parts = o.parts.map(({ part, etag }) => {
      check(uploaded.get(part)?.etag === etag, INVALID_PART);
      return uploaded.get(part);
    });
    return { upload, parts: checkParts(parts) };
  }

  async #complete(o) {
    const { upload, parts } = await this.#read(() => this.#chosen(o));
    const sums = Uint8Array.fromHex(parts.map((p) => p.checksum_md5).join(""));
    const etag = `${hex(await crypto.subtle.digest("MD5", sums))}-${parts.length}`;
    const size = parts.reduce((n, p) => n + p.size, 0);
    const values = [o.object, null, random(16).toHex(), size, etag, Date.now(), "{}", upload.http_metadata, upload.custom_metadata];
    const checked = () => this.#chosen(o); // by their etags, the same parts
    return this.#store(values, checked, () => {
      for (const p of parts) {
        this.#sql("UPDATE _mf_multipart_parts SET object_key = ? WHERE upload_id = ? AND part_number = ?", o.object, o.uploadId, p.part_number);
      }
      this.#sql("UPDATE _mf_multipart_uploads SET state = ? WHERE upload_id = ?", COMPLETED, o.uploadId);
      return ids(this.#sql("DELETE FROM _mf_multipart_parts WHERE upload_id = ? AND object_key IS NULL RETURNING blob_id", o.uploadId));
    });
  }

  async #abort(o) {
    const old = await this.#change(() => {
      const upload = this.#uploadRow(o);
      check(upload, INTERNAL);
      if (upload.state !== OPEN) return [];
      this.#sql("UPDATE _mf_multipart_uploads SET state = ? WHERE upload_id = ?", ABORTED, o.uploadId);
      return this.#sql("DELETE FROM _mf_multipart_parts WHERE upload_id = ? RETURNING blob_id", o.uploadId);
    });
    this.#blobs.remove(ids(old));
    return new Response();
  }
}

const ids = (rows) => rows.map((row) => row.blob_id);
const hex = (buffer) => new Uint8Array(buffer).toHex();

// The bytes of Base64, as many as there are.
const lenient = (text) => {
  const valid = text.replace(/[^A-Za-z0-9+/]/g, "");
  return Uint8Array.fromBase64(valid.length % 4 === 1 ? valid.slice(0, -1) : valid);
};

// The least text that is greater than all with a prefix, undefined if there is none.
function following(prefix) {
  const points = Array.from(prefix, (c) => c.codePointAt(0));
  while (points.at(-1) === 0x10ffff) points.pop();
  if (points.length === 0) return;
  const last = points.pop() + 1;
  return String.fromCodePoint(...points, last === 0xd800 ? 0xe000 : last);
}

// The pieces of files, in order, that hold [start, end) of what they are together.
function cut(files, start, end) {
  const pieces = [];
  let at = 0;
  for (const { blob_id, size } of files) {
    const piece = { id: blob_id, size, start: Math.max(0, start - at), end: Math.min(size, end - at) };
    if (piece.start < piece.end) pieces.push(piece);
    at += size;
  }
  return pieces;
}

// A row as R2 describes an object. A list has the metadata that it includes, 0 and 1.
function describe(row, range, include = [0, 1]) {
  const sums = JSON.parse(row.checksums);
  if (/^[0-9a-f]{32}$/.test(row.etag)) sums.md5 = row.etag;
  const custom = include.includes(1) ? Object.entries(JSON.parse(row.custom_metadata)) : [];
  return {
    name: row.key,
    version: row.version,
    size: row.size,
    etag: row.etag,
    uploaded: row.uploaded,
    httpFields: include.includes(0) ? JSON.parse(row.http_metadata) : {},
    customFields: custom.map(([k, v]) => ({ k, v })),
    range: range && { offset: range[0], length: range[1] - range[0] },
    checksums: { 0: sums.md5, 1: sums.sha1, 2: sums.sha256, 3: sums.sha384, 4: sums.sha512 },
  };
}

function respond(value, { status = 200, headers = {} } = {}) {
  const json = encoder.encode(JSON.stringify(value));
  return new Response(json, {
    status,
    headers: { ...headers, "cf-r2-metadata-size": String(json.length), "Content-Type": "application/json" },
  });
}

function refuse(e) {
  const headers = { "cf-r2-error": JSON.stringify({ version: 1, v4code: e.code, message: e.message }) };
  return e.object ? respond(e.object, { status: e.status, headers }) : new Response(null, { status: e.status, headers });
}

// Whoever sends a body that is not read sees "Network connection lost.".
async function drain(body) {
  await body?.pipeTo(new WritableStream()).catch(() => {});
}

const opened = new Set(); // the names of buckets

export default {
  // ctx.props of a binding: the bucket, and the name of its folder.
  async fetch(request, env, { props: { name, folder } }) {
    const id = env.R2BucketObject.idFromName(name);
    const bucket = env.R2BucketObject.get(id);
    if (!opened.has(name)) {
      const problem = await bucket.open(folder).catch((e) => e.message);
      if (problem !== undefined) {
        console.error(`R2 bucket ${name} cannot be opened (v3/r2/miniflare-R2BucketObject/${id}.sqlite): ${problem}`);
        await drain(request.body);
        return refuse(new Refused(INTERNAL));
      }
      opened.add(name);
    }
    return folder === name ? bucket.fetch(request) : bucket.fetch(request, { cf: { folder } });
  },
};
