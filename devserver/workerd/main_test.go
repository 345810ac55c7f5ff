package workerd

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"go.uber.org/goleak"
)

// The test binary is also a workerd and an npm that misbehave: run under the name
// fake-MODE, it does what the mode says. Everything else is tested with the real ones.
func TestMain(m *testing.M) {
	if mode, ok := strings.CutPrefix(filepath.Base(os.Args[0]), "fake-"); ok {
		if len(os.Args) > 1 && os.Args[1] == "serve" { // it prints nothing before it has a configuration
			os.Stdin.Read(make([]byte, 1))
		}
		fakes[mode]()
		return
	}
	goleak.VerifyTestMain(m)
}

// fake returns a path that runs the test binary in a mode.
func fake(t testing.TB, mode string) string {
	t.Helper()
	if fakes[mode] == nil {
		t.Fatalf("no mode %q", mode)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "fake-"+mode)
	if err := os.Symlink(self, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// writeProgram writes a program. Nothing is started meanwhile, which would have the file
// open for writing, so that it could not be run.
func writeProgram(t testing.TB, path, text string) {
	t.Helper()
	syscall.ForkLock.RLock()
	err := os.WriteFile(path, []byte(text), 0o700)
	syscall.ForkLock.RUnlock()
	if err != nil {
		t.Fatal(err)
	}
}

var fakes map[string]func()

func init() { // not a literal: its functions refer to it
	fakes = map[string]func(){
		"crash": func() {
			for i := range 300 {
				fmt.Fprintln(os.Stderr, "line", i)
			}
			os.Exit(3)
		},
		"full": func() {
			fmt.Fprintln(os.Stderr, "workerd/util/sqlite.c++:914: failed: SQLite failed; dbErrorMessage(prepareResult, db) = disk I/O error: SQLITE_IOERR (extended: SQLITE_IOERR_SHMSIZE)")
			os.Exit(1)
		},
		"crash-later": func() {
			report()
			fmt.Fprint(os.Stderr, "*** out of luck")
			os.Exit(3)
		},
		"hang": block,
		"slow": func() { // until there is a connection
			l, err := net.FileListener(os.NewFile(4, ""))
			must(err)
			c, err := l.Accept()
			must(err)
			report()
			_, err = io.WriteString(c, "served")
			must(err)
			must(c.Close())
			block()
		},
		"garbage": func() { fmt.Fprintln(os.NewFile(3, ""), "Listening!"); block() },
		"endless": func() { os.NewFile(3, "").Write(bytes.Repeat([]byte("x"), 1<<20)); block() },
		"deaf":    func() { os.NewFile(3, "").Close(); block() },
		"unknown-events": func() {
			fmt.Fprintln(os.NewFile(3, ""), `{"event":"greeting","words":["hello"]}`)
			report()
			block()
		},
		"early": func() { // opens data before it reads the certificates
			_ = must1(os.Create(filepath.Join(os.Getenv("DATA"), "metadata.sqlite")))
			_ = must1(os.ReadFile(os.Getenv("SSL_CERT_FILE")))
			report()
			block()
		},
		"half": func() { // one of two sockets
			os.Args = slices.DeleteFunc(os.Args, func(arg string) bool { return strings.HasPrefix(arg, "--socket-fd=http=") })
			report()
			fmt.Println("that was one")
			block()
		},
		"stubborn": func() {
			signal.Ignore(syscall.SIGTERM)
			report()
			block()
		},
		"parent": func() { // of a stubborn child that holds the pipes
			child := exec.Command(filepath.Join(filepath.Dir(os.Args[0]), "fake-stubborn-child"))
			child.Stdout, child.Stderr = os.Stdout, os.Stderr
			must(child.Start())
			fmt.Println(child.Process.Pid)
			report()
			block()
		},
		"stubborn-child": func() { signal.Ignore(syscall.SIGTERM); block() },
		"flood": func() {
			report()
			for i := range 2000 {
				fmt.Println(strings.Repeat("x", i*10))
				fmt.Fprintln(os.Stderr, strings.Repeat("y", i))
			}
			fmt.Print(strings.Repeat("z", 5<<20))
		},
		"descriptors": func() {
			// Go's runtime has opened some of its own.
			for fd := range 64 {
				if to, err := os.Readlink("/proc/self/fd/" + strconv.Itoa(fd)); err == nil && !strings.HasPrefix(to, "anon_inode") && !strings.HasPrefix(to, "/sys/") {
					fmt.Println(fd, strings.TrimRight(to, "[]0123456789"))
				}
			}
			if report(); len(os.Args) > 1 {
				block()
			}
		},
		"version-0": func() { fmt.Println("Workerd! 0") },
		"npm": func() { // serves the tarball beside it
			dir := filepath.Dir(os.Args[0])
			calls, err := os.OpenFile(filepath.Join(dir, "calls"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
			must(err)
			fmt.Fprintln(calls, os.Args[1:])
			if os.Args[1] == "view" { // what the registry says of the package
				b, err := os.ReadFile(filepath.Join(dir, "view"))
				must(err)
				os.Stdout.Write(b)
				return
			}
			b, err := os.ReadFile(filepath.Join(dir, "tarball"))
			must(err)
			must(os.WriteFile(filepath.Join(os.Args[slices.Index(os.Args, "--pack-destination")+1], "some-name.tgz"), b, 0o600))
		},
		"npm-offline": func() {
			fmt.Fprintln(os.Stderr, "npm error code ENOTFOUND\n\nnpm error network request to registry failed")
			os.Exit(1)
		},
		"npm-hang": func() { // reports that at the address beside it
			addr, err := os.ReadFile(filepath.Join(filepath.Dir(os.Args[0]), "addr"))
			must(err)
			_, err = net.Dial("tcp", string(addr))
			must(err)
			block()
		},
		"npm-empty": func() {},
	}
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "fake:", err)
		os.Exit(99)
	}
}

func must1[T any](v T, err error) T { must(err); return v }

// report says that all sockets listen.
func report() {
	control := os.NewFile(3, "")
	for _, arg := range os.Args {
		if socket, ok := strings.CutPrefix(arg, "--socket-fd="); ok {
			name, _, _ := strings.Cut(socket, "=")
			fmt.Fprintf(control, `{"event":"listen","socket":%q,"port":1}`+"\n", name)
		}
	}
}

// block waits for a signal that ends the process.
func block() {
	r, w, err := os.Pipe() // an empty channel would be a deadlock to the Go runtime
	must(err)
	r.Read(make([]byte, 1))
	w.Close()
}

var realRuntime = sync.OnceValues(func() (Runtime, error) {
	ctx := context.Background()
	r, err := Find(ctx, FindOptions{})
	if _, missing := errors.AsType[*MissingError](err); missing {
		return Install(ctx, InstallOptions{})
	}
	return r, err
})

// testWorkerd returns the real workerd, installed on first use. If it cannot be
// installed, the test fails.
func testWorkerd(t testing.TB) string {
	t.Helper()
	r, err := realRuntime()
	if err != nil {
		t.Fatalf("the tests need workerd: %v", err)
	}
	return r.Path
}

// listen returns a listening socket to hand over, and its address.
func listen(t testing.TB) (*os.File, string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	f, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f, l.Addr().String()
}

// listenUnix is listen for a unix socket.
func listenUnix(t testing.TB) (*os.File, string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "w") // t.TempDir is too long for a socket's name
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(dir, "s"), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	defer l.Close()
	f, err := l.File()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f, filepath.Join(dir, "s")
}

// oneSocket is a Config for the socket "http" of a worker.
func oneSocket(w Worker) *Config {
	w.Name = "user"
	if w.CompatibilityDate == "" {
		w.CompatibilityDate = "2026-11-01"
	}
	return &Config{Workers: []Worker{w}, Sockets: []Socket{{Name: "http", Service: Designator{Service: "user"}}}}
}

func script(source string) []Module {
	return []Module{{Name: "index.js", Kind: ESM, Content: []byte(source)}}
}

// start runs what o says, with a socket "http" if it has none, and ends it with
// the test. It returns the socket's address.
func start(t testing.TB, o Options) (*Process, string) {
	t.Helper()
	addr := ""
	if o.Sockets == nil {
		var f *os.File
		f, addr = listen(t)
		o.Sockets = map[string]*os.File{"http": f}
	}
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	p, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		p.Stop(ctx)
	})
	return p, addr
}

var client = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

func get(t testing.TB, url string) string {
	t.Helper()
	body, err := fetch(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func fetch(ctx context.Context, url string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		return "", err
	}
	res, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("GET %s: %s: %s", url, res.Status, b)
	}
	return string(b), err
}
