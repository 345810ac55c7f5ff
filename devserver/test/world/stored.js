// Formats the stored data of objects for people.
import { Map } from "./current.js";
import { inside, startedObjects, stubOf } from "./objects.js";

const { Array, ArrayBuffer, JSON, Object, Promise, String } = globalThis;
const rows = 20; // of a table, and keys of an object
const objects = 10;
const wait = scheduler.wait.bind(scheduler);

// Reads what the objects have stored that have started since storage was restored.
export async function stored() {
  const started = new Map(startedObjects().map((object) => [object.class + "/" + object.id, object]));
  const all = [];
  for (const object of [...started.values()].slice(0, objects)) {
    const read = inside(stubOf(object), (_, { storage }) => contents(storage)).catch(() => undefined);
    const found = await Promise.race([read, wait(500)]);
    if (found) all.push({ object, ...found });
  }
  return all.length > 0 ? all : undefined;
}

async function contents(storage) {
  const alarm = (await storage.getAlarm()) ?? undefined;
  const keys = [...(await storage.list({ limit: rows }))].map(([name, value]) => ({ name, value: json(value) }));
  return { alarm, keys, tables: storage.sql === undefined ? [] : tables(sqlOf(storage)) };
}

// The database of an object, undefined for a class without one.
function sqlOf(storage) {
  try {
    storage.sql.databaseSize;
    return storage.sql;
  } catch {
    return undefined;
  }
}

function tables(sql) {
  if (sql === undefined) return [];
  const names = sql.exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name").toArray();
  return names.map(({ name }) => {
    const quoted = '"' + name.replaceAll('"', '""') + '"';
    const cursor = sql.exec(`SELECT * FROM ${quoted} LIMIT ${rows}`);
    const columns = cursor.columnNames;
    return {
      name, columns, rows: Array.from(cursor.raw(), (row) => row.map(json)),
      total: sql.exec(`SELECT count(*) AS n FROM ${quoted}`).one().n,
    };
  });
}

// A value as JSON, as far as it can be.
function json(value) {
  if (value instanceof ArrayBuffer) return JSON.stringify(`${value.byteLength} bytes`);
  try {
    return JSON.stringify(value, replaced) ?? "null";
  } catch {
    return JSON.stringify(String(value));
  }
}

function replaced(_, value) {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  return value;
}
