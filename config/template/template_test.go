package template

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/tree"
)

func options(js bool) Options { return Options{Name: "my-app", JS: js, Date: "2026-11-17"} }

func filesOf(t *testing.T, template Template, js bool) map[string]string {
	t.Helper()
	list, err := template.Files(options(js))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range list {
		all[f.Path] = f.Text
	}
	return all
}

// The JavaScript of a template is its TypeScript without types.
func TestSameCode(t *testing.T) {
	t.Parallel()
	code := func(text string) string {
		r := api.Transform(text, api.TransformOptions{Loader: api.LoaderTS, MinifyWhitespace: true, Target: api.ESNext})
		if len(r.Errors) > 0 {
			t.Fatal(r.Errors[0].Text)
		}
		return string(r.Code)
	}
	for _, template := range All {
		ts, js := filesOf(t, template, false), filesOf(t, template, true)
		for name, text := range ts {
			base, is := strings.CutSuffix(name, ".ts")
			if !is {
				continue
			}
			if d := cmp.Diff(code(text), code(js[base+".js"])); d != "" {
				t.Errorf("%s: %s: %s", template.Name, name, d)
			}
			delete(ts, name)
			delete(js, base+".js")
		}
		for name := range js {
			if _, both := ts[name]; !both {
				t.Errorf("%s: only JavaScript has %s", template.Name, name)
			}
		}
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	for _, template := range All {
		for _, js := range []bool{false, true} {
			all := filesOf(t, template, js)
			for _, name := range []string{"wrangler.jsonc", "package.json", "README.md", ".gitignore", ".vscode/launch.json", "src/index" + map[bool]string{false: ".ts", true: ".js"}[js]} {
				if all[name] == "" {
					t.Errorf("%s: no %s", template.Name, name)
				}
			}
			var list diag.List
			root := tree.Parse("wrangler.jsonc", []byte(all["wrangler.jsonc"]), &list).Root
			if list.HasErrors() || all[root.Get("main").Value] == "" || root.Get("$schema") == nil || root.Get("compatibility_date").Value != "2026-11-17" {
				t.Errorf("%s: %v\n%s", template.Name, list, all["wrangler.jsonc"])
			}
			if !json.Valid([]byte(all["package.json"])) {
				t.Errorf("%s", all["package.json"])
			}
			tests, lines := 0, strings.Count(all["README.md"], "\n")
			for name, text := range all {
				if strings.Contains(name, ".test.") {
					tests++
				}
				if strings.Contains(text, "\t") || !strings.HasSuffix(text, "\n") {
					t.Errorf("%s: %s has tabs, or no end", template.Name, name)
				}
			}
			if tests == 0 || lines > 12 {
				t.Errorf("%s: %d tests, a README of %d lines", template.Name, tests, lines)
			}
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for folder, want := range map[string]string{"chat": "chat", "My Chat!": "my-chat", "--": "worker", "日本": "worker", "a.b": "a-b", strings.Repeat("x", 80): strings.Repeat("x", 63)} {
		if got := NameOf(folder); got != want || !ValidName(got) {
			t.Errorf("%s: %s", folder, got)
		}
	}
	for _, name := range []string{"", "A", "a b", "-a", "a-", "a/b", strings.Repeat("x", 64), "a\n"} {
		if ValidName(name) {
			t.Errorf("%q is valid", name)
		}
	}
}

// The name of any folder makes one that a Worker can have, and a project of it is well formed.
func FuzzNames(f *testing.F) {
	for _, folder := range []string{"chat", "My Chat!", "_a", "a-", "日本", strings.Repeat("é", 70), "a\n\"b"} {
		f.Add(folder)
	}
	f.Fuzz(func(t *testing.T, folder string) {
		name := NameOf(folder)
		if !ValidName(name) {
			t.Fatalf("%q becomes %q", folder, name)
		}
		if again := NameOf(name); again != name {
			t.Errorf("%q becomes %q", name, again)
		}
		list, err := All[0].Files(Options{Name: name, Date: "2026-11-17"})
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range list {
			if file.Path == "package.json" && !json.Valid([]byte(file.Text)) {
				t.Errorf("%s", file.Text)
			}
		}
	})
}
