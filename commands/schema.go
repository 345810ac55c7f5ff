package commands

import (
	"context"
	"fmt"
	"os"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/shell"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

func schemaCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "schema", Usage: "show the tables of a class and which objects differ",
		ArgsUsage: "[CLASS|GLOB]",
		Description: "Objects are grouped by their exact schema, the most common first. The output is\n" +
			"SQL, so the schema of a class can be saved and checked later with --expect.\n\n" +
			"Example:\n  $ dotool schema ChatRoom --diff\n  $ dotool schema ChatRoom --expect src/schema.sql",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "diff", Usage: "print only the differences from the most common schema"},
			&cli.StringFlag{Name: "expect", Usage: "fail if an object with data does not match the schema in `FILE` (SQL)"},
		},
		Action: func(c *cli.Context) error {
			o := schemaOptions{Which: c.Args().First(), Diff: c.Bool("diff"), Expect: c.String("expect")}
			if o.Diff && o.Expect != "" {
				return ui.Usagef("--expect prints differences anyway: omit --diff")
			}
			return runSchema(c.Context, env, o)
		},
	}
}

func runSchema(ctx context.Context, env *local.Project, o schemaOptions) error {
	store, _, err := env.OpenStore()
	if err != nil {
		return err
	}
	// By class, and only objects that hold something where that is asked for: an
	// object that was reached and never wrote has no tables yet.
	var objects [][]inspect.Object
	empty := 0
	for object, err := range store.Objects(ctx, local.WhichObjects(store, o.Which)) {
		switch {
		case err != nil:
			return local.NearClass(store, err)
		case o.Expect != "" && !object.HasData:
			empty++
		case len(objects) > 0 && objects[len(objects)-1][0].Namespace == object.Namespace:
			objects[len(objects)-1] = append(objects[len(objects)-1], object)
		default:
			objects = append(objects, []inspect.Object{object})
		}
	}
	var expected sqlite.Schema
	if o.Expect != "" {
		if len(objects) > 1 {
			return ui.UsageError("--expect compares one class", "name it: `dotool schema CLASS --expect FILE`")
		}
		if expected, err = readSchema(ctx, env, o.Expect); err != nil {
			return err
		}
	}
	all := []classSchema{}
	failures := &objectsError{}
	differ, same := 0, 0
	for _, of := range objects {
		failures.objects += len(of)
		variants, failed, err := store.Variants(ctx, func(yield func(inspect.Object, error) bool) {
			for _, object := range of {
				if !yield(object, nil) {
					return
				}
			}
		})
		if err != nil {
			return err
		}
		class := classSchema{Worker: of[0].Namespace.WorkerName(), Class: of[0].Namespace.Name(), Variants: []schemaVariant{}, Failed: []failedObject{}}
		for i, v := range variants {
			shown := schemaVariant{Schema: v.Schema, Objects: []objectName{}, variant: v}
			for _, object := range v.Objects {
				shown.Objects = append(shown.Objects, nameOf(object))
			}
			switch {
			case o.Expect != "":
				shown.diff(expected)
				differs := len(shown.Diff) > 0
				shown.Differs = &differs
				if differs {
					differ += len(v.Objects)
				} else {
					same += len(v.Objects)
				}
			case o.Diff && i > 0:
				shown.diff(variants[0].Schema)
			}
			class.Variants = append(class.Variants, shown)
		}
		for _, f := range failed {
			class.Failed = append(class.Failed, failedObject{f.Object.ID.String(), f.Err.Error()})
			failures.add(f.Object, f.Err)
		}
		all = append(all, class)
	}
	if env.JSON {
		if err := ui.WriteJSON(env.Stdout, all); err != nil {
			return err
		}
	} else {
		printSchemas(env, all, o)
	}
	switch {
	case failures.failed > 0:
		return failures
	case differ > 0:
		return &driftError{differ, differ + same, o.Expect}
	case len(objects) == 0 && empty == 0:
		env.Note("%s", nothing("objects", o.Which))
	case o.Expect != "":
		env.Note("%s match the schema in %s.", ui.Count(same, "object"), env.Show(env.Path(o.Expect)))
	}
	return nil
}

// driftError says that the schemas of objects differ from the expected one.
type driftError struct {
	differ, of int
	file       string
}

func (e *driftError) Error() string {
	return fmt.Sprintf("%d of %s differ from %s", e.differ, ui.Count(e.of, "object"), e.file)
}

// readSchema reads the schema that a file of SQL makes.
func readSchema(ctx context.Context, e *local.Project, file string) (sqlite.Schema, error) {
	data, err := os.ReadFile(e.Path(file))
	if err != nil {
		return nil, fmt.Errorf("read the expected schema: %w", err)
	}
	schema, err := sqlite.ParseSchema(ctx, string(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, shell.At(string(data), err))
	}
	return schema, nil
}

func nameOf(o inspect.Object) objectName {
	n := objectName{ID: o.ID.String()}
	if o.Named {
		n.Name = &o.Name
	}
	return n
}
