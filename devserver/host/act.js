// What only code inside an object can do, for the commands of dotool.
import { base64, bytes, revive } from "dotool:codec";
import { fire } from "dotool:hold";

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
      return refused(() => ctx.storage.setAlarm(args.at));
    case "delete-alarm":
      return ctx.storage.deleteAlarm();
    case "get-alarm":
      return ctx.storage.getAlarm();
    case "fire-alarm":
      return refused(() => fire(ctx, args));
  }
  throw new Error("unknown action " + action);
}

// Answers what f throws, which the runtime would print as an error of the user's.
async function refused(f) {
  try {
    return await f();
  } catch (error) {
    return { refused: String(error?.message ?? error) };
  }
}

function execute(sql, { sql: text, params }) {
  const cursor = sql.exec(text, ...params.map((p) => (p?.$blob === undefined ? p : bytes(p.$blob))));
  const rows = [...cursor.raw()].map((row) => row.map((v) => (v instanceof ArrayBuffer ? { $blob: base64(v) } : v)));
  return { columns: cursor.columnNames, rows, written: cursor.rowsWritten };
}
