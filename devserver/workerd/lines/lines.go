// Package lines splits what a process prints into lines, passes them on, and keeps the
// last ones.
package lines

import (
	"bytes"
	"slices"
	"sync"
)

// Writer passes on whole lines without their line feeds. It is used from one goroutine at
// a time.
type Writer struct {
	Emit func(line []byte) // the slice is valid until it returns

	line []byte // the beginning of a line
}

// most bounds the memory for output without line feeds; a longer line is passed on in
// pieces.
const most = 64 << 20

// Write never fails.
func (w *Writer) Write(b []byte) (int, error) {
	n := len(b)
	for {
		head, rest, whole := bytes.Cut(b, []byte("\n"))
		switch {
		case !whole:
			if w.line = append(w.line, head...); len(w.line) >= most {
				w.Flush()
			}
			return n, nil
		case len(w.line) == 0:
			w.Emit(head)
		default:
			w.line = append(w.line, head...)
			w.Emit(w.line)
			w.reset()
		}
		b = rest
	}
}

// Flush passes on a last line that has no line feed.
func (w *Writer) Flush() {
	if len(w.line) > 0 {
		w.Emit(w.line)
		w.reset()
	}
}

func (w *Writer) reset() {
	if w.line = w.line[:0]; cap(w.line) > 1<<20 {
		w.line = nil
	}
}

// Tail keeps the last 200 lines, the first 8 KB of each.
type Tail struct {
	mu   sync.Mutex // guards kept
	kept []string
}

func (t *Tail) Add(line []byte) {
	const lines, length = 200, 8 << 10
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.kept) == lines {
		t.kept = slices.Delete(t.kept, 0, 1)
	}
	t.kept = append(t.kept, string(line[:min(len(line), length)]))
}

// Lines returns them, the oldest first.
func (t *Tail) Lines() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.kept)
}

// Sink gets the lines of a process's standard output, stream 0, and standard error,
// stream 1. The zero Sink drops them.
type Sink struct {
	mu   sync.Mutex // guards what follows
	emit [2]func(line []byte)
	held *held // nil if they are passed on
}

type held struct {
	lines [][]byte
	of    []int // the stream of each
	size  int
	full  func()
}

// To says what gets the lines from here on; nil drops those of a stream. Neither is
// called by two goroutines at once, if Pass is not for its stream.
func (s *Sink) To(stdout, stderr func(line []byte)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.emit = [2]func([]byte){stdout, stderr}
}

// Hold keeps the lines back until Release. Once they take more than 1 MB, full is called,
// each time.
func (s *Sink) Hold(full func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = &held{full: full}
}

// Release passes on what was kept back; later lines wait for that.
func (s *Sink) Release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held == nil {
		return
	}
	for i, line := range s.held.lines {
		if emit := s.emit[s.held.of[i]]; emit != nil {
			emit(line)
		}
	}
	s.held = nil
}

// Pass passes on a line.
func (s *Sink) Pass(stream int, line []byte) {
	const enough = 1 << 20
	s.mu.Lock()
	emit := s.emit[stream]
	if h := s.held; h != nil {
		emit = nil
		if h.size += len(line) + 1; h.size > enough {
			h.full()
		} else {
			h.lines, h.of = append(h.lines, bytes.Clone(line)), append(h.of, stream)
		}
	}
	s.mu.Unlock()
	if emit != nil {
		emit(line)
	}
}
