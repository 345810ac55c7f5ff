package inspecttest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/migrate/state"
)

// Serve hosts the worker of testdata/storage on a real workerd, over a state
// folder. It returns a function that calls a method of a Room by name, and one
// that ends the process by a signal.
func Serve(t *testing.T, state *state.Folder) (call func(path string) string, stop func(os.Signal)) {
	t.Helper()
	bin := os.Getenv("DOTOOL_WORKERD")
	if cache, err := os.UserCacheDir(); bin == "" && err == nil {
		if all, _ := filepath.Glob(filepath.Join(cache, "dotool", "workerd", "*", "workerd")); len(all) > 0 {
			bin = all[len(all)-1]
		}
	}
	if bin == "" || runtime.GOOS == "windows" {
		t.Skip("no workerd here")
	}
	dir := t.TempDir()
	from := Testdata(t)
	text, err := os.ReadFile(filepath.Join(from, "conf.capnp"))
	if err != nil {
		t.Fatal(err)
	}
	worker, err := os.ReadFile(filepath.Join(from, "worker.js"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(state.ObjectsDir(), 0o755); err != nil {
		t.Fatal(err)
	}
	config := strings.ReplaceAll(string(text), "STATE", state.ObjectsDir())
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "conf.capnp"), []byte(config), 0o600), os.WriteFile(filepath.Join(dir, "worker.js"), worker, 0o600)); err != nil {
		t.Fatal(err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, bin, "serve", filepath.Join(dir, "conf.capnp"), "--experimental", "--control-fd=3")
	cmd.ExtraFiles = []*os.File{w}
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	stopped := false
	stop = func(s os.Signal) {
		if !stopped {
			stopped = true
			cmd.Process.Signal(s)
			cmd.Wait()
			cancel()
		}
	}
	t.Cleanup(func() { stop(os.Kill) })
	line, err := bufio.NewReader(r).ReadBytes('\n')
	var event struct{ Port int }
	if err != nil || json.Unmarshal(line, &event) != nil {
		t.Fatalf("workerd did not start: %s %v %s", line, err, stderr.String())
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	return func(path string) string {
		t.Helper()
		res, err := client.Get(fmt.Sprintf("http://127.0.0.1:%d/%s", event.Port, path))
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != 200 {
			t.Fatalf("%s: %d %s %v", path, res.StatusCode, b, err)
		}
		return strings.TrimSpace(string(b))
	}, stop
}
