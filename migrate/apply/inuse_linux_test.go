package apply

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/migratetest"
	"github.com/dotool-dev/dotool/migrate/state"
)

// A program that made the folder of a deleted class again, such as wrangler dev, must
// end first: nobody is told to remove what it writes to.
func TestTrashBesideAnother(t *testing.T) {
	t.Parallel()
	s := migratetest.NewState(t, Recover)
	prepare(t, s)
	migratetest.Lock(t, s)
	res := apply(t, s, "chat", afterConfig)
	i := 0
	for res.Trashed[i].Class != "Old" {
		i++
	}
	dir := s.NamespaceDir("chat-Old")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	other := exec.Command("sh", "-c", `exec 3>"$0"; echo open; read end`, filepath.Join(dir, "metadata.sqlite"))
	in, err := other.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := other.StdoutPipe()
	if err == nil {
		err = other.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	bufio.NewScanner(out).Scan()
	_, err = RestoreTrash(t.Context(), s, res.Trashed[i].ID)
	if _, ok := errors.AsType[*state.InUseError](err); !ok {
		t.Errorf("beside another: %v", err)
	}
	in.Close()
	_ = other.Wait() // with 1: there was nothing to read
	_, err = RestoreTrash(t.Context(), s, res.Trashed[i].ID)
	if _, ok := errors.AsType[*migrate.RefusedError](err); !ok || !strings.Contains(err.Error(), "there is a new folder chat-Old") {
		t.Errorf("over its folder: %v", err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := RestoreTrash(t.Context(), s, res.Trashed[i].ID); err != nil {
		t.Error(err)
	}
}
