package sqlite

import (
	"fmt"
	"strings"

	sqlite3 "modernc.org/sqlite/lib"
)

// NeedsWriteError says that a statement writes although only reading is allowed.
// Nothing has been changed.
type NeedsWriteError struct{ SQL string }

func firstLine(s string) string {
	const most = 60
	for i, r := range s {
		if r == '\n' || i > most {
			return s[:i] + "…"
		}
	}
	return s
}

// Rows are the results of one or more statements. NextResult goes to the next result
// and Next to its next row, as in [database/sql.Rows], except that NextResult must also
// be called for the first result.
type Rows struct {
	db     *DB
	cause  func() error      // why to stop reading; nil to continue
	wrap   func(error) error // see [DB.WrapError]
	write  bool
	rest   []Statement
	params []Value
	stop   func()

	stmt    *Stmt
	columns []string
	row     []Value
	err     error
	done    bool
}

func spareParametersError(n int) error {
	return fmt.Errorf("%d parameters more than the statements have", n)
}

func parametersError(has, given int, sql string) error {
	return fmt.Errorf("the statement has %d parameters, and %d are given: %s", has, given, firstLine(sql))
}

// checkText refuses SQL with a NUL byte, where SQLite would stop reading and leave
// the rest out without a word.
func checkText(sql string) error {
	if at := strings.IndexByte(sql, 0); at >= 0 {
		return &SQLError{Message: "the SQL has a NUL byte", Code: sqlite3.SQLITE_ERROR, SQL: sql, Offset: at}
	}
	return nil
}
