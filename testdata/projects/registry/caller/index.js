const checks = {
  fetch: async ({ OWNER }) => (await OWNER.fetch("http://owner/", { method: "POST", body: "body" })).text(),
  entrypoint: async ({ NAMED }) => (await NAMED.fetch("http://owner/", { method: "PUT", body: "body" })).text(),
  rpc: ({ NAMED }) => NAMED.who("ada"),
  target: async ({ NAMED }) => {
    using counter = await NAMED.counter();
    return `${await counter.add(1)} ${await counter.add(2)}`;
  },
  pipelined: ({ NAMED }) => NAMED.counter().add(5),
  callback: ({ NAMED }) => NAMED.calls((n) => n + 1),
  error: ({ NAMED }) => NAMED.fails(),
  absent: ({ NAMED }) => NAMED.nothing(),
  object: ({ ROOM }) => ROOM.getByName("a").add(),
  "object by id": ({ ROOM }) => ROOM.get(ROOM.idFromString(ROOM.idFromName("a").toString())).add(),
  "object fetch": async ({ ROOM }) => (await ROOM.getByName("a").fetch("http://owner/")).text(),
  socket: ({ ROOM }) => greeted(ROOM.getByName("a")),
  "service's socket": ({ OWNER }) => greeted(OWNER),
  stub: ({ NAMED, ROOM }) => NAMED.fetches(ROOM.getByName("a")),
  returned: async ({ NAMED }) => (await NAMED.room("a")).add(),
};

async function greeted(to) {
  const { webSocket } = await to.fetch("http://owner/", { headers: { upgrade: "websocket" } });
  webSocket.accept();
  const { promise, resolve } = Promise.withResolvers();
  webSocket.addEventListener("message", ({ data }) => resolve(data));
  webSocket.send("hello");
  const data = await promise;
  webSocket.close();
  return data;
}

const tried = (check, env) => Promise.resolve().then(() => check(env)).catch((error) => `${error.name}: ${error.message}`);

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    console.log("path", pathname);
    if (pathname === "/until") { // the other dev server takes a moment
      const want = searchParams.get("text");
      for (;;) {
        const is = await tried(async () => (await env.OWNER.fetch("http://owner/")).text(), env);
        if (is.includes(want)) return new Response(is);
        await scheduler.wait(20);
      }
    }
    if (pathname === "/send") {
      await env.JOBS.send({ n: searchParams.get("n") });
      return new Response("sent");
    }
    const lines = [];
    for (const [name, check] of Object.entries(checks)) {
      if (searchParams.getAll("not").includes(name) || (searchParams.get("only") ?? name) !== name) continue;
      lines.push(`${name}: ${await tried(check, env)}\n`);
    }
    return new Response(lines.join(""));
  },
};
