package stored

import (
	"context"
	"strings"

	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// trial is a database in memory with the tables of an object, without their rows, on which
// statements are tried with workerd's rules.
type trial struct{ c *sqlite.Conn }

// newTrial makes the tables of a schema. Those that cannot be made are left out.
func newTrial(schema sqlite.Schema) (*trial, error) {
	c, err := sqlite.OpenConn(":memory:", "", sqlite.ReadWrite)
	if err != nil {
		return nil, err
	}
	t := &trial{c}
	for _, item := range schema {
		_ = t.run(context.Background(), item.SQL) // such as a shadow table, which its virtual table has made
	}
	return t, nil
}

// close ends the trial.
func (t *trial) close() error { return t.c.Close() }

// run runs one statement.
func (t *trial) run(ctx context.Context, sql string) error {
	t.c.Guard(sqlite.GuardWrite)
	defer t.c.Guard(sqlite.GuardNone)
	defer t.c.Watch(ctx)()
	return t.c.Slow(sql, nil, nil)
}

// compile compiles one statement, and returns its error.
func (t *trial) compile(s sqlite.Statement) error {
	t.c.Guard(sqlite.GuardWrite)
	defer t.c.Guard(sqlite.GuardNone)
	stmt, err := t.c.Prepare(s.SQL, s.Offset)
	if err == nil {
		stmt.Close()
	}
	return err
}

// plan says how one statement would be run, as EXPLAIN QUERY PLAN does; nothing if it has an error.
func (t *trial) plan(sql string) (steps []string) {
	t.c.Guard(sqlite.GuardWrite)
	defer t.c.Guard(sqlite.GuardNone)
	err := t.c.Slow("EXPLAIN QUERY PLAN "+sql, nil, func(row *sqlite.Stmt) error {
		steps = append(steps, row.Column(3).String())
		return nil
	})
	if err != nil {
		return nil
	}
	return steps
}

// columns returns the columns of a table, in order; none if it is not there, or is not a
// table.
func (t *trial) columns(table string) (names []string) {
	err := t.c.Each("SELECT name FROM pragma_table_info(?) WHERE EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name = ? COLLATE NOCASE)",
		[]sqlite.Value{sqlite.TextValue(table), sqlite.TextValue(table)}, func(row *sqlite.Stmt) error {
			names = append(names, strings.Clone(row.Column(0).String()))
			return nil
		})
	if err != nil {
		return nil
	}
	return names
}

// tables returns the tables of the trial that have rows of their own.
func (t *trial) tables() (names []string) {
	err := t.c.Each("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name", nil, func(row *sqlite.Stmt) error {
		names = append(names, strings.Clone(row.Column(0).String()))
		return nil
	})
	if err != nil {
		return nil
	}
	return names
}
