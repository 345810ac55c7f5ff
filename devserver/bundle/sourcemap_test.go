package bundle_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/bundle"
)

// inline is a comment that contains a source map of one line.
func inline(sources, rest string) string {
	m := `{"version":3,"sources":` + sources + `,"names":[],"mappings":"AAAA;AACA;AACA"` + rest + `}`
	return "\n//# sourceMappingURL=data:application/json;base64," + base64.StdEncoding.EncodeToString([]byte(m)) + "\n"
}

// A package may name any file in its source map; no files but those of the bundle are
// opened, for the log, the error page or a debugger.
func TestSourcesOfOthers(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	secret := filepath.Join(outside, "secret.txt")
	theirs := filepath.Join(outside, "theirs.js.map")
	for file, text := range map[string]string{
		secret: "the secret\nthe secret\n",
		theirs: `{"version":3,"sources":["theirs.ts"],"sourcesContent":["the secret"],"names":[],"mappings":"AAAA"}`,
	} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	up := strings.Repeat("../", 20)
	for name, comment := range map[string]string{
		"absolute":           inline(`["`+secret+`"]`, ""),
		"a URL":              inline(`["file://`+secret+`"]`, ""),
		"upwards":            inline(`["`+up+secret[1:]+`"]`, ""),
		"a root":             inline(`["secret.txt"]`, `,"sourceRoot":"`+outside+`"`),
		"a root URL":         inline(`["secret.txt"]`, `,"sourceRoot":"file://`+outside+`/"`),
		"null content":       inline(`["`+secret+`"]`, `,"sourcesContent":[null]`),
		"variables":          inline(`["../../.dev.vars"]`, ""),
		"configuration":      inline(`["../../tsconfig.json"]`, ""),
		"a file of dotool's": inline(`["../../.wrangler/state/dotool/dev.json"]`, ""),
		"a map outside":      "\n//# sourceMappingURL=" + up + theirs[1:] + "\n",
		"a linked map":       "\n//# sourceMappingURL=link.map\n",
	} {
		for _, noBundle := range []bool{false, true} {
			t.Run(fmt.Sprint(name, " ", noBundle), func(t *testing.T) {
				t.Parallel()
				files := `
-- .dev.vars --
KEY=the secret
-- tsconfig.json --
{ "compilerOptions": {} } // the secret
-- .wrangler/state/dotool/dev.json --
"the secret"
`
				module := "export function f() {\n  throw new Error();\n}" + comment
				if noBundle {
					files += `-- wrangler.jsonc --
{ "name": "app", "main": "a/b/index.js", "compatibility_date": "2026-07-01", "no_bundle": true, "rules": [{ "type": "ESModule", "globs": ["**/*.js"] }] }
-- a/b/index.js --
export * from "./m.js";
export default {};
-- a/b/m.js --
` + module
				} else {
					files += strings.Replace(wrangler, "FLAGS", "", 1) + `-- src/index.ts --
export { f } from "evil";
export default {};
-- node_modules/evil/package.json --
{ "name": "evil", "main": "index.js" }
-- node_modules/evil/index.js --
` + module
				}
				p := project(t, files)
				dir := filepath.Join(p.Dir, "node_modules", "evil")
				if noBundle {
					dir = filepath.Join(p.Dir, "a", "b")
				}
				if err := os.Symlink(theirs, filepath.Join(dir, "link.map")); err != nil {
					t.Fatal(err)
				}
				b, list := build(t, p)
				if b == nil {
					t.Fatal(list)
				}
				for _, m := range b.Modules {
					for i, line := range strings.Split(string(m.Code), "\n") {
						for column := range len(line) {
							pos, ok := b.Map.Source(m.Name, i+1, column+1)
							if text, _ := b.Map.Content(pos.File, time.Time{}); ok && strings.Contains(text, "the secret") {
								t.Fatalf("%s is shown", pos.File)
							}
						}
					}
					_, data, _ := strings.Cut(b.Map.DataURL(m.Name), "base64,")
					if raw, _ := base64.StdEncoding.DecodeString(data); strings.Contains(string(raw), "the secret") {
						t.Errorf("a debugger gets: %s", raw)
					}
				}
				if text, ok := b.Map.Content(secret, time.Time{}); ok {
					t.Errorf("content: %s", text)
				}
			})
		}
	}
}

// Code that was compiled before has its source in its map.
func TestEmbeddedSource(t *testing.T) {
	t.Parallel()
	p := project(t, strings.Replace(wrangler, "FLAGS", "", 1)+`-- src/index.ts --
export { default } from "../dist/index.js";
-- dist/index.js --
export default {
  fetch() { throw new Error(); }
};`+inline(`["../from/index.ts"]`, `,"sourcesContent":["one\ntwo\nthree"]`))
	b, list := build(t, p)
	if b == nil {
		t.Fatal(list)
	}
	from := filepath.Join(p.Dir, "from", "index.ts")
	if text, ok := b.Map.Content(from, time.Now().Add(time.Hour)); text != "one\ntwo\nthree" || !ok {
		t.Errorf("content: %q %t", text, ok)
	}
	if !strings.Contains(decoded(t, b.Map.DataURL(b.Main())), `"one\ntwo\nthree"`) {
		t.Error("a debugger gets nothing")
	}
	// A file changed since is not the code that runs.
	for _, file := range []string{from, filepath.Join(p.Dir, "dist", "index.js")} {
		if _, ok := b.Map.Content(file, time.Now().Add(-time.Hour)); ok {
			t.Errorf("%s was changed after it was built", file)
		}
	}
	if _, ok := b.Map.Content(p.Dir, time.Time{}); ok {
		t.Error("a folder has content")
	}
}

func decoded(t *testing.T, dataURL string) string {
	_, data, _ := strings.Cut(dataURL, "base64,")
	raw, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// From compatibility date 2026-11-17 on the runtime makes URLs of the names of
// modules.
func TestModuleURLs(t *testing.T) {
	t.Parallel()
	p := project(t, `-- wrangler.jsonc --
{ "name": "app", "main": "index.js", "compatibility_date": "2026-07-01", "no_bundle": true, "rules": [{ "type": "ESModule", "globs": ["**/*.mjs"] }] }
-- index.js --
export default {};
-- lang/d e.mjs --
export {};
-- lang/ü.mjs --
export {};
-- p%20q/x#y.mjs --
export {};
`)
	b, list := build(t, p)
	if b == nil {
		t.Fatal(list)
	}
	for name, file := range map[string]string{
		"index.js":                         "index.js",
		"file:///bundle/index.js":          "index.js",
		"file:///bundle/lang/d%20e.mjs":    "lang/d e.mjs",
		"lang/d e.mjs":                     "lang/d e.mjs",
		"file:///bundle/lang/%C3%BC.mjs":   "lang/ü.mjs",
		"file:///bundle/p%20q/x":           "p%20q/x#y.mjs",
		"file:///elsewhere/index.js":       "",
		"file:///bundle/../index.js":       "",
		"file:///bundle/%zz":               "",
		"https://example.com/bundle/index": "",
	} {
		pos, ok := b.Map.Source(name, 1, 8)
		if want := filepath.Join(p.Dir, filepath.FromSlash(file)); file == "" && ok || file != "" && pos != (diag.Pos{File: want, Line: 1, Column: 8}) {
			t.Errorf("%s is at %v", name, pos)
		}
	}
}

// No source map can end the server.
func FuzzSourceMap(f *testing.F) {
	f.Add(`{"version":3,"sources":[],"names":[],"mappings":"AAAA"}`)
	f.Add(`{"version":3,"sources":["a.ts"],"names":["f"],"mappings":"AACAA;AAAA,CAAC"}`)
	f.Add(`{"version":3,"sections":[{"offset":{"line":0,"column":0}}]}`)
	f.Add(`{"version":3,"sections":[{"offset":{"line":0,"column":0},"map":{"version":3,"sources":[null],"mappings":"AAAA"}}]}`)
	f.Add(`{"version":3,"sources":["a"],"sourcesContent":["x","y",null],"mappings":"AgggggggggggggB"}`)
	f.Add(`[]`)
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		b := bundle.FromMap(dir, []byte(text))
		for line := range 3 {
			for column := range 3 {
				pos, ok := b.Source("main.js", line, column)
				if ok && pos.File == "" {
					t.Errorf("%d:%d is in no file", line, column)
				}
				b.Generated("main.js", pos)
				b.Content(pos.File, time.Time{})
			}
		}
		b.Generated("main.js", diag.Pos{File: filepath.Join(dir, "a.ts"), Line: 1, Column: 1})
		if data := b.DataURL("main.js"); data != "" {
			if raw := decoded(t, data); !json.Valid([]byte(raw)) {
				t.Errorf("not JSON: %s", raw)
			}
		}
	})
}
