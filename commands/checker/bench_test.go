//go:build unix

package checker_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/commands/checker"
	"github.com/dotool-dev/dotool/config"
)

// module writes one module of a generated project: classes of objects, functions that they
// are given, routes that call them, and code that has nothing to do with them.
func module(i, kilobytes int) string {
	var b strings.Builder
	p := func(format string, a ...any) { fmt.Fprintf(&b, format+"\n", a...) }
	p(`import { trim%d, Row%d } from "./m%d";`, i/2, i/2, i/2)
	p(`export interface Row%d { id: string; at: number; body: string }`, i)
	p(`export function trim%d(text: string, most = %d): string { return text.length > most ? text.slice(0, most) + "…" : text.trim(); }`, i, i+10)
	methods := func(write func(n int)) {
		for n := 0; b.Len() < kilobytes<<10; n++ {
			write(n)
		}
	}
	switch i % 4 {
	case 0: // a room with hibernation and SQL
		p(`import { DurableObject } from "cloudflare:workers";
export class Room%d extends DurableObject<Env> {
  private sql = this.ctx.storage.sql;
  #seen = new Map<string, number>();
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      this.sql.exec("CREATE TABLE IF NOT EXISTS rows (id TEXT PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL)");
      for (const row of this.sql.exec("SELECT id, at FROM rows ORDER BY at DESC LIMIT 50")) this.#seen.set(String(row.id), Number(row.at));
    });
  }
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get("Upgrade") !== "websocket") return new Response("expected a socket", { status: 426 });
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, ["all"]);
    server.serializeAttachment({ since: Date.now() });
    return new Response(null, { status: 101, webSocket: client });
  }
  async webSocketMessage(ws: WebSocket, message: string | ArrayBuffer) {
    if (typeof message !== "string") return ws.close(1003, "text only");
    const { type, ...rest } = JSON.parse(message) as { type: string; id: string; body: string };
    this.sql.exec("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", rest.id, Date.now(), trim%d(rest.body));
    for (const other of this.ctx.getWebSockets()) if (other !== ws) other.send(JSON.stringify({ type, id: rest.id }));
  }`, i, i/2)
		methods(func(n int) {
			p(`  async list%[1]d(from: number, limit = 20): Promise<Row%[2]d[]> {
    const rows = this.sql.exec<Row%[2]d>("SELECT id, at, body FROM rows WHERE at > ? ORDER BY at LIMIT ?", from, Math.min(limit, 100)).toArray();
    return rows.map((row) => ({ ...row, body: trim%[3]d(row.body, %[1]d + 40) })).filter((row) => row.body !== "" && row.at > 0);
  }
  async remove%[1]d(id: string, reason?: string): Promise<boolean> {
    const { rowsWritten } = this.sql.exec("DELETE FROM rows WHERE id = ?", id);
    if (rowsWritten > 0) await this.ctx.storage.put("removed:" + id, { reason: reason ?? "none", at: Date.now() });
    return rowsWritten > 0;
  }`, n, i, i/2)
		})
		p(`}`)
	case 1: // functions that are given storage, and a class that keeps it
		p(`export class Store%d<T extends { id: string }> {
  private readonly storage: DurableObjectStorage;
  constructor(state: DurableObjectState, private readonly prefix: string) { this.storage = state.storage; }`, i)
		methods(func(n int) {
			p(`  async get%[1]d(id: string): Promise<T | undefined> { return this.storage.get<T>(this.prefix + "%[1]d:" + id); }
  async save%[1]d(item: T, expires?: number): Promise<void> {
    const key = [this.prefix, %[1]d, item.id].join(":");
    const before = await this.storage.get<T>(key);
    if (before && JSON.stringify(before) === JSON.stringify(item)) return;
    await this.storage.put(key, { ...before, ...item });
    if (expires !== undefined && (await this.storage.getAlarm()) === null) await this.storage.setAlarm(Date.now() + Math.max(expires, 1000));
  }`, n)
		})
		p(`}`)
	case 2: // routes
		p(`export async function route%d(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
  const url = new URL(request.url);
  const name = url.searchParams.get("name") ?? "lobby-" + url.hostname;
  const room = env.ROOM%d.get(env.ROOM%d.idFromName(name));`, i, i-2, i-2)
		methods(func(n int) {
			p(`  if (request.method === "GET" && url.pathname === "/list/%[1]d") {
    const rows = await room.list%[1]d(Number(url.searchParams.get("from") ?? 0), %[1]d + 1);
    return Response.json(rows.map((row: { id: string; at: number }) => [row.id, new Date(row.at).toISOString()]), { headers: { "cache-control": "no-store" } });
  }
  if (request.method === "DELETE" && url.pathname.startsWith("/rows/%[1]d/")) {
    const [, , , id = ""] = url.pathname.split("/");
    try {
      return new Response(null, { status: (await room.remove%[1]d(id, trim%[2]d(request.headers.get("x-reason") ?? ""))) ? 204 : 404 });
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  }`, n, i/2)
		})
		p(`  return new Response("not found", { status: 404 });
}`)
	default: // code that knows nothing of objects
		p(`const names%d = new Map<string, (value: unknown) => boolean>([["string", (v) => typeof v === "string"], ["number", Number.isFinite]]);`, i)
		methods(func(n int) {
			p(`export const parse%[1]d = (input: unknown): Row%[2]d => {
  if (typeof input !== "object" || input === null) throw new TypeError("not an object: " + typeof input);
  const { id, at = Date.now(), body = "" } = input as Partial<Row%[2]d>;
  for (const [kind, test] of names%[2]d) if (kind === "string" && !test(id)) throw new TypeError(`+"`id is ${typeof id}, not ${kind}`"+`);
  const words = body.split(/\s+/).map((word, index) => (index %% 2 === 0 ? word.toUpperCase() : word.toLowerCase()));
  return { id: id as string, at: Math.floor(at / 1000) * 1000, body: trim%[3]d(words.join(" "), 80 + %[1]d) };
};`, n, i, i/2)
		})
	}
	return b.String()
}

// project writes a project of some modules, each of some kilobytes, and returns its configuration.
func project(tb testing.TB, dir string, files, kilobytes int) string {
	tb.Helper()
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	var entry, routes strings.Builder
	var bindings, classes []string
	for i := range files - 1 {
		write(fmt.Sprintf("src/m%d.ts", i), module(i, kilobytes))
		switch i % 4 {
		case 0:
			fmt.Fprintf(&entry, "export { Room%d } from \"./m%d\";\n", i, i)
			bindings = append(bindings, fmt.Sprintf(`{"name": "ROOM%d", "class_name": "Room%d"}`, i, i))
			classes = append(classes, fmt.Sprintf(`"Room%d"`, i))
		case 2:
			fmt.Fprintf(&entry, "import { route%d } from \"./m%d\";\n", i, i)
			fmt.Fprintf(&routes, "    if (path.startsWith(\"/%d/\")) return route%d(request, env, ctx);\n", i, i)
		default:
			fmt.Fprintf(&entry, "import \"./m%d\";\n", i)
		}
	}
	write("src/index.ts", entry.String()+"export default {\n  async fetch(request: Request, env: Env, ctx: ExecutionContext) {\n    const path = new URL(request.url).pathname;\n"+
		routes.String()+"    return new Response(null, { status: 404 });\n  },\n};\n")
	write("wrangler.jsonc", fmt.Sprintf(`{"name": "large", "main": "src/index.ts", "compatibility_date": "2026-11-01",
  "durable_objects": {"bindings": [%s]},
  "migrations": [{"tag": "v1", "new_sqlite_classes": [%s]}]
}
`, strings.Join(bindings, ", "), strings.Join(classes, ", ")))
	write("tsconfig.json", `{"compilerOptions": {"strict": true}}`)
	write("package.json", `{"name": "large"}`)
	return filepath.Join(dir, "wrangler.jsonc")
}

func check(tb testing.TB, c *checker.Checker) *checker.Result {
	tb.Helper()
	found, err := c.Check(context.Background())
	if err != nil {
		tb.Fatal(err)
	}
	for _, n := range found.Notes {
		tb.Fatal(n)
	}
	return found
}

// used is the time that the process has computed for, whoever else was at work.
func used(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkSecondRun checks a project of 200 files again after one of them has changed.
func BenchmarkSecondRun(b *testing.B) {
	for _, kilobytes := range []int{3, 9} {
		b.Run(fmt.Sprintf("%dKB", kilobytes), func(b *testing.B) {
			dir := b.TempDir()
			c := &checker.Checker{Targets: []checker.Target{{Config: config.Options{Path: project(b, dir, 200, kilobytes)}}}}
			check(b, c)
			began := used(b)
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				if err := os.WriteFile(filepath.Join(dir, "src", "m100.ts"), []byte(module(100, kilobytes)+fmt.Sprintf("export const changed = %d;\n", i)), 0o600); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				check(b, c)
			}
			b.ReportMetric(float64((used(b)-began).Microseconds())/1000/float64(b.N), "cpu-ms")
		})
	}
}

// BenchmarkFirstRun checks a project of 200 files in a process of its own, and reports
// the most memory that it had.
func BenchmarkFirstRun(b *testing.B) {
	if file := os.Getenv("CHECK_CONFIG"); file != "" { // the process
		check(b, &checker.Checker{Targets: []checker.Target{{Config: config.Options{Path: file}}}})
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			b.Skip(err)
		}
		_, text, _ := strings.Cut(string(status), "VmHWM:")
		text, _, _ = strings.Cut(text, "kB")
		fmt.Printf("\npeak %s\n", strings.TrimSpace(text))
		os.Exit(0)
	}
	for _, kilobytes := range []int{3, 9} {
		b.Run(fmt.Sprintf("%dKB", kilobytes), func(b *testing.B) {
			file, most := project(b, b.TempDir(), 200, kilobytes), 0
			for b.Loop() {
				cmd := exec.Command(os.Args[0], "-test.run=^$", "-test.bench=FirstRun", "-test.benchtime=1x")
				cmd.Env = append(os.Environ(), "CHECK_CONFIG="+file)
				out, err := cmd.Output()
				if err != nil {
					b.Fatal(err, string(out))
				}
				_, text, _ := strings.Cut(string(out), "\npeak ")
				var peak int
				if _, err := fmt.Sscan(text, &peak); err != nil {
					b.Skip("the system does not say how much memory a process had")
				}
				most = max(most, peak)
			}
			b.ReportMetric(float64(most)/1024, "peak-MB")
		})
	}
}
