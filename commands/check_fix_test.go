//go:build unix

package commands_test

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// TestFixedProgramsRun makes the safe fixes of all programs that break a rule, and hosts those
// that changed on one runtime: each is bundled and starts, and so do its objects, whatever their
// handlers do then.
func TestFixedProgramsRun(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a server")
	}
	t.Parallel()
	runtime, err := realWorkerd()
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	if err := os.CopyFS(root, os.DirFS("../config/lint/testdata/rules")); err != nil {
		t.Fatal(err)
	}
	bad, err := filepath.Glob(filepath.Join(root, "*-bad-*"))
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"check", "--fix", "--local=false"}
	before := map[string]string{}
	for i, dir := range bad {
		bad[i] = filepath.Base(dir)
		before[bad[i]] = textOf(t, dir)
	}
	_, said, _ := runIn(root, append(args, bad...)...)
	if !strings.Contains(said, "Fixed ") {
		t.Fatal(said)
	}
	fixed := slices.DeleteFunc(bad, func(name string) bool { return textOf(t, filepath.Join(root, name)) == before[name] })
	if len(fixed) < 30 {
		t.Fatalf("fixed only %q", fixed)
	}

	cmd := exec.Command("dotool", append([]string{"dev", "--port", "0", "--inspector-port", "0", "--watch=false", "--cron=false"}, fixed...)...)
	cmd.Dir, cmd.Env = root, append(os.Environ(), "DOTOOL_WORKERD="+runtime)
	log := &readiness{ready: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { // ends with the server
		_ = cmd.Wait()
		close(ended)
	}()
	defer func() { <-ended }()
	defer func() { _ = cmd.Process.Signal(syscall.SIGTERM) }()
	select {
	case <-log.ready:
	case <-ended:
		t.Fatalf("the server has ended:\n%s", log.text.String())
	}
	classes := regexp.MustCompile(`"?class_name"?\s*[:=]\s*"(\w+)"`)
	for _, name := range fixed {
		for _, m := range classes.FindAllStringSubmatch(textOf(t, filepath.Join(root, name)), -1) {
			object := strings.ToLower(name) + "/" + m[1] + "/x"
			_, said, code := runIn(filepath.Join(root, name), "fetch", object, "/")
			switch {
			case code == 0, strings.Contains(said, "does not export a fetch()"), strings.Contains(said, "Upgrade: websocket"):
			case object == "a04-bad-swapped-and-missing/Room/x": // its arguments are swapped, which is not fixed
			default:
				t.Errorf("%s: exit %d, %s", object, code, said)
			}
		}
	}
	_ = cmd.Process.Signal(syscall.SIGTERM)
	<-ended
	if text := log.text.String(); strings.Contains(text, "not served") || strings.Contains(text, " threw ") {
		t.Errorf("%s", text)
	}
}

// textOf is the text of all files in a folder.
func textOf(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if err == nil && d.Name() == ".wrangler" {
				return filepath.SkipDir
			}
			return err
		}
		text, err := os.ReadFile(path)
		b.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// readiness keeps what a server prints, and says when it is ready. Its text is read once the
// server has ended.
type readiness struct {
	text  bytes.Buffer
	ready chan struct{}
	said  bool
}

func (r *readiness) Write(p []byte) (int, error) {
	n, err := r.text.Write(p)
	if !r.said && strings.Contains(r.text.String(), "Ready on ") {
		r.said = true
		close(r.ready)
	}
	return n, err
}
