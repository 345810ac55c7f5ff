package sqlite

// A Stmt is one compiled statement.
type Stmt struct {
	c      *Conn
	p      uintptr // 0 for a statement of blanks and comments
	sql    string
	offset int // of sql in what the user wrote
}
