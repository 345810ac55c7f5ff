import { DurableObject } from "cloudflare:workers";
export class Diary extends DurableObject<Env> {
  private tables?: Promise<void>;
  private indexed = false;
  private open() {
    return (this.tables ??= this.ctx.blockConcurrencyWhile(async () => {
      this.ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS entries (at INTEGER, text TEXT)");
    }));
  }
  private index() {
    if (this.indexed) return;
    this.indexed = true;
    this.ctx.storage.sql.exec("CREATE INDEX IF NOT EXISTS entries_at ON entries (at)");
  }
  async write(text: string) {
    await this.open();
    this.index();
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
