// Events that are no requests, for the commands of dotool and for the routes of dev
// servers. They reach the handlers of a Worker as those of the runtime do.
import { WorkerEntrypoint } from "cloudflare:workers";
import { workerOf } from "dotool-call.js";

// Runs the scheduled handler of a Worker and says how it went; what it printed and threw
// is reported as that of any call.
export async function scheduled({ worker, at, cron }, env) {
  const { outcome, noRetry } = await handlersOf(env, worker).scheduled({ scheduledTime: new Date(at ?? Date.now()), cron: cron ?? "" });
  return { outcome, noRetry: noRetry === true };
}

function handlersOf(env, worker) {
  const handlers = env["handlers:" + (worker || env.WORKER)];
  if (handlers === undefined) throw new Error("the server hosts no Worker " + worker);
  return handlers;
}

// The same for dotool, which also learns whether there is such a handler.
export async function schedule(event, env) {
  try {
    const result = await scheduled(event, env);
    const missing = result.outcome !== "ok" && !(await workerOf(env, event.worker || env.WORKER).handles(env.SECRET, "scheduled"));
    return { ...result, missing };
  } catch (error) {
    return { missing: false, error: String(error?.message ?? error) };
  }
}

// The routes of dev servers, which the user's Worker passes on: those of wrangler dev,
// with its responses.
export class Routes extends WorkerEntrypoint {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const { worker, hosts } = this.ctx.props;
    // A page of another site could reach them by a name that leads here.
    for (const [name, url] of [["Host", `http://${request.headers.get("host")}`], ["Origin", request.headers.get("origin")]]) {
      const host = url === null ? "localhost" : URL.parse(url)?.hostname;
      if (!["localhost", "127.0.0.1", "[::1]", ...hosts].includes(host)) return new Response(`Invalid ${name} header`, { status: 403 });
    }
    const time = searchParams.get("time");
    const result = await scheduled({ worker, cron: searchParams.get("cron"), at: time ? parseInt(time) : undefined }, this.env);
    if (pathname === "/__scheduled") return new Response("Ran scheduled event");
    const status = result.outcome === "ok" ? 200 : 500;
    return searchParams.get("format") === "json" ? Response.json(result, { status }) : new Response(result.outcome, { status });
  }
}
