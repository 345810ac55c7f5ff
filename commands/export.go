package commands

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/archive"
)

// formatSQLite is a copy of the database itself.
const formatSQLite archive.Format = "sqlite"

// exportFormats are the formats by file extension.
var exportFormats = map[string]archive.Format{
	".sql": archive.SQL, ".ndjson": archive.NDJSON, ".jsonl": archive.NDJSON,
	".sqlite": formatSQLite, ".sqlite3": formatSQLite, ".db": formatSQLite,
}

type exportOptions struct {
	Address inspect.Address
	Format  archive.Format
	Output  string // "" or "-" is stdout
	Force   bool
}

func exportCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "export", Usage: "export objects as SQL, NDJSON or a SQLite file",
		ArgsUsage: "OBJECT",
		Description: "An export contains the tables, key-value entries, alarm and facets of an object,\n" +
			"for `dotool import`. A glob, or a class with --all, exports many. SQL can also\n" +
			"be read by sqlite3; NDJSON shows key-value entries as JSON; a SQLite file is the\n" +
			"database of one object, without its facets.\n\n" +
			"Example:\n  $ dotool export lobby -o lobby.sql\n  $ dotool export ChatRoom --all --format ndjson | gzip > rooms.ndjson.gz",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "class", Usage: "look only in class `NAME`"},
			&cli.BoolFlag{Name: "all", Usage: "export every object of the class"},
			choice("format", "export as `FORMAT`: %s", "by file name, else sql", "sql", "ndjson", "sqlite"),
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`", DefaultText: "stdout"},
			&cli.BoolFlag{Name: "force", Usage: "overwrite an existing file"},
		},
		Action: func(c *cli.Context) error {
			o := exportOptions{
				Address: inspect.Address{Text: c.Args().First(), Class: c.String("class"), All: c.Bool("all")},
				Format:  archive.Format(c.String("format")), Output: c.String("output"), Force: c.Bool("force"),
			}
			if c.NArg() == 0 && !o.Address.All {
				return ui.UsageError("dotool export needs an object", "`dotool objects` lists them")
			}
			if o.Output == "-" {
				o.Output = ""
			}
			if o.Format == "" {
				o.Format = exportFormats[strings.ToLower(filepath.Ext(o.Output))]
			}
			if o.Format == "" {
				o.Format = archive.SQL
			}
			if o.Output == "" && o.Format == formatSQLite && env.StdoutTerminal {
				return ui.UsageError("a SQLite file cannot be written to a terminal", "name the file with --output")
			}
			return runExport(c.Context, env, o)
		},
	}
}

func runExport(ctx context.Context, env *local.Project, o exportOptions) error {
	store, _, err := env.OpenStore()
	if err != nil {
		return err
	}
	defer env.Slowly("Exporting…")()
	objects := store.Objects(ctx, o.Address)
	exported := 0
	write := func(w io.Writer) error { return exportTo(ctx, store, w, o.Format, objects, &exported) }
	if o.Format == formatSQLite {
		write = func(w io.Writer) error { return exportDatabase(ctx, env, store, w, o.Address, &exported) }
	}
	if o.Output == "" {
		out, end := env.Plain()
		err = errors.Join(write(out), end())
	} else {
		err = writeNew(env.Path(o.Output), o.Force, write)
	}
	if err != nil {
		return ui.Interrupted(ctx, err)
	}
	if exported == 0 {
		env.Note("%s", nothing("objects", o.Address.Text))
	} else if o.Output != "" {
		env.Note("%s exported to %s.", ui.Count(exported, "object"), o.Output)
	}
	return nil
}

// exportTo writes objects one after the other, up to the first error: a partial export
// would look like a complete one.
func exportTo(ctx context.Context, store *inspect.Store, w io.Writer, format archive.Format, objects iter.Seq2[inspect.Object, error], exported *int) error {
	for o, err := range objects {
		if err != nil {
			return err
		}
		if err := archive.Export(ctx, store, w, format, o); err != nil {
			return fmt.Errorf("export %s: %w", diag.Visible(o.String()), err)
		}
		*exported++
	}
	return nil
}

// exportDatabase writes the database of one object, through a file, since SQLite writes
// nothing else.
func exportDatabase(ctx context.Context, e *local.Project, store *inspect.Store, w io.Writer, a inspect.Address, exported *int) error {
	o, many, err := store.Resolve(ctx, a)
	if err != nil {
		return err
	}
	if many {
		return ui.UsageError("a SQLite file holds one object", "export many as sql or ndjson, or collect rows with `dotool sql --all --into`")
	}
	dir, err := os.MkdirTemp("", "dotool-")
	if err != nil {
		return fmt.Errorf("export %s: %w", diag.Visible(o.String()), err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "object.sqlite")
	if err := archive.ExportFile(ctx, store, o, path); err != nil {
		return fmt.Errorf("export %s: %w", diag.Visible(o.String()), err)
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(w, f); err != nil {
		return fmt.Errorf("export %s: %w", diag.Visible(o.String()), err)
	}
	*exported++
	if facets, err := store.Facets(o); err == nil && len(facets) > 0 {
		e.Note("%s: its %s are not included; sql and ndjson have them.", diag.Visible(o.String()), ui.Count(len(facets), "facet"))
	}
	return nil
}

// writeNew writes a file that appears only when it is complete.
func writeNew(path string, force bool, write func(io.Writer) error) (err error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.Mode().IsRegular(): // such as /dev/null
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(write(f), f.Close())
	case err == nil && !force:
		return ui.WithHint(fmt.Errorf("%s exists", path), "choose another name, or replace it with --force")
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-")
	if err != nil {
		return err
	}
	err = errors.Join(write(f), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
