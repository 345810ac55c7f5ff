// What only code inside an object can do, for the commands of dotool.
import { base64, bytes, revive } from "./dotool-codec.js";

export function act(ctx, action, args) {
  switch (action) {
    case "close-sockets":
      for (const ws of ctx.getWebSockets()) {
        try {
          ws.close(1012, "reloading");
        } catch {
          // Closed already.
        }
      }
      return;
    case "sql":
      return ctx.storage.transactionSync(() => args.statements.map((statement) => execute(ctx.storage.sql, statement)));
    case "kv-put":
      return ctx.storage.put(args.key, revive(args.value));
    case "kv-delete":
      return ctx.storage.delete(args.key);
    case "set-alarm":
      return ctx.storage.setAlarm(args.at);
    case "delete-alarm":
      return ctx.storage.deleteAlarm();
  }
  throw new Error("unknown action " + action);
}

function execute(sql, { sql: text, params }) {
  const cursor = sql.exec(text, ...params.map((p) => (p?.$blob === undefined ? p : bytes(p.$blob))));
  const rows = [...cursor.raw()].map((row) => row.map((v) => (v instanceof ArrayBuffer ? { $blob: base64(v) } : v)));
  return { columns: cursor.columnNames, rows, written: cursor.rowsWritten };
}
