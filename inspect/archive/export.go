// Package archive exports, imports and clones objects: [Export] and [Import] as SQL,
// NDJSON or SQLite files, [Clone], and [Gather], which collects the rows of many
// objects in one SQLite file.
//
// An import is built beside its final place, checked, and moved there as a whole;
// [Recover] undoes one that was killed.
package archive

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	v8 "github.com/dotool-dev/dotool/inspect/v8"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Format is a format of exports.
type Format string

const (
	// SQL is a dump that sqlite3 reads too, each object after a comment
	// `-- dotool object {…}` and each facet after `-- dotool facet {…}`.
	SQL Format = "sql"
	// NDJSON is one JSON object per line: {"object":…}, {"facet":…}, {"schema":"CREATE …"},
	// {"table":…,"rowid":…,"row":[…]} and {"kv":…,"bytes":"<base64>","json":…}. An object
	// with "ends":true is whole only if {"end":true} comes before the next one. Values
	// have their usual JSON form, except that text which is not UTF-8 is
	// {"$text":"<base64>"}. A rowid is given only if inserting the row would not give the
	// same one. On import, bytes take precedence over json. A "schema" may also be a
	// statement that fills an index.
	NDJSON Format = "ndjson"
)

// exported describes an object, at the start of its export.
type exported struct {
	Class   string      `json:"class"`
	Worker  string      `json:"worker,omitempty"` // if others have a class of this name
	ID      string      `json:"id"`
	Name    *jsonText   `json:"name"`
	AlarmAt *state.Time `json:"alarmAt"`
	Ends    bool        `json:"ends,omitempty"` // a line says where it ends; in NDJSON
}

// exportedFacet is an entry of the index of facets.
type exportedFacet struct {
	Parent  int      `json:"parent"`
	Name    jsonText `json:"name"`
	Deleted bool     `json:"deleted,omitempty"` // only its number is still used
}

func (s jsonText) MarshalJSON() ([]byte, error) { return appendExactText(nil, []byte(s)), nil }

func (s *jsonText) UnmarshalJSON(b []byte) error {
	if b[0] == '{' {
		v, err := ParseValue(b)
		*s = jsonText(v.Bytes)
		return err
	}
	// The values' decoder knows lone surrogates.
	text, err := unquoteJSON(b)
	*s = jsonText(text)
	return err
}

// exporter writes one object in some format.
type exporter struct {
	w      *bufio.Writer
	format Format
	line   []byte
}

// Export writes an object with its facets, key-value entries and alarm. Several
// exports, one after the other, are an export of all these objects.
func Export(ctx context.Context, s *inspect.Store, w io.Writer, format Format, o inspect.Object) error {
	db, err := o.Open()
	if err != nil {
		return err
	}
	defer db.Close()
	x := &exporter{w: bufio.NewWriter(w), format: format}
	head := exported{Class: o.Namespace.Class, ID: o.ID.String(), Ends: format == NDJSON}
	if n := o.Namespace; n.Label != n.Class {
		head.Worker = n.Worker
	}
	if o.Named {
		name := jsonText(o.Name)
		head.Name = &name
	}
	at, err := o.OwnAlarm(db.Conn)
	if err != nil {
		return db.WrapError(ctx, err)
	}
	if !at.IsZero() {
		head.AlarmAt = &state.Time{Time: at.UTC()}
	}
	if err := x.head("object", head); err != nil {
		return err
	}
	if err := x.database(ctx, db); err != nil {
		return err
	}
	facets, err := inspect.ReadFacets(o)
	if err != nil {
		return err
	}
	for _, f := range facets {
		sub, err := sqlite.Open(f.Path)
		gone := errors.Is(err, os.ErrNotExist)
		if err != nil && !gone {
			return err
		}
		if err := x.head("facet", exportedFacet{f.Parent, jsonText(f.Name), gone}); err != nil || gone {
			if err != nil {
				return err
			}
			continue
		}
		if err := errors.Join(x.database(ctx, sub), sub.Close()); err != nil {
			return fmt.Errorf("facet %q: %w", f.Name, err)
		}
	}
	if head.Ends {
		x.w.WriteString("{\"end\":true}\n")
	}
	return x.w.Flush()
}

func (x *exporter) head(kind string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if x.format == SQL {
		_, err = fmt.Fprintf(x.w, "-- dotool %s %s\n", kind, b)
	} else {
		_, err = fmt.Fprintf(x.w, "{%q:%s}\n", kind, b)
	}
	return err
}

// schema writes a statement that creates something.
func (x *exporter) schema(sql string) {
	if x.format == SQL {
		fmt.Fprintf(x.w, "%s;\n", sql)
	} else {
		x.line = append(appendExactText(append(x.line[:0], `{"schema":`...), []byte(sql)), "}\n"...)
		x.w.Write(x.line)
	}
}

// database writes tables, rows, and then what would interfere with inserting rows, all
// from one moment.
func (x *exporter) database(ctx context.Context, db *sqlite.DB) (err error) {
	defer db.Conn.Watch(ctx)()
	if err := db.Conn.Exec("BEGIN"); err != nil {
		return db.WrapError(ctx, err)
	}
	defer func() {
		if err != nil {
			err = db.WrapError(ctx, err)
		} else {
			err = db.Unchanged()
		}
		err = errors.Join(err, db.Conn.Exec("ROLLBACK"))
	}()
	if x.format == SQL {
		x.w.WriteString("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n")
	}
	c, err := x.contents(db)
	if err != nil {
		return err
	}
	for _, sql := range c.create {
		x.schema(sql)
	}
	for _, table := range c.tables {
		if err := x.rows(db, table, false, ""); err != nil {
			return err
		}
	}
	// After the tables that they index.
	for _, v := range c.virtual {
		x.schema(v.sql)
	}
	for _, v := range c.virtual {
		if err := x.virtual(db, v, c.shadow); err != nil {
			return fmt.Errorf("table %s: %w", v.name, err)
		}
	}
	for _, sql := range c.later {
		x.schema(sql)
	}
	for _, v := range c.virtual {
		if v.content == "external" { // perhaps in a view
			x.schema(fmt.Sprintf("INSERT INTO %s(%[1]s) VALUES('rebuild')", sqlite.QuoteName(v.name)))
		}
	}
	if x.format == SQL {
		x.w.WriteString("COMMIT;\n")
	}
	return x.w.Flush()
}

// contents is the contents of a database, in the order of the export.
type contents struct {
	create  []string // the statements that make the tables
	tables  []string // those with rows to write
	virtual []virtualTable
	shadow  map[string]bool // the tables that virtual tables create
	later   []string        // statements that would interfere with inserting rows
}

func (x *exporter) contents(db *sqlite.DB) (contents, error) {
	c := contents{shadow: map[string]bool{}}
	if err := db.Conn.Each("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'", nil, func(row *sqlite.Stmt) error {
		c.shadow[row.Column(0).String()] = true
		return nil
	}); err != nil {
		return c, err
	}
	hasSequence := false
	err := db.Conn.Each("SELECT name, sql, type FROM sqlite_schema ORDER BY rowid", nil, func(row *sqlite.Stmt) error {
		name, sql := row.Column(0).String(), row.Column(1).String()
		switch {
		case name == "sqlite_sequence":
			hasSequence = true
		case sqlite.HasPrefixFold(name, "sqlite_") || name == inspect.NameTable: // ours to make, and wrangler's to write again
		case row.Column(2).String() != "table":
			c.later = append(c.later, sql)
		case c.shadow[name]: // its virtual table makes it
		case sqlite.StartsWith(sql, "CREATE", "VIRTUAL"):
			v, err := readVirtual(name, sql)
			if err != nil {
				return err
			}
			c.virtual = append(c.virtual, v)
		case name == "_cf_METADATA" && x.format == NDJSON: // the alarm is in the head
		case name == "_cf_KV" && x.format == NDJSON:
			c.tables = append(c.tables, name)
		default:
			c.create = append(c.create, sql)
			c.tables = append(c.tables, name)
		}
		return nil
	})
	if hasSequence {
		c.tables = append(c.tables, "sqlite_sequence")
	}
	return c, err
}

// rowidOf returns the column name for the rowids of a table that must be exported: no column
// has them, and inserting the rows again would give others.
func rowidOf(db *sqlite.DB, table string) (name string, err error) {
	if sqlite.IsHidden(table) || sqlite.HasPrefixFold(table, "sqlite_") {
		return "", nil
	}
	names := []string{"rowid", "_rowid_", "oid"}
	keys, integer := 0, false
	if err := db.Conn.Each("SELECT name, pk, upper(type) FROM pragma_table_xinfo(?)", []sqlite.Value{sqlite.TextValue(table)}, func(row *sqlite.Stmt) error {
		names = slices.DeleteFunc(names, func(n string) bool { return strings.EqualFold(n, row.Column(0).String()) })
		if row.Column(1).Int > 0 {
			keys++
			integer = row.Column(2).String() == "INTEGER"
		}
		return nil
	}); err != nil || len(names) == 0 {
		return "", err
	}
	without := false
	if err := db.Conn.Each("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?", []sqlite.Value{sqlite.TextValue(table)}, func(row *sqlite.Stmt) error {
		without = row.Column(0).Int != 0
		return nil
	}); err != nil || without || keys == 1 && integer {
		return "", err
	}
	err = db.Conn.Slow(fmt.Sprintf("SELECT count(*), min(%s), max(%[1]s) FROM %s", names[0], sqlite.QuoteName(table)), nil, func(row *sqlite.Stmt) error {
		if n := row.Column(0).Int; n > 0 && (row.Column(1).Int != 1 || row.Column(2).Int != n) {
			name = names[0]
		}
		return nil
	})
	return name, err
}

// rows writes the rows of a table; rowid is the column name for rowids, "" to leave
// them out.
func (x *exporter) rows(db *sqlite.DB, table string, virtual bool, rowid string) error {
	var names []string // without generated columns
	if err := db.Conn.Each("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0", []sqlite.Value{sqlite.TextValue(table)}, func(row *sqlite.Stmt) error {
		names = append(names, sqlite.QuoteName(row.Column(0).String()))
		return nil
	}); err != nil {
		return err
	}
	source := sqlite.QuoteName(table)
	if rowid == "" && !virtual {
		source += " NOT INDEXED" // in the order of rowids
		var err error
		if rowid, err = rowidOf(db, table); err != nil {
			return err
		}
	}
	from := 0 // the first column of the row
	columns := names
	if rowid != "" {
		from = 1
		columns = append([]string{rowid}, names...)
	}
	if table == "sqlite_sequence" && x.format == SQL {
		x.w.WriteString("DELETE FROM sqlite_sequence;\n")
	}
	insert := fmt.Sprintf("INSERT INTO %s(%s) VALUES(", sqlite.QuoteName(table), strings.Join(columns, ","))
	start := appendExactText([]byte(`{"table":`), []byte(table))
	return db.Conn.Slow(fmt.Sprintf("SELECT %s FROM %s", strings.Join(columns, ","), source), nil, func(row *sqlite.Stmt) error {
		switch {
		case x.format == SQL:
			x.line = appendInsert(append(x.line[:0], insert...), row, len(columns))
		case table == "_cf_KV":
			x.line = appendEntry(x.line[:0], row.Column(0).Bytes, row.Column(1).Bytes)
		default:
			x.line = append(x.line[:0], start...)
			if rowid != "" {
				x.line = strconv.AppendInt(append(x.line, `,"rowid":`...), row.Column(0).Int, 10)
			}
			x.line = appendRow(x.line, row, from, len(columns))
		}
		_, err := x.w.Write(x.line)
		return err
	})
}

// appendInsert appends the values of an INSERT, and its end.
func appendInsert(b []byte, row *sqlite.Stmt, columns int) []byte {
	for i := range columns {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendSQL(row.Column(i), b)
	}
	return append(b, ");\n"...)
}

// appendEntry appends a line of NDJSON for a key-value entry.
func appendEntry(b, key, value []byte) []byte {
	b = appendExactText(append(b, `{"kv":`...), key)
	b = base64.StdEncoding.AppendEncode(append(b, `,"bytes":"`...), value)
	b = append(b, '"')
	if v, err := v8.Decode(value); err == nil {
		b = append(append(b, `,"json":`...), v8.ToJSON(v)...)
	}
	return append(b, "}\n"...)
}

// appendRow appends the values of a line of NDJSON for a row, and its end.
func appendRow(b []byte, row *sqlite.Stmt, from, to int) []byte {
	b = append(b, `,"row":[`...)
	for i := from; i < to; i++ {
		if i > from {
			b = append(b, ',')
		}
		if v := row.Column(i); v.Kind == sqlite.Text {
			b = appendExactText(b, v.Bytes)
		} else {
			b = v.AppendJSON(b)
		}
	}
	return append(b, "]}\n"...)
}

// ExportFile copies the database of an object into a new SQLite file, including its
// -wal. Facets have databases of their own, see [inspect.Store.Facets].
func ExportFile(ctx context.Context, s *inspect.Store, o inspect.Object, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("export to %s: %w", path, os.ErrExist)
	}
	if err := sqlite.CopyDatabase(ctx, o.Path(), path); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}
