package snapshot

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Create copies all objects, whether a runtime has them open or not, and needs no lock.
// The copy of each object is consistent; objects that call each other meanwhile are
// copied at different moments.
func Create(ctx context.Context, folder *state.Folder, cause Cause, reason string) (Snapshot, error) {
	snapshot, _, err := create(ctx, folder, cause, reason, false)
	return snapshot, err
}

// CreateChanged is [Create] if anything differs from the newest snapshot; else it reports
// false.
func CreateChanged(ctx context.Context, folder *state.Folder, cause Cause, reason string) (Snapshot, bool, error) {
	return create(ctx, folder, cause, reason, true)
}

func create(ctx context.Context, folder *state.Folder, cause Cause, reason string, changed bool) (snapshot Snapshot, made bool, err error) {
	snapshots := folder.SnapshotsDir()
	if err := os.MkdirAll(snapshots, 0o700); err != nil {
		return snapshot, false, fmt.Errorf("create a snapshot: %w", err)
	}
	all, err := List(folder)
	if err != nil {
		return snapshot, false, err
	}
	now := time.Now()
	removeLeftovers(snapshots, now)
	m := &making{folder: folder, began: now, Snapshot: Snapshot{
		Version: version, CreatedAt: state.Time{Time: now.UTC()}, Reason: reason, Cause: cause, Held: inspect.Held(folder), Products: products,
	}}
	if len(all) > 0 {
		m.buildOn(filepath.Join(snapshots, all[0].ID))
	}
	if m.dir, err = os.MkdirTemp(snapshots, ".making-"); err != nil {
		return snapshot, false, fmt.Errorf("create a snapshot: %w", err)
	}
	err = m.copy(ctx)
	m.Objects, m.Bytes, m.NewBytes = int(m.objects.Load()), m.bytes.Load(), m.fresh.Load()
	if err == nil && changed && m.same() {
		return snapshot, false, os.RemoveAll(m.dir)
	}
	if err == nil {
		err = m.publish()
	}
	if err != nil {
		return snapshot, false, errors.Join(fmt.Errorf("create a snapshot: %w", err), os.RemoveAll(m.dir))
	}
	return m.Snapshot, true, nil
}

// making is a snapshot being taken, in a folder beside the finished ones.
type making struct {
	Snapshot
	folder   *state.Folder
	began    time.Time
	dir      string             // the copied files
	previous string             // the folder of the previous snapshot, "" for none
	known    map[string]fileSum // of its files
	sums     sums

	objects, bytes, fresh atomic.Int64

	damage sync.Mutex // guards Damaged
}

// note checks a copied file, which is named below v3.
func (m *making) note(copied, name string) {
	if !isDatabase(name) || !sqlite.Damaged(sqlite.CheckHeader(copied)) {
		return
	}
	m.damage.Lock()
	defer m.damage.Unlock()
	if !slices.Contains(m.Damaged, name) {
		m.Damaged = append(m.Damaged, name)
	}
}

// buildOn makes files unchanged since another snapshot hard links to its files, unless
// it is damaged, or too old to tell.
func (m *making) buildOn(snapshot string) {
	if known, err := readSums(snapshot); err == nil && known != nil {
		m.previous, m.known = snapshot, known
	}
}

// same reports whether all files are those of the previous snapshot.
func (m *making) same() bool {
	if m.previous == "" {
		return false
	}
	before, err := state.ReadPlain(filepath.Join(m.previous, sumsFile))
	return err == nil && bytes.Equal(before, m.sums.text())
}

// copy copies the ledger and all objects, and lists what it copied.
func (m *making) copy(ctx context.Context) error {
	ledger := filepath.Join(m.dir, "ledger.json")
	if err := sqlite.CopyFile(filepath.Join(m.folder.OwnDir(), "ledger.json"), ledger); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if m.Workers = workersOf(m.dir); len(m.Workers) == 1 {
		m.Worker = &m.Workers[0]
	}
	disk, err := m.folder.ReadDisk(false)
	if err != nil {
		return err
	}
	if err := onlyPlain(m.folder); err != nil {
		return err
	}
	for _, key := range disk.Keys() {
		if err := m.namespace(ctx, key); err != nil {
			return err
		}
	}
	for _, name := range m.Products {
		if err := m.product(ctx, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	m.Held = m.Held || inspect.Held(m.folder)
	if err := m.sums.read("ledger.json", ledger); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.WriteFile(filepath.Join(m.dir, sumsFile), m.sums.text(), 0o600)
}

// namespace copies the objects of a class.
func (m *making) namespace(ctx context.Context, key state.Key) error {
	dir := filepath.Join(m.dir, "do", string(key))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return eachFile(ctx, m.folder.NamespaceDir(key), func(name string) error {
		linked, err := preserve(ctx, filepath.Join(m.folder.NamespaceDir(key), name), filepath.Join(dir, name), m.before("do", filepath.Join(string(key), name)), m.began)
		if err != nil {
			return err
		}
		m.note(filepath.Join(dir, name), "do/"+string(key)+"/"+name)
		return m.account("do/"+string(key)+"/"+name, linked)
	})
}

// before returns a file in the previous snapshot, "" if there is none.
func (m *making) before(product, path string) string {
	if m.previous == "" {
		return ""
	}
	return filepath.Join(m.previous, product, path)
}

// account counts a copied file and lists it.
func (m *making) account(path string, linked bool) error {
	to := filepath.Join(m.dir, filepath.FromSlash(path))
	info, err := os.Stat(to)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // deleted by its runtime since it was listed
	}
	if err != nil {
		return err
	}
	if m.bytes.Add(info.Size()); !linked {
		m.fresh.Add(info.Size())
	}
	if strings.HasPrefix(path, "do/") && isObject(filepath.Base(to)) {
		m.objects.Add(1)
	}
	if sum, ok := m.known[path]; linked && ok {
		m.sums.add(path, sum)
		return nil
	}
	return m.sums.read(path, to)
}

// isObject reports whether a file is the database of an object, not of a facet.
func isObject(name string) bool {
	return len(name) == 64+len(".sqlite") && strings.HasSuffix(name, ".sqlite")
}

// publish gives the finished snapshot its id and its folder.
func (m *making) publish() error {
	base := m.began.UTC().Format("20060102T150405Z")
	for n := 1; ; n++ {
		if m.ID = base; n > 1 {
			m.ID = fmt.Sprintf("%s-%d", base, n)
		}
		to := filepath.Join(m.folder.SnapshotsDir(), m.ID)
		if _, err := os.Lstat(to); err == nil {
			continue
		}
		manifest, err := json.MarshalIndent(m.Snapshot, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(m.dir, "manifest.json"), append(manifest, '\n'), 0o600); err != nil {
			return err
		}
		if err := syncTree(m.dir); err != nil {
			return err
		}
		// Two may be made in one second: the folder of another is not empty, so
		// that it cannot be renamed over.
		err = os.Rename(m.dir, to)
		if _, there := os.Lstat(to); err != nil && there == nil && n < 1000 {
			continue
		}
		return err
	}
}

// removeLeftovers removes snapshots that a process that died was creating or deleting.
// As there is no lock, they must be a day old.
func removeLeftovers(snapshots string, now time.Time) {
	all, _ := os.ReadDir(snapshots)
	for _, e := range all {
		if info, err := e.Info(); err == nil && strings.HasPrefix(e.Name(), ".") && now.Sub(info.ModTime()) > 24*time.Hour {
			os.RemoveAll(filepath.Join(snapshots, e.Name()))
		}
	}
}

// eachFile calls fn, in parallel, with the names of the files of a namespace
// that make up its objects.
func eachFile(ctx context.Context, dir string, fn func(name string) error) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	workers, going := errgroup.WithContext(ctx)
	workers.SetLimit(2 * runtime.GOMAXPROCS(0))
	for _, e := range entries {
		name := e.Name()
		if !e.Type().IsRegular() || strings.HasSuffix(name, ".sqlite-wal") || strings.HasSuffix(name, ".sqlite-shm") {
			continue
		}
		if going.Err() != nil {
			break
		}
		workers.Go(func() error {
			err := fn(name)
			if _, named := errors.AsType[*sqlite.FileError](err); err == nil || named {
				return err
			}
			return fmt.Errorf("%s: %w", name, err)
		})
	}
	return cmp.Or(workers.Wait(), context.Cause(ctx))
}

// preserve copies a file of an object into a snapshot, or links to the copy in the
// previous one.
func preserve(ctx context.Context, from, to, previous string, now time.Time) (linked bool, err error) {
	for range 3 {
		info, err := os.Stat(from)
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if wal, err := os.Stat(from + "-wal"); err == nil && wal.Size() > 0 && strings.HasSuffix(from, ".sqlite") {
			break
		}
		if old, err := os.Stat(previous); err == nil && old.Size() == info.Size() && old.ModTime().Equal(info.ModTime()) && os.Link(previous, to) == nil {
			return true, nil
		}
		if err := cloneFile(from, to); err != nil {
			return false, err
		}
		after, err := os.Stat(from)
		if err == nil && after.Size() == info.Size() && after.ModTime().Equal(info.ModTime()) {
			at := info.ModTime()
			if now.Sub(at) < 2*time.Second {
				at = noTime
			}
			return false, os.Chtimes(to, at, at)
		}
		// A runtime has just merged its -wal into the file: try again.
		if err := os.Remove(to); err != nil {
			return false, err
		}
	}
	err = sqlite.CopyDatabase(ctx, from, to)
	if c := sqlite.Code(err); c == sqlite.NotADB || c == sqlite.Corrupt {
		// Damaged files are copied as they are, so as not to lose them.
		os.Remove(to)
		if err = cloneFile(from, to); err == nil {
			err = cloneFile(from+"-wal", to+"-wal")
		}
	}
	if err != nil {
		return false, err
	}
	return false, os.Chtimes(to, noTime, noTime)
}

// cloneFile copies a file, sharing its blocks if the file system can.
func cloneFile(from, to string) error {
	in, err := diag.OpenPlain(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if !reflink(out, in) {
		_, err = io.Copy(out, in)
	}
	return errors.Join(err, out.Close())
}
