package shell

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"dotool/config/diag"
	"dotool/inspect"
	"dotool/inspect/archive"
	"dotool/inspect/sqlite"
	"dotool/inspect/table"
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
		{".help", "", "show this", (*session).help},
		{".mode", "[MODE]", "print results as " + strings.Join(table.Modes, ", "), (*session).mode},
		{".objects", "[GLOB]", "list objects, all or those that match", (*session).objects},
		{".quit", "", "quit (also Ctrl-D)", func(s *session, _ context.Context, _ string) error { s.quit = true; return nil }},
		{".schema", "[TABLE]", "show the schema of all tables, or of one", (*session).schema},
		{".tables", "", "list the tables and views", (*session).listTables},
		{".use", "OBJECT", "switch to another object", (*session).use},
	}
}

// words that quit or show help in other shells.
var words = map[string]string{"exit": ".quit", "quit": ".quit", "help": ".help", ".exit": ".quit"}

// IsCommand reports whether an argument of a command line is a dot command.
func IsCommand(text string) bool { return strings.HasPrefix(strings.TrimSpace(text), ".") }

// isCommand reports whether a text is a dot command, or a word for one.
func isCommand(text string) bool {
	text = strings.TrimSpace(text)
	_, word := words[strings.TrimRight(text, ";")]
	return word || IsCommand(text)
}

// commandError says that a dot command, or its argument, is unknown.
type commandError struct{ Message, Fix string }

func (e *commandError) Error() string { return e.Message }

// Hint lists the possible ones.
func (e *commandError) Hint() string { return e.Fix }

func (s *session) command(ctx context.Context, text string) error {
	name, argument, _ := strings.Cut(strings.TrimRight(strings.TrimSpace(text), "; "), " ")
	name, argument = cmp.Or(words[name], name), strings.TrimSpace(argument)
	var names []string
	for _, c := range dotCommands {
		switch {
		case c.name != name:
			names = append(names, c.name)
		case argument != "" && c.argument == "":
			return &commandError{fmt.Sprintf("%s takes no argument", name), ""}
		default:
			return c.run(s, ctx, argument)
		}
	}
	if near := diag.Nearest(name, names); near != "" {
		return &commandError{fmt.Sprintf("no command %s", name), fmt.Sprintf("did you mean %s?", near)}
	}
	return &commandError{fmt.Sprintf("no command %s", name), ".help lists the commands"}
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

func (s *session) mode(_ context.Context, mode string) error {
	if mode == "" {
		fmt.Fprintln(s.Err, cmp.Or(s.Mode, "table"))
		return nil
	}
	err := s.setMode(mode)
	if err != nil {
		return &commandError{err.Error(), ""}
	}
	return nil
}

// result prints a table of the shell's in the current mode.
func (s *session) result(ctx context.Context, fn func(context.Context, table.Format) error) error {
	if s.Terminal {
		return s.paged(ctx, fn)
	}
	return fn(ctx, s.format)
}

func (s *session) listTables(ctx context.Context, _ string) error {
	names, _, err := s.tables(ctx)
	if err != nil {
		return err
	}
	return s.result(ctx, func(_ context.Context, f table.Format) error {
		if err := f.Header([]string{"table"}); err != nil {
			return err
		}
		for _, name := range names {
			if err := f.Row([]sqlite.Value{sqlite.TextValue(name)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// schema prints SQL in any mode but JSON, to be read or run again.
func (s *session) schema(ctx context.Context, table string) error {
	var text []byte
	var rows [][]sqlite.Value
	err := s.each(ctx, `SELECT m.name, m.sql FROM sqlite_schema m WHERE m.sql IS NOT NULL AND `+ownTables+`
		AND (?1 = '' OR m.tbl_name = ?1 COLLATE NOCASE OR m.name = ?1 COLLATE NOCASE) ORDER BY m.rowid`, func(row []sqlite.Value) {
		text = append(append(text, row[1].Bytes...), ";\n"...)
		rows = append(rows, []sqlite.Value{sqlite.TextValue(row[0].String()), sqlite.TextValue(row[1].String())})
	}, sqlite.TextValue(table))
	if err == nil && table != "" && len(text) == 0 {
		names, _, err := s.tables(ctx)
		if err != nil {
			return err
		}
		e := &commandError{fmt.Sprintf("no table %q", table), ".tables lists the tables"}
		if near := diag.Nearest(table, names); near != "" {
			e.Fix = fmt.Sprintf("did you mean %q?", near)
		}
		return e
	}
	switch {
	case err != nil:
		return err
	case s.Terminal:
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
	_, err = s.Out.Write(text)
	return err
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
	if s.Terminal {
		return s.page(ctx, func(ctx context.Context, w io.Writer) error {
			safe := diag.NewWriter(w, false)
			return errors.Join(archive.Export(ctx, s.Store, safe, archive.SQL, s.Object), safe.Flush())
		})
	}
	if err := s.format.Flush(); err != nil {
		return err
	}
	return archive.Export(ctx, s.Store, s.Out, archive.SQL, s.Object)
}

func (s *session) objects(ctx context.Context, glob string) error {
	return s.result(ctx, func(ctx context.Context, f table.Format) error {
		if err := f.Header([]string{"class", "name", "id", "sizeBytes", "modifiedAt"}); err != nil {
			return err
		}
		for o, err := range s.Store.Objects(ctx, inspect.Address{Text: glob}) {
			if err != nil {
				return err
			}
			name := sqlite.Value{}
			if o.Named {
				name = sqlite.TextValue(o.Name)
			}
			if err := f.Row([]sqlite.Value{
				sqlite.TextValue(o.Namespace.Label), name, sqlite.TextValue(o.ID.String()), sqlite.IntValue(o.Bytes),
				sqlite.TextValue(o.Modified.UTC().Format("2006-01-02T15:04:05.000Z07:00")),
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *session) use(ctx context.Context, address string) error {
	if address == "" {
		return &commandError{".use needs an object", ".objects lists them"}
	}
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
			return err
		}
	}
	s.Object = o
	if s.Terminal {
		s.greet()
	}
	return nil
}

// greet prints which object is open.
func (s *session) greet() {
	access := "read-only"
	if s.Write != nil {
		access = "writing is allowed"
	}
	fmt.Fprintln(s.Err, s.dim(fmt.Sprintf("%s/%s, changed %s; %s.", s.Object.Namespace.Label, s.name(), s.Object.Modified.Local().Format(time.DateTime), access)))
}

// name is the name of the object, safe to print.
func (s *session) name() string { return diag.Visible(s.Object.String()) }
