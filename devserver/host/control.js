// The control worker: a second Worker in the same process, reached over a unix
// socket by dotool alone, which reaches the user's objects.
import unsafe from "workerd:unsafe";
import { call, forward, stubOf } from "dotool-call.js";

export default {
  async fetch(request, env, ctx) {
    if (request.headers.get("authorization") !== "Bearer " + env.SECRET) return new Response("forbidden\n", { status: 403 });
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/drain") return drain(request, env, ctx);
    if (pathname === "/ping") return new Response();
    if (pathname === "/flush") {
      const on = await request.text();
      await env.USER.flush(env.SECRET, on === "" ? undefined : JSON.parse(on), searchParams.get("mark"));
      return new Response();
    }
    if (pathname === "/sockets") return json(await env.USER.sockets(env.SECRET));
    if (pathname === "/hold") return json(await env.USER.hold(env.SECRET, (await request.json()).to));
    if (pathname === "/object") return object(await request.json(), env);
    if (pathname === "/call") return call(request, env);
    if (pathname === "/fetch") return forward(request, env);
    if (pathname === "/methods") return json((await env.USER.methods(env.SECRET, await request.text())) ?? "null");
    if (pathname === "/evict") return evict(await request.json(), env);
    return new Response("unknown\n", { status: 404 });
  },
};

const json = (text) => new Response(text, { headers: { "content-type": "application/json" } });

// Drain makes the process ready to end, in three steps. It closes the
// WebSockets with a code that asks clients to come back; returns {idle}
// so that dotool sends SIGTERM, after which new connections wait in the socket;
// and once dotool says so evicts the objects, which waits for the requests they
// are working on, and then for those of the Worker. Everything still running
// when the time is up is cut, and listed in the second line. It is idle if nothing
// is waited for but WebSockets, whose clients have been notified and need not reply.
function drain(request, env, ctx) {
  const { readable, writable } = new TransformStream();
  ctx.waitUntil(steps(request.body, writable.getWriter(), env).catch(() => {}));
  return new Response(readable);
}

async function steps(body, answer, env) {
  const encoder = new TextEncoder();
  const orders = body.getReader();
  const { value } = await orders.read(); // the time, in milliseconds
  let limit = Number(new TextDecoder().decode(value));
  const end = Date.now() + limit * 0.9;
  const line = (value) => answer.write(encoder.encode(JSON.stringify(value) + "\n"));
  const known = await Promise.race([closeSockets(env), scheduler.wait(Math.min(limit / 4, 250))]);
  const { inFlight, sockets } = known || { inFlight: 1, sockets: 0 };
  const idle = inFlight === 0 && sockets > 0;
  if (idle) limit = Math.min(limit, 50);
  await line({ idle });
  await orders.read(); // SIGTERM was sent
  await Promise.race([unsafe.evictAllDurableObjects({ webSockets: "close" }), scheduler.wait(limit * 0.9)]);
  await line(idle ? [] : JSON.parse(await env.USER.unfinished(env.SECRET, end)));
  await answer.close();
  await unsafe.abortAllDurableObjects();
}

async function closeSockets(env) {
  const { plain, objects, inFlight } = JSON.parse(await env.USER.closeSockets(env.SECRET));
  await Promise.allSettled(objects.map((object) => ask(env, object, "close-sockets")));
  return { inFlight, sockets: plain + objects.length };
}

// Takes an object out of memory, unless it is not there.
async function evict({ target, webSockets }, env) {
  try {
    await unsafe.evict(stubOf(env, target), { webSockets });
    return Response.json({ evicted: true });
  } catch (error) {
    if (/not currently running/.test(error?.message)) return Response.json({ evicted: false });
    return Response.json({ error: String(error?.message ?? error) });
  }
}

// Has an object do something and returns {"result"} or {"error"}.
async function object({ worker, name, id, objectName, action, args }, env) {
  try {
    const rpc = await env.USER.takesRpc(env.SECRET, name);
    if (rpc === undefined) throw new Error("the server hosts no class " + name);
    return Response.json({ result: (await ask(env, { worker, name, id, objectName, rpc }, action, args)) ?? null });
  } catch (error) {
    return Response.json({ error: String(error?.message ?? error) });
  }
}

// Has an object do what only code inside it can. Reached by its name, where that
// is known, since one that is started by its id alone does not know its name.
async function ask(env, { worker, name, id, objectName, rpc }, action, args) {
  const stub = stubOf(env, { worker, name, id, objectName });
  if (rpc) return stub.__dotool(env.SECRET, action, args);
  const response = await stub.fetch("http://dotool/", {
    method: "POST",
    headers: { "dotool-secret": env.SECRET },
    body: JSON.stringify({ action, args }),
  });
  return response.json();
}
