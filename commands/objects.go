package commands

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"dotool/config"
	"dotool/inspect"
	"dotool/inspect/shell"
	"dotool/migrate"
)

type objectsOptions struct {
	Which string // a class, a glob, or any address; "" for all
	Sort  string
	Limit int // 0: all
}

// orders are what --sort takes: the first objects are those one looks for.
var orders = map[string]func(a, b inspect.Object) int{
	"name":     nil, // as they come: by class, then name, then id
	"size":     func(a, b inspect.Object) int { return cmp.Compare(b.Bytes, a.Bytes) },
	"modified": func(a, b inspect.Object) int { return b.Modified.Compare(a.Modified) },
	"alarm": func(a, b inspect.Object) int {
		if a.Alarm.IsZero() != b.Alarm.IsZero() {
			return b.Alarm.Compare(a.Alarm) // those without one last
		}
		return a.Alarm.Compare(b.Alarm)
	},
}

func objectsCommand(env *Env) *cli.Command {
	return &cli.Command{
		Name: "objects", Usage: "list the objects on disk",
		ArgsUsage: "[CLASS|GLOB]",
		Description: "Prints class, name, id, size, last change and alarm; in a pipe separated by tabs,\n" +
			"sizes in bytes. Names are known of objects that were reached by name. Looking\n" +
			"changes nothing and wakes nobody, whether a server runs or not.\n\n" +
			"Example:\n  $ dotool objects\n  $ dotool objects 'ChatRoom/team-*' --sort size --limit 10",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "sort", Usage: "order by `WHAT`: name, size, modified (newest first), alarm (next first)", Value: "name"},
			&cli.IntFlag{Name: "limit", Usage: "print the first `N` only"},
		},
		Action: func(c *cli.Context) error {
			if err := arguments(c, 1); err != nil {
				return err
			}
			o := objectsOptions{Which: c.Args().First(), Sort: c.String("sort"), Limit: c.Int("limit")}
			if _, ok := orders[o.Sort]; !ok {
				return usagef("--sort takes %s, not %q", strings.Join(slices.Sorted(maps.Keys(orders)), ", "), o.Sort)
			}
			if o.Limit < 0 || c.IsSet("limit") && o.Limit == 0 {
				return usagef("--limit takes a number from 1 on, not %d", o.Limit)
			}
			return runObjects(c.Context, env, o)
		},
	}
}

func runObjects(ctx context.Context, env *Env, o objectsOptions) error {
	store, _, err := env.openStore()
	if err != nil {
		return err
	}
	objects := store.Objects(ctx, whichObjects(store, o.Which))
	if order := orders[o.Sort]; order != nil {
		var all []inspect.Object
		for object, err := range objects {
			if err != nil {
				return err
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
	found, err := env.printObjects(objects, o.Limit)
	if err == nil && found == 0 {
		env.tell("%s", nothing("objects", o.Which))
	}
	return err
}

// whichObjects reads an argument that names a class or, failing that, objects.
func whichObjects(store *inspect.Store, which string) inspect.Address {
	_, err := store.Namespace(which)
	e, _ := errors.AsType[*inspect.AddressError](err)
	isClass := which != "" && (err == nil || e != nil && e.Ambiguous)
	return inspect.Address{Text: which, All: isClass}
}

// nothing is said where an empty answer is right.
func nothing(what, which string) string {
	if which == "" {
		return "There are no " + what + " here yet."
	}
	return fmt.Sprintf("No %s match %q.", what, which)
}

// printObjects streams a list, as many as limit says if it is not 0.
func (e *Env) printObjects(objects iter.Seq2[inspect.Object, error], limit int) (found int, err error) {
	var print func(inspect.Object) error
	end := func() error { return nil }
	if e.flags.JSON {
		print, end = jsonList[inspect.Object](e.Stdout)
	} else {
		format, err := shell.NewFormat("", e.Stdout, e.formatOptions())
		if err != nil {
			return 0, err
		}
		end = format.Close
		print = func(o inspect.Object) error {
			if found == 0 {
				if err := format.Header([]string{"CLASS", "NAME", "ID", "SIZE", "MODIFIED", "ALARM"}); err != nil {
					return err
				}
			}
			return format.Row(e.objectRow(o))
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

// jsonList prints values as an array, each as it comes.
func jsonList[T any](to io.Writer) (print func(T) error, end func() error) {
	w, mark := bufio.NewWriterSize(to, 64<<10), "["
	print = func(v T) error {
		b, err := json.Marshal(v)
		if err != nil {
			return err
		}
		w.WriteString(mark)
		mark = ",\n"
		_, err = w.Write(b)
		return err
	}
	end = func() error {
		if mark == "[" {
			w.WriteString(mark)
		}
		w.WriteString("]\n")
		return w.Flush()
	}
	return print, end
}

// objectRow is an object for people, or for scripts without JSON.
func (e *Env) objectRow(o inspect.Object) []inspect.Value {
	text := inspect.TextValue
	row := []inspect.Value{text(o.Namespace.Label), text(o.Name)}
	if !e.StdoutTerminal {
		alarm := ""
		if !o.Alarm.IsZero() {
			alarm = jsonTime(o.Alarm)
		}
		return append(row, text(o.ID.String()), inspect.IntValue(o.Bytes), text(jsonTime(o.Modified)), text(alarm))
	}
	size, alarm := byteSize(o.Bytes), ""
	if !o.HasData {
		size += ", empty"
	}
	switch until := time.Until(o.Alarm); {
	case o.Alarm.IsZero():
	case until < 0:
		alarm = "overdue"
	default:
		alarm = "in " + until.Round(time.Second).String()
	}
	// Enough of the id to address the object by.
	return append(row, text(o.ID.String()[:12]), text(size), text(ago(time.Since(o.Modified))), text(alarm))
}

// formatOptions says what the rows of queries are printed to.
func (e *Env) formatOptions() shell.FormatOptions {
	return shell.FormatOptions{Terminal: e.StdoutTerminal, Width: e.Width, Colour: e.colour(e.Stdout)}
}

// openStore opens the local state for looking. A configuration tells which
// classes a name is looked for in, and need neither be right nor be there as
// long as there is a state folder.
func (e *Env) openStore() (*inspect.Store, *migrate.State, error) {
	loading, err := e.loading("")
	if err != nil {
		return nil, nil, err
	}
	var state *migrate.State
	var o inspect.Options
	p, _, err := config.Load(loading)
	switch {
	case err == nil:
		state = &migrate.State{Dir: p.StateDir(e.flags.PersistTo)}
		o = inspect.Options{Worker: p.Name.Value, Classes: classesOf(p)}
	case e.flags.Config == "" && e.stateDir() != "":
		state = &migrate.State{Dir: e.stateDir()}
	default:
		return nil, nil, err
	}
	store, err := inspect.Open(state, o)
	return store, state, err
}

// stateDir is the state folder where no configuration says where it is: the
// nearest one, going up.
func (e *Env) stateDir() string {
	if e.flags.PersistTo != "" {
		return e.flags.PersistTo
	}
	for dir := e.Dir; ; dir = filepath.Dir(dir) {
		state := filepath.Join(dir, ".wrangler", "state")
		if info, err := os.Stat(state); err == nil && info.IsDir() {
			return state
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// classesOf answers the classes that a configuration declares. They are what
// wrangler dev has keyed where no ledger says more.
func classesOf(p *config.Project) []string {
	live := map[string]bool{}
	for _, b := range p.Bindings {
		if b.ScriptName.Value == "" || b.ScriptName.Value == p.Name.Value {
			live[b.ClassName.Value] = true
		}
	}
	for _, x := range p.Exports {
		if x.Live() {
			live[x.Class.Value] = true
		}
	}
	for _, m := range p.Migrations {
		for _, c := range slices.Concat(m.NewClasses, m.NewSQLiteClasses) {
			live[c.Value] = true
		}
		for _, r := range m.RenamedClasses {
			delete(live, r.From.Value)
			live[r.To.Value] = true
		}
		for _, t := range m.Transferred {
			live[t.To.Value] = true
		}
		for _, c := range m.DeletedClasses {
			delete(live, c.Value)
		}
	}
	return slices.Sorted(maps.Keys(live))
}
