import { DurableObject } from "cloudflare:workers";
export class Diary extends DurableObject<Env> {
  private closed = false;
  async write(text: string) {
    if (this.closed) return;
    this.ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS entries (at INTEGER, text TEXT)"); //@ S02
    this.ctx.storage.sql.exec("INSERT INTO entries VALUES (?, ?)", Date.now(), text);
  }
}

interface Env {
  DIARY: DurableObjectNamespace<Diary>;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const stub = env.DIARY.getByName(new URL(request.url).pathname);
    return Response.json((await stub.write("dear diary")) ?? null);
  },
} satisfies ExportedHandler<Env>;
