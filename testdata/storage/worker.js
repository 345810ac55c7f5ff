import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  async fill() {
    const { storage } = this.ctx;
    storage.sql.exec(`CREATE TABLE IF NOT EXISTS message (id INTEGER PRIMARY KEY, author TEXT NOT NULL, body TEXT, at REAL, raw BLOB);
      CREATE INDEX IF NOT EXISTS message_author ON message (author);
      CREATE TABLE IF NOT EXISTS big (n);
      CREATE VIEW IF NOT EXISTS authors AS SELECT author, count(*) AS n FROM message GROUP BY author;
      CREATE TRIGGER IF NOT EXISTS trim AFTER INSERT ON message BEGIN UPDATE message SET body = trim(body); DELETE FROM message WHERE body = ''; END;`);
    if (storage.sql.exec("SELECT count(*) AS n FROM message").one().n === 0) {
      storage.sql.exec("INSERT INTO message VALUES (1, 'ann', ' hi 😀 ', 1.5, x'00ff'), (2, 'bob', NULL, 3, NULL)");
      storage.sql.exec("INSERT INTO big VALUES (9007199254740993), (-9223372036854775808), (9223372036854775807)");
    }
    await storage.put({ "count": 42, "list": [1, "two", null], "when": new Date(0) });
    await storage.put("", "the empty key");
    await storage.setAlarm(Date.UTC(2040, 0, 1));
    return "filled";
  }
  async child() {
    const f = this.ctx.facets.get("child", () => ({ class: this.env.SUB ?? this.ctx.exports.Sub }));
    return await f.fill();
  }
  touch() { return "touched"; }
  #ring;
  #rang = new Promise((resolve) => { this.#ring = resolve; });
  alarm() { this.#ring("rung"); }
  rung() { return this.#rang; }
  add() {
    this.ctx.storage.sql.exec("INSERT INTO message (author) VALUES ('eve')");
    return this.ctx.storage.sql.exec("SELECT count(*) AS n FROM message").one().n;
  }
  async look() {
    const { storage } = this.ctx;
    const f = this.ctx.facets.get("child", () => ({ class: this.env.SUB ?? this.ctx.exports.Sub }));
    return JSON.stringify({
      n: storage.sql.exec("SELECT count(*) AS n FROM message").one().n, count: await storage.get("count"),
      alarm: await storage.getAlarm(), child: await f.look(),
    });
  }
  async wipe() { await this.fill(); await this.ctx.storage.deleteAlarm(); await this.ctx.storage.deleteAll(); return "wiped"; }
  async drift() { await this.fill(); this.ctx.storage.sql.exec("ALTER TABLE message ADD COLUMN pinned INTEGER DEFAULT 0"); await this.ctx.storage.deleteAlarm(); return "drifted"; }
  make(sql) { this.ctx.storage.sql.exec(sql); return "made"; }
  // Runs statements, each undone again, and answers what became of them.
  run(list) {
    return JSON.stringify(JSON.parse(list).map((sql) => {
      let said = "";
      try {
        this.ctx.storage.transactionSync(() => {
          [...this.ctx.storage.sql.exec(sql).raw()];
          throw undefined;
        });
      } catch (error) {
        said = error === undefined ? "ok" : String(error.message);
      }
      return said;
    }));
  }
  async kv() { await this.ctx.storage.put("only", "kv"); return "kv"; }
}

export class Sub extends DurableObject {
  look() { return this.ctx.storage.kv.get("k"); }
  fill() {
    this.ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS sub (x)");
    this.ctx.storage.sql.exec("INSERT INTO sub VALUES (1)");
    this.ctx.storage.kv.put("k", "facet");
    return "child filled";
  }
}

export class Counter extends DurableObject {
  async fill() { await this.ctx.storage.put("n", 7); return "counted"; }
  touch() { return "touched"; }
}

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    const [, ns, method, ...name] = pathname.split("/");
    const id = env[ns].idFromName(decodeURIComponent(name.join("/")));
    return new Response(String(await env[ns].get(id)[method](searchParams.get("arg"))) + "\n");
  },
};
