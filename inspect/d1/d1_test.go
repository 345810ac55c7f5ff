package d1

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// project is one with a database and migrations.
func project(t testing.TB, dir string, files map[string]string, b binding.D1) (*config.Project, *state.Folder) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, "migrations", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b.Name.Value = "DB"
	return &config.Project{Dir: dir, Bindings: []binding.Binding{b}}, &state.Folder{Dir: filepath.Join(dir, "state")}
}

func find(t testing.TB, p *config.Project, folder *state.Folder) []*Migrations {
	t.Helper()
	all, problems := Find(p, folder)
	if len(problems) > 0 {
		t.Fatalf("problems: %v", problems)
	}
	for _, m := range all {
		if err := m.Read(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// The orders are those of wrangler's compareMigrationPaths.
func TestOrder(t *testing.T) {
	for _, want := range [][]string{
		{"0001_a.sql", "2_b.sql", "0010_c.sql"},
		{"1.sql", "1_a.sql", "1_b.sql", "2.sql"},
		{"-1_a.sql", "0_a.sql", "+3_a.sql"},
		{" 1_a.sql", "1_a.sql"},
		{"1e3_a.sql", "2_a.sql"}, // 1, not 1000
		{"0x10_a.sql", "1_a.sql"},
		{"9_z.sql", "A.sql", "_1.sql", "a.sql"},
		{"1_a/2.sql", "1_a/10.sql", "2_a/1.sql"},
		{"20261128120000_a.sql", "20261128120001_a.sql"},
		{"1/a.sql", "x/1.sql"},
	} {
		got := slices.Clone(want)
		slices.Reverse(got)
		slices.SortFunc(got, compare)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestPatterns(t *testing.T) {
	files := map[string]string{}
	for _, name := range []string{"1.sql", "b.SQL", ".2.sql", "d/3.sql", "d/e/4.sql", ".h/5.sql", "6.sql.txt", "[7].sql", "d/migration.sql"} {
		files[name] = "SELECT 1"
	}
	for pattern, want := range map[string][]string{
		"":                                {"1.sql", "[7].sql"},
		"migrations/*.sql":                {"1.sql", "[7].sql"},
		"./migrations//*.sql":             {"1.sql", "[7].sql"},
		"migrations/*/*.sql":              {"d/3.sql", "d/migration.sql"},
		"migrations/**/*.sql":             {"1.sql", "[7].sql", "d/3.sql", "d/e/4.sql", "d/migration.sql"},
		"migrations/*/migration.sql":      {"d/migration.sql"},
		"migrations/{1,?7?}.sql":          {"1.sql", "[7].sql"},
		"migrations/d/?.sql":              {"d/3.sql"},
		"migrations/[0-9].sql":            {"1.sql"},
		"migrations/nothing/here/1.sql":   {},
		"migrations/d/{e,x}/[0-9]*.sql":   {"d/e/4.sql"},
		"migrations/d/{3,e/4}.sql":        {"d/3.sql", "d/e/4.sql"},
		`migrations\d\3.sql`:              {"d/3.sql"},
		"migrations/.2.sql":               {".2.sql"},
		"migrations/d/../1.sql":           {"1.sql"},
		"migrations/d/**/migration.sql":   {"d/migration.sql"},
		"migrations/**/{3,4}.sql":         {"d/3.sql", "d/e/4.sql"},
		"migrations/{d,no}/migration.sql": {"d/migration.sql"},
	} {
		var b binding.D1
		b.MigrationsDir.Value, b.MigrationsPattern.Value = "./migrations/", pattern
		p, folder := project(t, t.TempDir(), files, b)
		all, problems := Find(p, folder)
		got := []string{}
		for _, m := range all {
			for _, f := range m.Files {
				got = append(got, f.Name)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || problems.HasErrors() {
			t.Errorf("%q, problems %v (-want +got):\n%s", pattern, problems, diff)
		}
	}
}

// The tables show which migrations are applied.
func check(t *testing.T, p *config.Project, folder *state.Folder) (applied int) {
	t.Helper()
	m := find(t, p, folder)[0]
	if !m.Database.Exists() {
		return 0
	}
	db, err := m.Database.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tables := map[string]bool{}
	for row, err := range db.Query(t.Context(), "SELECT name FROM sqlite_schema WHERE type = 'table'").All() {
		if err != nil {
			t.Fatal(err)
		}
		tables[row[0].String()] = true
	}
	for i, f := range m.Files {
		listed := slices.Contains(m.Applied, f.Name)
		if first, second := tables[fmt.Sprintf("a%d", i)], tables[fmt.Sprintf("b%d", i)]; first != listed || second != listed {
			t.Errorf("%s is listed: %t, its tables: %t, %t", f.Name, listed, first, second)
		}
		if listed && i != applied {
			t.Errorf("%s is applied, but not all before it", f.Name)
		}
		if listed {
			applied++
		}
	}
	return applied
}

const killed = "DOTOOL_TEST_APPLY"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killed); dir != "" { // until it is killed
		var b binding.D1
		b.Name.Value = "DB"
		all, _ := Find(&config.Project{Dir: dir, Bindings: []binding.Binding{b}}, &state.Folder{Dir: filepath.Join(dir, "state")})
		err := all[0].Read(context.Background())
		if err == nil {
			_, err = Apply(context.Background(), &state.Folder{Dir: filepath.Join(dir, "state")}, all, Options{})
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// A process that applies migrations is killed. Each is applied completely or not at
// all, the next run continues, and all of them can be rolled back.
func TestKilled(t *testing.T) {
	files := map[string]string{}
	const n = 40
	for i := range n {
		files[fmt.Sprintf("%d_x.sql", i)] = fmt.Sprintf("CREATE TABLE a%d (x);\nINSERT INTO a%d VALUES (zeroblob(20000));\nCREATE TABLE b%d (x);", i, i, i)
	}
	between := 0
	for round := range 8 {
		dir := t.TempDir()
		p, folder := project(t, dir, files, binding.D1{})
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), killed+"="+dir)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Duration(round)*4*time.Millisecond, func() { _ = child.Process.Kill() })
		_ = child.Wait()
		if applied := check(t, p, folder); applied > 0 && applied < n {
			between++
			undone, err := Rollback(t.Context(), folder, Options{})
			if err != nil || len(undone) != 1 || len(undone[0].Migrations) != applied {
				t.Errorf("rolled back %v, %v; %d were applied", undone, err, applied)
			}
			if left := check(t, p, folder); left != 0 {
				t.Errorf("%d are left", left)
			}
		}
		if _, err := Apply(t.Context(), folder, find(t, p, folder), Options{}); err != nil {
			t.Fatal(err)
		}
		if applied := check(t, p, folder); applied != n {
			t.Errorf("%d of %d are applied", applied, n)
		}
	}
	t.Logf("%d were killed in between", between)
}

// Every operation on the state folder fails in turn: the database is unchanged, or has
// its migrations.
func TestFaults(t *testing.T) {
	files := map[string]string{"0_x.sql": "CREATE TABLE a0 (x); CREATE TABLE b0 (x)", "1_x.sql": "CREATE TABLE a1 (x); CREATE TABLE b1 (x)"}
	fault := errors.New("no space left")
	for k := 0; ; k++ {
		p, folder := project(t, t.TempDir(), files, binding.D1{})
		failing := *folder
		ops, n := state.OSFiles, 0
		fails := func() error {
			if n++; n == k+1 {
				return fault
			}
			return nil
		}
		ops.Write = func(path string, data []byte) error {
			return unless(fails(), func() error { return state.OSFiles.Write(path, data) })
		}
		ops.Rename = func(from, to string) error {
			return unless(fails(), func() error { return state.OSFiles.Rename(from, to) })
		}
		ops.Mkdir = func(path string) error { return unless(fails(), func() error { return state.OSFiles.Mkdir(path) }) }
		failing.Files = &ops
		_, err := Apply(t.Context(), &failing, find(t, p, folder), Options{})
		applied := check(t, p, folder)
		if err == nil {
			if applied != 2 || k == 0 {
				t.Errorf("%d applied, after %d operations", applied, k)
			}
			break
		}
		if !errors.Is(err, fault) || applied != 0 {
			t.Errorf("operation %d: %v, %d applied", k, err, applied)
		}
		if left, _ := os.ReadDir(folder.OwnDir()); slices.ContainsFunc(left, func(e os.DirEntry) bool {
			return strings.HasPrefix(e.Name(), "d1") && !strings.HasSuffix(e.Name(), ".tmp")
		}) {
			t.Errorf("operation %d: left %v", k, left)
		}
	}
}

// unless runs fn unless there is an error already.
func unless(err error, fn func() error) error {
	if err != nil {
		return err
	}
	return fn()
}

func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		"CREATE TABLE a0 (x);\nSELEC 1":                               `0_x.sql:2:1: near "SELEC": syntax error`,
		"CREATE TABLE a0 (x);\n\n  INSERT INTO a0\n  VALUES (1, 2)":   "0_x.sql:3:3: table a0 has 1 columns but 2 values were supplied",
		"CREATE TABLE a0 (x);\nSELECT y\nFROM a0":                     "0_x.sql:2:8: no such column: y",
		"CREATE TABLE a0 (x);\nCREATE TABLE a0 (x)":                   "0_x.sql:2:14: table a0 already exists",
		"CREATE TABLE a0 (x UNIQUE);\nINSERT INTO a0 VALUES (1), (1)": "0_x.sql:2:1: UNIQUE constraint failed: a0.x",
		"ATTACH 'x' AS y":         "0_x.sql:1:1: not authorized",
		"PRAGMA user_version = 3": "0_x.sql:1:1: not authorized",
		"SELECT 'open":            `0_x.sql:1:8: unrecognized token: "'open"`,
		"BEGIN TRANSACTION; SELECT 1; COMMIT; BEGIN TRANSACTION; COMMIT;":                                          "0_x.sql has several transactions, and D1 runs it in one of its own",
		"CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE c (p REFERENCES p(id));\nINSERT INTO c VALUES (1)": "0_x.sql:3:1: FOREIGN KEY constraint failed",
		"CREATE TABLE a0 (x);\nCREATE TABLE _cf_x (x)":                                                             "0_x.sql:2:1: not authorized",
	} {
		p, folder := project(t, t.TempDir(), map[string]string{"0_x.sql": text}, binding.D1{})
		all := find(t, p, folder)
		_, err := Apply(t.Context(), folder, all, Options{})
		if err == nil || err.Error() != want {
			t.Errorf("%s\n got %v\nwant %s", text, err, want)
		}
		if applied := check(t, p, folder); applied != 0 {
			t.Error("it is applied")
		}
		if got := all[0].Check(t.Context()); got == nil || got.Error() != want {
			t.Errorf("%s\nchecked %v\n   want %s", text, got, want)
		}
	}
}

// Another program has the database locked for a while.
func TestLocked(t *testing.T) {
	p, folder := project(t, t.TempDir(), map[string]string{"0_x.sql": "CREATE TABLE a0 (x); CREATE TABLE b0 (x)"}, binding.D1{})
	all := find(t, p, folder)
	if err := Edit(t.Context(), all[0].Database, func(db *sqlite.DB) error { return db.Conn.Exec("CREATE TABLE other (x)") }); err != nil {
		t.Fatal(err)
	}
	c, err := sqlite.OpenShared(all[0].Database.Path(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.OpenShared(all[0].Database.Path(), 0); sqlite.Code(err) != sqlite.Busy {
		t.Errorf("got %v", err)
	}
	released := make(chan error)
	time.AfterFunc(50*time.Millisecond, func() { released <- errors.Join(c.Exec("COMMIT"), c.Close()) })
	_, err = Apply(t.Context(), folder, all, Options{})
	if err := errors.Join(err, <-released); err != nil {
		t.Fatal(err)
	}
	if applied := check(t, p, folder); applied != 1 {
		t.Errorf("%d applied", applied)
	}
	if err := os.WriteFile(all[0].Database.Path(), []byte(strings.Repeat("damaged", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Edit(t.Context(), all[0].Database, func(*sqlite.DB) error { return nil }); sqlite.Code(err) != 0 && !errors.As(err, new(*sqlite.FileError)) {
		t.Errorf("got %v", err)
	}
}
