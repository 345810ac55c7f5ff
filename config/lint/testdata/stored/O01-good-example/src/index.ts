import { DurableObject } from "cloudflare:workers";

export class Notes extends DurableObject {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { sql } = ctx.storage;
    sql.exec("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT)");
    if (!sql.exec("SELECT 1 FROM pragma_table_info('notes') WHERE name = 'pinned'").toArray().length) {
      sql.exec("ALTER TABLE notes ADD COLUMN pinned INTEGER");
    }
  }
  pinned() {
    return this.ctx.storage.sql.exec("SELECT text FROM notes WHERE pinned = 1").toArray();
  }
}
