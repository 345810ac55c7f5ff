package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/d1"
	"github.com/dotool-dev/dotool/inspect/kv"
	"github.com/dotool-dev/dotool/inspect/r2"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/table"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

// databaseJSON is how scripts get the migrations of a D1 database.
type databaseJSON struct {
	Binding string   `json:"binding"`
	Name    *string  `json:"databaseName"`
	ID      string   `json:"id"` // locally
	Table   string   `json:"table"`
	Applied []string `json:"applied"`
	Pending []string `json:"pending"`
}

func databasesJSON(all []*d1.Migrations) []databaseJSON {
	out := []databaseJSON{}
	for _, m := range all {
		j := databaseJSON{Binding: m.Database.Name, ID: m.Binding.LocalID(), Table: m.Table, Applied: m.Applied, Pending: []string{}}
		if name := m.Binding.DatabaseName.Value; name != "" {
			j.Name = &name
		}
		for _, f := range m.Pending() {
			j.Pending = append(j.Pending, f.Name)
		}
		out = append(out, j)
	}
	return out
}

// databases returns the migrations of the D1 databases of each Worker, with what is
// wrong with them in its configuration.
func (l *lifecycle) databases(ctx context.Context) (of [][]*d1.Migrations, problems diag.List, err error) {
	for _, w := range l.workers {
		all, list := d1.Find(w.Project, l.state)
		problems = append(problems, list...)
		for _, m := range all {
			if err := m.Read(ctx); err != nil {
				return nil, nil, err
			}
		}
		of = append(of, all)
	}
	return of, problems, nil
}

// pending counts the migrations to be applied.
func pending(of [][]*d1.Migrations) (n int) {
	for _, m := range slices.Concat(of...) {
		n += len(m.Pending())
	}
	return n
}

// printDatabases prints the migrations to be applied, or how many are.
func printDatabases(e *local.Project, all []*d1.Migrations) {
	t := ui.Table{Head: []string{"DATABASE", "CHANGE", "MIGRATION"}}
	for _, m := range all {
		files := m.Pending()
		for _, f := range files {
			t.Row(m.Database.Name, ui.Styled{Cell: "apply", Style: e.Style(e.Stdout).Accent}, diag.Visible(f.Name))
		}
		if len(files) == 0 && len(m.Files) > 0 {
			e.Note("%s is up to date; %s applied.", m.Database.Name, ui.Count(len(m.Applied), "migration"))
		}
	}
	if len(t.Rows) > 0 {
		t.Print(e.Env, e.Stdout, "  ")
	}
}

// listDatabases prints all migrations, with where they stand.
func listDatabases(e *local.Project, all []*d1.Migrations) {
	s := e.Style(e.Stdout)
	t := ui.Table{Head: []string{"STATE", "DATABASE", "MIGRATION", "NOTE"}}
	for _, m := range all {
		for _, name := range m.Gone() {
			t.Row("applied", m.Database.Name, diag.Visible(name), "its file is gone")
		}
		for _, f := range m.Files {
			if slices.Contains(m.Applied, f.Name) {
				t.Row("applied", m.Database.Name, diag.Visible(f.Name), "")
			} else {
				t.Row(ui.Styled{Cell: "pending", Style: s.Accent}, m.Database.Name, diag.Visible(f.Name), "")
			}
		}
	}
	if len(t.Rows) > 0 {
		t.Print(e.Env, e.Stdout, "  ")
	}
}

// applyDatabases applies the pending migrations of D1 databases, for who has the lock
// or works beside a server. classes is when the same run changed classes, if it did.
func (l *lifecycle) applyDatabases(ctx context.Context, of [][]*d1.Migrations, classes *state.Time) error {
	keep := func(ctx context.Context, reason string) error { return snapshotBefore(ctx, l.state, reason) }
	done, err := d1.Apply(ctx, l.state, slices.Concat(of...), d1.Options{Classes: classes, Snapshot: keep})
	for _, a := range done {
		l.env.Note("%s %s: %s.", l.env.Style(l.env.Stderr).Good.Render("Applied to"), a.Database, diag.Visible(strings.Join(a.Migrations, ", ")))
	}
	failed, ok := errors.AsType[*d1.MigrationError](err)
	if !ok {
		return err
	}
	text := failed.Error()
	if failed.Offset >= 0 {
		line, column := failed.Place()
		text = fmt.Sprintf("%s:%d:%d: %s", l.env.Show(failed.File.Path), line, column, failed.Reason())
		if !l.env.JSON {
			text += "\n" + table.Point(failed.Text, failed.Offset)
		}
	}
	return ui.WithHint(errors.New(text), "the database "+failed.Database+" is as it was before this migration; fix it and run the command again")
}

// productWarnings say which files of KV and R2 are damaged or not theirs.
func productWarnings(ctx context.Context, p *config.Project, folder *state.Folder) (list diag.List) {
	damaged := map[string]bool{}
	warn := func(pos diag.Pos, what, name string, err error) {
		file, ok := errors.AsType[*sqlite.FileError](err)
		if !ok || !sqlite.Damaged(err) || damaged[file.Path] {
			return
		}
		damaged[file.Path] = true
		list.Warnf(pos, "data-damaged", "the %s %s cannot be opened: %v", what, name, file.Err).
			Fix = "restore a snapshot, or move the file away: " + file.Path
	}
	for _, b := range config.Of[binding.KV](p) {
		warn(b.Common().Pos, "KV namespace", b.Name.Value, kv.Open(folder.ProductsDir(), b.LocalID()).Damaged(ctx))
	}
	for _, b := range config.Of[binding.R2](p) {
		warn(b.Common().Pos, "R2 bucket", b.LocalName(), r2.Open(folder.ProductsDir(), b.LocalName()).Damaged(ctx))
	}
	return list
}

// databaseWarnings say which databases of D1 are damaged, and which migrations are not
// applied: like wrangler dev, the dev server applies none. command is what does.
func databaseWarnings(ctx context.Context, p *config.Project, folder *state.Folder, command string) diag.List {
	all, list := d1.Find(p, folder)
	for i := range list {
		list[i].Severity = diag.Warning // nothing here needs them
	}
	damaged := map[state.ObjectID]bool{}
	for _, b := range config.Of[binding.D1](p) {
		o := d1.Object(folder, b.LocalID(), b.Name.Value)
		if err := d1.Damaged(o); err != nil && !damaged[o.ID] {
			damaged[o.ID] = true
			list.Warnf(b.Common().Pos, "d1-damaged", "the D1 database %s cannot be opened: %v", o.Name, err).
				Fix = "restore a snapshot, or move the file away: " + o.Path()
		}
	}
	all = slices.DeleteFunc(all, func(m *d1.Migrations) bool { return damaged[m.Database.ID] })
	for _, m := range all {
		pos := m.Binding.MigrationsDir.Pos
		if pos.File == "" {
			pos = m.Binding.Common().Pos
		}
		if err := m.Read(ctx); err != nil {
			list.Warnf(pos, "d1-migrations", "%v", err)
			continue
		}
		if files := m.Pending(); len(files) > 0 {
			is := "are"
			if len(files) == 1 {
				is = "is"
			}
			list.Warnf(pos, "d1-migrations", "%s of %s %s not applied", ui.Count(len(files), "migration"), m.Database.Name, is).
				Fix = "`" + command + "` applies them"
		}
	}
	return list
}

// checkDatabases applies the migrations of a Worker to empty databases. What is not SQL is
// an error; what fails otherwise may depend on tables that were made in another way.
func checkDatabases(ctx context.Context, r migrate.Request, folder *state.Folder) (list diag.List, err error) {
	all, list := d1.Find(r.Project, folder)
	for _, m := range all {
		err := m.Check(ctx)
		failed, ok := errors.AsType[*d1.MigrationError](err)
		if err != nil && !ok {
			return list, err
		}
		if !ok {
			continue
		}
		line, column := failed.Place()
		pos := diag.Pos{File: failed.File.Path, Line: line, Column: column}
		if s, ok := errors.AsType[*sqlite.SQLError](failed.Err); ok && isSyntax(s.Message) {
			list.Errorf(pos, "d1-migration", "%s", failed.Reason())
			continue
		}
		list.Warnf(pos, "d1-migration", "%s, when all migrations of %s are applied to an empty database", failed.Reason(), m.Database.Name)
	}
	return list, nil
}

// isSyntax reports whether SQLite says that a text is not SQL.
func isSyntax(message string) bool {
	return strings.HasSuffix(message, "syntax error") || message == "incomplete input" || strings.HasPrefix(message, "unrecognized token")
}
