import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";

interface Env {
  SHOP: string; TOKEN: string;
  [product: string]: any;
}

// Adds a product: its row, its picture, its vector.
export class Stock extends WorkerEntrypoint<Env> {
  async add(id: string, name: string, price: number, vector: number[]) {
    const { DB, PICTURES, SIMILAR } = this.env;
    await DB.prepare("INSERT OR REPLACE INTO products VALUES (?, ?, ?)").bind(id, name, price).run();
    await PICTURES.put(`${id}.svg`, `<svg>${name}</svg>`, { httpMetadata: { contentType: "image/svg+xml" } });
    await SIMILAR.upsert([{ id, values: vector, metadata: { price } }]);
  }
}

// A visitor's cart. Its orders are paid, mailed and counted.
export class Cart extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS items (product TEXT, count INTEGER)");
  }

  async put(product: string, count: number) {
    this.ctx.storage.sql.exec("INSERT INTO items VALUES (?, ?)", product, count);
    this.env.VISITS.writeDataPoint({ indexes: [product], blobs: ["put"], doubles: [count] });
  }

  async order(to: string) {
    const items = this.ctx.storage.sql.exec<{ product: string; count: number }>("SELECT * FROM items ORDER BY product").toArray();
    await this.env.ORDERS.send(items);
    this.ctx.storage.sql.exec("DELETE FROM items");
    const { messageId } = await this.env.MAIL.send({ from: "shop@example.com", to, subject: "Your order", text: items.map((i) => `${i.count} ${i.product}`).join("\n") });
    return { items: items.length, mailed: messageId.endsWith("@example.com>") };
  }
}

const actions: Record<string, (env: Env, ctx: any, query: URLSearchParams) => unknown> = {
  async fill(env, ctx) {
    const { Stock } = ctx.exports;
    await Stock.add("tea", "Tea", 3, [1, 0]);
    await Stock.add("coffee", "Coffee", 4, [0.8, 0.2]);
    await Stock.add("soap", "Soap", 2, [0, 1]);
    return "filled";
  },
  async login(env) {
    await env.SESSIONS.put("session", JSON.stringify({ user: "ann" }), { metadata: { at: 1 }, expirationTtl: 3600 });
    return "in";
  },
  async look(env, _, query) {
    const id = query.get("id");
    const { user } = await env.SESSIONS.get("session", "json");
    const product = await env.DB.prepare("SELECT name, price FROM products WHERE id = ?").bind(id).first();
    const picture = await (await env.PICTURES.get(`${id}.svg`)).text();
    const { matches } = await env.SIMILAR.queryById(id, { topK: 2, filter: { price: { $gte: 3 } } });
    return { user, product, picture, similar: matches.map((m: any) => m.id) };
  },
  async buy(env) {
    const cart = env.CART.getByName("ann");
    await cart.put("tea", 2);
    await cart.put("soap", 1);
    return cart.order("ann@example.com");
  },
  async rest(env, ctx) {
    const loaded = env.LOADER.get("hello", () => ({ compatibilityDate: "2026-01-01", mainModule: "m.js", modules: { "m.js": "export default { fetch() { return new Response('loaded') } }" } }));
    await caches.default.put("https://shop/cached", new Response("cached", { headers: { "Cache-Control": "max-age=60" } }));
    return {
      vars: [env.SHOP, env.TOKEN],
      limit: await env.LIMIT.limit({ key: "ann" }),
      version: Object.keys(env.VERSION),
      legacy: env.LEGACY.database,
      bank: await env.BANK.get().catch((error: Error) => error.message),
      loaded: await (await loaded.getEntrypoint().fetch("https://x/")).text(),
      cached: await (await caches.default.match("https://shop/cached"))?.text(),
      file: (await (await env.FILES.fetch("https://x/")).text()).trim(),
      ai: await env.AI.run("model", { prompt: "x" }).catch((error: Error) => error.message.slice(0, 40)),
      browser: await env.BROWSER.fetch("https://x/").catch((error: Error) => error.message.slice(0, 45)),
    };
  },
};

export default {
  async fetch(request: Request, env: Env, ctx: any) {
    const { pathname, searchParams } = new URL(request.url);
    const action = actions[pathname.slice("/api/".length)];
    if (!action) return new Response("not found", { status: 404 });
    return Response.json(await action(env, ctx, searchParams));
  },
};
