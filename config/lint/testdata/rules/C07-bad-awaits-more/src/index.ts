import { DurableObject } from "cloudflare:workers";
export class Board extends DurableObject<Env> {
  private title = "";
  private rows = 0;
  private ready = Promise.resolve();
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.name(); //@ C07
    this.count(); //@ C07
  }
  private async load() {
    return this.ctx.storage.get<string>("title");
  }
  private async name() {
    this.title = (await this.load()) ?? "none";
  }
  private async done() {
    return this.ready;
  }
  private async count() {
    await this.done();
    this.rows = this.ctx.storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM sqlite_schema").one().n;
  }
  read() {
    return { title: this.title, rows: this.rows };
  }
}

interface Env {
  BOARD: DurableObjectNamespace<Board>;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const stub = env.BOARD.getByName(new URL(request.url).pathname);
    return Response.json(await stub.read());
  },
} satisfies ExportedHandler<Env>;
