package stored

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/lint"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

const (
	manyRows  = 1000    // of a table that wants an index
	countedTo = 100_000 // rows
	countedIn = 10      // objects
	trialName = "dotool_trial"
)

// indexed reports a filter that reads all rows of a large table, if an index of one column would
// have it read fewer.
func (c *checker) indexed(ctx context.Context, q lint.Query, s sqlite.Statement, tried []*variant) {
	words := names(s.SQL)
	if !slices.Contains(words, "where") || sqlite.StartsWith(s.SQL, "CREATE") {
		return
	}
	for _, v := range tried {
		before := scans(v.trial.plan(s.SQL))
		if before == 0 {
			continue
		}
		for _, table := range v.trial.tables() {
			if !slices.Contains(words, strings.ToLower(table)) {
				continue
			}
			column := helpful(ctx, v.trial, s.SQL, table, words, before)
			if column == "" {
				continue
			}
			rows, in := c.rows(ctx, v, table)
			if rows < manyRows {
				continue
			}
			at := strings.Index(strings.ToLower(q.Text[s.Offset:]), "where")
			place := q.Place(-1, -1)
			if at >= 0 {
				place = q.Place(s.Offset+at, s.Offset+at+len("where"))
			}
			count := ui.Count(rows, "row")
			if rows > countedTo {
				count = "more than " + ui.Count(countedTo, "row")
			}
			c.found = append(c.found, place.Finding(lint.IndexForFilter,
				fmt.Sprintf("CREATE INDEX IF NOT EXISTS %s_%s ON %s (%s)", table, column, sqlite.Name(table), sqlite.Name(column)),
				fmt.Sprintf("the filter reads all of %s, which has %s in %s", table, count, few([]inspect.Object{in}))))
			return
		}
	}
}

// scans counts the tables that a plan reads as a whole.
func scans(plan []string) (n int) {
	for _, step := range plan {
		if strings.HasPrefix(step, "SCAN ") && !strings.Contains(step, "VIRTUAL TABLE") && !strings.HasSuffix(step, "CONSTANT ROW") {
			n++
		}
	}
	return n
}

// helpful returns a column of a table that an index on it would find rows by.
func helpful(ctx context.Context, trial *trial, sql, table string, words []string, before int) string {
	for _, column := range trial.columns(table) {
		if !slices.Contains(words, strings.ToLower(column)) {
			continue
		}
		if trial.run(ctx, fmt.Sprintf("CREATE INDEX %s ON %s (%s)", trialName, sqlite.QuoteName(table), sqlite.QuoteName(column))) != nil {
			continue
		}
		plan := trial.plan(sql)
		_ = trial.run(ctx, "DROP INDEX "+trialName)
		if scans(plan) < before && slices.ContainsFunc(plan, func(step string) bool {
			return strings.HasPrefix(step, "SEARCH ") && strings.Contains(step, trialName)
		}) {
			return column
		}
	}
	return ""
}

// rows returns how many rows a table has in the object that has most, of the largest ones.
func (c *checker) rows(ctx context.Context, v *variant, table string) (most int, in inspect.Object) {
	for _, o := range v.Objects[:min(countedIn, len(v.Objects))] {
		key := countKey{o.ID, table}
		n, ok := c.counts[key]
		if !ok {
			n = int(number(ctx, o, fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s LIMIT %d)", sqlite.QuoteName(table), countedTo+1)))
			c.counts[key] = n
		}
		if n > most {
			most, in = n, o
		}
	}
	return most, in
}

// number returns the result of a query of one number on an object, 0 if it cannot be had.
func number(ctx context.Context, o inspect.Object, sql string) (n int64) {
	db, err := o.Open()
	if err != nil {
		return 0
	}
	defer db.Close()
	for row, err := range db.Query(ctx, sql).All() {
		if err != nil {
			return 0
		}
		n = row[0].Int
	}
	return n
}

// countKey is a table of an object whose rows have been counted.
type countKey struct {
	id    state.ObjectID
	table string
}
