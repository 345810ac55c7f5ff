import { DurableObject } from "cloudflare:workers";

export class Session extends DurableObject {
  visit() {
    const n = (this.ctx.storage.kv.get<number>("visits") ?? 0) + 1;
    this.ctx.storage.kv.put("visits", n);
    return n;
  }
}

export default {
  async fetch(request: Request, env: any): Promise<Response> {
    const [, action, name] = new URL(request.url).pathname.split("/");
    switch (action) {
      case "say":
        return new Response(`${name}: ${await env.ROOM.getByName(name).add("said")}`);
      case "later":
        await env.JOBS.send({ room: name });
        return new Response("later");
      case "hello":
        return new Response(await env.ROOMS.greeting(name));
      case "visit":
        return new Response(`visit ${await env.SESSION.getByName(name).visit()}`);
    }
    return new Response("web 1");
  },
};
