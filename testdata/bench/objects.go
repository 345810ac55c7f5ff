//go:build linux

package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

//go:embed c/read.c
var readC string

// many measures reading many objects, without a server, beside a program in C that
// opens their files with SQLite's library, one after the other in one process, as
// immutable: without locks, and without the -wal and -shm that it would leave otherwise.
func (b *bench) many(ctx context.Context) error {
	w := worker{filepath.Join(b.temp, "objects"), "small"}
	if err := w.make("bench"); err != nil {
		return err
	}
	defer os.RemoveAll(w.dir)
	dir, err := makeObjects(w.dir, b.objects)
	if err != nil {
		return err
	}
	read := filepath.Join(b.temp, "read")
	if out, err := exec.CommandContext(ctx, "sh", "-c", `printf %s "$1" >"$2.c" && cc -O2 -o "$2" "$2.c" -lsqlite3`, "sh", readC, read).CombinedOutput(); err != nil {
		return fmt.Errorf("compile read.c, which needs gcc and libsqlite3-dev: %w\n%s", err, out)
	}
	const query = "SELECT count(*) FROM items"
	for range max(3, 2*b.rounds) {
		for _, c := range []struct {
			server, name string
			args         []string
		}{
			{"sqlite3", "read", []string{read, dir, query}},
			{"dotool", "sql", []string{b.dotool, "sql", "*", query}},
			{"dotool", "json", []string{b.dotool, "sql", "*", query, "--json"}},
			{"dotool", "list", []string{b.dotool, "objects"}},
			{"dotool", "kv", []string{b.dotool, "kv", "get", "*", "topic"}},
		} {
			cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
			cmd.Dir = w.dir
			begun := time.Now()
			out, err := cmd.Output()
			took := ms(begun)
			if e, ok := errors.AsType[*exec.ExitError](err); ok {
				return fmt.Errorf("%s: %w\n%s", strings.Join(c.args, " "), err, e.Stderr)
			}
			if err != nil {
				return err
			}
			if n := strings.Count(string(out), "room-"); n != b.objects {
				return fmt.Errorf("%s printed %d objects", strings.Join(c.args, " "), n)
			}
			b.add(c.server, c.name, took)
		}
	}
	return nil
}

// makeObjects writes objects as `wrangler dev` leaves them, with names of one length, and
// returns their folder.
func makeObjects(project string, n int) (string, error) {
	const key = state.Key("bench-Room")
	name := func(i int) string { return fmt.Sprintf("room-%08d", i) }
	dir := filepath.Join(project, ".wrangler", "state", "v3", "do", string(key))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	path := filepath.Join(project, "one.sqlite")
	c, err := sqlite.OpenConn(path, "", sqlite.Create)
	if err != nil {
		return "", err
	}
	for _, sql := range []string{
		"PRAGMA journal_mode = WAL",
		"CREATE TABLE __miniflare_do_name (id INTEGER PRIMARY KEY, name TEXT)",
		"INSERT INTO __miniflare_do_name VALUES (1, '" + name(0) + "')",
		"CREATE TABLE items (id INTEGER PRIMARY KEY AUTOINCREMENT, data TEXT NOT NULL)",
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 20) INSERT INTO items (data) SELECT 'item ' || i FROM n",
		sqlite.KVSchema,
		"INSERT INTO _cf_KV VALUES ('topic', x'ff0f2202476f')",
	} {
		if err := c.Exec(sql); err != nil {
			return "", errors.Join(err, c.Close())
		}
	}
	if err := c.Close(); err != nil {
		return "", err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	before, after, ok := strings.Cut(string(data), name(0))
	if !ok {
		return "", errors.New("the file does not have the name")
	}
	for i := range n {
		file := filepath.Join(dir, key.ID(name(i)).String()+".sqlite")
		if err := os.WriteFile(file, []byte(before+name(i)+after), 0o600); err != nil {
			return "", err
		}
	}
	return dir, os.Remove(path)
}
