import { DurableObject } from "cloudflare:workers";
import schema from "./schema.sql";

/** How many messages an alarm leaves. */
const KEEP = 100;

export type Message = {
  id: number;
  user: string;
  text: string;
  at: number; // milliseconds since 1970
};

type Topic = { text: string; by: string; at: Date };

interface Env {
  GREETING: string;
}

export class ChatRoom extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      ctx.storage.sql.exec(schema);
    });
    // The runtime replies to heartbeats, so that they do not wake the room.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** Stores a message and sends it to everybody in the room. */
  async post(user: string, text: string): Promise<Message> {
    const topic = /^\/topic (.+)/.exec(text)?.[1];
    if (topic) {
      this.ctx.storage.kv.put<Topic>("topic", { text: topic, by: user, at: new Date() });
      text = `set the topic: ${topic}`;
    }
    const message = this.ctx.storage.sql
      .exec<Message>("INSERT INTO messages (user, text, at) VALUES (?, ?, ?) RETURNING *", user, text, Date.now())
      .one();
    this.broadcast(message);
    if (message.id % KEEP === 0) await this.pruneIn(60_000);
    return message;
  }

  /** Returns the latest messages, oldest first. */
  async history(limit: number): Promise<Message[]> {
    return this.ctx.storage.sql
      .exec<Message>("SELECT * FROM messages ORDER BY id DESC LIMIT ?", limit)
      .toArray()
      .reverse();
  }

  /** Sets the alarm and returns when it fires. */
  async pruneIn(ms: number): Promise<Date> {
    const at = new Date(Date.now() + ms);
    await this.ctx.storage.setAlarm(at);
    return at;
  }

  async alarm(): Promise<void> {
    const { rowsWritten } = this.ctx.storage.sql.exec(
      "DELETE FROM messages WHERE id <= (SELECT max(id) FROM messages) - ?",
      KEEP,
    );
    console.log(`pruned ${this.ctx.id.name} of ${rowsWritten} messages`);
    await this.post("room", `kept the latest ${KEEP} messages`);
  }

  async fetch(request: Request): Promise<Response> {
    const user = new URL(request.url).searchParams.get("user") ?? "somebody";
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, [user]);
    // The attachment comes back after hibernation; a field of this class would not.
    server.serializeAttachment({ user });
    server.send(
      JSON.stringify({
        room: this.ctx.id.name,
        greeting: this.env.GREETING,
        topic: this.ctx.storage.kv.get<Topic>("topic")?.text ?? null,
      }),
    );
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws: WebSocket, text: string | ArrayBuffer): Promise<void> {
    if (typeof text !== "string") return ws.close(1003, "text only");
    await this.post(ws.deserializeAttachment().user, text);
  }

  async webSocketClose(ws: WebSocket, code: number, reason: string): Promise<void> {
    // 1005 and 1006 mean that no code came: they cannot be sent.
    ws.close(code === 1005 || code === 1006 ? 1000 : code, reason);
    await this.post("room", `${ws.deserializeAttachment().user} left`);
  }

  private broadcast(message: Message): void {
    const text = JSON.stringify(message);
    for (const ws of this.ctx.getWebSockets()) {
      if (ws.readyState === WebSocket.OPEN) ws.send(text);
    }
  }
}
