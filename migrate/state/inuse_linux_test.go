package state

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A process that has just been forked has the files of its parent open, for the moment
// before it runs its own program: it is not another user of them.
func TestUnusedWhileStarting(t *testing.T) {
	t.Parallel()
	s := Open(t.TempDir(), Options{})
	dir := s.NamespaceDir("app-Room")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, metadataFile))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	starts, end := make(chan error, 1), make(chan struct{})
	go func() {
		for {
			select {
			case <-end:
				starts <- nil
				return
			default:
			}
			if err := exec.Command("true").Run(); err != nil {
				starts <- err
				return
			}
		}
	}()
	for range 200 {
		if err := s.Unused(t.Context()); err != nil {
			t.Error(err)
			break
		}
	}
	close(end)
	if err := <-starts; err != nil {
		t.Fatal(err)
	}
}
