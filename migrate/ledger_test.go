package migrate_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/apply"
	"github.com/dotool-dev/dotool/migrate/migratetest"
)

func TestReadLedger(t *testing.T) {
	t.Parallel()
	const good = `{"version":1,"workers":{"chat":{"mode":"migrations","tag":"v2",
    "classes":{"ChatRoom":{"key":"chat-Room","storage":"sqlite"}},
    "retired":["chat-Old"],
    "applied":[{"tag":"v1","hash":"…","at":"2026-11-23T10:00:00.000Z"}]}}}`
	s := migratetest.NewState(t)
	if l, err := migrate.ReadLedger(s); err != nil || len(l.Workers) != 0 {
		t.Fatalf("missing: %v, %v", l, err)
	}
	migratetest.Lock(t, s)
	migratetest.Put(t, s, "chat-Room", "a")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(migrate.LedgerPath(s), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(good)
	l, err := migrate.ReadLedger(s)
	if err != nil {
		t.Fatal(err)
	}
	var want, got bytes.Buffer
	if err := errors.Join(json.Compact(&want, []byte(good)), json.Compact(&got, l.Encode())); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() {
		t.Errorf("not what was read:\n%s\n%s", got.String(), want.String())
	}
	for text, reason := range map[string]string{
		"":                                   "damaged",
		good[:100]:                           "damaged",
		"null":                               "not written by dotool",
		"[]":                                 "damaged: unexpected array at byte 1",
		`{"name":"chat"}`:                    "not written by dotool",
		`{"version":1}`:                      "not written by dotool",
		`{"version":1,"workers":[]}`:         "not written by dotool",
		`{"version":1,"workers":{"a":null}}`: `worker "a" is empty`,
		`{"version":9,"workers":[1]}`:        "newer dotool (version 9",
		`{"version":1,"workers":{"a":{"classes":{"A":{"key":"../x","storage":"sqlite"}}}}}`:                                                   `"../x" cannot be the key`,
		`{"version":1,"workers":{"a":{"classes":{"A":{"key":"","storage":"sqlite"}}}}}`:                                                       `"" cannot be the key`,
		`{"version":1,"workers":{"a":{"classes":{"A":{"key":"k","storage":"mysql"}}}}}`:                                                       `storage "mysql"`,
		`{"version":1,"workers":{"a":{"mode":"x"}}}`:                                                                                          `mode "x"`,
		`{"version":1,"workers":{"a":{"retired":["a/b"]}}}`:                                                                                   `"a/b" cannot be the key`,
		`{"version":1,"workers":{"a":{"classes":{"A":{"key":"k","storage":"sqlite"}}},"b":{"classes":{"B":{"key":"k","storage":"sqlite"}}}}}`: `key "k" belongs to both a.A and b.B`,
		`{"version":1,"workers":{"a":{"classes":{"A":{"key":"k","storage":"sqlite"}},"retired":["k"]}}}`:                                      `key "k" is retired and belongs to a.A`,
	} {
		write(text)
		_, err := migrate.ReadLedger(s)
		var problem *migrate.LedgerError
		if !errors.As(err, &problem) || !strings.Contains(problem.Reason, reason) {
			t.Errorf("%s: got %v, want %q", text, err, reason)
			continue
		}
		if newer := strings.Contains(reason, "newer"); newer != (problem.Newer > 0) || !newer && !strings.Contains(problem.Hint(), "chat-Room") {
			t.Errorf("%s: hint %q", text, problem.Hint())
		}
	}
	write(good[:100])
	aside, err := apply.SetAside(s)
	if err != nil {
		t.Fatal(err)
	}
	if kept, err := os.ReadFile(aside); err != nil || string(kept) != good[:100] {
		t.Errorf("set aside: %s, %v", kept, err)
	}
	if l, err := migrate.ReadLedger(s); err != nil || len(l.Workers) != 0 {
		t.Errorf("after setting aside: %v, %v", l, err)
	}
}

func FuzzParseLedger(f *testing.F) {
	f.Add([]byte(`{"version":1,"workers":{"chat":{"mode":"migrations","tag":"v2","classes":{"A":{"key":"chat-A","storage":"sqlite"}},"retired":["chat-Old"],"applied":[{"tag":"v1","hash":"…","at":"2026-11-23T10:00:00.000Z"}]}}}`))
	f.Add([]byte(`{"version":1,"workers":{"a":{"given":{"A":{"worker":"b","class":"A","key":"a-A","storage":"sqlite"}},"expecting":{"X":"b"}}}}`))
	f.Add([]byte(`{"version":2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := migrate.ParseLedger(data)
		if err != nil {
			return
		}
		for name, w := range l.Workers {
			for class, c := range w.Classes {
				if c.Key.Validate() != nil || filepath.Dir(filepath.Join("x", string(c.Key))) != "x" {
					t.Fatalf("%s.%s has the key %q", name, class, c.Key)
				}
			}
		}
		again, err := migrate.ParseLedger(l.Encode())
		if err != nil || !again.Equal(l) {
			t.Fatalf("not read back: %v\n%s\n%s", err, l.Encode(), data)
		}
		c := l.Clone()
		if !c.Equal(l) && len(slices.Collect(maps.Keys(l.Workers))) > 0 {
			t.Fatalf("a clone differs:\n%s\n%s", l.Encode(), c.Encode())
		}
	})
}
