package state

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A process that has just been forked has the files of its parent open, for the moment
// before it runs its own program: it is not another user of them.
func TestUnusedWhileStarting(t *testing.T) {
	t.Parallel()
	s, dir := withClass(t)
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
	for range 50 {
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

// A copy of a process that has a database open is named by its parent.
func TestInUseByFork(t *testing.T) {
	t.Parallel()
	_, dir := withClass(t)
	shell := exec.Command("sh", "-c", `exec 3>"$0"; (echo open; read end); true`, filepath.Join(dir, metadataFile))
	in, err := shell.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := shell.StdoutPipe()
	if err == nil {
		err = shell.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	bufio.NewScanner(out).Scan()
	found, err := openers([]string{dir})
	if err != nil || len(found) != 1 || found[shell.Process.Pid] != dir {
		t.Errorf("got %v, %v; want process %d", found, err, shell.Process.Pid)
	}
	in.Close()
	if err := shell.Wait(); err != nil {
		t.Error(err)
	}
}

// withClass returns a state folder, and the folder of a class in it.
func withClass(t *testing.T) (s *Folder, dir string) {
	t.Helper()
	s = Open(t.TempDir(), Options{})
	dir = s.NamespaceDir("app-Room")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return s, dir
}
