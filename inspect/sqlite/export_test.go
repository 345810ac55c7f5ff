package sqlite

// Internals that the tests use.
const (
	GuardWrite = guardWrite
	WALHeader  = walHeader
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

// Empty reports whether a statement is blanks and comments.
func (s *Stmt) Empty() bool { return s.p == 0 }

// LiveError words what the runtime says of a statement as SQLError does.
func LiveError(message string) string {
	if e := parseLiveError(message); e != nil {
		return e.Error()
	}
	return message
}
