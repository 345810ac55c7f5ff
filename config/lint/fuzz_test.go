package lint_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/config/lint"
)

// FuzzCheck checks text that is not a program: nothing may panic, and places must be in the file.
func FuzzCheck(f *testing.F) {
	dirs, _ := filepath.Glob("testdata/rules/*/src/index.*")
	for _, path := range dirs {
		if text, err := os.ReadFile(path); err == nil {
			f.Add(string(text))
		}
	}
	f.Add("import a from './index'; export * from './index'; export class B extends B {}")
	f.Add("export class Room extends DurableObject { async a() { const c = this.ctx.storage.sql.exec('SELECT 1'); await 1; for (const x of c); while (c); do; while (c); for (;;); if (c); else; a:; } }")
	f.Add("export class Room extends DurableObject { async a() { await this.ctx.storage.put(); await this.ctx.storage.put(); } }") // being typed
	f.Fuzz(func(t *testing.T, text string) {
		dir := t.TempDir()
		file := filepath.Join(dir, "index.ts")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		config := filepath.Join(dir, "wrangler.json")
		if err := os.WriteFile(config, []byte(`{ "main": "index.ts", "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }, { "name": "NOTES", "class_name": "Notes" }] } }`), 0o600); err != nil {
			t.Fatal(err)
		}
		p := lint.Load(config, file)
		found := lint.Check(p, nil)
		for _, n := range p.Notes {
			if strings.HasPrefix(n.Message, "rule ") {
				t.Error(n.Message)
			}
		}
		for _, c := range lint.Classes(p) {
			for _, q := range c.Queries {
				found = append(found, q.Place(-1, -1).Finding(lint.FitsSchema, "", ""), q.Place(0, len(q.Text)).Finding(lint.FitsSchema, "", ""))
			}
			found = append(found, c.Place.Finding(lint.FitsSchema, "", ""))
		}
		for _, x := range found {
			if x.Pos.Line < 1 || x.Pos.Column < 1 || x.EndLine < x.Pos.Line {
				t.Errorf("%s at %v to %d:%d", x.Rule.ID, x.Pos, x.EndLine, x.EndCol)
			}
		}
		lint.Apply(found, p.Text)
	})
}
