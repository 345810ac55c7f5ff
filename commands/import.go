package commands

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/archive"
	"github.com/dotool-dev/dotool/migrate/state"
)

type importOptions struct {
	As      string // NAME or CLASS/NAME; "": the name in the export
	Class   string
	Replace bool
	File    string // "-" for stdin
	Clone   string // an object to copy, instead of a file
}

func importCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "import", Usage: "recreate objects from an export",
		ArgsUsage: "[OBJECT] FILE",
		Description: "FILE is SQL, NDJSON or a SQLite file; - is stdin. OBJECT, as NAME or CLASS/NAME,\n" +
			"is the new name of the one object in FILE, which gets the matching id; without\n" +
			"OBJECT, all objects keep their names. --clone copies an existing object. A\n" +
			"running `dotool dev` pauses meanwhile; requests are queued.\n\n" +
			"Example:\n  $ dotool import lobby.sql\n  $ dotool import lobby-copy --clone lobby",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "as", Usage: "name the new object `OBJECT` (same as the first argument)"},
			&cli.StringFlag{Name: "class", Usage: "create the object in class `NAME`"},
			&cli.StringFlag{Name: "clone", Usage: "copy `OBJECT` instead of reading a file"},
			patienceFlag(env),
			&cli.BoolFlag{Name: "replace", Usage: "replace an existing object"},
		},
		Action: func(c *cli.Context) error {
			o := importOptions{As: c.String("as"), Class: c.String("class"), Clone: c.String("clone"), Replace: c.Bool("replace")}
			args := c.Args().Slice()
			if o.Clone == "" {
				if len(args) == 0 {
					return ui.UsageError("dotool import needs a file", "`dotool export` writes one; - is stdin")
				}
				o.File, args = args[len(args)-1], args[:len(args)-1]
			}
			switch {
			case len(args) > 0 && o.As != "" || len(args) > 1:
				return ui.Usagef("give the name of the object once: as an argument or with --as")
			case len(args) == 1:
				o.As = args[0]
			case o.Clone != "" && o.As == "":
				return ui.Usagef("the clone needs a name")
			}
			if _, err := state.ParseObjectID(o.As); err == nil {
				return ui.UsageError("an object cannot be created with a given id", "give it a name; without one, objects keep their ids")
			}
			return runImport(c.Context, env, o)
		},
	}
}

func runImport(ctx context.Context, env *local.Project, o importOptions) error {
	store, state, err := env.OpenStore()
	if err != nil {
		return err
	}
	to := archive.ImportOptions{Class: o.Class, Name: o.As, Named: o.As != "", Replace: o.Replace, Command: "dotool import"}
	if parts := store.Split(o.As); parts.Class != "" && o.Class == "" {
		to.Class, to.Name = parts.Of(), parts.Name
	}
	work, end, err := importing(ctx, env, store, o, to)
	if err != nil {
		return err
	}
	defer end()
	defer env.Slowly("Importing…")()
	var made []inspect.Object
	err = env.Aside(ctx, state, func() (err error) {
		made, err = work()
		return err
	})
	if a, ok := errors.AsType[*inspect.AddressError](err); ok && a.What == "class" && len(a.Among) > 0 && to.Class == "" {
		hint := "--class NAME imports into another class; " + a.Hint()
		if a.Ambiguous { // the file says nothing of a class
			hint = "the file does not say which: name it with --class"
		}
		return ui.WithHint(fmt.Errorf("import: %w", err), hint)
	}
	if err != nil {
		return err
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, append([]inspect.Object{}, made...))
	}
	for _, m := range made[:min(len(made), 10)] {
		env.Note("Created %s/%s (%s).", m.Namespace.Label, diag.Visible(m.String()), m.ID)
	}
	if more := len(made) - 10; more > 0 {
		env.Note("And %d more.", more)
	}
	return nil
}

// importing prepares the import, so that mistakes are found before the server pauses.
func importing(ctx context.Context, e *local.Project, store *inspect.Store, o importOptions, to archive.ImportOptions) (work func() ([]inspect.Object, error), end func(), err error) {
	if o.Clone != "" {
		from, err := store.Object(ctx, inspect.Address{Text: o.Clone})
		if err != nil {
			return nil, nil, err
		}
		return func() ([]inspect.Object, error) {
			made, err := archive.Clone(ctx, store, from, to)
			return []inspect.Object{made}, err
		}, func() {}, nil
	}
	var in io.Reader = e.Stdin
	end = func() {}
	if o.File != "-" {
		f, err := openArgument(e, o.File)
		if err != nil {
			return nil, nil, fmt.Errorf("import: %w", err)
		}
		in, end = f, func() { f.Close() }
		to.File = diag.Visible(o.File)
	}
	return func() ([]inspect.Object, error) { return archive.Import(ctx, store, in, to) }, end, nil
}
