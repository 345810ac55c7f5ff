import { DurableObject } from "cloudflare:workers";

export class Notes extends DurableObject {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, author TEXT, text TEXT)");
  }
  by(author: string) {
    return this.ctx.storage.sql.exec("SELECT text FROM notes WHERE author = ?", author).toArray();
  }
}
