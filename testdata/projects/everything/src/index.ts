import { DurableObject } from "cloudflare:workers";
import { EmailMessage } from "cloudflare:email";

export class Room extends DurableObject {
  // Objects have the same env as the Worker.
  async remember(text: string) {
    await this.env.KV.put("from-room", text);
    return this.ctx.storage.sql.exec("SELECT count(*) AS n FROM sqlite_schema").one().n;
  }
}

const thrown = (promise: Promise<unknown>) => promise.then(() => "nothing", (e) => e.message as string);

// One check a binding: what it returns is compared with what it should be.
const checks: Record<string, (env: any, ctx: any) => Promise<[got: unknown, want: unknown]>> = {
  async kv(env) {
    await env.KV.put("greeting", env.GREETING, { metadata: { by: "test" } });
    const { value, metadata } = await env.KV.getWithMetadata("greeting");
    await env.ROOM.getByName("lobby").remember("kept");
    return [[value, metadata.by, await env.KV.get("from-room")], ["hello", "test", "kept"]];
  },
  async d1(env) {
    await env.DB.prepare("DELETE FROM notes").run();
    await env.DB.batch([env.DB.prepare("INSERT INTO notes (text) VALUES (?)").bind("one"), env.DB.prepare("INSERT INTO notes (text) VALUES (?)").bind("two")]);
    const { results } = await env.DB.prepare("SELECT text FROM notes ORDER BY id").all();
    return [results.map((r: any) => r.text), ["one", "two"]];
  },
  async r2(env) {
    await env.FILES.put("docs/a.txt", "a file", { httpMetadata: { contentType: "text/plain" } });
    const file = await env.FILES.get("docs/a.txt");
    const { objects } = await env.FILES.list({ prefix: "docs/" });
    return [[await file.text(), file.httpMetadata.contentType, objects.length], ["a file", "text/plain", 1]];
  },
  async cache() {
    const url = "https://cache.example/page";
    await caches.default.put(url, new Response("cached", { headers: { "cache-control": "max-age=60" } }));
    return [await (await caches.default.match(url))?.text(), "cached"];
  },
  async rateLimit(env) {
    const key = crypto.randomUUID();
    const all = [];
    for (let i = 0; i < 3; i++) all.push((await env.LIMIT.limit({ key })).success);
    // The third may fall into the next window.
    return [all.slice(0, 2), [true, true]];
  },
  async version(env) {
    return [[typeof env.VERSION.id, typeof env.VERSION.tag, typeof env.VERSION.timestamp], ["string", "string", "string"]];
  },
  async hyperdrive(env) {
    return [[env.PG.user, env.PG.password, env.PG.database, typeof env.PG.connectionString], ["user", "secret", "app", "string"]];
  },
  async email(env) {
    const raw = (to: string) => new EmailMessage("app@example.com", to, `From: app@example.com\r\nTo: ${to}\r\nMessage-ID: <1@example.com>\r\nSubject: hi\r\n\r\nhello`);
    await env.MAIL.send(raw("ada@example.com"));
    return [await thrown(env.MAIL.send(raw("bob@example.com"))), "email to bob@example.com not allowed"];
  },
  async analytics(env) {
    env.POINTS.writeDataPoint({ indexes: ["home"], blobs: ["GET"], doubles: [1] });
    return [1, 1];
  },
  async pipeline(env) {
    return [await env.PIPE.send([{ a: 1 }]), undefined];
  },
  async loader(env) {
    const code = { compatibilityDate: "2026-06-01", mainModule: "m.js", modules: { "m.js": "export default { fetch: () => new Response('loaded') }" } };
    const worker = env.LOADER.get("one", () => code);
    return [await (await worker.getEntrypoint().fetch("https://x.example/")).text(), "loaded"];
  },
  async exports(_env, ctx) {
    return [typeof ctx.exports.Room.idFromName, "function"];
  },
  async secret(env) {
    return [await thrown(env.TOKEN.get()), 'Secret "token" not found'];
  },
  async remote(env) {
    const told = async (promise: Promise<unknown>, name: string) => (await thrown(promise)).includes(name);
    return [[await told(env.AI.run("@cf/meta/llama-3.1-8b-instruct", { prompt: "hi" }), "AI"), await told(env.CERT.fetch("https://x.example/"), "CERT")], [true, true]];
  },
};

export default {
  async fetch(_request: Request, env: unknown, ctx: unknown) {
    const failed: Record<string, unknown> = {};
    for (const [name, check] of Object.entries(checks)) {
      const [got, want] = await check(env, ctx).catch((e) => [String(e), "no error"]);
      if (JSON.stringify(got) !== JSON.stringify(want)) failed[name] = { got, want };
    }
    return Response.json({ checks: Object.keys(checks).length, failed });
  },
};
