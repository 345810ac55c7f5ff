import { DurableObject } from "cloudflare:workers";

export class Board extends DurableObject {
  async save(drawing: Uint8Array) {
    await this.ctx.storage.put("drawing", drawing); // at most 2 MB with its key
  }
}
