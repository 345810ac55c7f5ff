package shell

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
)

// A history is the typed input, oldest first, in memory and in a file with one JSON
// string per line. It implements readline's history.Source.
type history struct {
	path    string // "" for none
	entries []string
}

const (
	historyMost  = 1000    // entries kept; a file with twice as many is truncated
	historyEntry = 1 << 20 // bytes of the longest entry kept
)

// openHistory reads the file, if there is one. The history is usable even after an
// error.
func openHistory(path string) (*history, error) {
	h := &history{path: path}
	if path == "" {
		return h, nil
	}
	f, err := diag.OpenPlain(path)
	if errors.Is(err, fs.ErrNotExist) {
		return h, nil
	}
	if err != nil {
		h.path = ""
		return h, fmt.Errorf("read the history: %w", err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 2*historyEntry)
	for in.Scan() {
		var entry string
		if json.Unmarshal(in.Bytes(), &entry) == nil { // skip a line truncated by a crash
			h.entries = append(h.entries, entry)
		}
	}
	if err := in.Err(); err != nil {
		return h, fmt.Errorf("read the history: %w", err)
	}
	if len(h.entries) > 2*historyMost {
		h.entries = slices.Clone(h.entries[len(h.entries)-historyMost:])
		if err := h.rewrite(); err != nil {
			return h, fmt.Errorf("cut the history: %w", err)
		}
	}
	return h, nil
}

func (h *history) rewrite() error {
	var text []byte
	for _, entry := range h.entries {
		text = append(text, historyLine(entry)...)
	}
	f, err := os.CreateTemp(filepath.Dir(h.path), filepath.Base(h.path)+"-") // 0600
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), h.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

func historyLine(entry string) []byte {
	line, _ := json.Marshal(entry) // a string always can be
	return append(line, '\n')
}

// Write adds an entry, unless it equals the last one.
func (h *history) Write(entry string) (int, error) {
	entry = strings.TrimSpace(entry)
	if entry == "" || len(entry) > historyEntry || len(h.entries) > 0 && h.entries[len(h.entries)-1] == entry {
		return len(h.entries), nil
	}
	h.entries = append(h.entries, entry)
	if h.path == "" {
		return len(h.entries), nil
	}
	if err := os.MkdirAll(filepath.Dir(h.path), 0o700); err != nil {
		return len(h.entries), fmt.Errorf("keep the history: %w", err)
	}
	f, err := diag.AppendFile(h.path)
	if err == nil {
		_, err = f.Write(historyLine(entry))
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return len(h.entries), fmt.Errorf("keep the history: %w", err)
	}
	return len(h.entries), nil
}

// GetLine returns an entry, 0 being the oldest.
func (h *history) GetLine(i int) (string, error) {
	if i < 0 || i >= len(h.entries) {
		return "", fmt.Errorf("no entry %d in the history", i)
	}
	return h.entries[i], nil
}

// Len returns the number of entries.
func (h *history) Len() int { return len(h.entries) }

// Dump returns the entries; readline does not use it.
func (h *history) Dump() any { return h.entries }
