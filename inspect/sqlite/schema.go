package sqlite

import (
	"context"
	"slices"
	"strings"
)

// SchemaItem is a table, index, trigger or view of the user's.
type SchemaItem struct {
	Type string `json:"type"` // as in sqlite_schema
	Name string `json:"name"`
	SQL  string `json:"sql"` // normalised, one column per line; without the final semicolon
}

// Schema is the schema of a database without workerd's and wrangler's tables, by type
// (tables first) and name. Two schemas are equal if their SQL differs only in whitespace,
// comments and needless quotes.
type Schema []SchemaItem

// String returns the SQL that creates the schema.
func (s Schema) String() string {
	var b strings.Builder
	for _, item := range s {
		b.WriteString(item.SQL)
		b.WriteString(";\n")
	}
	return b.String()
}

// SchemaSQL returns the rows that [NewSchema] takes.
const SchemaSQL = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type = 'trigger', type = 'view', type = 'index', name"

// Schema reads the schema of a database.
func (db *DB) Schema(ctx context.Context) (Schema, error) {
	var rows [][]Value
	for row, err := range db.Query(ctx, SchemaSQL).All() {
		if err != nil {
			return nil, err
		}
		rows = append(rows, cloneRow(row))
	}
	return NewSchema(rows), nil
}

// ParseSchema reads the schema that SQL creates, for comparison with those of objects.
// The SQL is run on an empty database in memory, so errors are SQLite's.
func ParseSchema(ctx context.Context, sql string) (Schema, error) {
	c, err := OpenConn(":memory:", "", ReadWrite)
	if err != nil {
		return nil, err
	}
	db := &DB{Conn: c}
	defer db.Close()
	for _, err := range db.rows(ctx, sql, nil, true).All() {
		if err != nil {
			return nil, err
		}
	}
	return db.Schema(ctx)
}

func cloneRow(row []Value) []Value {
	row = slices.Clone(row)
	for i, v := range row {
		row[i] = v.Clone()
	}
	return row
}

// NewSchema makes a schema of the rows of [SchemaSQL].
func NewSchema(rows [][]Value) Schema {
	s := Schema{}
	for _, row := range rows {
		name := row[1].String()
		if IsHidden(name) || IsHidden(row[2].String()) || strings.HasPrefix(name, "sqlite_") {
			continue
		}
		s = append(s, SchemaItem{row[0].String(), name, normalise(row[3].String())})
	}
	return s
}

// normalise writes a statement with one blank or none between tokens, and a table with
// one column per line.
func normalise(sql string) string {
	var b strings.Builder
	last := "" // token
	depth := 0
	isTable := len(sql) > 12 && strings.EqualFold(sql[:12], "CREATE TABLE")
	blank := false
	fraction := false // last is the point of a number, as in "0. AS a"
	for at := 0; at < len(sql); {
		kind, n := token(sql[at:])
		word := sql[at : at+n]
		at += n
		if kind == BlankToken {
			blank = true
			continue
		}
		word = unquote(word)
		newline := false
		switch {
		case word == ")" && isTable && depth == 1:
			b.WriteString("\n")
			newline = true
		case isTable && depth == 1 && (last == "(" || last == ","):
			b.WriteString("\n\t")
			newline = true
		}
		tight := last == "" || last == "(" || last == "." && !(fraction && blank) || word == ")" || word == "," || word == "." || word == ";"
		if word == "(" && !isWord(last) {
			tight = tight || !blank
		}
		// Operators such as <= stay together; other tokens are separated like words.
		if !isWord(last) && !isWord(word) && !blank && last != ")" && last != "," {
			tight = true
		}
		if !tight && !newline {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		switch word {
		case "(":
			depth++
		case ")":
			depth--
		}
		fraction = word == "." && last != "" && last[0] >= '0' && last[0] <= '9'
		last, blank = word, false
	}
	return b.String()
}

func isWord(s string) bool {
	return s != "" && (wordByte(s[0]) || strings.ContainsRune("'\"`[", rune(s[0])))
}

// Name returns a name as a person writes it: quoted only if it must be.
func Name(s string) string { return unquote(QuoteName(s)) }

// unquote removes needless quotes from a name: ALTER TABLE RENAME adds them to every
// name.
func unquote(s string) string {
	if len(s) < 3 || !strings.ContainsRune("\"`[", rune(s[0])) {
		return s
	}
	name := s[1 : len(s)-1]
	for i := range len(name) {
		if !wordByte(name[i]) || name[i] == '$' || i == 0 && name[i] <= '9' {
			return s
		}
	}
	if isKeyword(name) {
		return s
	}
	return name
}
