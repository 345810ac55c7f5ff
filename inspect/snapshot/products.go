package snapshot

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// products are the folders with the data of D1, KV, R2 and secrets stores, which are
// wrangler dev's, and of Analytics Engine, Queues, Vectorize and Workflows. A snapshot holds them as they are:
// databases, and beside them the values of KV, R2 and secrets, each a file that is never written
// again.
var products = []string{"analytics", "d1", state.WorkflowsFolder, "kv", "queues", "r2", "secrets-store", "vectorize"}

func productDir(folder *state.Folder, name string) string {
	return filepath.Join(folder.ProductsDir(), name)
}

// product copies the data of a product. A row is only copied with its value: values are
// written before their rows and deleted after them, so the values come first, then the
// databases, then the values that are new; if a value has gone meanwhile, the databases
// are copied again.
func (m *making) product(ctx context.Context, name string) error {
	dir := productDir(m.folder, name)
	taken := map[string]bool{} // by path below dir, whether it is linked
	const most = 50
	for try := range most {
		if err := m.takeNew(ctx, name, dir, taken, false); err != nil {
			return err
		}
		if err := m.takeNew(ctx, name, dir, taken, true); err != nil {
			return err
		}
		if err := m.takeNew(ctx, name, dir, taken, false); err != nil {
			return err
		}
		gone, err := m.gone(ctx, name, dir, taken)
		if err != nil {
			return err
		}
		if len(gone) == 0 || try == most-1 {
			break
		}
		for _, path := range gone {
			if err := os.Remove(filepath.Join(m.dir, name, path)); err != nil {
				return err
			}
			delete(taken, path)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(taken)) {
		if err := m.account(name+"/"+filepath.ToSlash(path), taken[path]); err != nil {
			return err
		}
	}
	return nil
}

// takeNew copies the files that have not been, of databases or of values.
func (m *making) takeNew(ctx context.Context, name, dir string, taken map[string]bool, databases bool) error {
	all, err := below(dir)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(path string) bool {
		_, is := taken[path]
		return is || isDatabase(path) != databases
	})
	linked := make([]bool, len(all))
	err = eachOf(ctx, all, func(i int) (err error) {
		to := filepath.Join(m.dir, name, all[i])
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		from := filepath.Join(dir, all[i])
		linked[i], err = preserve(ctx, from, to, m.before(name, all[i]), m.began)
		if errors.Is(err, fs.ErrNotExist) && !state.Exists(from) {
			return nil // it is gone since it was listed
		}
		if err == nil {
			m.note(to, name+"/"+filepath.ToSlash(all[i]))
		}
		return err
	})
	if err != nil {
		return err
	}
	for i, path := range all {
		if state.Exists(filepath.Join(m.dir, name, path)) {
			taken[path] = linked[i]
		}
	}
	return nil
}

// gone returns the copied databases that name values which were not copied, although they
// are not missing: their rows have changed.
func (m *making) gone(ctx context.Context, name, dir string, taken map[string]bool) (changed []string, err error) {
	values := map[string]bool{}
	for path := range taken {
		values[filepath.Base(path)] = true
	}
	for path := range taken {
		if !isDatabase(path) {
			continue
		}
		ids, err := valuesOf(ctx, filepath.Join(m.dir, name, path))
		if err != nil || !slices.ContainsFunc(ids, func(id string) bool { return !values[id] }) {
			continue // a damaged one is copied as it is
		}
		now, err := valuesOf(ctx, filepath.Join(dir, path))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if !slices.Equal(ids, now) {
			changed = append(changed, path)
		}
	}
	return changed, nil
}

// valuesOf returns the names of the files that the rows of a database of KV or R2 name.
func valuesOf(ctx context.Context, path string) (ids []string, err error) {
	db, err := sqlite.Open(path)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	var tables []string
	for row, err := range db.Query(ctx, "SELECT m.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table' AND m.name LIKE '\\_mf\\_%' ESCAPE '\\' AND c.name = 'blob_id'").All() {
		if err != nil {
			return nil, err
		}
		tables = append(tables, row[0].String())
	}
	for _, table := range tables {
		for row, err := range db.Query(ctx, "SELECT blob_id FROM "+sqlite.QuoteName(table)+" WHERE blob_id IS NOT NULL ORDER BY 1").All() {
			if err != nil {
				return nil, err
			}
			ids = append(ids, row[0].String())
		}
	}
	return ids, nil
}

func isDatabase(path string) bool { return strings.HasSuffix(path, ".sqlite") }

// below returns the regular files below a folder that make up its data, relative to it.
// A file that is being written has a name that begins with a point.
func below(dir string) (all []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // there is none, or it is gone since it was listed
		}
		name := d.Name()
		if err != nil || !d.Type().IsRegular() || strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".sqlite-wal") || strings.HasSuffix(name, ".sqlite-shm") {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		all = append(all, rel)
		return err
	})
	return all, err
}

// eachOf calls fn, in parallel, with the indexes of a list.
func eachOf(ctx context.Context, list []string, fn func(i int) error) error {
	workers, going := errgroup.WithContext(ctx)
	workers.SetLimit(2 * runtime.GOMAXPROCS(0))
	for i := range list {
		if going.Err() != nil {
			break
		}
		workers.Go(func() error { return fn(i) })
	}
	if err := workers.Wait(); err != nil {
		return err
	}
	return context.Cause(ctx)
}

// unpackProduct copies the data of a product out of a snapshot.
func unpackProduct(ctx context.Context, from, to string) error {
	all, err := below(from)
	if err != nil {
		return err
	}
	for _, path := range all { // of damaged databases
		if isDatabase(path) && state.Exists(filepath.Join(from, path+"-wal")) {
			all = append(all, path+"-wal")
		}
	}
	return eachOf(ctx, all, func(i int) error {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(to, all[i])), 0o755); err != nil {
			return err
		}
		return unpackFile(filepath.Join(from, all[i]), filepath.Join(to, all[i]))
	})
}

// checkProduct compares the files of a product with what they were when the snapshot was
// taken.
func checkProduct(ctx context.Context, dir, name string, known map[string]fileSum) error {
	all, err := below(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	return eachOf(ctx, all, func(i int) error {
		path := name + "/" + filepath.ToSlash(all[i])
		info, err := os.Stat(filepath.Join(dir, name, all[i]))
		if err != nil {
			return err
		}
		was, ok := known[path]
		if !ok {
			return errors.New(path + ": it was not in the snapshot when it was taken")
		}
		if err := unchanged(filepath.Join(dir, name, all[i]), info.Size(), was); err != nil {
			return errors.New(path + ": " + err.Error())
		}
		return nil
	})
}
