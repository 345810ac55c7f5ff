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
	"dotool/config/diag"
	"dotool/devserver"
	"dotool/devserver/control"
	"dotool/inspect"
	"dotool/inspect/shell"
	"dotool/inspect/sqlite"
	"dotool/migrate"
	"dotool/migrate/state"
)

type objectsOptions struct {
	Which string // a class, a glob, or any address; "" for all
	Sort  string
	Limit int // 0: all
	Live  bool
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

func objectsCommand(env *Project) *cli.Command {
	return &cli.Command{
		Name: "objects", Usage: "list the objects on disk",
		ArgsUsage: "[CLASS|GLOB]",
		Description: "Prints class, name, id, size, last change and alarm; in a pipe separated by tabs,\n" +
			"sizes in bytes. Names are known of objects that were reached by name. Looking\n" +
			"changes nothing and wakes nobody, whether a server runs or not.\n\n" +
			"Example:\n  $ dotool objects\n  $ dotool objects 'ChatRoom/team-*' --sort size --limit 10",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "sort", Usage: "order by `WHAT`: name, size, modified (newest first), alarm (next first)", Value: "name"},
			&cli.IntFlag{Name: "limit", Usage: "print the first `N` only", DefaultText: "all"},
			&cli.BoolFlag{Name: "live", Usage: "print those only that a runtime has in memory"},
		},
		Action: func(c *cli.Context) error {
			if err := arguments(c, 1); err != nil {
				return err
			}
			o := objectsOptions{Which: c.Args().First(), Sort: c.String("sort"), Limit: c.Int("limit"), Live: c.Bool("live")}
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

func runObjects(ctx context.Context, env *Project, o objectsOptions) error {
	store, _, err := env.openStore()
	if err != nil {
		return err
	}
	objects := store.Objects(ctx, whichObjects(store, o.Which))
	if o.Live {
		objects = inMemory(objects)
	}
	if order := orders[o.Sort]; order != nil {
		var all []inspect.Object
		for object, err := range objects {
			if err != nil {
				return nearClass(store, err)
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
	found, err := printObjects(env, objects, o.Limit)
	if err == nil && found == 0 {
		what := "objects"
		if o.Live {
			what = "objects in memory"
		}
		env.tell("%s", nothing(what, o.Which))
	}
	return nearClass(store, err)
}

// inMemory are the objects that a runtime has in memory.
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

// nearClass adds the class that was perhaps meant to the error of an argument
// that could have been one.
func nearClass(store *inspect.Store, err error) error {
	if e, ok := errors.AsType[*inspect.AddressError](err); ok && e.Near == "" && !e.Ambiguous {
		var labels []string
		for _, n := range store.Namespaces() {
			labels = append(labels, n.Label)
		}
		e.Near = diag.Nearest(e.Text, labels)
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
func printObjects(e *Project, objects iter.Seq2[inspect.Object, error], limit int) (found int, err error) {
	var print func(inspect.Object) error
	end := func() error { return nil }
	if e.JSON {
		print, end = jsonList[inspect.Object](e.Stdout)
	} else {
		format, err := shell.NewFormat("", e.Stdout, listOptions(e, []int{3}, nil))
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
			return format.Row(objectRow(e, o))
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
func objectRow(e *Project, o inspect.Object) []sqlite.Value {
	text := sqlite.TextValue
	row := []sqlite.Value{text(o.Namespace.Label), text(o.Name)}
	if !e.StdoutTerminal {
		alarm := ""
		if !o.Alarm.IsZero() {
			alarm = jsonTime(o.Alarm)
		}
		return append(row, text(o.ID.String()), sqlite.IntValue(o.Bytes), text(jsonTime(o.Modified)), text(alarm))
	}
	size, alarm := byteSize(o.Bytes), ""
	if !o.HasData {
		size = "empty"
	}
	switch left := time.Until(o.Alarm); {
	case o.Alarm.IsZero():
	case left < 0:
		alarm = "overdue"
	default:
		alarm = "in " + until(left)
	}
	// Enough of the id to address the object by.
	return append(row, text(o.ID.String()[:12]), text(size), text(ago(time.Since(o.Modified))), text(alarm))
}

// formatOptions says what the rows of queries are printed to.
func formatOptions(e *Project) shell.FormatOptions {
	return shell.FormatOptions{Terminal: e.StdoutTerminal, Width: e.Width, Colour: e.colour(e.Stdout)}
}

// listOptions says what a list of our own is printed to: which columns hold
// numbers with their units, and which other ones are never cut.
func listOptions(e *Project, numeric, whole []int) shell.FormatOptions {
	o := formatOptions(e)
	o.List, o.Numeric, o.Whole = true, numeric, whole
	return o
}

// openStore opens the local state for looking. A configuration tells which
// classes a name is looked for in, and need neither be right nor be there as
// long as there is a state folder.
//
// Where an ephemeral server runs in the place of one that keeps its data, that is
// the state it has.
func (e *Project) openStore() (*inspect.Store, *state.Folder, error) {
	return e.openStoreAt(func(dir string) string {
		ctx := context.Background()
		if _, err := control.Dial(ctx, state.Open(dir, state.Options{})); !errors.Is(err, control.ErrNoServer) {
			return dir
		}
		if ephemeral := devserver.Ephemeral(ctx, dir); ephemeral != "" {
			return ephemeral
		}
		return dir
	})
}

// openKept opens the data that is kept, whatever runs beside it.
func (e *Project) openKept() (*inspect.Store, *state.Folder, error) {
	return e.openStoreAt(func(dir string) string { return dir })
}

func (e *Project) openStoreAt(which func(dir string) string) (*inspect.Store, *state.Folder, error) {
	loading, err := e.loading("")
	if err != nil {
		return nil, nil, err
	}
	var state *state.Folder
	var o inspect.Options
	p, _, err := config.Load(loading)
	switch {
	case err == nil:
		if err := e.heedEnv(p); err != nil {
			return nil, nil, err
		}
		state = e.stateAt(which(p.StateDir(e.Flags.PersistTo)))
		o = inspect.Options{Worker: p.Name.Value, Classes: classesOf(p)}
	case e.Flags.Config == "" && e.stateDir() != "":
		state = e.stateAt(e.stateDir())
	default:
		return nil, nil, err
	}
	store, err := inspect.Open(state, o)
	return store, state, err
}

// heedEnv refuses a project whose selected environment does not exist, and warns
// where wrangler does no more: it is the data of another Worker that would be
// shown.
func (e *Project) heedEnv(p *config.Project) error {
	if err := p.EnvFaults.Err(); err != nil {
		return err
	}
	if !e.Quiet && !e.warned {
		e.printDiagnostics(p.EnvFaults)
		e.warned = true
	}
	return nil
}

// stateDir is the state folder where no configuration says where it is: the
// nearest one, going up.
func (e *Project) stateDir() string {
	if e.Flags.PersistTo != "" {
		return e.Flags.PersistTo
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
		if b.Local(p) {
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

// completeObjects returns what the last word of an unfinished command line can
// become that is found in the state, as objects, classes, keys, snapshots and
// what is in the trash, or in the configuration, as tags.
func completeObjects(ctx context.Context, e *Project, u *unfinished) (out []candidate) {
	e.Flags.Config = u.values["config"]
	if dir := u.values["cwd"]; dir != "" {
		e.Dir = e.path(dir)
	}
	if name, ok := u.values["env"]; ok {
		e.Flags.Env, e.Flags.EnvSet = name, true
	}
	e.Flags.PersistTo = e.path(u.values["persist-to"])
	class := u.values["class"]
	if u.flag == "from" {
		return completeTags(e, u)
	}
	takesObject := slices.Contains([]string{"objects ", "schema ", "sql ", "call ", "fetch ", "connect ", "evict ", "logs ", "export "}, u.path) || (strings.HasPrefix(u.path, "kv ") || strings.HasPrefix(u.path, "alarm ")) && len(u.commands) == 0
	takesSnapshot := slices.Contains([]string{"snapshot restore ", "snapshot delete "}, u.path)
	takesTrash := slices.Contains([]string{"migrate trash restore ", "migrate trash empty "}, u.path)
	if !takesObject && !takesSnapshot && !takesTrash || !u.ended && u.flag == "" && strings.HasPrefix(u.last, "-") || u.flag != "" && u.flag != "class" {
		return nil
	}
	// Nobody waits longer for a completion.
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	store, state, err := e.openStore()
	if err != nil {
		return nil
	}
	add := func(text, about string) { out = u.add(out, text, about) }
	switch {
	case takesSnapshot:
		all, err := inspect.Snapshots(store.State())
		if err != nil {
			return nil
		}
		for _, s := range all {
			add(s.ID, s.Reason)
		}
	case takesTrash:
		all, err := migrate.ReadTrash(state)
		if err != nil {
			return nil
		}
		for _, t := range all {
			add(t.Class, "class")
			add(t.ID, t.Class)
		}
	case u.flag == "class" || len(u.args) == 0:
		for _, n := range store.Namespaces() {
			add(n.Label, "class")
		}
		const most = 200 // more are no help
		for o, err := range store.Objects(ctx, inspect.Address{Class: class}) {
			if err != nil || len(out) >= most || u.flag == "class" {
				break
			}
			if o.Named && (strings.Contains(u.last, "/") || strings.ContainsAny(o.Name[:min(1, len(o.Name))], "-~") && !u.ended) {
				add(o.Namespace.Label+"/"+o.Name, "object")
			} else if o.Named {
				add(o.Name, o.Namespace.Label)
			}
		}
	case len(u.args) == 1 && u.path == "call ":
		for _, m := range methodsOf(ctx, e, store, state, inspect.Address{Text: u.args[0], Class: class}) {
			add(m.Name, m.String())
		}
	case len(u.args) == 1 && strings.HasPrefix(u.path, "kv "):
		o, err := store.Object(ctx, inspect.Address{Text: u.args[0], Class: class})
		if err != nil {
			return nil
		}
		db, err := o.Open()
		if err != nil {
			return nil
		}
		defer db.Close()
		for entry, err := range db.KV(ctx, u.last) {
			if err != nil {
				break
			}
			add(entry.Key, "key")
		}
	}
	return out
}

// completeTags returns the tags of the migrations.
func completeTags(e *Project, u *unfinished) (out []candidate) {
	o, err := e.loading("")
	if err != nil {
		return nil
	}
	p, _, err := config.Load(o)
	if err != nil {
		return nil
	}
	for _, m := range p.Migrations {
		out = u.add(out, m.Tag.Value, "tag")
	}
	return out
}
