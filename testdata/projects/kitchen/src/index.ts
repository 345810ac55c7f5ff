// Everything a bundler and an instrumented runtime must get right, each thing
// with a check.
//
//   GET /self-test      runs all checks: {"ok": true, "checks": {name: true | "what was wrong"}}
//   GET /checks/:name   one check: {"saw", "want"}
//   GET /request        the request as the Worker sees it, with its headers and cf
//   GET /fetch?url=     what a fetch of the URL answers
//   GET /sockets/:name  a hibernating WebSocket: "ping" is answered "pong" by the runtime, the rest by the object
//   GET /throw          throws
import { WorkerEntrypoint } from "cloudflare:workers";
import { run, type Check, type Env } from "./check";
import { modules } from "./modules";
import { objects } from "./objects";

export * from "./classes";

const checks: Record<string, Check> = { ...modules, ...objects };

export default class extends WorkerEntrypoint<Env> {
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const kitchen = { env: this.env, ctx: this.ctx };
    const [, route, name] = url.pathname.split("/");
    switch (route) {
      case "self-test": {
        const results = await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await run(check, kitchen)] as const));
        return Response.json({ ok: results.every(([, result]) => result === true), checks: Object.fromEntries(results) });
      }
      case "checks": {
        const check = checks[name];
        if (!check) return Response.json(Object.keys(checks), { status: 404 });
        return Response.json({ saw: await check.saw(kitchen), want: check.want });
      }
      case "request":
        return Response.json({
          method: request.method,
          url: request.url,
          headers: Object.fromEntries(request.headers),
          cf: request.cf ?? null,
        });
      case "fetch": {
        const response = await fetch(url.searchParams.get("url")!);
        return Response.json({ status: response.status, body: await response.text() });
      }
      case "sockets":
        return this.env.SOCKETS.getByName(name).fetch(request);
      case "throw":
        throw new Error("deliberate");
      default:
        return new Response("not found: see /self-test\n", { status: 404 });
    }
  }

  async hello(guest: string) {
    return [`hello ${guest}`, this.env.DISH, this instanceof WorkerEntrypoint];
  }
}
