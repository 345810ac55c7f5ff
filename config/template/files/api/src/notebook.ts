import { DurableObject } from "cloudflare:workers";

export type Note = { id: number; text: string; at: number };

/** The notes of a user. */
export class Notebook extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS notes (
      id INTEGER PRIMARY KEY,
      text TEXT NOT NULL,
      at INTEGER NOT NULL
    )`);
  }

  list(limit = 100): Note[] {
    return this.ctx.storage.sql.exec<Note>("SELECT id, text, at FROM notes ORDER BY id LIMIT ?", limit).toArray();
  }

  add(text: string): Note {
    return this.ctx.storage.sql
      .exec<Note>("INSERT INTO notes (text, at) VALUES (?, ?) RETURNING id, text, at", text, Date.now())
      .one();
  }

  /** Removes a note, and reports whether it was there. */
  remove(id: number): boolean {
    return this.ctx.storage.sql.exec("DELETE FROM notes WHERE id = ? RETURNING id", id).toArray().length > 0;
  }
}
