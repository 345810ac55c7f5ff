import { DurableObject } from "cloudflare:workers";
export class Queue extends DurableObject<Env> {
  async start() {
    await this.ctx.storage.setAlarm(Date.now());
    return "started";
  }
  async alarm() {
    await this.ctx.storage.deleteAlarm();
    const left = (await this.ctx.storage.get<number>("left")) ?? 0;
    await this.ctx.storage.put("left", left - 1);
    await scheduler.wait(5);
    if (left > 10) await scheduler.wait(5000);
    if (left > 100) await this.ctx.storage.setAlarm(Date.now() - 1); //@ L11
    else if (left < 0) await this.ctx.storage.deleteAlarm();
    else if (left === 1) return this.ctx.storage.setAlarm(Date.now()); //@ L11
    else await this.ctx.storage.setAlarm(Date.now() + 60_000);
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
