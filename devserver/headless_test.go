package devserver_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/devserver"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/migrate/state"
)

func TestHost(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"wrangler.jsonc": `{"name": "app", "main": "index.js", "compatibility_date": "2026-10-01",
  "durable_objects": {"bindings": [{"name": "O", "class_name": "Room"}]},
  "migrations": [{"tag": "v1", "new_sqlite_classes": ["Room"]}]}`,
		"index.js": `import { DurableObject } from "cloudflare:workers"; export class Room extends DurableObject {} export default {};`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	o := devserver.Options{
		Config:  config.Options{Dir: dir},
		Runtime: findRuntime,
		Command: "dotool call",
	}
	ctx, cancel := context.WithCancel(t.Context())
	client, stop, err := devserver.Host(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	target := control.Target{Class: "Room", Name: "a"}
	response, err := client.SQL(ctx, target, map[string]any{"statements": []map[string]any{{"sql": "SELECT 1 AS one", "params": []any{}}}})
	if err != nil || !strings.Contains(string(response), `"columns":["one"]`) {
		t.Errorf("got %s, %v", response, err)
	}
	// Others find no server, and the folder taken.
	folder := &state.Folder{Dir: filepath.Join(dir, ".wrangler", "state")}
	if _, err := control.Dial(ctx, folder); !errors.Is(err, control.ErrNoServer) {
		t.Errorf("dial: %v", err)
	}
	_, _, err = devserver.Host(ctx, o)
	if locked, ok := errors.AsType[*state.LockedError](err); !ok || locked.Holder.Command != "dotool call" {
		t.Errorf("a second one: %v", err)
	}
	cancel()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if _, stop, err = devserver.Host(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}
