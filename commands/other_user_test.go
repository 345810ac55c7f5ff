//go:build linux

package commands_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/devserver/workerd"
)

// Files that another user puts where dotool looks, under names that can be guessed, are
// not run, followed, moved or removed.
func TestOtherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can become two other users")
	}
	const victim, other = 65534, 65533
	runtime, err := realWorkerd()
	if err != nil {
		t.Fatal(err)
	}
	shared, err := os.MkdirTemp("", "shared")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(shared) })
	must := func(errs ...error) {
		t.Helper()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
	}
	must(os.Chmod(shared, 0o777|fs.ModeSticky))
	long := time.Now().Add(-time.Hour)
	// give makes a tree of files and hands it to a user.
	give := func(uid int, dir string, mode fs.FileMode, files map[string]string) {
		t.Helper()
		must(os.MkdirAll(dir, 0o755))
		for name, text := range files {
			path := filepath.Join(dir, name)
			must(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o755))
		}
		must(filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			return errors.Join(err, os.Lchown(path, uid, uid))
		}), os.Chmod(dir, mode), os.Chtimes(dir, long, long))
	}
	// A copy of dotool, and the runtime, that others can run.
	bin := filepath.Join(shared, "bin")
	must(os.Mkdir(bin, 0o755))
	self, err := os.Executable()
	must(err)
	for name, from := range map[string]string{"dotool": self, "workerd": runtime} {
		// By another process: what is started here meanwhile would have the file open for
		// writing, so that it could not be run.
		must(exec.Command("cp", from, filepath.Join(bin, name)).Run())
	}

	home := filepath.Join(shared, "home")
	give(victim, home, 0o700, map[string]string{"precious/dotool/lock": "", "precious/data": "mine"})
	project := filepath.Join(home, "project")
	give(victim, project, 0o700, map[string]string{
		"wrangler.jsonc": `{"name":"chat","main":"index.js","compatibility_date":"2026-10-01","durable_objects":{"bindings":[{"name":"ROOM","class_name":"Room"}]},"migrations":[{"tag":"v1","new_sqlite_classes":["Room"]}]}`,
		"index.js":       `import {DurableObject} from "cloudflare:workers"; export class Room extends DurableObject { fetch() { return new Response("room") } }; export default { fetch(r, env) { return env.ROOM.getByName("mine").fetch(r) } }`,
	})
	pwned := filepath.Join(shared, "pwned")
	evil := "#!/bin/sh\ntouch " + pwned + "\n"

	ephemeral := func(name string) string {
		return filepath.Join("/dev/shm", "dotool-ephemeral-"+filepath.Base(shared)+name)
	}
	var traps []string
	trap := func(uid int, name string, mode fs.FileMode) string {
		dir := ephemeral(name)
		t.Cleanup(func() { os.RemoveAll(dir) })
		give(uid, dir, mode, map[string]string{
			"dotool/lock":         "",
			"dotool/import.json":  `{"version":1,"namespaces":[{"key":"chat-Room","old":["data"]}]}`,
			"dotool/journal.json": `{}`,
			"dotool/dev.json":     `{"version":2,"pid":1,"socket":"` + filepath.Join(shared, "socket") + `","for":"` + filepath.Join(project, ".wrangler/state") + `","secret":"x"}`,
		})
		traps = append(traps, dir)
		return dir
	}
	trap(other, "theirs", 0o700)
	trap(other, "open", 0o777)
	trap(victim, "mine-but-open", 0o777) // anyone could have filled it
	inside := trap(other, "inside", 0o755)
	must(os.Symlink(filepath.Join(home, "precious"), filepath.Join(inside, "v3")), os.Chtimes(inside, long, long))
	link := ephemeral("link")
	must(os.Symlink(filepath.Join(home, "precious"), link), os.Lchown(link, other, other))
	t.Cleanup(func() { os.Remove(link) })
	traps = append(traps, link, filepath.Join(home, "precious", "data"))

	run := func(dir string, env []string, args ...string) *exec.Cmd {
		ctx, cancel := context.WithTimeout(t.Context(), patience) // one that serves what it should refuse
		t.Cleanup(cancel)
		cmd := exec.CommandContext(ctx, filepath.Join(bin, "dotool"), args...)
		cmd.Dir = dir
		cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + shared, "NO_COLOR=1"}, env...)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: victim, Gid: victim}}
		return cmd
	}
	ours := []string{"HOME=" + home, "DOTOOL_WORKERD=" + filepath.Join(bin, "workerd")}

	t.Run("ephemeral", func(t *testing.T) {
		cmd := run(project, ours, "dev", "--ephemeral", "--port", "0", "--inspector-port", freePort())
		out, err := cmd.StdoutPipe()
		must(err)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		must(cmd.Start())
		lines, ready := bufio.NewScanner(out), false
		for !ready && lines.Scan() {
			ready = strings.Contains(lines.Text(), "Ready on ")
		}
		said, err := run(project, ours, "logs", "--follow=false").CombinedOutput()
		if err != nil {
			t.Errorf("the server was not found: %v, %s", err, said)
		}
		// The runtime's own inspector: an address in 127.0.0.0/8 that the kernel lists.
		table, err := os.ReadFile("/proc/net/tcp")
		must(err)
		found := 0
		for _, m := range regexp.MustCompile(`(?m)^ *\d+: ([0-9A-F]{6}7F):([0-9A-F]{4}) \S+ 0A \S+ \S+ \S+ +65534 `).FindAllStringSubmatch(string(table), -1) {
			if m[1] == "0100007F" {
				continue
			}
			var ip [4]byte
			var port int
			_, err := fmt.Sscanf(m[1]+" "+m[2], "%2X%2X%2X%2X %X", &ip[3], &ip[2], &ip[1], &ip[0], &port)
			must(err)
			found++
			if c, err := net.DialTimeout("tcp", net.JoinHostPort(net.IP(ip[:]).String(), strconv.Itoa(port)), 300*time.Millisecond); err == nil {
				c.Close()
				t.Error("the runtime's inspector lets another user in")
			}
		}
		if found == 0 {
			t.Error("the runtime's inspector was not found")
		}
		must(cmd.Process.Signal(syscall.SIGTERM))
		for lines.Scan() {
		}
		if err := cmd.Wait(); err != nil || !ready {
			t.Errorf("%v\n%s", err, &stderr)
		}
		for _, path := range traps {
			if _, err := os.Lstat(path); err != nil {
				t.Error(err)
			}
		}
	})
	t.Run("above", func(t *testing.T) {
		mine := filepath.Join(shared, "mine")
		give(victim, mine, 0o755, nil)
		for name, files := range map[string]map[string]string{
			"wrangler.jsonc": {"wrangler.jsonc": `{"name":"x","main":"x.js","compatibility_date":"2026-10-01","build":{"command":"touch ` + pwned + `"}}`},
			".wrangler":      {".wrangler/deploy/config.json": `{"configPath":"../../x.json"}`, ".wrangler/state/v3/do/x-Room/" + strings.Repeat("0", 64) + ".sqlite": ""},
		} {
			for path, text := range files {
				path = filepath.Join(shared, path)
				must(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644))
			}
			must(os.Lchown(filepath.Join(shared, name), other, other))
			for _, args := range [][]string{{"objects"}, {"dev", "--watch=false", "--port", "0"}, {"migrate"}} {
				said, err := run(mine, ours, args...).CombinedOutput()
				if err == nil || !strings.Contains(string(said), "another user put it into a folder that is open to all") {
					t.Errorf("%s: %q: %v, %s", name, args, err, said)
				}
			}
			must(os.RemoveAll(filepath.Join(shared, name)))
		}
	})
	t.Run("programs", func(t *testing.T) {
		give(other, filepath.Join(shared, "node_modules"), 0o755, map[string]string{
			".bin/make-it": evil, "workerd/package.json": `{"name":"workerd","version":"` + workerd.Version + `"}`, "workerd/bin/workerd": evil,
			"@cloudflare/workerd-linux-64/package.json": `{"version":"` + workerd.Version + `"}`, "@cloudflare/workerd-linux-64/bin/workerd": evil,
			"@cloudflare/workerd-linux-arm64/package.json": `{"version":"` + workerd.Version + `"}`, "@cloudflare/workerd-linux-arm64/bin/workerd": evil,
		})
		give(other, filepath.Join(shared, "dotool-65534"), 0o755, map[string]string{"workerd/" + workerd.Version + "/workerd": evil})
		built := filepath.Join(shared, "built")
		give(victim, built, 0o755, map[string]string{"wrangler.jsonc": `{"name":"x","main":"x.js","compatibility_date":"2026-10-01","build":{"command":"make-it"}}`, "x.js": "export default {}"})
		said, err := run(built, []string{"DOTOOL_WORKERD=" + filepath.Join(bin, "workerd")}, "dev", "--watch=false", "--port", "0").CombinedOutput()
		if err == nil || !strings.Contains(string(said), "make-it") {
			t.Errorf("%v, %s", err, said)
		}
		if said, err := run(built, nil, "runtime", "path").CombinedOutput(); err == nil {
			t.Errorf("runtime path: %s", said)
		}
	})
	if _, err := os.Lstat(pwned); err == nil {
		t.Error("another user's program was run")
	}
}
