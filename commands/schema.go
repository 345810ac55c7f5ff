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
	objects, empty, err := objectsByClass(ctx, store, o)
	if err != nil {
		return err
	}
	found := schemas{o: o, classes: []classSchema{}}
	if o.Expect != "" {
		if len(objects) > 1 {
			return ui.UsageError("--expect compares one class", "name it: `dotool schema CLASS --expect FILE`")
		}
		if found.expected, err = readSchema(ctx, env, o.Expect); err != nil {
			return err
		}
	}
	for _, class := range objects {
		if err := found.add(ctx, store, class); err != nil {
			return err
		}
	}
	if env.JSON {
		if err := ui.WriteJSON(env.Stdout, found.classes); err != nil {
			return err
		}
	} else {
		printSchemas(env, found.classes, o)
	}
	switch {
	case found.failures.failed > 0:
		return &found.failures
	case found.differ > 0:
		return &driftError{found.differ, found.differ + found.same, o.Expect}
	case len(objects) == 0 && empty == 0:
		env.Note("%s", nothing("objects", o.Which))
	case o.Expect != "":
		env.Note("%s match the schema in %s.", ui.Count(found.same, "object"), env.Show(env.Path(o.Expect)))
	}
	return nil
}

// objectsByClass returns the objects of each class. With --expect, it counts those without
// data and leaves them out: an object that was reached and never wrote has no tables yet.
func objectsByClass(ctx context.Context, store *inspect.Store, o schemaOptions) (objects [][]inspect.Object, empty int, err error) {
	for object, err := range store.Objects(ctx, local.WhichObjects(store, o.Which)) {
		switch {
		case err != nil:
			return nil, 0, local.NearClass(store, err)
		case o.Expect != "" && !object.HasData:
			empty++
		case len(objects) > 0 && objects[len(objects)-1][0].Namespace == object.Namespace:
			objects[len(objects)-1] = append(objects[len(objects)-1], object)
		default:
			objects = append(objects, []inspect.Object{object})
		}
	}
	return objects, empty, nil
}

// schemas are the schemas of all classes, compared as the options say.
type schemas struct {
	o            schemaOptions
	expected     sqlite.Schema // with --expect
	classes      []classSchema
	failures     objectsError
	differ, same int // objects, with --expect
}

// add reads the schemas of the objects of one class.
func (s *schemas) add(ctx context.Context, store *inspect.Store, objects []inspect.Object) error {
	s.failures.objects += len(objects)
	variants, failed, err := store.Variants(ctx, func(yield func(inspect.Object, error) bool) {
		for _, object := range objects {
			if !yield(object, nil) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	class := classSchema{Worker: objects[0].Namespace.WorkerName(), Class: objects[0].Namespace.Name(), Variants: []schemaVariant{}, Failed: []failedObject{}}
	for i, v := range variants {
		shown := schemaVariant{Schema: v.Schema, Objects: []objectName{}, variant: v}
		for _, object := range v.Objects {
			shown.Objects = append(shown.Objects, nameOf(object))
		}
		switch {
		case s.o.Expect != "":
			shown.diff(s.expected)
			differs := len(shown.Diff) > 0
			shown.Differs = &differs
			if differs {
				s.differ += len(v.Objects)
			} else {
				s.same += len(v.Objects)
			}
		case s.o.Diff && i > 0:
			shown.diff(variants[0].Schema)
		}
		class.Variants = append(class.Variants, shown)
	}
	for _, f := range failed {
		class.Failed = append(class.Failed, failedObject{f.Object.ID.String(), f.Err.Error()})
		s.failures.add(f.Object, f.Err)
	}
	s.classes = append(s.classes, class)
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
