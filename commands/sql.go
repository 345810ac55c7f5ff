package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/d1"
	"github.com/dotool-dev/dotool/inspect/shell"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/table"
)

func sqlCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "sql", Usage: "query the database of an object, of many at once, or of D1",
		ArgsUsage: "OBJECT|DATABASE [SQL…]",
		Description: "OBJECT is NAME, CLASS/NAME, WORKER/CLASS/NAME, an id or a unique\n" +
			"prefix of one; a glob such as 'team-*' or CLASS --all queries many objects and\n" +
			"adds a column \"object\". DATABASE is a D1 binding or database_name; if an object\n" +
			"has the same name, write d1:NAME. analytics:DATASET has the data points that the\n" +
			"Worker wrote to a dataset: a table of its name, with Cloudflare's columns.\n" +
			"SQL comes from the arguments (each a separate text), from --file or from stdin;\n" +
			"with none of these, a terminal gets a shell. Commands of the shell, such as .tables,\n" +
			".schema and .import FILE TABLE, can be arguments too; .help lists them.\n" +
			"Reading never starts an object and changes nothing. --write goes through\n" +
			"the live object if `dotool dev` serves it, otherwise to the file.\n\n" +
			"Rows are printed as a table on a terminal and tab-separated in a pipe; with\n" +
			"--json, each result is an array.\n\n" +
			"Example:\n  $ dotool sql lobby 'SELECT * FROM messages WHERE user = ?' --param ann\n  $ dotool sql ChatRoom --all 'SELECT count(*) AS n FROM messages' --csv",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "class", Usage: "look only in class `NAME`"},
			&cli.BoolFlag{Name: "all", Usage: "query every object of the class"},
			&cli.StringSliceFlag{Name: "param", Usage: "bind `VALUE` to the next ? (repeatable): a number, NULL, or text"},
			&cli.StringFlag{Name: "file", Usage: "read the SQL from `FILE`"},
			&cli.BoolFlag{Name: "csv", Usage: "print CSV"},
			&cli.BoolFlag{Name: "markdown", Usage: "print Markdown tables"},
			&cli.BoolFlag{Name: "line", Usage: "print one value per line"},
			&cli.BoolFlag{Name: "write", Usage: "allow statements that write"},
			patienceFlag(env),
			&cli.StringFlag{Name: "into", Usage: "collect all rows into the SQLite file `FILE`, with a column _object"},
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
				return ui.Usagef("--%s and --%s cannot be combined", modes[0], modes[1])
			case len(o.Args) == 0 && !o.All:
				return ui.UsageError("dotool sql needs an object or a D1 database", "`dotool objects` lists the objects")
			case o.Into != "" && o.Write:
				return ui.Usagef("--into and --write cannot be combined")
			}
			return runSQL(c.Context, env, o)
		},
	}
}

// statement is an argument that is SQL, unless an object has that name.
var statement = pattern.New(`(?i)^\s*(?:alter|create|delete|drop|explain|insert|pragma|replace|select|update|with)\s`)

func runSQL(ctx context.Context, env *local.Project, o sqlOptions) error {
	store, err := env.Objects()
	if err != nil {
		return err
	}
	address, args := sqlAddress(store.Store, o)
	q := &query{env: env, store: store, address: address, write: o.Write, mode: o.Mode}
	for _, p := range o.Params {
		q.params = append(q.params, sqlite.ParseParam(p))
	}
	object, many, err := store.ResolveSQL(ctx, address)
	if len(o.Args) == 1 && (many || errors.As(err, new(*inspect.AddressError))) && statement.MatchString(address.Text) {
		return ui.UsageError("dotool sql needs an object before the SQL", "`dotool objects` lists the objects; '*' is all of them")
	}
	if err != nil {
		return err
	}
	q.many, q.object = many, object
	q.several = many && store.Several(address)
	if d1.Is(object) && !object.Exists() && !o.Write {
		return ui.WithHint(fmt.Errorf("the D1 database %s is empty: nothing has been written to it", object.Name), "`dotool migrate` applies its migrations; --write allows statements that write")
	}
	if slices.ContainsFunc(args, shell.IsCommand) {
		return q.commands(ctx, args, o)
	}
	typed := env.StdinTerminal && env.StdoutTerminal
	if len(args) == 0 && o.File == "" && o.Into == "" && !q.many && len(q.params) == 0 && (typed || !env.StdinTerminal && !o.Write) {
		return q.shell(ctx, env.Stdin, typed)
	}
	if q.sql, err = readSQL(env, args, o.File); err != nil {
		return err
	}
	if !q.many && o.Into == "" && len(q.params) == 0 && len(args) == 0 && shell.HasCommands(q.sql) {
		return q.shell(ctx, strings.NewReader(q.sql), false)
	}
	if o.Into != "" {
		q.many = true
		return q.gather(ctx, o.Into)
	}
	options := formatOptions(env)
	if q.many {
		options.Names = []int{0} // of the objects
	}
	if q.format, err = table.NewFormat(o.Mode, env.Stdout, options); err != nil {
		return err
	}
	start := time.Now()
	if q.many {
		err = q.queryAll(ctx)
	} else {
		err = q.point(ctx, object, q.run(ctx, object))
	}
	if e := q.format.Close(); err == nil {
		err = e
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil && env.StdoutTerminal && q.results > 0 {
		env.Note("%s", env.Style(env.Stderr).Dim.Render(table.Summary(q.rows, time.Since(start))))
	}
	return err
}
