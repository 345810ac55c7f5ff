package archive

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// importer builds one object after the other, each in a folder beside its final place.
type importer struct {
	s    *inspect.Store
	o    ImportOptions
	made []built
	to   map[*inspect.Namespace]*staged

	deletes bool // nothing is built: what was made is deleted

	head   *exported      // of the object being built, nil between objects
	goal   inspect.Object // the object to create
	lost   error          // why it cannot be imported; reported once it has been read
	dir    string         // where it is being built
	facets []inspect.Facet
	c      *sqlite.Conn // the database being filled, nil if none
	watch  func(*sqlite.Conn) (stop func())
	stop   func() // ends the watch of c
	insert *sqlite.Stmt
	table  string // the table that insert writes to
	rowid  bool   // insert sets the rowid too
}

// built is an object that is ready to be moved into place.
type built struct {
	object inspect.Object
	alarm  time.Time
}

// path returns the path at which a database of the object is built.
func (im *importer) path(facet int) string {
	if facet == 0 {
		return filepath.Join(im.dir, im.goal.ID.String()+".sqlite")
	}
	return filepath.Join(im.dir, fmt.Sprintf("%s.%d.sqlite", im.goal.ID, facet))
}

// start decides which object to create, and where it is built.
func (im *importer) start(head exported) error {
	im.head, im.facets, im.lost = &head, nil, nil
	if im.goal, im.lost = im.target(head); im.lost != nil {
		im.dir = spareDir(im.s.State())
		if err := os.RemoveAll(im.dir); err != nil {
			return fmt.Errorf("import: %w", err)
		}
		if err := os.MkdirAll(im.dir, 0o700); err != nil {
			return fmt.Errorf("import: %w", err)
		}
		return nil
	}
	n := im.goal.Namespace
	if err := im.stage(n); err != nil {
		return fmt.Errorf("import: %w", err)
	}
	im.dir = im.to[n].newDir()
	return nil
}

// stage makes a namespace ready to be changed, once.
func (im *importer) stage(n *inspect.Namespace) (err error) {
	if im.to[n] == nil {
		var st *staged
		if st, err = stage(im.s.State(), n); err == nil {
			im.to[n] = st
		}
	}
	return err
}

// target returns the object to create.
func (im *importer) target(head exported) (o inspect.Object, err error) {
	if im.o.Class != "" {
		head.Class, head.Worker = im.o.Class, ""
	}
	if im.o.Named {
		name := jsonText(im.o.Name)
		head.Name = &name
	}
	n, err := im.s.Namespace(inspect.Parts{Worker: head.Worker, Class: head.Class}.Of())
	if err != nil && head.Worker != "" { // it is not here
		n, err = im.s.Namespace(head.Class)
	}
	if err != nil {
		return o, err
	}
	o.Namespace = n
	if head.Name != nil {
		o.Name, o.Named = string(*head.Name), true
		o.ID = n.Key.ID(o.Name)
	} else if o.ID, err = state.ParseObjectID(head.ID); err != nil || !n.Key.Owns(o.ID) {
		return o, &importError{Reason: fmt.Sprintf("the object has no name, and its id does not belong to class %s", n.Label), Fix: "give it one, as in `dotool import NAME FILE`"}
	}
	for _, b := range im.made {
		if b.object.Namespace == n && b.object.ID == o.ID {
			return o, &importError{Reason: fmt.Sprintf("the object %s/%s is in it twice", n.Label, diag.Visible(o.String()))}
		}
	}
	if o.Exists() && !im.o.Replace {
		return o, &importError{Reason: fmt.Sprintf("the object %s/%s already exists", n.Label, diag.Visible(o.String())), Fix: "import it under another name, or replace it with --replace"}
	}
	return o, nil
}

// begin starts the object, or with number > 0 a facet of it.
func (im *importer) begin(number int) (err error) {
	if im.c, err = sqlite.OpenConn(im.path(number), "", sqlite.Create); err != nil {
		return err
	}
	im.stop = im.watch(im.c)
	// No one sees the file before it is synced. Triggers do not run, since the exported
	// rows already have their effects.
	for _, sql := range []string{"PRAGMA locking_mode = EXCLUSIVE", "PRAGMA synchronous = OFF", "PRAGMA journal_mode = WAL", "BEGIN"} {
		if err := im.c.Exec(sql); err != nil {
			return err
		}
	}
	return nil
}

// end closes the database being filled.
func (im *importer) end() error {
	if im.c == nil {
		return nil
	}
	im.prepared("", nil)
	c := im.c
	im.c = nil
	im.stop()
	if err := c.Exec("COMMIT"); err != nil {
		return errors.Join(err, c.Close())
	}
	return errors.Join(c.Settle(), c.Close())
}

// close abandons the object being built, and removes what is not in place.
func (im *importer) close() error {
	var err error
	if im.c != nil {
		im.prepared("", nil)
		im.stop()
		err = im.c.Close()
	}
	for _, st := range im.to {
		err = errors.Join(err, st.unlock())
	}
	return errors.Join(err, clearImport(im.s.State(), im.to))
}

func (im *importer) prepared(table string, s *sqlite.Stmt) {
	if im.insert != nil {
		im.insert.Close()
	}
	im.table, im.insert = table, s
}

func (im *importer) object(head exported) error {
	if err := im.finish(); err != nil {
		return err
	}
	if im.o.Named && len(im.made) > 0 {
		return &importError{Reason: "it contains more than one object, and they cannot share a name", Fix: "import it without a name"}
	}
	if err := im.start(head); err != nil {
		return err
	}
	return im.begin(0)
}

func (im *importer) facet(f exportedFacet) error {
	if im.head == nil {
		return errors.New("a facet comes before its object")
	}
	if err := im.end(); err != nil {
		return err
	}
	if f.Parent > len(im.facets) || f.Parent < 0 || len(f.Name) > math.MaxUint16 {
		return fmt.Errorf("facet %q cannot be the child of %d", f.Name, f.Parent)
	}
	im.facets = append(im.facets, inspect.Facet{Number: len(im.facets) + 1, Parent: f.Parent, Name: string(f.Name)})
	if f.Deleted {
		return nil
	}
	return im.begin(len(im.facets))
}

// finish completes the object being built, and checks it.
func (im *importer) finish() error {
	if im.head == nil {
		return nil
	}
	if err := im.end(); err != nil {
		return err
	}
	head := im.head
	im.head = nil
	if im.lost != nil {
		return im.lost
	}
	b := built{object: im.goal}
	stored, err := inspect.StoredAlarm(im.path(0))
	if err != nil {
		return err
	}
	if head.AlarmAt != nil {
		b.alarm = head.AlarmAt.Time
	} else if stored != 0 {
		b.alarm = inspect.AlarmTime(stored, "") // perhaps copied while alarms were held
	}
	if !b.alarm.IsZero() && b.alarm.UnixNano() != stored {
		if err := im.setAlarm(b.alarm); err != nil {
			return fmt.Errorf("set the alarm: %w", err)
		}
	}
	if err := seal(im.path(0)); err != nil {
		return err
	}
	for _, f := range im.facets {
		if err := seal(im.path(f.Number)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("facet %q: %w", f.Name, err)
		}
	}
	if len(im.facets) > 0 {
		index := strings.TrimSuffix(im.path(0), ".sqlite") + ".facets"
		if err := im.s.State().Step("write the index of facets", func() error { return writeSynced(index, inspect.EncodeFacets(im.facets), 0o644) }); err != nil {
			return err
		}
	}
	im.made = append(im.made, b)
	return nil
}

// setAlarm writes the alarm into the object that was built.
func (im *importer) setAlarm(at time.Time) error {
	c, err := sqlite.OpenAlone(im.path(0))
	if err != nil {
		return err
	}
	for _, fn := range []func() error{
		func() error { return inspect.WriteOwnAlarm(c, at) },
		func() error { return c.Exec("COMMIT") },
		c.Settle,
	} {
		if err := fn(); err != nil {
			return errors.Join(err, c.Close())
		}
	}
	return c.Close()
}
