import { DurableObject } from "cloudflare:workers";

// A class of the same name as one of web.
export class Session extends DurableObject {
  count(n: number) {
    this.ctx.storage.kv.put("jobs", (this.ctx.storage.kv.get<number>("jobs") ?? 0) + n);
  }
}

export default {
  async queue(batch: MessageBatch<{ room: string }>, env: any) {
    for (const { body } of batch.messages) {
      console.log(`job ${body.room}: ${await env.ROOM.getByName(body.room).add("job")}`);
    }
    await env.SESSION.getByName("ada").count(batch.messages.length);
  },
  async scheduled(controller: ScheduledController, env: any) {
    console.log(`hourly: ${await env.ROOM.getByName("lobby").add(controller.cron)}`);
  },
};
