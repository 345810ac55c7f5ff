//go:build unix

package bundle_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A module whose source map cannot be used is bundled without it, and nothing of a
// file that is none is shown.
func TestDamagedInputMaps(t *testing.T) {
	t.Parallel()
	secret := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(secret, []byte("topsecret topsecret"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, comment := range map[string]string{
		"another file":    "//# sourceMappingURL=" + secret,
		"a URL":           "//# sourceMappingURL=file://" + secret,
		"another's":       "/*# sourceMappingURL=link.map */",
		"variables":       "//# sourceMappingURL=../../.dev.vars",
		"a pipe":          "//# sourceMappingURL=pipe.map",
		"a pipe, escaped": "//@ sourceMappingURL=file:pip%65.map?x#y",
		"a pipe, not last": "//# sourceMappingURL=pipe.map\u2028export const after = 1;" +
			strings.Repeat("\n// more", 10000),
		"a device":        "//# sourceMappingURL=/dev/zero",
		"no object":       strings.TrimSpace(inline(`[]],"x":[[0]`, "")),
		"an end":          "//# sourceMappingURL=data:application/json,{",
		"an empty map":    "//# sourceMappingURL=data:application/json;base64,",
		"bad mappings":    `//# sourceMappingURL=data:application/json,{"version":3,"sources":["a"],"names":[],"mappings":"DDDD"}`,
		"a source beyond": `//# sourceMappingURL=data:application/json,{"version":3,"sources":[],"names":[],"mappings":"AAAA"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := project(t, strings.Replace(wrangler, "FLAGS", "", 1)+`-- .dev.vars --
KEY=topsecret
-- src/index.ts --
export { f } from "evil";
export default {};
-- node_modules/evil/package.json --
{ "name": "evil", "main": "index.js" }
-- node_modules/evil/index.js --
export function f() {
  throw new Error();
}
`+comment)
			dir := filepath.Join(p.Dir, "node_modules", "evil")
			if err := syscall.Mkfifo(filepath.Join(dir, "pipe.map"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(secret, filepath.Join(dir, "link.map")); err != nil {
				t.Fatal(err)
			}
			b, list := build(t, p)
			if b == nil {
				t.Fatal(list)
			}
			for _, d := range list {
				if strings.Contains(d.Message+d.Fix, "topsecret") || d.Pos.File != filepath.Join(dir, "index.js") || d.Pos.Line != 4 {
					t.Errorf("reported: %v: %s (%s)", d.Pos, d.Message, d.Fix)
				}
			}
			if _, ok := b.Map.Content(filepath.Join(dir, "index.js"), time.Time{}); !ok {
				t.Error("the module is not a source")
			}
		})
	}
}
