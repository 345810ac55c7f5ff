package vitest

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/devserver/workerd/workerdtest"
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
	get := workerdtest.Serve(t, &workerd.Config{
		Workers: []workerd.Worker{{
			Name: "user", CompatibilityDate: "2026-06-01", Storage: "disk",
			Modules: []workerd.Module{
				{Name: "worker.js", Kind: workerd.ESM, Content: worker},
				{Name: "vitest.js", Kind: workerd.ESM, Content: []byte(Module)},
			},
			Namespaces: []workerd.Namespace{{ClassName: "Counter", UniqueKey: "counter", SQL: true}},
			Bindings:   []workerd.Binding{{Name: "COUNTER", Value: workerd.NamespaceBinding{ClassName: "Counter"}}},
		}},
		Services: []workerd.Service{{Name: "disk", Value: workerd.Disk{Path: t.TempDir(), Writable: true}}},
	})
	if err := json.Unmarshal([]byte(get("/")), &got); err != nil {
		t.Fatal(err)
	}
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
