import { DurableObject } from "cloudflare:workers";
import type { Env } from "./index";

/** The documents of one workspace, and which shard holds each. */
export class Directory extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      ctx.storage.sql.exec(`
        CREATE TABLE IF NOT EXISTS docs (id TEXT PRIMARY KEY, shard INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS docs_by_shard ON docs (shard);
      `);
    });
  }

  /** Stores a document and returns the name of its shard. */
  async write(id: string, text: string): Promise<string> {
    // Assigned before the first await: a second write of the document meets the same shard.
    const shard = this.assigned(id) ?? this.assign(id);
    await this.env.SHARD.getByName(shard).write(id, text);
    return shard;
  }

  /** Returns the name of the shard that holds a document, or null. */
  async locate(id: string): Promise<string | null> {
    return this.assigned(id);
  }

  async delete(id: string): Promise<boolean> {
    const shard = this.assigned(id);
    if (shard === null) return false;
    await this.env.SHARD.getByName(shard).delete(id);
    this.ctx.storage.sql.exec("DELETE FROM docs WHERE id = ?", id);
    return true;
  }

  /** Asks every shard how many documents it holds. */
  async shards(): Promise<Record<string, number>> {
    const shards = this.ctx.storage.sql.exec<{ shard: number }>("SELECT DISTINCT shard FROM docs ORDER BY shard").toArray();
    const counts = await Promise.all(
      shards.map(async ({ shard }) => {
        const name = this.shardName(shard);
        return [name, await this.env.SHARD.getByName(name).count()] as const;
      }),
    );
    return Object.fromEntries(counts);
  }

  private assigned(id: string): string | null {
    const [row] = this.ctx.storage.sql.exec<{ shard: number }>("SELECT shard FROM docs WHERE id = ?", id);
    return row ? this.shardName(row.shard) : null;
  }

  /** Puts a new document into the latest shard, or into a new one if that is full. */
  private assign(id: string): string {
    const [last] = this.ctx.storage.sql.exec<{ shard: number; docs: number }>(
      "SELECT shard, count(*) AS docs FROM docs GROUP BY shard ORDER BY shard DESC LIMIT 1",
    );
    const shard = last ? last.shard + (last.docs >= this.env.SHARD_SIZE ? 1 : 0) : 1;
    this.ctx.storage.sql.exec("INSERT INTO docs (id, shard) VALUES (?, ?)", id, shard);
    return this.shardName(shard);
  }

  private shardName(shard: number): string {
    return `${this.ctx.id.name}/${shard}`;
  }
}
