package bundle_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/devserver/bundle"
)

func TestGraph(t *testing.T) {
	t.Parallel()
	p := project(t, strings.Replace(wrangler, "FLAGS", "", 1)+`
-- src/index.ts --
import { count } from "./count";
import "node:path";
export class Room { count = count(); }
export default {};
-- src/count.ts --
console.log("counting");
let n = 0;
export const count = (): number => ++n;
-- test/room.test.ts --
import { expect } from "vitest";
import { env } from "cloudflare:test";
import { Room } from "../src";
import { count } from "../src/count";
await 1;
expect(new Room().count + count(), process.env.NODE_ENV).toBe(env.N);
export const line = 7;
`)
	p.Build.NoBundle = true // the tests are bundled all the same
	b, list := bundle.NewGraph(p, "test-0.js",
		map[string]string{"main": p.MainPath(), "file": filepath.Join(p.Dir, "test", "room.test.ts")},
		map[string]string{"vitest": "./vitest.js", "cloudflare:test": "./cloudflare-test.js"})
	if b == nil {
		t.Fatal(list)
	}
	t.Cleanup(b.Close)
	built, list := b.Build()
	if built == nil {
		t.Fatal(list)
	}
	code := string(built.Modules[0].Code)
	if built.Main() != "test-0.js" || !slices.Equal(built.Exports, []string{"load"}) {
		t.Errorf("%s exports %q", built.Main(), built.Exports)
	}
	for _, want := range []string{`from "./vitest.js"`, `from "./cloudflare-test.js"`, `"test")`} {
		if !strings.Contains(code, want) {
			t.Errorf("no %s in\n%s", want, code)
		}
	}
	if n := strings.Count(code, `"counting"`); n != 1 {
		t.Errorf("the module that both files import is there %d times", n)
	}
	if i := strings.Index(code, "console.log"); !strings.Contains(code[:i], "__esm(") {
		t.Errorf("code runs before it is loaded:\n%s", code)
	}
	lines := strings.Split(code, "\n")
	at := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "line = 7") })
	if pos, ok := built.Map.Source("test-0.js", at+1, strings.Index(lines[at], "line = 7")+1); !ok || filepath.Base(pos.File) != "room.test.ts" || pos.Line != 7 {
		t.Errorf("a line of the test comes from %v, %t", pos, ok)
	}
}
