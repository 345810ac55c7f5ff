package inspect_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// BenchmarkList lists 100,000 objects; it should take less than 2 s.
func BenchmarkList(b *testing.B) {
	state := inspecttest.Many(b, 100_000)
	runtime.GC()
	for b.Loop() {
		n := 0
		for o, err := range inspecttest.Open(b, state).Objects(b.Context(), inspect.Address{}) {
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

// BenchmarkQueryAll queries 10,000 objects; the process should take less than 1.5 s.
func BenchmarkQueryAll(b *testing.B) {
	state := inspecttest.Many(b, 10_000)
	for b.Loop() {
		s := inspecttest.Open(b, state)
		n := 0
		for batch := range s.QueryAll(b.Context(), s.Objects(b.Context(), inspect.Address{}), "SELECT count(*), max(author) FROM message") {
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

// BenchmarkOne opens an object and runs one query, all that `dotool sql` does.
func BenchmarkOne(b *testing.B) {
	state := inspecttest.Storage(b, "wrangler")
	for b.Loop() {
		s := inspecttest.Open(b, state)
		if got, err := inspecttest.Ask(b, s, "full", "SELECT 1"); err != nil || len(got) != 1 {
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
