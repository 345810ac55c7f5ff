import { DurableObject } from "cloudflare:workers";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";

// The kinds of messages of y-websocket.
const syncMessage = 0;
const awarenessMessage = 1;

const mostUpdates = 200; // before they are merged into one

/** A document that many edit at once. Its updates are rows, its text is in memory. */
export class Document extends DurableObject {
  #doc = new Y.Doc();

  constructor(ctx, env) {
    super(ctx, env);
    const sql = ctx.storage.sql;
    sql.exec("CREATE TABLE IF NOT EXISTS updates (id INTEGER PRIMARY KEY, data BLOB NOT NULL)");
    const rows = sql.exec("SELECT data FROM updates ORDER BY id").toArray();
    Y.transact(this.#doc, () => {
      for (const row of rows) Y.applyUpdate(this.#doc, new Uint8Array(row.data));
    });
    if (rows.length > mostUpdates) {
      ctx.storage.transactionSync(() => {
        sql.exec("DELETE FROM updates");
        sql.exec("INSERT INTO updates (data) VALUES (?)", Y.encodeStateAsUpdate(this.#doc));
      });
    }
    this.#doc.on("update", (update, origin) => {
      sql.exec("INSERT INTO updates (data) VALUES (?)", update);
      const encoder = encoding.createEncoder();
      encoding.writeVarUint(encoder, syncMessage);
      sync.writeUpdate(encoder, update);
      this.#broadcast(encoding.toUint8Array(encoder), origin);
    });
  }

  /** The text of the document. */
  text() {
    return this.#doc.getText("text").toString();
  }

  async fetch(request) {
    if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket") return new Response(this.text());
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    // Asks the client for what it has; it asks for what is here.
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, syncMessage);
    sync.writeSyncStep1(encoder, this.#doc);
    server.send(encoding.toUint8Array(encoder));
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(socket, data) {
    if (typeof data === "string") return;
    const message = new Uint8Array(data);
    const decoder = decoding.createDecoder(message);
    switch (decoding.readVarUint(decoder)) {
      case syncMessage: {
        const encoder = encoding.createEncoder();
        encoding.writeVarUint(encoder, syncMessage);
        sync.readSyncMessage(decoder, encoder, this.#doc, socket);
        if (encoding.length(encoder) > 1) socket.send(encoding.toUint8Array(encoder));
        break;
      }
      case awarenessMessage: // who is here, and where; this is not stored
        this.#broadcast(message, socket);
    }
  }

  webSocketClose(socket, code) {
    // 1005 and 1006 say that there was no code; they cannot be sent.
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  #broadcast(message, except) {
    for (const socket of this.ctx.getWebSockets()) {
      if (socket === except) continue;
      try {
        socket.send(message);
      } catch {
        // It has closed meanwhile.
      }
    }
  }
}
