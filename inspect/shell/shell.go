// Package shell is the SQL shell over the objects of a state folder.
//
// [Run] is the shell: on a terminal with a prompt, history, completion and a pager,
// otherwise it reads SQL and dot commands. [At] points an error at its place in the
// SQL. Package table has the printers.
//
// Package inspect runs the queries, except statements that write, which are for
// [Options.Write].
package shell

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/table"
)

// Options are the options of a shell.
type Options struct {
	In       io.Reader // SQL and dot commands; on a terminal, the stdin of the process is read
	Out, Err io.Writer // results; messages

	// Terminal turns on the prompt. In, Out and Err must be the terminal then.
	Terminal bool
	Size     func() (width, height int) // of the terminal in cells, 0 when unknown; may be nil
	Colour   bool
	History  string // history file, 0600; "" for none
	Pager    string // program for results longer than the screen, with its arguments; "" or cat is none

	Mode   string // of [table.NewFormat]
	Store  *inspect.Store
	Object inspect.Object

	// Find finds what .use opens, nil for objects only.
	Find func(ctx context.Context, text string) (inspect.Object, error)

	// Write runs statements that write, in one transaction, prints their results, and
	// returns the number of rows printed, -1 if there is no result. nil if nothing can be written.
	Write func(ctx context.Context, o inspect.Object, sql string, params []sqlite.Value, f table.Format) (rows int, err error)
	// Writable allows statements that write; .write changes that.
	Writable bool

	// Path finds a file that a command names; nil for the name itself.
	Path func(name string) string

	// Report prints an error that does not end the shell.
	Report func(error)
	// KeepGoing reports errors and continues where there is no terminal.
	KeepGoing bool
}

// errSome ends a run that continued after errors, all of which were reported.
var errSome = errors.New("not all statements ran")

// Run reads statements and runs them one by one, each when it is complete. On a
// terminal errors are reported and ctrl-C ends a statement; Run returns at the
// end of the input or when ctx is done. Elsewhere the first error ends it.
func Run(ctx context.Context, o Options) error {
	s := &session{Options: o}
	if s.Size == nil {
		s.Size = func() (int, int) { return 0, 0 }
	}
	if err := s.setMode(s.Mode); err != nil {
		return err
	}
	var err error
	if s.Terminal {
		err = s.interact(ctx)
	} else {
		err = s.read(ctx, s.In)
	}
	return errors.Join(err, s.restore(), s.format.Close())
}

// session is a shell at work.
type session struct {
	Options
	format table.Format   // of all results that are not for the screen
	file   io.WriteCloser // of .output; nil for Out
	next   bool           // file is for one result
	shown  bool           // a result was printed
	depth  int            // of files that are read
	quit   bool

	headers, timer string // "on", "off" or, as it began, ""
}

// AtError is an error of a statement, with the place.
type AtError struct {
	Err    error
	Text   string // of the statement
	offset int
	fix    string // "" for that of Err
}

// At adds the place in the text to an error that has an offset, and returns other
// errors unchanged.
func At(text string, err error) error {
	e, ok := errors.AsType[*sqlite.SQLError](err)
	if !ok {
		return err
	}
	offset := e.Place(text)
	if table.Point(text, offset) == "" {
		return err
	}
	return &AtError{Err: err, Text: text, offset: offset}
}

func (e *AtError) Unwrap() error { return e.Err }

// Error is SQLite's message, then the line with a caret under the token.
func (e *AtError) Error() string {
	message := e.Err.Error()
	if sql, ok := errors.AsType[*sqlite.SQLError](e.Err); ok {
		message = sql.Message
	}
	return message + "\n" + table.Point(e.Text, e.offset)
}

// Hint returns a similar name, or the hint of the cause.
func (e *AtError) Hint() string {
	var hinted interface{ Hint() string }
	if e.fix == "" && errors.As(e.Err, &hinted) {
		return hinted.Hint()
	}
	return e.fix
}

// RuntimeTable returns the hint for a table that does not exist, if it is one of the
// runtime's, "" otherwise.
func RuntimeTable(name string) string {
	switch name = strings.ToLower(name); {
	case name == "_cf_kv":
		return "the runtime creates _cf_KV with the first key of an object, and SQL cannot read it: use `dotool kv list` and `dotool kv get`"
	case strings.HasPrefix(name, "_cf_"):
		return "tables named _cf_* belong to the runtime, and SQL cannot read them"
	}
	return ""
}

// at adds the place to an error, and a similar name.
func (s *session) at(ctx context.Context, text string, err error) error {
	err = At(text, err)
	e, ok := errors.AsType[*AtError](err)
	if !ok {
		return err
	}
	sql, _ := errors.AsType[*sqlite.SQLError](e.Err)
	if word, _, _ := strings.Cut(strings.TrimRight(text, "; \n"), " "); strings.Contains(sql.Message, "syntax error") {
		e.fix = instead[strings.ToLower(word)]
		return err
	}
	names, columns, tablesErr := s.tables(ctx)
	if tablesErr != nil {
		return err // without a hint
	}
	wrong, isTable := strings.CutPrefix(sql.Message, "no such table: ")
	if column, ok := strings.CutPrefix(sql.Message, "no such column: "); ok {
		wrong, names = column[strings.LastIndexByte(column, '.')+1:], slices.Concat(slices.Collect(maps.Values(columns))...)
	} else if !isTable {
		return err
	}
	if own := RuntimeTable(wrong); own != "" && isTable {
		e.fix = own
	} else if near := diag.Nearest(wrong, names); near != "" {
		e.fix = fmt.Sprintf("did you mean %q?", near)
	} else if isTable {
		e.fix = ".tables lists the tables"
	}
	return err
}

// read runs the input.
func (s *session) read(ctx context.Context, from io.Reader) error {
	in := bufio.NewReaderSize(from, 64<<10)
	var text strings.Builder
	inside, failed := false, false // of a statement
	for end := false; !end && !s.quit; {
		line, err := in.ReadString('\n')
		if err != nil && err != io.EOF {
			return fmt.Errorf("read SQL: %w", err)
		}
		end = err == io.EOF
		before := text.Len()
		text.WriteString(line)
		command := !inside && isCommand(line)
		if command && before > 0 { // there may be only whitespace and comments before it
			all := sqlite.Split(text.String()[:before] + "\n.")
			command = len(all) > 0 && all[0].Offset > before
			inside = len(all) > 0 && !command
		}
		// Without a semicolon it cannot be complete, and looking costs time.
		if !command && !end && (!strings.Contains(line, ";") || !complete(text.String())) {
			continue
		}
		err = s.run(ctx, text.String())
		text.Reset()
		inside = false
		switch {
		case err == nil:
		case ctx.Err() != nil:
			return ctx.Err()
		case !s.KeepGoing:
			return err
		default:
			failed = true
			if err := s.format.Flush(); err != nil {
				return err
			}
			s.Report(err)
		}
	}
	if failed {
		return errSome
	}
	return nil
}

// complete reports whether a text can be run: it is a dot command, or all its
// statements are complete.
func complete(text string) bool {
	all := sqlite.Split(text)
	return len(all) == 0 || all[len(all)-1].Complete || isCommand(text[all[0].Offset:])
}

// commandWithin returns the command that is the last line of a text, within a statement that
// is not complete; "" if there is none. A column may be called help.
func commandWithin(text string) string {
	i := strings.LastIndexByte(text, '\n')
	if i < 0 || !isCommand(text[i:]) || complete(text) {
		return ""
	}
	command := strings.TrimSpace(text[i:])
	if _, err := findCommand(command); err != nil || command == "help" || !complete(text[:i]+"\n;") { // as in a text
		return ""
	}
	return command
}

// run runs a dot command or statements.
func (s *session) run(ctx context.Context, text string) (err error) {
	s.shown = false
	defer func() {
		if s.next && s.shown {
			err = errors.Join(err, s.restore())
		}
	}()
	all := sqlite.Split(text)
	if len(all) > 0 && isCommand(text[all[0].Offset:]) {
		return s.command(ctx, text[all[0].Offset:])
	}
	if command := commandWithin(text); s.Terminal && command != "" {
		if c, err := findCommand(command); err == nil && c.name == ".quit" {
			return s.command(ctx, command)
		}
		return &commandError{"the statement before " + command + " is not finished", "end statements with a semicolon; Ctrl-C clears what was typed"}
	}
	for _, statement := range all {
		if err := s.statement(ctx, statement.SQL); err != nil {
			return err
		}
	}
	return nil
}

// statement runs one statement and prints its result.
func (s *session) statement(ctx context.Context, sql string) error {
	s.shown = true
	if s.timer == "on" {
		defer startTimer(s.Err)()
	}
	if !s.screen() {
		_, err := s.query(ctx, sql, s.format)
		return err
	}
	start := time.Now()
	rows := 0
	err := s.paged(ctx, func(ctx context.Context, f table.Format) (err error) {
		rows, err = s.query(ctx, sql, f)
		return err
	})
	if err == nil && rows >= 0 {
		summary := table.Summary(rows, time.Since(start))
		if s.timer != "" { // off, or it prints its own line
			summary, _, _ = strings.Cut(summary, " in ")
		}
		fmt.Fprintln(s.Err, s.dim(summary))
	}
	return err
}

// query returns how many rows there were, -1 if the statement has no result.
func (s *session) query(ctx context.Context, sql string, f table.Format) (rows int, err error) {
	db, err := s.Object.Open()
	if s.new(err) {
		rows, err = s.Write(ctx, s.Object, sql, nil, f)
		return rows, s.at(ctx, sql, err)
	}
	if err != nil {
		return 0, err
	}
	defer db.Close()
	rows = -1
	result := db.Query(ctx, sql)
	defer result.Close()
	for result.NextResult() {
		if len(result.Columns()) == 0 {
			continue
		}
		rows = 0
		if err := f.Header(result.Columns()); err != nil {
			return rows, err
		}
		for result.Next() {
			rows++
			if err := f.Row(result.Row()); err != nil {
				return rows, err
			}
		}
	}
	err = result.Close()
	if _, writes := errors.AsType[*sqlite.NeedsWriteError](err); writes {
		if s.Write == nil || !s.Writable {
			return 0, s.readOnly(err)
		}
		if err := db.Close(); err != nil {
			return 0, err
		}
		rows, err = s.Write(ctx, s.Object, sql, nil, f)
	}
	return rows, s.at(ctx, sql, err)
}

// new reports whether a database could not be opened because its first write makes it, as
// that of D1.
func (s *session) new(err error) bool {
	return errors.Is(err, fs.ErrNotExist) && s.Writable && s.Write != nil
}

// readOnlyError is the error of what writes, with the hint for who types.
type readOnlyError struct{ error }

func (e readOnlyError) Unwrap() error { return e.error }

func (e readOnlyError) Hint() string { return "allow it with .write on" }

func (s *session) readOnly(err error) error {
	if s.Terminal && s.Write != nil {
		return readOnlyError{err}
	}
	return err
}

func (s *session) dim(text string) string {
	o := table.Output{Options: table.FormatOptions{Colour: s.Colour}}
	o.Look(table.LookDim, text)
	return string(o.Buffer)
}

// tables lists the tables and views of the object, those of workerd and wrangler
// left out, with their columns.
func (s *session) tables(ctx context.Context) (names []string, columns map[string][]string, err error) {
	columns = map[string][]string{}
	err = s.each(ctx, `SELECT m.name, c.name FROM sqlite_schema m LEFT JOIN pragma_table_xinfo(m.name) c
		WHERE m.type IN ('table', 'view') AND `+ownTables+` ORDER BY m.name, c.cid`, func(row []sqlite.Value) {
		name := row[0].String()
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		if row[1].Kind == sqlite.Text {
			columns[name] = append(columns[name], row[1].String())
		}
	})
	return names, columns, err
}

// ownTables is the condition for rows of sqlite_schema m that are the user's.
const ownTables = `m.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND m.tbl_name NOT LIKE '\_cf\_%' ESCAPE '\' AND m.tbl_name NOT LIKE '\_\_miniflare\_%' ESCAPE '\'`

// each runs one of dotool's queries on the object.
func (s *session) each(ctx context.Context, sql string, fn func([]sqlite.Value), params ...sqlite.Value) error {
	db, err := s.Object.Open()
	if s.new(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer db.Close()
	for row, err := range db.Query(ctx, sql, params...).All() {
		if err != nil {
			return err
		}
		fn(row)
	}
	return nil
}
