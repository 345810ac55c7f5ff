import { DurableObject } from "cloudflare:workers";

/** The notes of a user. */
export class Notebook extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS notes (
      id INTEGER PRIMARY KEY,
      text TEXT NOT NULL,
      at INTEGER NOT NULL
    )`);
  }

  list(limit = 100) {
    return this.ctx.storage.sql.exec("SELECT id, text, at FROM notes ORDER BY id LIMIT ?", limit).toArray();
  }

  add(text) {
    return this.ctx.storage.sql
      .exec("INSERT INTO notes (text, at) VALUES (?, ?) RETURNING id, text, at", text, Date.now())
      .one();
  }

  /** Removes a note, and reports whether it was there. */
  remove(id) {
    return this.ctx.storage.sql.exec("DELETE FROM notes WHERE id = ? RETURNING id", id).toArray().length > 0;
  }
}
