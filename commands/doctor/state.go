package doctor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

// folder looks at the state folder: who uses it, and what was left there.
func (x *examination) folder(ctx context.Context) {
	dir := x.env.Flags.PersistTo
	if x.main != nil {
		dir = x.main.StateDir(dir)
	}
	if dir == "" {
		return
	}
	if to := x.hosted(ctx, dir); to != "" {
		x.add(OK, "", "a dotool dev of several Workers has the objects, in %s", x.env.Show(to))
		dir = to
	}
	x.state = state.Open(dir, state.Options{})
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		x.add(OK, "", "no local state yet: %s", x.env.Show(dir))
		return
	case err != nil:
		x.fail(fmt.Errorf("state folder: %w", err), "make it readable for you, or keep the state elsewhere with --persist-to")
		return
	case !info.IsDir():
		x.add(Error, "move it away", "%s is not a folder", x.env.Show(dir))
		return
	}
	if err := x.state.Trusted(); err != nil {
		x.fail(err, "keep the state elsewhere with --persist-to")
		return
	}
	x.unwritable(dir)
	x.users(ctx)
	x.leftovers()
	x.add(Note, "", "%s: %s", x.env.Show(dir), x.sizes())
}

// hosted returns the state folder of a server that runs this Worker beside others, which has
// its objects, or "".
func (x *examination) hosted(ctx context.Context, dir string) string {
	to := control.Pointed(state.Open(dir, state.Options{}))
	if to == "" || x.main == nil {
		return ""
	}
	c, err := control.Dial(ctx, state.Open(to, state.Options{}))
	if err != nil || !slices.Contains(c.File.Workers, x.main.Name.Value) {
		return ""
	}
	return to
}

// unwritable reports the folders, and the databases of objects, that this user cannot write
// to, such as those that a command under sudo has left.
func (x *examination) unwritable(dir string) {
	var all []string
	var why error                                                                 // of the first
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error { // no error stops it
		switch {
		case path == x.state.SnapshotsDir():
			return fs.SkipDir // its files are never changed
		case err == nil && (d.IsDir() || d.Type().IsRegular() && filepath.Ext(path) == ".sqlite"):
			err = x.read.writable(path)
		}
		if err == nil || errors.Is(err, fs.ErrNotExist) { // it was removed meanwhile
			return nil
		}
		all, why = append(all, path), cmp.Or(why, err)
		if d != nil && d.IsDir() {
			return fs.SkipDir
		}
		return nil
	})
	if len(all) == 0 {
		return
	}
	others := ""
	if len(all) > 1 {
		others = fmt.Sprintf(" (and %d more)", len(all)-1)
	}
	fix := "sudo chown -R \"$USER\" " + diag.ShellWord(x.env.Show(dir)) + ", or keep the state elsewhere with --persist-to"
	if errors.Is(why, syscall.EROFS) {
		fix = "its disk is mounted read-only: keep the state elsewhere with --persist-to"
	}
	x.add(Error, fix, "%s%s cannot be written to: %v", x.env.Show(all[0]), others, why)
}

// users reports the server of the folder and the holder of its lock.
func (x *examination) users(ctx context.Context) {
	client, err := control.Dial(ctx, x.state)
	holder, held := x.read.holder(x.state)
	switch {
	case err == nil:
		x.serve = client.URL()
		x.add(OK, "", "dotool dev (pid %d) serves it at %s", client.File.PID, client.URL())
	case !errors.Is(err, control.ErrNoServer):
		x.fail(err, "end it, and start it again")
	}
	switch {
	case held && holder.Stopped:
		x.add(Error, fmt.Sprintf("let it finish with `kill -CONT %d`, or end it", holder.PID), "%s has the lock", holder)
	case held && x.serve == "":
		x.add(Note, fmt.Sprintf("wait until it has finished, or end it: kill %d", holder.PID), "%s has the lock", holder)
	}
	if held || x.serve != "" {
		return
	}
	x.foreign(ctx)
	if inspect.Held(x.state) {
		x.add(Warning, "dotool alarm list releases them", "alarms are held by a command that has ended")
	}
	for _, left := range [][2]string{{"lock.json", "the lock"}, {control.DevFileName, "the address"}} {
		if _, err := os.Lstat(filepath.Join(x.state.OwnDir(), left[0])); err == nil {
			x.add(Note, "the next dotool dev replaces it", "%s of a process that has ended is left: dotool/%s", left[1], left[0])
		}
	}
}

// foreign reports another program that hosts the objects: no dotool dev starts beside it.
func (x *examination) foreign(ctx context.Context) {
	disk, err := x.state.ReadDisk(false)
	if err != nil {
		return // reported with the objects
	}
	if use, ok := errors.AsType[*state.InUseError](x.read.hosting(ctx, x.state, disk.Keys())); ok {
		x.add(Warning, use.Hint(), "%s has opened the objects", use.By)
	}
}

// leftovers reports what interrupted commands left behind, and folders of wrangler.
func (x *examination) leftovers() {
	for _, left := range [][2]string{{"journal.json", "a migration"}, {"import.json", "an import"}, {"restore.json", "restoring a snapshot"}} {
		if _, err := os.Lstat(filepath.Join(x.state.OwnDir(), left[0])); err == nil && x.serve == "" {
			x.add(Warning, "any command that writes, such as dotool migrate, finishes or undoes it", "%s was interrupted: dotool/%s", left[1], left[0])
		}
	}
	for _, link := range x.state.Links() {
		x.fail(link, "")
	}
	if x.main == nil {
		return
	}
	tmp := filepath.Join(x.main.Root, ".wrangler", "tmp")
	if entries, err := os.ReadDir(tmp); err == nil && len(entries) > 0 {
		x.add(Note, "if no wrangler dev is running: rm -r "+diag.ShellWord(x.env.Show(tmp)), "wrangler left %s in %s", ui.Count(len(entries), "folder"), x.env.Show(tmp))
	}
}

// sizes returns the sizes of the data, of snapshots and of the trash.
func (x *examination) sizes() string {
	var parts []string
	for _, part := range []struct{ name, dir string }{
		{"data", x.state.ProductsDir()}, {"snapshots", x.state.SnapshotsDir()}, {"trash", x.state.TrashDir()},
	} {
		if n := size(part.dir); n > 0 {
			parts = append(parts, ui.ByteSize(n)+" of "+part.name)
		}
	}
	return cmp.Or(strings.Join(parts, ", "), "no data")
}

// size returns the size of all files in a folder. Files that cannot be read are left out.
func size(dir string) (n int64) {
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if info, err := d.Info(); err == nil {
				n += info.Size()
			}
		}
		return nil
	})
	return n
}

// sample is how many objects of a class are checked, and for how long in all.
const (
	sample     = 20
	sampleTime = 20 * time.Second
)

// objects looks at the ledger, the keys on disk and a sample of the objects.
func (x *examination) objects(ctx context.Context) {
	if x.state == nil {
		return
	}
	if _, err := os.Stat(x.state.Dir); err != nil {
		return // reported with the folder
	}
	if _, err := migrate.ReadLedger(x.state); err != nil {
		x.fail(err, "")
		return
	}
	o := inspect.Options{Warn: func(err error) { x.fail(err, "") }}
	if x.main != nil {
		o.Worker, o.Classes = x.main.Name.Value, x.env.Classes(x.main)
	}
	store, err := inspect.Open(x.state, o)
	if err != nil {
		x.fail(err, "")
		return
	}
	x.keys(store, o)
	ctx, cancel := context.WithTimeout(ctx, sampleTime)
	defer cancel()
	checked, alarms, overdue := 0, 0, 0
	for _, n := range store.Namespaces() {
		of := 0
		for object, err := range store.Objects(ctx, inspect.Address{Text: n.Label, All: true}) {
			if ctx.Err() != nil {
				break
			}
			if err != nil {
				x.fail(err, "")
				continue
			}
			if !object.Alarm.IsZero() {
				alarms++
				if object.Alarm.Before(x.now) {
					overdue++
				}
			}
			if of++; of > sample {
				continue
			}
			checked++
			x.check(ctx, n, object)
		}
	}
	if checked > 0 {
		x.add(OK, "", "checked the databases of %s", ui.Count(checked, "object"))
	}
	switch {
	case overdue > 0 && x.serve == "":
		x.add(Note, "dotool alarm fire runs them now, dotool dev at its start", "%s due, of %s", ui.Count(overdue, "alarm"), fmt.Sprint(alarms))
	case alarms > 0:
		x.add(OK, "", "%s set", ui.Count(alarms, "alarm"))
	}
}

// check has SQLite check a database.
func (x *examination) check(ctx context.Context, n *inspect.Namespace, o inspect.Object) {
	name := n.Label + "/" + o.String()
	fix := "restore it from a snapshot (dotool snapshot list), or delete it: dotool objects delete " + n.Label + "/" + o.ID.String()
	db, err := o.Open()
	if err != nil {
		x.add(Error, fix, "%s: %v", name, cause(err))
		return
	}
	defer db.Close()
	rows := db.Query(ctx, "PRAGMA quick_check")
	defer rows.Close()
	for row, err := range rows.All() {
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			x.add(Error, fix, "%s: %v", name, cause(err))
			return
		case len(row) == 1 && row[0].String() != "ok":
			x.add(Error, fix, "%s is damaged: %s", name, row[0].String())
			return
		}
	}
}

// cause returns an error without the file, which is that of an object that is named.
func cause(err error) error {
	if e, ok := errors.AsType[*sqlite.FileError](err); ok {
		return e.Err
	}
	return err
}

// keys reports data that no class reaches.
func (x *examination) keys(store *inspect.Store, o inspect.Options) {
	disk, err := x.state.ReadDisk(true)
	if err != nil {
		x.fail(err, "")
		return
	}
	classes, environments := slices.Clone(o.Classes), map[string]string{}
	if x.main != nil {
		environments = x.env.Environments(x.main)
	}
	if l, err := migrate.ReadLedger(x.state); x.main != nil && err == nil && l.Workers[o.Worker] == nil {
		for _, m := range x.main.Migrations { // they are yet to be applied, and adopt these
			for _, class := range slices.Concat(m.NewClasses, m.NewSQLiteClasses) {
				classes = append(classes, class.Value)
			}
		}
	}
	for _, n := range store.Namespaces() {
		usage := disk[n.Key]
		if usage.Foreign > 0 {
			x.add(Warning, "copy the data of a Worker with dotool export and import, which keep names", "%s with the id of another class in %s, whose code cannot reach it", ui.Count(usage.Foreign, "object"), n.Label)
		}
		configured := slices.ContainsFunc(classes, func(class string) bool { return n.Key == state.Key(o.Worker+"-"+class) })
		if n.Worker != "" || configured || usage.Objects == 0 {
			continue
		}
		worker, _ := n.Key.Split()
		if env, ok := environments[worker]; ok {
			of := "the top level"
			if env != "" {
				of = "the environment " + env
			}
			x.add(Note, "dotool objects --env "+diag.ShellWord(env), "%s of %s: %s, %s", n.Key, of, ui.Count(usage.Objects, "object"), ui.ByteSize(usage.Bytes))
			continue
		}
		all, file := diag.ShellWord(string(n.Key)+"/*"), diag.ShellWord(n.Class+".ndjson")
		x.add(Warning, fmt.Sprintf("to give those with names to a class: dotool export %s -o %s, then dotool import %s --class CLASS; to delete them: dotool reset %s", all, file, file, diag.ShellWord(string(n.Key))),
			"%s of no known class: %s, %s", n.Key, ui.Count(usage.Objects, "object"), ui.ByteSize(usage.Bytes))
	}
}
