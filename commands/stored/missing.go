package stored

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// missing is a table or column that a statement names and the schema does not have.
type missing struct {
	message    string
	start, end int // in the text of the query, -1 if that cannot be said
	fix        string

	table, column string
}

var (
	noTable    = pattern.New(`^no such table: (?:main\.)?(.+)$`)
	noColumn   = pattern.New(`^no such column: (.+)$`)
	noColumnOf = pattern.New(`^table (.+) has no column named (.+)$`)
)

// newMissing reads an error of compiling; nil for other errors.
func newMissing(err error, text string) *missing {
	e, ok := errors.AsType[*sqlite.SQLError](err)
	if !ok {
		return nil
	}
	m := &missing{message: e.Message, start: e.Place(text), end: -1}
	name := ""
	switch {
	case noTable.MatchString(e.Message):
		m.table = noTable.FindStringSubmatch(e.Message)[1]
		name = m.table
	case noColumnOf.MatchString(e.Message):
		all := noColumnOf.FindStringSubmatch(e.Message)
		m.table, m.column = all[1], all[2]
		name = m.column
	case noColumn.MatchString(e.Message):
		name = noColumn.FindStringSubmatch(e.Message)[1]
		m.column = name[strings.LastIndexByte(name, '.')+1:]
	default:
		return nil
	}
	if strings.HasPrefix(strings.ToLower(m.table), "sqlite_") || strings.HasPrefix(m.table, "_cf_") {
		return nil
	}
	if m.start < 0 || m.start > len(text) || !strings.HasPrefix(text[m.start:], name) {
		m.start = -1
		start := min(e.Statement(), len(text))
		if at := regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`).FindStringIndex(text[start:]); at != nil {
			m.start = start + at[0]
		}
	}
	if m.start >= 0 {
		m.end = m.start + len(name)
	}
	return m
}

// suggest says what to do: a name that is similar, or a change of the schema.
func (m *missing) suggest(trial *trial, sql string) {
	tables := trial.tables()
	if m.column == "" {
		m.fix = "create it when objects start: CREATE TABLE IF NOT EXISTS " + m.table
		if near := diag.Nearest(m.table, tables); near != "" {
			m.fix = fmt.Sprintf("did you mean %s?", near)
		}
		return
	}
	words := names(sql)
	var of, columns []string
	for _, t := range tables {
		if slices.Contains(words, strings.ToLower(t)) {
			of = append(of, t)
			columns = append(columns, trial.columns(t)...)
		}
	}
	switch near := diag.Nearest(m.column, columns); {
	case near != "":
		m.fix = fmt.Sprintf("did you mean %s?", near)
	case len(of) == 1:
		m.fix = fmt.Sprintf("add it when objects start: ALTER TABLE %s ADD COLUMN %s", of[0], m.column)
	default:
		m.fix = "add it when objects start: ALTER TABLE … ADD COLUMN " + m.column
	}
}
