package vitest

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dotool/devserver/workerd"
)

// TestRuns runs tests with the module inside workerd.
func TestRuns(t *testing.T) {
	t.Parallel()
	worker, err := os.ReadFile("testdata/worker.js")
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Results []struct {
			Name, State, Diff string
			Errors            []string
		}
		Errors    []struct{ Message string }
		Unhandled []string
	}
	ask(t, serve(t, []workerd.Module{
		{Name: "worker.js", Kind: workerd.ESM, Content: worker},
		{Name: "vitest.js", Kind: workerd.ESM, Content: []byte(Module)},
	}), &got)
	states := map[string]string{}
	for _, r := range got.Results {
		first, _, _ := strings.Cut(strings.Join(r.Errors, "\n"), "\n")
		states[r.Name] = strings.TrimSuffix(r.State+": "+properties.ReplaceAllString(first, ""), ": ")
		if r.Name == "fails" && !(strings.Contains(r.Diff, `-   "a": 2,`) && strings.Contains(r.Diff, `+   "a": 1,`)) {
			t.Errorf("diff of a failure: %q", r.Diff)
		}
	}
	want := map[string]string{
		"passes": "pass", "has rows 1": "pass", "skips": "skip", "waits": "todo", "may fail": "pass", "is tried again": "pass: expected +0 to be 2 // Object.is equality", "moves the clock": "pass", "mocks": "pass",
		"rejects where it does": "pass", "resolves": "pass", "rejects functions as vitest does": "pass",
		"fails":                             "fail: expected { a: 1 } to deeply equal { a: 2 }",
		"has rows 2":                        "fail: expected 2 to be 1 // Object.is equality",
		"takes too long":                    "fail: Test timed out in 20ms.",
		"does not reject where it does not": `fail: promise resolved "2" instead of rejecting`,
		"does not resolve":                  `fail: promise rejected "RangeError: no negative numbers" instead of resolving`,
	}
	if diff := cmp.Diff(want, states); diff != "" {
		t.Error(diff)
	}
	if len(got.Errors)+len(got.Unhandled) > 0 {
		t.Errorf("errors outside of tests: %v; rejections that were handled: %v", got.Errors, got.Unhandled)
	}
}

// properties are those that the runtime adds to errors of calls, as a message shortens
// them.
var properties = regexp.MustCompile(` \{ …\(\d+\) \}`)

// serve runs a Worker with the class Counter, and returns its address.
func serve(t *testing.T, modules []workerd.Module) string {
	t.Helper()
	runtime, err := workerd.Find(t.Context(), workerd.FindOptions{})
	if _, missing := errors.AsType[*workerd.MissingError](err); missing {
		runtime, err = workerd.Install(t.Context(), workerd.InstallOptions{})
	}
	if err != nil {
		t.Fatalf("the tests need workerd: %v", err)
	}
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
	var printed []string
	p, err := workerd.Start(t.Context(), workerd.Options{
		Binary:  runtime.Path,
		Dir:     t.TempDir(),
		Sockets: map[string]*os.File{"http": socket},
		Stderr:  func(line []byte) { printed = append(printed, string(line)) },
		Config: &workerd.Config{
			Workers: []workerd.Worker{{
				Name: "user", Modules: modules, CompatibilityDate: "2026-06-01", Storage: "disk",
				Namespaces: []workerd.Namespace{{ClassName: "Counter", UniqueKey: "counter", SQL: true}},
				Bindings:   []workerd.Binding{{Name: "COUNTER", Value: workerd.NamespaceBinding{ClassName: "Counter"}}},
			}},
			Services: []workerd.Service{{Name: "disk", Value: workerd.Disk{Path: t.TempDir(), Writable: true}}},
			Sockets:  []workerd.Socket{{Name: "http", Service: workerd.Designator{Service: "user"}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		p.Stop(ctx)
		if t.Failed() {
			t.Log(strings.Join(printed, "\n"))
		}
	})
	return l.Addr().String()
}

// ask requests the Worker and reads its JSON.
func ask(t *testing.T, address string, into any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(into); err != nil {
		t.Fatalf("%s: %v", response.Status, err)
	}
}
