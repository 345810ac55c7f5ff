package sqlite

import (
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/dotool-dev/dotool/config/diag"
)

// CheckHeader returns an error if a file is not a database, or is cut off, as far as its
// first bytes tell. A file that is empty or missing is a database without tables.
func CheckHeader(path string) error {
	f, err := diag.OpenPlain(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return NewFileError(path, err)
	}
	defer f.Close()
	const magic = "SQLite format 3\x00"
	var head [100]byte
	n, err := io.ReadFull(f, head[:])
	switch {
	case n == 0 && errors.Is(err, io.EOF):
		return nil
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return NewFileError(path, err)
	case string(head[:len(magic)]) != magic:
		return NewFileError(path, &SQLError{Message: "file is not a database", Code: NotADB, Offset: -1})
	case n < len(head):
		return cutOff(path)
	}
	// See sqlite.org/fileformat2.html. The pages may still be in the -wal.
	size := int64(binary.BigEndian.Uint16(head[16:]))
	if size == 1 {
		size = 1 << 16
	}
	pages := int64(binary.BigEndian.Uint32(head[28:]))
	known := binary.BigEndian.Uint32(head[24:]) == binary.BigEndian.Uint32(head[92:])
	info, err := f.Stat()
	if wal, missing := os.Stat(path + "-wal"); err == nil && known && info.Size() < pages*size && (missing != nil || wal.Size() == 0) {
		return cutOff(path)
	}
	return nil
}

func cutOff(path string) error {
	return NewFileError(path, &SQLError{Message: "the file is cut off", Code: Corrupt, Offset: -1})
}
