// Package workerdtest runs workerd for tests of other packages: [Serve] serves Workers,
// and [Runtime] finds the runtime to run, installing it where there is none.
package workerdtest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/dotool-dev/dotool/devserver/workerd"
)

// Runtime returns the runtime that tests run on.
func Runtime(t testing.TB) workerd.Runtime {
	t.Helper()
	runtime, err := workerd.Find(t.Context(), workerd.FindOptions{})
	if _, missing := errors.AsType[*workerd.MissingError](err); missing {
		runtime, err = workerd.Install(t.Context(), workerd.InstallOptions{})
	}
	if err != nil {
		t.Fatalf("the tests need workerd: %v", err)
	}
	return runtime
}

// Serve serves the Workers of a configuration until the test ends, the first one on a
// socket, and returns how to request that one. What workerd prints on standard error is
// in the log of a test that fails.
func Serve(t testing.TB, c *workerd.Config) (get func(path string) string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	socket, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	c.Sockets = []workerd.Socket{{Name: "http", Service: workerd.Designator{Service: c.Workers[0].Name}}}
	var mu sync.Mutex
	var printed []string
	p, err := workerd.Start(t.Context(), workerd.Options{
		Binary:  Runtime(t).Path,
		Dir:     t.TempDir(),
		Sockets: map[string]*os.File{"http": socket},
		Config:  c,
		Stderr: func(line []byte) {
			mu.Lock()
			defer mu.Unlock()
			printed = append(printed, string(line))
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_ = p.Stop(ctx) // which is killed
		mu.Lock()
		defer mu.Unlock()
		if t.Failed() {
			t.Log(strings.Join(printed, "\n"))
		}
	})
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	return func(path string) string {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+l.Addr().String()+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s, %v: %s", path, response.Status, err, text)
		}
		return string(text)
	}
}
