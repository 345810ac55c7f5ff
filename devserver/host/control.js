// The control worker: one more Worker in the same process, reached over a unix
// socket by dotool alone, which reaches the user's Workers and their objects.
import unsafe from "workerd:unsafe";
import { call, forward, stubOf, workerOf } from "dotool:call";
import { Routes, email, queue, schedule } from "dotool:trigger";

export { Routes };

export default {
  async fetch(request, env, ctx) {
    if (request.headers.get("authorization") !== "Bearer " + env.SECRET) return new Response("forbidden\n", { status: 403 });
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/drain") return drain(request, env, ctx);
    if (pathname === "/ping") return new Response();
    if (pathname === "/registry") {
      const table = await request.json();
      await env.REGISTRY?.update(table);
      ctx.waitUntil(failing(() => env.QUEUES?.elsewhere(Object.keys(table.queues))));
      return new Response();
    }
    if (pathname === "/flush") {
      const text = await request.text();
      const on = text === "" ? undefined : JSON.parse(text);
      const of = (worker) => (Array.isArray(on) ? on.filter((f) => (f.worker ?? worker) === worker) : on);
      // The mark comes after what any Worker has printed.
      const others = workers(env).filter((worker) => worker !== env.WORKER);
      await Promise.all(others.map((worker) => workerOf(env, worker).flush(env.SECRET, of(worker))));
      await workerOf(env).flush(env.SECRET, of(env.WORKER), searchParams.get("mark"));
      return new Response();
    }
    if (pathname === "/sockets") return Response.json((await askEach(env, (user) => user.sockets(env.SECRET))).flatMap(named));
    if (pathname === "/queue") return json(await failing(async () => queue(await request.json(), env)));
    if (pathname === "/queues") {
      const { action, args = [] } = await request.json();
      const done = failing(() => env.QUEUES?.[action](...args)); // see Queues in products/queues.js
      if (action === "wake" && args.length === 0) ctx.waitUntil(done); // at the start
      else return json(await done);
      return new Response();
    }
    if (pathname === "/hold") return Response.json(await hold(await request.json(), env));
    if (pathname === "/object") return object(await request.json(), env);
    if (pathname === "/call") return call(request, env);
    if (pathname === "/fetch") return forward(request, env);
    if (pathname === "/methods") {
      const { worker, name } = await request.json();
      return json((await workerOf(env, worker)?.methods(env.SECRET, name)) ?? "null");
    }
    if (pathname === "/scheduled") return Response.json(await schedule(await request.json(), env));
    if (pathname === "/workflows") return env.WORKFLOWS?.fetch(new Request(request)) ?? Response.json({ error: "the server runs no workflows" });
    if (pathname === "/email") return Response.json(await email(searchParams, request, env));
    if (pathname === "/evict") return evict(await request.json(), env);
    return new Response("unknown\n", { status: 404 });
  },
};

const json = (text) => new Response(text, { headers: { "content-type": "application/json" } });

// The names of the user's Workers.
const workers = (env) => Object.keys(env).filter((key) => key.startsWith("worker:")).map((key) => key.slice(7));

// Calls each of the user's Workers, and returns their results.
function askAll(env, ask) {
  return Promise.all(workers(env).map(async (worker) => ({ worker, answer: await ask(workerOf(env, worker), worker) })));
}

// The same for results in JSON.
const askEach = async (env, ask) => (await askAll(env, ask)).map(({ worker, answer }) => ({ worker, answer: JSON.parse(answer) }));

// Adds the name of the Worker to each item of a result.
const named = ({ worker, answer }) => answer.map((item) => ({ worker, ...item }));

// The result of f, or its error, as JSON.
async function failing(f) {
  try {
    return JSON.stringify({ result: (await f()) ?? null });
  } catch (error) {
    return JSON.stringify({ error: String(error?.message ?? error) });
  }
}

// Moves the clock of the Workers, fires cron triggers or has messages delivered, each at its
// time, until an alarm or a delivery may come first. What the handlers printed is on its
// way when they have ended.
async function hold({ to, crons, deliver }, env) {
  const held = await holdAll(to, env);
  if (crons) await fireCrons(crons, held, env);
  else if (deliver) await deliverQueues(deliver, held, env);
  else return held;
  await askAll(env, (user) => user.flush(env.SECRET, undefined, ""));
  return held;
}

async function fireCrons(crons, held, env) {
  Object.assign(held, { ran: 0, missing: false });
  for (const [i, event] of crons.entries()) {
    await moveOn(held, event.at, env);
    Object.assign(held, await schedule(event, env));
    if (held.missing || held.error !== undefined) return;
    held.ran++;
    await moveOn(held, undefined, env);
    if (held.changed.length > 0 || held.delivery?.at < crons[i + 1]?.at) return;
  }
}

async function deliverQueues({ until, most }, held, env) {
  held.delivered = [];
  while (held.delivered.length < most && held.changed.length === 0 && held.delivery?.at <= until) {
    const { at } = held.delivery;
    await moveOn(held, at, env);
    const batch = await env.QUEUES.advance(at);
    if (batch === null) return;
    held.delivered.push(batch);
    await moveOn(held, undefined, env);
  }
}

async function moveOn(held, to, env) {
  const { now, changed, delivery } = await holdAll(to, env);
  Object.assign(held, { now, changed: [...held.changed, ...changed] });
  if (to === undefined) held.delivery = delivery;
}

// Returns the state of the alarms and, unless the clock is moved, what is delivered next.
async function holdAll(to, env) {
  if (to !== undefined) await env.QUEUES?.clock(to);
  const all = await askEach(env, (user) => user.hold(env.SECRET, to));
  const { held, now } = all[0].answer;
  const delivery = held && to === undefined && env.QUEUES ? await env.QUEUES.due() : null;
  const changed = all.flatMap(({ worker, answer }) => named({ worker, answer: answer.changed }));
  if (to === undefined) await Promise.all(changed.map((object) => addAlarm(object, env)));
  return { held, now, delivery, changed };
}

// Adds the time of its alarm to an object; to one that cannot be asked, nothing.
async function addAlarm(object, env) {
  const { worker, class: name, id, name: objectName } = object;
  try {
    const rpc = await workerOf(env, worker).takesRpc(env.SECRET, name);
    object.alarm = { at: await ask(env, { worker, name, id, objectName, rpc }, "get-alarm", {}) };
  } catch {
    // Whoever asks it learns why.
  }
}

// Drain prepares the process to end, in three steps. It closes the WebSockets with a
// code that asks clients to reconnect; returns {idle}, so that dotool sends SIGTERM,
// after which new connections wait in the socket; and when dotool tells it to, evicts
// the objects, which waits for their running requests, and then waits for those of the
// Worker. Whatever is still running when the time is up is cut, and listed in the
// second line. The process is idle if only WebSockets are open, whose clients have been
// notified and need not reply.
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
  const settled = Promise.resolve(env.QUEUES?.end()).catch(() => {}); // before its objects go
  await Promise.race([settled.then(() => unsafe.evictAllDurableObjects({ webSockets: "close" })), scheduler.wait(limit * 0.9)]);
  await line(idle ? [] : (await askEach(env, (user) => user.unfinished(env.SECRET, end))).flatMap(named));
  await answer.close();
  await unsafe.abortAllDurableObjects();
}

async function closeSockets(env) {
  const all = await askEach(env, (user) => user.closeSockets(env.SECRET));
  const objects = all.flatMap(({ worker, answer }) => named({ worker, answer: answer.objects }));
  await Promise.allSettled(objects.map((object) => ask(env, object, "close-sockets")));
  const sum = (count) => all.reduce((sum, { answer }) => sum + count(answer), 0);
  return { inFlight: sum((answer) => answer.inFlight), sockets: sum((answer) => answer.plain) + objects.length };
}

// Unloads an object from memory, if it is there.
async function evict({ target, webSockets }, env) {
  try {
    await unsafe.evict(stubOf(env, target), { webSockets });
    return Response.json({ evicted: true });
  } catch (error) {
    if (/not currently running/.test(error?.message)) return Response.json({ evicted: false });
    return Response.json({ error: String(error?.message ?? error) });
  }
}

// Runs an operation in an object and returns {"result"} or {"error"}.
async function object({ worker, name, id, objectName, action, args }, env) {
  try {
    if (action === "fire-alarm" && args.clock !== undefined) await holdAll(args.clock, env);
    const rpc = await workerOf(env, worker)?.takesRpc(env.SECRET, name);
    if (rpc === undefined) throw new Error("the server hosts no class " + name);
    return Response.json({ result: (await ask(env, { worker, name, id, objectName, rpc }, action, args)) ?? null });
  } catch (error) {
    return Response.json({ error: String(error?.message ?? error) });
  }
}

// Runs an operation that only code inside an object can do. The object is addressed by
// its name, if known, since one that is started by id does not know its name.
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
