package trace

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"dotool/config/diag"
	"dotool/devserver/event"
	"dotool/migrate/state"
)

// HistoryPath is the file with the alarms that fired, one [event.Firing] per line. A
// server appends to it; when it gets too long, it replaces [earlierHistory], and a new
// one is started.
func HistoryPath(state *state.Folder) string { return filepath.Join(state.OwnDir(), "alarms.jsonl") }

// earlierHistory is the file with the lines before those of a history.
func earlierHistory(path string) string { return path + ".1" }

const (
	historyBytes  = 1 << 20
	historyLogs   = 4 << 10 // bytes of text of one handler
	firingLogs    = 1000    // lines kept per handler
	firingBytes   = 1 << 18 // and bytes of text
	firingsAtWork = 10_000
	firingsWait   = 100_000 // for a subscriber
)

// AlarmLog collects the events of each alarm that fires, writes them to the history,
// and passes them on to subscribers.
type AlarmLog struct {
	path string
	busy atomic.Int32 // running alarms: most events belong to none

	mu        sync.Mutex // guards the fields below
	open      map[int]*running
	pending   []event.Firing // to be written
	followers map[*alarmFollower]bool
	closed    bool

	wake chan struct{} // holds one token while there is something to write
	done chan struct{}
}

// running is an alarm whose handler runs.
type running struct {
	firing event.Firing
	bytes  int
}

// alarmFollower is a subscriber.
type alarmFollower struct {
	pending []event.Firing // guarded by the log
	wake    chan struct{}  // holds one token while there is something
}

func NewAlarmLog(path string) *AlarmLog {
	l := &AlarmLog{path: path, open: map[int]*running{}, followers: map[*alarmFollower]bool{}, wake: make(chan struct{}, 1), done: make(chan struct{})}
	go l.write() // ends with close
	return l
}

// Take takes an event, and reports whether it is for this log only.
func (l *AlarmLog) Take(e event.Event) bool {
	if r, ok := e.(event.AlarmStarted); ok {
		l.mu.Lock()
		defer l.mu.Unlock()
		if len(l.open) < firingsAtWork {
			l.open[r.Call] = &running{}
			l.busy.Store(int32(len(l.open)))
		}
		return true
	}
	if c, alarm := e.(event.Call); alarm && c.Kind == "alarm" && c.Object != nil && c.Alarm != nil {
		l.ended(c)
		return false
	}
	if l.busy.Load() == 0 {
		return false
	}
	switch e := e.(type) {
	case event.Call:
		if e.Kind == "scheduled" || e.Kind == "queue" {
			l.eventEnded(e)
		}
	case event.Console:
		l.mu.Lock()
		defer l.mu.Unlock()
		if r := l.open[e.Root]; r != nil && len(r.firing.Logs) < firingLogs && r.bytes < firingBytes {
			r.firing.Logs = append(r.firing.Logs, event.FiringLine{Level: e.Level, Text: e.Text})
			r.bytes += len(e.Text)
		}
	case event.Exception:
		l.mu.Lock()
		defer l.mu.Unlock()
		if r := l.open[e.Call]; r != nil {
			r.firing.Thrown = event.NewLineError(e.Error)
		}
	}
	return false
}

// ended takes the call of an alarm whose handler has ended.
func (l *AlarmLog) ended(c event.Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var f event.Firing
	if r := l.open[c.N]; r != nil {
		f = r.firing
		delete(l.open, c.N)
		l.busy.Store(int32(len(l.open)))
	}
	f.Ran(c)
	l.pass(f)
	f.Logs = firstLines(f.Logs, historyLogs)
	if f.Thrown != nil {
		f.Thrown = &event.LineError{Name: f.Thrown.Name, Message: f.Thrown.Message, Frames: []event.LineFrame{}}
	}
	l.pending = append(l.pending, f)
	signal(l.wake)
}

// eventEnded takes the call of a cron trigger or a delivery, which are not part of the history.
func (l *AlarmLog) eventEnded(c event.Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r := l.open[c.N]; r != nil {
		f := r.firing
		delete(l.open, c.N)
		l.busy.Store(int32(len(l.open)))
		f.RanEvent(c)
		l.pass(f)
	}
}

// pass gives a firing to the subscribers; mu is held.
func (l *AlarmLog) pass(f event.Firing) {
	for w := range l.followers {
		if len(w.pending) < firingsWait {
			w.pending = append(w.pending, f)
		}
		signal(w.wake)
	}
}

// firstLines are the lines in the first so many bytes, with the last one cut.
func firstLines(all []event.FiringLine, most int) (first []event.FiringLine) {
	for _, line := range all {
		if most <= 0 {
			break
		}
		if len(line.Text) > most {
			line.Text = strings.ToValidUTF8(line.Text[:most], "") + "…"
		}
		most -= len(line.Text) + 1
		first = append(first, line)
	}
	return first
}

func signal(wake chan struct{}) {
	select {
	case wake <- struct{}{}:
	default:
	}
}

// Follow adds a subscriber. next waits for alarms that fire from now on, and returns
// none when ctx is done.
func (l *AlarmLog) Follow() (next func(ctx context.Context) []event.Firing, stop func()) {
	w := &alarmFollower{wake: make(chan struct{}, 1)}
	l.mu.Lock()
	l.followers[w] = true
	l.mu.Unlock()
	next = func(ctx context.Context) []event.Firing {
		select {
		case <-w.wake:
		case <-ctx.Done():
			return nil
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		batch := w.pending
		w.pending = nil
		return batch
	}
	return next, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.followers, w)
	}
}

// Forget ends the alarms that were running in a process that has ended.
func (l *AlarmLog) Forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.open)
	l.busy.Store(0)
	l.pass(event.Firing{Outcome: event.Interrupted})
}

func (l *AlarmLog) Close() {
	l.mu.Lock()
	l.closed = true
	signal(l.wake)
	l.mu.Unlock()
	<-l.done
}

// write appends pending firings, in batches. The history is a convenience: errors are
// ignored.
func (l *AlarmLog) write() {
	defer close(l.done)
	for range l.wake {
		l.mu.Lock()
		batch, closed := l.pending, l.closed
		l.pending = nil
		l.mu.Unlock()
		if len(batch) > 0 {
			_ = appendHistory(l.path, batch)
		}
		if closed {
			return
		}
	}
}

func appendHistory(path string, batch []event.Firing) error {
	f, err := diag.AppendFile(path)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	if info.Size() > historyBytes {
		if err := errors.Join(f.Close(), os.Rename(path, earlierHistory(path))); err != nil {
			return err
		}
		return appendHistory(path, batch)
	}
	var b bytes.Buffer
	// A truncated line must not spoil the next one.
	var last [1]byte
	if n, _ := f.ReadAt(last[:], info.Size()-1); info.Size() > 0 && n == 1 && last[0] != '\n' {
		b.WriteByte('\n')
	}
	enc := json.NewEncoder(&b)
	for i, firing := range batch {
		_ = enc.Encode(firing) // cannot fail: a buffer, and values that always encode
		if info.Size()+int64(b.Len()) > historyBytes {
			_, err := f.Write(b.Bytes())
			err = errors.Join(err, f.Close())
			if err != nil || i+1 == len(batch) {
				return err
			}
			return appendHistory(path, batch[i+1:])
		}
	}
	_, err = f.Write(b.Bytes())
	return errors.Join(err, f.Close())
}

// ReadHistory calls fn with the firings in a history, the oldest first. Invalid lines
// are skipped.
func ReadHistory(path string, fn func(event.Firing)) error {
	for _, path := range []string{earlierHistory(path), path} {
		f, err := diag.OpenPlain(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("read the history: %w", err)
		}
		lines := bufio.NewReaderSize(f, 64<<10)
		for err == nil {
			var line []byte
			line, err = lines.ReadBytes('\n')
			var firing event.Firing
			if json.Unmarshal(line, &firing) == nil && firing.ID != "" && firing.At != "" {
				fn(firing)
			}
		}
		if closed := f.Close(); err != io.EOF || closed != nil {
			return fmt.Errorf("read the history: %w", errors.Join(err, closed))
		}
	}
	return nil
}
