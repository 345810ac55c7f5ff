package configfile

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Workers are found by name in the repository, whatever else lies there.
func TestFind(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for path, text := range map[string]string{
		".git":                     "",
		"apps/web/wrangler.jsonc":  `{ "name": "web" } // mine`,
		"apps/rooms/wrangler.toml": "name = \"rooms\"",
		"apps/rooms/node_modules/x/wrangler.toml": "name = \"package\"",
		"apps/broken/wrangler.json":               `{ "name": `,
		"apps/number/wrangler.json":               `{ "name": 1 }`,
		"a/b/c/wrangler.json":                     `{ "name": "deep" }`,
		"a/b/c/d/wrangler.json":                   `{ "name": "deeper" }`,
		"../outside/wrangler.json":                `{ "name": "outside" }`,
	} {
		file := filepath.Join(root, "repository", path)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root = filepath.Join(root, "repository")
	for worker, want := range map[string]string{
		"web": "apps/web", "rooms": "apps/rooms", "deep": "a/b/c",
		"package": "", "deeper": "", "outside": "", "": "", "none": "",
	} {
		if want != "" {
			want = filepath.Join(root, want)
		}
		if got := find(filepath.Join(root, "apps", "web"), worker); got != want {
			t.Errorf("%s: %q, want %q", worker, got, want)
		}
	}
	if got := find(root, "web"); got != filepath.Join(root, "apps", "web") {
		t.Errorf("from the root: %q", got)
	}
	if diff := cmp.Diff([]string{"apps/broken", "apps/number", "apps/rooms", "apps/web"}, Below(root)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
