package inspect

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"dotool/inspect/sqlite"
	"dotool/migrate/state"
)

// many makes a namespace of n copies of an object of wrangler's, with their
// names in dotool's record.
func many(b *testing.B, n int) *state.Folder {
	b.Helper()
	folder := state.Open(b.TempDir(), state.Options{Recoveries: Recoveries()})
	const key = state.Key("chat-Room")
	from, err := filepath.Glob(filepath.Join("..", "testdata", "storage", "wrangler", "v3", "do", "chat-Room", "f0b35*c.sqlite"))
	if err != nil || len(from) != 1 {
		b.Fatal(from, err)
	}
	data, err := os.ReadFile(from[0])
	if err != nil {
		b.Fatal(err)
	}
	if err := os.MkdirAll(folder.NamespaceDir(key), 0o700); err != nil {
		b.Fatal(err)
	}
	seen := make([]Seen, n)
	for i := range seen {
		seen[i] = Seen{key, "room-" + strconv.Itoa(i)}
		o := Object{Namespace: &Namespace{Dir: folder.NamespaceDir(key)}, ID: key.ID(seen[i].Name)}
		if err := os.WriteFile(o.Path(), data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	if err := Remember(b.Context(), folder, seen...); err != nil {
		b.Fatal(err)
	}
	return folder
}

// BenchmarkList lists 100,000 objects, the bar being 2 s.
func BenchmarkList(b *testing.B) {
	state := many(b, 100_000)
	runtime.GC()
	for b.Loop() {
		n := 0
		for o, err := range open(b, state).Objects(b.Context(), Address{}) {
			if err != nil || !o.Named || !o.HasData {
				b.Fatal(o, err)
			}
			n++
		}
		if n != 100_000 {
			b.Fatal(n)
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapSys)/(1<<20), "MiB-heap")
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "objects/s")
}

// BenchmarkQueryAll asks 10,000 objects, the bar being 1.5 s for the process.
func BenchmarkQueryAll(b *testing.B) {
	state := many(b, 10_000)
	for b.Loop() {
		s := open(b, state)
		n := 0
		for batch := range s.QueryAll(b.Context(), s.Objects(b.Context(), Address{}), "SELECT count(*), max(author) FROM message") {
			if batch.Err != nil {
				b.Fatal(batch.Err)
			}
			n += len(batch.Rows)
		}
		if n != 10_000 {
			b.Fatal(n)
		}
	}
	b.ReportMetric(10_000*float64(b.N)/b.Elapsed().Seconds(), "objects/s")
}

// BenchmarkSnapshot copies 10,000 objects, and then again with all of them
// unchanged.
func BenchmarkSnapshot(b *testing.B) {
	state := many(b, 10_000)
	s := open(b, state)
	for b.Loop() {
		for range 2 {
			if snapshot, err := CreateSnapshot(b.Context(), s.state, Asked, ""); err != nil || snapshot.Objects != 10_000 {
				b.Fatal(snapshot, err)
			}
		}
	}
}

// BenchmarkImport makes 1,000 objects of NDJSON.
func BenchmarkImport(b *testing.B) {
	state := many(b, 1000)
	s := open(b, state)
	var text bytes.Buffer
	for o, err := range s.Objects(b.Context(), Address{}) {
		if err != nil {
			b.Fatal(err)
		}
		if err := Export(b.Context(), s, &text, NDJSON, o); err != nil {
			b.Fatal(err)
		}
	}
	data := bytes.ReplaceAll(text.Bytes(), []byte(`"alarmAt":"2040-01-01T00:00:00.000Z"`), []byte(`"alarmAt":null`))
	for b.Loop() {
		made, err := Import(b.Context(), s, bytes.NewReader(data), ImportOptions{Replace: true, Command: "bench"})
		if err != nil || len(made) != 1000 {
			b.Fatal(len(made), err)
		}
	}
	b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "objects/s")
}

// BenchmarkOne opens an object and asks it one thing, all that `dotool sql` does.
func BenchmarkOne(b *testing.B) {
	state := storage(b, "wrangler")
	for b.Loop() {
		s := open(b, state)
		if got, err := ask(b, s, "full", "SELECT 1"); err != nil || len(got) != 1 {
			b.Fatal(got, err)
		}
	}
}

var million = sync.OnceValues(func() (string, error) {
	path := filepath.Join(os.TempDir(), fmt.Sprintf("dotool-million-%d.sqlite", os.Getpid()))
	c, err := sqlite.OpenConn(path, "", 0x6)
	if err != nil {
		return "", err
	}
	defer c.Close()
	if err := c.Exec("CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, name TEXT, score REAL, note TEXT)"); err != nil {
		return "", err
	}
	return path, c.Exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 1000000) INSERT INTO t SELECT i, 'user-' || i, i * 1.25, 'a note of some words' FROM n")
})

// BenchmarkStream prints 1,000,000 rows as CSV.
func BenchmarkStream(b *testing.B) {
	path, err := million()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { os.Remove(path) })
	for b.Loop() {
		db, err := sqlite.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		w := bufio.NewWriterSize(io.Discard, 1<<16)
		var line []byte
		for row, err := range db.Query(b.Context(), "SELECT * FROM t").All() {
			if err != nil {
				b.Fatal(err)
			}
			line = line[:0]
			for i, v := range row {
				if i > 0 {
					line = append(line, ',')
				}
				line = v.AppendText(line)
			}
			w.Write(append(line, '\n'))
		}
		w.Flush()
		db.Close()
	}
	b.ReportMetric(1e6*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
