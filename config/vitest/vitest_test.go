package vitest

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// project writes files and reads the configuration.
func project(t *testing.T, files map[string]string) *Settings {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// problems are the problems in one line each, without paths.
func problems(s *Settings) (all []string) {
	for _, d := range s.Problems {
		all = append(all, d.Message)
	}
	return all
}

// Each way to write a configuration, with the same settings.
func TestShapes(t *testing.T) {
	for name, text := range map[string]string{
		"object":    `export default { test: { globals: true, testTimeout: 60 * 1_000 } }`,
		"define":    `import { defineConfig } from "vitest/config"; export default defineConfig({ test: { globals: true, testTimeout: 60_000 } });`,
		"function":  `import { defineConfig } from "vitest/config"; export default defineConfig(({ mode }) => ({ test: { globals: true, testTimeout: 6e4 } }));`,
		"async":     `export default defineConfig(async () => { const x = await y(); return { test: { globals: true, testTimeout: 60000 } }; })`,
		"constant":  `const timeout = 60000; const test = { globals: true, testTimeout: timeout }; const config = defineConfig({ test }); export default config`,
		"workers":   `import { defineWorkersConfig } from "@cloudflare/vitest-pool-workers/config"; export default defineWorkersConfig({ test: { globals: true, testTimeout: 60000 } })`,
		"typed":     `export default { test: { globals: true as boolean, testTimeout: 60000 } } satisfies UserConfig as any`,
		"commonjs":  `module.exports = { test: { globals: !0, testTimeout: 60000 } }`,
		"merged":    `import { mergeConfig } from "vitest/config"; export default mergeConfig({ test: { globals: true } }, defineConfig({ test: { testTimeout: 60000 } }))`,
		"spread":    `const base = { globals: true }; export default { test: { ...base, testTimeout: 60000 } }`,
		"named":     `const c = { test: { globals: true, testTimeout: 60000 } }; export { c as default }`,
		"imported":  `import base from "./base"; export default mergeConfig(base, { test: { globals: true } })`,
		"of import": `import { test } from "./base"; export default { test: { ...test, globals: true } }`,
	} {
		t.Run(name, func(t *testing.T) {
			s := project(t, map[string]string{"vitest.config.ts": text, "base.ts": "export const test = { testTimeout: 60000 }; export default { test }"})
			if !s.Globals || s.TestTimeout != time.Minute || len(s.Problems) > 0 {
				t.Errorf("globals %v, timeout %v, %q", s.Globals, s.TestTimeout, problems(s))
			}
		})
	}
}

func TestWorker(t *testing.T) {
	for name, text := range map[string]string{
		"plugin":     `plugins: [tsconfigPaths(), cloudflareTest({ wrangler: { configPath: "./worker/wrangler.jsonc", environment: "test" }, miniflare: { bindings: { A: "x", B: { c: [1] } } } })]`,
		"function":   "plugins: [cloudflareTest(async () => { return { wrangler: { configPath: `${dir}/wrangler.jsonc`, environment: \"test\" }, miniflare: { bindings: { A: \"x\", B: { c: [1] } } } } })]",
		"pool":       `test: { poolOptions: { workers: { singleWorker: true, wrangler: { configPath: path.join(__dirname, "worker", "wrangler.jsonc"), environment: "test" }, miniflare: { bindings: { A: "x", B: { c: [1] } } } } } }`,
		"of the URL": `plugins: [cloudflareTest({ wrangler: { configPath: new URL("./worker/wrangler.jsonc", import.meta.url).pathname, environment: "test" }, miniflare: { bindings: { A: "x", B: { c: [1] } } } })]`,
	} {
		t.Run(name, func(t *testing.T) {
			s := project(t, map[string]string{"vitest.config.ts": `import path from "node:path"; import { cloudflareTest } from "@cloudflare/vitest-plugin"; const dir = "./worker"; export default { ` + text + ` }`})
			if s.Wrangler != filepath.Join(s.Root, "worker", "wrangler.jsonc") || s.Environment != "test" || len(s.Problems) > 0 {
				t.Errorf("%q %q %q", s.Wrangler, s.Environment, problems(s))
			}
			if want := map[string]any{"A": "x", "B": map[string]any{"c": []any{1.0}}}; !reflect.DeepEqual(s.Vars, want) {
				t.Errorf("%v", s.Vars)
			}
		})
	}
}

func TestEntry(t *testing.T) {
	s := project(t, map[string]string{"src/worker.ts": "", "vitest.config.ts": `export default { plugins: [cloudflareTest({ main: "./src/worker.ts",
  miniflare: { compatibilityDate: "2026-11-01", compatibilityFlags: ["nodejs_compat"], kvNamespaces: ["KV"] } })] }`})
	if s.Main != filepath.Join(s.Root, "src", "worker.ts") || s.Date != "2026-11-01" || !slices.Equal(s.Flags, []string{"nodejs_compat"}) {
		t.Errorf("%+v", s)
	}
	if got := problems(s); !slices.Equal(got, []string{"miniflare.kvNamespaces is not used"}) {
		t.Errorf("%q", got)
	}
}

func TestKeys(t *testing.T) {
	s := project(t, map[string]string{"setup.ts": "", "vitest.config.mts": `
import { configDefaults } from "vitest/config";
export default { test: {
  name: { label: "unit", color: "red" }, include: ["src/**/*.test.?(c|m)[jt]s?(x)"], exclude: [...configDefaults.exclude, "src/slow"],
  setupFiles: "./setup.ts", hookTimeout: 1, retry: 2, bail: 3, passWithNoTests: true, testNamePattern: /a\/b/i,
  env: { A: "x", N: 1 }, reporters: ["default", ["junit", { suiteName: "x" }]], outputFile: { junit: "out/j.xml" },
  restoreMocks: true, sequence: { concurrent: true }, poolOptions: { workers: { isolatedStorage: false } },
  coverage: { provider: "istanbul" }, environment: "jsdom", pool: "threads", testTimeout: process.env.CI ? 1 : 2, globalSetup: "./g.ts",
} }`})
	if s.Name != "unit" || s.HookTimeout != time.Millisecond || s.Retry != 2 || s.Bail != 3 || !s.PassWithNoTests || s.Pattern != `a\/b` || !s.Shared {
		t.Errorf("%+v", s)
	}
	if !slices.Equal(s.SetupFiles, []string{filepath.Join(s.Root, "setup.ts")}) || !slices.Equal(s.Exclude, []string{"**/node_modules/**", "**/.git/**", "src/slow"}) {
		t.Errorf("%q %q", s.SetupFiles, s.Exclude)
	}
	if !reflect.DeepEqual(s.Env, map[string]string{"A": "x", "N": "1"}) || !slices.Equal(s.Reporters, []string{"default", "junit"}) || s.OutputFiles["junit"] != filepath.Join(s.Root, "out", "j.xml") {
		t.Errorf("%v %v %v", s.Env, s.Reporters, s.OutputFiles)
	}
	if !reflect.DeepEqual(s.Runner, map[string]any{"restoreMocks": true, "sequence": map[string]any{"concurrent": true}}) {
		t.Errorf("%v", s.Runner)
	}
	want := []string{"test.coverage is not used", "test.environment is not used", "testTimeout is not a literal, so it is not used", "test.globalSetup is not used"}
	if got := problems(s); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for _, d := range s.Problems {
		if d.Pos.Line == 0 || d.Fix == "" {
			t.Errorf("%q has line %d and the fix %q", d.Message, d.Pos.Line, d.Fix)
		}
	}
}

func TestFind(t *testing.T) {
	files := map[string]string{".git/x.test.ts": "", "node_modules/p/a.test.ts": "", "packages/a/node_modules/p/a.test.ts": "", ".wrangler/tmp/a.test.js": "", "README.md": ""}
	for _, f := range []string{"a.test.ts", "test/b.spec.mjs", "test/Room.test.tsx", "test/helper.ts", "src/c.test.js", "src/[id].test.ts", "src/slow/d.test.ts", "src/testing.ts"} {
		files[f] = ""
	}
	for _, test := range []struct {
		config, from string
		patterns     []string
		want         string
	}{
		{want: "a.test.ts src/[id].test.ts src/c.test.js src/slow/d.test.ts test/Room.test.tsx test/b.spec.mjs"},
		{patterns: []string{"room", "slow"}, want: "src/slow/d.test.ts test/Room.test.tsx"},
		{patterns: []string{"./test/b.spec.mjs"}, want: "test/b.spec.mjs"},
		{from: "src", patterns: []string{"../test"}, want: "test/Room.test.tsx test/b.spec.mjs"},
		{patterns: []string{"test/*.tsx"}, want: "test/Room.test.tsx"},
		{patterns: []string{"src/[id].test.ts"}, want: "src/[id].test.ts"},
		{patterns: []string{"nothing"}},
		{config: `export default { test: { include: ["./src/**/*.test.[jt]s"], exclude: ["src/slow"] } }`, want: "src/[id].test.ts src/c.test.js"},
		{config: `export default { test: { include: "test/*.?(c|m)[jt]s?(x)", dir: "test" } }`, want: "test/Room.test.tsx test/b.spec.mjs test/helper.ts"},
		{config: `export default { test: { dir: "test" } }`, want: "test/Room.test.tsx test/b.spec.mjs"},
	} {
		all := map[string]string{}
		for f := range files {
			all[f] = ""
		}
		if test.config != "" {
			all["vitest.config.ts"] = test.config
		}
		s := project(t, all)
		found, err := s.Find(filepath.Join(s.Root, test.from), test.patterns)
		if err != nil {
			t.Fatal(err)
		}
		for i := range found {
			found[i], _ = filepath.Rel(s.Root, found[i])
		}
		if got := strings.Join(found, " "); got != test.want {
			t.Errorf("%s %q: %s", test.config, test.patterns, got)
		}
	}
}

// A configuration that refers to itself ends, and one that is broken is a diagnostic.
func TestOdd(t *testing.T) {
	for _, text := range []string{
		`const a = { ...a }; export default a`, `const a = b, b = a; export default a`, `const f = () => f; export default f`, `export default 1`, ``, `export default foo()`,
		`export default { test: x() }`, `export default { test: { include: [1], env: 3, name: 4, plugins: 5 }, plugins: [,1] }`, `export default mergeConfig()`, `import a from "./vitest.config"; export default mergeConfig(a, a)`,
		`const a = [1, 1], b = [...a, ...a], c = [...b, ...b], d = [...c, ...c], e = [...d, ...d], f = [...e, ...e], g = [...f, ...f], h = [...g, ...g, ...g, ...g, ...g, ...g, ...g], i = [...h, ...h, ...h, ...h, ...h, ...h], j = [...i, ...i, ...i, ...i, ...i, ...i, ...i], k = [...j, ...j, ...j, ...j, ...j, ...j, ...j]; export default { test: { include: k } }`, `import a from "./vitest.config"; export default a`,
	} {
		project(t, map[string]string{"vitest.config.ts": text})
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "vitest.config.ts"), []byte("export default {"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(dir); err == nil || !strings.Contains(err.Error(), "end of file") {
		t.Errorf("%v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`export default defineConfig({ plugins: [cloudflareTest({ wrangler: { configPath: "./w.jsonc" } })], test: { include: ["*"], env: { A: 1 } } })`)
	f.Add(`const a = { ...a, test: { testNamePattern: /x/ } }; module.exports = a`)
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(filepath.Join(dir, "vitest.config.ts"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		_, _ = Read(dir)
	})
}
