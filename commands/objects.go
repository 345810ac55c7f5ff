package commands

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/table"
)

type objectsOptions struct {
	Which string // a class, a glob, or any address; "" for all
	Sort  string
	Limit int // 0: all
	Live  bool
}

// orders are the values of --sort.
var orders = map[string]func(a, b inspect.Object) int{
	"name":     nil, // the order of the store: by class, then name, then id
	"size":     func(a, b inspect.Object) int { return cmp.Compare(b.Bytes, a.Bytes) },
	"modified": func(a, b inspect.Object) int { return b.Modified.Compare(a.Modified) },
	"alarm": func(a, b inspect.Object) int {
		if a.Alarm.IsZero() != b.Alarm.IsZero() {
			return b.Alarm.Compare(a.Alarm) // objects without one last
		}
		return a.Alarm.Compare(b.Alarm)
	},
}

func objectsCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "objects", Usage: "list or delete the objects on disk",
		ArgsUsage: "[CLASS|GLOB]",
		Description: "Prints class, name, id, size, last change and alarm; in a pipe, tab-separated\n" +
			"with sizes in bytes. Names are known only for objects that were addressed by\n" +
			"name. Reading never starts an object, whether or not a server is running.\n\n" +
			"Example:\n  $ dotool objects\n  $ dotool objects 'ChatRoom/team-*' --sort size --limit 10",
		Flags: []cli.Flag{
			choice("sort", "order by `WHAT`: name, size, modified (newest first), alarm (next first)", "", "name", "size", "modified", "alarm"),
			&cli.IntFlag{Name: "limit", Usage: "print only the first `N`", DefaultText: "all"},
			&cli.BoolFlag{Name: "live", Usage: "print only objects currently in memory"},
		},
		Subcommands: []*cli.Command{objectsDeleteCommand(env)},
		Action: func(c *cli.Context) error {
			o := objectsOptions{Which: c.Args().First(), Sort: c.String("sort"), Limit: c.Int("limit"), Live: c.Bool("live")}
			if o.Limit < 0 || c.IsSet("limit") && o.Limit == 0 {
				return ui.Usagef("--limit must be 1 or more, not %d", o.Limit)
			}
			return runObjects(c.Context, env, o)
		},
	}
}

func runObjects(ctx context.Context, env *local.Project, o objectsOptions) error {
	store, _, err := env.OpenStore()
	if err != nil {
		return err
	}
	which := local.WhichObjects(store, o.Which)
	objects := store.Objects(ctx, which)
	if o.Live {
		objects = inMemory(objects)
	}
	if order := orders[o.Sort]; order != nil {
		var all []inspect.Object
		for object, err := range objects {
			if err != nil {
				return local.NearClass(store, err)
			}
			all = append(all, object)
		}
		slices.SortStableFunc(all, order)
		objects = func(yield func(inspect.Object, error) bool) {
			for _, object := range all {
				if !yield(object, nil) {
					return
				}
			}
		}
	}
	found, err := printObjects(env, objects, o.Limit, store.Several(which))
	if err == nil && found == 0 {
		what := "objects"
		if o.Live {
			what = "objects in memory"
		}
		env.Note("%s", nothing(what, o.Which))
	}
	return local.NearClass(store, err)
}

// inMemory returns the objects that a runtime has in memory.
func inMemory(objects iter.Seq2[inspect.Object, error]) iter.Seq2[inspect.Object, error] {
	return func(yield func(inspect.Object, error) bool) {
		for o, err := range objects {
			live := false
			if err == nil {
				live, err = o.InMemory()
			}
			if (err != nil || live) && !yield(o, err) {
				return
			}
		}
	}
}

// printObjects prints objects as they are found, at most limit unless that is 0.
func printObjects(e *local.Project, objects iter.Seq2[inspect.Object, error], limit int, workers bool) (found int, err error) {
	var print func(inspect.Object) error
	end := func() error { return nil }
	if e.JSON {
		print, end = ui.JSONList[inspect.Object](e.Stdout)
	} else {
		head, options := []string{"CLASS", "NAME", "ID", "SIZE", "MODIFIED", "ALARM"}, listOptions(e, []int{3}, []int{2}, []int{0, 1}, []int{4, 3})
		if workers {
			head, options = ofWorkers(head, options)
		}
		format, err := table.NewFormat("", e.Stdout, options)
		if err != nil {
			return 0, err
		}
		end = format.Close
		print = func(o inspect.Object) error {
			if found == 0 {
				if err := format.Header(head); err != nil {
					return err
				}
			}
			row := objectRow(e, o)
			if workers {
				row = append([]sqlite.Value{sqlite.TextValue(o.Namespace.Worker)}, row...)
			}
			return format.Row(row)
		}
	}
	for o, err := range objects {
		if err != nil {
			return found, errors.Join(err, end())
		}
		if err := print(o); err != nil {
			return found, err
		}
		if found++; found == limit {
			break
		}
	}
	return found, end()
}

// objectRow returns an object as a row of a table.
func objectRow(e *local.Project, o inspect.Object) []sqlite.Value {
	text := sqlite.TextValue
	row := []sqlite.Value{text(o.Namespace.Name()), text(o.Name)}
	if !e.StdoutTerminal {
		alarm := ""
		if !o.Alarm.IsZero() {
			alarm = ui.JSONTime(o.Alarm)
		}
		return append(row, text(o.ID.String()), sqlite.IntValue(o.Bytes), text(ui.JSONTime(o.Modified)), text(alarm))
	}
	size, alarm := ui.ByteSize(o.Bytes), ""
	if !o.HasData {
		size = "empty"
	}
	switch left := time.Until(o.Alarm); {
	case o.Alarm.IsZero():
	case left < 0:
		alarm = "overdue"
	default:
		alarm = "in " + ui.Until(left)
	}
	// Enough of the id to address the object.
	return append(row, text(o.ID.String()[:12]), text(size), text(ui.Ago(time.Since(o.Modified))), text(alarm))
}
