//go:build unix

package state_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/dotool-dev/dotool/migrate/state"
)

// A stopped process does not end: a starting server does not wait for it; a running one
// does, and reports it.
func TestStoppedHolder(t *testing.T) {
	t.Parallel()
	sleep := exec.Command("sleep", "600")
	if err := sleep.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = sleep.Process.Kill()
		_ = sleep.Wait()
	}()
	dir := t.TempDir()
	lock, err := state.Open(dir, state.Options{}).Lock(t.Context(), state.Holder{PID: sleep.Process.Pid, Command: "dotool import"})
	if err != nil {
		t.Fatal(err)
	}
	if err := sleep.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	said := make(chan string, 10)
	other := state.Open(dir, state.Options{Wait: -1, Report: func(text string) { said <- text }})
	_, err = other.Lock(t.Context(), state.Holder{Command: "dotool dev"})
	locked, ok := errors.AsType[*state.LockedError](err)
	if want := fmt.Sprintf("kill -CONT %d", sleep.Process.Pid); !ok || !strings.Contains(locked.Hint(), want) {
		t.Fatalf("a server that begins: %v", err)
	}
	who := fmt.Sprintf("dotool import (pid %d, stopped)", sleep.Process.Pid)
	if text := <-said; !strings.Contains(text, who) {
		t.Errorf("said %q", text)
	}

	// One that serves: until the lock is free, or until what it was given back for is done.
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { // ends with the lock, below
		lock, err := other.Lock(ctx, state.Holder{Command: "dotool dev", Address: "http://localhost:8787"})
		if err == nil {
			err = lock.Close()
		}
		done <- err
	}()
	if text := <-said; !strings.Contains(text, who) {
		t.Errorf("said %q", text)
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Errorf("a server that serves: %v", err)
	}
	cancel()

	holder, _ := json.Marshal(state.Holder{PID: sleep.Process.Pid, Command: "dotool import"})
	if err := os.WriteFile(filepath.Join(dir, "dotool", "lock.json"), holder, 0o600); err != nil {
		t.Fatal(err)
	}
	ended, awaited := make(chan struct{}), make(chan struct{})
	go func() { // ends with ended
		other.Await(t.Context(), ended)
		close(awaited)
	}()
	if text := <-said; !strings.Contains(text, who) {
		t.Errorf("said %q", text)
	}
	close(ended)
	<-awaited
}
