//go:build unix

package commands_test

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// hostileWords are names that an attacker might choose. If a shell expanded one, it
// would create a file, or another text.
var hostileWords = []string{
	"x$(touch${IFS}p)y",
	"$(touch p)",
	"`touch p`",
	"a;touch p",
	"a && touch p",
	"a|touch p>q",
	"two words",
	" leading and trailing ",
	"it's",
	`say "hi"`,
	`back\slash\`,
	"*", "?[a-z]*", "{a,b}", "~root", "~", "#no", "=ls", "a=b:c",
	"!!", "a!x", "^a^b",
	"$HOME", "%s%n", "<(touch p)",
	"new\nline", "\ntouch p\n", "cr\rlf",
	"\x1b]0;title\x07", "\x1b[31mred", "\u009b2J", "\u202eabc",
	"-rf", "--yes", "-- x",
	"日本 🙂", "é",
	"'\"`$\\!\n;*",
}

// hostileProject is a folder with a state in which an object "oN" has the one
// key hostileWords[N], and there are objects and a snapshot with such names.
func hostileProject(t *testing.T, dotool string) string {
	t.Helper()
	dir := t.TempDir()
	var all strings.Builder
	add := func(v any) {
		line, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(append(line, '\n'))
	}
	for i, key := range hostileWords {
		add(map[string]any{"object": map[string]any{"class": "Room", "name": fmt.Sprintf("o%d", i)}})
		add(map[string]any{"kv": key, "json": 1})
		add(map[string]any{"object": map[string]any{"class": "Room", "name": fmt.Sprintf("n%d.%s", i, key)}})
		add(map[string]any{"kv": "k", "json": 1})
	}
	for name, text := range map[string]string{
		"wrangler.jsonc": strings.ReplaceAll(terminalConfig, `"v1"`, `"$(touch p)"`),
		"index.js":       terminalWorker,
		"all.ndjson":     all.String(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"migrate"}, {"import", "all.ndjson"}, {"snapshot", "create", "--note", "$(touch p)"}} {
		c := exec.Command(dotool, args...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("dotool %q: %v\n%s", args, err, out)
		}
	}
	return dir
}

// What `dotool completion install` adds to a shell completes there, and inserts any text so
// that the command gets it unchanged and none of it is run.
func TestCompletionShells(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is missing: apt-get install tmux")
	}
	dotool, err := exec.LookPath("dotool")
	if err != nil {
		t.Fatal(err)
	}
	project := hostileProject(t, dotool)
	shells := map[string][]string{
		"bash": {"bash", "-i"},
		"zsh":  {"zsh", "-i"},
		"fish": {"fish", "-i"},
	}
	for name, command := range shells {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(command[0]); err != nil {
				t.Skipf("%s is missing: apt-get install %s", name, name)
			}
			s := newCompleting(t, dotool, project, name, command)
			s.complete("dotool logs --only o30", "logs", "--only", "o30")
			s.complete("dotool logs --only 'POST Room/o30", "logs", "--only", "POST Room/o30")
			s.complete("dotool dev --only slo", "dev", "--only", "slow>100ms")
			for i, word := range hostileWords {
				dashes := []string{}
				if word[0] == '-' {
					dashes = []string{"--"}
				}
				// fish has a tab between a candidate and its description.
				typed := []string{"dotool", "kv", "get", fmt.Sprintf("o%d", i)}
				if word[0] != '~' || name != "fish" { // fish does not quote it
					s.complete(strings.Join(append(typed, dashes...), " ")+" ", slices.Concat(typed[1:], dashes, []string{word})...)
				}
				// Part of a name, with and without a quote.
				prefix := fmt.Sprintf("n%d.", i)
				s.complete("dotool sql "+prefix, "sql", prefix+word)
				s.complete("dotool sql '"+prefix, "sql", prefix+word)
				s.complete(`dotool sql "`+prefix, "sql", prefix+word)
				s.complete("dotool objects Room/"+prefix, "objects", "Room/"+prefix+word)
			}
			s.complete("dotool migrate plan --from \\$", "migrate", "plan", "--from", "$(touch p)")
			s.complete("dotool dev --log-format=j", "dev", "--log-format=json")
			s.complete("dotool ver", "version")
			// The shell completes file names.
			s.complete("dotool import f", "import", "f$(touch p) 'x")
		})
	}
}

// completing is an interactive shell whose dotool completes, but writes its arguments
// to a pipe instead of running.
type completing struct {
	t      *testing.T
	dir    string
	socket string
	shell  string
	args   *os.File
}

func newCompleting(t *testing.T, dotool, project, name string, command []string) *completing {
	t.Helper()
	// The path of a socket must be short.
	own, err := os.MkdirTemp("", "complete")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(own) })
	s := &completing{t: t, dir: filepath.Join(own, "empty"), socket: filepath.Join(own, "s"), shell: name}
	pipe := filepath.Join(own, "args")
	for _, dir := range []string{s.dir, filepath.Join(own, "bin"), filepath.Join(own, "home"),
		// Without this folder, fish reads all manual pages, and goes on when it has ended.
		filepath.Join(own, "home", ".local", "share", "fish", "generated_completions"),
	} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for file, text := range map[string]string{
		"empty/f$(touch p) 'x": "",
		"bin/dotool":           "#!/bin/sh\ncd " + project + " || exit\ncase \"$1\" in __complete|completion) exec " + dotool + " \"$@\" ;; esac\nprintf '%s\\0' \"$@\" end-of-it >" + pipe + "\n",
	} {
		if err := os.WriteFile(filepath.Join(own, file), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if s.args, err = os.OpenFile(pipe, os.O_RDWR, 0); err != nil { // never at its end
		t.Fatal(err)
	}
	t.Cleanup(func() { s.args.Close() })
	elsewhere := func(v string) bool { return strings.HasPrefix(v, "ZDOTDIR=") || strings.HasPrefix(v, "XDG_") }
	environ := append(slices.DeleteFunc(os.Environ(), elsewhere), "PATH="+filepath.Join(own, "bin")+":"+os.Getenv("PATH"),
		"HOME="+filepath.Join(own, "home"), "HISTFILE=/dev/null", "TERM=xterm-256color", "LC_ALL=C.UTF-8")
	install := exec.Command(dotool, "completion", "install", name)
	install.Env = environ
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("completion install %s: %v\n%s", name, err, out)
	}
	tmux := exec.Command("tmux", append([]string{"-S", s.socket, "-f", "/dev/null", "new-session", "-d", "-x", "150", "-y", "40"}, command...)...)
	tmux.Dir = s.dir
	tmux.Env = environ
	if out, err := tmux.CombinedOutput(); err != nil {
		t.Fatalf("tmux: %v\n%s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", s.socket, "kill-server").Run() })
	s.keys("-l", "dotool ready", ";", "send-keys", "Enter")
	if got := s.next(); !slices.Equal(got, []string{"ready"}) {
		t.Fatalf("the shell starts with %q", got)
	}
	return s
}

func (s *completing) keys(args ...string) {
	s.t.Helper()
	if out, err := exec.Command("tmux", append([]string{"-S", s.socket, "send-keys"}, args...)...).CombinedOutput(); err != nil {
		s.t.Fatalf("tmux: %v\n%s", err, out)
	}
}

// next waits for the arguments of the next dotool that runs.
func (s *completing) next() []string {
	s.t.Helper()
	const end = "end-of-it\x00"
	if err := s.args.SetReadDeadline(time.Now().Add(patience)); err != nil {
		s.t.Fatal(err)
	}
	var all []byte
	b := make([]byte, 4096)
	for !strings.HasSuffix(string(all), end) {
		n, err := s.args.Read(b)
		if err != nil && err != io.EOF {
			screen, _ := exec.Command("tmux", "-S", s.socket, "capture-pane", "-p").Output()
			s.t.Fatalf("%v; the screen:\n%s", err, strings.TrimSpace(string(screen)))
		}
		all = append(all, b[:n]...)
	}
	args := strings.Split(string(all), "\x00")
	return args[:len(args)-2]
}

// complete types a line, has it completed, and runs it.
func (s *completing) complete(line string, want ...string) {
	s.t.Helper()
	s.keys("-l", line, ";", "send-keys", "Tab", "Enter")
	if got := s.next(); !slices.Equal(got, want) {
		s.t.Errorf("%s: %s becomes %q, want %q", s.shell, line, got, want)
	}
	files, err := os.ReadDir(s.dir)
	if err != nil || len(files) != 1 {
		s.t.Fatalf("%s: %s has run something: %v %v", s.shell, line, files, err)
	}
}
