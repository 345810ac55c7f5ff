//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const source = `import { DurableObject } from "cloudflare:workers";
interface Env { ROOM: DurableObjectNamespace<Room> }
export class Room extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY AUTOINCREMENT, data TEXT NOT NULL)");
    });
  }
  async add(data: string): Promise<number> {
    return this.ctx.storage.sql.exec<{ id: number }>("INSERT INTO items (data) VALUES (?) RETURNING id", data).one().id;
  }
  async count(): Promise<number> {
    return this.ctx.storage.sql.exec<{ c: number }>("SELECT count(*) c FROM items").one().c;
  }
}
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === "/version") return new Response("VERSION");
    const stub = env.ROOM.getByName(url.searchParams.get("room") ?? "lobby");
    if (url.pathname === "/add") return Response.json({ id: await stub.add("hello") });
    return Response.json({ count: await stub.count() });
  },
};
`

// large is what comes before the source of a large project: imports that a bundler cannot
// drop, of the packages that real projects have.
const large = `import { Agent, routeAgentRequest } from "agents";
import { Hono } from "hono";
import { z } from "zod";
import { drizzle } from "drizzle-orm/durable-sqlite";
import { sqliteTable, integer, text } from "drizzle-orm/sqlite-core";
export const used = { routeAgentRequest, app: new Hono(), shape: z.object({ a: z.string() }), drizzle, table: sqliteTable("t", { id: integer("id").primaryKey(), name: text("name") }) };
(globalThis as any).used = used;
export class Helper extends Agent<Env> {}
`

var packages = []string{"agents@0.32.0", "hono", "zod", "drizzle-orm@0.45.4"}

const (
	configuration = `{
  "name": "NAME", "main": "src/index.ts", "compatibility_date": "2026-10-01",
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] },
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room"] }]
}
`
	largeConfiguration = `{
  "name": "NAME", "main": "src/index.ts", "compatibility_date": "2026-10-01", "compatibility_flags": ["nodejs_compat"],
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }, { "name": "HELPER", "class_name": "Helper" }] },
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room", "Helper"] }]
}
`
)

// worker is the folder of a Worker.
type worker struct {
	dir  string
	size string // "small" or "large"
}

// make writes the first version of a Worker.
func (w worker) make(name string) error {
	config := configuration
	if w.size == "large" {
		config = largeConfiguration
		modules, err := installed()
		if err != nil {
			return err
		}
		if err := os.MkdirAll(w.dir, 0o700); err != nil {
			return err
		}
		if err := os.Symlink(modules, filepath.Join(w.dir, "node_modules")); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Join(w.dir, "src"), 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(w.dir, "wrangler.jsonc"), []byte(strings.Replace(config, "NAME", name, 1)), 0o600); err != nil {
		return err
	}
	return w.save("v0")
}

// save writes a version of the source.
func (w worker) save(version string) error {
	text := strings.Replace(source, "VERSION", version, 1)
	if w.size == "large" {
		text = large + text
	}
	return os.WriteFile(filepath.Join(w.dir, "src", "index.ts"), []byte(text), 0o600)
}

// installed is the folder of the packages of the large project, which it installs once.
func installed() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "dotool-bench-large")
	modules := filepath.Join(dir, "node_modules")
	if _, err := os.Stat(filepath.Join(modules, "agents")); err == nil {
		return modules, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte("{}"), 0o600); err != nil {
		return "", err
	}
	cmd := exec.Command("npm", append([]string{"install", "--no-audit", "--no-fund", "--ignore-scripts"}, packages...)...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("install the packages of the large project: %w\n%s", err, out)
	}
	return modules, nil
}
