package commands

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"dotool/commands/local"
	"dotool/commands/ui"
	"dotool/devserver/event"
	"dotool/inspect/table"
)

// At 80 columns every column of top and of alarm history is seen, on one line.
func TestNarrow(t *testing.T) {
	t.Parallel()
	env := &ui.Env{StdoutTerminal: true, Width: 80}
	name, late := strings.Repeat("long-name-", 5), int64(61_234)
	now := time.Now().UTC().Format("2006-01-02T15:04:05.000Z")
	count := event.Count{Class: "ChatRoom", ID: strings.Repeat("a", 64), Name: &name, Calls: 123456, Errors: 1234, WallMs: 98765432, LastAt: now}
	var b bytes.Buffer
	topTable([]usage{{Count: count, PerSecond: 1234.5, BusyPercent: 100, StorageBytes: 123 << 20}, {Count: event.Count{Calls: 1}}}, true, env.Narrow()).Print(env, &b, "")
	f := event.Firing{At: now, Class: "ChatRoom", ID: count.ID, Name: &name, LateMs: &late, Outcome: "exception", RetryCount: 3, WallMs: 12_345, NextAlarmAt: time.Now().UTC().Add(time.Hour).Format("2006-01-02T15:04:05.000Z"),
		Thrown: &event.LineError{Name: "TypeError", Message: "something went wrong with a long message"}}
	var h bytes.Buffer
	env.Stdout = &h
	head, options := historyColumns(&local.Project{Env: env})
	format, err := table.NewFormat("", &h, options)
	if err != nil {
		t.Fatal(err)
	}
	if err := format.Header(head); err != nil {
		t.Fatal(err)
	}
	if err := format.Row(historyRow(&local.Project{Env: env}, f)); err != nil {
		t.Fatal(err)
	}
	if err := format.Close(); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]string{
		b.String(): {"OBJECT", "CALLS/S", "BUSY", "CALLS", "ERRORS", "AVERAGE", "SOCKETS", "STORAGE", "1234.5", "100 %", "123456", "123.0 MiB"},
		h.String(): {"FIRED", "OBJECT", "LATE", "TOOK", "TRY", "NEXT", "OUTCOME", "1 min 1 s", "12.3 s", "TypeError"},
	} {
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("no %q in\n%s", w, text)
			}
		}
		lines := strings.Split(strings.TrimSpace(text), "\n")
		if len(lines) > 3 {
			t.Errorf("more lines than rows:\n%s", text)
		}
		for _, line := range lines {
			if ansi.StringWidth(line) > 80 {
				t.Errorf("%d columns: %q", ansi.StringWidth(line), line)
			}
		}
	}
}
