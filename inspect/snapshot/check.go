package snapshot

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

// sumsFile lists the files of a snapshot, so that a missing, truncated or changed one
// is noticed before a restore.
const sumsFile = "files.txt"

// fileSum is a line of files.txt: the checksum of a file (CRC-32C, in hex), its size
// and its path in the snapshot, separated by spaces.
type fileSum struct {
	crc  uint32
	size int64
}

// castagnoli is the table of CRC-32C, which is made at the first use.
func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

func sumOf(path string) (sum fileSum, err error) {
	f, err := diag.OpenPlain(path)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := crc32.New(castagnoli())
	sum.size, err = io.Copy(h, f)
	sum.crc = h.Sum32()
	return sum, err
}

// sums are the checksums of a snapshot being made.
type sums struct {
	mu    sync.Mutex // guards lines
	lines []string
}

func (s *sums) add(path string, sum fileSum) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, fmt.Sprintf("%08x %d %s\n", sum.crc, sum.size, path))
}

func (s *sums) read(path, file string) error {
	sum, err := sumOf(file)
	if err != nil {
		return err
	}
	s.add(path, sum)
	return nil
}

// text returns the content of files.txt. Its last line has the number of the other lines and
// their checksum.
func (s *sums) text() []byte {
	slices.SortFunc(s.lines, func(a, b string) int { return strings.Compare(a[9:], b[9:]) })
	lines := strings.Join(s.lines, "")
	return []byte(lines + lastLine(lines, len(s.lines)))
}

// readSums reads files.txt; a snapshot of an older dotool has none, which is nil.
func readSums(dir string) (map[string]fileSum, error) {
	data, err := state.ReadPlain(filepath.Join(dir, sumsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all := map[string]fileSum{}
	text := string(data)
	for line := range strings.Lines(text) {
		var sum fileSum
		parts := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 3)
		if _, err := fmt.Sscanf(parts[0]+" "+parts[min(1, len(parts)-1)], "%x %d", &sum.crc, &sum.size); err != nil || len(parts) != 3 {
			break
		}
		if parts[2] != "files" || !strings.HasSuffix(text, lastLine(strings.TrimSuffix(text, line), len(all))) {
			all[parts[2]] = sum
			continue
		}
		return all, nil
	}
	return nil, errors.New(sumsFile + " is damaged")
}

func lastLine(lines string, n int) string {
	return fmt.Sprintf("%08x %d files\n", crc32.Checksum([]byte(lines), castagnoli()), n)
}

// verify checks that a snapshot can be restored: all its files exist, unchanged, and
// the ledger can be read. Otherwise it returns an [*Error], which names another
// snapshot that is intact.
func verify(ctx context.Context, state *state.Folder, id string) error {
	snapshot, err := Read(state, id)
	if err != nil {
		return err
	}
	problem := check(ctx, state, snapshot)
	if problem == nil || ctx.Err() != nil {
		return problem
	}
	e := &Error{ID: snapshot.ID, Err: problem}
	all, _ := List(state)
	for _, other := range all {
		if other.ID != snapshot.ID && check(ctx, state, other) == nil {
			e.Whole = other.ID
			break
		}
	}
	return e
}

func check(ctx context.Context, folder *state.Folder, snapshot Snapshot) error {
	dir := filepath.Join(folder.SnapshotsDir(), snapshot.ID)
	if err := state.PlainTree(dir); err != nil {
		return err
	}
	ledger, err := state.ReadPlain(filepath.Join(dir, "ledger.json"))
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		if _, err := migrate.ParseLedger(ledger); err != nil {
			return fmt.Errorf("ledger.json: %w", err)
		}
	}
	known, err := readSums(dir)
	if err != nil {
		return err
	}
	keys, err := os.ReadDir(filepath.Join(dir, "do"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var bytes, objects atomic.Int64
	for _, key := range keys {
		if !key.IsDir() || state.Key(key.Name()).Validate() != nil {
			return fmt.Errorf("do/%s is not the folder of a class", key.Name())
		}
		err := eachFile(ctx, filepath.Join(dir, "do", key.Name()), func(name string) error {
			path := filepath.Join(dir, "do", key.Name(), name)
			info, err := os.Stat(path)
			if err != nil {
				return err
			}
			bytes.Add(info.Size())
			if isObject(name) {
				objects.Add(1)
			}
			if known == nil {
				return wholeDatabase(path, info.Size())
			}
			was, ok := known["do/"+key.Name()+"/"+name]
			if !ok {
				return errors.New("it was not in the snapshot when it was taken")
			}
			return unchanged(path, info.Size(), was)
		})
		if err != nil {
			return fmt.Errorf("do/%s/%w", key.Name(), err)
		}
	}
	for _, name := range snapshot.Products {
		if !slices.Contains(products, name) {
			return fmt.Errorf("it holds data of %q, which this dotool does not know", name)
		}
		if err := checkProduct(ctx, dir, name, known); err != nil {
			return err
		}
	}
	if known != nil {
		return checkListed(dir, known, ledger)
	}
	switch {
	case int(objects.Load()) != snapshot.Objects:
		return fmt.Errorf("it holds %d objects, not %d", objects.Load(), snapshot.Objects)
	case bytes.Load() != snapshot.Bytes:
		return fmt.Errorf("its files have %d bytes, not %d", bytes.Load(), snapshot.Bytes)
	}
	return nil
}

func unchanged(path string, size int64, was fileSum) error {
	if was.size != size {
		return fmt.Errorf("it has %d bytes, not %d", size, was.size)
	}
	if sum, err := sumOf(path); err != nil || sum != was {
		return errors.Join(err, errors.New("its content has changed"))
	}
	return nil
}

// checkListed checks the ledger, and that no file is missing.
func checkListed(dir string, known map[string]fileSum, ledger []byte) error {
	was, listed := known["ledger.json"]
	switch sum := (fileSum{crc32.Checksum(ledger, castagnoli()), int64(len(ledger))}); {
	case listed && ledger == nil:
		return errors.New("ledger.json is missing")
	case listed && sum != was:
		return errors.New("ledger.json has changed")
	case !listed && ledger != nil:
		return errors.New("ledger.json was not in the snapshot when it was taken")
	}
	for path := range known {
		if info, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(path))); err != nil || !info.Mode().IsRegular() {
			return fmt.Errorf("%s is missing", path)
		}
	}
	return nil
}

// wholeDatabase checks the header of a database, for a snapshot without checksums.
func wholeDatabase(path string, size int64) error {
	if !strings.HasSuffix(path, ".sqlite") || size == 0 {
		return nil
	}
	f, err := diag.OpenPlain(path)
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, 100)
	if _, err := io.ReadFull(f, head); err != nil || string(head[:16]) != "SQLite format 3\x00" {
		return errors.New("it is not a SQLite database")
	}
	page := int64(binary.BigEndian.Uint16(head[16:]))
	if page == 1 {
		page = 65536
	}
	if pages := int64(binary.BigEndian.Uint32(head[28:])); page < 512 || pages > 0 && pages*page > size {
		return errors.New("it is cut short")
	}
	return nil
}

// onlyPlain refuses a state with links to objects: they would not be in a snapshot, and
// be lost by a restore.
func onlyPlain(folder *state.Folder) error {
	dirs := []string{folder.ObjectsDir()}
	for _, name := range products {
		dirs = append(dirs, productDir(folder, name))
	}
	for _, dir := range dirs {
		if err := state.PlainTree(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
