package queues_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/inspect/queues"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

func file(products, name string) string {
	return filepath.Join(products, "queues", "dotool-Queue", state.Key("dotool-Queue").ID(name).String()+".sqlite")
}

var now = time.UnixMilli(1_800_000_000_000).UTC()

func send(t *testing.T, q *queues.Queue, bodies ...string) {
	t.Helper()
	var messages []queues.Message
	for _, body := range bodies {
		messages = append(messages, queues.Message{Type: "text", Body: []byte(body), Sent: now, Due: now})
	}
	if err := q.Send(t.Context(), messages); err != nil {
		t.Fatal(err)
	}
}

func bodies(t *testing.T, q *queues.Queue) (all []string) {
	t.Helper()
	for m, err := range q.Messages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(m.Body))
	}
	return all
}

// exec changes a file as a simulator does.
func exec(t *testing.T, path string, statements ...string) {
	t.Helper()
	c, err := sqlite.OpenConn(path, "", sqlite.ReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range statements {
		if err := c.Exec(sql); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestMessages(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	odd := []string{"jobs", "", "a/b", "../x", "\x00", "\x1b[31m\n", "é", strings.Repeat("q", 1000)}
	for _, name := range odd {
		q := queues.Open(dir, name)
		if got, err := q.Summary(t.Context(), now); err != nil || got.Waiting+got.Delayed > 0 || bodies(t, q) != nil {
			t.Errorf("%q, which is not there: %+v, %v", name, got, err)
		}
		if n, err := q.Purge(t.Context()); n != 0 || err != nil || q.Exists() {
			t.Errorf("purge %q, which is not there: %d, %v", name, n, err)
		}
		send(t, q, name, "", "\x00\xff")
		if got := bodies(t, q); !slices.Equal(got, []string{name, "", "\x00\xff"}) {
			t.Errorf("%q: %q", name, got)
		}
	}
	want := slices.Clone(odd)
	slices.Sort(want)
	if got, err := queues.Names(t.Context(), dir); err != nil || !slices.Equal(got, want) {
		t.Errorf("names %q, %v", got, err)
	}
	for _, name := range odd {
		if n, err := queues.Open(dir, name).Purge(t.Context()); n != 3 || err != nil {
			t.Errorf("purge %q: %d, %v", name, n, err)
		}
	}
	if err := queues.Open(dir, "jobs").Send(t.Context(), []queues.Message{{Body: make([]byte, queues.MaxMessage+1)}}); err == nil || !strings.Contains(err.Error(), "128001 bytes; Queues takes 128000 at most") {
		t.Errorf("too large: %v", err)
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	q := queues.Open(dir, "jobs")
	send(t, q, "abc", "de")
	if err := q.Send(t.Context(), []queues.Message{{Type: "json", Body: []byte("1"), Sent: now, Due: now.Add(time.Hour)}}); err != nil {
		t.Fatal(err)
	}
	exec(t, file(dir, "jobs"), "UPDATE messages SET attempts = 2, due = due - 0.5, dead_from = 'other' WHERE body = CAST('abc' AS BLOB)")
	got, err := q.Summary(t.Context(), now)
	want := queues.Summary{Waiting: 2, Delayed: 1, Failed: 1, Bytes: 6, Oldest: now, Next: now.Add(-time.Millisecond), Dead: []string{"other"}}
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%+v, %v\nwant %+v", got, err, want)
	}
	for m := range q.Messages(t.Context()) {
		if m.Attempts != 2 || m.From != "other" || m.Type != "text" || !m.Sent.Equal(now) {
			t.Errorf("%+v", m)
		}
		break
	}
}

// Dead letters go where they come from, once, however often the way is interrupted.
func TestRedrive(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	dead, jobs := queues.Open(dir, "dead"), queues.Open(dir, "jobs")
	var many []string
	for i := range 1200 {
		many = append(many, fmt.Sprint(i))
	}
	send(t, dead, many...)
	exec(t, file(dir, "dead"), "UPDATE messages SET attempts = 9, due = due + 1000, dead_from = CASE WHEN seq % 2 THEN 'jobs' WHEN seq % 4 THEN 'mail' END")
	home := func(from string) *queues.Queue {
		if from == "" {
			return nil
		}
		return queues.Open(dir, from)
	}
	// One that is there already, since a process ended in between.
	var first queues.Message
	for m := range dead.Messages(t.Context()) {
		first = m
		break
	}
	if err := jobs.Send(t.Context(), []queues.Message{first}); err != nil {
		t.Fatal(err)
	}
	moved, stayed, err := dead.Redrive(t.Context(), now, home)
	if err != nil || stayed != 300 || moved["jobs"] != 600 || moved["mail"] != 300 {
		t.Errorf("moved %v, stayed %d, %v", moved, stayed, err)
	}
	if got := len(bodies(t, jobs)); got != 600 || len(bodies(t, dead)) != 300 || len(bodies(t, queues.Open(dir, "mail"))) != 300 {
		t.Errorf("%d in jobs", got)
	}
	for m := range queues.Open(dir, "mail").Messages(t.Context()) {
		if m.Attempts != 0 || !m.Due.Equal(now) || !m.Sent.Equal(now) || m.From != "" {
			t.Errorf("%+v", m)
		}
	}
	// A queue that cannot be written keeps what it should get where it is.
	if err := os.WriteFile(file(dir, "bad"), []byte(strings.Repeat("not a database", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := dead.Redrive(t.Context(), now, func(string) *queues.Queue { return queues.Open(dir, "bad") }); !sqlite.Damaged(err) || len(bodies(t, dead)) != 300 {
		t.Errorf("to a damaged queue: %v", err)
	}
}

// Writers at the same time wait for each other.
func TestTogether(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 10 {
				send(t, queues.Open(dir, "jobs"), "x")
			}
		})
	}
	wg.Wait()
	if got := len(bodies(t, queues.Open(dir, "jobs"))); got != 40 {
		t.Errorf("%d messages, want 40", got)
	}
}

// Damaged or foreign files are reported or passed over, and not changed.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"good", "text", "cut", "other", "columns"} {
		send(t, queues.Open(dir, name), "x", strings.Repeat("y", 100_000))
	}
	text := []byte(strings.Repeat("not a database", 1000))
	if err := errors.Join(os.WriteFile(file(dir, "text"), text, 0o600), os.Truncate(file(dir, "cut"), 9000)); err != nil {
		t.Fatal(err)
	}
	exec(t, file(dir, "other"), "DROP TABLE messages", "DROP TABLE queue", "CREATE TABLE a (b)")
	exec(t, file(dir, "columns"), "DROP TABLE messages", "CREATE TABLE messages (a)")
	names, err := queues.Names(t.Context(), dir)
	if !slices.Contains(names, "good") || slices.Contains(names, "text") || slices.Contains(names, "other") || !sqlite.Damaged(err) || !strings.Contains(err.Error(), filepath.Base(file(dir, "text"))) {
		t.Errorf("names %q, %v", names, err)
	}
	q := queues.Open(dir, "text")
	if _, err := q.Summary(t.Context(), now); !sqlite.Damaged(err) {
		t.Errorf("summary: %v", err)
	}
	for _, change := range map[string]func() error{
		"send":  func() error { return q.Send(t.Context(), []queues.Message{{Type: "text", Body: []byte{}}}) },
		"purge": func() error { _, err := q.Purge(t.Context()); return err },
	} {
		if err := change(); !sqlite.Damaged(err) {
			t.Error(err)
		}
	}
	if got, err := os.ReadFile(file(dir, "text")); err != nil || !bytes.Equal(got, text) {
		t.Errorf("the file was changed (%v)", err)
	}
	failed := false
	for _, err := range queues.Open(dir, "cut").Messages(t.Context()) {
		failed = failed || err != nil
	}
	if !failed {
		t.Error("no error for a file that is cut")
	}
	if got := bodies(t, queues.Open(dir, "other")); got != nil {
		t.Errorf("other tables: %q", got)
	}
	if _, err := queues.Open(dir, "columns").Summary(t.Context(), now); err == nil || !strings.Contains(err.Error(), "does not have the expected form") {
		t.Errorf("other columns: %v", err)
	}
	// A copy under another name is not a queue.
	data, err := os.ReadFile(file(dir, "good"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file(dir, "copy"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	if names, _ := queues.Names(t.Context(), dir); slices.Contains(names, "copy") || len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("with a copy: %q", names)
	}

	elsewhere, linked := t.TempDir(), t.TempDir()
	if err := os.Symlink(elsewhere, filepath.Join(linked, "queues")); err != nil {
		t.Skip(err)
	}
	if _, err := queues.Names(t.Context(), linked); err == nil {
		t.Error("names through a link")
	}
	if err := queues.Open(linked, "a").Send(t.Context(), []queues.Message{{Type: "text", Body: []byte{}}}); err == nil {
		t.Error("sent through a link")
	}
	if got, _ := os.ReadDir(elsewhere); len(got) > 0 {
		t.Errorf("written through the link: %v", got)
	}
}
