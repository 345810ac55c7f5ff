package commands_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// Every file of dotool's own in a state folder is damaged in turn, in each way, and
// every command is run. A command that fails says what is damaged; after the commands
// that its hint names, it succeeds.
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
	// Files that exist only briefly.
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
	// Errors where nothing is damaged are not part of this test.
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
	for _, command := range commands {
		one(t, "last.json", "whole", command)
		for file := range files {
			if extra[file] != "" {
				one(t, file, "whole", command)
			} else { // as it is
				whole[file+" "+command] = whole["last.json "+command]
			}
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

// The files beside the objects are damaged in turn, in each way. A command either does
// without the file, with at most one warning, or fails with a hint that helps.
func TestDamagedBeside(t *testing.T) {
	t.Parallel()
	project := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(project, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("wrangler.jsonc", `{"name":"chat","main":"index.js","compatibility_date":"2026-10-01","durable_objects":{"bindings":[{"name":"ROOM","class_name":"Room"}]},"migrations":[{"tag":"v1","new_sqlite_classes":["Room"]}]}`)
	write("index.js", `export class Room {}; export default {}`)
	write("lobby.sql", "CREATE TABLE t (x);\nINSERT INTO t VALUES (1);\n")
	for _, args := range []string{"migrate", "import Room/lobby lobby.sql", "alarm set lobby 2050-01-01T00:00:00Z", "snapshot create"} {
		if _, stderr, code := runIn(project, strings.Fields(args)...); code != 0 {
			t.Fatal(stderr)
		}
	}
	own, objects := filepath.Join(".wrangler", "state", "dotool"), filepath.Join(".wrangler", "state", "v3", "do", "chat-Room")
	write(filepath.Join(own, "alarms.jsonl"), `{"at":"2026-11-28T04:26:18.000Z","class":"Room","id":"`+strings.Repeat("0", 64)+`","outcome":"ok"}`+"\n")
	change := func(sql string) func(path string) error {
		return func(path string) error {
			c, err := sqlite.OpenConn(path, "", sqlite.ReadWrite)
			if err != nil {
				return err
			}
			return errors.Join(c.Exec(sql), c.Close())
		}
	}
	damages := map[string]func(path string) error{
		"truncated": func(path string) error { return os.Truncate(path, 100) },
		"empty":     func(path string) error { return os.Truncate(path, 0) },
		"garbage":   func(path string) error { return os.WriteFile(path, bytes.Repeat([]byte("\xff{\x00"), 3000), 0o600) },
		"a folder":  func(path string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) },
		"a pipe":    func(path string) error { return errors.Join(os.Remove(path), exec.Command("mkfifo", path).Run()) },
		"a link": func(path string) error {
			return errors.Join(os.Rename(path, path+".away"), os.Symlink(path+".away", path))
		},
		"closed":  func(path string) error { return os.Chmod(path, 0) },
		"a view":  change("ALTER TABLE _cf_ALARM RENAME TO a; CREATE VIEW _cf_ALARM AS SELECT 1 AS actor_id, 2 AS scheduled_time"),
		"foreign": change("ALTER TABLE _cf_ALARM RENAME COLUMN scheduled_time TO x"),
		"names":   change("ALTER TABLE names RENAME COLUMN id TO x"),
		"locked":  nil, // below
	}
	commands := []string{
		"objects", "objects lobby", "sql lobby SELECT(1)", "sql lobby --write INSERT\x00INTO\x00t\x00VALUES(2)", "kv list lobby", "kv put lobby a 1", "schema",
		"alarm list", "alarm list lobby", "alarm history", "alarm set lobby +1h", "alarm delete lobby", "alarm fire", "export lobby", "import other lobby.sql",
		"snapshot create", "snapshot list", "snapshot restore latest", "migrate status", "migrate",
	}
	words := func(line string) []string {
		all := strings.Fields(line)
		for i := range all {
			all[i] = strings.ReplaceAll(all[i], "\x00", " ")
		}
		return all
	}
	// What each does where nothing is damaged.
	type result struct {
		stderr string
		code   int
	}
	usual := map[string]result{}
	for _, command := range commands {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(project)); err != nil {
			t.Fatal(err)
		}
		_, stderr, code := runIn(dir, words(command)...)
		usual[command] = result{strings.ReplaceAll(stderr, dir, "DIR"), code}
	}
	ways := regexp.MustCompile("`(dotool [^`]*)`|(/\\S*)$")
	for _, file := range []string{filepath.Join(own, "names.sqlite"), filepath.Join(own, "alarms.jsonl"), filepath.Join(objects, "metadata.sqlite")} {
		for damage, do := range damages {
			base := filepath.Base(file)
			database := strings.HasSuffix(base, ".sqlite")
			switch {
			case damage == "closed" && os.Geteuid() == 0, !database && do == nil,
				(damage == "a view" || damage == "foreign") != (base == "metadata.sqlite") && (damage == "a view" || damage == "foreign"),
				damage == "names" && base != "names.sqlite":
				continue
			}
			t.Run(base+" "+damage, func(t *testing.T) {
				t.Parallel()
				for _, command := range commands {
					if do == nil && !strings.HasPrefix(command, "objects") && !strings.HasPrefix(command, "alarm set") {
						continue // each waits for the lock
					}
					dir := t.TempDir()
					if err := os.CopyFS(dir, os.DirFS(project)); err != nil {
						t.Fatal(err)
					}
					path, usual := filepath.Join(dir, file), usual[command]
					if do == nil {
						c, err := sqlite.OpenConn(path, "", sqlite.ReadWrite)
						if err != nil {
							t.Fatal(err)
						}
						defer c.Close()
						if err := c.Exec("BEGIN EXCLUSIVE"); err != nil {
							t.Fatal(err)
						}
					} else if err := do(path); err != nil {
						t.Fatal(err)
					}
					_, stderr, code := runIn(dir, words(command)...)
					if strings.Count(stderr, "warning: ") > 1 {
						t.Errorf("%s: more than one warning:\n%s", command, stderr)
					}
					if code == 0 || code == usual.code && strings.ReplaceAll(stderr, dir, "DIR") == usual.stderr || do == nil {
						continue
					}
					_, hint, _ := strings.Cut(stderr, "hint: ")
					hint = strings.TrimSpace(hint)
					if !strings.Contains(stderr, base) {
						t.Errorf("%s: it does not say what is damaged:\n%s", command, stderr)
					}
					if damage == "closed" && (strings.Contains(hint, path) || strings.Contains(hint, "run as that user")) {
						_ = os.Chmod(path, 0o600)
						hint = path
					}
					found := ways.FindAllStringSubmatch(hint, -1)
					if len(found) == 0 {
						t.Errorf("%s: no way out is named:\n%s", command, stderr)
					}
					for _, way := range found {
						if way[1] == "dotool dev" {
							continue // only explains
						}
						if way[1] != "" {
							if _, again, code := runIn(dir, strings.Fields(way[1])[1:]...); code != 0 {
								t.Errorf("%s\n%s fails: %s", stderr, way[1], again)
							}
						} else if damage == "closed" {
							continue
						} else if err := os.RemoveAll(way[2]); err != nil {
							t.Errorf("%s: remove %s: %v", stderr, way[2], err)
						}
					}
					if _, again, code := runIn(dir, words(command)...); code != usual.code {
						t.Errorf("%s:\n%safter the hint: %s", command, stderr, again)
					}
				}
			})
		}
	}
}
