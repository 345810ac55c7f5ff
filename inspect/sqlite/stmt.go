package sqlite

import (
	"errors"
	"unsafe"

	"modernc.org/libc"
	"modernc.org/libc/sys/types"
	sqlite3 "modernc.org/sqlite/lib"
)

// A Stmt is one compiled statement.
type Stmt struct {
	c      *Conn
	p      uintptr // 0 for a statement of whitespace and comments
	sql    string
	offset int // of sql in the user's text
}

// Close frees the statement, or keeps it to be run again.
func (s *Stmt) Close() {
	switch {
	case s.p == 0 || s.c.kept[s.sql] == s:
	case s.c.kept != nil && s.c.kept[s.sql] == nil:
		s.Reset()
		s.c.kept[s.sql] = s
	default:
		sqlite3.Xsqlite3_finalize(s.c.tls, s.p)
		s.p = 0
	}
}

// Reset makes the statement ready to run again, without parameters.
func (s *Stmt) Reset() {
	sqlite3.Xsqlite3_reset(s.c.tls, s.p)
	sqlite3.Xsqlite3_clear_bindings(s.c.tls, s.p)
}

func (s *Stmt) writes() bool { return s.p != 0 && sqlite3.Xsqlite3_stmt_readonly(s.c.tls, s.p) == 0 }

// Parameters returns the number of parameters.
func (s *Stmt) Parameters() int { return int(sqlite3.Xsqlite3_bind_parameter_count(s.c.tls, s.p)) }

// Bind sets the parameters from 1 on.
func (s *Stmt) Bind(values ...Value) error {
	for i, v := range values {
		n, tls := int32(i+1), s.c.tls
		var rc int32
		switch v.Kind {
		case Null:
			rc = sqlite3.Xsqlite3_bind_null(tls, s.p, n)
		case Integer:
			rc = sqlite3.Xsqlite3_bind_int64(tls, s.p, n, v.Int)
		case Real:
			rc = sqlite3.Xsqlite3_bind_double(tls, s.p, n, v.Float)
		default:
			p := libc.Xmalloc(tls, types.Size_t(len(v.Bytes)+1)) // one more byte: a null pointer would be NULL
			if p == 0 {
				return errors.New("bind: out of memory")
			}
			copy(unsafe.Slice((*byte)(cptr(p)), len(v.Bytes)+1), v.Bytes)
			const transient = ^uintptr(0) // SQLite copies the bytes
			if v.Kind == Text {
				rc = sqlite3.Xsqlite3_bind_text(tls, s.p, n, p, int32(len(v.Bytes)), transient)
			} else {
				rc = sqlite3.Xsqlite3_bind_blob(tls, s.p, n, p, int32(len(v.Bytes)), transient)
			}
			libc.Xfree(tls, p)
		}
		if rc != sqlite3.SQLITE_OK {
			return s.c.newError(rc, s.sql, s.offset)
		}
	}
	return nil
}

// Step goes to the next row, if there is one.
func (s *Stmt) Step() (bool, error) {
	if s.p == 0 {
		return false, nil
	}
	switch rc := sqlite3.Xsqlite3_step(s.c.tls, s.p); rc {
	case sqlite3.SQLITE_ROW:
		return true, nil
	case sqlite3.SQLITE_DONE:
		return false, nil
	default:
		return false, s.c.newError(rc, s.sql, s.offset)
	}
}

// Columns returns the names of the result's columns.
func (s *Stmt) Columns() []string {
	if s.p == 0 {
		return nil
	}
	names := make([]string, sqlite3.Xsqlite3_column_count(s.c.tls, s.p))
	for i := range names {
		names[i] = libc.GoString(sqlite3.Xsqlite3_column_name(s.c.tls, s.p, int32(i)))
	}
	return names
}

// Column reads a value of the row. Text and blobs lie in SQLite's memory until
// the next step.
func (s *Stmt) Column(i int) Value {
	n, tls := int32(i), s.c.tls
	switch sqlite3.Xsqlite3_column_type(tls, s.p, n) {
	case sqlite3.SQLITE_INTEGER:
		return Value{Kind: Integer, Int: sqlite3.Xsqlite3_column_int64(tls, s.p, n)}
	case sqlite3.SQLITE_FLOAT:
		return Value{Kind: Real, Float: sqlite3.Xsqlite3_column_double(tls, s.p, n)}
	case sqlite3.SQLITE_TEXT:
		p := sqlite3.Xsqlite3_column_text(tls, s.p, n)
		return Value{Kind: Text, Bytes: cbytes(p, sqlite3.Xsqlite3_column_bytes(tls, s.p, n))}
	case sqlite3.SQLITE_BLOB:
		p := sqlite3.Xsqlite3_column_blob(tls, s.p, n)
		return Value{Kind: Blob, Bytes: cbytes(p, sqlite3.Xsqlite3_column_bytes(tls, s.p, n))}
	}
	return Value{}
}

func cbytes(p uintptr, n int32) []byte {
	if p == 0 || n <= 0 {
		return []byte{}
	}
	return unsafe.Slice((*byte)(cptr(p)), n)
}
