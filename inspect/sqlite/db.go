package sqlite

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	sqlite3 "modernc.org/sqlite/lib"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate/state"
)

// DB is a database opened for reading. However it is opened, no byte on disk
// changes and no file appears:
//
//   - without a -wal file, or with an empty one that no process has mapped, the file
//     is all there is: immutable, no locks. Should a runtime wake the object
//     meanwhile and change the file, [Rows.Err] says so.
//   - with -wal and -shm, read-only and with the -shm read-only too. If a runtime
//     has them open, its commits are seen at once and our reading holds no commit
//     up; if it was killed, SQLite builds its index of the -wal in memory.
//   - with a -wal alone, as copies sometimes are, or while an edit keeps everyone
//     out, both are copied to a temporary folder.
type DB struct {
	Conn    *Conn
	path    string
	before  fs.FileInfo // of the file, if nothing prevents changes
	tempDir string      // removed by Close

	shared bool // of a [Reader], which closes it
}

// Open opens the database of an object, or any other such as one of archive.Gather.
func Open(path string) (*DB, error) { return openAgain(path, &Reader{}) }

// openAgain opens a database that does not change while it is opened.
func openAgain(path string, r *Reader) (*DB, error) {
	for attempt := 1; ; attempt++ {
		db, err := open(path, r)
		if attempt == 10 || !errors.Is(err, errChanged) {
			return db, err
		}
	}
}

func open(path string, r *Reader) (*DB, error) {
	db := &DB{path: path}
	info, err := os.Lstat(path)
	if err != nil {
		return nil, NewFileError(path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, notRegular(path, info)
	}
	wal, walErr := os.Stat(path + "-wal")
	hasIndex := func() bool { _, err := os.Stat(path + "-shm"); return err == nil }
	alone := false // the file is all there is
	switch {
	case walErr == nil && (wal.Size() <= walHeader || !soundWAL(path+"-wal")) && !mayBeOpen(path):
		// Killed before the first frame, or the -wal was not written by SQLite:
		// the file is all there is. SQLite itself tries for ten seconds to read such
		// a -wal with readonly_shm, and gives up.
		alone = true
	case walErr == nil && hasIndex():
		// Only reading shows whether the -shm is usable: a runtime may be creating it,
		// or an edit by dotool may have locked it.
		err = db.connect(path, readonlyIndex)
		if c := Code(err); c == sqlite3.SQLITE_READONLY || c == sqlite3.SQLITE_CANTOPEN || c == sqlite3.SQLITE_BUSY || c == sqlite3.SQLITE_PROTOCOL {
			err = db.connectCopy(info)
		}
	case walErr == nil && wal.Size() > 0:
		err = db.connectCopy(info)
	default:
		alone = true
	}
	if alone {
		if shared, err := r.open(path, info); shared != nil || err != nil {
			return shared, err
		}
		db.before = info
		db.Conn, err = OpenConn(path, "immutable=1", sqlite3.SQLITE_OPEN_READONLY)
	}
	if err != nil {
		return nil, errors.Join(NewFileError(db.path, err), db.Close())
	}
	// As in workerd, if queried.
	if err := db.Conn.Exec("PRAGMA foreign_keys = ON"); err != nil {
		return nil, errors.Join(NewFileError(db.path, err), db.Close())
	}
	return db, nil
}

// NewDB is for callers that have opened a file themselves, for writing.
func NewDB(c *Conn, path string) *DB { return &DB{Conn: c, path: path} }

// walHeader is the length of a -wal that holds no frames.
const walHeader = 32

// soundWAL reports whether SQLite accepts the header of a -wal: with any other it
// treats the -wal as empty. See sqlite.org/walformat.html.
func soundWAL(path string) bool {
	f, err := diag.OpenPlain(path)
	if err != nil {
		return true // SQLite will report the problem
	}
	defer f.Close()
	var b [walHeader]byte
	if _, err := io.ReadFull(f, b[:]); err != nil {
		return true
	}
	word := func(i int) uint32 { return binary.BigEndian.Uint32(b[4*i:]) }
	magic, size := word(0), word(2)
	if magic&^1 != 0x377f0682 || size < 512 || size > 65536 || size&(size-1) != 0 {
		return false
	}
	order := binary.ByteOrder(binary.LittleEndian)
	if magic&1 == 1 {
		order = binary.BigEndian
	}
	var s0, s1 uint32
	for i := 0; i < 24; i += 8 {
		s0 += order.Uint32(b[i:]) + s1
		s1 += order.Uint32(b[i+4:]) + s0
	}
	return s0 == word(6) && s1 == word(7)
}

// mayBeOpen reports whether a process may have a database open.
func mayBeOpen(path string) bool {
	is, err := IsOpen(path)
	return is || err != nil || beside(path, func() io.Closer { return nil })
}

func (db *DB) connect(path, query string) (err error) {
	if db.Conn, err = OpenConn(path, query, sqlite3.SQLITE_OPEN_READONLY); err != nil {
		return err
	}
	db.Conn.BusyTimeout(100)
	if err = db.Conn.Exec("SELECT 1 FROM sqlite_schema LIMIT 1"); err != nil {
		err = errors.Join(err, db.Conn.Close())
		db.Conn = nil
	}
	return err
}

// connectCopy opens a copy of the database and its -wal. An uncommitted or incomplete
// frame in the -wal does no harm; only a change of the file itself must be reported:
// see [DB.Unchanged].
func (db *DB) connectCopy(info fs.FileInfo) (err error) {
	db.before = info
	if db.tempDir, err = os.MkdirTemp("", "dotool-"); err != nil {
		return fmt.Errorf("copy an interrupted database: %w", err)
	}
	path := filepath.Join(db.tempDir, "copy.sqlite")
	err = errors.Join(CopyFile(db.path, path), CopyFile(db.path+"-wal", path+"-wal"))
	if errors.Is(err, fs.ErrNotExist) && state.Exists(db.path) {
		return errChanged // whoever had it open has closed it just now
	}
	if err != nil {
		return fmt.Errorf("copy an interrupted database: %w", err)
	}
	return db.connect(path, "")
}

// Close closes the file.
func (db *DB) Close() error {
	if db.shared {
		return nil
	}
	var err error
	if db.Conn != nil {
		err = db.Conn.Close()
	}
	if db.tempDir != "" {
		err = errors.Join(err, os.RemoveAll(db.tempDir))
	}
	return err
}

// Unchanged checks that a file that was read as immutable has not changed.
func (db *DB) Unchanged() error {
	if db.before == nil {
		return nil
	}
	now, err := os.Stat(db.path)
	if err != nil {
		return NewFileError(db.path, err)
	}
	if !unchanged(db.before, now) {
		return &FileError{db.path, errChanged}
	}
	return nil
}

func unchanged(before, now fs.FileInfo) bool {
	return now.Size() == before.Size() && now.ModTime().Equal(before.ModTime())
}

func (e *FileError) Error() string { return fmt.Sprintf("%s: %v", filepath.Base(e.Path), e.Err) }
func (e *FileError) Unwrap() error { return e.Err }

// Hint says what to do, if anything helps.
func (e *FileError) Hint() string {
	var hinted interface{ Hint() string }
	switch {
	case errors.Is(e.Err, errChanged):
		return "run the command again"
	case errors.Is(e.Err, fs.ErrPermission):
		return fmt.Sprintf("the file %s must be readable by you; was it written in a container or by root?", e.Path)
	case errors.Is(e.Err, diag.ErrNotRegular):
		return "move it away: " + e.Path
	case errors.As(e.Err, &hinted):
		return hinted.Hint()
	}
	return ""
}

func (e *NeedsWriteError) Error() string {
	return fmt.Sprintf("the statement writes: %s", firstLine(e.SQL))
}

// Hint says how to allow it.
func (e *NeedsWriteError) Hint() string { return "allow it with --write" }

// Query runs statements that read, one after the other, as their rows are requested. Parameters
// are bound to the statements in order, each taking as many as it has. A statement
// that writes is a [*NeedsWriteError]. Statements that workerd forbids are errors, and
// when ctx is done the running statement ends. Close the rows.
func (db *DB) Query(ctx context.Context, sql string, params ...Value) *Rows {
	return db.rows(ctx, sql, params, false)
}

// Exec runs statements that read or write, on a database that was opened for
// writing. The rows must be read or closed before the next call.
func (db *DB) Exec(ctx context.Context, sql string, params ...Value) *Rows {
	return db.rows(ctx, sql, params, true)
}

// Changes counts the rows changed so far.
func (db *DB) Changes() int64 { return db.Conn.changes() }

func (db *DB) rows(ctx context.Context, sql string, params []Value, write bool) *Rows {
	guard := guardRead
	if write {
		guard = GuardWrite
	}
	if db.Conn.guarded != guard { // a change makes SQLite compile the statements again
		db.Conn.Guard(guard)
	}
	return &Rows{
		err: checkText(sql),
		db:  db, write: write, rest: Split(sql), params: params, stop: db.Conn.Watch(ctx),
		cause: func() error { return context.Cause(ctx) },
		wrap:  func(err error) error { return db.WrapError(ctx, err) },
	}
}

// NextResult goes to the results of the next statement. A statement without a
// result, such as INSERT, has no columns and is run by Next.
func (r *Rows) NextResult() bool {
	if r.stmt != nil {
		for r.Next() { // a statement that writes is run to its end
			if !r.write {
				break
			}
		}
		r.stmt.Close()
		r.stmt = nil
	}
	if r.err != nil || r.done {
		return false
	}
	if len(r.rest) == 0 {
		if len(r.params) > 0 {
			r.err = spareParametersError(len(r.params))
		}
		return false
	}
	next := r.rest[0]
	r.rest = r.rest[1:]
	if r.err = r.cause(); r.err != nil {
		return false
	}
	if r.stmt, r.err = r.db.Conn.Prepare(next.SQL, next.Offset); r.err != nil {
		return false
	}
	if r.stmt.writes() && !r.write {
		r.err = &NeedsWriteError{next.SQL}
		return false
	}
	n := r.stmt.Parameters()
	if n > len(r.params) {
		r.err = parametersError(n, len(r.params), next.SQL)
		return false
	}
	if r.err = r.stmt.Bind(r.params[:n]...); r.err != nil {
		return false
	}
	r.params = r.params[n:]
	r.columns = r.stmt.Columns()
	r.row = make([]Value, len(r.columns))
	return true
}

// Columns returns the names of the result's columns; names may repeat.
func (r *Rows) Columns() []string { return r.columns }

// Next goes to the next row.
func (r *Rows) Next() bool {
	if r.err != nil || r.stmt == nil || r.row == nil {
		return false
	}
	more, err := r.stmt.Step()
	if err == nil && !more {
		r.row = nil
		return false
	}
	if err != nil {
		r.fail(err)
		return false
	}
	for i := range r.row {
		r.row[i] = r.stmt.Column(i)
	}
	return true
}

func (r *Rows) fail(err error) { r.err = r.wrap(err) }

// WrapError translates an error of the running statement: an interrupt becomes the
// error of the context, and damage an error of the file.
func (db *DB) WrapError(ctx context.Context, err error) error {
	switch Code(err) {
	case sqlite3.SQLITE_INTERRUPT:
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		if changed := db.Unchanged(); Changed(changed) { // pages of two moments look damaged
			return changed
		}
		if _, ok := errors.AsType[*FileError](err); !ok {
			return NewFileError(db.path, err)
		}
	}
	return err
}

// Row returns the current row, valid until the next call.
func (r *Rows) Row() []Value { return r.row }

// Err returns the error that ended the rows, after NextResult returned false.
func (r *Rows) Err() error { return r.err }

// Close ends the running statement and returns Err.
func (r *Rows) Close() error {
	if r.done {
		return r.err
	}
	r.done = true
	r.stop()
	if r.stmt != nil {
		r.stmt.Close()
		r.stmt = nil
	}
	if !r.db.shared {
		r.db.Conn.Guard(GuardNone)
	}
	if r.err != nil {
		r.fail(r.err)
	} else {
		r.err = r.db.Unchanged()
	}
	return r.err
}

// All yields the rows of all the statements, with the columns of each, for callers
// that treat the results alike. An error ends it.
func (r *Rows) All() iter.Seq2[[]Value, error] {
	return func(yield func([]Value, error) bool) {
		defer r.Close()
		for r.NextResult() {
			for r.Next() {
				if !yield(r.row, nil) {
					return
				}
			}
		}
		if err := r.Close(); err != nil {
			yield(nil, err)
		}
	}
}
