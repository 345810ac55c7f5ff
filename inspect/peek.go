package inspect

import (
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"strings"
	"sync"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// seen is the result of a quick look into a database.
type seen struct {
	data  bool // whether it has tables of the user's, or key-value entries
	name  string
	named bool
}

// NameTable is the table in which `wrangler dev` keeps an object's name: (id INTEGER PRIMARY
// KEY, name TEXT), row 1.
const NameTable = "__miniflare_do_name"

var errUnusual = errors.New("not a page as expected")

// peek reports whether a database holds data, and the name that wrangler wrote
// into it. It reads the two or three pages in question itself, ten times as
// fast as SQLite can open a file, and leaves what is unusual (pages in the -wal,
// damaged ones) to SQLite. The info is the file's, if it could be opened.
func peek(path string, wal bool) (seen, fs.FileInfo, error) {
	var v seen
	f, err := diag.OpenPlain(path)
	if err != nil {
		return v, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return v, nil, err
	}
	if !wal {
		v, err = peekPages(f, info.Size())
		if err == nil {
			return v, info, nil
		}
	}
	v, err = peekSQL(path)
	return v, info, err
}

func peekPages(f io.ReaderAt, size int64) (v seen, err error) {
	if size == 0 {
		return v, nil
	}
	r := scratch.Get().(*pages)
	defer scratch.Put(r)
	// Page 1 with the header of the file, at workerd's size of pages: one read.
	first := r.buffers[0][:min(size, 4096)]
	if _, err := f.ReadAt(first, 0); err != nil || len(first) < 512 || string(first[:16]) != "SQLite format 3\x00" {
		return v, errUnusual
	}
	if r.reserved = int(first[20]); len(first) != 4096 || binary.BigEndian.Uint16(first[16:]) != 4096 || r.reserved > 100 {
		return v, errUnusual
	}
	r.f, r.left, r.depth = f, 1000, 0
	kv := uint32(0)
	nameRoot := uint32(0)
	err = r.rows(1, func(_ int64, record []byte) error {
		cols, err := columns(record, 4)
		if err != nil {
			return err
		}
		name := string(cols[1].Bytes)
		switch {
		case name == NameTable:
			nameRoot = uint32(cols[3].Int)
		case name == "_cf_KV":
			kv = uint32(cols[3].Int)
		case !sqlite.IsHidden(string(cols[2].Bytes)) && !sqlite.IsHidden(name) && !strings.HasPrefix(name, "sqlite_"):
			v.data = true
		}
		return nil
	})
	if err == nil && kv != 0 && !v.data {
		// An index page: an interior one always has entries.
		var page []byte
		if page, err = r.page(kv, 0); err == nil {
			v.data = page[0] == 0x02 || binary.BigEndian.Uint16(page[3:]) > 0
			if page[0] != 0x02 && page[0] != 0x0a {
				err = errUnusual
			}
		}
	}
	if err == nil && nameRoot != 0 {
		err = r.rows(nameRoot, func(rowid int64, record []byte) error {
			cols, err := columns(record, 2)
			if err == nil && rowid == 1 && cols[1].Kind == sqlite.Text {
				v.name, v.named = string(cols[1].Bytes), true
			}
			return err
		})
	}
	return v, err
}

func peekSQL(path string) (v seen, err error) {
	db, err := sqlite.Open(path)
	if err != nil {
		return v, err
	}
	defer db.Close()
	kv, name := false, false
	err = db.Conn.Each("SELECT name, tbl_name FROM sqlite_schema", nil, func(row *sqlite.Stmt) error {
		switch n := row.Column(0).String(); {
		case n == NameTable:
			name = true
		case n == "_cf_KV":
			kv = true
		case !sqlite.IsHidden(row.Column(1).String()) && !sqlite.IsHidden(n) && !strings.HasPrefix(n, "sqlite_"):
			v.data = true
		}
		return nil
	})
	if err == nil && kv && !v.data {
		err = db.Conn.EachIn("_cf_KV", "SELECT 1 FROM _cf_KV LIMIT 1", nil, func(*sqlite.Stmt) error { v.data = true; return nil })
	}
	if err == nil && name {
		err = db.Conn.EachIn(NameTable, "SELECT name FROM __miniflare_do_name WHERE id = 1 AND typeof(name) = 'text'", nil, func(row *sqlite.Stmt) error {
			v.name, v.named = row.Column(0).String(), true
			return nil
		})
	}
	return v, err
}

// pages reads table b-trees of a database file with pages of 4096 bytes, see
// sqlite.org/fileformat2.html.
type pages struct {
	f        io.ReaderAt
	reserved int // bytes at the end of each page
	left     int // pages that may still be read, in case of a cycle
	depth    int
	buffers  [4][4096]byte // a page a level; workerd's schemas have one or two
}

var scratch = sync.Pool{New: func() any { return new(pages) }}

// page reads a page into the buffer of a level, page 1 without the header of
// the file.
func (r *pages) page(number uint32, level int) ([]byte, error) {
	if r.left--; number == 0 || r.left < 0 || level >= len(r.buffers) {
		return nil, errUnusual
	}
	b := r.buffers[level][:]
	if number == 1 && level == 0 && r.left == 999 {
		return b[100:], nil // read already
	}
	if _, err := r.f.ReadAt(b, int64(number-1)*4096); err != nil {
		return nil, errUnusual
	}
	if number == 1 {
		b = b[100:]
	}
	return b, nil
}

// rows calls fn with each record of a table, as much of it as is on its page.
func (r *pages) rows(root uint32, fn func(rowid int64, record []byte) error) error {
	page, err := r.page(root, r.depth)
	if err != nil {
		return err
	}
	r.depth++
	defer func() { r.depth-- }()
	header := 4096 - len(page) // cells count from the start of the page
	cells, start := int(binary.BigEndian.Uint16(page[3:])), 8
	if page[0] == 0x05 {
		start = 12
	} else if page[0] != 0x0d {
		return errUnusual
	}
	if start+2*cells > len(page) {
		return errUnusual
	}
	usable := 4096 - r.reserved
	for i := range cells {
		cell := int(binary.BigEndian.Uint16(page[start+2*i:])) - header
		if cell < start || cell+4 > len(page) {
			return errUnusual
		}
		b := page[cell:]
		if page[0] == 0x05 {
			if err := r.rows(binary.BigEndian.Uint32(b), fn); err != nil {
				return err
			}
			continue
		}
		length, n := varint(b)
		rowid, m := varint(b[n:])
		if n == 0 || m == 0 {
			return errUnusual
		}
		b = b[n+m:]
		local := int(length)
		if length > uint64(usable-35) { // continues in overflow pages
			least := (usable-12)*32/255 - 23
			local = least + int((length-uint64(least))%uint64(usable-4))
			if local > usable-35 {
				local = least
			}
		}
		if local > len(b) {
			return errUnusual
		}
		if err := fn(int64(rowid), b[:local]); err != nil {
			return err
		}
	}
	if page[0] == 0x05 {
		return r.rows(binary.BigEndian.Uint32(page[8:]), fn)
	}
	return nil
}

// columns decodes the first n columns of a record; they must lie in b whole.
func columns(b []byte, n int) ([]sqlite.Value, error) {
	size, at := varint(b)
	if at == 0 || size > uint64(len(b)) {
		return nil, errUnusual
	}
	header, body := b[at:max(at, int(size))], b[size:]
	values := make([]sqlite.Value, n)
	for i := range values {
		kind, w := varint(header)
		if w == 0 {
			return nil, errUnusual
		}
		header = header[w:]
		length := 0
		switch {
		case kind >= 12:
			length = int((kind - 12) / 2)
			if kind > 1<<31 {
				return nil, errUnusual
			}
		case kind <= 4:
			length = int(kind)
		case kind == 5:
			length = 6
		case kind <= 7:
			length = 8
		case kind > 9:
			return nil, errUnusual
		}
		if length > len(body) {
			return nil, errUnusual
		}
		field := body[:length]
		body = body[length:]
		switch {
		case kind >= 12 && kind%2 == 1:
			values[i] = sqlite.Value{Kind: sqlite.Text, Bytes: field}
		case kind >= 12:
			values[i] = sqlite.Value{Kind: sqlite.Blob, Bytes: field}
		case kind == 8 || kind == 9:
			values[i] = sqlite.IntValue(int64(kind - 8))
		case kind >= 1 && kind <= 6:
			v := int64(int8(field[0]))
			for _, c := range field[1:] {
				v = v<<8 | int64(c)
			}
			values[i] = sqlite.IntValue(v)
		}
	}
	return values, nil
}

// varint reads SQLite's big-endian base-128 number; a length of 0 is an error.
func varint(b []byte) (v uint64, n int) {
	for i, c := range b[:min(len(b), 9)] {
		if i == 8 {
			return v<<8 | uint64(c), 9
		}
		v = v<<7 | uint64(c&0x7f)
		if c < 0x80 {
			return v, i + 1
		}
	}
	return 0, 0
}
