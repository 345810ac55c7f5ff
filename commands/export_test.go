package commands

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/commands/ui"
)

func TestWriteNew(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "out.sql")
	says := func(text string, err error) func(io.Writer) error {
		return func(w io.Writer) error {
			_, e := io.WriteString(w, text)
			return errors.Join(e, err)
		}
	}
	holds := func(want string) {
		t.Helper()
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%q, %v; want %q", got, err, want)
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) > 1 {
			t.Errorf("left behind: %v, %v", entries, err)
		}
	}

	problem := context.Canceled
	if err := writeNew(path, false, says("half", problem)); !errors.Is(err, problem) {
		t.Error(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half a file appears: %v", err)
	}
	if err := writeNew(path, false, says("one", nil)); err != nil {
		t.Error(err)
	}
	holds("one")
	if err := writeNew(path, false, says("two", nil)); err == nil || !strings.Contains(err.Error(), "exists") || ui.HintOf(err) == "" {
		t.Error(err)
	}
	holds("one")
	if err := writeNew(path, true, says("half", problem)); !errors.Is(err, problem) {
		t.Error(err)
	}
	holds("one")
	if err := writeNew(path, true, says("two", nil)); err != nil {
		t.Error(err)
	}
	holds("two")
	if err := writeNew(filepath.Join(path, "beneath a file"), true, says("", nil)); err == nil {
		t.Error("a file beneath a file")
	}
	if err := writeNew(os.DevNull, false, says("gone", nil)); err != nil {
		t.Error(err)
	}
}
