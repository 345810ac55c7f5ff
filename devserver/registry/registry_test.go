package registry

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestFolder(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("each system has its own folder")
	}
	home, legacy := t.TempDir(), t.TempDir()
	if err := os.Mkdir(filepath.Join(legacy, ".wrangler"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		environ []string
		want    string
	}{
		{"default", []string{"HOME=" + home}, home + "/.config/.wrangler/registry"},
		{"XDG", []string{"HOME=" + home, "XDG_CONFIG_HOME=/xdg"}, "/xdg/.wrangler/registry"},
		{"legacy", []string{"HOME=" + legacy, "XDG_CONFIG_HOME=/xdg"}, legacy + "/.wrangler/registry"},
		{"wrangler's variable", []string{"HOME=" + home, "WRANGLER_REGISTRY_PATH=/r"}, "/r"},
		{"relative", []string{"WRANGLER_REGISTRY_PATH=r"}, "/work/r"},
		{"empty switches it off", []string{"HOME=" + home, "WRANGLER_REGISTRY_PATH=", "CLOUDFLARE_DEV_REGISTRY_PATH=/c"}, ""},
		{"Cloudflare's variable", []string{"HOME=" + home, "WRANGLER_REGISTRY_PATH=/r", "CLOUDFLARE_DEV_REGISTRY_PATH=/c"}, "/c"},
		{"empty is ignored", []string{"HOME=" + home, "CLOUDFLARE_DEV_REGISTRY_PATH="}, home + "/.config/.wrangler/registry"},
		{"the last counts", []string{"WRANGLER_REGISTRY_PATH=/r", "WRANGLER_REGISTRY_PATH=/s"}, "/s"},
		{"no home", nil, ""},
		{"a home that is not there", []string{"HOME=" + home + "/none"}, ""},
	} {
		if got := Folder(c.environ, "/work"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

const entry = `{"debugPortAddress": "127.0.0.1:1234", "defaultEntrypointService": "core:user:b", "userWorkerService": "core:user:b", "instanceId": "i", "queueConsumers": ["jobs"]}`

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// age makes a file look as if no one had kept it for a while.
func age(t *testing.T, path string, d time.Duration) {
	t.Helper()
	then := time.Now().Add(-d)
	if err := os.Chtimes(path, then, then); err != nil {
		t.Fatal(err)
	}
}

// readAll returns what is alive and can be trusted, and nothing of what strangers put into
// the folder.
func TestRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	replaced := func(old, new string) string { return strings.Replace(entry, old, new, 1) }
	good := map[string]string{
		"b":         entry,
		"unix":      replaced("127.0.0.1:1234", "unix:/a/b.sock"),
		"six":       replaced("127.0.0.1:1234", "[::1]:1"),
		"localhost": replaced("127.0.0.1:1234", "localhost:80"),
	}
	unknown := map[string]string{ // an entry, but none that can be used
		"old":       `{"host": "localhost", "port": 1, "entrypointAddresses": {}}`,
		"far":       replaced("127.0.0.1:1234", "198.51.100.1:1234"),
		"name":      replaced("127.0.0.1:1234", "evil.example:1234"),
		"noport":    replaced("127.0.0.1:1234", "127.0.0.1"),
		"relative":  replaced("127.0.0.1:1234", "unix:b.sock"),
		"abstract":  replaced("127.0.0.1:1234", "unix-abstract:b"),
		"noservice": replaced("core:user:b", ""),
		"list":      `[]`,
		"number":    replaced(`"127.0.0.1:1234"`, "7"),
	}
	none := map[string]string{ // no entry
		"half":  entry[:40],
		"empty": "",
		"text":  "hello",
		"huge":  entry + strings.Repeat(" ", largest),
		"deep":  strings.Repeat("[", 1<<16),
	}
	var names []string
	for _, files := range []map[string]string{good, unknown, none} {
		for name, text := range files {
			write(t, at(name), text)
			names = append(names, name)
		}
	}
	write(t, at("stale"), entry)
	age(t, at("stale"), stale+time.Second)
	write(t, at("writable"), entry)
	if err := os.Chmod(at("writable"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("b", at("link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(at("folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "folder", "in"), entry)
	write(t, filepath.Join(filepath.Dir(dir), "outside"), entry)
	names = append(names, "stale", "writable", "link", "folder", "folder/in", "../outside", "none", "", ".", "..", "a\x00b")
	got := readAll(dir, names, []string{"jobs", "mail"}, "")
	for name := range good {
		if got.Workers[name].Address == "" {
			t.Errorf("%s is not found", name)
		}
		delete(got.Workers, name)
	}
	for name := range unknown {
		if place, ok := got.Workers[name]; !ok || place.Address != "" {
			t.Errorf("%s: %+v, %t, want an entry without address", name, place, ok)
		}
		delete(got.Workers, name)
	}
	if len(got.Workers) > 0 {
		t.Errorf("also found: %+v", got.Workers)
	}
	if diff := cmp.Diff(map[string]string{"jobs": "b"}, got.Queues); diff != "" {
		t.Error(diff)
	}
	if got := readAll(dir, []string{"b"}, []string{"jobs"}, "i"); len(got.Workers) > 0 || len(got.Queues) > 0 {
		t.Errorf("entries of the server itself: %+v", got)
	}
	if got := readAll(filepath.Join(dir, "none"), []string{"b"}, []string{"jobs"}, ""); len(got.Workers) > 0 {
		t.Errorf("without a folder: %+v", got)
	}
}

// A folder that others can write to is not trusted, unless they cannot replace files.
func TestReadShared(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("it has other permissions")
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "b"), entry)
	for mode, want := range map[os.FileMode]int{0o777: 0, 0o777 | os.ModeSticky: 1, 0o755: 1, 0o775: 1} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		if got := readAll(dir, []string{"b"}, nil, ""); len(got.Workers) != want {
			t.Errorf("%v: %+v", mode, got)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(entry)
	f.Add(`{"debugPortAddress": "unix:/x", "dotoolObjectKeys": {"A": "b"}}`)
	f.Fuzz(func(t *testing.T, text string) {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "b"), text)
		if e, _, err := load(dir, "b"); err == nil && e.Address != "" && !local(e.Address) {
			t.Errorf("leads elsewhere: %q", e.Address)
		}
		if !json.Valid(encode(readAll(dir, []string{"b"}, []string{"jobs"}, ""))) {
			t.Error("not JSON")
		}
	})
}
