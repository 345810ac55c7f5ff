package commands

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/x/term"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/shell"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/table"
)

type sqlOptions struct {
	Args   []string // the object, then SQL; with All the object may be left out
	Class  string
	All    bool
	File   string // SQL to read, "-" for stdin
	Mode   string // of shell.NewFormat
	Params []string
	Write  bool
	Into   string // a file to collect the rows in
}

// shell is interactive on a terminal, and reads SQL and dot commands from a pipe.
func (q *query) shell(ctx context.Context, in io.Reader, typed bool) error {
	env := q.env
	o := shell.Options{
		In: in, Out: env.Stdout, Err: env.Stderr,
		Terminal: typed, Colour: env.Colour(env.Stdout),
		Mode: q.mode, Store: q.store.Store, Object: q.object,
		Find: func(ctx context.Context, text string) (inspect.Object, error) {
			o, many, err := q.store.ResolveSQL(ctx, inspect.Address{Text: text})
			if err == nil && many {
				err = &inspect.AddressError{What: "object", Text: text, Many: true}
			}
			return o, err
		},
		Report:   func(err error) { env.PrintError("failed", err) },
		Path:     env.Path,
		Writable: q.write,
		Write: func(ctx context.Context, object inspect.Object, sql string, params []sqlite.Value, f table.Format) (int, error) {
			w := &query{env: env, store: q.store, sql: sql, params: params, write: true, format: f}
			err := w.run(ctx, object)
			if w.results == 0 {
				return -1, err
			}
			return w.rows, err
		},
	}
	if typed {
		o.History = historyFile(env)
		o.Pager = cmp.Or(env.Getenv("PAGER"), "less -SRFX")
		if f := ui.FileOf(env.Stdout); f != nil {
			o.Out = f // the shell and its pager make their output safe
			o.Size = func() (width, height int) {
				width, height, _ = term.GetSize(f.Fd()) // 0 when unknown
				return width, height
			}
		}
	}
	return shell.Run(ctx, o)
}

// commands runs arguments of which some are commands of the shell.
func (q *query) commands(ctx context.Context, args []string, o sqlOptions) error {
	switch {
	case q.many:
		return ui.UsageError("commands such as .tables are for one object", "`dotool schema` compares the tables of many")
	case o.Into != "":
		return ui.Usagef("--into is for SQL, not for commands such as .tables")
	case o.File != "":
		return ui.Usagef("SQL is given twice: as an argument and with --file")
	case len(q.params) > 0:
		return ui.Usagef("--param is for SQL: commands such as .tables have no parameters")
	}
	return q.shell(ctx, strings.NewReader(shell.Script(args)), false)
}

// historyFile keeps what was typed in the shell. It is not in the state folder, since
// reading must not change that.
func historyFile(e *local.Project) string {
	dir := e.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(dir) {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "dotool", "history")
}

// sqlAddress separates the object from the SQL: with --all there may be no object, or a
// class instead.
func sqlAddress(store *inspect.Store, o sqlOptions) (inspect.Address, []string) {
	a := inspect.Address{Class: o.Class, All: o.All}
	if len(o.Args) == 0 || o.All && !local.WhichObjects(store, o.Args[0]).All {
		return a, o.Args
	}
	a.Text = o.Args[0]
	return a, o.Args[1:]
}

// readSQL reads the SQL from the arguments, a file or stdin.
func readSQL(e *local.Project, args []string, file string) (string, error) {
	var data []byte
	var err error
	switch {
	case len(args) > 0 && file != "":
		return "", ui.Usagef("SQL is given twice: as an argument and with --file")
	case len(args) > 0:
		return strings.Join(args, "\n;\n"), nil
	case file != "" && file != "-":
		data, err = os.ReadFile(e.Path(file))
	case e.StdinTerminal && file == "":
		return "", ui.UsageError("no SQL given", "give it as an argument, with --file or on stdin")
	default:
		data, err = io.ReadAll(e.Stdin)
	}
	if err != nil {
		return "", fmt.Errorf("read SQL: %w", err)
	}
	if len(sqlite.Split(string(data))) == 0 {
		return "", ui.UsageError("no SQL given", "give it as an argument, with --file or on stdin")
	}
	return string(data), nil
}
