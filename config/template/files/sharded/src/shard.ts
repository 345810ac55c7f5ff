import { DurableObject } from "cloudflare:workers";

/** A child: it has a part of the keys of a store. */
export class Shard extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value TEXT NOT NULL)");
  }

  get(key: string): string | null {
    const [row] = this.ctx.storage.sql
      .exec<{ value: string }>("SELECT value FROM entries WHERE key = ?", key)
      .toArray();
    return row?.value ?? null;
  }

  put(key: string, value: string): void {
    this.ctx.storage.sql.exec("INSERT OR REPLACE INTO entries (key, value) VALUES (?, ?)", key, value);
  }

  count(): number {
    return this.ctx.storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM entries").one().n;
  }
}
