// Events that are not requests, for the commands of dotool and for the routes of dev
// servers. They reach the handlers of a Worker as those of the runtime do.
import { WorkerEntrypoint } from "cloudflare:workers";
import { workerOf } from "dotool:call";

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

// Runs the queue handler of a Worker with messages that are in no queue, and says what it
// decided about them.
export async function queue({ worker, queue, messages }, env) {
  const handlers = handlersOf(env, worker);
  const batch = messages.map(({ id, body, attempts }) => ({ id, timestamp: new Date(), body, attempts }));
  const metrics = { backlogCount: 0, backlogBytes: 0 };
  const { outcome, ackAll, retryBatch, explicitAcks, retryMessages } = await handlers.queue(queue, batch, { metrics });
  const missing = outcome !== "ok" && !(await workerOf(env, worker || env.WORKER).handles(env.SECRET, "queue"));
  return { outcome, ackAll, retryBatch, explicitAcks, retryMessages, missing };
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
    if (pathname.endsWith("/email")) return emailed(worker, searchParams, request, this.env);
    const time = searchParams.get("time");
    const result = await scheduled({ worker, cron: searchParams.get("cron"), at: time ? parseInt(time) : undefined }, this.env);
    if (pathname === "/__scheduled") return new Response("Ran scheduled event");
    const status = result.outcome === "ok" ? 200 : 500;
    return searchParams.get("format") === "json" ? Response.json(result, { status }) : new Response(result.outcome, { status });
  }
}

// Delivers an email to a Worker, with the response of wrangler dev.
async function emailed(worker, query, request, env) {
  let received;
  try {
    received = await env.EMAIL.receive({ worker, from: query.get("from"), to: query.get("to") }, request.body);
  } catch (error) {
    return new Response(error?.stack ?? String(error), { status: 500 });
  }
  const { problem, result, error, missing } = received;
  if (problem !== undefined) return new Response(problem, { status: 400 });
  if (query.get("format") === "json") return Response.json(result, { status: result.outcome === "ok" ? 200 : 500 });
  if (missing) return new Response("Worker does not export an email() handler; message stored without delivery.", { status: 500 });
  if (error !== undefined) return new Response(error, { status: 500 });
  if (result.rejectReason !== undefined) return new Response(`Worker rejected email with the following reason: ${result.rejectReason}`, { status: 400 });
  return new Response("Worker successfully processed email");
}

// The same for dotool.
export async function email(query, request, env) {
  const worker = query.get("worker") || env.WORKER;
  try {
    handlersOf(env, worker);
    if (env.EMAIL === undefined) {
      await request.body?.pipeTo(new WritableStream()); // a connection that is not read to its end is lost
      return { missing: true };
    }
    return await env.EMAIL.receive({ worker, from: query.get("from"), to: query.get("to") }, request.body);
  } catch (error) {
    const text = String(error?.message ?? error);
    return { problem: /reading 'address'/.test(text) ? "the message has no From header" : text };
  }
}
