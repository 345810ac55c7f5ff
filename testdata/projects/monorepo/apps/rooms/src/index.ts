import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";

export class Room extends DurableObject {
  add(text: string): number {
    const { sql } = this.ctx.storage;
    sql.exec("CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY, text)");
    sql.exec("INSERT INTO messages (text) VALUES (?)", text);
    return sql.exec("SELECT count(*) AS n FROM messages").one().n as number;
  }
  remind() {
    return this.ctx.storage.setAlarm(Date.now() + 3_600_000);
  }
  alarm() {
    console.log(`reminded ${this.ctx.id.name}`);
    this.add("reminder");
  }
}

export default class extends WorkerEntrypoint<{ ROOM: DurableObjectNamespace<Room> }> {
  greeting(name: string) {
    return `welcome to ${name}`;
  }
  async fetch(request: Request) {
    const name = new URL(request.url).pathname.slice(1);
    return new Response(`rooms: ${await this.env.ROOM.getByName(name).add("direct")}`);
  }
}
