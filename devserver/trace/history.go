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

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/migrate/state"
)

// HistoryPath returns the file with the alarms that fired, one [event.Firing] per line. A
// server appends to it; when it gets too long, it replaces [earlierHistory], and a new
// one is started.
func HistoryPath(state *state.Folder) string { return filepath.Join(state.OwnDir(), "alarms.jsonl") }

// earlierHistory returns the file with the lines before those of a history.
func earlierHistory(path string) string { return path + ".1" }

const (
	historyBytes  = 1 << 20
	historyText   = 4 << 10 // bytes of text of one handler
	firingLines   = 1000    // lines kept per handler
	firingBytes   = 1 << 18 // and bytes of text
	firingsAtWork = 10_000
	firingsWait   = 100_000 // for a subscriber
)

// AlarmLog collects the events of each alarm that fires, writes them to the history,
// and passes them on to subscribers.
type AlarmLog struct {
	path string
	show func(string) string
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
	lines []event.Line
	bytes int
}

// alarmFollower is a subscriber.
type alarmFollower struct {
	pending []event.Firing // guarded by the log
	wake    chan struct{}  // holds one token while there is something
}

// NewAlarmLog returns a log that writes to path. show formats the files of stacks.
func NewAlarmLog(path string, show func(string) string) *AlarmLog {
	l := &AlarmLog{path: path, show: show, open: map[int]*running{}, followers: map[*alarmFollower]bool{}, wake: make(chan struct{}, 1), done: make(chan struct{})}
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
	if c, is := e.(event.Call); is && (c.Kind == "scheduled" || c.Kind == "queue") {
		l.eventEnded(c)
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.open[event.RootOf(e)]
	if r == nil || (len(r.lines) >= firingLines || r.bytes >= firingBytes) && !isOwn(e) {
		return false
	}
	if line, ok := event.NewLine(e, l.show); ok {
		r.lines = append(r.lines, line)
		r.bytes += len(line.Text) + len(line.Message) + len(line.Args)
	}
	return false
}

// isOwn reports whether an event is what the handler of an alarm itself threw.
func isOwn(e event.Event) bool {
	x, is := e.(event.Exception)
	return is && x.Call == x.Root
}

// ended takes the call of an alarm whose handler has ended.
func (l *AlarmLog) ended(c event.Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var lines []event.Line
	if r := l.open[c.N]; r != nil {
		lines = r.lines
		delete(l.open, c.N)
		l.busy.Store(int32(len(l.open)))
	}
	l.pass(event.NewFiring(c, lines))
	f := event.NewFiring(c, brief(lines))
	f.Lines = f.Details()
	l.pending = append(l.pending, f)
	signal(l.wake)
}

// eventEnded takes the call of a cron trigger or a delivery, which are not part of the history.
func (l *AlarmLog) eventEnded(c event.Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r := l.open[c.N]; r != nil {
		delete(l.open, c.N)
		l.busy.Store(int32(len(l.open)))
		l.pass(event.NewFiring(c, r.lines))
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

// brief returns the lines that the history keeps, with the first few bytes of text: of what
// was printed and thrown, without stacks.
func brief(lines []event.Line) (kept []event.Line) {
	room := historyText
	for _, l := range lines {
		own := l.Event == "exception" && l.ID == l.Root
		if l.Event != "console" && l.Event != "exception" || room <= 0 && !own {
			continue
		}
		if len(l.Text) > max(room, 0) {
			l.Text = strings.ToValidUTF8(l.Text[:max(room, 0)], "") + "…"
		}
		if l.Error != nil {
			l.Error = &event.LineError{Name: l.Error.Name, Message: l.Error.Message, Frames: []event.LineFrame{}}
			l.Stack, l.Code = nil, nil
		}
		if !own {
			room -= len(l.Text) + len(l.Message) + 1
		}
		kept = append(kept, l)
	}
	return kept
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
