import { DurableObject } from "cloudflare:workers";

export class Board extends DurableObject<Env> {
  async save(drawing: Uint8Array) {
    const key = this.ctx.id.toString();
    await this.env.DRAWINGS.put(key, drawing); // R2
    await this.ctx.storage.put("drawing", key);
  }
}
