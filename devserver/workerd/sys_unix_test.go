//go:build unix

package workerd

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/dotool-dev/dotool/devserver/socket"
	"github.com/dotool-dev/dotool/devserver/workerd/download"
)

func TestReapLeftover(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	// A process of a dotool that has ended: not a child of Start.
	leftover := exec.Command(fake(t, "stubborn-child"))
	leftover.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := leftover.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- leftover.Wait() }()
	writeRecord(dir, leftover.Process.Pid)
	// One whose id now belongs to another process: this one.
	other := filepath.Join(dir, "workerd-1.json")
	write := func(path, s string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(other, `{"pid":`+strconv.Itoa(os.Getpid())+`,"started":"long ago"}`)
	write(filepath.Join(dir, "workerd-2.json"), `{"pid":-1,"started":""}`)
	write(filepath.Join(dir, "workerd-3.json"), `{"pi`)
	write(filepath.Join(dir, "config-123.capnp"), "secret")
	write(filepath.Join(dir, "new-123"), "a part of a bundle")
	write(filepath.Join(dir, "ledger.json"), "not ours")
	if err := os.Mkdir(filepath.Join(dir, "workerd-4.json"), 0o700); err != nil {
		t.Fatal(err)
	}

	if err := ReapLeftover(dir); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err == nil || err.Error() != "signal: killed" {
		t.Errorf("the leftover ended with %v", err)
	}
	if got := names(t, dir); len(got) != 2 || got[0] != "ledger.json" || got[1] != "workerd-4.json" {
		t.Errorf("left: %q", got)
	}
	if err := ReapLeftover(filepath.Join(dir, "absent")); err != nil {
		t.Error(err)
	}
}

func TestStartTime(t *testing.T) {
	t.Parallel()
	own := startTime(os.Getpid())
	if own == "" || own != startTime(os.Getpid()) {
		t.Errorf("own start %q", own)
	}
	if first := startTime(1); first == own {
		t.Errorf("the first process started at %q too", first)
	}
	c := exec.Command(fake(t, "npm-empty"))
	if err := c.Run(); err != nil {
		t.Fatal(err)
	}
	if s := startTime(c.Process.Pid); s != "" {
		t.Errorf("a process that is gone started at %q", s)
	}
}

// Nothing is run from a cache that another user could have filled.
func TestTrusted(t *testing.T) {
	root := filepath.Join(t.TempDir(), "dotool")
	path := filepath.Join(root, "workerd", "1", "workerd")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := trusted(root, path); err != nil {
		t.Errorf("a cache of our own: %v", err)
	}
	for _, open := range []string{root, filepath.Dir(path), path} {
		if err := os.Chmod(open, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := trusted(root, path); err == nil {
			t.Errorf("everyone can write to %s", open)
		}
		if err := os.Chmod(open, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	for _, foreign := range []string{root, filepath.Dir(path), path} {
		if err := os.Lchown(foreign, 65534, 65534); err != nil {
			t.Fatal(err)
		}
		if err := trusted(root, path); err == nil {
			t.Errorf("%s belongs to another user", foreign)
		}
		if err := os.Lchown(foreign, 0, 0); err != nil {
			t.Fatal(err)
		}
	}
}

// A dotool that installs and is stopped is not waited for.
func TestInstallStopped(t *testing.T) {
	t.Parallel()
	sleep := exec.Command("sleep", "600")
	if err := sleep.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = sleep.Process.Kill()
		_ = sleep.Wait()
	}()
	if err := sleep.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	o, _ := installing(t, tarball(t, "package/bin/workerd"))
	root := filepath.Join(o.CacheDir, "workerd")
	lock, err := o.client(o.CacheDir).Lock(t.Context(), func() {})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(root, ".lock")
	if text, err := os.ReadFile(path); err != nil || string(text) != strconv.Itoa(os.Getpid()) {
		t.Errorf("the lock says %q, %v", text, err)
	}
	if err := os.WriteFile(path, []byte(strconv.Itoa(sleep.Process.Pid)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Install(t.Context(), o)
	if _, ok := errors.AsType[*download.StoppedError](err); !ok {
		t.Errorf("got %v", err)
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Install(t.Context(), o); err != nil {
		t.Error(err)
	}
}

// TestShortSocket opens sockets whose own path is too long. What a killed process left of
// them is removed, and nothing that a link of another leads to.
func TestShortSocket(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("long", 30))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "control.sock")
	killed, _, err := socket.ListenUnix(path)
	if err != nil {
		t.Fatal(err)
	}
	killed.Close()
	left := filepath.Dir(killed.Addr().String())
	l, remove, err := socket.ListenUnix(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(left); err == nil {
		t.Errorf("%s is left", left)
	}
	l.Close()
	remove()
	if got := names(t, dir); len(got) > 0 {
		t.Errorf("%s are left", got)
	}

	var p Process
	if err := p.chooseDebugPort(dir); err != nil {
		t.Fatal(err)
	}
	debug, err := net.ListenUnix("unix", &net.UnixAddr{Name: p.debugPort, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	debug.SetUnlinkOnClose(false)
	debug.Close()
	kept := filepath.Join(t.TempDir(), "dotool-kept")
	if err := os.Mkdir(kept, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"debug-A.sock": "debug-A.sock", "debug-B.sock": "other", "control.sock": "other"} {
		if err := os.WriteFile(filepath.Join(kept, to), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.Join(kept, to), filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := ReapLeftover(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(filepath.Dir(p.debugPort)); err == nil {
		t.Errorf("%s is left", p.debugPort)
	}
	if got := names(t, kept); strings.Join(got, " ") != "debug-A.sock other" {
		t.Errorf("of others, %v are left", got)
	}
	if _, _, err := socket.ListenUnix(path); !errors.As(err, new(*socket.NotSocketError)) {
		t.Errorf("in place of a link of another: %v", err)
	}
}
