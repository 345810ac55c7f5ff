package inspect_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
	"github.com/dotool-dev/dotool/migrate/state"
)

func TestList(t *testing.T) {
	t.Parallel()
	const (
		full    = "f0b359f8201c9ad5eab76a4f490b5dff2940ae4698085b99b25a06791d40c08c"
		wiped   = "1c87c0030941fd16d85aaf7ed2f57601802ea8d46092b7c0165312fe68868573"
		touched = "b874db3fd2c36549cce93ec0b8dccbcf1e4135d2c3a843715e92fd4560393af5"
		hits    = "d9194deb94346a020a7a72122ae8809f3981d6d551c5c30698fee62b45a15bca"
	)
	alarm := time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, name := range inspecttest.States {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := inspecttest.Storage(t, name)
			before := inspecttest.Hashes(t, state.Dir)
			s := inspecttest.Open(t, state)
			got := map[string]inspect.Object{}
			var order []string
			for o, err := range s.Objects(t.Context(), inspect.Address{}) {
				if err != nil {
					t.Fatal(err)
				}
				got[o.ID.String()] = o
				order = append(order, o.Namespace.Label+"/"+o.String())
				one, err := s.Object(t.Context(), inspect.Address{Text: o.ID.String()})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(o, one, cmpopts.IgnoreUnexported(inspect.Namespace{})); diff != "" {
					t.Errorf("found alone it is another (-listed +found):\n%s", diff)
				}
			}
			for id, want := range map[string]inspect.Object{
				full:    {Name: "full", Named: true, Alarm: alarm, HasData: true},
				wiped:   {},
				touched: {},
				hits:    {HasData: true},
			} {
				o, ok := got[id]
				if !ok && name == "killed" && id == wiped {
					continue
				}
				if name == "wrangler" && id == wiped {
					// deleteAll deleted the name too.
					want.Named = false
				}
				if name == "wrangler" && id == touched {
					want.Name, want.Named = "touched", true
				}
				if !ok || o.Name != want.Name || o.Named != want.Named || !o.Alarm.Equal(want.Alarm) || o.HasData != want.HasData || o.Bytes < 4096 || o.Modified.IsZero() {
					t.Errorf("%s: got %+v, want %+v", id, o, want)
				}
			}
			if name == "wrangler" {
				want := []string{
					"Counter/" + hits, "Room/a/b\nc", "Room/b", "Room/drifted", "Room/full", "Room/kv", "Room/touched", "Room/é😀", "Room/" + wiped,
				}
				if diff := cmp.Diff(want, order); diff != "" {
					t.Errorf("order (-want +got):\n%s", diff)
				}
			}
			if diff := cmp.Diff(before, inspecttest.Hashes(t, state.Dir)); diff != "" {
				t.Errorf("listing changed files:\n%s", diff)
			}
		})
	}
}

func TestObjectJSON(t *testing.T) {
	t.Parallel()
	o := inspect.Object{
		Namespace: &inspect.Namespace{Label: "Room"}, Name: "a\"\n\xed\xa0\x80", Named: true, Bytes: 4096,
		Modified: time.Date(2026, 11, 23, 10, 0, 0, 5e6, time.UTC),
	}
	got, err := json.Marshal(o)
	const want = `{"worker":null,"class":"Room","id":"0000000000000000000000000000000000000000000000000000000000000000","name":"a\"\n\ud800",` +
		`"sizeBytes":4096,"modifiedAt":"2026-11-23T10:00:00.005Z","alarmAt":null,"hasData":false}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	s := inspecttest.Open(t, inspecttest.Storage(t, "wrangler"))
	const hits = "d9194deb94346a020a7a72122ae8809f3981d6d551c5c30698fee62b45a15bca"
	const wiped = "1c87c0030941fd16d85aaf7ed2f57601802ea8d46092b7c0165312fe68868573"
	tests := []struct {
		a    inspect.Address
		want []string // or
		err  string
		hint string
	}{
		{a: inspect.Address{Text: "full"}, want: []string{"Room/full"}},
		{a: inspect.Address{Text: "Room/full"}, want: []string{"Room/full"}},
		{a: inspect.Address{Text: "chat-Room/full"}, want: []string{"Room/full"}},
		{a: inspect.Address{Text: "full", Class: "Room"}, want: []string{"Room/full"}},
		{a: inspect.Address{Text: "hits"}, want: []string{"Counter/hits"}},
		{a: inspect.Address{Text: "a/b\nc"}, want: []string{"Room/a/b\nc"}},
		{a: inspect.Address{Text: "Room/a/b\nc"}, want: []string{"Room/a/b\nc"}},
		{a: inspect.Address{Text: "é😀"}, want: []string{"Room/é😀"}},
		{a: inspect.Address{Text: hits}, want: []string{"Counter/" + hits}},
		{a: inspect.Address{Text: strings.ToUpper(hits)}, want: []string{"Counter/" + hits}},
		{a: inspect.Address{Text: "Counter/" + hits}, want: []string{"Counter/" + hits}},
		{a: inspect.Address{Text: "d9194deb"}, want: []string{"Counter/" + hits}},
		{a: inspect.Address{Text: "D9194DEB9434"}, want: []string{"Counter/" + hits}},
		{a: inspect.Address{Text: "Room/*"}, want: []string{"Room/a/b\nc", "Room/b", "Room/drifted", "Room/full", "Room/kv", "Room/touched", "Room/é😀", "Room/" + wiped}},
		{a: inspect.Address{Text: "Room", All: true}, want: []string{"Room/a/b\nc", "Room/b", "Room/drifted", "Room/full", "Room/kv", "Room/touched", "Room/é😀", "Room/" + wiped}},
		{a: inspect.Address{Text: "Counter/*"}, want: []string{"Counter/" + hits}},
		{a: inspect.Address{Text: "*"}, want: []string{"Room/a/b\nc", "Room/b", "Room/drifted", "Room/full", "Room/kv", "Room/touched", "Room/é😀"}},
		{a: inspect.Address{Text: "[f-k]*"}, want: []string{"Room/full", "Room/kv"}},
		{a: inspect.Address{Text: "Room/?"}, want: []string{"Room/b"}},
		{a: inspect.Address{Text: "a/*"}, want: []string{"Room/a/b\nc"}},
		{a: inspect.Address{Text: "nothing*"}, want: []string{}},
		{a: inspect.Address{Text: "f", Class: "Room", All: true}, err: `no class "f"`, hint: `there is only Room`},
		{a: inspect.Address{All: true}, err: "there are 3 classes: Counter, Room, Sub", hint: "--class"},
		{a: inspect.Address{Text: "ful"}, err: `no object "ful"`, hint: `did you mean "full"?`},
		{a: inspect.Address{Text: "Full"}, err: `no object "Full"`, hint: `did you mean "full"?`},
		{a: inspect.Address{Text: "Romo/full"}, err: `no object "Romo/full"`, hint: `did you mean "Room/full"?`},
		{a: inspect.Address{Text: "full", Class: "Counter"}, err: `no object "full" in class Counter`, hint: "dotool objects"},
		{a: inspect.Address{Text: "full", Class: "Rom"}, err: `no class "Rom"`, hint: `did you mean "Room"?`},
		{a: inspect.Address{Text: "d9194de"}, err: `no object "d9194de"`, hint: "dotool objects"},
		{a: inspect.Address{Text: strings.Repeat("0", 64)}, err: "no object", hint: "dotool objects"},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%q %s", test.a.Text, test.a.Class), func(t *testing.T) {
			t.Parallel()
			if test.err == "" {
				if diff := cmp.Diff(test.want, inspecttest.List(t, s, test.a)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				return
			}
			var err error
			for _, err = range s.Objects(t.Context(), test.a) {
			}
			var ae *inspect.AddressError
			if !errors.As(err, &ae) || !strings.Contains(err.Error(), test.err) || !strings.Contains(ae.Hint(), test.hint) {
				t.Errorf("got %v (%v), want %s (%s)", err, ae.Hint(), test.err, test.hint)
			}
		})
	}
}

func TestAmbiguous(t *testing.T) {
	t.Parallel()
	folder := inspecttest.Storage(t, "stopped")
	for _, key := range []state.Key{"chat-Room", "chat-Counter"} {
		inspecttest.Make(t, folder, key, "twin", "")
	}
	s := inspecttest.Open(t, folder)
	_, err := s.Object(t.Context(), inspect.Address{Text: "twin"})
	var ae *inspect.AddressError
	if !errors.As(err, &ae) || !ae.Ambiguous || err.Error() != `"twin" could be Counter/twin or Room/twin` {
		t.Errorf("got %v", err)
	}
	if _, err := s.Object(t.Context(), inspect.Address{Text: "Room/twin"}); err != nil {
		t.Error(err)
	}
	if _, err := s.Object(t.Context(), inspect.Address{Text: "Room/*"}); !errors.As(err, &ae) || !ae.Many {
		t.Errorf("a glob for one object: %v", err)
	}
}

func TestRemember(t *testing.T) {
	t.Parallel()
	folder := inspecttest.Storage(t, "stopped")
	surrogate := "\xed\xa0\x80"
	o := inspecttest.Make(t, folder, "chat-Room", surrogate, "")
	if got := o.ID.String()[:8]; got != state.Key("chat-Room").ID(surrogate).String()[:8] {
		t.Fatal(got)
	}
	for range 2 { // the second time changes nothing
		if err := inspect.Remember(t.Context(), folder, inspect.Seen{Key: "chat-Room", Name: "wiped"}, inspect.Seen{Key: "chat-Room", Name: surrogate}, inspect.Seen{Key: "chat-Room", Name: "never made"}, inspect.Seen{Key: "chat-Counter", Name: "hits"}); err != nil {
			t.Fatal(err)
		}
	}
	s := inspecttest.Open(t, folder)
	want := []string{"Counter/hits", "Room/a/b\nc", "Room/b", "Room/full", "Room/wiped", "Room/é😀", "Room/" + surrogate}
	var got []string
	for o, err := range s.Objects(t.Context(), inspect.Address{}) {
		if err != nil {
			t.Fatal(err)
		}
		if o.Named {
			got = append(got, o.Namespace.Label+"/"+o.String())
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	one, err := s.Object(t.Context(), inspect.Address{Text: "1c87c003"})
	if err != nil || one.Name != "wiped" {
		t.Errorf("got %+v, %v", one, err)
	}
}

func TestEmptyStore(t *testing.T) {
	t.Parallel()
	state := &state.Folder{Dir: filepath.Join(t.TempDir(), "none")}
	s, err := inspect.Open(state, inspect.Options{Worker: "chat", Classes: []string{"Room"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := inspecttest.List(t, s, inspect.Address{}); len(got) != 0 {
		t.Errorf("got %q", got)
	}
	if _, err := s.Object(t.Context(), inspect.Address{Text: "a"}); err == nil {
		t.Error("an object where there is none")
	}
	if _, err := os.Stat(state.Dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("looking made the folder: %v", err)
	}
	if s, err = inspect.Open(state, inspect.Options{}); err != nil {
		t.Fatal(err)
	}
	if got := inspecttest.List(t, s, inspect.Address{}); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}

// Two workers with a class of the same name, and a leftover of an earlier one.
func TestLabels(t *testing.T) {
	t.Parallel()
	folder := inspecttest.Folder(t.TempDir())
	for _, key := range []state.Key{"chat-Room", "chat-Room~1", "admin-Room", "chat-Old"} {
		inspecttest.Make(t, folder, key, "a", "")
	}
	const ledger = `{"version":1,"workers":{
		"chat":{"mode":"migrations","classes":{"Room":{"key":"chat-Room~1","storage":"sqlite"}}},
		"admin":{"mode":"migrations","classes":{"Room":{"key":"admin-Room","storage":"legacy-kv"}}}}}`
	if err := os.MkdirAll(folder.OwnDir(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder.OwnDir(), "ledger.json"), []byte(ledger), 0o600); err != nil {
		t.Fatal(err)
	}
	const left = "Old admin/Room chat/Room chat-Room"
	for _, test := range []struct {
		o    inspect.Options
		want string
	}{
		{inspect.Options{Worker: "chat"}, left},
		{inspect.Options{}, left},
		{inspect.Options{Worker: "chat", Others: map[string][]string{"new": {"Old"}}}, "Old admin/Room chat/Room chat-Old chat-Room"},
		{inspect.Options{Others: map[string][]string{"new": {"Room"}, "chat": {"Other"}}}, "Old admin/Room chat/Room new/Room chat-Room"},
	} {
		s, err := inspect.Open(folder, test.o)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range s.Namespaces() {
			got = append(got, n.Label)
		}
		if g := strings.Join(got, " "); g != test.want {
			t.Errorf("%+v: got %s, want %s", test.o, g, test.want)
		}
	}
}

func TestMatchGlob(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		pattern, name string
		want          bool
	}{
		{"room-*", "room-", true},
		{"room-*", "room", false},
		{"*", "", true},
		{"*", "a/b\nc", true},
		{"a*b*c", "a12b34bc", true},
		{"a*b*c", "a12b34bd", false},
		{"?", "😀", true},
		{"?", "\xed", true},
		{"*\x80", "\xed\xa0\x80", true},
		{"[a-c]x", "bx", true},
		{"[^a-c]x", "bx", false},
		{"[]]", "]", true},
		{"[a", "[a", true},
		{`\*`, "*", true},
		{`\*`, "a", false},
	} {
		if got := inspect.MatchGlob(test.pattern, test.name); got != test.want {
			t.Errorf("MatchGlob(%q, %q) = %v", test.pattern, test.name, got)
		}
	}
}

// FuzzAddress looks for panics, for objects that do not exist, and for names that do
// not find their object.
func FuzzAddress(f *testing.F) {
	for _, s := range []string{"full", "Room/full", "Room/*", "d9194deb", "[", "\\", "*[a-", "a/b\nc", "\xed\xa0\x80", "/", "../x", ""} {
		f.Add(s)
	}
	s := inspecttest.Open(f, inspecttest.Storage(f, "stopped"))
	state := inspecttest.Folder(f.TempDir())
	f.Fuzz(func(t *testing.T, text string) {
		for o, err := range s.Objects(context.Background(), inspect.Address{Text: text}) {
			if err == nil && !o.Exists() {
				t.Errorf("%q is %v, which is not there", text, o)
			}
		}
		if text == "" {
			return
		}
		o := inspecttest.Make(t, state, "w-C", text, "")
		defer os.Remove(o.Path())
		own := inspecttest.Open(t, state)
		if got, err := own.Object(context.Background(), inspect.Address{Text: text}); err != nil || got.ID != o.ID {
			t.Errorf("name %q finds %v, %v", text, got, err)
		}
	})
}
