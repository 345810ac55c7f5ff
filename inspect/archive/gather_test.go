package archive

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

func TestGather(t *testing.T) {
	t.Parallel()
	state := inspecttest.Storage(t, "wrangler", Recover)
	s := inspecttest.Open(t, state)
	path := filepath.Join(t.TempDir(), "all.sqlite")
	rows, failed, err := Gather(t.Context(), s, s.Objects(t.Context(), inspect.Address{Text: "Room/*"}), path, "rows", "SELECT * FROM message WHERE id >= ?", sqlite.IntValue(2))
	if err != nil || rows != 5 || len(failed) != 3 || !strings.Contains(failed[0].Error(), "Room/kv: no such table: message") {
		t.Fatal(rows, failed, err)
	}
	db, err := sqlite.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var got []string
	for row, err := range db.Query(t.Context(), "SELECT _object, author, pinned FROM rows ORDER BY _object").All() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, row[0].String()+"|"+row[1].String()+"|"+row[2].String())
	}
	if diff := cmp.Diff([]string{"Room/a/b\nc|bob|", "Room/b|bob|", "Room/drifted|bob|0", "Room/full|bob|", "Room/é😀|bob|"}, got); diff != "" {
		t.Error(diff)
	}
	if _, _, err := Gather(t.Context(), s, s.Objects(t.Context(), inspect.Address{}), path, "rows", "SELECT 1"); !errors.Is(err, os.ErrExist) {
		t.Errorf("wrote over a file: %v", err)
	}
	// Duplicate column names, within a row and with objectColumn.
	twice := filepath.Join(t.TempDir(), "twice.sqlite")
	if rows, _, err := Gather(t.Context(), s, s.Objects(t.Context(), inspect.Address{Text: "full"}), twice, "a\"b", "SELECT 1 AS _object, 2 AS x, 3 AS X"); rows != 1 || err != nil {
		t.Error(rows, err)
	}
	// A failure leaves nothing behind.
	if _, _, err := Gather(t.Context(), s, s.Objects(t.Context(), inspect.Address{Text: "ful"}), filepath.Join(filepath.Dir(path), "none"), "rows", "SELECT 1"); err == nil {
		t.Error("gathered an object that is not there")
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("left %v", left)
	}
}
