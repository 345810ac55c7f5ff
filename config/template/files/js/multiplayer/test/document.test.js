import { env } from "cloudflare:workers";
import * as encoding from "lib0/encoding";
import * as sync from "y-protocols/sync";
import { expect, test, vi } from "vitest";
import * as Y from "yjs";

test("an edit is kept", async () => {
  const document = env.DOCUMENT.getByName("notes");
  const response = await document.fetch("http://document/", { headers: { Upgrade: "websocket" } });
  const socket = response.webSocket;
  socket.accept();
  const doc = new Y.Doc();
  doc.getText("text").insert(0, "hello");
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  sync.writeUpdate(encoder, Y.encodeStateAsUpdate(doc));
  socket.send(encoding.toUint8Array(encoder));
  await vi.waitFor(async () => expect(await document.text()).toBe("hello"));
  socket.close(1000);
});
