// Stores the data points of Analytics Engine: an object per dataset, with a table of
// its name and the columns of Cloudflare's SQL. ctx.props.dataset is the dataset.
import { DurableObject } from "cloudflare:workers";

/** @typedef {Record<string, any> & { timestamp: string }} Point */

const numbers = Array.from({ length: 20 }, (_, i) => i + 1);
const blobs = numbers.map((i) => `blob${i}`);
const doubles = numbers.map((i) => `double${i}`);

export class Dataset extends DurableObject {
  #table;
  // Bytes that are not UTF-8 are replaced.
  /** @param {string} dataset  @param {Point} point as the runtime sends it */
  write(dataset, point) {
    const { sql } = this.ctx.storage;
    if (this.#table === undefined) {
      this.#table = `"${dataset.replaceAll('"', '""')}"`;
      sql.exec(`CREATE TABLE IF NOT EXISTS ${this.#table} (
        timestamp TEXT NOT NULL, dataset TEXT NOT NULL, _sample_interval INTEGER NOT NULL, index1 TEXT NOT NULL,
        ${blobs.map((name) => `${name} TEXT NOT NULL`)}, ${doubles.map((name) => `${name} REAL NOT NULL`)})`);
    }
    const text = (bytes = []) => new TextDecoder().decode(Uint8Array.from(bytes));
    // Nanoseconds become seconds, as Cloudflare stores them.
    const timestamp = new Date(Number(point.timestamp) / 1e6).toISOString().slice(0, 19).replace("T", " ");
    // Anything but a number is 0, since Cloudflare's table has no NULL.
    const number = (value) => (Number.isFinite(+value) ? +value : 0);
    const values = [timestamp, dataset, 1, text(point.index1), ...blobs.map((name) => text(point[name])), ...doubles.map((name) => number(point[name]))];
    sql.exec(`INSERT INTO ${this.#table} VALUES (${values.map(() => "?")})`, ...values);
  }
}

export default {
  async fetch(request, env, ctx) {
    const { dataset } = ctx.props;
    await env.Dataset.getByName(dataset).write(dataset, await request.json());
    return new Response(null);
  },
};
