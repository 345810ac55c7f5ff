// What whoever hosts the classes must get right: one check per way to write or
// to reach one. wrangler dev fails three of them: it serves a subclass of each
// class (own-constructor, static-private) and keeps a table of its own in their
// databases (storage).
import { exports as imported } from "cloudflare:workers";
import type { Check, Kitchen } from "./check";

const name = "self-test";

export const objects: Record<string, Check> = {
  identity: {
    saw: ({ env }) => env.PLAIN.getByName(name).identity(),
    want: { name: "Plain", instance: true, keys: ["ctx", "env", "field"] },
  },
  "own-constructor": { saw: ({ env }) => env.PLAIN.getByName(name).own(), want: [true, true] },
  "ctx-exports": { saw: ({ env }) => env.PLAIN.getByName(name).sameNamespace(), want: true },
  getter: { saw: ({ env }) => env.PLAIN.getByName(name).getter, want: "got of self-test" },
  "id-name": { saw: ({ env }) => env.PLAIN.getByName(name).names(), want: [name, true] },
  "id-without-name": {
    saw: async ({ env }) => {
      const id = env.PLAIN.newUniqueId();
      return [id.name ?? null, await env.PLAIN.get(id).getter];
    },
    want: [null, "got of undefined"],
  },
  env: {
    saw: ({ env }) => env.PLAIN.getByName(name).dish(),
    want: [
      "soup",
      { water: 1, salt: [0.5, "pinch"] },
      ["BASE", "CALLS", "DERIVED", "DISH", "EXPRESSION", "LEGACY", "MIXED", "PARENT", "PLAIN", "PRIVATE", "PUBLIC", "RECIPE", "SOCKETS", "STATICS"],
    ],
  },
  storage: {
    saw: ({ env }) => env.PLAIN.getByName(name).storage(),
    want: { tables: ["pots"], keys: [["lid", { on: true }]], alarm: null },
  },
  alarm: { saw: ({ env }) => env.PLAIN.getByName("alarm").ring(), want: ["alarm", false, 0] },
  statics: {
    saw: ({ env }) => env.STATICS.getByName(name).seen(),
    want: ["label of Statics, from a static block", true, true],
  },
  "static-private": { saw: ({ env }) => env.STATICS.getByName(name).secret(), want: "the secret" },
  "private-fields": { saw: ({ env }) => env.PRIVATE.getByName(name).seen(), want: [42, true] },
  "base-class": {
    saw: async ({ env }) => {
      const base = env.BASE.getByName(name);
      return [await base.describe(), await base.who()];
    },
    want: ["base 1", ["Base", false, ["base"]]],
  },
  "super-calls": {
    saw: async ({ env }) => {
      const derived = env.DERIVED.getByName(name);
      return [await derived.describe(), await derived.who()];
    },
    want: ["derived of base 2, derived of base", ["Derived", true, ["base"]]],
  },
  mixin: { saw: ({ env }) => env.MIXED.getByName(name).seen(), want: [5, "Mixed", "Timed"] },
  "class-expression": { saw: ({ env }) => env.EXPRESSION.getByName(name).seen(), want: ["Expression", true] },
  "exported-as": { saw: ({ env }) => env.PUBLIC.getByName(name).seen(), want: ["Impl", true] },
  "legacy-class": {
    saw: async ({ env }) => (await env.LEGACY.get(env.LEGACY.idFromName(name)).fetch("http://kitchen/stove")).json(),
    want: ["/stove", "soup", "Legacy", true, ["state", "env", "fetch"]],
  },
  "rpc-target": {
    saw: async ({ env }) => {
      using session = await env.CALLS.getByName(name).session(7);
      await session.seat("ann");
      return [await session.seat("bob"), await session.seats];
    },
    want: ["ann and bob", 2],
  },
  "rpc-pipelining": { saw: ({ env }) => env.CALLS.getByName(name).session(7).seat("eve"), want: "eve" },
  "rpc-stream": { saw: async ({ env }) => new Response(await env.CALLS.getByName(name).stream()).text(), want: "bytes of a stream" },
  "rpc-function": {
    saw: async ({ env }) => {
      using add = await env.CALLS.getByName(name).adder(2);
      return add(3);
    },
    want: 5,
  },
  "rpc-callback": { saw: ({ env }) => env.CALLS.getByName(name).each([1, 2], (value) => value * 10), want: [10, 20] },
  "rpc-values": {
    saw: async ({ env }) => {
      const value = new Map<unknown, unknown>([["date", new Date(0)], [1n, new Set(["a"])], ["re", /x/g]]);
      const back = (await env.CALLS.getByName(name).echo(value)) as typeof value;
      return [[...back.keys()].map(String), (back.get("date") as Date).getTime(), [...(back.get(1n) as Set<string>)], String(back.get("re"))];
    },
    want: [["date", "1", "re"], 0, ["a"], "/x/g"],
  },
  "rpc-error": {
    saw: async ({ env }) => {
      try {
        await env.CALLS.getByName(name).fail();
      } catch (error) {
        return [error instanceof RangeError, (error as Error).message];
      }
    },
    want: [true, "too much salt"],
  },
  "rpc-missing-method": {
    saw: async ({ env }) => {
      try {
        await (env.CALLS.getByName(name) as any).dance();
      } catch (error) {
        return String(error);
      }
    },
    want: 'TypeError: The RPC receiver does not implement the method "dance".',
  },
  websocket: { saw: websocket, want: ["pong", { message: "salt", tags: ["guest"], attached: true, pinged: true, name }, [1, 2], [4001, "seen: full"]] },
  facets: {
    saw: ({ env }) => env.PARENT.getByName(name).seen(),
    want: ["parent", "child", "soup", "Child", true, name],
  },
  "named-entrypoint": {
    saw: async ({ ctx }) => [await ctx.exports.Waiter.serve("ann"), await (await ctx.exports.Waiter.fetch("http://kitchen/table")).text()],
    want: [["soup for ann", "Waiter", true], "soup at /table"],
  },
  "default-entrypoint": { saw: ({ ctx }) => ctx.exports.default.hello("ann"), want: ["hello ann", "soup", true] },
  "imported-exports": { saw: () => (imported as Kitchen["ctx"]["exports"]).Plain.getByName(name).getter, want: "got of self-test" },
};

async function websocket({ env }: Kitchen) {
  const { webSocket: ws } = await env.SOCKETS.getByName(name).fetch("http://kitchen/", { headers: { upgrade: "websocket" } });
  if (!ws) throw new Error("no WebSocket");
  ws.accept();
  const say = (what: string | ArrayBuffer) =>
    new Promise<string>((resolve) => {
      ws.addEventListener("message", ({ data }) => resolve(data as string), { once: true });
      ws.send(what);
    });
  const pong = await say("ping");
  const message = JSON.parse(await say("salt"));
  const bytes = JSON.parse(await say(new Uint8Array([1, 2]).buffer)).message;
  const closed = new Promise((resolve) => {
    ws.addEventListener("close", ({ code, reason }) => resolve([code, reason]), { once: true });
    ws.close(4001, "full");
  });
  return [pong, message, bytes, await closed];
}
