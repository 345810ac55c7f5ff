// Values of KV and R2 as wrangler dev keeps them: files beside the table of a namespace
// or bucket. A file is complete before a row names it and is removed after that row is
// gone, so every row has its file; and a file never changes. dotool removes files that
// a kill left without a row at its next start (package inspect/blob).

// A random name that ends with the time of the file. It begins with "dotool", which
// marks files of a server: no other process is still writing those from before its
// start.
function newID() {
  const bytes = crypto.getRandomValues(new Uint8Array(40));
  new TextEncoder().encodeInto("dotool", bytes);
  new DataView(bytes.buffer).setBigUint64(32, BigInt(Date.now()));
  return bytes.toHex();
}

// The size up to which a value is kept in memory, and the size of all that are.
export const MAX_RECENT = 256 << 10;
const MAX_ALL_RECENT = 8 << 20;

// The most recently used values, by the ids of their files.
const recent = new Map();
let recentBytes = 0;

function remember(id, value) {
  if (value.byteLength > MAX_RECENT) return;
  forget(id);
  recent.set(id, value);
  recentBytes += value.byteLength;
  for (const old of recent.keys()) {
    if (recentBytes <= MAX_ALL_RECENT) break;
    forget(old);
  }
}

function forget(id) {
  recentBytes -= recent.get(id)?.byteLength ?? 0;
  recent.delete(id);
}

const held = new Map(); // number of holders of a file, by id
const waiting = new Set(); // ids of files to remove when no longer held

export class Blobs {
  #disk;
  #url;

  // The service with the files of a product, and the folder of the namespace in it.
  constructor(disk, folder) {
    this.#disk = disk;
    this.#url = `http://disk/${encodeURIComponent(folder)}/blobs/`;
  }

  // Writes a file of bytes or of a stream and returns its id.
  async write(body) {
    const id = newID();
    const response = await this.#disk.fetch(this.#url + id, { method: "PUT", body }).catch(() => {}); // the runtime prints the reason
    if (!response?.ok) throw new Error("the value could not be written to disk");
    if (!(body instanceof ReadableStream)) remember(id, body);
    return id;
  }

  // Returns the response with a file, or with a range of it, or undefined if there is none.
  async read(id, headers) {
    const response = await this.#disk.fetch(this.#url + id, { headers });
    if (response.ok) return response;
    await response.body?.cancel();
    if (response.status !== 404) throw new Error(`the value could not be read from disk: ${response.status} ${response.statusText}`);
  }

  // Returns a value, as bytes if it is small or as a stream, or undefined if its file
  // is missing.
  async value(id) {
    const known = recent.get(id);
    if (known !== undefined) return known;
    const file = await this.read(id);
    if (!(Number(file?.headers.get("Content-Length")) <= MAX_RECENT)) return file?.body;
    const value = new Uint8Array(await file.arrayBuffer());
    remember(id, value);
    return value;
  }

  // Keeps files until they are released, even if they are removed meanwhile.
  hold(ids) {
    for (const id of ids) held.set(id, (held.get(id) ?? 0) + 1);
  }

  release(ids) {
    for (const id of ids) {
      const left = held.get(id) - 1;
      if (left > 0) {
        held.set(id, left);
        continue;
      }
      held.delete(id);
      if (waiting.delete(id)) this.remove([id]);
    }
  }

  // Removes files. If that fails, they are removed at the next start.
  async remove(ids) {
    ids.forEach(forget);
    const free = ids.filter((id) => !held.has(id) || !waiting.add(id));
    await Promise.allSettled(free.map((id) => this.#disk.fetch(this.#url + id, { method: "DELETE" })));
  }
}
