import { DurableObject } from "cloudflare:workers";
export class Board extends DurableObject<Env> {
  private title = "";
  private cells: string[] = [];
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS words (n INTEGER PRIMARY KEY, word TEXT NOT NULL)");
    this.fill();
  }
  private async wordAt(n: number) {
    const [row] = this.ctx.storage.sql.exec<{ word: string }>("SELECT word FROM words WHERE n = ?", n).toArray();
    return row?.word as string;
  }
  private async first() {
    const word = await this.wordAt(1);
    return word;
  }
  private async fill() {
    this.title = (await this.first()) ?? "none";
    this.cells = Array(this.title.length).fill("");
  }
  read() {
    return { title: this.title, cells: this.cells };
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
