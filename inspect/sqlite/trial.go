package sqlite

import (
	"context"
	"strings"
)

// Trial is a database in memory with the tables of an object, without their rows, on which
// statements are tried with workerd's rules.
type Trial struct{ c *Conn }

// NewTrial makes the tables of a schema. Those that cannot be made are left out.
func NewTrial(schema Schema) (*Trial, error) {
	c, err := OpenConn(":memory:", "", ReadWrite)
	if err != nil {
		return nil, err
	}
	t := &Trial{c}
	for _, item := range schema {
		_ = t.Run(context.Background(), item.SQL) // such as a shadow table, which its virtual table has made
	}
	return t, nil
}

// Close ends the trial.
func (t *Trial) Close() error { return t.c.Close() }

// Run runs one statement.
func (t *Trial) Run(ctx context.Context, sql string) error {
	t.c.Guard(guardWrite)
	defer t.c.Guard(GuardNone)
	defer t.c.Watch(ctx)()
	return t.c.Slow(sql, nil, nil)
}

// Compile compiles one statement, and returns its error.
func (t *Trial) Compile(s Statement) error {
	t.c.Guard(guardWrite)
	defer t.c.Guard(GuardNone)
	stmt, err := t.c.Prepare(s.SQL, s.Offset)
	if err == nil {
		stmt.Close()
	}
	return err
}

// Plan says how one statement would be run, as EXPLAIN QUERY PLAN does; nothing if it has an error.
func (t *Trial) Plan(sql string) (steps []string) {
	t.c.Guard(guardWrite)
	defer t.c.Guard(GuardNone)
	err := t.c.Slow("EXPLAIN QUERY PLAN "+sql, nil, func(row *Stmt) error {
		steps = append(steps, row.Column(3).String())
		return nil
	})
	if err != nil {
		return nil
	}
	return steps
}

// Columns are the columns of a table, in order; none if it is not there, or is not a table.
func (t *Trial) Columns(table string) (names []string) {
	err := t.c.Each("SELECT name FROM pragma_table_info(?) WHERE EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name = ? COLLATE NOCASE)",
		[]Value{TextValue(table), TextValue(table)}, func(row *Stmt) error {
			names = append(names, strings.Clone(row.Column(0).String()))
			return nil
		})
	if err != nil {
		return nil
	}
	return names
}

// Tables are the tables of the trial that have rows of their own.
func (t *Trial) Tables() (names []string) {
	err := t.c.Each("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name", nil, func(row *Stmt) error {
		names = append(names, strings.Clone(row.Column(0).String()))
		return nil
	})
	if err != nil {
		return nil
	}
	return names
}
