package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/charmbracelet/x/term"
	"github.com/urfave/cli/v2"

	"dotool/inspect"
	"dotool/inspect/shell"
	"dotool/inspect/sqlite"
	"dotool/migrate/state"
)

type sqlOptions struct {
	Args   []string // the object, then SQL; with All the object may be left out
	Class  string
	All    bool
	File   string // SQL to read, "-" for stdin
	Mode   string // of shell.NewFormat
	Params []string
	Write  bool
	Into   string // a file to gather the rows in
}

func sqlCommand(env *Project) *cli.Command {
	return &cli.Command{
		Name: "sql", Usage: "ask an object's database, or those of many",
		ArgsUsage: "OBJECT [SQL…]",
		Description: "OBJECT is NAME, CLASS/NAME, an id or the start of one; a glob such as 'team-*' or\n" +
			"CLASS --all asks many and adds a column \"object\". SQL is read from the arguments,\n" +
			"each a text of its own, from --file or stdin; without any, a terminal gets a shell.\n" +
			"Looking changes no byte and wakes nobody. --write goes through the live object\n" +
			"where `dotool dev` serves it, else to the file.\n\n" +
			"Rows are a table on a terminal, in a pipe separated by tabs; with --json an array\n" +
			"for each result.\n\n" +
			"Example:\n  $ dotool sql lobby 'SELECT * FROM messages WHERE user = ?' --param ann\n  $ dotool sql ChatRoom --all 'SELECT count(*) AS n FROM messages' --csv",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "class", Usage: "look in class `NAME` only"},
			&cli.BoolFlag{Name: "all", Usage: "ask every object of the class"},
			&cli.StringSliceFlag{Name: "param", Usage: "`VALUE` of the next ? (repeatable): a number, NULL, or else text"},
			&cli.StringFlag{Name: "file", Usage: "read the SQL from `FILE`"},
			&cli.BoolFlag{Name: "csv", Usage: "print CSV"},
			&cli.BoolFlag{Name: "markdown", Usage: "print tables of Markdown"},
			&cli.BoolFlag{Name: "line", Usage: "print a value a line"},
			&cli.BoolFlag{Name: "write", Usage: "allow statements that write"},
			patienceFlag(env),
			&cli.StringFlag{Name: "into", Usage: "gather the rows of all objects in the SQLite file `FILE`, with a column _object"},
		},
		Action: func(c *cli.Context) error {
			o := sqlOptions{
				Args: c.Args().Slice(), Class: c.String("class"), All: c.Bool("all"), File: c.String("file"),
				Params: c.StringSlice("param"), Write: c.Bool("write"), Into: c.String("into"),
			}
			var modes []string
			for _, mode := range []string{"csv", "markdown", "line", "json"} {
				if c.Bool(mode) {
					modes = append(modes, mode)
					o.Mode = mode
				}
			}
			switch {
			case len(modes) > 1:
				return usagef("--%s and --%s are two formats: give one", modes[0], modes[1])
			case len(o.Args) == 0 && !o.All:
				return usageError("dotool sql needs an object", "`dotool objects` lists what there is")
			case o.Into != "" && o.Write:
				return usagef("--into gathers rows, --write changes objects: give one")
			}
			return runSQL(c.Context, env, o)
		},
	}
}

func runSQL(ctx context.Context, env *Project, o sqlOptions) error {
	store, state, err := env.openStore()
	if err != nil {
		return err
	}
	address, args := sqlAddress(store, o)
	q := &query{env: env, store: store, state: state, address: address, write: o.Write, mode: o.Mode}
	for _, p := range o.Params {
		q.params = append(q.params, sqlite.ParseParam(p))
	}
	object, err := store.Object(ctx, address)
	if e, ok := errors.AsType[*inspect.AddressError](err); ok && e.Many {
		q.many = true
	} else if err != nil {
		return err
	}
	typed := env.StdinTerminal && env.StdoutTerminal
	if len(args) == 0 && o.File == "" && o.Into == "" && !q.many && len(q.params) == 0 && (typed || !env.StdinTerminal && !o.Write) {
		return q.shell(ctx, object, typed)
	}
	if q.sql, err = readSQL(env, args, o.File); err != nil {
		return err
	}
	if o.Into != "" {
		q.many = true
		return q.gather(ctx, o.Into)
	}
	if q.format, err = shell.NewFormat(o.Mode, env.Stdout, formatOptions(env)); err != nil {
		return err
	}
	start := time.Now()
	if q.many {
		err = q.askAll(ctx)
	} else {
		err = q.point(ctx, object, q.ask(ctx, object))
	}
	if e := q.format.Close(); err == nil {
		err = e
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil && env.StdoutTerminal && q.results > 0 {
		env.tell("%s", env.style(env.Stderr).dim.Render(shell.Summary(q.rows, time.Since(start))))
	}
	return err
}

// shell lets a person ask, or reads SQL and dot commands from a pipe.
func (q *query) shell(ctx context.Context, object inspect.Object, typed bool) error {
	env := q.env
	o := shell.Options{
		In: env.Stdin, Out: env.Stdout, Err: env.Stderr,
		Terminal: typed, Colour: env.colour(env.Stdout),
		Mode: q.mode, Store: q.store, Object: object,
		Report: func(err error) { env.printError("failed", err) },
	}
	if typed {
		o.History = historyFile(env)
		o.Pager = cmp.Or(env.getenv("PAGER"), "less -SRFX")
		if f := fileOf(env.Stdout); f != nil {
			o.Out = f // the shell and its pager see to what they print
			o.Size = func() (width, height int) {
				width, height, _ = term.GetSize(f.Fd()) // 0 when unknown
				return width, height
			}
		}
	}
	if q.write {
		o.Write = func(ctx context.Context, object inspect.Object, statement string, f shell.Format) (int, error) {
			w := &query{env: env, store: q.store, state: q.state, sql: statement, write: true, format: f}
			err := w.ask(ctx, object)
			return w.rows, err
		}
	}
	return shell.Run(ctx, o)
}

// historyFile keeps what was typed in the shell. It is not in the state folder,
// in which looking changes nothing.
func historyFile(e *Project) string {
	dir := e.getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(dir) {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "dotool", "history")
}

// sqlAddress tells the object from the SQL: with --all it may be left out, or
// be a class.
func sqlAddress(store *inspect.Store, o sqlOptions) (inspect.Address, []string) {
	a := inspect.Address{Class: o.Class, All: o.All}
	if len(o.Args) == 0 || o.All && !whichObjects(store, o.Args[0]).All {
		return a, o.Args
	}
	a.Text = o.Args[0]
	return a, o.Args[1:]
}

// readSQL reads what is to be asked, from one of the places where it can be.
func readSQL(e *Project, args []string, file string) (string, error) {
	var data []byte
	var err error
	switch {
	case len(args) > 0 && file != "":
		return "", usagef("SQL is given twice: as an argument and with --file")
	case len(args) > 0:
		return strings.Join(args, "\n;\n"), nil
	case file != "" && file != "-":
		data, err = os.ReadFile(e.path(file))
	case e.StdinTerminal && file == "":
		return "", usageError("there is no SQL", "give it as an argument, with --file or on stdin")
	default:
		data, err = io.ReadAll(e.Stdin)
	}
	if err != nil {
		return "", fmt.Errorf("read SQL: %w", err)
	}
	if len(sqlite.Split(string(data))) == 0 {
		return "", usageError("there is no SQL", "give it as an argument, with --file or on stdin")
	}
	return string(data), nil
}

// query is one text of SQL on its way to one object or many.
type query struct {
	env     *Project
	store   *inspect.Store
	state   *state.Folder
	address inspect.Address
	sql     string
	params  []sqlite.Value
	write   bool
	mode    string
	many    bool

	format  shell.Format
	columns []string // of the result that is being printed, without the object's
	results int
	rows    int
	row     []sqlite.Value // of many, with the object's name
}

// ask runs the query on one object and prints what it answers.
func (q *query) ask(ctx context.Context, o inspect.Object) error {
	if q.write {
		return q.askToWrite(ctx, o)
	}
	db, err := o.Open()
	if err != nil {
		return err
	}
	defer db.Close()
	return q.print(o, db.Query(ctx, q.sql, q.params...))
}

func (q *query) askToWrite(ctx context.Context, o inspect.Object) error {
	to := Results{Header: q.header, Row: func(values []sqlite.Value) error { return q.line(o, values) }}
	return q.env.change(ctx, q.store, q.state, "dotool sql", func(objects Objects) error {
		written, err := objects.SQL(ctx, o, q.sql, q.params, to)
		if err == nil && written > 0 && !q.many {
			q.env.tell("%s written.", count(int(written), "row"))
		}
		return err
	})
}

// print prints the results of one object.
func (q *query) print(o inspect.Object, rows *sqlite.Rows) error {
	defer rows.Close()
	for rows.NextResult() {
		if err := q.header(rows.Columns()); err != nil {
			return err
		}
		for rows.Next() {
			if err := q.line(o, rows.Row()); err != nil {
				return err
			}
		}
	}
	return rows.Close()
}

// errOtherColumns is for formats that say only once what their columns are.
var errOtherColumns = errors.New("the columns are others than those of the objects before")

// header begins a result. Those of many objects are one as long as they have
// the same columns.
func (q *query) header(columns []string) error {
	if len(columns) == 0 { // it has no result
		return nil
	}
	if q.many {
		if q.results > 0 && slices.Equal(columns, q.columns) {
			return nil
		}
		if q.results > 0 && (q.mode == "csv" || q.mode == "" && !q.env.StdoutTerminal) {
			return errOtherColumns
		}
		q.columns = slices.Clone(columns)
		columns = append([]string{"object"}, columns...)
	}
	q.results++
	return q.format.Header(columns)
}

func (q *query) line(o inspect.Object, values []sqlite.Value) error {
	q.rows++
	if q.many {
		q.row = append(append(q.row[:0], sqlite.TextValue(q.label(o))), values...)
		values = q.row
	}
	return q.format.Row(values)
}

// label names an object so that it can be addressed in the same way again.
func (q *query) label(o inspect.Object) string {
	if q.address.All || q.address.Class != "" || len(q.store.Namespaces()) == 1 {
		return o.String()
	}
	return o.Namespace.Label + "/" + o.String()
}

// askAll asks many objects. One that fails hides no other.
func (q *query) askAll(ctx context.Context) error {
	failures := &objectsError{}
	objects := q.store.Objects(ctx, q.address)
	if q.write {
		for o, err := range objects {
			if err != nil {
				return err
			}
			failures.objects++
			if err := q.ask(ctx, o); err != nil {
				failures.add(o, err)
			}
		}
		return q.settle(ctx, failures)
	}
	var last inspect.Object
	for b := range q.store.QueryAll(ctx, objects, q.sql, q.params...) {
		if b.Object.Namespace == nil {
			return b.Err
		}
		if b.Object.ID != last.ID || b.Object.Namespace != last.Namespace {
			last = b.Object
			failures.objects++
		}
		err := b.Err
		if needs, ok := errors.AsType[*sqlite.NeedsWriteError](err); ok {
			return needs // so it does of all the others
		}
		if len(b.Rows) > 0 || q.results == 0 {
			if e := q.header(b.Columns); e != nil {
				err = errors.Join(e, err)
				b.Rows = nil
			}
		}
		for _, row := range b.Rows {
			if err := q.line(b.Object, row); err != nil {
				return err
			}
		}
		if err != nil {
			failures.add(b.Object, err)
		}
	}
	return q.settle(ctx, failures)
}

// settle ends a query of many.
func (q *query) settle(ctx context.Context, failures *objectsError) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case failures.objects == 0:
		q.env.tell("%s", nothing("objects", q.address.Text))
	case failures.failed > 0:
		if !q.env.JSON {
			failures.sql = q.sql
		}
		first := failures.groups[0]
		failures.hint = hint(q.point(ctx, first.first, first.err))
		return failures
	case failures.empty > 0:
		// An object that was reached and never wrote has a file, and no tables yet.
		q.env.tell("%d of %s hold nothing yet.", failures.empty, count(failures.objects, "object"))
	}
	return nil
}

// gather puts the rows of all objects into one file.
func (q *query) gather(ctx context.Context, path string) error {
	const table = "rows"
	failures := &objectsError{}
	objects := func(yield func(inspect.Object, error) bool) {
		for o, err := range q.store.Objects(ctx, q.address) {
			failures.objects++
			if !yield(o, err) {
				return
			}
		}
	}
	rows, failed, err := inspect.Gather(ctx, q.store, objects, q.env.path(path), table, q.sql, q.params...)
	if err != nil {
		return err
	}
	for _, f := range failed {
		failures.add(f.Object, f.Err)
	}
	if q.env.JSON {
		err = writeJSON(q.env.Stdout, struct {
			File    string `json:"file"`
			Table   string `json:"table"`
			Rows    int64  `json:"rows"`
			Objects int    `json:"objects"`
		}{q.env.path(path), table, rows, failures.objects})
		if err != nil {
			return err
		}
	}
	q.env.tell("%s of %s are in table %s of %s.", count(int(rows), "row"), count(failures.objects, "object"), table, path)
	return q.settle(ctx, failures)
}

// objectsError says which of many objects failed, those with the same fault
// together.
type objectsError struct {
	objects, failed int
	empty           int // hold nothing, and so lack the table
	groups          []*failureGroup
	sql             string // to point into, "" for not at all
	hint            string
}

type failureGroup struct {
	text  string
	first inspect.Object
	err   error // of the first
	names []string
	more  int
}

func (e *objectsError) add(o inspect.Object, err error) {
	text := err.Error()
	if f, ok := errors.AsType[*sqlite.FileError](err); ok {
		text = f.Err.Error() // without the file, which is each object's own
	}
	if !o.HasData && strings.HasPrefix(text, noSuchTable) {
		e.empty++
		return
	}
	e.failed++
	i := slices.IndexFunc(e.groups, func(g *failureGroup) bool { return g.text == text })
	if i < 0 {
		i = len(e.groups)
		e.groups = append(e.groups, &failureGroup{text: text, first: o, err: err})
	}
	const most = 3
	if g := e.groups[i]; len(g.names) < most {
		g.names = append(g.names, brief(o))
	} else {
		g.more++
	}
}

func (e *objectsError) Error() string {
	b := &strings.Builder{}
	fmt.Fprintf(b, "%d of %s failed", e.failed, count(e.objects, "object"))
	for _, g := range e.groups {
		fmt.Fprintf(b, "\n%s", strings.Join(g.names, ", "))
		if g.more > 0 {
			fmt.Fprintf(b, " and %d more", g.more)
		}
		b.WriteString(": ")
		if at, ok := errors.AsType[*shell.AtError](shell.At(e.sql, g.err)); ok && e.sql != "" {
			b.WriteString(at.Error())
		} else {
			b.WriteString(g.text)
		}
	}
	return b.String()
}

// brief names an object on a line of text.
func brief(o inspect.Object) string {
	switch {
	case !o.Named:
		return o.ID.String()[:12] + "…"
	case strings.ContainsFunc(o.Name, unicode.IsControl):
		return strconv.Quote(o.Name)
	}
	return o.Name
}

// Hint is that of the first fault that has one.
func (e *objectsError) Hint() string {
	if e.hint != "" {
		return e.hint
	}
	for _, g := range e.groups {
		if h := hint(g.err); h != "" {
			return h
		}
	}
	return ""
}

const noSuchTable = "no such table: "

// point makes an error of one object point at its place, for people, and tell
// the cure.
func (q *query) point(ctx context.Context, o inspect.Object, err error) error {
	e, ok := errors.AsType[*sqlite.SQLError](err)
	if !ok {
		return err
	}
	near := ""
	if table, ok := strings.CutPrefix(e.Message, noSuchTable); ok {
		tables := q.names(ctx, o, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE '\\_\\_miniflare\\_%' ESCAPE '\\'")
		otherwise := "there are the tables " + strings.Join(tables, ", ")
		if len(tables) == 0 {
			otherwise = "the object has no tables; `dotool kv list` shows its key-value storage"
		}
		near = didYouMean(table, tables, otherwise)
	} else if column, ok := strings.CutPrefix(e.Message, "no such column: "); ok {
		columns := q.names(ctx, o, "SELECT DISTINCT c.name FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS c WHERE t.name NOT LIKE '\\_%' ESCAPE '\\'")
		near = didYouMean(column[strings.LastIndexByte(column, '.')+1:], columns, "")
	}
	near = cmp.Or(near, hint(err))
	if !q.env.JSON {
		err = shell.At(q.sql, err)
	}
	return withHint(err, near)
}

// names asks for a list of names, which is empty if it cannot be had.
func (q *query) names(ctx context.Context, o inspect.Object, sql string) []string {
	db, err := o.Open()
	if err != nil {
		return nil
	}
	defer db.Close()
	var names []string
	for row, err := range db.Query(ctx, sql).All() {
		if err != nil {
			return nil
		}
		names = append(names, row[0].String())
	}
	return names
}
