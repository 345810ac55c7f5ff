import { DurableObject } from "cloudflare:workers";

const shardCount = 8;

/** The parent of a store: it knows in which shard a key is, and asks all of them. */
export class Directory extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS shards (number INTEGER PRIMARY KEY, name TEXT NOT NULL)");
  }

  /** The name of the shard that has a key. A shard is recorded when it is first used. */
  shardOf(key: string): string {
    const number = hash(key) % shardCount;
    const name = `${this.ctx.id.toString()}-${number}`;
    this.ctx.storage.sql.exec("INSERT OR IGNORE INTO shards (number, name) VALUES (?, ?)", number, name);
    return name;
  }

  /** How many keys each shard has. */
  async summary(): Promise<{ keys: number; shards: number[] }> {
    const names = this.ctx.storage.sql
      .exec<{ name: string }>("SELECT name FROM shards ORDER BY number")
      .toArray()
      .map((row) => row.name);
    const shards = await Promise.all(names.map((name) => this.env.SHARD.getByName(name).count()));
    return { keys: shards.reduce((sum, count) => sum + count, 0), shards };
  }
}

/** FNV-1a: the same key is always in the same shard. */
function hash(key: string): number {
  let h = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(key)) h = Math.imul(h ^ byte, 0x01000193);
  return h >>> 0;
}
