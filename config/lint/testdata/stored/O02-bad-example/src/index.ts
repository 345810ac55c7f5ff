import { DurableObject } from "cloudflare:workers";

export class Notes extends DurableObject {
  // Objects that were never given this call have no table tags.
  async setUp() {
    this.ctx.storage.sql.exec(schemaOf("tags"));
  }
  tags() {
    return this.ctx.storage.sql.exec("SELECT name FROM tags").toArray();
  }
}
