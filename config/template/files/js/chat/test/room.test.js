import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";

test("messages are kept, the oldest first", async () => {
  const room = env.ROOM.getByName("lobby");
  await room.post("ann", "hello");
  await room.post("bob", "hi ann");
  const response = await exports.default.fetch("http://localhost/rooms/lobby");
  expect(await response.json()).toMatchObject([
    { user: "ann", text: "hello" },
    { user: "bob", text: "hi ann" },
  ]);
});

test("everybody in the room gets a message", async () => {
  const join = async (user) => {
    const response = await env.ROOM.getByName("lobby").fetch(`http://room/ws?user=${user}`, {
      headers: { Upgrade: "websocket" },
    });
    const socket = response.webSocket;
    socket.accept();
    return socket;
  };
  const [ann, bob] = [await join("ann"), await join("bob")];
  const received = new Promise((resolve) => {
    bob.addEventListener("message", (event) => resolve(event.data));
  });
  ann.send("hello");
  expect(JSON.parse(await received)).toMatchObject({ user: "ann", text: "hello" });
  ann.close(1000);
  bob.close(1000);
});
