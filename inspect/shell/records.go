package shell

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/archive"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// read reads the records of the file, after some lines.
func (in *importing) read(data []byte, skip int) error {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	line := 1
	for ; skip > 0 && len(data) > 0; skip-- {
		_, data, _ = bytes.Cut(data, []byte("\n"))
		line++
	}
	ext := strings.ToLower(filepath.Ext(in.file))
	start := bytes.TrimLeft(data, " \t\r\n")
	switch {
	case ext == ".json" || ext == ".ndjson" || ext == ".jsonl":
		return in.readJSON(data, line)
	case ext != ".csv" && ext != ".tsv" && ext != ".tab" && len(start) > 0 && (start[0] == '{' || start[0] == '['):
		return in.readJSON(data, line)
	}
	separator := byte(',')
	first, _, _ := bytes.Cut(data, []byte("\n"))
	if ext == ".tsv" || ext == ".tab" || bytes.IndexByte(first, ',') < 0 && bytes.IndexByte(first, '\t') >= 0 {
		separator = '\t'
	}
	rows, err := in.readCSV(data, line, separator)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fmt.Errorf("%s is empty", diag.Visible(in.file))
	}
	return in.columns(rows)
}

// columns finds out which columns the rows of a CSV file are for. As in sqlite3, the
// first line names those of a new table; for one that exists it does so if these are
// its names.
func (in *importing) columns(rows []record) error {
	header := rows[0]
	var names []string
	for _, v := range header.values {
		names = append(names, v.String())
	}
	want, fix := len(names), ""
	if in.existing == nil {
		if err := in.distinct(header.line, names); err != nil {
			return err
		}
		var all []string
		for _, name := range names {
			all = append(all, sqlite.QuoteName(name)+" TEXT")
		}
		in.create = "CREATE TABLE " + sqlite.QuoteName(in.table) + " (" + strings.Join(all, ", ") + ")"
		rows = rows[1:]
	} else if unknown := in.unknown(names); len(unknown) == len(names) {
		names, want = nil, len(in.existing)
		fix = fmt.Sprintf("the first line names no column of %s: its columns are %s", in.table, strings.Join(in.existing, ", "))
		in.note = fmt.Sprintf("The first line names no column of %s, so it is imported as a row.", diag.Visible(in.table))
	} else if len(unknown) > 0 {
		return in.noColumn(header.line, unknown[0])
	} else if err := in.distinct(header.line, names); err != nil {
		return err
	} else {
		rows = rows[1:]
	}
	for i := range rows {
		if got := len(rows[i].values); got != want {
			values := "values"
			if want == 1 {
				values = "value"
			}
			return &commandError{in.errorf(rows[i].line, "expected %d %s, found %d", want, values, got).Error(), diag.Visible(fix)}
		}
		rows[i].columns = names
	}
	in.records = rows
	return nil
}

func (in *importing) unknown(names []string) (unknown []string) {
	for _, name := range names {
		if !slices.ContainsFunc(in.existing, func(c string) bool { return strings.EqualFold(c, name) }) {
			unknown = append(unknown, name)
		}
	}
	return unknown
}

func (in *importing) noColumn(line int, name string) error {
	e := &commandError{Message: in.errorf(line, "table %s has no column %q", diag.Visible(in.table), name).Error()}
	e.Fix = diag.DidYouMean(name, in.existing, "its columns are "+diag.Visible(strings.Join(in.existing, ", ")))
	return e
}

func (in *importing) distinct(line int, names []string) error {
	for i, name := range names {
		if name == "" {
			return in.errorf(line, "column %d has no name", i+1)
		}
		if slices.ContainsFunc(names[:i], func(n string) bool { return strings.EqualFold(n, name) }) {
			return in.errorf(line, "the column %q is named twice", name)
		}
	}
	return nil
}

// readCSV reads rows as RFC 4180 and sqlite3 have them: values are kept as they are,
// with their line breaks. Empty lines are left out, unless there is one column.
func (in *importing) readCSV(text []byte, line int, separator byte) (rows []record, err error) {
	for len(text) > 0 {
		row := record{line: line}
		for more := true; more; {
			var value []byte
			if text, value, err = in.readValue(text, &line, separator); err != nil {
				return nil, err
			}
			row.values = append(row.values, sqlite.Value{Kind: sqlite.Text, Bytes: value})
			more = len(text) > 0 && text[0] == separator
			if more {
				text = text[1:]
			}
		}
		text = bytes.TrimPrefix(text, []byte("\r"))
		if len(text) > 0 {
			text = text[1:] // the line break
		}
		line++
		if len(row.values) > 1 || len(row.values[0].Bytes) > 0 || len(rows) > 0 && len(rows[0].values) == 1 {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// readValue reads a value of CSV, up to the separator or the end of the line.
func (in *importing) readValue(text []byte, line *int, separator byte) (rest, value []byte, err error) {
	if len(text) == 0 || text[0] != '"' {
		end := bytes.IndexAny(text, string(separator)+"\n")
		if end < 0 {
			end = len(text)
		}
		value = text[:end]
		if end == len(text) || text[end] == '\n' {
			value = bytes.TrimSuffix(value, []byte("\r"))
		}
		return text[len(value):], value, nil
	}
	start := *line
	for text = text[1:]; ; text = text[1:] {
		end := bytes.IndexByte(text, '"')
		if end < 0 {
			return nil, nil, in.errorf(start, "a quoted value is not closed")
		}
		*line += bytes.Count(text[:end], []byte("\n"))
		value = append(value, text[:end]...)
		if text = text[end+1:]; len(text) == 0 || text[0] != '"' {
			break
		}
		value = append(value, '"')
	}
	if after := bytes.TrimPrefix(text, []byte("\r")); len(after) > 0 && after[0] != '\n' && text[0] != separator {
		return nil, nil, in.errorf(*line, "text after the closing quote of a value")
	}
	return text, value, nil
}

// readJSON reads objects: one array of them, or one after the other, as in NDJSON.
func (in *importing) readJSON(text []byte, line int) error {
	d := json.NewDecoder(bytes.NewReader(text))
	var seen int64
	at := func() int { // the line of what comes next
		offset := d.InputOffset()
		for offset < int64(len(text)) && strings.IndexByte(" \t\r\n,", text[offset]) >= 0 {
			offset++
		}
		line += bytes.Count(text[seen:offset], []byte("\n"))
		seen = offset
		return line
	}
	inArray := false
	for {
		here := at()
		if seen == int64(len(text)) && !inArray {
			break
		}
		if !inArray && text[seen] == '[' || inArray && !d.More() {
			if _, err := d.Token(); err != nil {
				return in.errorf(at(), "%v", jsonError(err))
			}
			inArray = !inArray
			continue
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return in.errorf(here, "%v", jsonError(err))
		}
		r, err := in.object(raw, here)
		if err != nil {
			return err
		}
		in.records = append(in.records, r)
	}
	if in.existing == nil {
		return in.createFor()
	}
	for i, r := range in.records {
		if i > 0 && slices.Equal(r.columns, in.records[i-1].columns) {
			continue
		}
		if unknown := in.unknown(r.columns); len(unknown) > 0 {
			return in.noColumn(r.line, unknown[0])
		}
	}
	return nil
}

func jsonError(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the JSON ends too early")
	}
	return err
}

// object reads a row: names of columns, and their values.
func (in *importing) object(raw json.RawMessage, line int) (r record, err error) {
	r.line = line
	if raw[0] != '{' {
		return r, in.errorf(line, "a row must be an object, not %s", diag.Shorten(diag.Visible(string(raw)), 40))
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	_, _ = d.Token() // it is valid
	for d.More() {
		key, _ := d.Token()
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return r, in.errorf(line, "%v", err)
		}
		v, err := valueOf(value)
		if err != nil {
			return r, in.errorf(line, "%v", err)
		}
		r.columns, r.values = append(r.columns, fmt.Sprint(key)), append(r.values, v)
	}
	return r, in.distinct(line, r.columns)
}

// valueOf returns a value of SQLite for one of JSON: true is 1, and arrays and objects are
// their text.
func valueOf(raw json.RawMessage) (sqlite.Value, error) {
	switch raw[0] {
	case 't':
		return sqlite.IntValue(1), nil
	case 'f':
		return sqlite.IntValue(0), nil
	case '{', '[':
		if raw[0] == '{' {
			if v, err := archive.ParseValue(raw); err == nil {
				return v, nil
			}
		}
		var compact bytes.Buffer
		err := json.Compact(&compact, raw)
		return sqlite.Value{Kind: sqlite.Text, Bytes: compact.Bytes()}, err
	}
	return archive.ParseValue(raw)
}

// createFor makes the statement for a new table with the columns of all records, which
// have a type if all their values have it.
func (in *importing) createFor() error {
	var names []string
	types := map[string]string{}
	for _, r := range in.records {
		for i, name := range r.columns {
			key := strings.ToLower(name)
			if _, known := types[key]; !known {
				names = append(names, name)
			}
			types[key] = commonType(types[key], typeNames[r.values[i].Kind])
		}
	}
	if len(names) == 0 {
		return fmt.Errorf("%s has no rows, so the table %s cannot be created", diag.Visible(in.file), diag.Visible(in.table))
	}
	var all []string
	for _, name := range names {
		kind := strings.TrimSuffix(" "+types[strings.ToLower(name)], " "+anyType)
		all = append(all, strings.TrimRight(sqlite.QuoteName(name)+kind, " "))
	}
	in.create = "CREATE TABLE " + sqlite.QuoteName(in.table) + " (" + strings.Join(all, ", ") + ")"
	return nil
}

// anyType is the type of a column that has none.
const anyType = "ANY"

// commonType returns a type for values of two, which keeps both; "" is that of NULL.
func commonType(a, b string) string {
	numeric := func(kind string) bool { return kind == "INTEGER" || kind == "REAL" || kind == "NUMERIC" }
	switch {
	case a == b || b == "":
		return a
	case a == "":
		return b
	case numeric(a) && numeric(b):
		return "NUMERIC"
	}
	return anyType
}

var typeNames = map[sqlite.Kind]string{sqlite.Integer: "INTEGER", sqlite.Real: "REAL", sqlite.Text: "TEXT", sqlite.Blob: "BLOB"}
