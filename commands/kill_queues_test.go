//go:build unix

package commands_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A Worker that sends messages without end, and prints a line for each that was taken. Its
// consumer counts deliveries in D1: most messages succeed at once, some are tried again,
// some end in the dead-letter queue.
const killedQueueWorker = `
const tables = "CREATE TABLE IF NOT EXISTS deliveries (message TEXT PRIMARY KEY, ended INTEGER, count INTEGER)";
export default {
  async fetch(request, env, ctx) {
    const { pathname, searchParams } = new URL(request.url);
    await env.DB.exec(tables);
    if (pathname === "/write") {
      const { readable, writable } = new IdentityTransformStream();
      const out = writable.getWriter();
      const round = searchParams.get("round");
      for (const name of ["send", "batch"]) {
        ctx.waitUntil((async () => {
          for (let i = 0; ; i++) {
            const message = name + " " + round + " " + i;
            if (name === "send") await env.JOBS.send(message, { contentType: "text" });
            else await env.JOBS.sendBatch([{ body: message, contentType: "v8" }, { body: message + "b", delaySeconds: i % 2 }]);
            await out.write(new TextEncoder().encode(message + "\n" + (name === "batch" ? message + "b\n" : "")));
          }
        })());
      }
      return new Response(readable);
    }
    if (pathname === "/left") {
      const left = await Promise.all([env.JOBS.metrics(), env.DEAD.metrics()]);
      return new Response(left.map((m) => m.backlogCount).join(" "));
    }
    const wrong = [];
    const { results } = await env.DB.prepare("SELECT * FROM deliveries").all();
    const ended = new Map(results.map((row) => [row.message, row.ended]));
    for (const line of (await request.text()).trim().split("\n")) if (!(ended.get(line) > 0)) wrong.push(line + ": " + ended.get(line));
    for (const [message, times] of ended) if (!(times > 0)) wrong.push(message + " has not ended");
    const twice = results.reduce((sum, row) => sum + row.ended - 1, 0);
    if (twice > 20 * (1 + Number(searchParams.get("kills")))) wrong.push(twice + " deliveries of what was done");
    return new Response(wrong.join("\n"));
  },
  async queue({ queue, messages }, env) {
    await env.DB.exec(tables);
    const count = (message, ends) => env.DB.prepare("INSERT INTO deliveries VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET ended = ended + ?2, count = count + 1").bind(message.body, ends ? 1 : 0).run();
    for (const message of messages) {
      const i = parseInt(message.body.split(" ")[2]);
      const fails = queue === "jobs" && (i % 11 === 0 || i % 5 === 0 && message.attempts === 1);
      await count(message, !fails);
      if (fails) message.retry();
      else message.ack();
    }
  },
};
`

const killedQueueConfig = `{
  "name": "killed", "main": "index.js", "compatibility_date": "2026-10-01",
  "d1_databases": [{ "binding": "DB", "database_id": "db" }],
  "queues": {
    "producers": [{ "binding": "JOBS", "queue": "jobs" }, { "binding": "DEAD", "queue": "dead" }],
    "consumers": [
      { "queue": "jobs", "max_batch_timeout": 0, "max_retries": 1, "max_concurrency": 2, "dead_letter_queue": "dead" },
      { "queue": "dead", "max_batch_timeout": 0, "max_concurrency": 2 }
    ]
  }
}`

// A kill -9 of the server, its runtime or both loses no message that was taken, and has none
// delivered again whose end was stored, but for those of the batches under way.
func TestKilledUnderDeliveries(t *testing.T) {
	if testing.Short() {
		t.Skip("starts servers")
	}
	s, rounds, kill := newKilledServer(t, 4, killedQueueConfig, killedQueueWorker)
	var taken []string
	s.start()
	for round := range rounds {
		taken = append(taken, s.write(round, 1+rand.IntN(60), func() {
			server, runtimes := s.cmd.Process.Pid, workerds(s.dir)
			if round%2 == 0 {
				kill(append(runtimes, server)...)
			} else { // which the server starts again
				kill(runtimes...)
			}
		})...)
		if round%2 == 0 {
			_ = s.cmd.Wait()
			s.start()
		}
	}
	get := func(path string, body string) string {
		resp, err := http.Post(s.url+path, "text/plain", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s, %v", path, resp.Status, err)
		}
		return string(text)
	}
	wrong := "not checked"
	for deadline := time.Now().Add(patience); time.Now().Before(deadline) && wrong != ""; {
		if left := get("/left", ""); left != "0 0" {
			wrong = "left in the queues: " + left
			time.Sleep(50 * time.Millisecond) // nothing signals that the queues are empty
			continue
		}
		if wrong = get(fmt.Sprintf("/check?kills=%d", rounds), strings.Join(taken, "")); wrong != "" {
			time.Sleep(50 * time.Millisecond) // some may be under way
		}
	}
	if wrong != "" {
		t.Errorf("messages are lost, or delivered too often:\n%s", wrong)
	}
	t.Logf("%d messages", len(taken))
	s.stop()
}
