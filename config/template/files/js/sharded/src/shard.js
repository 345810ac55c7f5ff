import { DurableObject } from "cloudflare:workers";

/** A child: it has a part of the keys of a store. */
export class Shard extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value TEXT NOT NULL)");
  }

  get(key) {
    const [row] = this.ctx.storage.sql.exec("SELECT value FROM entries WHERE key = ?", key).toArray();
    return row?.value ?? null;
  }

  put(key, value) {
    this.ctx.storage.sql.exec("INSERT OR REPLACE INTO entries (key, value) VALUES (?, ?)", key, value);
  }

  count() {
    return this.ctx.storage.sql.exec("SELECT count(*) AS n FROM entries").one().n;
  }
}
