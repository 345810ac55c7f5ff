package disk

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/dotool-dev/dotool/devserver/workerd"
)

// Files of alarms are made where none are, and nothing else is touched.
func TestMakeAlarms(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(path string) string { return filepath.Join(dir, path) }
	for _, name := range []string{"do/app-There", "do/app-Left", "elsewhere"} {
		if err := os.MkdirAll(at(name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"do/app-There/metadata.sqlite", "do/app-Left/metadata.sqlite-wal"} {
		if err := os.WriteFile(at(name), []byte("own"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("../elsewhere", at("do/app-Link")); err != nil {
		t.Fatal(err)
	}
	c := &workerd.Config{
		Services: []workerd.Service{{Name: "objects", Value: workerd.Disk{Path: at("do"), Writable: true}}, {Name: "assets", Value: workerd.Disk{Path: at("assets")}}},
		Workers: []workerd.Worker{
			{Storage: "objects", Namespaces: []workerd.Namespace{{UniqueKey: "app-New"}, {UniqueKey: "app-There"}, {UniqueKey: "app-Left"}, {UniqueKey: "app-Link"}, {UniqueKey: "../app-Out"}}},
			{Namespaces: []workerd.Namespace{{UniqueKey: "app-Memory"}}},
			{Storage: "assets", Namespaces: []workerd.Namespace{{UniqueKey: "app-ReadOnly"}}},
		},
	}
	MakeAlarms(c)
	MakeAlarms(c)
	want := map[string][]byte{
		"do/app-New/metadata.sqlite":      emptyDatabase(),
		"do/app-There/metadata.sqlite":    []byte("own"),
		"do/app-Left/metadata.sqlite-wal": []byte("own"),
	}
	if err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		name, _ := filepath.Rel(dir, path)
		if err != nil || !info.Mode().IsRegular() {
			return err
		}
		if data, err := os.ReadFile(path); err != nil || !bytes.Equal(data, want[name]) {
			t.Errorf("%s: %q, %v", name, data, err)
		}
		delete(want, name)
		return nil
	}); err != nil || len(want) > 0 {
		t.Errorf("not there: %v, %v", want, err)
	}
	for _, name := range []string{"app-Out", "do/app-Memory", "assets"} {
		if _, err := os.Lstat(at(name)); err == nil {
			t.Errorf("%s was made", name)
		}
	}
}

// A folder that cannot be written to is left to workerd, which has the error.
func TestMakeAlarmsFails(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "app-File"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := makeAlarms(filepath.Join(dir, "app-File")); err == nil {
		t.Error("in a file")
	}
	if err := makeAlarms(filepath.Join(dir, "none", "app-New")); err == nil {
		t.Error("in a folder that is not there")
	}
}
