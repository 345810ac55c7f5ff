import { DurableObject } from "cloudflare:workers";
import type { Env } from "./index";

/** A part of the documents of a workspace. */
export class Shard extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS docs (id TEXT PRIMARY KEY, text TEXT NOT NULL)");
    });
  }

  async write(id: string, text: string): Promise<void> {
    this.ctx.storage.sql.exec("INSERT OR REPLACE INTO docs (id, text) VALUES (?, ?)", id, text);
  }

  async read(id: string): Promise<string | null> {
    const [row] = this.ctx.storage.sql.exec<{ text: string }>("SELECT text FROM docs WHERE id = ?", id);
    return row?.text ?? null;
  }

  async delete(id: string): Promise<void> {
    this.ctx.storage.sql.exec("DELETE FROM docs WHERE id = ?", id);
  }

  async count(): Promise<number> {
    return this.ctx.storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM docs").one().n;
  }
}
