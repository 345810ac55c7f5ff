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
      return statements(ctx.storage, args);
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

// Runs statements in one transaction, see Live in inspect/live.go.
function statements(storage, { statements, undo }) {
  const results = [];
  let at = 0;
  let checking = false;
  let written = 0;
  const undone = {};
  try {
    const { sql } = storage;
    const changes = () => [...sql.exec("SELECT total_changes()").raw()][0][0];
    storage.transactionSync(() => {
      const before = changes();
      for (const s of statements) {
        checking = true;
        // Beyond this SQLite would say that it is too long, which with a few letters less it need not be.
        if (s.check && s.check.length < 99_000) [...sql.exec(s.check, ...s.params.map(() => null)).raw()];
        checking = false;
        if (s.sql) results.push(execute(sql, s));
        at++;
      }
      written = changes() - before;
      if (undo) throw undone;
    });
  } catch (error) {
    if (error !== undone) return { results, failed: { at, checking, message: String(error?.message ?? error) } };
  }
  return { results, written };
}

function execute(sql, { sql: text, params, query, returning }) {
  const values = params.map((p) => (p?.$blob === undefined ? p : bytes(p.$blob)));
  const exact = returning && returned(sql, returning, values);
  if (exact) return exact;
  const cursor = sql.exec(text, ...values);
  const rows = [...cursor.raw()];
  const columns = cursor.columnNames;
  if (query && !rows.every((row) => row.every(unmistakable))) {
    const names = columns.map((_, i) => "c" + i);
    try {
      const typed = [...sql.exec(`WITH "dotool typed"(${names}) AS MATERIALIZED (${text}\n) SELECT ${names.map(withType)} FROM "dotool typed"`, ...values).raw()];
      return { columns, rows: typed.map((row) => row.map(told)) };
    } catch {
      // With what was added it is too long or too deep.
    }
  }
  return { columns, rows: rows.map((row) => row.map(guessed)) };
}

// Runs a statement with RETURNING, with the types beside the values. It answers
// undefined, and has done nothing, where it cannot.
function returned(sql, { head, list, items, table }, values) {
  const expressions = items.flatMap((item) => (item === "" ? columnsOf(sql, table) : [item]));
  const text = `${head} RETURNING ${list}\n, ${expressions.map((e) => withType(`(${e})`))}`;
  try {
    [...sql.exec("EXPLAIN " + text, ...values).raw()];
  } catch {
    return undefined;
  }
  const cursor = sql.exec(text, ...values);
  const rows = [...cursor.raw()];
  const n = expressions.length;
  return { columns: cursor.columnNames.slice(0, -n), rows: rows.map((row) => row.slice(-n).map(told)) };
}

// The columns that * means: not the hidden ones of a virtual table.
function columnsOf(sql, table) {
  const columns = [...sql.exec(`PRAGMA table_xinfo(${table})`).raw()];
  return columns.filter((column) => column[6] !== 1).map((column) => `"${column[1].replaceAll('"', '""')}"`);
}

const withType = (e) =>
  `CASE typeof(${e}) WHEN 'integer' THEN 'i'||${e} WHEN 'text' THEN CAST('t'||${e} AS BLOB) WHEN 'blob' THEN CAST('b'||${e} AS BLOB) ELSE ${e} END`;

// A value that came with its type, for parseCell in inspect/live.go.
function told(v) {
  if (v instanceof ArrayBuffer) return String.fromCharCode(new Uint8Array(v)[0]) + base64(v.slice(1));
  return typeof v === "number" ? real(v) : v;
}

// Whether JavaScript shows what a value is in SQLite. Text that was no UTF-8 has U+FFFD.
const unmistakable = (v) => (typeof v === "number" ? !Number.isInteger(v) : typeof v !== "string" || !v.includes("\ufffd"));

function guessed(v) {
  if (v instanceof ArrayBuffer) return "b" + base64(v);
  if (typeof v === "string") return "s" + v;
  return typeof v !== "number" ? v : Number.isInteger(v) && Math.abs(v) < 2 ** 63 ? "i" + BigInt(v) : real(v);
}

const real = (v) => "r" + (Object.is(v, -0) ? "-0" : v);
