// D1: a database is an object, named by its id, whose SQLite database has only the
// application's data, in the file of wrangler dev.
//
// workerd's own binding (cloudflare-internal:d1-api) calls the default export: over
// HTTP, or by the method query() where the Worker has the flag d1_binding_jsrpc. It
// sends statements as text with their parameters, with blobs as arrays of bytes, also
// in results.
import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";

const BOOKMARK = "x-cf-d1-session-commit-token"; // the header of a session: which state it has seen
const EXPORT = "PRAGMA miniflare_d1_export(?,?,?);"; // what `wrangler d1 export --local` asks with
const VIOLATED = "FOREIGN KEY constraint failed: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_FOREIGNKEY)";
const BUSY = "database is locked: SQLITE_BUSY"; // another program writes, such as `wrangler d1 execute --local`
const MAX_STATEMENT = 100_000; // bytes, which SQLite checks
const MAX_VALUE = 2_000_000; // bytes of a string or blob, in production

export class D1DatabaseObject extends DurableObject {
  // Runs statements in one transaction, and returns the rows and the meta of each. Only
  // a session gets a bookmark.
  //
  // Errors are returned, not thrown: an error thrown by an object would be reported as
  // uncaught, even if the Worker catches it.
  async run(queries, session) {
    for (let pause = 1; ; pause *= 2) {
      try {
        return await this.#run(queries, session);
      } catch (e) {
        const error = String(e?.message ?? e);
        if (error !== BUSY || pause > 2048) return { error };
        await scheduler.wait(pause);
      }
    }
  }

  async #run(queries, session) {
    const { storage } = this.ctx;
    if (isExport(queries)) return { dump: [...dump(storage.sql, queries[0].params)] };
    const statements = queries.map(statement).filter((s) => s !== undefined);
    if (statements.length === 0) throw new Error("No SQL statements detected.");
    const results = reads(statements) ? [execute(storage.sql, statements[0], true)] : transact(storage, statements);
    return { results, bookmark: session ? await storage.getCurrentBookmark() : undefined };
  }

  async fetch(request) {
    const session = !!request.headers.get(BOOKMARK)?.trim();
    const table = request.url.endsWith("?resultsFormat=ROWS_AND_COLUMNS");
    const { error, dump, results, bookmark } = await this.run([await request.json()].flat(), session);
    if (error !== undefined) return Response.json({ success: false, error });
    if (dump) return Response.json({ success: true, results: [dump], meta: {} });
    const answer = results.map(({ columns, rows, meta }) => ({ success: true, meta, results: table ? { columns, rows } : objects(columns, rows) }));
    return new Response(JSON.stringify(answer), bookmark && { headers: { [BOOKMARK]: bookmark } });
  }
}

export default class extends WorkerEntrypoint {
  #database() {
    return this.env.D1DatabaseObject.getByName(this.ctx.props.id);
  }

  // Returns what D1 would say of an error that ended an object: a deferred constraint
  // that is violated when a transaction ends does so. The runtime does not say why it
  // cannot open a file.
  #reason(e) {
    const text = String(e?.message ?? e);
    if (!text.startsWith("internal error")) return text.replace(/^.* constraints were violated: /, "");
    const id = this.env.D1DatabaseObject.idFromName(this.ctx.props.id);
    return `the local data cannot be opened: v3/d1/miniflare-D1DatabaseObject/${id}.sqlite is damaged or cannot be read`;
  }

  async fetch(request) {
    if (request.method !== "POST" || !/^http:\/\/d1\/(query|execute)\?/.test(request.url)) {
      await request.text();
      return new Response(null, { status: 404 }); // dump(), which D1 no longer has
    }
    return this.#database().fetch(request).catch((e) => Response.json({ success: false, error: this.#reason(e) }));
  }

  async query({ queries, bookmark: sent }) {
    const { error, dump, results, bookmark } = await this.#database()
      .run(queries, !!sent?.trim())
      .catch((e) => ({ error: this.#reason(e) }));
    if (error !== undefined) {
      const e = new Error(error);
      e.name = "D1_ERROR";
      throw e;
    }
    const raw = (columns, rows, meta) => ({ meta, data: { kind: "raw", columns, rows } });
    if (dump) return { results: [raw(dump.map((_, i) => String(i)), [dump], {})] };
    return { results: results.map(({ columns, rows, meta }) => raw(columns, rows, meta)), ...(bookmark && { bookmark }) };
  }
}

const objects = (columns, rows) => rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));

// statement checks a query and returns what SQLite is to run, undefined if there is
// nothing: D1 skips text that is blank or only a comment.
function statement(query) {
  const { sql, params } = query ?? {};
  if (typeof sql !== "string") throw new Error("The request is malformed: the SQL of a statement must be a string.");
  const end = endOf(sql);
  if (end === 0) return undefined;
  return { text: sql.length > MAX_STATEMENT ? sql : sql.slice(0, end), values: (params ?? []).map(bound) };
}

// bound returns a parameter as SQLite takes it.
function bound(value) {
  switch (typeof value) {
    case "number":
      return value;
    case "string":
      if (value.length > MAX_VALUE || (value.length * 3 > MAX_VALUE && new TextEncoder().encode(value).length > MAX_VALUE)) tooBig();
      return value;
    case "object":
      if (value === null) return value;
      if (Array.isArray(value)) {
        if (value.length > MAX_VALUE) tooBig();
        return new Uint8Array(value).buffer;
      }
  }
  throw new Error(`The request is malformed: a parameter cannot be of type ${typeof value}.`);
}

function tooBig() {
  throw new Error("string or blob too big: SQLITE_TOOBIG");
}

// The parts of SQL that may hide a comment or a semicolon, and those that end no
// statement: comments, whitespace and semicolons, the first two groups. What is not closed
// goes on to the end of the text, as it does for SQLite, which reports it.
const parts =
  /(--[^\n]*|\/\*(?=[^])[^]*?(?:\*\/|$)|[ \t\n\f\r]+)|(;)|'[^']*'?|"[^"]*"?|`[^`]*`?|\[[^\]]*\]?|[^ \t\n\f\r;'"`[\-/]+|[^]/g;

// endOf returns where the last statement of a text ends, 0 if there is none. The runtime
// refuses what is without a statement, also behind the last semicolon; D1 skips whitespace
// and comments.
function endOf(sql) {
  if (!/--|\/\*|;\s*;/.test(sql)) return sql.trim() === "" ? 0 : sql.length;
  let end = 0;
  let semicolon = false;
  for (const { 0: part, 1: gap, 2: mark, index } of sql.matchAll(parts)) {
    if (mark) semicolon = true;
    else if (gap === undefined) end = index + part.length;
  }
  return end || (semicolon ? sql.length : 0);
}

// reads reports whether one statement is all, and changes nothing: then no transaction
// has to be committed, which spares it a third of the time.
const reads = (statements) => statements.length === 1 && /^\s*SELECT\b[^;]*;?\s*$/i.test(statements[0].text);

function transact(storage, statements) {
  const { sql } = storage;
  return storage.transactionSync(() => {
    const before = deferring(statements) ? violations(sql) : undefined;
    const results = statements.map((s) => execute(sql, s));
    if (before !== undefined && violations(sql) > before) throw new Error(VIOLATED);
    return results;
  });
}

// A violated foreign key ends a transaction with the reset of the object, where checks
// are put off to its end; one that counts the violations itself fails as it does in D1.
const deferring = (statements) => statements.some(({ text }) => /\bdefer_foreign_keys\b/i.test(text));

const violations = (sql) => [...sql.exec("PRAGMA foreign_key_check")].length;

// execute runs one statement. The size and what it changed are measured around it, as
// wrangler dev does, so that rows of triggers and of cascades count too.
function execute(sql, { text, values }, reads = false) {
  const size = reads ? 0 : sql.databaseSize;
  const [changes, id] = reads ? [] : counters(sql);
  const start = performance.now();
  const cursor = sql.exec(text, ...values);
  const rows = [...cursor.raw()];
  const duration = performance.now() - start;
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      const value = row[i];
      if (value instanceof ArrayBuffer) row[i] = [...new Uint8Array(value)];
      else if (value === Infinity || value === -Infinity) row[i] = null; // as JSON has it
    }
  }
  const [changesAfter, idAfter] = counters(sql);
  const sizeAfter = sql.databaseSize;
  return {
    columns: cursor.columnNames,
    rows,
    meta: {
      served_by: "miniflare.db", // what code may know a local database by
      served_by_primary: true,
      total_attempts: 1,
      timings: { sql_duration_ms: duration },
      duration,
      changes: reads ? 0 : changesAfter - changes,
      last_row_id: idAfter,
      changed_db: !reads && (changesAfter !== changes || idAfter !== id || sizeAfter !== size),
      size_after: sizeAfter,
      rows_read: cursor.rowsRead,
      rows_written: cursor.rowsWritten,
    },
  };
}

const counters = (sql) => sql.exec("SELECT total_changes(), last_insert_rowid()").raw().next().value;

const isExport = (queries) => queries.length === 1 && queries[0]?.sql === EXPORT && queries[0].params?.length >= 2;

// dump writes a database as SQL, as the shell of SQLite does and as wrangler d1 export
// expects it: never empty, and without the tables that are the runtime's own.
function* dump(sql, [noSchema, noData, ...only]) {
  const wanted = (name) => only.length === 0 || only.includes(name);
  yield "PRAGMA defer_foreign_keys=TRUE;";
  const tables = sql.exec(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql NOT NULL ORDER BY tbl_name = 'sqlite_sequence', rowid",
  );
  for (const { name, sql: schema } of [...tables]) {
    if (!wanted(name)) continue;
    if (name === "sqlite_sequence") {
      if (!noSchema) yield "DELETE FROM sqlite_sequence;";
    } else if (/^sqlite_stat./.test(name)) {
      if (!noSchema) yield "ANALYZE sqlite_schema;";
    } else if (schema.startsWith("CREATE VIRTUAL TABLE")) {
      throw new Error("D1 Export error: cannot export databases with Virtual Tables (fts5)");
    } else if (name.startsWith("_cf_") || name.startsWith("sqlite_")) {
      continue;
    } else if (!noSchema) {
      yield /CREATE TABLE ['"]/.test(schema) ? `CREATE TABLE IF NOT EXISTS ${schema.slice("CREATE TABLE ".length)};` : `${schema};`;
    }
    if (noData) continue;
    const columns = [...sql.exec(`PRAGMA table_info=${identifier(name)}`)].map((column) => identifier(column.name)).join(",");
    for (const row of sql.exec(`SELECT ${columns} FROM ${identifier(name)}`).raw()) {
      yield `INSERT INTO ${identifier(name)} (${columns}) VALUES(${row.map(literal).join(",")});`;
    }
  }
  if (noSchema) return;
  const rest = sql.exec(
    "SELECT name, sql FROM sqlite_schema WHERE sql NOT NULL AND type IN ('index', 'trigger', 'view') ORDER BY type COLLATE NOCASE",
  );
  for (const { name, sql: schema } of rest) {
    if (wanted(name)) yield `${schema};`;
  }
}

function literal(value) {
  if (value === null) return "NULL";
  if (typeof value === "number") return Number.isFinite(value) ? `${value}` : value > 0 ? "9e999" : "-9e999";
  if (typeof value !== "string") return `X'${[...new Uint8Array(value)].map((b) => b.toString(16).padStart(2, "0")).join("")}'`;
  let text = `'${value.replaceAll("'", "''").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;
  if (value.includes("\r")) text = `replace(${text},'\\r',char(13))`;
  if (value.includes("\n")) text = `replace(${text},'\\n',char(10))`;
  return text;
}

const identifier = (name) => `"${name.replaceAll('"', '""')}"`;
