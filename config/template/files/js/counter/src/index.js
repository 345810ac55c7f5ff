import { DurableObject } from "cloudflare:workers";

/** A counter. Each name has an object of its own. */
export class Counter extends DurableObject {
  value() {
    return this.ctx.storage.kv.get("value") ?? 0;
  }

  increment(by = 1) {
    const value = this.value() + by;
    this.ctx.storage.kv.put("value", value);
    return value;
  }
}

export default {
  async fetch(request, env) {
    const [, name] = /^\/counters\/([\w-]+)$/.exec(new URL(request.url).pathname) ?? [];
    if (!name) return new Response("GET or POST /counters/NAME\n", { status: 404 });
    const counter = env.COUNTER.getByName(name);
    const value = request.method === "POST" ? await counter.increment() : await counter.value();
    return Response.json({ name, value });
  },
};
