package sqlite

import "io/fs"

// Internals that the tests use.
const (
	WALHeader = walHeader
)

var (
	ErrChanged = errChanged
	Items      = items
	MainVerb   = mainVerb
	Normalise  = normalise
	Run        = run
	SoundWAL   = soundWAL
)

// Unsure reports whether nothing keeps the file from changing while it is read.
func (db *DB) Unsure() bool { return db.before != nil }

// PrepareTail is Prepare, which also returns where the statement ends.
func (c *Conn) PrepareTail(sql string, offset int) (s *Stmt, tail int, err error) {
	return c.prepareTail(sql, offset)
}

// Empty reports whether a statement is whitespace and comments.
func (s *Stmt) Empty() bool { return s.p == 0 }

// LiveError words what the runtime says of a statement as SQLError does.
func LiveError(message string) string {
	if e := parseLiveError(message); e != nil {
		return e.Error()
	}
	return message
}

// Shared reports whether a Reader has read the database into memory.
func (db *DB) Shared() bool { return db.shared }

// Copies counts the connections of a Reader.
func (r *Reader) Copies() int { return len(r.copies) }

// Read reads a file that was there before.
func (r *Reader) Read(path string, before fs.FileInfo) (*DB, error) { return r.open(path, before) }
