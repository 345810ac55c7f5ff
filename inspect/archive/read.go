package archive

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	v8 "github.com/dotool-dev/dotool/inspect/v8"
)

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
		err = sqlite.CopyDatabase(ctx, path, im.path(0))
	}
	err = errors.Join(err, os.Remove(path))
	switch {
	case sqlite.Damaged(err):
		return &importError{Reason: err.Error(), Fix: "the file is damaged or cut off: export it again", Err: err}
	case err != nil:
		return fmt.Errorf("import: %w", err)
	}
	// Skip wrangler's name: the new object may have another.
	c, err := sqlite.OpenAlone(im.path(0))
	if err != nil {
		return err
	}
	for _, fn := range []func() error{
		func() error { return c.Exec("DROP TABLE IF EXISTS " + inspect.NameTable) },
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
	from := 0  // how far it was searched for dotool's comments
	begun := 0 // the line of BEGIN until there is a COMMIT, else 0
	run := func(end int) error {
		for rest := text[from:end]; ; {
			i := strings.Index(rest, "-- dotool ")
			if i < 0 {
				break
			}
			line, after, _ := strings.Cut(rest[i+len("-- dotool "):], "\n")
			kind, value, _ := strings.Cut(line, " ")
			if begun > 0 {
				return cutOff(begun)
			}
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
		line := func() int { return 1 + strings.Count(text[:s.Offset], "\n") }
		at := func(err error) error { return atLine(line(), err) }
		// Only whitespace and comments are between statements.
		if err := run(s.Offset); err != nil {
			return err
		}
		from = s.Offset + len(s.SQL)
		switch { // each object is one transaction anyway
		case sqlite.StartsWith(s.SQL, "BEGIN"):
			begun = line()
			continue
		case sqlite.StartsWith(s.SQL, "COMMIT"):
			begun = 0
			continue
		case sqlite.StartsWith(s.SQL, "PRAGMA", "foreign_keys"):
			continue
		}
		if im.c == nil {
			if im.head != nil {
				return at(errors.New("a statement for a deleted facet"))
			}
			if err := im.object(exported{}); err != nil { // a dump of sqlite3
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
	if err := run(len(text)); err != nil || begun == 0 {
		return err
	}
	return cutOff(begun)
}

// cutOff returns the error of a dump whose last statements are missing.
func cutOff(begun int) error {
	return &importError{Line: begun, Reason: "the transaction that begins here has no COMMIT: the file is cut off", Fix: "export it again"}
}

// unended returns the error of lines of NDJSON of which the last are missing.
func unended(begun int) error {
	return &importError{Line: begun, Reason: `the object that begins here has no {"end":true}: the file is cut off`, Fix: "export it again"}
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
		return &importError{Reason: fmt.Sprintf("-- dotool %s: %v", kind, err), Err: err}
	}
	return nil
}

func (im *importer) ndjson(ctx context.Context, r *bufio.Reader) error {
	begun := 0 // the line of the object whose end is to come, 0 if none is
	for n := 1; ; n++ {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		line, err := r.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return fmt.Errorf("import: %w", err)
		}
		if text := bytes.TrimSpace(line); len(text) > 0 {
			var l exportedLine
			bad := json.Unmarshal(text, &l)
			switch {
			case begun > 0 && (l.Object != nil || bad != nil && err == io.EOF):
				return unended(begun)
			case l.End:
				begun = 0
			case bad == nil:
				if l.Object != nil && l.Object.Ends {
					begun = n
				}
				bad = im.record(l)
			}
			if bad != nil {
				return atLine(n, bad)
			}
		}
		if err == io.EOF {
			if begun > 0 {
				return unended(begun)
			}
			return nil
		}
	}
}

// exportedLine is a line of NDJSON.
type exportedLine struct {
	Object *exported         `json:"object"`
	End    bool              `json:"end"`
	Facet  *exportedFacet    `json:"facet"`
	Schema *jsonText         `json:"schema"`
	Table  *jsonText         `json:"table"`
	Rowid  *int64            `json:"rowid"`
	Row    []json.RawMessage `json:"row"`
	KV     *jsonText         `json:"kv"`
	Bytes  []byte            `json:"bytes"`
	JSON   json.RawMessage   `json:"json"`
}

func (im *importer) record(rec exportedLine) error {
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
	return errors.New("it is not an object, facet, schema, row or entry")
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
		if values[i], err = ParseValue(raw); err != nil {
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
