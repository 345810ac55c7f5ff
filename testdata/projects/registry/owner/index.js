import { DurableObject, RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

class Counter extends RpcTarget {
  #n = 0;
  add(by) {
    return (this.#n += by);
  }
}

export class Named extends WorkerEntrypoint {
  fetch(request) {
    return new Response(`${request.method} ${JSON.stringify(this.ctx.props)}`);
  }
  who(name) {
    return `${name} of ${this.ctx.props.tenant}`;
  }
  counter() {
    return new Counter();
  }
  async calls(f) {
    return await f(20);
  }
  async fetches(stub) {
    return (await stub.fetch("http://owner/")).text();
  }
  room(name) {
    return this.env.ROOM.getByName(name);
  }
  fails() {
    throw new RangeError("out of range");
  }
}

export class Room extends DurableObject {
  add() {
    const n = (this.ctx.storage.kv.get("n") ?? 0) + 1;
    this.ctx.storage.kv.put("n", n);
    return n;
  }
  fetch(request) {
    if (request.headers.get("upgrade") !== "websocket") return new Response(`room ${this.ctx.storage.kv.get("n")}`);
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(ws, message) {
    ws.send(`echo ${message}`);
  }
}

const version = 1;

export default {
  async fetch(request, env) {
    if (request.headers.has("upgrade")) return env.ROOM.getByName("a").fetch(request);
    if (new URL(request.url).pathname === "/add") return new Response(String(await env.ROOM.getByName("a").add()));
    return new Response(`version ${version} ${await request.text()}`);
  },
  queue(batch) {
    for (const { body } of batch.messages) console.log(batch.queue, "job", body.n);
  },
  tail(events) {
    for (const { event, logs } of events) console.log("tail of", new URL(event.request?.url ?? "http://none/").pathname, JSON.stringify(logs.map(({ message }) => message)));
  },
};
