package d1

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Migrations are the migrations of one database: the files that `wrangler d1 migrations
// apply` would use, in its order, and those listed as applied in the database.
type Migrations struct {
	Database inspect.Object
	Binding  binding.D1
	Dir      string // absolute
	Table    string
	Files    []File
	Applied  []string // names, see [Migrations.Read]
}

// File is a migration.
type File struct {
	Name string // relative to the folder, with slashes
	Path string // absolute
}

// wrangler's defaults for the folder, the table and the pattern.
const (
	defaultDir   = "migrations"
	defaultTable = "d1_migrations"
)

// Find returns the migrations of the databases of a project, and problems in their
// configuration. wrangler's default folder is used unless it could belong to another
// database.
func Find(p *config.Project, folder *state.Folder) (all []*Migrations, problems diag.List) {
	databases := config.Of[binding.D1](p)
	one := !slices.ContainsFunc(databases, func(b binding.D1) bool { return b.LocalID() != databases[0].LocalID() })
	for _, b := range databases {
		if b.Name.Value == "" {
			continue
		}
		dir, pattern, err := where(b, &problems)
		if err != nil || b.MigrationsDir.Value == "" && !one {
			continue
		}
		m := &Migrations{Database: Object(folder, b.LocalID(), b.Name.Value), Binding: b, Table: b.MigrationsTable.Value}
		if m.Table == "" {
			m.Table = defaultTable
		}
		m.Dir = filepath.Join(p.Dir, filepath.FromSlash(dir))
		same := func(x *Migrations) bool {
			return x.Database.ID == m.Database.ID && x.Dir == m.Dir && x.Table == m.Table
		}
		if slices.ContainsFunc(all, same) {
			continue // bound twice
		}
		if m.Files, err = list(m.Dir, pattern); err != nil {
			problems.Errorf(b.MigrationsPattern.Pos, "d1-migrations", "migrations_pattern: %v", err)
			continue
		}
		if len(m.Files) == 0 {
			if b.MigrationsDir.Value == "" {
				continue
			}
			m.missing(&problems)
		}
		all = append(all, m)
	}
	return all, problems
}

// missing warns about a folder without migrations.
func (m *Migrations) missing(problems *diag.List) {
	pos := m.Binding.MigrationsDir.Pos
	if _, err := os.Stat(m.Dir); err != nil {
		problems.Warnf(pos, "d1-migrations", "the folder of the migrations of %s does not exist: %s", m.Binding.Name.Value, m.Binding.MigrationsDir.Value)
		return
	}
	nested, _ := list(m.Dir, "*/migration.sql")
	if len(nested) == 0 {
		return
	}
	problems.Warnf(pos, "d1-migrations", "no file in %s is a migration of %s, but %s and the like look as if they were", m.Binding.MigrationsDir.Value, m.Binding.Name.Value, nested[0].Name).
		Fix = fmt.Sprintf("set \"migrations_pattern\": %q", clean(m.Binding.MigrationsDir.Value)+"/*/migration.sql")
}

// where returns the folder of the migrations of a binding, relative to the
// configuration, and the pattern of the files in it.
func where(b binding.D1, problems *diag.List) (dir, pattern string, err error) {
	given := b.MigrationsPattern.Value
	if dir = clean(b.MigrationsDir.Value); b.MigrationsDir.Value == "" {
		dir = defaultDir
	}
	switch {
	case given == "":
		return dir, "*.sql", nil
	case b.MigrationsDir.Value == "":
		d := problems.Errorf(b.MigrationsPattern.Pos, "d1-migrations", "migrations_pattern needs migrations_dir")
		d.Fix = `add "migrations_dir": "migrations"`
	case dir == ".":
		return dir, clean(given), nil
	case !strings.HasPrefix(clean(given), dir+"/"):
		d := problems.Errorf(b.MigrationsPattern.Pos, "d1-migrations", "migrations_pattern must start with %q, the migrations_dir", dir+"/")
		d.Fix = fmt.Sprintf("write %q", dir+"/*.sql")
	default:
		return dir, clean(given)[len(dir)+1:], nil
	}
	return "", "", errors.New("migrations_pattern")
}

func clean(p string) string { return path.Clean(strings.ReplaceAll(p, `\`, "/")) }

// list returns the files below a folder that match a pattern, in the order of wrangler.
// Hidden files and folders match no wildcard.
func list(dir, pattern string) ([]File, error) {
	if !doublestar.ValidatePattern(pattern) {
		return nil, fmt.Errorf("%q is not a valid pattern", pattern)
	}
	hidden := strings.HasPrefix(pattern, ".") || strings.Contains(pattern, "/.")
	deepest := strings.Count(pattern, "/")
	if strings.Contains(pattern, "**") {
		deepest = 100
	}
	var files []File
	err := filepath.WalkDir(dir, func(full string, d fs.DirEntry, err error) error {
		if err != nil || full == dir {
			return nil // as in wrangler: an unreadable folder is empty
		}
		rel, err := filepath.Rel(dir, full)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		if strings.HasPrefix(d.Name(), ".") && !hidden {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			if strings.Count(name, "/") >= deepest {
				return fs.SkipDir
			}
			return nil
		}
		if d.Type().IsRegular() && doublestar.MatchUnvalidated(pattern, name) {
			files = append(files, File{name, full})
		}
		return nil
	})
	slices.SortFunc(files, func(a, b File) int { return compare(a.Name, b.Name) })
	return files, err
}

// compare orders names by the numbers at the start of their parts, those without a
// number last, and then by text.
func compare(a, b string) int {
	as, bs := strings.Split(a, "/"), strings.Split(b, "/")
	for i := range min(len(as), len(bs)) {
		an, aok := number(as[i])
		bn, bok := number(bs[i])
		switch {
		case aok && bok && an != bn:
			if an < bn {
				return -1
			}
			return 1
		case aok && !bok:
			return -1
		case bok && !aok:
			return 1
		}
		if c := strings.Compare(as[i], bs[i]); c != 0 {
			return c
		}
	}
	return len(as) - len(bs)
}

// number returns the number at the start of a name, as JavaScript's parseInt reads it up to
// the first "_".
func number(name string) (float64, bool) {
	text, _, _ := strings.Cut(name, "_")
	text = strings.TrimLeft(text, " \t\n\r\f\v")
	sign := ""
	if text != "" && (text[0] == '-' || text[0] == '+') {
		sign, text = text[:1], text[1:]
	}
	digits := text[:len(text)-len(strings.TrimLeft(text, "0123456789"))]
	n, err := strconv.ParseFloat(sign+digits, 64)
	return n, digits != "" && err == nil
}

// Read reads which migrations are applied.
func (m *Migrations) Read(ctx context.Context) error {
	m.Applied = []string{}
	if err := Plain(m.Database); err != nil {
		return err
	}
	if !m.Database.Exists() {
		return nil
	}
	db, err := m.Database.Open()
	if err != nil {
		return err
	}
	defer db.Close()
	rows := db.Query(ctx, "SELECT name FROM "+sqlite.QuoteName(m.Table)+" ORDER BY id")
	for row, err := range rows.All() {
		if e, ok := errors.AsType[*sqlite.SQLError](err); ok && strings.HasPrefix(e.Message, "no such table: ") {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the migrations of %s: %w", m.Database.Name, err)
		}
		m.Applied = append(m.Applied, row[0].String())
	}
	return nil
}

// Pending returns the migrations that are not applied, in order.
func (m *Migrations) Pending() []File {
	return slices.DeleteFunc(slices.Clone(m.Files), func(f File) bool { return slices.Contains(m.Applied, f.Name) })
}

// Gone returns the applied migrations whose files no longer exist.
func (m *Migrations) Gone() []string {
	return slices.DeleteFunc(slices.Clone(m.Applied), func(name string) bool {
		return slices.ContainsFunc(m.Files, func(f File) bool { return f.Name == name })
	})
}

// MigrationError says that a migration cannot be applied. It has not changed the
// database.
type MigrationError struct {
	Database string
	File     File
	Text     string // of the file
	Offset   int    // of the error in Text, -1 if unknown
	Err      error
}

func (e *MigrationError) Error() string {
	if e.Offset < 0 {
		return fmt.Sprintf("%s: %s", e.File.Name, e.reason())
	}
	line, column := e.Place()
	return fmt.Sprintf("%s:%d:%d: %s", e.File.Name, line, column, e.reason())
}
func (e *MigrationError) Unwrap() error { return e.Err }

// reason is SQLite's message.
func (e *MigrationError) reason() string {
	if s, ok := errors.AsType[*sqlite.SQLError](e.Err); ok {
		return s.Message
	}
	return e.Err.Error()
}

// Place returns the line and the column of the error, from 1, in bytes.
func (e *MigrationError) Place() (line, column int) {
	before := e.Text[:max(0, e.Offset)]
	return 1 + strings.Count(before, "\n"), len(before) - strings.LastIndexByte(before, '\n')
}

// Reason returns the error without the place.
func (e *MigrationError) Reason() string { return e.reason() }

func (m *Migrations) newError(f File, text string, err error) error {
	if err == nil {
		return nil
	}
	e := &MigrationError{Database: m.Database.Name, File: f, Text: text, Offset: -1, Err: err}
	if s, ok := errors.AsType[*sqlite.SQLError](err); ok {
		if e.Offset = s.Place(text); e.Offset < 0 && s.SQL != "" && strings.HasPrefix(text[min(s.Statement(), len(text)):], s.SQL) {
			e.Offset = s.Statement()
		}
	} else {
		return fmt.Errorf("migration %s of %s: %w", f.Name, m.Database.Name, err)
	}
	return e
}

// text reads a migration. D1 runs it in a transaction of its own, so the transaction of
// an export is removed, as in wrangler; positions stay the same.
func (f File) text() (string, error) {
	data, err := os.ReadFile(f.Path)
	if err != nil {
		return "", fmt.Errorf("read a migration: %w", err)
	}
	text := string(data)
	if !strings.Contains(text, "BEGIN TRANSACTION") {
		return text, nil
	}
	for _, word := range []string{"BEGIN TRANSACTION;", "COMMIT;"} {
		text = strings.Replace(text, word, strings.Repeat(" ", len(word)), 1)
	}
	if strings.Contains(text, "BEGIN TRANSACTION") {
		return "", fmt.Errorf("%s has several transactions, and D1 runs it in one of its own", f.Name)
	}
	return text, nil
}

// createTable is exactly wrangler's text.
func createTable(name string) string {
	return "CREATE TABLE IF NOT EXISTS " + sqlite.QuoteName(name) + `(
		id         INTEGER PRIMARY KEY AUTOINCREMENT,
		name       TEXT UNIQUE,
		applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`
}

// apply applies one migration and records it, in one transaction.
func (m *Migrations) apply(ctx context.Context, f File) error {
	text, err := f.text()
	if err != nil {
		return err
	}
	err = Edit(ctx, m.Database, func(db *sqlite.DB) error { return m.run(ctx, db, f, text) })
	return m.newError(f, text, err)
}

func (m *Migrations) run(ctx context.Context, db *sqlite.DB, f File, text string) error {
	if err := db.Conn.Exec(createTable(m.Table)); err != nil {
		return err
	}
	table := sqlite.QuoteName(m.Table)
	applied := false // by another program meanwhile
	err := db.Conn.Slow("SELECT 1 FROM "+table+" WHERE name = ?", []sqlite.Value{sqlite.TextValue(f.Name)}, func(*sqlite.Stmt) error {
		applied = true
		return nil
	})
	if err != nil || applied {
		return err
	}
	if err := runAll(ctx, db, text); err != nil {
		return err
	}
	return db.Conn.Exec("INSERT INTO "+table+" (name) VALUES (?)", sqlite.TextValue(f.Name))
}

func runAll(ctx context.Context, db *sqlite.DB, text string) error {
	rows := db.Exec(ctx, text)
	for rows.NextResult() {
		for rows.Next() {
		}
	}
	return rows.Close()
}

// Check applies the migrations to an empty database in memory and returns the first error.
func (m *Migrations) Check(ctx context.Context) error {
	c, err := sqlite.OpenConn(":memory:", "", sqlite.Create)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.Exec("PRAGMA foreign_keys = ON"); err != nil {
		return err
	}
	for _, f := range m.Files {
		text, err := f.text()
		if err != nil {
			return err
		}
		if err = c.Exec("BEGIN"); err == nil {
			err = m.run(ctx, sqlite.NewDB(c, ":memory:"), f, text)
		}
		if err == nil {
			err = c.Exec("COMMIT")
		}
		if err != nil {
			return m.newError(f, text, err)
		}
	}
	return nil
}

// destroys reports whether a migration deletes or changes rows.
func (f File) destroys() bool {
	text, err := f.text()
	return err == nil && slices.ContainsFunc(sqlite.Split(text), func(s sqlite.Statement) bool {
		for _, words := range [][]string{{"DROP", "TABLE"}, {"DELETE"}, {"UPDATE"}, {"REPLACE"}, {"INSERT", "OR", "REPLACE"}, {"WITH"}} {
			if sqlite.StartsWith(s.SQL, words...) {
				return true
			}
		}
		return sqlite.StartsWith(s.SQL, "ALTER", "TABLE") && strings.Contains(strings.ToUpper(s.SQL), "DROP")
	})
}
