package shell

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/archive"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/table"
)

// A dotCommand is a command that starts with a dot.
type dotCommand struct {
	name, argument, about string
	run                   func(s *session, ctx context.Context, argument string) error
}

// dotCommands is set below, since .help uses it.
var dotCommands []dotCommand

func init() {
	dotCommands = []dotCommand{
		{".dump", "", "print the object as SQL", (*session).dump},
		{".headers", "[on|off]", "print the names of columns above results", (*session).setHeaders},
		{".help", "", "show this", (*session).help},
		{".import", "FILE TABLE", "add the rows of a CSV, JSON or NDJSON file to a table, created if new", (*session).importFile},
		{".mode", "[MODE]", "print results as " + strings.Join(table.Modes, ", "), (*session).mode},
		{".objects", "[GLOB]", "list objects, all or those that match", (*session).objects},
		{".once", "FILE", "write the next result to FILE", (*session).once},
		{".output", "[FILE]", "write results to FILE; without it, print them again", (*session).output},
		{".quit", "", "quit (also Ctrl-D)", func(s *session, _ context.Context, _ string) error { s.quit = true; return nil }},
		{".read", "FILE", "run the statements and commands of a file", (*session).readFile},
		{".schema", "[TABLE]", "show the schema of all tables, or of one", (*session).schema},
		{".tables", "[PATTERN]", "list the tables and views, all or those that match", (*session).listTables},
		{".timer", "[on|off]", "show how long each statement takes", (*session).setTimer},
		{".use", "OBJECT", "switch to another object", (*session).use},
		{".write", "[on|off]", "allow statements that write", (*session).setWrite},
		{`\d`, "[TABLE]", "list the tables, or describe one (as in psql)", (*session).describe},
	}
}

// words maps other shells' names of commands to those of this one.
var words = map[string]string{
	"exit": ".quit", "quit": ".quit", "help": ".help", ".exit": ".quit",
	`\q`: ".quit", `\?`: ".help", `\dt`: ".tables", `\dt+`: ".tables", `\dv`: ".tables", `\d+`: `\d`, `\di`: ".schema", ".indexes": ".schema",
	`\timing`: ".timer", `\o`: ".output", `\i`: ".read", `\c`: ".use", ".open": ".use", `\l`: ".objects",
}

// instead maps what other shells have to hints.
var instead = map[string]string{
	`\x`: ".mode line prints one value per line", "show": ".tables lists the tables", "use": ".use OBJECT switches to another object",
	"describe": ".schema TABLE shows the schema of a table", "desc": ".schema TABLE shows the schema of a table",
}

// IsCommand reports whether an argument of a command line is a dot command.
func IsCommand(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, ".") || strings.HasPrefix(text, `\`) // as in psql
}

// isCommand reports whether a text is a dot command, or a word for one.
func isCommand(text string) bool {
	text = strings.TrimSpace(text)
	_, word := words[strings.TrimRight(text, ";")]
	return word || IsCommand(text)
}

// Commands yields the names of the dot commands, and what they do.
func Commands() iter.Seq2[string, string] {
	return func(yield func(name, about string) bool) {
		for _, c := range dotCommands {
			if !yield(c.name, c.about) {
				return
			}
		}
	}
}

// HasCommand reports whether there is a dot command of a name.
func HasCommand(name string) bool {
	return slices.ContainsFunc(dotCommands, func(c dotCommand) bool { return c.name == name })
}

// commandError says that a dot command, or its argument, is unknown.
type commandError struct{ Message, Fix string }

func (e *commandError) Error() string { return e.Message }

// Hint lists the possible ones.
func (e *commandError) Hint() string { return e.Fix }

func (s *session) command(ctx context.Context, text string) error {
	text = strings.TrimRight(strings.TrimSpace(text), "; ")
	name, argument := text, ""
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		name, argument = text[:i], strings.TrimSpace(text[i:])
	}
	c, err := findCommand(name)
	switch {
	case err != nil:
		return err
	case argument != "" && c.argument == "":
		return &commandError{fmt.Sprintf("%s takes no argument", c.name), ""}
	}
	return c.run(s, ctx, argument)
}

// findCommand finds a command by its name, by what begins only its name, or by its name
// in another shell.
func findCommand(name string) (dotCommand, error) {
	name = cmp.Or(words[name], name)
	var names []string
	var found []dotCommand
	for _, c := range dotCommands {
		if c.name == name {
			return c, nil
		}
		names = append(names, c.name)
		if len(name) > 1 && strings.HasPrefix(c.name, name) {
			found = append(found, c)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	e := &commandError{fmt.Sprintf("no command %s", name), ".help lists the commands"}
	if hint, ok := instead[name]; ok {
		e.Fix = hint
	} else if near := diag.Nearest(name, names); near != "" {
		e.Fix = fmt.Sprintf("did you mean %s?", near)
	}
	return dotCommand{}, e
}

// readFile runs a file, up to the first error.
func (s *session) readFile(ctx context.Context, argument string) error {
	const most = 10 // a file may read others
	switch {
	case argument == "":
		return &commandError{".read needs a file", ""}
	case s.depth == most:
		return &commandError{".read is nested too deeply", ""}
	}
	f, err := os.Open(s.path(unquote(argument)))
	if err != nil {
		return fmt.Errorf(".read: %w", err)
	}
	defer f.Close()
	s.depth++
	defer func() { s.depth-- }()
	return s.read(ctx, f)
}

func (s *session) help(context.Context, string) error {
	w := tabwriter.NewWriter(s.Err, 0, 0, 2, ' ', 0)
	for _, c := range dotCommands {
		fmt.Fprintf(w, "%s %s\t%s\n", c.name, c.argument, c.about)
	}
	if s.Terminal {
		fmt.Fprintf(w, "Tab\tcomplete keywords, tables, columns, objects\nCtrl-C\tstop the query, or clear the line\n")
	}
	return w.Flush()
}

// result prints a table of the shell's in the current mode.
func (s *session) result(ctx context.Context, fn func(context.Context, table.Format) error) error {
	s.shown = true
	if s.screen() {
		return s.paged(ctx, fn)
	}
	return fn(ctx, s.format)
}

func (s *session) listTables(ctx context.Context, pattern string) error {
	pattern = unquote(pattern)
	var rows [][]sqlite.Value
	err := s.each(ctx, `SELECT m.name FROM sqlite_schema m WHERE m.type IN ('table', 'view') AND `+ownTables+`
		AND (?1 = '' OR m.name LIKE replace(?1, '*', '%')) ORDER BY m.name`, func(row []sqlite.Value) {
		rows = append(rows, []sqlite.Value{row[0].Clone()})
	}, sqlite.TextValue(pattern))
	if err != nil {
		return err
	}
	return s.list(ctx, "tables", pattern, []string{"table"}, rows)
}

// schema prints SQL in any mode but JSON, to be read or run again.
func (s *session) schema(ctx context.Context, table string) error {
	table = unquote(table)
	var text []byte
	var rows [][]sqlite.Value
	err := s.each(ctx, `SELECT m.name, m.sql FROM sqlite_schema m WHERE m.sql IS NOT NULL AND `+ownTables+`
		AND (?1 = '' OR m.tbl_name = ?1 COLLATE NOCASE OR m.name = ?1 COLLATE NOCASE) ORDER BY m.rowid`, func(row []sqlite.Value) {
		text = append(append(text, row[1].Bytes...), ";\n"...)
		rows = append(rows, []sqlite.Value{sqlite.TextValue(row[0].String()), sqlite.TextValue(row[1].String())})
	}, sqlite.TextValue(table))
	if err == nil && table != "" && len(text) == 0 {
		return s.noTable(ctx, table)
	}
	s.shown = true
	if err == nil && len(text) == 0 {
		return s.list(ctx, "tables", "", []string{"name", "sql"}, nil)
	}
	switch {
	case err != nil:
		return err
	case s.screen():
		return s.page(ctx, func(_ context.Context, w io.Writer) error {
			_, err := w.Write(diag.AppendVisible(nil, text, true))
			return err
		})
	case s.Mode == "json":
		return errors.Join(s.format.Header([]string{"name", "sql"}), s.rows(rows))
	}
	if err := s.format.Flush(); err != nil {
		return err
	}
	_, err = s.out().Write(text)
	return err
}

func (s *session) noTable(ctx context.Context, table string) error {
	names, _, err := s.tables(ctx)
	if err != nil {
		return err
	}
	return &commandError{fmt.Sprintf("no table %q", table), diag.DidYouMean(table, names, ".tables lists the tables")}
}

func (s *session) rows(rows [][]sqlite.Value) error {
	for _, row := range rows {
		if err := s.format.Row(row); err != nil {
			return err
		}
	}
	return nil
}

// dump prints the same as `dotool export`.
func (s *session) dump(ctx context.Context, _ string) error {
	s.shown = true
	if s.screen() {
		return s.page(ctx, func(ctx context.Context, w io.Writer) error {
			safe := diag.NewWriter(w, false)
			return errors.Join(archive.Export(ctx, s.Store, safe, archive.SQL, s.Object), safe.Flush())
		})
	}
	if err := s.format.Flush(); err != nil {
		return err
	}
	return archive.Export(ctx, s.Store, s.out(), archive.SQL, s.Object)
}

func (s *session) objects(ctx context.Context, glob string) error {
	glob = unquote(glob)
	columns := []string{"class", "name", "id", "sizeBytes", "modifiedAt"}
	people := s.screen() && slices.Contains([]string{"", "table", "line"}, s.Mode)
	if people {
		columns = []string{"class", "name", "id", "bytes", "modified"}
	}
	next, stop := iter.Pull2(s.Store.Objects(ctx, inspect.Address{Text: glob}))
	defer stop()
	o, err, found := next()
	switch {
	case err != nil:
		return err
	case !found:
		return s.list(ctx, "objects", glob, columns, nil)
	}
	return s.result(ctx, func(ctx context.Context, f table.Format) error {
		if err := f.Header(columns); err != nil {
			return err
		}
		for ; found && err == nil; o, err, found = next() {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if err := f.Row(objectRow(o, people)); err != nil {
				return err
			}
		}
		return err
	})
}

// objectRow returns an object as a row, shortened for people.
func objectRow(o inspect.Object, people bool) []sqlite.Value {
	id, modified, name := o.ID.String(), o.Modified.UTC().Format("2006-01-02T15:04:05.000Z07:00"), sqlite.Value{}
	switch {
	case o.Named:
		name = sqlite.TextValue(o.Name)
	case people:
		name = sqlite.TextValue("")
	}
	if people {
		id, modified = id[:12], o.Modified.Local().Format(time.DateTime) // enough of the id for .use
	}
	return []sqlite.Value{
		sqlite.TextValue(o.Namespace.Label), name, sqlite.TextValue(id), sqlite.IntValue(o.Bytes), sqlite.TextValue(modified),
	}
}

// list prints what a command lists, which may be nothing.
func (s *session) list(ctx context.Context, what, pattern string, columns []string, rows [][]sqlite.Value) error {
	if len(rows) == 0 {
		message := "There are no " + what + " here yet."
		if pattern != "" {
			message = fmt.Sprintf("No %s match %q.", what, pattern)
		}
		fmt.Fprintln(s.Err, message)
		if s.screen() {
			return nil
		}
	}
	return s.result(ctx, func(_ context.Context, f table.Format) error { return printRows(f, columns, rows) })
}

func (s *session) use(ctx context.Context, address string) error {
	if address == "" {
		return &commandError{".use needs an object", ".objects lists them"}
	}
	address = unquote(address)
	// A name alone is first looked for in the same class.
	o, err := s.Store.Object(ctx, inspect.Address{Text: address, Class: string(s.Object.Namespace.Key)})
	if err != nil {
		find := s.Find
		if find == nil {
			find = func(ctx context.Context, text string) (inspect.Object, error) {
				return s.Store.Object(ctx, inspect.Address{Text: text})
			}
		}
		if o, err = find(ctx, address); err != nil {
			return s.unknown(err)
		}
	}
	s.Object = o
	if s.Terminal {
		s.greet()
	}
	return nil
}

// unknown returns the error of an unknown object, with the hint for this shell.
func (s *session) unknown(err error) error {
	var hinted interface{ Hint() string }
	if s.Terminal && errors.As(err, &hinted) && strings.HasPrefix(hinted.Hint(), "`dotool objects`") {
		return &commandError{err.Error(), ".objects lists them"}
	}
	return err
}

// greet prints which object is open.
func (s *session) greet() {
	access := "read-only"
	if s.Writable {
		access = "writing is allowed"
	}
	fmt.Fprintln(s.Err, s.dim(fmt.Sprintf("%s/%s, changed %s; %s.", s.Object.Namespace.Label, s.name(), s.Object.Modified.Local().Format(time.DateTime), access)))
}

// name returns the name of the object, safe to print.
func (s *session) name() string { return diag.Visible(s.Object.String()) }
