// Package sqlite opens the databases of Durable Objects: to read without leaving a
// trace, or to write exclusively. It has workerd's rules about what SQL may do,
// key-value entries, schemas, and the form in which SQL is sent to an object that a
// runtime hosts.
//
// Start from [Open] and [DB.Query]. [Conn] and [Stmt] wrap the library. Finding
// objects, and workerd's data beside their tables, is the job of package inspect.
package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"modernc.org/libc"
	"modernc.org/libc/sys/types"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate/state"
)

// This file is the door to SQLite. It calls the library's C interface rather
// than its database/sql driver: the driver turns text in columns declared DATE
// into times, so the stored value is lost, returns the result of only the last of several
// statements, hides whether a statement writes and where it is wrong, and
// allocates for every value.

// A Conn is one open database file. One goroutine at a time uses it, but
// [Conn.interruptUntil] may come from any.
type Conn struct {
	tls   *libc.TLS
	where uintptr // two words of C memory, for results by pointer

	guarded guard
	bare    bool // without what workerd lacks

	leave func() // of [join]

	kept map[string]*Stmt // statements that are not freed, by their text; nil to free them

	mu sync.Mutex // guards db against an interrupt after the close
	db uintptr
}

const (
	GuardNone   guard = iota // dotool's own statements, none of which needs views or triggers
	guardRead                // a user's statements that read: what workerd allows, and queries about the file
	GuardWrite               // a user's statements that may write: what workerd allows
	GuardImport              // statements of an export, which may also fill workerd's tables; no trigger runs
)

// How [OpenConn] opens a file.
const (
	ReadOnly  = sqlite3.SQLITE_OPEN_READONLY
	ReadWrite = sqlite3.SQLITE_OPEN_READWRITE
	Create    = sqlite3.SQLITE_OPEN_READWRITE | sqlite3.SQLITE_OPEN_CREATE
)

// Results of [code] that others look at.
const (
	Interrupt = sqlite3.SQLITE_INTERRUPT
	Busy      = sqlite3.SQLITE_BUSY
	NotADB    = sqlite3.SQLITE_NOTADB
	Corrupt   = sqlite3.SQLITE_CORRUPT
)

// OpenConn opens a file. The query holds URI parameters such as "immutable=1".
func OpenConn(path, query string, flags int32) (*Conn, error) {
	return openConn(path, query, flags, time.Time{})
}

// openConn is OpenConn for a connection that waits until a time for those of this process
// that it cannot be beside, see [join].
func openConn(path, query string, flags int32, until time.Time) (*Conn, error) {
	query, leave := join(path, query, flags, until)
	if leave == nil {
		return nil, &SQLError{Message: "database is locked", Code: Busy, Offset: -1}
	}
	c := &Conn{tls: libc.NewTLS(), leave: leave}
	c.where = libc.Xmalloc(c.tls, 16)
	uri := path
	if path != ":memory:" {
		if err := regular(path); err != nil {
			return nil, errors.Join(err, c.Close())
		}
		uri = fileURI(path)
		if query != "" {
			uri += "?" + query
		}
	}
	name, err := libc.CString(uri)
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	rc := sqlite3.Xsqlite3_open_v2(c.tls, name, c.where, flags|sqlite3.SQLITE_OPEN_URI|sqlite3.SQLITE_OPEN_NOMUTEX|sqlite3.SQLITE_OPEN_EXRESCODE, 0)
	libc.Xfree(c.tls, name)
	c.db = *(*uintptr)(cptr(c.where))
	if rc != sqlite3.SQLITE_OK {
		return nil, errors.Join(c.newError(rc, "", 0), c.Close())
	}
	c.Guard(GuardNone)
	return c, nil
}

// OpenAlone opens or makes a database for writing and begins a transaction. No other
// process can have it open: in exclusive mode SQLite locks the file itself, on which
// every other connection has a shared lock, and needs no -shm.
func OpenAlone(path string) (*Conn, error) {
	c, err := OpenConn(path, "", Create)
	if err != nil {
		return nil, err
	}
	// workerd enforces foreign keys too.
	for _, sql := range []string{"PRAGMA locking_mode = EXCLUSIVE", "PRAGMA journal_mode = WAL", "PRAGMA foreign_keys = ON", "BEGIN IMMEDIATE"} {
		if err := c.Exec(sql); err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	return c, nil
}

// OpenShared opens or makes a database for writing, which others may have open too, and
// begins a transaction. It waits for another writer for some time, and then the error is
// [Busy].
func OpenShared(path string, patience time.Duration) (*Conn, error) {
	until := time.Now().Add(patience)
	for pause := time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		c, err := openShared(path, until)
		// SQLite itself waits for a lock, but not for others to open or close the file.
		if Code(err) != Busy || time.Until(until) <= 0 {
			return c, err
		}
		time.Sleep(min(pause, time.Until(until)))
	}
}

func openShared(path string, until time.Time) (*Conn, error) {
	c, err := openConn(path, "", Create, until)
	if err != nil {
		return nil, err
	}
	c.BusyTimeout(int32(max(0, time.Until(until).Milliseconds())))
	for _, sql := range []string{"PRAGMA journal_mode = WAL", "PRAGMA foreign_keys = ON", "BEGIN IMMEDIATE"} {
		if err := c.Exec(sql); err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	return c, nil
}

// regular checks that the files that SQLite will open are regular, if they exist:
// opening a pipe would block, and opening a device could do anything.
func regular(path string) error {
	for _, beside := range []string{"", "-wal", "-shm", "-journal"} {
		if info, err := os.Lstat(path + beside); err == nil && !info.Mode().IsRegular() {
			return notRegular(path+beside, info)
		}
	}
	return nil
}

// notRegular says what there is instead of a file.
func notRegular(path string, info fs.FileInfo) error {
	if info.Mode()&fs.ModeSymlink != 0 {
		return &state.NotPlainError{Path: path, Mode: info.Mode()}
	}
	return NewFileError(path, diag.ErrNotRegular)
}

// cptr is for memory of the C side, which the collector does not move or free.
func cptr(p uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&p)) }

func fileURI(path string) string {
	path = filepath.ToSlash(path)
	if runtime.GOOS == "windows" && !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath()
}

// Close closes the connection; what is not committed is rolled back.
func (c *Conn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.tls == nil {
		return nil
	}
	c.forget()
	rc := sqlite3.Xsqlite3_close_v2(c.tls, c.db)
	c.db = 0
	libc.Xfree(c.tls, c.where)
	c.tls.Close()
	c.tls = nil
	c.leave()
	if rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("close database: code %d", rc)
	}
	return nil
}

// forget frees the statements that were kept.
func (c *Conn) forget() {
	for _, s := range c.kept {
		sqlite3.Xsqlite3_finalize(c.tls, s.p)
	}
	clear(c.kept)
}

// interruptUntil ends every statement that runs, with SQLITE_INTERRUPT, until stopped. One
// call is not enough: sqlite3_interrupt forgets itself between two statements, such as
// between compiling one and its first step.
func (c *Conn) interruptUntil(stopped *atomic.Bool) {
	tls := libc.NewTLS() // the connection's belongs to the goroutine that runs the statement
	defer tls.Close()
	for ; !stopped.Load(); time.Sleep(time.Millisecond) {
		c.mu.Lock()
		if c.db != 0 {
			sqlite3.Xsqlite3_interrupt(tls, c.db)
		}
		c.mu.Unlock()
	}
}

// Watch interrupts the connection from when ctx is done. The function it returns, which
// is called once, ends the watch and waits for an interrupt under way, so that it cannot
// hit a later statement.
func (c *Conn) Watch(ctx context.Context) (stop func()) {
	if ctx.Done() == nil {
		return func() {}
	}
	var stopped atomic.Bool
	done := make(chan struct{})
	cancel := context.AfterFunc(ctx, func() { c.interruptUntil(&stopped); close(done) })
	return func() {
		stopped.Store(true)
		if !cancel() {
			<-done
		}
	}
}

// BusyTimeout sets how long to wait for another's lock.
func (c *Conn) BusyTimeout(ms int32) { sqlite3.Xsqlite3_busy_timeout(c.tls, c.db, ms) }

// Guard sets what following statements may do.
func (c *Conn) Guard(g guard) {
	c.guarded = g
	c.config(sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW, g != GuardNone)
	c.config(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, g == guardRead || g == GuardWrite)
	c.config(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, g == guardRead || g == GuardWrite)
	if g == GuardNone {
		sqlite3.Xsqlite3_set_authorizer(c.tls, c.db, 0, 0)
		return
	}
	if g != GuardImport && !c.bare {
		c.bare = true
		c.dropModules()
		for id, n := range limits {
			sqlite3.Xsqlite3_limit(c.tls, c.db, id, n)
		}
	}
	fn := authorize
	sqlite3.Xsqlite3_set_authorizer(c.tls, c.db, *(*uintptr)(unsafe.Pointer(&fn)), uintptr(g))
}

// config turns an option of a connection on or off.
func (c *Conn) config(what int32, on bool) {
	value := int32(0)
	if on {
		value = 1
	}
	list := libc.NewVaList(value, uintptr(0))
	defer libc.Xfree(c.tls, list)
	sqlite3.Xsqlite3_db_config(c.tls, c.db, what, list)
}

// dropModules removes virtual tables that workerd does not have, such as sqlite_dbpage,
// through which a statement can destroy the file.
func (c *Conn) dropModules() {
	var names []uintptr
	for module := range Modules {
		if p, err := libc.CString(module); err == nil {
			names = append(names, p)
			defer libc.Xfree(c.tls, p)
		}
	}
	keep := libc.Xmalloc(c.tls, types.Size_t(8*(len(names)+1)))
	if keep == 0 {
		return
	}
	defer libc.Xfree(c.tls, keep)
	copy(unsafe.Slice((*uintptr)(cptr(keep)), len(names)+1), append(names, 0))
	sqlite3.Xsqlite3_drop_modules(c.tls, c.db, keep)
}

// Prepare compiles the first statement of sql.
func (c *Conn) Prepare(sql string, offset int) (*Stmt, error) {
	if s := c.kept[sql]; s != nil {
		delete(c.kept, sql) // until it is closed
		s.offset = offset
		return s, nil
	}
	s, _, err := c.prepareTail(sql, offset)
	return s, err
}

// prepareTail also returns where that statement ends.
func (c *Conn) prepareTail(sql string, offset int) (s *Stmt, tail int, err error) {
	text := libc.Xmalloc(c.tls, types.Size_t(len(sql)+1))
	if text == 0 {
		return nil, 0, errors.New("prepare: out of memory")
	}
	defer libc.Xfree(c.tls, text)
	b := unsafe.Slice((*byte)(cptr(text)), len(sql)+1)
	copy(b, sql)
	b[len(sql)] = 0
	// The length without the final zero, so that a zero inside ends the text for
	// SQLite as for us.
	if rc := sqlite3.Xsqlite3_prepare_v2(c.tls, c.db, text, int32(len(sql)+1), c.where, c.where+8); rc != sqlite3.SQLITE_OK {
		return nil, 0, c.newError(rc, sql, offset)
	}
	if c.guarded == GuardWrite && renamesToReserved(sql) {
		sqlite3.Xsqlite3_finalize(c.tls, *(*uintptr)(cptr(c.where)))
		return nil, 0, &SQLError{Message: "not authorized", Code: sqlite3.SQLITE_AUTH, SQL: sql, Offset: -1, start: offset}
	}
	return &Stmt{c: c, p: *(*uintptr)(cptr(c.where)), sql: sql, offset: offset}, int(*(*uintptr)(cptr(c.where + 8)) - text), nil
}

// isKeyword reports whether a word is a keyword, which cannot be a name without quotes.
func isKeyword(word string) bool {
	tls := libc.NewTLS()
	defer tls.Close()
	p, err := libc.CString(word)
	if err != nil {
		return true
	}
	defer libc.Xfree(tls, p)
	return sqlite3.Xsqlite3_keyword_check(tls, p, int32(len(word))) != 0
}

// changes counts the rows changed since the connection was opened.
func (c *Conn) changes() int64 { return int64(sqlite3.Xsqlite3_total_changes64(c.tls, c.db)) }

// EachIn runs one of dotool's statements on a table that a runtime, wrangler or dotool
// has created, and calls fn, unless it is nil, on every row. A file that someone else
// wrote could instead have an endless view of that name, or a table with other columns:
// these are errors.
func (c *Conn) EachIn(table, sql string, params []Value, fn func(*Stmt) error) error {
	kind := ""
	if err := c.Each("SELECT CASE WHEN type = 'table' AND rootpage > 0 THEN 'table' WHEN type = 'table' THEN 'virtual table' ELSE type END FROM sqlite_schema WHERE name = ? COLLATE NOCASE AND type IN ('table', 'view')", []Value{TextValue(table)}, func(row *Stmt) error {
		kind = row.Column(0).String()
		return nil
	}); err != nil {
		return err
	}
	if kind != "" && kind != "table" {
		return &SQLError{Message: fmt.Sprintf("%s is a %s, where the runtime keeps a table", table, kind), Code: sqlite3.SQLITE_CORRUPT, Offset: -1}
	}
	err := c.Each(sql, params, fn)
	if e, ok := errors.AsType[*SQLError](err); ok && !NoTable(err) && slices.Contains([]int{sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH}, Code(err)) {
		return &SQLError{Message: fmt.Sprintf("table %s does not have the expected form (%s)", table, e.Message), Code: sqlite3.SQLITE_CORRUPT, Offset: -1}
	}
	return err
}

// stepLimit is how long one of dotool's queries may take for a row, far more than an
// intact file needs.
const stepLimit = 10 * time.Second

// errTooLong says that a file makes a simple query endless.
var errTooLong = fmt.Errorf("reading it took longer than %v", stepLimit)

// Each runs one of dotool's queries and calls fn on every row.
func (c *Conn) Each(sql string, params []Value, fn func(*Stmt) error) error {
	if c.guarded != GuardNone {
		return c.Slow(sql, params, fn)
	}
	if fn == nil {
		fn = func(*Stmt) error { return nil }
	}
	var stopped atomic.Bool
	late := make(chan struct{})
	limit := time.AfterFunc(stepLimit, func() { c.interruptUntil(&stopped); close(late) })
	err := c.Slow(sql, params, func(s *Stmt) error {
		if !limit.Stop() {
			return errTooLong
		}
		err := fn(s)
		limit.Reset(stepLimit)
		return err
	})
	if !limit.Stop() {
		stopped.Store(true)
		<-late
		if Code(err) == sqlite3.SQLITE_INTERRUPT {
			return errTooLong
		}
	}
	return err
}

// Slow is [Conn.Each] without a time limit.
func (c *Conn) Slow(sql string, params []Value, fn func(*Stmt) error) error {
	s, err := c.Prepare(sql, 0)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Bind(params...); err != nil {
		return err
	}
	for {
		row, err := s.Step()
		if err != nil || !row {
			return err
		}
		if fn != nil {
			if err := fn(s); err != nil {
				return err
			}
		}
	}
}

// Exec runs one of dotool's statements, without a time limit.
func (c *Conn) Exec(sql string, params ...Value) error { return c.Slow(sql, params, nil) }

// Settle moves everything from the -wal into the file, for callers that then use the
// file alone. Closing does that too, but reports no error.
func (c *Conn) Settle() error {
	return c.Slow("PRAGMA wal_checkpoint(TRUNCATE)", nil, func(row *Stmt) error {
		if row.Column(0).Int != 0 || row.Column(1).Int > row.Column(2).Int {
			return errors.New("the database could not be written as a whole")
		}
		return nil
	})
}

// Backup copies a consistent state of the whole database into another.
func (c *Conn) Backup(ctx context.Context, to *Conn) error {
	main, err := libc.CString("main")
	if err != nil {
		return err
	}
	defer libc.Xfree(c.tls, main)
	b := sqlite3.Xsqlite3_backup_init(to.tls, to.db, main, c.db, main)
	if b == 0 {
		return to.newError(sqlite3.Xsqlite3_errcode(to.tls, to.db), "", 0)
	}
	rc := int32(sqlite3.SQLITE_OK)
	for rc == sqlite3.SQLITE_OK && ctx.Err() == nil {
		rc = sqlite3.Xsqlite3_backup_step(to.tls, b, 4096)
	}
	end := sqlite3.Xsqlite3_backup_finish(to.tls, b)
	switch {
	case rc == sqlite3.SQLITE_DONE && end == sqlite3.SQLITE_OK:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	return to.newError(rc, "", 0)
}
