import { DurableObject } from "cloudflare:workers";

export class Notes extends DurableObject {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS tags (name TEXT)");
  }
  tags() {
    return this.ctx.storage.sql.exec("SELECT name FROM tags").toArray();
  }
}
