//go:build unix

package sqlite_test

import (
	"encoding/binary"
	"os"
	"testing"

	"github.com/dotool-dev/dotool/inspect/archive"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// SQLite tries for ten seconds to read a -wal that it has not written.
func TestDamagedWAL(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func([]byte){
		"magic":     func(b []byte) { b[0]++ },
		"no magic":  func(b []byte) { clear(b[:4]) },
		"zeros":     func(b []byte) { clear(b[:32]) },
		"page size": func(b []byte) { binary.BigEndian.PutUint32(b[8:], 1234) },
		"huge page": func(b []byte) { binary.BigEndian.PutUint32(b[8:], 1<<20) },
		"checksum":  func(b []byte) { b[31]++ },
		"salt":      func(b []byte) { b[17]++ },
	} {
		folder := inspecttest.Storage(t, "killed", archive.Recover)
		s := inspecttest.Open(t, folder)
		path := inspecttest.Find(t, s, "full").Path()
		data, err := os.ReadFile(path + "-wal")
		if err != nil || len(data) <= sqlite.WALHeader {
			t.Fatal(len(data), err)
		}
		if !sqlite.SoundWAL(path + "-wal") {
			t.Fatal("a sound -wal is taken for a damaged one")
		}
		damage(data)
		if err := os.WriteFile(path+"-wal", data, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := sqlite.Open(path)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !db.Unsure() {
			t.Errorf("%s: SQLite is left to wait for it", name)
		}
		db.Close()
	}
}
