import { DurableObject } from "cloudflare:workers";

export class Notes extends DurableObject {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    // Objects that have the table already are left as they are: they get no column.
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT, pinned INTEGER)");
  }
  pinned() {
    return this.ctx.storage.sql.exec("SELECT text FROM notes WHERE pinned = 1").toArray();
  }
}
