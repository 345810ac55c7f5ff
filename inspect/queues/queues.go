// Package queues reads and changes queues in the files of dotool's simulator
// (devserver/host/products/queues.js), even while a server has them open: SQLite's locks
// suffice, but the server must be told of a change. Start from [Open]. wrangler dev keeps
// nothing of queues.
package queues

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/inspect/blob"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// key is the key of the ids of the queues' objects, and the folder of their databases.
const key state.Key = "dotool-Queue"

// The tables are those of the simulator.
var schema = []string{
	"CREATE TABLE IF NOT EXISTS queue (name TEXT PRIMARY KEY)",
	`CREATE TABLE IF NOT EXISTS messages (
		seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, body BLOB NOT NULL,
		sent INTEGER NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, dead_from TEXT)`,
	"CREATE INDEX IF NOT EXISTS messages_due ON messages (due, seq)",
}

// Queue is a queue on disk, which need not exist.
type Queue struct {
	Name string
	dir  string // of all queues
	file string
}

// Open returns a queue in a folder such as .wrangler/state/v3.
func Open(products, name string) *Queue {
	dir := filepath.Join(products, "queues")
	return &Queue{name, dir, filepath.Join(dir, string(key), key.ID(name).String()+".sqlite")}
}

// Exists reports whether anything was ever sent to the queue, or could have been.
func (q *Queue) Exists() bool { return q.check() == nil && state.Exists(q.file) }

func (q *Queue) check() error {
	return blob.PlainDirs(filepath.Dir(q.dir), q.dir, filepath.Dir(q.file))
}

// Names returns the queues on disk. The error names files that cannot be read; those
// that are no queue's are passed over.
func Names(ctx context.Context, products string) (names []string, err error) {
	probe := Open(products, "")
	if err := probe.check(); err != nil {
		return nil, err
	}
	files, err := os.ReadDir(filepath.Dir(probe.file))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, f := range files {
		id, ok := strings.CutSuffix(f.Name(), ".sqlite")
		if !ok || f.IsDir() || id == "metadata" {
			continue
		}
		q := &Queue{"", probe.dir, filepath.Join(filepath.Dir(probe.file), f.Name())}
		problem := q.read(ctx, "queue", "SELECT name FROM queue", func(row *sqlite.Stmt) error {
			if name := row.Column(0).String(); key.ID(name).String() == id {
				names = append(names, name)
			}
			return nil
		})
		err = errors.Join(err, problem)
	}
	slices.Sort(names)
	return names, err
}

// Message is a message that waits in a queue, or is being delivered.
type Message struct {
	ID       string
	Type     string // of its body: "json", "text", "bytes" or "v8"
	Body     []byte
	Sent     time.Time
	Due      time.Time // it is not delivered earlier
	Attempts int       // the number of failed attempts
	From     string    // the queue in which it failed too often; "" if it was sent to this one
	seq      int64
}

// Messages yields the messages in the order in which they will be delivered.
func (q *Queue) Messages(ctx context.Context) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		stop := errors.New("stop")
		err := q.read(ctx, "messages", "SELECT seq, id, type, body, sent, due, attempts, dead_from FROM messages ORDER BY due, seq", func(row *sqlite.Stmt) error {
			if !yield(message(row), nil) {
				return stop
			}
			return nil
		})
		if err != nil && !errors.Is(err, stop) {
			yield(Message{}, err)
		}
	}
}

func message(row *sqlite.Stmt) Message {
	return Message{
		seq: row.Column(0).Int, ID: row.Column(1).String(), Type: row.Column(2).String(), Body: slices.Clone(row.Column(3).Bytes),
		Sent: at(row.Column(4)), Due: at(row.Column(5)), Attempts: int(row.Column(6).Int), From: row.Column(7).String(),
	}
}

// at reads milliseconds, which JavaScript may have stored as a float.
func at(v sqlite.Value) time.Time {
	if v.Kind == sqlite.Real {
		return time.UnixMilli(int64(v.Float)).UTC()
	}
	return time.UnixMilli(v.Int).UTC()
}

// Summary counts the messages of a queue.
type Summary struct {
	Waiting int       // messages that can be delivered now
	Delayed int       // and those that are not due yet
	Failed  int       // of both, those with a failed attempt
	Bytes   int64     // of all bodies
	Oldest  time.Time // when the oldest was sent; zero without any
	Next    time.Time // when the first is due
	Dead    []string  // the queues in which some of them failed too often
}

// Summary counts the messages of the queue at a time.
func (q *Queue) Summary(ctx context.Context, now time.Time) (s Summary, err error) {
	sql := fmt.Sprintf("SELECT count(*) FILTER (WHERE due <= %[1]d), count(*) FILTER (WHERE due > %[1]d), count(*) FILTER (WHERE attempts > 0), coalesce(sum(length(body)), 0), min(sent), min(due) FROM messages", now.UnixMilli())
	err = q.read(ctx, "messages", sql, func(row *sqlite.Stmt) error {
		s.Waiting, s.Delayed, s.Failed, s.Bytes = int(row.Column(0).Int), int(row.Column(1).Int), int(row.Column(2).Int), row.Column(3).Int
		if s.Waiting+s.Delayed > 0 {
			s.Oldest, s.Next = at(row.Column(4)), at(row.Column(5))
		}
		return nil
	})
	if err != nil {
		return s, err
	}
	return s, q.read(ctx, "messages", "SELECT DISTINCT dead_from FROM messages WHERE dead_from IS NOT NULL ORDER BY dead_from", func(row *sqlite.Stmt) error {
		s.Dead = append(s.Dead, row.Column(0).String())
		return nil
	})
}

// read runs a query without leaving a trace on disk. Without the file or the table,
// there is nothing.
func (q *Queue) read(ctx context.Context, table, sql string, fn func(*sqlite.Stmt) error) error {
	if err := q.check(); err != nil {
		return err
	}
	var stopped error
	err := sqlite.Look(ctx, q.file, func(c *sqlite.Conn) error {
		return c.EachIn(table, sql, nil, func(row *sqlite.Stmt) error {
			stopped = fn(row)
			return stopped
		})
	})
	if stopped == nil && sqlite.Absent(err) {
		return nil
	}
	return err
}

// The limits of a message and of a batch.
const (
	MaxMessage = 128_000
	MaxDelay   = 24 * time.Hour
)

// Send adds messages; those without an ID get one. It returns an error for whatever
// Queues would reject.
func (q *Queue) Send(ctx context.Context, messages []Message) error {
	for _, m := range messages {
		if len(m.Body) > MaxMessage {
			return fmt.Errorf("the message has %d bytes; Queues takes %d at most", len(m.Body), MaxMessage)
		}
	}
	return q.add(ctx, messages)
}

func (q *Queue) add(ctx context.Context, messages []Message) error {
	return q.change(ctx, true, func(c *sqlite.Conn) error {
		for _, m := range messages {
			if m.ID == "" {
				id := make([]byte, 16)
				rand.Read(id)
				m.ID = hex.EncodeToString(id)
			}
			if err := c.Exec("INSERT INTO messages (id, type, body, sent, due) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
				sqlite.TextValue(m.ID), sqlite.TextValue(m.Type), sqlite.BlobValue(m.Body), sqlite.IntValue(m.Sent.UnixMilli()), sqlite.IntValue(m.Due.UnixMilli())); err != nil {
				return err
			}
		}
		return nil
	})
}

// Purge deletes all messages, and returns how many there were.
func (q *Queue) Purge(ctx context.Context) (n int, err error) {
	err = q.change(ctx, false, func(c *sqlite.Conn) error {
		return c.EachIn("messages", "DELETE FROM messages RETURNING seq", nil, func(*sqlite.Stmt) error { n++; return nil })
	})
	return n, err
}

// Redrive moves messages to the queue that `to` names for where each of them failed, where
// they are due now and have all attempts before them; those for which it returns nil stay.
// It returns how many went to each queue, and how many stayed. A message is in both queues for a moment, and
// stays in both if the process is killed then: it is delivered at least once.
func (q *Queue) Redrive(ctx context.Context, now time.Time, to func(from string) *Queue) (moved map[string]int, stayed int, err error) {
	moved = map[string]int{}
	var after int64
	for {
		page, err := q.page(ctx, after)
		if err != nil || len(page) == 0 {
			return moved, stayed, err
		}
		after = page[len(page)-1].seq
		byQueue := map[string][]Message{}
		for _, m := range page {
			target := to(m.From)
			if target == nil {
				stayed++
				continue
			}
			m.Due = now
			byQueue[target.Name] = append(byQueue[target.Name], m)
		}
		for name, messages := range byQueue {
			target := &Queue{name, q.dir, Open(filepath.Dir(q.dir), name).file}
			if err := target.add(ctx, messages); err != nil {
				return moved, stayed, err
			}
			if err := q.remove(ctx, messages); err != nil {
				return moved, stayed, err
			}
			moved[name] += len(messages)
		}
	}
}

// page returns some messages after a place in the table.
func (q *Queue) page(ctx context.Context, after int64) (page []Message, err error) {
	sql := fmt.Sprintf("SELECT seq, id, type, body, sent, due, attempts, dead_from FROM messages WHERE seq > %d ORDER BY seq LIMIT 500", after)
	err = q.read(ctx, "messages", sql, func(row *sqlite.Stmt) error {
		page = append(page, message(row))
		return nil
	})
	return page, err
}

func (q *Queue) remove(ctx context.Context, messages []Message) error {
	return q.change(ctx, false, func(c *sqlite.Conn) error {
		for _, m := range messages {
			if err := c.Exec("DELETE FROM messages WHERE seq = ?", sqlite.IntValue(m.seq)); err != nil {
				return err
			}
		}
		return nil
	})
}

// patience is how long a change waits for those of others.
const patience = 10 * time.Second

// change runs fn in a transaction of the tables.
func (q *Queue) change(ctx context.Context, create bool, fn func(*sqlite.Conn) error) error {
	if err := q.check(); err != nil {
		return err
	}
	return sqlite.Change(ctx, q.file, patience, create, func(c *sqlite.Conn) error {
		for _, sql := range schema {
			if err := c.Exec(sql); err != nil {
				return err
			}
		}
		if err := c.Exec("INSERT OR IGNORE INTO queue VALUES (?)", sqlite.TextValue(q.Name)); err != nil {
			return err
		}
		return fn(c)
	})
}
