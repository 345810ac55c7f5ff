package inspect_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Two Workers with a class of one name, of which chat's is also the configuration's.
func twoWorkers(t *testing.T) *inspect.Store {
	t.Helper()
	folder := inspecttest.Folder(t.TempDir())
	inspecttest.Make(t, folder, "chat-Room", "a", "")
	inspecttest.Make(t, folder, "chat-Room", "x/y", "")
	inspecttest.Make(t, folder, "chat-Log", "admin/Room/both", "")
	inspecttest.Make(t, folder, "chat-Log", "other/Room/z", "")
	inspecttest.Make(t, folder, "admin-Room", "a", "")
	inspecttest.Make(t, folder, "admin-Room", "b/c", "")
	inspecttest.Make(t, folder, "admin-Room", "both", "")
	inspecttest.Make(t, folder, "Log-Room", "a", "")
	inspecttest.Make(t, folder, "other-Room", "left", "") // no ledger has it
	const ledger = `{"version":1,"workers":{
		"chat":{"mode":"migrations","classes":{"Room":{"key":"chat-Room","storage":"sqlite"},"Log":{"key":"chat-Log","storage":"sqlite"}}},
		"Log":{"mode":"migrations","classes":{"Room":{"key":"Log-Room","storage":"sqlite"}}},
		"admin":{"mode":"migrations","classes":{"Room":{"key":"admin-Room","storage":"sqlite"}}}}}`
	if err := os.MkdirAll(folder.OwnDir(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder.OwnDir(), "ledger.json"), []byte(ledger), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := inspect.Open(folder, inspect.Options{Worker: "chat"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWorkerAddress(t *testing.T) {
	t.Parallel()
	s := twoWorkers(t)
	for _, test := range []struct{ text, key, name, err, hint string }{
		{text: "Room/a", err: `"Room/a" could be Log/Room/a or admin/Room/a or chat/Room/a`, hint: "as WORKER/CLASS/NAME"},
		{text: "a", err: `"a" could be Log/Room/a or admin/Room/a or chat/Room/a`, hint: "as WORKER/CLASS/NAME"},
		{text: "chat/Room/a", key: "chat-Room", name: "a"},
		{text: "chat/Room/x/y", key: "chat-Room", name: "x/y"},
		{text: "Room/x/y", key: "chat-Room", name: "x/y"},
		{text: "Room/b/c", key: "admin-Room", name: "b/c"}, // no other Worker has it
		{text: "other/Room/left", key: "other-Room", name: "left"},
		{text: "other-Room/left", key: "other-Room", name: "left"},
		{text: "Room/left", err: `no object "Room/left"`},
		{text: "admin/Room/a", key: "admin-Room", name: "a"},
		{text: "admin/Room/b/c", key: "admin-Room", name: "b/c"},
		{text: "admin-Room/a", key: "admin-Room", name: "a"},
		// A name that looks like an address of another Worker is found as it is.
		{text: "other/Room/z", key: "chat-Log", name: "other/Room/z"},
		{text: "Log/other/Room/z", key: "chat-Log", name: "other/Room/z"},
		{text: "admin/Room/both", err: `could be admin/Room/both or Log/admin/Room/both`},
		// A class wins over a Worker of its name.
		{text: "Log/Room/a", err: `no object "Log/Room/a" in class Log`},
		{text: "admn/Room/a", err: `no Worker "admn", in "admn/Room/a"`, hint: `did you mean "admin/Room/a"?`},
		{text: "nothing/Room/a", err: `no Worker "nothing"`, hint: `there are chat, Log, admin`},
		{text: "admin/Log/a", err: `no object "admin/Log/a"`},
		{text: "admin/Room/q", err: `no object "admin/Room/q"`},
	} {
		o, err := s.Object(t.Context(), inspect.Address{Text: test.text})
		if test.err != "" {
			hint := ""
			if h, ok := err.(interface{ Hint() string }); ok {
				hint = h.Hint()
			}
			if err == nil || !strings.Contains(err.Error(), test.err) || !strings.Contains(hint, test.hint) {
				t.Errorf("%s: got %v (%s), want %s (%s)", test.text, err, hint, test.err, test.hint)
			}
			continue
		}
		if err != nil || string(o.Namespace.Key) != test.key || o.Name != test.name {
			t.Errorf("%s: got %v, %v", test.text, o, err)
		}
	}
	if got := inspecttest.List(t, s, inspect.Address{Text: "admin/Room/*"}); len(got) != 3 {
		t.Errorf("got %q", got)
	}
	if got := inspecttest.List(t, s, inspect.Address{Text: "admin/Room", All: true}); len(got) != 3 {
		t.Errorf("got %q", got)
	}
	for _, a := range []inspect.Address{{Text: "Room/*"}, {Text: "Room", All: true}} {
		count := map[string]int{}
		for o, err := range s.Objects(t.Context(), a) {
			if err != nil {
				t.Fatal(err)
			}
			count[o.Namespace.Label]++
		}
		if diff := cmp.Diff(map[string]int{"Log/Room": 1, "admin/Room": 3, "chat/Room": 2}, count); diff != "" {
			t.Errorf("%v (-want +got):\n%s", a, diff)
		}
	}
}

// Earlier versions recorded alarms without a Worker.
func TestWorkerMatcher(t *testing.T) {
	t.Parallel()
	s := twoWorkers(t)
	means, err := s.Matcher(inspect.Address{Text: "admin/Room/a"})
	if err != nil {
		t.Fatal(err)
	}
	mine, other := state.Key("admin-Room").ID("a"), state.Key("chat-Room").ID("a")
	if !means("admin", "Room", mine, "a", true) || !means("", "Room", mine, "a", true) {
		t.Error("the object itself is not meant")
	}
	if means("chat", "Room", mine, "a", true) || means("chat", "Room", other, "a", true) || means("", "Room", other, "a", true) {
		t.Error("another Worker's object is meant")
	}
}

// Whether an address is of several Workers depends on those that have objects.
func TestSeveral(t *testing.T) {
	t.Parallel()
	s := twoWorkers(t)
	for text, want := range map[string]bool{"": true, "Room": true, "chat/Room": false, "Log": false, "other-Room": false, "nothing": false} {
		if got := s.Several(inspect.Address{Text: text, All: text != ""}); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
