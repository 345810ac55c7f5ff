package sqlite

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	sqlite3 "modernc.org/sqlite/lib"

	"dotool/config/diag"
	"dotool/migrate/state"
)

// SQLError is what SQLite says about a statement or a file.
type SQLError struct {
	Message string
	Code    int    // SQLite's extended result code
	SQL     string // the statement, "" if it was about the file
	Offset  int    // of the token that is wrong, in bytes from the start of what was given; -1 if unknown
}

var resultNames = map[int]string{
	sqlite3.SQLITE_ERROR: "SQLITE_ERROR", sqlite3.SQLITE_INTERNAL: "SQLITE_INTERNAL", sqlite3.SQLITE_PERM: "SQLITE_PERM",
	sqlite3.SQLITE_ABORT: "SQLITE_ABORT", sqlite3.SQLITE_BUSY: "SQLITE_BUSY", sqlite3.SQLITE_LOCKED: "SQLITE_LOCKED",
	sqlite3.SQLITE_NOMEM: "SQLITE_NOMEM", sqlite3.SQLITE_READONLY: "SQLITE_READONLY", sqlite3.SQLITE_INTERRUPT: "SQLITE_INTERRUPT",
	sqlite3.SQLITE_IOERR: "SQLITE_IOERR", sqlite3.SQLITE_CORRUPT: "SQLITE_CORRUPT", sqlite3.SQLITE_FULL: "SQLITE_FULL",
	sqlite3.SQLITE_CANTOPEN: "SQLITE_CANTOPEN", sqlite3.SQLITE_PROTOCOL: "SQLITE_PROTOCOL", sqlite3.SQLITE_SCHEMA: "SQLITE_SCHEMA",
	sqlite3.SQLITE_TOOBIG: "SQLITE_TOOBIG", sqlite3.SQLITE_CONSTRAINT: "SQLITE_CONSTRAINT", sqlite3.SQLITE_MISMATCH: "SQLITE_MISMATCH",
	sqlite3.SQLITE_MISUSE: "SQLITE_MISUSE", sqlite3.SQLITE_AUTH: "SQLITE_AUTH", sqlite3.SQLITE_RANGE: "SQLITE_RANGE",
	sqlite3.SQLITE_NOTADB: "SQLITE_NOTADB",
}

// Code is the primary result code of an error, 0 if it is none of SQLite's.
func Code(err error) int {
	if e, ok := errors.AsType[*SQLError](err); ok {
		return e.Code & 0xff
	}
	return 0
}

// NoTable reports a table that is not there. SQLite has no code for it.
func NoTable(err error) bool {
	e, ok := errors.AsType[*SQLError](err)
	return ok && strings.HasPrefix(e.Message, "no such table: ")
}

// Damaged reports that a file is not a database of the form that it should have,
// and will not become one.
func Damaged(err error) bool {
	code := Code(err)
	return code == Corrupt || code == NotADB || errors.Is(err, diag.ErrNotRegular) || errors.As(err, new(*state.NotPlainError))
}

var liveErrorPattern = regexp.MustCompile(`(?s)^(.*?)(?: at offset (\d+))?: (SQLITE_[A-Z]+)(?: \(extended: \w+\))?$`)

// parseLiveError reads an error of SQLite as the runtime tells it, nil if it is
// none.
func parseLiveError(message string) *SQLError {
	if strings.HasPrefix(message, "To execute a transaction, ") {
		return &SQLError{Message: "not authorized", Code: sqlite3.SQLITE_AUTH, Offset: -1}
	}
	m := liveErrorPattern.FindStringSubmatch(message)
	if m == nil {
		return nil
	}
	e := &SQLError{Message: m[1], Offset: -1}
	for code, name := range resultNames {
		if name == m[3] {
			e.Code = code
		}
	}
	if m[2] != "" {
		e.Offset, _ = strconv.Atoi(m[2])
	}
	return e
}
