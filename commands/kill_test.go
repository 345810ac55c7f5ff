//go:build unix

package commands_test

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// A Worker that writes to KV, D1 and R2 without end, and prints a line for each write
// that was acknowledged; and says which of such lines do not hold.
const killedWorker = `
const text = (round, i) => round + " " + i + " " + "x".repeat([10, 1000, 100_000, 300_000][i % 4]);
const stores = {
  async kv({ KV }, round, i) {
    await KV.put("latest", round + " " + i);
    await KV.put(round + "/" + i, text(round, i));
    if (i % 3 === 0) await KV.delete(round + "/" + i);
  },
  async d1({ DB }, round, i) {
    await DB.batch([
      DB.prepare("INSERT INTO entries VALUES (?, ?, ?)").bind(round, i, text(round, i)),
      DB.prepare("INSERT INTO entries VALUES (-1, 0, ?1) ON CONFLICT DO UPDATE SET text = ?1").bind(round + " " + i),
    ]);
    if (i % 3 === 0) await DB.prepare("DELETE FROM entries WHERE round = ? AND i = ?").bind(round, i).run();
  },
  async r2({ R2 }, round, i) {
    await R2.put("latest", round + " " + i);
    if (i % 5 === 4) {
      const upload = await R2.createMultipartUpload(round + "/" + i);
      await upload.complete([await upload.uploadPart(1, text(round, i))]);
    } else await R2.put(round + "/" + i, text(round, i));
    if (i % 3 === 0) await R2.delete(round + "/" + i);
  },
};
const readers = {
  kv: ({ KV }, round, i) => KV.get(round + "/" + i),
  d1: ({ DB }, round, i) => DB.prepare("SELECT text FROM entries WHERE round = ? AND i = ?").bind(round, i).first("text"),
  r2: async ({ R2 }, round, i) => (await R2.get(round + "/" + i))?.text() ?? null,
};
const latest = {
  kv: ({ KV }) => KV.get("latest"),
  d1: ({ DB }) => DB.prepare("SELECT text FROM entries WHERE round = -1").first("text"),
  r2: async ({ R2 }) => (await R2.get("latest")).text(),
};

export default {
  async fetch(request, env, ctx) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/write") {
      await env.DB.exec("CREATE TABLE IF NOT EXISTS entries (round INTEGER, i INTEGER, text TEXT, PRIMARY KEY (round, i))");
      const { readable, writable } = new IdentityTransformStream();
      const out = writable.getWriter();
      const round = Number(searchParams.get("round"));
      for (const [name, write] of Object.entries(stores)) {
        ctx.waitUntil((async () => {
          for (let i = 0; ; i++) {
            await write(env, round, i);
            await out.write(new TextEncoder().encode(name + " " + round + " " + i + "\n"));
          }
        })());
      }
      return new Response(readable);
    }
    const wrong = [];
    const last = {};
    for (const line of (await request.text()).trim().split("\n")) {
      const [name, round, i] = line.split(" ");
      const found = await readers[name](env, Number(round), Number(i));
      if (found !== (i % 3 === 0 ? null : text(round, i))) wrong.push(line + ": " + String(found).slice(0, 40));
      last[name] = [Number(round), Number(i)];
    }
    for (const [name, [round, i]] of Object.entries(last)) {
      const [r, n] = (await latest[name](env)).split(" ").map(Number);
      if (r < round || r === round && n < i) wrong.push(name + " latest: " + r + " " + n + ", after " + round + " " + i);
    }
    return new Response(wrong.join("\n"));
  },
};
`

const killedConfig = `{
  "name": "killed", "main": "index.js", "compatibility_date": "2026-10-01",
  "kv_namespaces": [{ "binding": "KV", "id": "kv" }],
  "d1_databases": [{ "binding": "DB", "database_id": "db" }],
  "r2_buckets": [{ "binding": "R2", "bucket_name": "bucket" }]
}`

// killedServer is a server that is killed under writes.
type killedServer struct {
	t   *testing.T
	dir string
	url string
	cmd *exec.Cmd
}

// newKilledServer makes the project of a server, which is to be started and killed in a
// number of rounds: DOTOOL_KILLS, or else few.
func newKilledServer(t *testing.T, few int, configuration, code string) (s *killedServer, rounds int, kill func(pids ...int)) {
	t.Helper()
	rounds = few
	if n, err := strconv.Atoi(os.Getenv("DOTOOL_KILLS")); err == nil {
		rounds = n
	}
	s = &killedServer{t: t, dir: t.TempDir()}
	for name, text := range map[string]string{"wrangler.jsonc": configuration, "index.js": code} {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kill = func(pids ...int) {
		for _, pid := range pids {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
	t.Cleanup(func() { kill(append(workerds(s.dir), s.cmd.Process.Pid)...) })
	return s, rounds, kill
}

func (s *killedServer) start() {
	s.t.Helper()
	runtime, err := realWorkerd()
	if err != nil {
		s.t.Fatal(err)
	}
	s.cmd = exec.Command("dotool", "dev", "--port", "0")
	s.cmd.Dir, s.cmd.Env = s.dir, append(os.Environ(), "DOTOOL_WORKERD="+runtime)
	r, w, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	s.cmd.Stdout, s.cmd.Stderr = w, w
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	w.Close()
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	var seen []string
	ready := regexp.MustCompile(`Ready on (http://\S+)`)
	for in.Scan() {
		seen = append(seen, in.Text())
		if m := ready.FindStringSubmatch(in.Text()); m != nil {
			s.url = m[1]
			go func() { // ends with the server
				_, _ = io.Copy(io.Discard, r)
				r.Close()
			}()
			return
		}
	}
	s.t.Fatalf("the server does not start:\n%s", strings.Join(seen, "\n"))
}

// write lets the Worker write until a number of writes was acknowledged and the server
// has been killed, and returns the lines of all that were.
func (s *killedServer) write(round, most int, kill func()) (acknowledged []string) {
	s.t.Helper()
	resp, err := http.Get(fmt.Sprintf("%s/write?round=%d", s.url, round))
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	in := bufio.NewReader(resp.Body)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return acknowledged // a line that is cut does not count
		}
		if acknowledged = append(acknowledged, line); len(acknowledged) == most {
			kill()
		}
	}
}

func (s *killedServer) check(acknowledged []string) {
	s.t.Helper()
	resp, err := http.Post(s.url+"/check", "text/plain", strings.NewReader(strings.Join(acknowledged, "")))
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	wrong, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || len(wrong) > 0 {
		s.t.Errorf("acknowledged writes are lost: %d %v\n%s", resp.StatusCode, err, wrong)
	}
}

// A kill -9 of the server, its runtime or both loses no acknowledged write of KV, D1 or
// R2, and leaves no file of a value without its row. DOTOOL_KILLS is how many, if not a
// few.
func TestKilledUnderWrites(t *testing.T) {
	if testing.Short() {
		t.Skip("starts servers")
	}
	s, rounds, kill := newKilledServer(t, 6, killedConfig, killedWorker)
	var all []string
	s.start()
	for round := range rounds {
		acknowledged := s.write(round, 1+rand.IntN(60), func() {
			server, runtimes := s.cmd.Process.Pid, workerds(s.dir)
			switch round % 4 {
			case 0:
				kill(append(runtimes, server)...)
			case 1:
				kill(append([]int{server}, runtimes...)...)
			case 2: // which ends the runtime too
				kill(server)
			case 3: // which the server starts again
				kill(runtimes...)
			}
		})
		all = append(all, acknowledged...)
		if round%4 != 3 {
			_ = s.cmd.Wait()
			s.start()
		}
		s.check(acknowledged)
		if t.Failed() {
			t.Fatalf("after round %d", round)
		}
	}
	s.stop()
	s.start()
	s.check(all)
	t.Logf("%d acknowledged writes", len(all))
	// What the kills left is removed beside the server.
	v3 := filepath.Join(s.dir, ".wrangler", "state", "v3")
	deadline := time.Now().Add(patience)
	for {
		kv := withoutRow(t, filepath.Join(v3, "kv"), "SELECT blob_id FROM _mf_entries")
		r2 := withoutRow(t, filepath.Join(v3, "r2"), "SELECT blob_id FROM _mf_objects WHERE blob_id IS NOT NULL", "SELECT blob_id FROM _mf_multipart_parts")
		if len(kv)+len(r2) == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("values without a row: %q, %q", kv, r2)
		}
		time.Sleep(50 * time.Millisecond) // nothing signals the end of a sweep
	}
	s.stop()
}

func (s *killedServer) stop() {
	s.t.Helper()
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	if err := s.cmd.Wait(); err != nil {
		s.t.Error(err)
	}
}

// withoutRow returns the files of values in the folder of a product that no row names.
// A row without a file fails the test.
func withoutRow(t *testing.T, product string, queries ...string) (files []string) {
	t.Helper()
	values, _ := filepath.Glob(filepath.Join(product, "*", "blobs", "*"))
	tables, _ := filepath.Glob(filepath.Join(product, "miniflare-*", "*.sqlite"))
	rows := map[string]bool{}
	for _, path := range tables {
		if filepath.Base(path) == "metadata.sqlite" {
			continue
		}
		db, err := sqlite.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, query := range queries {
			if err := db.Conn.Each(query, nil, func(row *sqlite.Stmt) error {
				rows[row.Column(0).String()] = true
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		db.Close()
	}
	for _, path := range values {
		if id := filepath.Base(path); rows[id] {
			delete(rows, id)
		} else {
			files = append(files, id)
		}
	}
	for id := range rows {
		t.Errorf("a row without its file: %s", id)
	}
	return files
}
