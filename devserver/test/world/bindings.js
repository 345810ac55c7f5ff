// The parts of `cloudflare:test` for other products than Durable Objects.
import { env } from "cloudflare:workers";
import { host } from "./current.js";
import { createExecutionContext, pending } from "./events.js";

const { Array, Object, Request, Symbol, TypeError, URL } = globalThis;

const isMigration = (value) => typeof value?.name === "string" && Array.isArray(value.queries) && value.queries.every((query) => typeof query === "string");

export async function applyD1Migrations(db, migrations, migrationsTableName = "d1_migrations") {
  const wrong = (n, type) => new TypeError(`Failed to execute 'applyD1Migrations': parameter ${n} is not of type '${type}'.`);
  if (typeof db?.prepare !== "function" || typeof db.batch !== "function") throw wrong(1, "D1Database");
  if (!Array.isArray(migrations) || !migrations.every(isMigration)) throw wrong(2, "D1Migration[]");
  if (typeof migrationsTableName !== "string") throw wrong(3, "string");
  const table = '"' + migrationsTableName.replaceAll('"', '""') + '"';
  // As wrangler makes it.
  await db.prepare(`CREATE TABLE IF NOT EXISTS ${table} (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT UNIQUE,
    applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
  );`).run();
  const { results } = await db.prepare(`SELECT name FROM ${table};`).all();
  const insert = db.prepare(`INSERT INTO ${table} (name) VALUES (?);`);
  for (const { name, queries } of migrations) {
    if (!results.some((row) => row.name === name)) await db.batch([...queries.map((query) => db.prepare(query)), insert.bind(name)]);
  }
}

export function createPagesEventContext(opts) {
  if (typeof opts !== "object" || opts === null) throw new TypeError("Failed to execute 'createPagesEventContext': parameter 1 is not of type 'EventContextInit'.");
  const { request, functionPath, next, params, data } = opts;
  const check = (name, valid, type) => {
    if (!valid) throw new TypeError(`Incorrect type for the '${name}' field on 'EventContextInit': the provided value is not of type '${type}'.`);
  };
  const optional = (value, type) => value === undefined || (typeof value === type && value !== null);
  check("request", request instanceof Request, "Request");
  check("functionPath", optional(functionPath, "string"), "string");
  check("next", optional(next, "function"), "function");
  check("params", optional(params, "object"), "object");
  check("data", optional(data, "object"), "object");
  if (typeof env.ASSETS?.fetch !== "function") throw new TypeError("Cannot call `createPagesEventContext()` without defining `ASSETS` service binding");
  const ctx = createExecutionContext();
  return {
    request: next ? request.clone() : request,
    functionPath: functionPath ?? "",
    [pending]: ctx[pending],
    waitUntil: ctx.waitUntil.bind(ctx),
    passThroughOnException: ctx.passThroughOnException.bind(ctx),
    async next(input, init) {
      if (next === undefined) throw new TypeError("Cannot call `EventContext#next()` without including `next` property in 2nd argument to `createPagesEventContext()`");
      if (input === undefined) return next(request);
      return next(new Request(typeof input === "string" ? new URL(input, request.url).toString() : input, init));
    },
    env,
    params: params ?? {},
    data: data ?? {},
  };
}

export function adminSecretsStore(binding) {
  const name = Object.keys(env).find((key) => env[key] === binding);
  const admin = name && host.bindings["secret:" + name];
  if (!admin) throw new TypeError("Failed to execute 'adminSecretsStore': parameter 1 is not a secrets store binding.");
  const methods = ["create", "update", "duplicate", "delete", "list", "get"].map((method) => [method, (...args) => admin[method](...args)]);
  return { ...Object.fromEntries(methods), [Symbol.dispose]() {} };
}
