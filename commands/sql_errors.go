package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/analytics"
	"github.com/dotool-dev/dotool/inspect/d1"
	"github.com/dotool-dev/dotool/inspect/shell"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// objectsError says which of many objects failed, grouped by problem.
type objectsError struct {
	objects, failed int
	empty           int // have no data, and so no such table
	groups          []*failureGroup
	sql             string // to point into; "": do not
	hint            string
}

type failureGroup struct {
	text  string
	first inspect.Object
	err   error // of the first
	names []string
	more  int
}

// shortName names an object in a line of text.
func shortName(o inspect.Object) string {
	switch {
	case !o.Named:
		return o.ID.String()[:12] + "…"
	case strings.ContainsFunc(o.Name, unicode.IsControl):
		return strconv.Quote(o.Name)
	}
	return o.Name
}

const noSuchTable = "no such table: "

// point adds the place in the SQL, and the fix, to the error of one object, for people.
func (q *query) point(ctx context.Context, o inspect.Object, err error) error {
	e, ok := errors.AsType[*sqlite.SQLError](err)
	if !ok {
		return err
	}
	near := ""
	if table, ok := strings.CutPrefix(e.Message, noSuchTable); ok {
		tables := q.names(ctx, o, tableNames)
		otherwise := "the tables are " + strings.Join(tables, ", ")
		switch {
		case len(tables) > 0:
		case d1.Is(o):
			otherwise = "the database has no tables; `dotool migrate` applies its migrations"
		default:
			otherwise = "the object has no tables; `dotool kv list " + diag.ShellWord(local.Label(o)) + "` shows its key-value storage"
		}
		near = cmp.Or(shell.RuntimeTable(table), diag.DidYouMean(table, tables, otherwise))
	} else if column, ok := strings.CutPrefix(e.Message, "no such column: "); ok {
		columns := q.names(ctx, o, "SELECT DISTINCT c.name FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS c WHERE t.name NOT LIKE '\\_%' ESCAPE '\\'")
		near = diag.DidYouMean(column[strings.LastIndexByte(column, '.')+1:], columns, "")
	}
	if word := strings.TrimSpace(q.sql); strings.Contains(e.Message, "syntax error") && !strings.ContainsFunc(word, unicode.IsSpace) {
		near = q.wordHint(ctx, o, word)
	}
	if analytics.Is(o) && (strings.HasPrefix(e.Message, "no such function") || strings.Contains(e.Message, "syntax error")) {
		near = cmp.Or(near, "the SQL here is SQLite's: write datetime('now', '-1 day') for NOW() - INTERVAL '1' DAY, and strftime for toStartOfInterval")
	}
	near = cmp.Or(near, ui.HintOf(err))
	if !q.env.JSON {
		err = shell.At(q.sql, err)
	}
	return ui.WithHint(err, near)
}

// wordHint returns the hint for a word in place of SQL.
func (q *query) wordHint(ctx context.Context, o inspect.Object, word string) string {
	if shell.HasCommand("." + word) {
		return fmt.Sprintf("did you mean .%s?", word)
	}
	for _, name := range q.names(ctx, o, tableNames) {
		if strings.EqualFold(name, word) {
			return fmt.Sprintf("to see its rows, write 'SELECT * FROM %s'", sqlite.Name(name))
		}
	}
	return ""
}

// tableNames are the tables and views of the user.
const tableNames = `SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE '\_cf\_%' ESCAPE '\' AND name NOT LIKE '\_\_miniflare\_%' ESCAPE '\'`

// names queries a list of names; it is empty if that fails.
func (q *query) names(ctx context.Context, o inspect.Object, sql string) []string {
	db, err := o.Open()
	if err != nil {
		return nil
	}
	defer db.Close()
	var names []string
	for row, err := range db.Query(ctx, sql).All() {
		if err != nil {
			return nil
		}
		names = append(names, row[0].String())
	}
	return names
}

func (e *objectsError) add(o inspect.Object, err error) {
	text := err.Error()
	if f, ok := errors.AsType[*sqlite.FileError](err); ok {
		text = f.Err.Error() // without the file, which is each object's own
	}
	if !o.HasData && strings.HasPrefix(text, noSuchTable) {
		e.empty++
		return
	}
	e.failed++
	i := slices.IndexFunc(e.groups, func(g *failureGroup) bool { return g.text == text })
	if i < 0 {
		i = len(e.groups)
		e.groups = append(e.groups, &failureGroup{text: text, first: o, err: err})
	}
	const most = 3
	if g := e.groups[i]; len(g.names) < most {
		g.names = append(g.names, shortName(o))
	} else {
		g.more++
	}
}

func (e *objectsError) Error() string {
	b := &strings.Builder{}
	fmt.Fprintf(b, "%d of %s failed", e.failed, ui.Count(e.objects, "object"))
	for _, g := range e.groups {
		fmt.Fprintf(b, "\n%s", strings.Join(g.names, ", "))
		if g.more > 0 {
			fmt.Fprintf(b, " and %d more", g.more)
		}
		b.WriteString(": ")
		if at, ok := errors.AsType[*shell.AtError](shell.At(e.sql, g.err)); ok && e.sql != "" {
			b.WriteString(at.Error())
		} else {
			b.WriteString(g.text)
		}
	}
	return b.String()
}

// Hint returns the hint of the first problem that has one.
func (e *objectsError) Hint() string {
	if e.hint != "" {
		return e.hint
	}
	for _, g := range e.groups {
		if h := ui.HintOf(g.err); h != "" {
			return h
		}
	}
	return ""
}
