import { DurableObject } from "cloudflare:workers";

export class Reminder extends DurableObject<Env> {
  async alarm() {
    const text = await this.ctx.storage.get<string>("text");
    if (text !== undefined) await this.env.MAIL.send(text.trim());
  }
}
