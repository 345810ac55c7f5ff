package commands_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every file of dotool's own in a state folder is damaged in turn, in each way,
// and every command is run. Whoever fails says what is damaged; the commands that
// its hint names are run, and after them it succeeds.
func TestDamagedState(t *testing.T) {
	t.Parallel()
	project := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(project, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	do := func(args ...string) {
		t.Helper()
		if _, stderr, code := runIn(project, args...); code != 0 {
			t.Fatalf("%q: %d, %s", args, code, stderr)
		}
	}
	const head = `{"name":"chat","main":"index.js","compatibility_date":"2026-10-01","durable_objects":{"bindings":[{"name":"ROOM","class_name":"Room"}]},"migrations":[{"tag":"v1","new_sqlite_classes":["Room","Gone"]}`
	write("wrangler.jsonc", head+`]}`)
	write("index.js", `export class Room {}; export class Gone {}; export default {}`)
	write("lobby.sql", "CREATE TABLE t (x);\nINSERT INTO t VALUES (1);\n")
	do("migrate")
	do("import", "Room/lobby", "lobby.sql")
	do("import", "Gone/x", "lobby.sql")
	write("wrangler.jsonc", head+`,{"tag":"v2","deleted_classes":["Gone"]}]}`)
	do("migrate", "--yes")
	do("snapshot", "create")
	own := filepath.Join(".wrangler", "state", "dotool")
	last, err := os.ReadFile(filepath.Join(project, own, "last.json"))
	if err != nil {
		t.Fatal(err)
	}
	// What is only there for a moment.
	extra := map[string]string{
		"journal.json": string(last),
		"held.json":    `{"version":1}`,
		"restore.json": `{"version":1,"snapshot":"x","token":"x-1","ledger":null}`,
		"dev.json":     `{"version":1,"pid":1,"socket":"/nowhere"}`,
		"lock.json":    `{"pid":1,"command":"dotool dev"}`,
	}
	files := map[string]string{}
	_ = filepath.WalkDir(filepath.Join(project, own), func(path string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(filepath.Join(project, own), path)
		if err == nil && d.Type().IsRegular() && !strings.HasPrefix(rel, "snapshots") && filepath.Ext(rel) == ".json" {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files[rel] = string(data)
		}
		return err
	})
	for name, text := range extra {
		files[name] = text
	}
	if len(files) < 8 {
		t.Fatalf("found only %v", files)
	}
	damages := map[string]func(path, text string) error{
		"whole":     func(path, text string) error { return os.WriteFile(path, []byte(text), 0o600) },
		"truncated": func(path, text string) error { return os.WriteFile(path, []byte(text[:len(text)/2]), 0o600) },
		"empty":     func(path, text string) error { return os.WriteFile(path, nil, 0o600) },
		"garbage":   func(path, text string) error { return os.WriteFile(path, []byte("\x00\xff{]"), 0o600) },
		"foreign":   func(path, text string) error { return os.WriteFile(path, []byte(`{"version":99}`), 0o600) },
		"a list":    func(path, text string) error { return os.WriteFile(path, []byte(`[1]`), 0o600) },
		"a link": func(path, text string) error {
			_ = os.Remove(path)
			return os.Symlink(filepath.Join(project, "wrangler.jsonc"), path)
		},
	}
	commands := []string{
		"objects", "sql lobby SELECT\x001", "sql lobby --write INSERT\x00INTO\x00t\x00VALUES(2)", "export lobby", "kv list lobby", "alarm list", "schema",
		"migrate plan", "migrate --yes", "migrate status", "migrate rollback", "migrate trash", "migrate trash restore Gone", "migrate adopt",
		"snapshot list", "snapshot create", "snapshot restore latest", "import other lobby.sql",
	}
	// What is refused where nothing is damaged is not a matter of this test.
	whole := map[string]bool{}
	named := regexp.MustCompile("`(dotool [^`]*)`")
	one := func(t *testing.T, file, damage, command string) {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(project)); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, own, file)
		if err := damages[damage](path, files[file]); err != nil {
			t.Fatal(err)
		}
		words := func(line string) []string {
			all := strings.Fields(line)
			for i := range all {
				all[i] = strings.ReplaceAll(all[i], "\x00", " ")
			}
			return all
		}
		_, stderr, code := runIn(dir, words(command)...)
		if damage == "whole" {
			whole[file+" "+command] = code == 0
			return
		}
		if code == 0 || !whole[file+" "+command] {
			return
		}
		_, hint, _ := strings.Cut(stderr, "hint: ")
		if !strings.Contains(stderr, filepath.Base(file)) {
			t.Errorf("it does not say what is damaged:\n%s", stderr)
		}
		switch hints := named.FindAllStringSubmatch(hint, -1); {
		case strings.Contains(hint, "--persist-to"):
			if _, again, code := runIn(dir, append(words("objects"), "--persist-to", t.TempDir())...); code != 0 {
				t.Errorf("%s\nthe hint does not help:\n%s", stderr, again)
			}
		case len(hints) > 0:
			for _, h := range hints {
				if _, again, code := runIn(dir, strings.Fields(h[1])[1:]...); code != 0 {
					t.Errorf("%s\n%s fails: %s", stderr, h[1], again)
				}
			}
			if _, again, code := runIn(dir, words(command)...); code != 0 && strings.Contains(again, filepath.Base(file)) && !strings.Contains(command, "rollback") {
				t.Errorf("%s\nafter the hint it still fails:\n%s", stderr, again)
			}
		case command != "migrate rollback":
			t.Errorf("no way out is named:\n%s", stderr)
		}
	}
	for file := range files {
		for _, command := range commands {
			one(t, file, "whole", command)
		}
	}
	for file := range files {
		for damage := range damages {
			if damage == "whole" {
				continue
			}
			t.Run(strings.ReplaceAll(file, "/", "-")+" "+damage, func(t *testing.T) {
				t.Parallel()
				for _, command := range commands {
					one(t, file, damage, command)
				}
			})
		}
	}
}
