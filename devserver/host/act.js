// Operations that only code inside an object can do, for the commands of dotool.
import { asked } from "dotool:calls";
import { base64, bytes, revive } from "dotool:codec";
import { fire } from "dotool:hold";
import { classes } from "dotool:state";

export function act(ctx, action, args) {
  switch (action) {
    case "close-sockets":
      for (const ws of ctx.getWebSockets()) {
        try {
          ws.close(1012, "reloading");
        } catch {
          // Already closed.
        }
      }
      return;
    case "sql":
      return asked("sql", classes.get(ctx).object, () => statements(ctx.storage, args));
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

// Returns what f throws, which the runtime would print as an error of the user's.
async function refused(f) {
  try {
    return await f();
  } catch (error) {
    return { refused: String(error?.message ?? error) };
  }
}

// Runs statements in one transaction, see Live in inspect/sqlite/live.go.
function statements(storage, { statements, undo }) {
  const results = [];
  let at = 0;
  let checking = false;
  let written = 0;
  const undone = {};
  try {
    const { sql } = storage;
    storage.transactionSync(() => {
      const before = changes(sql);
      for (const s of statements) {
        checking = true;
        // Longer than this, SQLite could reject the statement because of the added letters.
        if (s.check && s.check.length < 99_000) [...sql.exec(s.check, ...s.params.map(() => null)).raw()];
        checking = false;
        if (s.sql) execute(storage, s, results);
        at++;
      }
      written = changes(sql) - before - results.reduce((sum, r) => sum + (r.tried ?? 0), 0);
      if (undo) throw undone;
    });
  } catch (error) {
    if (error !== undone) return { results, failed: { at, checking, message: String(error?.message ?? error) } };
  }
  return { results, written };
}

const changes = (sql) => [...sql.exec("SELECT total_changes()").raw()][0][0];

// Adds the result of a statement, including the rows that it returned before it failed.
function execute(storage, { sql: text, params, query, returning }, results) {
  const values = params.map((p) => (p?.$blob === undefined ? p : bytes(p.$blob)));
  const { sql } = storage;
  const exact = returning && returned(storage, text, returning, values);
  if (exact) {
    results.push(exact);
    return;
  }
  const cursor = sql.exec(text, ...values);
  const columns = cursor.columnNames;
  let rows = [];
  try {
    for (const row of cursor.raw()) rows.push(row);
  } catch (error) {
    // The cursor is one row ahead, so the last row before the error is missing.
    const some = `SELECT * FROM (${text}\n) LIMIT ${rows.length + 1}`;
    try {
      if (query) rows = [...sql.exec(some, ...values).raw()];
    } catch {
      // Keep the rows so far.
    }
    results.push({ columns, rows: exactly(sql, some, values, query, columns, rows) });
    throw error;
  }
  results.push({ columns, rows: exactly(sql, text, values, query, columns, rows) });
}

// The rows of a statement with their types. If the rows do not show these, a statement
// that only reads is run again.
function exactly(sql, text, values, query, columns, rows) {
  if (query && !rows.every((row) => row.every(unmistakable))) {
    const names = columns.map((_, i) => "c" + i);
    try {
      const typed = [...sql.exec(`WITH "dotool typed"(${names}) AS MATERIALIZED (${text}\n) SELECT ${names.map(withType)} FROM "dotool typed"`, ...values).raw()];
      return typed.map((row) => row.map(typedCell));
    } catch {
      // With the additions, it is too long or too deep.
    }
  }
  return rows.map((row) => row.map(guessed));
}

// Runs a statement with RETURNING, with the types beside the values; if that is too
// many columns, once for their names and once for the values. If it cannot, it does
// nothing and returns undefined.
function returned(storage, text, { head, list, items, table }, values) {
  const { sql } = storage;
  const expressions = items.flatMap((item) => (item === "" ? columnsOf(sql, table) : [item]));
  const n = expressions.length;
  const typed = expressions.map((e) => withType(`(${e})`));
  for (const beside of [`${list}\n, `, ""]) {
    const exact = `${head} RETURNING ${beside}${typed}`;
    try {
      [...sql.exec("EXPLAIN " + exact, ...values).raw()];
    } catch {
      continue;
    }
    const names = beside ? undefined : tried(storage, text, values);
    const cursor = sql.exec(exact, ...values);
    const rows = [...cursor.raw()].map((row) => row.slice(-n).map(typedCell));
    return { columns: cursor.columnNames.slice(0, -n), rows, ...names };
  }
}

// The columns of a statement, which is rolled back, and the number of its changes.
function tried(storage, text, values) {
  const before = changes(storage.sql);
  const undone = {};
  let columns;
  try {
    storage.transactionSync(() => {
      const cursor = storage.sql.exec(text, ...values);
      [...cursor.raw()];
      columns = cursor.columnNames;
      throw undone;
    });
  } catch (error) {
    if (error !== undone) throw error;
  }
  return { columns, tried: changes(storage.sql) - before };
}

// The columns of *: not the hidden ones of a virtual table.
function columnsOf(sql, table) {
  const columns = [...sql.exec(`PRAGMA table_xinfo(${table})`).raw()];
  return columns.filter((column) => column[6] !== 1).map((column) => `"${column[1].replaceAll('"', '""')}"`);
}

const withType = (e) =>
  `CASE typeof(${e}) WHEN 'integer' THEN 'i'||${e} WHEN 'text' THEN CAST('t'||${e} AS BLOB) WHEN 'blob' THEN CAST('b'||${e} AS BLOB) ELSE ${e} END`;

// A value with its type, for parseCell in inspect/sqlite/live.go.
function typedCell(v) {
  if (v instanceof ArrayBuffer) return String.fromCharCode(new Uint8Array(v)[0]) + base64(v.slice(1));
  return typeof v === "number" ? real(v) : v;
}

// Whether a JavaScript value shows its type in SQLite. Text that is not UTF-8 contains U+FFFD.
const unmistakable = (v) => (typeof v === "number" ? !Number.isInteger(v) : typeof v !== "string" || !v.includes("\ufffd"));

function guessed(v) {
  if (v instanceof ArrayBuffer) return "b" + base64(v);
  if (typeof v === "string") return "s" + v;
  return typeof v !== "number" ? v : Number.isInteger(v) && Math.abs(v) < 2 ** 63 ? "i" + BigInt(v) : real(v);
}

const real = (v) => "r" + (Object.is(v, -0) ? "-0" : v);
