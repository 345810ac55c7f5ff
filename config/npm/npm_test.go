package npm

import (
	"os"
	"path/filepath"
	"testing"
)

func TestEntry(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files []string
		pkg   string
		want  string
	}{
		"nothing":            {},
		"usual":              {[]string{"index.js", "src/index.mjs"}, "", "src/index.mjs"},
		"root":               {[]string{"worker.ts", "src/room.ts"}, "", "worker.ts"},
		"of a script":        {[]string{"src/index.ts", "app/chat.mjs"}, `{"scripts": {"dev": "wrangler dev --port 80 ./app/chat.mjs --local"}}`, "app/chat.mjs"},
		"of the last script": {[]string{"a.ts"}, `{"scripts": {"dev": "vite", "deploy": "tsc && wrangler deploy a.ts"}}`, "a.ts"},
		"absent":             {[]string{"src/index.ts"}, `{"scripts": {"dev": "wrangler dev gone.ts"}}`, "src/index.ts"},
		"no module":          {[]string{"src/index.ts", "dev.json"}, `{"scripts": {"dev": "wrangler dev -c dev.json"}}`, "src/index.ts"},
	} {
		dir := t.TempDir()
		if c.pkg != "" {
			c.files = append(c.files, "package.json")
		}
		for _, f := range c.files {
			path := filepath.Join(dir, filepath.FromSlash(f))
			if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(c.pkg), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if got := Entry(dir); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
