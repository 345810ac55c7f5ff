import { DurableObject } from "cloudflare:workers";
export class Queue extends DurableObject<Env> {
  private wake?: () => void;
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS jobs (at INTEGER NOT NULL)");
  }
  async start() {
    this.wake?.();
    await this.ctx.storage.setAlarm(Date.now());
    return "started";
  }
  async alarm() {
    // If the process dies meanwhile, the alarm runs again.
    await this.ctx.storage.setAlarm(Date.now());
    this.ctx.storage.sql.exec("DELETE FROM jobs WHERE at <= ?", Date.now());
    const [next] = this.ctx.storage.sql.exec<{ at: number }>("SELECT at FROM jobs ORDER BY at LIMIT 1").toArray();
    if (!next) return this.ctx.storage.deleteAlarm();
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, next.at - Date.now());
    });
    await this.ctx.storage.setAlarm(Date.now());
  }
}

interface Env {
  QUEUE: DurableObjectNamespace<Queue>;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const stub = env.QUEUE.getByName(new URL(request.url).pathname);
    return Response.json(await stub.start());
  },
} satisfies ExportedHandler<Env>;
