import { env, exports } from "cloudflare:workers";
import { evictDurableObject, listDurableObjectIds, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { ChatRoom, Message } from "../src/room";

const lobby = () => env.ROOM.getByName("lobby");

/** A WebSocket of a room, and a function that waits for its next message. */
async function join(room: string, user: string) {
  const { webSocket } = await exports.default.fetch(`http://chat/rooms/${room}/ws?user=${user}`, { headers: { upgrade: "websocket" } });
  const messages: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  webSocket!.addEventListener("message", ({ data }) => (waiting.length > 0 ? waiting.shift()!(data as string) : messages.push(data as string)));
  webSocket!.accept();
  const next = () => new Promise<any>((done) => (messages.length > 0 ? done(messages.shift()!) : waiting.push(done))).then((text) => (text === "pong" ? text : JSON.parse(text)));
  return { webSocket: webSocket!, next };
}

describe("RPC", () => {
  it("posts a message", async () => {
    const message = await lobby().post("ann", "hello");
    expect(message).toMatchObject({ id: 1, user: "ann", text: "hello" });
    expect(await lobby().history(10)).toEqual([message]);
  });

  it("does not see the messages of the test before", async () => {
    expect(await lobby().history(10)).toEqual([]);
    expect(await listDurableObjectIds(env.ROOM)).toHaveLength(1);
  });

  it("rejects what the schema forbids", async () => {
    await expect(lobby().post(null as any, "hello")).rejects.toThrow("NOT NULL");
  });
});

describe("SQL", () => {
  it("keeps the latest messages in order", async () => {
    for (const text of ["one", "two", "three"]) await lobby().post("ann", text);
    const rows = await runInDurableObject(lobby(), (_: ChatRoom, state) => state.storage.sql.exec("SELECT text FROM messages ORDER BY id").toArray());
    expect(rows.map(({ text }) => text)).toEqual(["one", "two", "three"]);
    expect((await lobby().history(2)).map(({ text }: Message) => text)).toEqual(["two", "three"]);
  });

  it("stores the topic as a value", async () => {
    await lobby().post("ann", "/topic tea");
    const topic = await runInDurableObject(lobby(), (_: ChatRoom, { storage }) => storage.kv.get<{ text: string; by: string }>("topic"));
    expect(topic).toMatchObject({ text: "tea", by: "ann" });
  });
});

describe("the alarm", () => {
  it("prunes the room", async () => {
    for (let i = 0; i < 105; i++) await lobby().post("ann", `message ${i}`);
    expect(await runDurableObjectAlarm(lobby())).toBe(true); // set by message 100
    const messages = await lobby().history(1000);
    expect(messages).toHaveLength(101);
    expect(messages.at(-1)).toMatchObject({ user: "room", text: "kept the latest 100 messages" });
  });

  it("is not set in a new room", async () => {
    expect(await runDurableObjectAlarm(lobby())).toBe(false);
  });
});

describe("WebSockets", () => {
  it("hibernate", async () => {
    const ann = await join("tea", "ann");
    expect(await ann.next()).toEqual({ room: "tea", greeting: "Welcome!", topic: null });
    await evictDurableObject(env.ROOM.getByName("tea"));
    ann.webSocket.send("ping");
    expect(await ann.next()).toBe("pong");
    ann.webSocket.send("still here?");
    expect(await ann.next()).toMatchObject({ id: 1, user: "ann", text: "still here?" });
    ann.webSocket.close(1000, "bye");
  });
});

describe("HTTP", () => {
  it("has the history of a room", async () => {
    const posted = await exports.default.fetch("http://chat/rooms/lobby", { method: "POST", body: JSON.stringify({ user: "ann", text: "hi" }) });
    expect(posted.status).toBe(201);
    const messages = await (await exports.default.fetch("http://chat/rooms/lobby")).json<Message[]>();
    expect(messages.map(({ at, ...rest }) => rest)).toMatchSnapshot();
  });

  it.each([
    ["/nowhere", 404],
    ["/rooms/lobby?limit=0", 400],
    ["/rooms/lobby/ws", 426],
  ])("%s is %i", async (path, status) => {
    expect((await exports.default.fetch("http://chat" + path)).status).toBe(status);
  });

  it("says what a post needs", async () => {
    const response = await exports.default.fetch("http://chat/rooms/lobby", { method: "POST", body: "{}" });
    expect(await response.text()).toMatchInlineSnapshot(`
      "expected {"user": "…", "text": "…"}
      "
    `);
  });
});
