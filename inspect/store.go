// Package inspect finds Durable Objects on disk, with their names, alarms and facets.
// Packages archive and snapshot copy them.
//
// Start from [Open], which returns a [Store] over a state folder. Its [Namespace]s are
// the classes, [Store.Objects] and [Store.Object] find objects by an [Address],
// [Object.Open] opens one of them, [Store.QueryAll] queries many. Reading changes no
// byte on disk, takes no lock and starts no object, whether a runtime has the files
// open or not. [Store.Edit] changes an object that no runtime hosts, under the lock of
// the state folder.
//
// Package sqlite reads the databases, package migrate knows classes and their keys,
// package v8 decodes values, and package devserver, which this package never imports,
// reaches live objects.
package inspect

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Store is a state folder, opened for reading.
type Store struct {
	state      *state.Folder
	worker     string       // of the configuration, "" if there is none
	namespaces []*Namespace // by label
	warned     func(error)  // may be nil
}

// Options are facts about the project besides the folder.
type Options struct {
	Worker  string   // name of the configuration's worker, "" if there is none
	Classes []string // its classes, whether or not they have objects

	// Others are further Workers, with their classes.
	Others map[string][]string

	// Except are Workers whose objects are left out.
	Except []string

	// Warn is called when a list is incomplete because a file beside the objects cannot
	// be read; it may be nil. A file may be reported more than once.
	Warn func(error)
}

// Namespace is a class and its objects.
type Namespace struct {
	// Label is the class for people, and an address of it: its name, WORKER/CLASS if
	// several Workers have a class of this name, or the key of leftover data if a class
	// has this name.
	Label   string
	Class   string
	Worker  string // "" if no ledger says so
	Key     state.Key
	Storage migrate.Storage // "" if no ledger says so
	Dir     string          // absolute; need not exist

	mark string // the file that says that alarms are held
}

// WorkerName returns the Worker of the class for JSON: nil, which is null, if no ledger names
// it.
func (n *Namespace) WorkerName() *string {
	if n.Worker == "" {
		return nil
	}
	return &n.Worker
}

// Name returns the class beside its Worker, in a table or in JSON: its name, or its label if
// no ledger names its Worker.
func (n *Namespace) Name() string {
	if n.Worker != "" {
		return n.Class
	}
	return n.Label
}

// Object is one object on disk, its facets included.
type Object struct {
	Namespace *Namespace
	ID        state.ObjectID
	Name      string
	Named     bool      // Name is known; it may be empty
	Bytes     int64     // of all its files
	Modified  time.Time // of the file last changed
	Alarm     time.Time // zero: none
	HasData   bool      // it has tables or key-value entries
}

// Path returns the path of the object's database.
func (o Object) Path() string { return filepath.Join(o.Namespace.Dir, o.ID.String()+".sqlite") }

// Open opens the object's database for reading.
func (o Object) Open() (*sqlite.DB, error) { return sqlite.Open(o.Path()) }

// String returns the object for people, within its class: its name, or its id.
func (o Object) String() string {
	if o.Named {
		return o.Name
	}
	return o.ID.String()
}

// MarshalJSON writes the object as `dotool objects --json` does.
func (o Object) MarshalJSON() ([]byte, error) {
	b := []byte(`{"worker":`)
	if o.Namespace.Worker != "" {
		b = sqlite.AppendJSONString(b, o.Namespace.Worker)
	} else {
		b = append(b, "null"...)
	}
	b = sqlite.AppendJSONString(append(b, `,"class":`...), o.Namespace.Name())
	b = append(b, `,"id":"`+o.ID.String()+`","name":`...)
	if o.Named {
		b = sqlite.AppendJSONString(b, o.Name)
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"sizeBytes":`...)
	b = strconv.AppendInt(b, o.Bytes, 10)
	b = append(b, `,"modifiedAt":`...)
	b = appendTime(b, o.Modified)
	b = append(b, `,"alarmAt":`...)
	b = appendTime(b, o.Alarm)
	b = append(b, `,"hasData":`...)
	return append(strconv.AppendBool(b, o.HasData), '}'), nil
}

func appendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(b, "null"...)
	}
	return t.UTC().AppendFormat(b, `"2006-01-02T15:04:05.000Z07:00"`)
}

// Open reads the ledger and the list of namespaces; it opens no object. A folder
// that does not exist is an empty store.
func Open(folder *state.Folder, o Options) (*Store, error) {
	s := &Store{state: folder, worker: o.Worker, warned: o.Warn}
	if err := awaitImport(s.state); err != nil {
		return nil, err
	}
	ledger, err := migrate.ReadLedger(folder)
	if err != nil {
		return nil, err
	}
	disk, err := folder.ReadDisk(false)
	if err != nil {
		return nil, err
	}
	add := func(worker, class string, key state.Key, storage migrate.Storage) {
		delete(disk, key)
		of := worker
		if of == "" { // as wrangler dev names the folders
			of, _ = key.Split()
		}
		if slices.Contains(o.Except, of) {
			return
		}
		s.namespaces = append(s.namespaces, &Namespace{class, class, worker, key, storage, folder.NamespaceDir(key), heldPath(s.state)})
	}
	for _, name := range slices.Sorted(maps.Keys(ledger.Workers)) {
		for class, c := range ledger.Workers[name].Classes {
			add(name, class, c.Key, c.Storage)
		}
	}
	declared := maps.Clone(o.Others)
	if o.Worker != "" {
		declared = map[string][]string{o.Worker: o.Classes}
		maps.Copy(declared, o.Others)
	}
	for worker, classes := range declared {
		for _, class := range classes {
			if key := state.Key(worker + "-" + class); ledger.Workers[worker] == nil && key.Validate() == nil {
				add(worker, class, key, "")
			}
		}
	}
	for key := range disk {
		// The name of a class is an identifier, without a hyphen, and workerd marks a
		// re-created class with ~1.
		_, class := key.Split()
		class, _, _ = strings.Cut(class, "~")
		add("", class, key, "")
	}
	s.label()
	return s, nil
}

// label gives the namespaces their labels, and sorts them.
func (s *Store) label() {
	owned, left := map[string]int{}, map[string]int{} // how many there are, by class
	for _, n := range s.namespaces {
		if n.Worker != "" {
			owned[n.Class]++
		} else {
			left[n.Class]++
		}
	}
	for _, n := range s.namespaces {
		switch {
		case n.Worker != "" && owned[n.Class] > 1:
			n.Label = n.Worker + "/" + n.Class
		case n.Worker == "" && (owned[n.Class] > 0 || left[n.Class] > 1 || n.Class == ""):
			n.Label = string(n.Key)
		}
	}
	slices.SortFunc(s.namespaces, compareNamespaces)
}

func compareNamespaces(a, b *Namespace) int {
	return cmp.Or(cmp.Compare(a.Name(), b.Name()), cmp.Compare(a.Worker, b.Worker), cmp.Compare(a.Key, b.Key))
}

// warn reports an error that does not make a list fail.
func (s *Store) warn(err error) {
	if err != nil && s.warned != nil && !errors.Is(err, context.Canceled) {
		s.warned(err)
	}
}

// State returns the state folder.
func (s *Store) State() *state.Folder { return s.state }

// Namespaces returns the classes, by label.
func (s *Store) Namespaces() []*Namespace { return slices.Clone(s.namespaces) }

// Several reports whether an address is of objects of more than one Worker.
func (s *Store) Several(a Address) bool {
	t, err := s.parse(a)
	if err != nil {
		return false
	}
	var one *Namespace
	for _, n := range t.in {
		if _, err := os.Stat(n.Dir); err != nil || n.Worker == "" {
			continue // it has no objects, or is left over
		}
		if one != nil && one.Worker != n.Worker {
			return true
		}
		one = n
	}
	return false
}

// Namespace finds a class by label, name, WORKER/CLASS or key. For "" it is the only
// class. Otherwise the error is an [*AddressError].
func (s *Store) Namespace(class string) (*Namespace, error) {
	found, err := s.classes(class)
	if err == nil && len(found) > 1 {
		err = &AddressError{What: "class", Text: class, Among: labels(found), Ambiguous: true}
	}
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

// classes finds the classes of a name, all for "". What no ledger names is found by its
// name if no Worker has such a class.
func (s *Store) classes(class string) ([]*Namespace, error) {
	if class == "" && len(s.namespaces) > 0 {
		return s.namespaces, nil
	}
	var owned, left []*Namespace
	worker, of, _ := strings.Cut(class, "/")
	for _, n := range s.namespaces {
		switch {
		case n.Label == class, string(n.Key) == class:
			return []*Namespace{n}, nil
		case n.Class == class && n.Worker != "":
			owned = append(owned, n)
		case n.Class == class:
			left = append(left, n)
		case worker == "" || of == "":
		case n.Worker == worker && n.Class == of:
			owned = append(owned, n)
		case n.Worker == "" && string(n.Key) == worker+"-"+of:
			left = append(left, n)
		}
	}
	if len(owned) > 0 {
		return owned, nil
	}
	if len(left) > 0 {
		return left, nil
	}
	return nil, &AddressError{What: "class", Text: class, Among: labels(s.namespaces)}
}

func labels(all []*Namespace) []string {
	var names []string
	for _, n := range all {
		names = append(names, n.Label)
	}
	return names
}

// siblings are the files beside an object's database.
type siblings struct {
	wal, shm, index bool
	facets          []string // file names, with their -wal and -shm
}

// Plain refuses a link in place of the folder: it could lead anywhere. Folders above
// may be links that the user has made.
func (n *Namespace) Plain() error {
	if info, err := os.Lstat(n.Dir); err == nil && !info.IsDir() {
		return &state.NotPlainError{Path: n.Dir, Mode: info.Mode()}
	}
	return nil
}

// scan lists the objects of a namespace, by name and then by id, the unnamed ones last.
// It reads a page or two of each file, so 100,000 objects take about a second; keep
// accepts the ids to look at, nil for all. Only this list stays in memory, about 100
// bytes per object.
func (s *Store) scan(ctx context.Context, n *Namespace, keep func(state.ObjectID) bool) ([]Object, error) {
	if err := n.Plain(); err != nil {
		return nil, err
	}
	objects, extra, err := n.list(ctx, keep)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	known := s.known(ctx, n, nil)
	// The readers end with their part of the slice, or when ctx is done.
	var readers sync.WaitGroup
	workers := min(2*runtime.GOMAXPROCS(0), 1+len(objects)/64)
	for w := range workers {
		part := objects[w*len(objects)/workers : (w+1)*len(objects)/workers]
		readers.Go(func() {
			for i := range part {
				if ctx.Err() != nil {
					return
				}
				part[i].look(extra[part[i].ID], known)
			}
		})
	}
	readers.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	slices.SortFunc(objects, compareObjects)
	return objects, nil
}

// list reads from file names which objects a namespace has, and which files lie beside some of
// them.
func (n *Namespace) list(ctx context.Context, keep func(state.ObjectID) bool) (objects []Object, extra map[state.ObjectID]*siblings, err error) {
	dir, err := os.Open(n.Dir)
	if err != nil {
		return nil, nil, fmt.Errorf("list the objects of %s: %w", n.Label, err)
	}
	defer dir.Close()
	for {
		names, err := dir.Readdirnames(1024)
		for _, file := range names {
			if len(file) < 64 {
				continue
			}
			id, err := state.ParseObjectID(file[:64])
			if err != nil || keep != nil && !keep(id) {
				continue
			}
			rest := file[64:]
			if rest == ".sqlite" {
				objects = append(objects, Object{Namespace: n, ID: id})
				continue
			}
			if extra == nil {
				extra = map[state.ObjectID]*siblings{}
			}
			e := extra[id]
			if e == nil {
				e = &siblings{}
				extra[id] = e
			}
			switch rest {
			case ".sqlite-wal":
				e.wal = true
			case ".sqlite-shm":
				e.shm = true
			case ".facets":
				e.index = true
			default:
				e.facets = append(e.facets, file)
			}
		}
		if ctx.Err() != nil {
			return nil, nil, context.Cause(ctx)
		}
		if err != nil || len(names) == 0 {
			return objects, extra, nil
		}
	}
}

func compareObjects(a, b Object) int {
	switch {
	case a.Named != b.Named && a.Named:
		return -1
	case a.Named != b.Named:
		return 1
	}
	return cmp.Or(cmp.Compare(a.Name, b.Name), slices.Compare(a.ID[:], b.ID[:]))
}

// look fills in what the files contain. A file that cannot be read is listed as one
// with data: opening it will report the problem.
func (o *Object) look(extra *siblings, known known) {
	if extra == nil {
		extra = &siblings{}
	}
	path := o.Path()
	count := func(path string) int64 {
		info, err := os.Stat(path)
		if err != nil {
			return 0 // removed since it was listed: its runtime has stopped
		}
		o.Bytes += info.Size()
		// -shm changes when the object is read.
		if !strings.HasSuffix(path, "-shm") && info.ModTime().After(o.Modified) && info.Size() > 0 {
			o.Modified = info.ModTime()
		}
		return info.Size()
	}
	for _, file := range extra.facets {
		count(filepath.Join(o.Namespace.Dir, file))
	}
	if extra.index {
		count(facetsPath(*o))
	}
	wal := int64(0)
	if extra.wal {
		wal = count(path + "-wal")
	}
	if extra.shm {
		count(path + "-shm")
	}
	if a, ok := known.alarms[o.ID]; ok {
		o.Alarm = a
	}
	name, named := known.names[o.ID]
	seen, info, err := peek(path, wal > 0)
	if info != nil {
		o.Bytes += info.Size()
		if info.ModTime().After(o.Modified) {
			o.Modified = info.ModTime()
		}
	}
	o.HasData = seen.data || err != nil
	if !named && seen.named {
		name, named = seen.name, true
	}
	// A name counts only if it has this id: the folder may be a copy from another key.
	if named && o.Namespace.Key.ID(name) == o.ID {
		o.Name, o.Named = name, true
	}
}

// known is data about the objects from other files.
type known struct {
	names  map[state.ObjectID]string
	alarms map[state.ObjectID]time.Time
}

// known reads the alarms of a namespace, or of one object, with the names they contain,
// and dotool's record of names. Both may be missing or damaged: a list without names is
// still useful.
func (s *Store) known(ctx context.Context, n *Namespace, of *state.ObjectID) known {
	k := known{map[state.ObjectID]string{}, map[state.ObjectID]time.Time{}}
	s.warn(s.readNames(ctx, n.Key, of, k.names))
	err := n.readAlarms(ctx, of, func(id state.ObjectID, at time.Time, name sqlite.Value) {
		k.alarms[id] = at
		if name.Kind != sqlite.Null {
			k.names[id] = string(name.Bytes)
		}
	})
	if of == nil { // for one object, see [Store.Alarms]
		s.warn(err)
	}
	return k
}

// Objects yields the objects that an address selects, by class, then name, then id,
// unnamed ones last; the zero address selects all. An error ends the sequence. Finding
// nothing is an error only if one object was named.
func (s *Store) Objects(ctx context.Context, a Address) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		t, err := s.parse(a)
		if err != nil {
			yield(Object{}, err)
			return
		}
		if !t.many {
			o, err := s.one(ctx, t)
			if err == nil && o.Alarm.IsZero() {
				s.warn(o.Namespace.readAlarms(ctx, &o.ID, func(state.ObjectID, time.Time, sqlite.Value) {}))
			}
			yield(o, err)
			return
		}
		var linked error // the first, reported after the objects of the others
		found := false
		for _, n := range t.in {
			objects, err := s.scan(ctx, n, nil)
			if errors.As(err, new(*state.NotPlainError)) {
				linked = cmp.Or(linked, err)
				continue
			}
			if err != nil {
				yield(Object{}, err)
				return
			}
			for _, o := range objects {
				if t.glob != nil && !(o.Named && t.glob(o.Name)) {
					continue
				}
				if found = true; !yield(o, nil) {
					return
				}
			}
		}
		if !found && t.none != nil {
			linked = cmp.Or(linked, error(t.none))
		}
		if a.Text == "" && a.Class == "" {
			for _, link := range s.state.Links() { // also of no class
				linked = cmp.Or(linked, error(link))
			}
		}
		if linked != nil {
			yield(Object{}, linked)
		}
	}
}

// Object finds the one object that an address selects. If it does not exist, or the
// address is one of many, the error is an [*AddressError].
func (s *Store) Object(ctx context.Context, a Address) (Object, error) {
	o, many, err := s.Resolve(ctx, a)
	if many {
		return o, &AddressError{What: "object", Text: a.Text, Many: true}
	}
	return o, err
}

// Resolve finds the one object that an address selects, or reports that it is an
// address of many, for [Store.Objects]. If the object does not exist, the error is an
// [*AddressError].
func (s *Store) Resolve(ctx context.Context, a Address) (o Object, many bool, err error) {
	t, err := s.parse(a)
	if err != nil || t.many {
		return o, err == nil, err
	}
	o, err = s.one(ctx, t)
	return o, false, err
}

// awaitImport undoes an interrupted import before objects are read, or waits for an
// import that is running.
func awaitImport(folder *state.Folder) error {
	const most = 5 * time.Second
	there := func(path string) bool {
		_, err := os.Lstat(path)
		return err == nil
	}
	for deadline := time.Now().Add(most); there(folder.ImportPath()) || there(folder.ImportedPath()); {
		lock, err := folder.Lock(context.Background(), state.Holder{Command: "dotool"})
		if err == nil {
			return lock.Close()
		}
		if !errors.As(err, new(*state.LockedError)) || time.Now().After(deadline) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return nil
}
