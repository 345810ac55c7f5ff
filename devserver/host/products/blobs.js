// Values of KV and R2 as wrangler dev keeps them: files beside the table of a
// namespace or bucket. A file is complete before a row names it and is removed after
// that row is gone, so every row has its file; and a file never changes. What a kill
// leaves without a row, dotool removes at its next start (package inspect/blob).

// A name that no one can guess, with the time of the file at its end.
function newID() {
  const bytes = crypto.getRandomValues(new Uint8Array(40));
  new DataView(bytes.buffer).setBigUint64(32, BigInt(Date.now()));
  let id = "";
  for (const b of bytes) id += b.toString(16).padStart(2, "0");
  return id;
}

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
    const { ok, status, statusText } = await this.#disk.fetch(this.#url + id, { method: "PUT", body });
    if (!ok) throw new Error(`the value could not be written to disk: ${status} ${statusText}`);
    return id;
  }

  // Returns the response with a file, which is 404 if there is none.
  read(id, headers) {
    return this.#disk.fetch(this.#url + id, { headers });
  }

  // Removes files. Those that stay are removed at the next start.
  async remove(ids) {
    await Promise.allSettled(ids.map((id) => this.#disk.fetch(this.#url + id, { method: "DELETE" })));
  }
}
