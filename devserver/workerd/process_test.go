package workerd

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const hello = `export default { fetch: () => new Response("hello") };`

// stopped returns a context that is done, for a Stop that does not wait.
func stopped() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

func TestProcess(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "yet")
	p, addr := start(t, Options{Binary: testWorkerd(t), Config: oneSocket(Worker{Modules: script(hello)}), Dir: dir})
	if got := get(t, "http://"+addr); got != "hello" {
		t.Errorf("got %q", got)
	}
	if _, port, _ := net.SplitHostPort(addr); fmt.Sprint(p.Ports()["http"]) != port {
		t.Errorf("ports %v, want %s", p.Ports(), port)
	}
	// While it runs, there is a record, but no configuration with secrets.
	if got, want := names(t, dir), []string{fmt.Sprintf("workerd-%d.json", p.Pid())}; !cmp.Equal(got, want) {
		t.Errorf("files %q, want %q", got, want)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if p.Err() != nil {
		t.Errorf("Err of a running process: %v", p.Err())
	}
	for range 2 {
		if err := p.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	}
	<-p.Done()
	if p.Err() != nil {
		t.Errorf("Err after Stop: %v", p.Err())
	}
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("%q is left", got)
	}
	p.Terminate() // too late, but harmless
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// A connection that is made while no process runs is served by the next one,
// and a request in flight is handled by the old one.
func TestHandOver(t *testing.T) {
	t.Parallel()
	f, addr := listen(t)
	arrived := make(chan string, 1)
	release, releaseAddr := listen(t)
	gate, err := net.FileListener(release)
	if err != nil {
		t.Fatal(err)
	}
	defer gate.Close()
	old := oneSocket(Worker{Modules: script(`export default { async fetch(request) {
		console.log("arrived");
		return new Response("old" + await (await fetch("http://` + releaseAddr + `")).text());
	} };`)})
	old.Services = []Service{{"internet", Network{Allow: []string{"local"}}}}
	sockets := map[string]*os.File{"http": f}
	p1, _ := start(t, Options{Binary: testWorkerd(t), Config: old, Sockets: sockets, Stdout: func(line []byte) { arrived <- string(line) }})
	answers := make(chan string, 1)
	go func() { // ends with the response, or with the context of the test
		body, err := fetch(t.Context(), "http://"+addr)
		answers <- fmt.Sprint(body, err)
	}()
	if line := <-arrived; line != "arrived" {
		t.Fatalf("logged %q", line)
	}
	p1.Terminate()
	select {
	case <-p1.Done():
		t.Fatal("ended with a request in flight")
	default:
	}
	upstream, err := gate.Accept()
	if err != nil {
		t.Fatal(err)
	}
	// Closing before all is read would cut the response.
	if _, err := http.ReadRequest(bufio.NewReader(upstream)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(upstream, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nest!"); err != nil {
		t.Fatal(err)
	}
	upstream.Close()
	if got := <-answers; got != "oldest!<nil>" {
		t.Errorf("got %q", got)
	}
	<-p1.Done()
	if p1.Err() != nil {
		t.Error(p1.Err())
	}

	waiting, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer waiting.Close()
	if _, err := io.WriteString(waiting, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	start(t, Options{Binary: testWorkerd(t), Config: oneSocket(Worker{Modules: script(hello)}), Sockets: sockets})
	b := make([]byte, 12)
	if _, err := io.ReadFull(waiting, b); err != nil || string(b) != "HTTP/1.1 200" {
		t.Errorf("%q, %v", b, err)
	}
}

func TestInspector(t *testing.T) {
	t.Parallel()
	o := Options{Binary: testWorkerd(t), Config: oneSocket(Worker{Modules: script(hello)}), Inspector: "127.0.0.1:0"}
	p, _ := start(t, o)
	port := p.Ports()[InspectorPort]
	if got := get(t, fmt.Sprintf("http://127.0.0.1:%d/json", port)); !strings.Contains(got, "webSocketDebuggerUrl") {
		t.Errorf("got %s", got)
	}
	// workerd itself would hang if the port is in use.
	f, _ := listen(t)
	o.Dir, o.Inspector, o.Sockets = t.TempDir(), fmt.Sprintf("127.0.0.1:%d", port), map[string]*os.File{"http": f}
	_, err := Start(t.Context(), o)
	var start *StartError
	if !errors.As(err, &start) || !strings.Contains(err.Error(), "inspector: ") || !strings.Contains(start.Hint(), "--inspector-port") {
		t.Errorf("got %v", err)
	}
}

// Errors of a user's code and configuration, as reported by workerd.
func TestProblems(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "absent")
	for _, test := range []struct {
		name     string
		worker   Worker
		services []Service
		want     []Problem
	}{
		{
			name:   "syntax",
			worker: Worker{Modules: script("export default {\n  x y\n};")},
			want:   []Problem{{"user", "Uncaught SyntaxError: Unexpected identifier 'y'", []string{"index.js:2:4"}}},
		},
		{
			name:   "exception",
			worker: Worker{Modules: script("function f() { throw new TypeError('one\\ntwo'); }\nf();\nexport default {};")},
			want:   []Problem{{"user", "Uncaught TypeError: one\ntwo", []string{"index.js:1:22 in f", "index.js:2:1"}}},
		},
		{
			name:   "missing module",
			worker: Worker{Modules: script("import 'absent'; export default {};")},
			want:   []Problem{{"user", "Uncaught Error: No such module \"absent\".\n  imported from \"index.js\"", nil}},
		},
		{
			name:   "flags",
			worker: Worker{Modules: script(hello), CompatibilityFlags: []string{"nope", "nodejs_compat"}},
			want:   []Problem{{"user", "No such compatibility flag: nope", nil}},
		},
		{
			name:   "date",
			worker: Worker{Modules: script(hello), CompatibilityDate: "soon"},
			want:   []Problem{{"user", "Invalid compatibility date: soon", nil}},
		},
		{
			name: "bindings",
			worker: Worker{Modules: script(hello), Bindings: []Binding{
				{"A", ServiceBinding{Service: "absent"}},
				{"B", ServiceBinding{Service: "user", Entrypoint: "Absent"}},
			}},
			want: []Problem{
				{"user", `Worker "user"'s binding "A" refers to a service "absent", but no such service is defined.`, nil},
				{"user", `Worker "user"'s binding "B" refers to service "user" with a named entrypoint "Absent", but "user" has no such named entrypoint.`, nil},
			},
		},
		{
			name: "storage",
			worker: Worker{
				Modules:    script(`import { DurableObject } from "cloudflare:workers"; export class Room extends DurableObject {}; export default {};`),
				Namespaces: []Namespace{{ClassName: "Room", UniqueKey: "k"}},
				Storage:    "disk",
			},
			services: []Service{{"disk", Disk{Path: missing, Writable: true}}},
			want: []Problem{
				{"disk", `Directory named "disk" not found: ` + missing, nil},
				{"user", `durableObjectStorage config refers to the service "disk", but that service is not a local disk service.`, nil},
			},
		},
		{
			name: "a warning and an error",
			worker: Worker{
				Modules:    script(hello),
				Bindings:   []Binding{{"A", ServiceBinding{Service: "absent"}}},
				Namespaces: []Namespace{{ClassName: "Room", UniqueKey: "k"}},
				Storage:    "disk",
			},
			services: []Service{{"disk", Disk{Path: t.TempDir(), Writable: true}}},
			want:     []Problem{{"user", `Worker "user"'s binding "A" refers to a service "absent", but no such service is defined.`, nil}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneSocket(test.worker)
			c.Services = test.services
			f, _ := listen(t)
			dir := t.TempDir()
			_, err := Start(t.Context(), Options{Binary: testWorkerd(t), Config: c, Dir: dir, Verbose: true, Sockets: map[string]*os.File{"http": f}})
			var start *StartError
			var exit *ExitError
			if !errors.As(err, &start) || !errors.As(err, &exit) || exit.Status != "exit status 1" {
				t.Fatalf("got %v", err)
			}
			if diff := cmp.Diff(test.want, start.Problems()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if left := names(t, dir); len(left) != 0 {
				t.Errorf("%q is left", left)
			}
		})
	}
}

// fakeOptions are the options of a fake workerd with one socket.
func fakeOptions(t *testing.T, mode string) Options {
	f, _ := listen(t)
	return Options{
		Binary:  fake(t, mode),
		Config:  oneSocket(Worker{}),
		Dir:     t.TempDir(),
		Sockets: map[string]*os.File{"http": f},
	}
}

func TestStartFails(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		mode    string
		timeout time.Duration // must pass
		want    string
		hint    string
	}{
		{mode: "crash", want: "start workerd: exit status 3\n\t(188 lines before)\n\tline 288\n\tline 289"},
		{mode: "full", want: "SQLITE_IOERR_SHMSIZE", hint: "the disk is full: make room"},
		{mode: "hang", timeout: time.Millisecond, want: "workerd did not listen within 1ms", hint: "top level"},
		{mode: "deaf", timeout: time.Millisecond, want: "workerd did not listen within 1ms", hint: "top level"},
		{mode: "garbage", want: `unexpected report "Listening!" on the control descriptor`},
		{mode: "endless", want: "a line without end"},
	} {
		t.Run(test.mode, func(t *testing.T) {
			t.Parallel()
			o := fakeOptions(t, test.mode)
			o.StartTimeout = test.timeout
			_, err := Start(t.Context(), o)
			var start *StartError
			if !errors.As(err, &start) || !strings.Contains(err.Error(), test.want) || !strings.Contains(start.Hint(), test.hint) {
				t.Fatalf("got %v, hint %q; want %s", err, start.Hint(), test.want)
			}
			if left := names(t, o.Dir); len(left) != 0 {
				t.Errorf("%q is left", left)
			}
		})
	}
}

func TestStartBadOptions(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("no program"), 0o600); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "program")
	writeProgram(t, program, "no program")
	interpreted := filepath.Join(t.TempDir(), "interpreted")
	writeProgram(t, interpreted, "#!/absent\n")
	for name, test := range map[string]struct {
		change     func(*Options)
		want, hint string
	}{
		"no binary":      {func(o *Options) { o.Binary = file + "x" }, "no such file", "dotool runtime install"},
		"not executable": {func(o *Options) { o.Binary = file }, "permission denied", "executable"},
		"no program":     {func(o *Options) { o.Binary = program }, "exec format error", "made for this machine"},
		"no loader":      {func(o *Options) { o.Binary = interpreted }, "no such file", "GNU C library"},
		"no folder":      {func(o *Options) { o.Dir = filepath.Join(file, "x") }, "not a directory", ""},
		"no socket":      {func(o *Options) { o.Sockets = nil }, `no file for the socket "http"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := fakeOptions(t, "stubborn")
			test.change(&o)
			_, err := Start(t.Context(), o)
			var start *StartError
			if !errors.As(err, &start) || !strings.Contains(err.Error(), test.want) || !strings.Contains(start.Hint(), test.hint) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestStartCancelled(t *testing.T) {
	t.Parallel()
	o := fakeOptions(t, "hang")
	if _, err := Start(stopped(), o); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	o.Config.Sockets = append(o.Config.Sockets, Socket{Name: "more"})
	o.Sockets["more"] = o.Sockets["http"]
	o.Binary = fake(t, "half")
	o.Stdout = func([]byte) { cancel() } // it runs, but will not listen
	if _, err := Start(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// The socket takes connections from before workerd listens on it.
func TestStartSlow(t *testing.T) {
	t.Parallel()
	o := fakeOptions(t, "slow")
	f, addr := listen(t)
	o.Sockets["http"] = f
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	start(t, o)
	if b, err := io.ReadAll(c); err != nil || string(b) != "served" {
		t.Errorf("%q, %v", b, err)
	}
}

func TestStartUnknownEvents(t *testing.T) {
	t.Parallel()
	p, _ := start(t, fakeOptions(t, "unknown-events"))
	if p.Ports()["http"] != 1 {
		t.Errorf("ports %v", p.Ports())
	}
}

func TestDies(t *testing.T) {
	t.Parallel()
	p, _ := start(t, fakeOptions(t, "crash-later"))
	<-p.Done()
	var exit *ExitError
	if !errors.As(p.Err(), &exit) || p.Err().Error() != "workerd ended: exit status 3\n\t*** out of luck" {
		t.Errorf("got %v", p.Err())
	}
	if err := p.Stop(stopped()); err != nil {
		t.Error(err)
	}
}

func TestStopStubborn(t *testing.T) {
	t.Parallel()
	p, _ := start(t, fakeOptions(t, "stubborn"))
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := p.Stop(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	<-p.Done()
	if p.Err() != nil {
		t.Errorf("Err after Stop: %v", p.Err())
	}
}

// All output arrives, in whole lines, before Done.
func TestOutput(t *testing.T) {
	t.Parallel()
	o := fakeOptions(t, "flood")
	var stdout, stderr, problems int
	o.Stdout = func(line []byte) {
		want, c := stdout*10, "x"
		if stdout == 2000 {
			want, c = 5<<20, "z"
		}
		if len(line) != want || strings.Trim(string(line), c) != "" {
			problems++
		}
		stdout++
	}
	o.Stderr = func(line []byte) {
		if len(line) != stderr {
			problems++
		}
		stderr++
	}
	p, _ := start(t, o)
	<-p.Done()
	if stdout != 2001 || stderr != 2000 || problems > 0 {
		t.Errorf("%d lines on stdout, %d on stderr, %d wrong", stdout, stderr, problems)
	}
	var exit *ExitError
	if !errors.As(p.Err(), &exit) || exit.Status != "exit status 0" || len(exit.Stderr) != 200 {
		t.Errorf("got %v", p.Err())
	}
}

// BenchmarkStart measures from Start to listening, and the stop.
func BenchmarkStart(b *testing.B) {
	big := script(hello + strings.Repeat("\n// filling", 5<<20/11))
	for name, modules := range map[string][]Module{"1KB": script(hello), "5MB": big} {
		b.Run(name, func(b *testing.B) {
			f, _ := listen(b)
			o := Options{Binary: testWorkerd(b), Config: oneSocket(Worker{Modules: modules}), Dir: b.TempDir(), Sockets: map[string]*os.File{"http": f}}
			var starting time.Duration
			for b.Loop() {
				t := time.Now()
				p, err := Start(b.Context(), o)
				if err != nil {
					b.Fatal(err)
				}
				starting += time.Since(t)
				if err := p.Stop(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(starting.Microseconds())/1000/float64(b.N), "ms/start")
		})
	}
}

func TestProblemsLeavesLogOut(t *testing.T) {
	t.Parallel()
	e := &StartError{Stderr: []string{
		"warm-up",
		`service user: Uncaught Error: one`,
		"two",
		"  at index.js:1:2",
		`workerd/server/server/worker.rs:468: warning: A DurableObjectNamespace in the config`,
		`kj/async-io-unix.c++:945: info: something`,
		`Worker "back"'s binding "A" refers to nothing.`,
		`Worker "front"'s binding "B" refers to service "user" with a named entrypoint "E", but "user" has no such named entrypoint.`,
		`service other: The compatibility flag nodejs_als became the default as of 2022-10-31 so does not need to be specified anymore.`,
		`service user: The compatibility flag url_standard became the default as of 2022-10-31 so does not need to be specified anymore.`,
	}}
	if got := e.Redundant("user"); !slices.Equal(got, []string{"url_standard"}) {
		t.Errorf("redundant: %q", got)
	}
	want := []Problem{
		{"user", "Uncaught Error: one\ntwo", []string{"index.js:1:2"}},
		{"back", `Worker "back"'s binding "A" refers to nothing.`, nil},
	}
	if diff := cmp.Diff(want, e.Problems()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := (&StartError{}).Problems(); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}
