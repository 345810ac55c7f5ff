import { DurableObject } from "cloudflare:workers";

export class Book extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS entries (text TEXT)");
  }
  sign(text) { this.ctx.storage.sql.exec("INSERT INTO entries VALUES (?)", text); }
  read() { return { id: String(this.ctx.id), entries: this.ctx.storage.sql.exec("SELECT text FROM entries").toArray().map((e) => e.text) }; }
  remind(at) { return this.ctx.storage.setAlarm(at); }
  alarm() { this.sign("the alarm rang"); }
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url), book = env.BOOK.getByName("main"); // dotool-ignore D02: one book, for a test
    if (url.searchParams.has("sign")) await book.sign(url.searchParams.get("sign"));
    if (url.searchParams.has("remind")) await book.remind(Number(url.searchParams.get("remind")));
    return Response.json(await book.read());
  },
};
