package sqlite

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/migrate/state"
)

// SQLError is an error of SQLite about a statement or a file.
type SQLError struct {
	Message string
	Code    int    // SQLite's extended result code
	SQL     string // the statement, "" if it was about the file
	Offset  int    // of the token that is wrong, in bytes from the start of what was given; -1 if unknown

	start int // of the statement, in bytes likewise
}

// Statement returns the offset of the failed statement in the given SQL.
func (e *SQLError) Statement() int { return e.start }

const noSuchTable = "no such table: "

// Place returns the offset of what is wrong in the text that the statement is from, -1 if it
// cannot be said.
func (e *SQLError) Place(text string) int {
	start := strings.Index(text, e.SQL)
	if strings.HasPrefix(text[min(e.start, len(text)):], e.SQL) {
		start = e.start
	}
	if e.Offset >= 0 || start < 0 || e.SQL == "" {
		return e.Offset
	}
	if table, ok := strings.CutPrefix(e.Message, noSuchTable); ok {
		// SQLite gives no offset: use the first occurrence in the statement.
		word := regexp.MustCompile(`(?:^|\W)(` + regexp.QuoteMeta(table) + `)(?:\W|$)`)
		if at := word.FindStringSubmatchIndex(e.SQL); at != nil {
			return start + at[2]
		}
	}
	return -1
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

// Code returns the primary result code of an error, 0 if it is not one of SQLite's.
func Code(err error) int {
	if e, ok := errors.AsType[*SQLError](err); ok {
		return e.Code & 0xff
	}
	return 0
}

// NoTable reports whether the error is a missing table, for which SQLite has no code.
func NoTable(err error) bool {
	e, ok := errors.AsType[*SQLError](err)
	return ok && strings.HasPrefix(e.Message, "no such table: ")
}

// Damaged reports whether a file is not a database of the expected form, for good.
func Damaged(err error) bool {
	code := Code(err)
	return code == Corrupt || code == NotADB || errors.Is(err, diag.ErrNotRegular) || errors.As(err, new(*state.NotPlainError))
}

var liveErrorPattern = pattern.New(`(?s)^(.*?)(?: at offset (\d+))?: (SQLITE_[A-Z]+)(?: \(extended: \w+\))?$`)

// parseLiveError reads an error of SQLite in the runtime's words; nil if it is not one.
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

// newError returns the error of a result code.
func (c *Conn) newError(rc int32, sql string, offset int) error {
	e := &SQLError{Code: int(rc), SQL: sql, Offset: -1, start: offset}
	if c.db != 0 && sqlite3.Xsqlite3_extended_errcode(c.tls, c.db)&0xff == rc&0xff {
		e.Message = libc.GoString(sqlite3.Xsqlite3_errmsg(c.tls, c.db))
		if at := sqlite3.Xsqlite3_error_offset(c.tls, c.db); at >= 0 && sql != "" {
			e.Offset = offset + int(at)
		}
	} else {
		e.Message = libc.GoString(sqlite3.Xsqlite3_errstr(c.tls, rc))
	}
	return e
}

// Error has workerd's wording, so that both can be searched for.
func (e *SQLError) Error() string {
	if e.Offset >= 0 {
		return fmt.Sprintf("%s at offset %d: %s", e.Message, e.Offset, e.name())
	}
	return e.Message + ": " + e.name()
}

// name returns the primary result code as SQLite spells it.
func (e *SQLError) name() string {
	if name, ok := resultNames[e.Code&0xff]; ok {
		return name
	}
	return fmt.Sprintf("SQLITE_%d", e.Code)
}

// Hint explains what the object's storage does not allow.
func (e *SQLError) Hint() string {
	switch e.Code & 0xff {
	case sqlite3.SQLITE_AUTH:
		if strings.Contains(strings.ToLower(e.Message+e.SQL), "_cf_kv") {
			return "read the key-value side with `dotool kv list` and `dotool kv get`"
		}
		return "as on Cloudflare, tables named _cf_*, transactions, ATTACH and most PRAGMAs are not for SQL; one call is one transaction"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return "another program is writing to it: stop that one, or try again"
	case sqlite3.SQLITE_FULL:
		return "the disk is full: make room, or keep the state elsewhere with --persist-to"
	case sqlite3.SQLITE_NOTADB:
		return "the file is damaged, encrypted, or not an object's: `dotool snapshot list` shows the snapshots that have it whole"
	case sqlite3.SQLITE_CORRUPT:
		return "the file is damaged or cut off: `dotool snapshot list` shows the snapshots that have it whole"
	}
	return ""
}
