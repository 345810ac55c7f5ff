import { DurableObject } from "cloudflare:workers";

const longest = 2000; // characters of a message

/** A room of the chat: its messages, and the WebSockets of those who are in it. */
export class Room extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS messages (
      id INTEGER PRIMARY KEY,
      user TEXT NOT NULL,
      text TEXT NOT NULL,
      at INTEGER NOT NULL
    )`);
    // Answered without waking up a room that hibernates.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** The last messages, the oldest first. */
  history(limit = 50) {
    const last = this.ctx.storage.sql
      .exec("SELECT id, user, text, at FROM messages ORDER BY id DESC LIMIT ?", limit)
      .toArray();
    return last.reverse();
  }

  /** Stores a message and sends it to everybody in the room. */
  post(user, text) {
    const message = this.ctx.storage.sql
      .exec(
        "INSERT INTO messages (user, text, at) VALUES (?, ?, ?) RETURNING id, user, text, at",
        user,
        text.slice(0, longest),
        Date.now(),
      )
      .one();
    for (const socket of this.ctx.getWebSockets()) {
      try {
        socket.send(JSON.stringify(message));
      } catch {
        // It has closed meanwhile.
      }
    }
    return message;
  }

  async fetch(request) {
    if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket") {
      return new Response("Expected a WebSocket\n", { status: 426 });
    }
    const user = new URL(request.url).searchParams.get("user")?.slice(0, 40) || "anonymous";
    const { 0: client, 1: server } = new WebSocketPair();
    // The room can hibernate while the socket stays open.
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment({ user });
    for (const message of this.history()) server.send(JSON.stringify(message));
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(socket, data) {
    const { user } = socket.deserializeAttachment();
    if (typeof data === "string" && data.trim() !== "") this.post(user, data);
  }

  webSocketClose(socket, code) {
    // 1005 and 1006 say that there was no code; they cannot be sent.
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }
}
