package sqlite

import (
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"unsafe"

	"modernc.org/libc"
	"modernc.org/libc/sys/types"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/sqlite/image"
)

// A Reader opens databases, one after the other, for the same statements. A small file
// that has no -wal, or an empty one, is read as a whole, into the memory of a connection to
// the last database of the same schema: the schema and the statements need not be compiled
// again. The others are opened by [Open]. One goroutine uses it.
type Reader struct {
	shares bool      // the statements find a connection as another left it
	copies []*memory // the last used first
	data   []byte    // of the file that was read last
	misses int       // files since one that had the schema of another
}

// How much a Reader keeps.
const (
	mostCopied = 1 << 18 // the size of a file
	mostCopies = 8       // connections
)

// memory is a database that is a copy of a file.
type memory struct {
	db     *DB
	schema *image.Schema
	at     uintptr // the copy, in C memory, of which only the first bytes are used
	size   int
	used   int
}

// NewReader returns a reader for statements.
func NewReader(sql string) *Reader {
	shares := !strings.Contains(strings.ToLower(sql), "pragma")
	for _, s := range Split(sql) {
		shares = shares && (StartsWith(s.SQL, "SELECT") || StartsWith(s.SQL, "WITH") || StartsWith(s.SQL, "VALUES"))
	}
	return &Reader{shares: shares}
}

// Open opens a database, as [Open] does. Close it before the next one is opened.
func (r *Reader) Open(path string) (*DB, error) { return openAgain(path, r) }

// Close closes the connections.
func (r *Reader) Close() error {
	var err error
	for _, m := range r.copies {
		err = errors.Join(err, m.close())
	}
	return err
}

// open reads a file of which no runtime has a part in its memory, or returns nil if it is
// to be opened. Info is from before it was known that there is no -wal.
func (r *Reader) open(path string, info fs.FileInfo) (*DB, error) {
	if !r.shares || info.Size() == 0 || info.Size() > mostCopied {
		return nil, nil
	}
	if r.misses > 2*mostCopies && r.misses%mostCopies > 0 { // most files have a schema of their own
		r.misses++
		return nil, nil
	}
	f, err := diag.OpenPlain(path)
	if err != nil {
		return nil, nil
	}
	defer f.Close()
	r.data = slices.Grow(r.data[:0], int(info.Size()))[:info.Size()]
	if _, err := io.ReadFull(f, r.data); err != nil {
		return nil, nil
	}
	// A runtime that started meanwhile writes to a -wal, and then to the file.
	if now, err := f.Stat(); err != nil || !unchanged(info, now) {
		return nil, &FileError{path, errChanged}
	}
	m, err := r.connection()
	if err != nil {
		return nil, NewFileError(path, err)
	}
	if m == nil {
		return nil, nil
	}
	m.db.path = path
	return m.db, nil
}

// connection has the data that was read, nil if its schema cannot be shared.
func (r *Reader) connection() (*memory, error) {
	i := slices.IndexFunc(r.copies, func(m *memory) bool { return len(r.data) <= m.size && m.schema.Is(r.data) })
	if i >= 0 {
		r.misses = 0
		m := r.copies[i]
		copy(r.copies[1:], r.copies[:i])
		r.copies[0] = m
		return m, m.load(r.data)
	}
	r.misses++
	schema := image.New(r.data)
	if schema == nil {
		return nil, nil
	}
	if len(r.copies) < mostCopies {
		m, err := newMemory()
		if err != nil {
			return nil, err
		}
		r.copies = append(r.copies, m)
	}
	m := r.copies[len(r.copies)-1] // the one that was not used for the longest time
	if err := m.renew(len(r.data)); err != nil {
		return nil, err
	}
	if err := m.load(r.data); err != nil {
		return nil, err
	}
	if m.db.Conn.Exec("SELECT 1 FROM sqlite_schema") != nil {
		return nil, nil // it is damaged
	}
	m.schema = schema
	copy(r.copies[1:], r.copies)
	r.copies[0] = m
	return m, nil
}

func newMemory() (*memory, error) {
	c, err := OpenConn(":memory:", "", ReadOnly)
	if err != nil {
		return nil, err
	}
	if err := c.Exec("PRAGMA foreign_keys = ON"); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	c.kept = map[string]*Stmt{}
	return &memory{db: &DB{Conn: c, shared: true}}, nil
}

// renew prepares the connection for databases of another schema, of up to a size or somewhat
// more.
func (m *memory) renew(least int) error {
	c := m.db.Conn
	m.schema = nil
	c.forget()
	c.Guard(GuardNone)
	if m.at != 0 { // SQLite reads the schema before it leaves a database, and that one may be damaged
		if err := m.load(image.Empty()); err != nil {
			return err
		}
	}
	size := 1 << 16
	for size < least {
		size *= 2
	}
	at := libc.Xcalloc(c.tls, 1, types.Size_t(size))
	if at == 0 {
		return errors.New("out of memory")
	}
	if rc := sqlite3.Xsqlite3_deserialize(c.tls, c.db, 0, at, int64(size), int64(size), sqlite3.SQLITE_DESERIALIZE_READONLY); rc != sqlite3.SQLITE_OK {
		libc.Xfree(c.tls, at)
		return c.newError(rc, "", 0)
	}
	libc.Xfree(c.tls, m.at)
	m.at, m.size, m.used = at, size, 0
	return nil
}

// load puts a database in place of the one before, which had the same schema.
func (m *memory) load(data []byte) error {
	c := m.db.Conn
	b := unsafe.Slice((*byte)(cptr(m.at)), m.size)
	copy(b, data)
	clear(b[len(data):max(len(data), m.used)])
	m.used = len(data)
	b[18], b[19] = 1, 1 // a database in memory has no -wal
	if rc := sqlite3.Xsqlite3_file_control(c.tls, c.db, 0, sqlite3.SQLITE_FCNTL_RESET_CACHE, 0); rc != sqlite3.SQLITE_OK {
		return c.newError(rc, "", 0)
	}
	return nil
}

func (m *memory) close() error {
	err := m.db.Conn.Close()
	tls := libc.NewTLS()
	libc.Xfree(tls, m.at) // after the connection, which reads it
	tls.Close()
	return err
}
