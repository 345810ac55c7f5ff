import { DurableObject } from "cloudflare:workers";
import { perform } from "./jobs";

export type Job = {
  id: number;
  payload: string;
  state: "waiting" | "done" | "failed";
  attempts: number;
  due: number; // when it runs next, in milliseconds since 1970
  error: string | null; // of the last attempt
};

const maxAttempts = 5;
const batch = 20; // jobs of one alarm

/** A queue of jobs. Its alarm runs those that are due, and again those that failed. */
export class JobQueue extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
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
  async add(payload: string, delay = 0): Promise<number> {
    const { id } = this.ctx.storage.sql
      .exec<{ id: number }>("INSERT INTO jobs (payload, due) VALUES (?, ?) RETURNING id", payload, Date.now() + delay)
      .one();
    await this.#schedule();
    return id;
  }

  /** Removes a job, whatever its state. */
  async cancel(id: number): Promise<void> {
    this.ctx.storage.sql.exec("DELETE FROM jobs WHERE id = ?", id);
    await this.#schedule();
  }

  list(limit = 100): Job[] {
    return this.ctx.storage.sql.exec<Job>("SELECT * FROM jobs ORDER BY id LIMIT ?", limit).toArray();
  }

  async alarm(): Promise<void> {
    const due = this.ctx.storage.sql
      .exec<Job>("SELECT * FROM jobs WHERE state = 'waiting' AND due <= ? ORDER BY due LIMIT ?", Date.now(), batch)
      .toArray();
    for (const job of due) await this.#run(job);
    await this.#schedule();
  }

  async #run(job: Job): Promise<void> {
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
  async #schedule(): Promise<void> {
    const { next } = this.ctx.storage.sql
      .exec<{ next: number | null }>("SELECT min(due) AS next FROM jobs WHERE state = 'waiting'")
      .one();
    if (next === null) await this.ctx.storage.deleteAlarm();
    else await this.ctx.storage.setAlarm(next);
  }
}
