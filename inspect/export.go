package inspect

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"dotool/config/diag"
	"dotool/inspect/sqlite"
	v8 "dotool/inspect/v8"
	"dotool/migrate/state"
)

// Format is a form in which objects leave and come back.
type Format string

const (
	// SQL is a dump that sqlite3 reads too, each object after a comment
	// `-- dotool object {…}` and each facet after `-- dotool facet {…}`.
	SQL Format = "sql"
	// NDJSON is one JSON object a line: {"object":…}, {"facet":…}, {"schema":"CREATE …"},
	// {"table":…,"rowid":…,"row":[…]} with values as everywhere in JSON but that text
	// which is not UTF-8 is {"$text":"<base64>"}, a rowid only where it is not that
	// which the row gets anyway, and {"kv":…,"bytes":"<base64>","json":…}, where bytes
	// go before json on import. A "schema" may also be a statement that fills an index.
	NDJSON Format = "ndjson"
)

// exported says what an object is, at the start of its export.
type exported struct {
	Class   string      `json:"class"`
	ID      string      `json:"id"`
	Name    *jsonText   `json:"name"`
	AlarmAt *state.Time `json:"alarmAt"`
}

// exportedFacet is an entry of the index of facets.
type exportedFacet struct {
	Parent  int      `json:"parent"`
	Name    jsonText `json:"name"`
	Deleted bool     `json:"deleted,omitempty"` // only its number is kept
}

func (s jsonText) MarshalJSON() ([]byte, error) { return appendExactText(nil, []byte(s)), nil }

func (s *jsonText) UnmarshalJSON(b []byte) error {
	if b[0] == '{' {
		v, err := parseValue(b)
		*s = jsonText(v.Bytes)
		return err
	}
	// The values' decoder knows lone surrogates.
	text, err := unquoteJSON(b)
	*s = jsonText(text)
	return err
}

// VirtualTableError says that an object holds a virtual table of a module that no
// runtime has, whose content cannot be told.
type VirtualTableError struct{ Table, Module string }

func (e *VirtualTableError) Error() string {
	return fmt.Sprintf("the table %s is one of the module %s, whose rows cannot be exported", e.Table, e.Module)
}

// Hint names the form that keeps everything.
func (e *VirtualTableError) Hint() string { return "export the object as an SQLite file" }

// exporter writes one object in some format.
type exporter struct {
	w      *bufio.Writer
	format Format
	line   []byte
}

// Export writes an object with its facets, key-value entries and alarm. The
// exports of several objects, one after the other, are the export of them all.
func Export(ctx context.Context, s *Store, w io.Writer, format Format, o Object) error {
	db, err := o.Open()
	if err != nil {
		return err
	}
	defer db.Close()
	x := &exporter{w: bufio.NewWriter(w), format: format}
	head := exported{Class: o.Namespace.Class, ID: o.ID.String()}
	if o.Named {
		name := jsonText(o.Name)
		head.Name = &name
	}
	at, err := ownAlarm(db.Conn, o.Namespace.mark)
	if err != nil {
		return db.Fault(ctx, err)
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
	facets, err := readFacets(o)
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

// schema writes a statement that makes something.
func (x *exporter) schema(sql string) {
	if x.format == SQL {
		fmt.Fprintf(x.w, "%s;\n", sql)
	} else {
		x.line = append(appendExactText(append(x.line[:0], `{"schema":`...), []byte(sql)), "}\n"...)
		x.w.Write(x.line)
	}
}

// database writes tables, rows, and then what would be in the way of the rows,
// all of it from one moment.
func (x *exporter) database(ctx context.Context, db *sqlite.DB) (err error) {
	defer db.Conn.Watch(ctx)()
	if err := db.Conn.Exec("BEGIN"); err != nil {
		return db.Fault(ctx, err)
	}
	defer func() {
		if err != nil {
			err = db.Fault(ctx, err)
		} else {
			err = db.Unchanged()
		}
		err = errors.Join(err, db.Conn.Exec("ROLLBACK"))
	}()
	if x.format == SQL {
		x.w.WriteString("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n")
	}
	shadow := map[string]bool{}
	if err := db.Conn.Each("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'", nil, func(row *sqlite.Stmt) error {
		shadow[row.Column(0).String()] = true
		return nil
	}); err != nil {
		return err
	}
	var tables, later []string
	var virtual []virtualTable
	hasSequence := false
	if err := db.Conn.Each("SELECT name, sql, type FROM sqlite_schema ORDER BY rowid", nil, func(row *sqlite.Stmt) error {
		name, sql := row.Column(0).String(), row.Column(1).String()
		switch {
		case name == "sqlite_sequence":
			hasSequence = true
		case sqlite.HasPrefixFold(name, "sqlite_") || name == nameTable: // ours to make, and wrangler's to write again
		case row.Column(2).String() != "table":
			later = append(later, sql)
		case shadow[name]: // its virtual table makes it
		case sqlite.StartsWith(sql, "CREATE", "VIRTUAL"):
			v, err := readVirtual(name, sql)
			if err != nil {
				return err
			}
			virtual = append(virtual, v)
		case name == "_cf_METADATA" && x.format == NDJSON: // the alarm is in the head
		case name == "_cf_KV" && x.format == NDJSON:
			tables = append(tables, name)
		default:
			x.schema(sql)
			tables = append(tables, name)
		}
		return nil
	}); err != nil {
		return err
	}
	if hasSequence {
		tables = append(tables, "sqlite_sequence")
	}
	for _, table := range tables {
		if err := x.rows(db, table, false, ""); err != nil {
			return err
		}
	}
	// After the tables that they index.
	for _, v := range virtual {
		x.schema(v.sql)
	}
	for _, v := range virtual {
		if err := x.virtual(db, v, shadow); err != nil {
			return fmt.Errorf("table %s: %w", v.name, err)
		}
	}
	for _, sql := range later {
		x.schema(sql)
	}
	for _, v := range virtual {
		if v.content == "external" { // perhaps in a view
			x.schema(fmt.Sprintf("INSERT INTO %s(%[1]s) VALUES('rebuild')", sqlite.QuoteName(v.name)))
		}
	}
	if x.format == SQL {
		x.w.WriteString("COMMIT;\n")
	}
	return x.w.Flush()
}

// virtualTable is a virtual table, and how it is filled again.
type virtualTable struct {
	name, sql string
	module    string // in lower case
	// content is where a full text index has its text from: "" for a table of its
	// own, "none" if it keeps none, else "external".
	content string
}

func readVirtual(name, sql string) (v virtualTable, err error) {
	v = virtualTable{name: name, sql: sql}
	var words []sqlite.Lexeme
	for _, t := range sqlite.Lex(sql) {
		if t.Kind != sqlite.BlankToken {
			words = append(words, t)
		}
	}
	for i, t := range words {
		if t.Is("USING") && i+1 < len(words) && v.module == "" {
			v.module = strings.ToLower(unquoteName(words[i+1].Text))
		}
		// An option comes after a parenthesis or a comma, so that no tokenizer's
		// argument is taken for it.
		if v.module == "fts5" && t.Is("content") && i+2 < len(words) && words[i+1].Text == "=" && (words[i-1].Text == "(" || words[i-1].Text == ",") {
			if v.content = "external"; unquoteName(words[i+2].Text) == "" {
				v.content = "none"
			}
		}
	}
	if !sqlite.Modules[v.module] {
		return v, &VirtualTableError{name, v.module}
	}
	return v, nil
}

// unquoteName takes the quotes off a name.
func unquoteName(s string) string {
	if len(s) < 2 {
		return s
	}
	switch q := s[:1]; q {
	case "'", `"`, "`":
		return strings.ReplaceAll(s[1:len(s)-1], q+q, q)
	case "[":
		return s[1 : len(s)-1]
	}
	return s
}

// virtual writes what a virtual table holds. An index of a text that lies
// elsewhere is built again at the end of the import; one that keeps no text can only be copied as
// it is.
func (x *exporter) virtual(db *sqlite.DB, v virtualTable, shadow map[string]bool) error {
	table := sqlite.QuoteName(v.name)
	if v.module == "fts5" {
		// Its settings, such as the order of its results, are made by commands.
		if err := db.Conn.Each("SELECT k, v FROM "+sqlite.QuoteName(v.name+"_config")+" WHERE k <> 'version'", nil, func(row *sqlite.Stmt) error {
			b := appendSQL(row.Column(0), fmt.Appendf(nil, "INSERT INTO %s(%[1]s, rank) VALUES(", table))
			x.schema(string(appendSQL(row.Column(1), append(b, ", "...))) + ")")
			return nil
		}); err != nil {
			return err
		}
	}
	switch {
	case v.module == "fts5vocab":
		return nil
	case v.content == "external":
		return nil
	case v.content == "none":
		for _, part := range []string{"_data", "_idx", "_docsize"} {
			if name := v.name + part; shadow[name] {
				x.schema("DELETE FROM " + sqlite.QuoteName(name))
				if err := x.rows(db, name, false, ""); err != nil {
					return err
				}
			}
		}
		return nil
	case v.module == "fts5":
		return x.rows(db, v.name, true, "rowid")
	}
	return x.rows(db, v.name, true, "")
}

// rowidOf is the name by which a table's own row numbers are to be kept: where
// nothing else says them and they are not those that inserting the rows again
// would give.
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

// rows writes the rows of a table; rowid is the name of a column with the number
// of the row that is to be kept, if there is one.
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
		source += " NOT INDEXED" // in the order of their numbers
		var err error
		if rowid, err = rowidOf(db, table); err != nil {
			return err
		}
	}
	insert := fmt.Sprintf("INSERT INTO %s(%s) VALUES(", sqlite.QuoteName(table), strings.Join(names, ","))
	from := 0 // the first column of the row
	columns := names
	if rowid != "" {
		from = 1
		columns = append([]string{rowid}, names...)
		insert = fmt.Sprintf("INSERT INTO %s(%s) VALUES(", sqlite.QuoteName(table), strings.Join(columns, ","))
	}
	if table == "sqlite_sequence" && x.format == SQL {
		x.w.WriteString("DELETE FROM sqlite_sequence;\n")
	}
	start := appendExactText([]byte(`{"table":`), []byte(table))
	return db.Conn.Slow(fmt.Sprintf("SELECT %s FROM %s", strings.Join(columns, ","), source), nil, func(row *sqlite.Stmt) error {
		b := x.line[:0]
		switch {
		case x.format == SQL:
			b = append(b, insert...)
			for i := range columns {
				if i > 0 {
					b = append(b, ',')
				}
				b = appendSQL(row.Column(i), b)
			}
			b = append(b, ");\n"...)
		case table == "_cf_KV":
			value := row.Column(1).Bytes
			b = appendExactText(append(b, `{"kv":`...), row.Column(0).Bytes)
			b = base64.StdEncoding.AppendEncode(append(b, `,"bytes":"`...), value)
			b = append(b, '"')
			if v, err := v8.Decode(value); err == nil {
				b = append(append(b, `,"json":`...), v8.ToJSON(v)...)
			}
			b = append(b, "}\n"...)
		default:
			b = append(b, start...)
			if rowid != "" {
				b = strconv.AppendInt(append(b, `,"rowid":`...), row.Column(0).Int, 10)
			}
			b = append(b, `,"row":[`...)
			for i := range names {
				if i > 0 {
					b = append(b, ',')
				}
				if v := row.Column(from + i); v.Kind == sqlite.Text {
					b = appendExactText(b, v.Bytes)
				} else {
					b = v.AppendJSON(b)
				}
			}
			b = append(b, "]}\n"...)
		}
		x.line = b
		_, err := x.w.Write(b)
		return err
	})
}

// ExportFile copies the database of an object into a new SQLite file, with what
// its -wal holds. Facets have databases of their own, see [Store.Facets].
func ExportFile(ctx context.Context, s *Store, o Object, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("export to %s: %w", path, os.ErrExist)
	}
	if err := backupFile(ctx, o.Path(), path); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

func (e *ImportError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("import: line %d: %s", e.Line, e.Reason)
	}
	return "import: " + e.Reason
}

func (e *ImportError) Unwrap() error { return e.Err }

// Hint gives the cure.
func (e *ImportError) Hint() string {
	var hinted interface{ Hint() string }
	if e.Cure == "" && errors.As(e.Err, &hinted) {
		return hinted.Hint()
	}
	return e.Cure
}

// path is where a database of the object is built.
func (im *importer) path(facet int) string {
	if facet == 0 {
		return filepath.Join(im.dir, im.goal.ID.String()+".sqlite")
	}
	return filepath.Join(im.dir, fmt.Sprintf("%s.%d.sqlite", im.goal.ID, facet))
}

// start decides what an object will be, and where it is built.
func (im *importer) start(head exported) error {
	im.head, im.facets, im.lost = &head, nil, nil
	if im.goal, im.lost = im.target(head); im.lost != nil {
		im.dir = spareDir(im.s.state)
		if err := os.RemoveAll(im.dir); err != nil {
			return fmt.Errorf("import: %w", err)
		}
		if err := os.MkdirAll(im.dir, 0o700); err != nil {
			return fmt.Errorf("import: %w", err)
		}
		return nil
	}
	n := im.goal.Namespace
	if im.to[n] == nil {
		st, err := stage(im.s.state, n)
		if err != nil {
			return fmt.Errorf("import: %w", err)
		}
		im.to[n] = st
	}
	im.dir = im.to[n].newDir()
	return nil
}

// target is the object that is to be made.
func (im *importer) target(head exported) (o Object, err error) {
	if im.o.Class != "" {
		head.Class = im.o.Class
	}
	if im.o.Named {
		name := jsonText(im.o.Name)
		head.Name = &name
	}
	n, err := im.s.Namespace(head.Class)
	if err != nil {
		return o, err
	}
	o.Namespace = n
	if head.Name != nil {
		o.Name, o.Named = string(*head.Name), true
		o.ID = n.Key.ID(o.Name)
	} else if o.ID, err = state.ParseObjectID(head.ID); err != nil || !n.Key.Owns(o.ID) {
		return o, &ImportError{Reason: fmt.Sprintf("the object has no name, and its id does not belong to class %s", n.Label), Cure: "give it a name"}
	}
	for _, b := range im.made {
		if b.object.Namespace == n && b.object.ID == o.ID {
			return o, &ImportError{Reason: fmt.Sprintf("the object %s/%s is in it twice", n.Label, o)}
		}
	}
	if exists(o) && !im.o.Replace {
		return o, &ImportError{Reason: fmt.Sprintf("the object %s/%s is there already", n.Label, o), Cure: "import it under another name, or replace it with --replace"}
	}
	return o, nil
}

// begin starts the object, or with number > 0 a facet of it.
func (im *importer) begin(number int) (err error) {
	if im.c, err = sqlite.OpenConn(im.path(number), "", sqlite.Create); err != nil {
		return err
	}
	im.stop = im.watch(im.c)
	// Nobody sees the file before it is synced. Triggers do not run, as no guard
	// is set but for a moment: the rows are given as they were after them.
	for _, sql := range []string{"PRAGMA locking_mode = EXCLUSIVE", "PRAGMA synchronous = OFF", "PRAGMA journal_mode = WAL", "BEGIN"} {
		if err := im.c.Exec(sql); err != nil {
			return err
		}
	}
	return nil
}

// end closes the database being filled.
func (im *importer) end() error {
	if im.c == nil {
		return nil
	}
	im.prepared("", nil)
	c := im.c
	im.c = nil
	im.stop()
	if err := c.Exec("COMMIT"); err != nil {
		return errors.Join(err, c.Close())
	}
	return errors.Join(c.Settle(), c.Close())
}

// close gives up what is being built, and takes away what is not in place.
func (im *importer) close() error {
	var err error
	if im.c != nil {
		im.prepared("", nil)
		im.stop()
		err = im.c.Close()
	}
	for _, st := range im.to {
		err = errors.Join(err, st.unlock())
	}
	return errors.Join(err, clearImport(im.s.state, im.to))
}

func (im *importer) prepared(table string, s *sqlite.Stmt) {
	if im.insert != nil {
		im.insert.Close()
	}
	im.table, im.insert = table, s
}

func (im *importer) object(head exported) error {
	if err := im.finish(); err != nil {
		return err
	}
	if im.o.Named && len(im.made) > 0 {
		return &ImportError{Reason: "it holds more than one object, and they cannot all have one name", Cure: "import it without a name"}
	}
	if err := im.start(head); err != nil {
		return err
	}
	return im.begin(0)
}

func (im *importer) facet(f exportedFacet) error {
	if im.head == nil {
		return errors.New("a facet comes before its object")
	}
	if err := im.end(); err != nil {
		return err
	}
	if f.Parent > len(im.facets) || f.Parent < 0 || len(f.Name) > math.MaxUint16 {
		return fmt.Errorf("facet %q cannot be the child of %d", f.Name, f.Parent)
	}
	im.facets = append(im.facets, Facet{Number: len(im.facets) + 1, Parent: f.Parent, Name: string(f.Name)})
	if f.Deleted {
		return nil
	}
	return im.begin(len(im.facets))
}

// finish ends the object that is being built, and checks it.
func (im *importer) finish() error {
	if im.head == nil {
		return nil
	}
	if err := im.end(); err != nil {
		return err
	}
	head := im.head
	im.head = nil
	if im.lost != nil {
		return im.lost
	}
	b := built{object: im.goal}
	stored, err := storedAlarm(im.path(0))
	if err != nil {
		return err
	}
	if head.AlarmAt != nil {
		b.alarm = head.AlarmAt.Time
	} else if stored != 0 {
		b.alarm = alarmTime(stored, "") // it may have been copied while alarms were held
	}
	if !b.alarm.IsZero() && b.alarm.UnixNano() != stored {
		if err := im.setAlarm(b.alarm); err != nil {
			return fmt.Errorf("set the alarm: %w", err)
		}
	}
	if err := seal(im.path(0)); err != nil {
		return err
	}
	for _, f := range im.facets {
		if err := seal(im.path(f.Number)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("facet %q: %w", f.Name, err)
		}
	}
	if len(im.facets) > 0 {
		index := strings.TrimSuffix(im.path(0), ".sqlite") + ".facets"
		if err := im.s.state.Step("write the index of facets", func() error { return writeSynced(index, encodeFacets(im.facets), 0o644) }); err != nil {
			return err
		}
	}
	im.made = append(im.made, b)
	return nil
}

// setAlarm writes the alarm into the object that was built.
func (im *importer) setAlarm(at time.Time) error {
	c, err := sqlite.OpenAlone(im.path(0))
	if err != nil {
		return err
	}
	for _, fn := range []func() error{
		func() error { return c.Exec(metadataSchema) },
		func() error {
			return c.Exec("INSERT INTO _cf_METADATA VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", sqlite.IntValue(alarmKey), sqlite.IntValue(at.UnixNano()))
		},
		func() error { return c.Exec("COMMIT") },
		c.Settle,
	} {
		if err := fn(); err != nil {
			return errors.Join(err, c.Close())
		}
	}
	return c.Close()
}

func encodeFacets(all []Facet) []byte {
	b := binary.LittleEndian.AppendUint64(nil, facetsMagic)
	for _, f := range all {
		b = binary.LittleEndian.AppendUint16(b, uint16(f.Parent))
		b = binary.LittleEndian.AppendUint16(b, uint16(len(f.Name)))
		b = append(b, f.Name...)
	}
	return b
}

func (im *importer) file(ctx context.Context, r io.Reader) error {
	if err := im.start(exported{}); err != nil {
		return err
	}
	path := filepath.Join(filepath.Dir(im.dir), "given.sqlite")
	f, err := diag.CreateFile(path, 0o600)
	if err == nil {
		_, err = io.Copy(f, r)
		err = errors.Join(err, f.Close())
	}
	if err == nil {
		err = backupFile(ctx, path, im.path(0))
	}
	if err = errors.Join(err, os.Remove(path)); err != nil {
		return fmt.Errorf("import: %w", err)
	}
	// The name that wrangler wrote would be another object's.
	c, err := sqlite.OpenAlone(im.path(0))
	if err != nil {
		return err
	}
	for _, fn := range []func() error{
		func() error { return c.Exec("DROP TABLE IF EXISTS " + nameTable) },
		func() error { return c.Exec("COMMIT") },
		c.Settle,
	} {
		if err := fn(); err != nil {
			return errors.Join(err, c.Close())
		}
	}
	return c.Close()
}

func (im *importer) sql(ctx context.Context, r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	text := string(data)
	from := 0 // what has been looked at for our comments
	run := func(end int) error {
		for rest := text[from:end]; ; {
			i := strings.Index(rest, "-- dotool ")
			if i < 0 {
				break
			}
			line, after, _ := strings.Cut(rest[i+len("-- dotool "):], "\n")
			kind, value, _ := strings.Cut(line, " ")
			if err := im.comment(kind, []byte(value)); err != nil {
				return err
			}
			rest = after
		}
		return nil
	}
	for _, s := range sqlite.Split(text) {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		at := func(err error) error {
			return atLine(1+strings.Count(text[:s.Offset], "\n"), err)
		}
		// Only blanks and comments are between statements.
		if err := run(s.Offset); err != nil {
			return err
		}
		from = s.Offset + len(s.SQL)
		if sqlite.StartsWith(s.SQL, "BEGIN") || sqlite.StartsWith(s.SQL, "COMMIT") || sqlite.StartsWith(s.SQL, "PRAGMA", "foreign_keys") {
			continue // each object is one transaction anyway
		}
		if im.c == nil {
			if im.head != nil {
				return at(errors.New("a statement for a deleted facet"))
			}
			if err := im.object(exported{}); err != nil { // a dump of sqlite3's
				return err
			}
		}
		im.c.Guard(sqlite.GuardImport)
		err := im.c.Exec(s.SQL)
		im.c.Guard(sqlite.GuardNone)
		if err != nil {
			return at(err)
		}
	}
	return run(len(text))
}

func (im *importer) comment(kind string, value []byte) error {
	var err error
	switch kind {
	case "object":
		var head exported
		if err = json.Unmarshal(value, &head); err == nil {
			return im.object(head)
		}
	case "facet":
		var f exportedFacet
		if err = json.Unmarshal(value, &f); err == nil {
			err = im.facet(f)
		}
	}
	if err != nil {
		return &ImportError{Reason: fmt.Sprintf("-- dotool %s: %v", kind, err), Err: err}
	}
	return nil
}

func (im *importer) ndjson(ctx context.Context, r *bufio.Reader) error {
	for n := 1; ; n++ {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		line, err := r.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return fmt.Errorf("import: %w", err)
		}
		if text := bytes.TrimSpace(line); len(text) > 0 {
			if err := im.record(text); err != nil {
				return atLine(n, err)
			}
		}
		if err == io.EOF {
			return nil
		}
	}
}

func (im *importer) record(line []byte) error {
	var rec struct {
		Object *exported         `json:"object"`
		Facet  *exportedFacet    `json:"facet"`
		Schema *jsonText         `json:"schema"`
		Table  *jsonText         `json:"table"`
		Rowid  *int64            `json:"rowid"`
		Row    []json.RawMessage `json:"row"`
		KV     *jsonText         `json:"kv"`
		Bytes  []byte            `json:"bytes"`
		JSON   json.RawMessage   `json:"json"`
	}
	if err := json.Unmarshal(line, &rec); err != nil {
		return err
	}
	switch {
	case rec.Object != nil:
		return im.object(*rec.Object)
	case rec.Facet != nil:
		return im.facet(*rec.Facet)
	case im.c == nil:
		return errors.New("there is no object before it")
	case rec.Schema != nil:
		im.c.Guard(sqlite.GuardImport)
		defer im.c.Guard(sqlite.GuardNone)
		return im.c.Exec(string(*rec.Schema))
	case rec.KV != nil:
		value := rec.Bytes
		if value == nil {
			v, err := v8.FromJSON(rec.JSON)
			if err == nil {
				value, err = v8.Encode(v)
			}
			if err != nil {
				return err
			}
		}
		return errors.Join(im.c.Exec(sqlite.KVSchema), im.c.Exec("INSERT INTO _cf_KV VALUES (?, ?)", sqlite.TextValue(string(*rec.KV)), sqlite.BlobValue(value)))
	case rec.Table != nil:
		return im.row(string(*rec.Table), rec.Rowid, rec.Row)
	}
	return errors.New("it is no object, facet, schema, row or entry")
}

func (im *importer) row(table string, rowid *int64, row []json.RawMessage) error {
	if im.insert == nil || im.table != table || im.rowid != (rowid != nil) {
		var names []string
		numbers := []string{"rowid", "_rowid_", "oid"}
		if err := im.c.Each("SELECT name, hidden FROM pragma_table_xinfo(?)", []sqlite.Value{sqlite.TextValue(table)}, func(s *sqlite.Stmt) error {
			name := s.Column(0).String()
			numbers = slices.DeleteFunc(numbers, func(n string) bool { return strings.EqualFold(n, name) })
			if s.Column(1).Int == 0 {
				names = append(names, sqlite.QuoteName(name))
			}
			return nil
		}); err != nil {
			return err
		}
		switch {
		case len(names) == 0:
			return fmt.Errorf("there is no table %s", table)
		case table == "sqlite_sequence":
			if err := im.c.Exec("DELETE FROM sqlite_sequence"); err != nil {
				return err
			}
		}
		if rowid != nil {
			if len(numbers) == 0 {
				return fmt.Errorf("the rows of table %s cannot be given numbers", table)
			}
			names = append(names, numbers[0])
		}
		s, err := im.c.Prepare(fmt.Sprintf("INSERT INTO %s (%s) VALUES (?%s)", sqlite.QuoteName(table), strings.Join(names, ","), strings.Repeat(",?", len(names)-1)), 0)
		if err != nil {
			return err
		}
		im.prepared(table, s)
		im.rowid = rowid != nil
	}
	values := make([]sqlite.Value, len(row), len(row)+1)
	for i, raw := range row {
		var err error
		if values[i], err = parseValue(raw); err != nil {
			return err
		}
	}
	if rowid != nil {
		values = append(values, sqlite.IntValue(*rowid))
	}
	if have := im.insert.Parameters(); have != len(values) {
		return fmt.Errorf("the row has %d values, and table %s %d columns", len(row), table, have-(len(values)-len(row)))
	}
	if err := im.insert.Bind(values...); err != nil {
		return err
	}
	_, err := im.insert.Step()
	im.insert.Reset()
	return err
}
