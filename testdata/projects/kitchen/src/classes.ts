// The classes: each is written in a way that is easily broken by whoever wraps
// or lowers it.
import { DurableObject, RpcTarget, WorkerEntrypoint } from "cloudflare:workers";
import type { Env } from "./check";

export class Plain extends DurableObject<Env> {
  field = `of ${this.ctx.id.name}`; // needs what the base class sets

  get getter() {
    return `got ${this.field}`;
  }

  identity() {
    return {
      name: this.constructor.name,
      instance: this instanceof Plain && this instanceof DurableObject,
      keys: Object.keys(this),
    };
  }

  own() {
    return [this.constructor === Plain, Object.getPrototypeOf(this) === Plain.prototype];
  }

  sameNamespace() {
    return (this.ctx.exports as any).Plain.idFromName("a").equals(this.env.PLAIN.idFromName("a"));
  }

  names() {
    return [this.ctx.id.name, this.ctx.id.toString() === this.env.PLAIN.idFromName(this.ctx.id.name!).toString()];
  }

  dish() {
    return [this.env.DISH, this.env.RECIPE, Object.keys(this.env).sort()];
  }

  async storage() {
    this.ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS pots (id INTEGER PRIMARY KEY)"); // dotool-ignore S02: what is tested
    this.ctx.storage.kv.put("lid", { on: true });
    return {
      tables: this.ctx.storage.sql
        .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'")
        .toArray()
        .map((table) => table.name),
      keys: [...(await this.ctx.storage.list())],
      alarm: await this.ctx.storage.getAlarm(),
    };
  }

  #rung?: (seen: unknown) => void;

  /** Sets an alarm for now and waits for it. */
  async ring() {
    const rung = new Promise((resolve) => (this.#rung = resolve));
    await this.ctx.storage.setAlarm(Date.now());
    return rung;
  }

  async alarm(info: AlarmInvocationInfo) {
    this.#rung?.([this.ctx.id.name, info.isRetry, info.retryCount]);
  }
}

export class Statics extends DurableObject<Env> {
  static made: string[] = [];
  static label = `label of ${this.name}`;
  static #secret = "secret";
  static {
    this.label += ", from a static block";
  }

  static open(key: string) {
    return key + " " + this.#secret;
  }

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    Statics.made.push(ctx.id.name!);
  }

  seen() {
    const own = this.constructor as typeof Statics;
    return [own.label, own.made === Statics.made, Statics.made.includes(this.ctx.id.name!)];
  }

  secret() {
    return (this.constructor as typeof Statics).open("the");
  }
}

export class Private extends DurableObject<Env> {
  #count = 40;

  #add(n: number) {
    return (this.#count += n);
  }

  get #total() {
    return this.#count;
  }

  seen() {
    this.#count = 40;
    this.#add(2);
    return [this.#total, #count in this];
  }
}

export class Base extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => this.ready.push("base"));
  }

  protected ready: string[] = [];

  static kind() {
    return "base";
  }

  get size() {
    return 1;
  }

  describe() {
    return `base ${this.size}`;
  }

  who() {
    return [this.constructor.name, this instanceof Derived, this.ready];
  }
}

export class Derived extends Base {
  static kind() {
    return `derived of ${super.kind()}`;
  }

  get size() {
    return super.size + 1;
  }

  describe() {
    return `derived of ${super.describe()}, ${Derived.kind()}`;
  }
}

type Constructor<T> = new (...args: any[]) => T;

const timed = <T extends Constructor<DurableObject<Env>>>(Parent: T) =>
  class Timed extends Parent {
    minutes = 5;
  };

export class Mixed extends timed(DurableObject as Constructor<DurableObject<Env>>) {
  seen() {
    return [this.minutes, this.constructor.name, Object.getPrototypeOf(Mixed).name];
  }
}

export const Expression = class extends DurableObject<Env> {
  seen() {
    return [this.constructor.name, this instanceof Expression];
  }
};

class Impl extends DurableObject<Env> {
  seen() {
    return [this.constructor.name, this instanceof Impl];
  }
}
export { Impl as Public };

/** Older than DurableObject: it extends nothing, and its fetch is a field. */
export class Legacy {
  constructor(
    private state: DurableObjectState,
    private env: Env,
  ) {}

  fetch = async (request: Request) => {
    const { pathname } = new URL(request.url);
    await this.state.storage.put("path", pathname);
    return Response.json([
      await this.state.storage.get("path"),
      this.env.DISH,
      this.constructor.name,
      this instanceof Legacy,
      Object.keys(this),
    ]);
  };
}

class Session extends RpcTarget {
  #guests: string[] = [];

  constructor(public readonly table: number) {
    super();
  }

  get seats() {
    return 4 - this.#guests.length;
  }

  seat(guest: string) {
    this.#guests.push(guest);
    return this.#guests.join(" and ");
  }
}

/** What RPC can carry besides plain values. */
export class Calls extends DurableObject<Env> {
  session(table: number) {
    return new Session(table);
  }

  stream() {
    return new Response("bytes of a stream").body!;
  }

  adder(a: number) {
    return (b: number) => a + b;
  }

  async each(values: number[], f: (value: number) => number | Promise<number>) {
    return Promise.all(values.map((value) => f(value)));
  }

  echo(value: unknown) {
    return value;
  }

  fail(): never {
    throw new RangeError("too much salt");
  }
}

/** WebSockets that hibernate. */
export class Sockets extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  async fetch(_: Request) {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, ["guest"]);
    server.serializeAttachment({ guest: this.ctx.getWebSockets("guest").length });
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws: WebSocket, message: string | ArrayBuffer) {
    ws.send(
      JSON.stringify({
        message: typeof message === "string" ? message : [...new Uint8Array(message)],
        tags: this.ctx.getTags(ws),
        attached: ws.deserializeAttachment().guest > 0,
        pinged: this.ctx.getWebSocketAutoResponseTimestamp(ws) instanceof Date,
        name: this.ctx.id.name,
      }),
    );
  }

  async webSocketClose(ws: WebSocket, code: number, reason: string) {
    // 1005 and 1006 mean that no code came: they cannot be sent.
    ws.close(code === 1005 || code === 1006 ? 1000 : code, `seen: ${reason}`);
  }
}

/** Has a facet: a child in the same place, with a database of its own. */
export class Parent extends DurableObject<Env> {
  async seen() {
    const exports = this.ctx.exports as any;
    const child = this.ctx.facets.get<Child>("child", () => ({ class: exports.Child }));
    this.ctx.storage.kv.put("who", "parent");
    const seen = await child.seen();
    return [this.ctx.storage.kv.get("who"), ...seen, this.ctx.id.name];
  }
}

export class Child extends DurableObject<Env> {
  async seen() {
    this.ctx.storage.kv.put("who", "child");
    return [this.ctx.storage.kv.get("who"), this.env.DISH, this.constructor.name, this instanceof Child];
  }
}

/** An entrypoint besides the default one. */
export class Waiter extends WorkerEntrypoint<Env> {
  serve(guest: string) {
    return [`${this.env.DISH} for ${guest}`, this.constructor.name, this instanceof Waiter];
  }

  async fetch(request: Request) {
    return new Response(`${this.env.DISH} at ${new URL(request.url).pathname}`);
  }
}
