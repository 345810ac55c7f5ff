import { DurableObject } from "cloudflare:workers";
import { perform } from "./jobs";

const maxAttempts = 5;
const batch = 20; // jobs of one alarm

/** A queue of jobs. Its alarm runs those that are due, and again those that failed. */
export class JobQueue extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS jobs (
      id INTEGER PRIMARY KEY,
      payload TEXT NOT NULL,
      state TEXT NOT NULL DEFAULT 'waiting',
      attempts INTEGER NOT NULL DEFAULT 0,
      due INTEGER NOT NULL,
      error TEXT
    )`);
    ctx.storage.sql.exec("CREATE INDEX IF NOT EXISTS waiting ON jobs (due) WHERE state = 'waiting'");
  }

  /** Adds a job that runs after a delay, and returns its id. */
  async add(payload, delay = 0) {
    const { id } = this.ctx.storage.sql
      .exec("INSERT INTO jobs (payload, due) VALUES (?, ?) RETURNING id", payload, Date.now() + delay)
      .one();
    await this.#schedule();
    return id;
  }

  /** Removes a job, whatever its state. */
  async cancel(id) {
    this.ctx.storage.sql.exec("DELETE FROM jobs WHERE id = ?", id);
    await this.#schedule();
  }

  list(limit = 100) {
    return this.ctx.storage.sql.exec("SELECT * FROM jobs ORDER BY id LIMIT ?", limit).toArray();
  }

  async alarm() {
    const due = this.ctx.storage.sql
      .exec("SELECT * FROM jobs WHERE state = 'waiting' AND due <= ? ORDER BY due LIMIT ?", Date.now(), batch)
      .toArray();
    for (const job of due) await this.#run(job);
    await this.#schedule();
  }

  async #run(job) {
    const sql = this.ctx.storage.sql;
    const attempts = job.attempts + 1;
    try {
      // An alarm may run twice for a job, so perform must be idempotent.
      await perform(job, this.env);
      sql.exec("UPDATE jobs SET state = 'done', attempts = ?, error = NULL WHERE id = ?", attempts, job.id);
    } catch (error) {
      const state = attempts < maxAttempts ? "waiting" : "failed";
      const due = Date.now() + 1000 * 2 ** attempts; // 2 s, 4 s, 8 s …
      sql.exec(
        "UPDATE jobs SET state = ?, attempts = ?, due = ?, error = ? WHERE id = ?",
        state,
        attempts,
        due,
        String(error),
        job.id,
      );
    }
  }

  /** Sets the alarm to when the next job is due. */
  async #schedule() {
    const { next } = this.ctx.storage.sql.exec("SELECT min(due) AS next FROM jobs WHERE state = 'waiting'").one();
    if (next === null) await this.ctx.storage.deleteAlarm();
    else await this.ctx.storage.setAlarm(next);
  }
}
