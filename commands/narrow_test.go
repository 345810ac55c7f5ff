package commands

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/inspect/table"
)

// Where columns are too many for a terminal, the less important ones are left out, and names
// stay distinct.
func TestNarrower(t *testing.T) {
	t.Parallel()
	counts := []usage{}
	for i := range 3 {
		name := fmt.Sprintf("general-discussion-with-a-long-name-%d", i)
		counts = append(counts, usage{Count: event.Count{Class: "ChatRoom", ID: strings.Repeat("a", 64), Name: &name, Calls: 10, Errors: 7}, StorageBytes: 123 << 20})
	}
	for _, width := range []int{30, 40, 60, 80, 100, 200} {
		for _, sort := range []string{"calls", "storage", "sockets"} {
			env := &ui.Env{StdoutTerminal: true, Width: width}
			var b bytes.Buffer
			topTable(counts, sort, true, env.Narrow()).Print(env, &b, "")
			seen := map[string]bool{}
			for line := range strings.Lines(b.String()) {
				if ansi.StringWidth(strings.TrimSuffix(line, "\n")) > width || strings.Contains(line, "… ") || strings.HasSuffix(line, "…\n") {
					t.Errorf("at %d columns: %q", width, line)
				}
				seen[strings.Fields(line)[0]] = true
			}
			if len(seen) != 4 {
				t.Errorf("at %d columns objects look alike:\n%s", width, b.String())
			}
			if want := map[string]string{"storage": "STORAGE", "sockets": "SOCKETS"}[sort]; !strings.Contains(b.String(), want) {
				t.Errorf("at %d columns there is no %s, by which it is sorted:\n%s", width, want, b.String())
			}
		}
		env := &local.Project{Env: &ui.Env{StdoutTerminal: true, Width: width}}
		var h bytes.Buffer
		env.Stdout = &h
		head, options := historyColumns(env)
		format, err := table.NewFormat("", &h, options)
		if err != nil {
			t.Fatal(err)
		}
		err = format.Header(head)
		for _, c := range counts {
			late := int64(2155)
			err = errors.Join(err, format.Row(historyRow(env, event.Firing{
				At: "2026-11-28T08:54:17.000Z", Class: c.Class, ID: c.ID, Name: c.Name, LateMs: &late, Outcome: "exception", WallMs: 5, NextAlarmAt: "2026-11-28T09:54:17.000Z",
				Thrown: &event.LineError{Name: "TypeError", Message: "something went wrong with a long message"},
			}, false)))
		}
		if err := errors.Join(err, format.Close()); err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			if end := fmt.Sprintf("name-%d", i); !strings.Contains(h.String(), end) {
				t.Errorf("no %s at %d columns:\n%s", end, width, h.String())
			}
		}
		if width >= 60 && strings.Count(h.String(), "\n") != 4 || !strings.Contains(h.String(), "TypeError") {
			t.Errorf("at %d columns:\n%s", width, h.String())
		}
	}
}

// At 80 columns every column of top and of alarm history is seen, on one line.
func TestNarrow(t *testing.T) {
	t.Parallel()
	env := &ui.Env{StdoutTerminal: true, Width: 80}
	name, late := strings.Repeat("long-name-", 5), int64(61_234)
	now := time.Now().UTC().Format("2006-01-02T15:04:05.000Z")
	count := event.Count{Class: "ChatRoom", ID: strings.Repeat("a", 64), Name: &name, Calls: 123456, Errors: 1234, WallMs: 98765432, LastAt: now}
	var b bytes.Buffer
	topTable([]usage{{Count: count, PerSecond: 1234.5, BusyPercent: 100, StorageBytes: 123 << 20}, {Count: event.Count{Calls: 1}}}, "calls", true, env.Narrow()).Print(env, &b, "")
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
	if err := format.Row(historyRow(&local.Project{Env: env}, f, false)); err != nil {
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
