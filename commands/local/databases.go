package local

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/d1"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// databasePrefix stands before the name of a D1 database that an object has as well.
const databasePrefix = "d1:"

// Databases returns the D1 databases of the configuration, by their bindings.
func (x *Objects) Databases() []binding.D1 {
	return slices.DeleteFunc(bound[binding.D1](x.project), func(b binding.D1) bool { return b.Name.Value == "" })
}

// severalError reports that a text is the database_name of several D1 databases.
type severalError struct {
	name  string
	among []string
}

func (e *severalError) Error() string {
	return fmt.Sprintf("%q is the name of several D1 databases: %s", e.name, strings.Join(e.among, ", "))
}

// Hint says how to name one.
func (e *severalError) Hint() string { return "give the name of its binding" }

func (x *Objects) noDatabase(name string) error {
	return &missingError{kind: "D1 database", name: name, among: x.databaseNames(), section: "d1_databases"}
}

// database finds the D1 database that a text means: a binding or, failing that, a
// database_name of the configuration.
func (x *Objects) database(text string) (o inspect.Object, found bool, err error) {
	all, name := boundBy[binding.D1](x.project, text)
	for _, b := range all {
		if b.Name.Value == name && name != "" {
			o = d1.Object(x.State(), b.LocalID(), text)
			return o, true, d1.Plain(o)
		}
	}
	var among []string
	for _, b := range all {
		if b.DatabaseName.Value != name || name == "" || b.Name.Value == "" {
			continue
		}
		if id := d1.Key.ID(b.LocalID()); !found || id != o.ID {
			among = append(among, b.Name.Value)
		}
		o, found = d1.Object(x.State(), b.LocalID(), text), true
	}
	if len(among) > 1 {
		return o, false, &severalError{text, among}
	}
	if !found {
		return o, false, nil
	}
	return o, true, d1.Plain(o)
}

// ResolveSQL finds what can be queried: as [inspect.Store.Resolve] does, or the D1 database
// that is meant. A name that an object has too is an error.
func (x *Objects) ResolveSQL(ctx context.Context, a inspect.Address) (o inspect.Object, many bool, err error) {
	if name, ok := strings.CutPrefix(a.Text, databasePrefix); ok && a.Class == "" && !a.All {
		if db, found, err := x.database(name); found || err != nil {
			return db, false, err
		}
		return o, false, x.noDatabase(name)
	}
	if name, ok := strings.CutPrefix(a.Text, DatasetPrefix); ok && a.Class == "" && !a.All {
		o, err := x.dataset(name)
		return o, false, err
	}
	o, many, err = x.Resolve(ctx, a)
	if a.Text == "" || a.Class != "" || a.All || many {
		return o, many, err
	}
	db, found, e := x.database(a.Text)
	unknown, _ := errors.AsType[*inspect.AddressError](err)
	switch {
	case e != nil:
		return o, false, e
	case !found && unknown != nil && len(x.Namespaces()) == 0 && len(x.Databases()) > 0:
		return o, false, x.noDatabase(a.Text)
	case !found && unknown != nil && unknown.Near == "" && !unknown.Ambiguous:
		unknown.Near = diag.Nearest(a.Text, x.databaseNames())
		unknown.Also = among("D1 databases", x.databaseNames())
		return o, false, err
	case !found:
		return o, false, err
	case err == nil && o.Named && o.Name == a.Text:
		return o, false, &clashError{a.Text, Label(o), "D1 database", databasePrefix + a.Text}
	case unknown != nil && unknown.Ambiguous:
		return o, false, &clashError{a.Text, "CLASS/" + a.Text, "D1 database", databasePrefix + a.Text}
	}
	return db, false, nil
}

func (x *Objects) databaseNames() (names []string) {
	for _, b := range x.Databases() {
		for _, name := range []string{b.Name.Value, b.DatabaseName.Value} {
			if name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// databaseSQL runs statements on a D1 database. Beside a server, and beside any other
// program, the locks of SQLite are enough; without one, the lock of the state folder keeps
// away who would move the file.
func (x *Objects) databaseSQL(ctx context.Context, o inspect.Object, sql string, params []sqlite.Value, to Results) (written int64, err error) {
	err = x.Beside(ctx, func() error {
		return d1.Edit(ctx, o, func(db *sqlite.DB) error {
			written = 0
			err := to.take(db.Exec(ctx, sql, params...))
			written = db.Changes()
			return err
		})
	})
	return written, err
}

// Beside is [Project.Beside] for the state folder of the objects.
func (x *Objects) Beside(ctx context.Context, fn func() error) error {
	return x.project.Beside(ctx, x.State(), fn)
}

// Beside runs fn, which changes what several programs may change at once: with the lock
// of the state folder or, where a server has that, beside it.
func (e *Project) Beside(ctx context.Context, folder *state.Folder, fn func() error) error {
	client, err := e.writing(ctx, folder, func() error {
		lock, err := folder.Lock(ctx, state.Holder{Command: e.Command})
		if err != nil {
			return err
		}
		return errors.Join(fn(), lock.Close())
	})
	if client == nil {
		return err
	}
	return fn()
}
