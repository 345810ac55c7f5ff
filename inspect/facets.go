package inspect

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// Facet is a child object that lives in the storage of another.
type Facet struct {
	Number int    // its position in the index, from 1 on
	Parent int    // 0 for the object itself
	Name   string // within the parent
	Path   string // of its database, which does not exist if the facet was deleted
}

// Facets lists the facets of an object that have a database.
func (s *Store) Facets(o Object) ([]Facet, error) {
	all, err := ReadFacets(o)
	kept := all[:0]
	for _, f := range all {
		if _, err := os.Stat(f.Path); err == nil {
			kept = append(kept, f)
		}
	}
	return kept, err
}

// facetsMagic starts an index of facets.
const facetsMagic = 0xc4cdce5bc5b0ef57

func facetsPath(o Object) string { return strings.TrimSuffix(o.Path(), ".sqlite") + ".facets" }

// ReadFacets lists the facets of an object, including those without a database.
func ReadFacets(o Object) ([]Facet, error) {
	data, err := diag.ReadFile(facetsPath(o))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, sqlite.NewFileError(facetsPath(o), err)
	}
	all, err := parseFacets(data)
	if err != nil {
		return nil, &sqlite.FileError{Path: facetsPath(o), Err: err}
	}
	for i := range all {
		all[i].Path = fmt.Sprintf("%s.%d.sqlite", strings.TrimSuffix(o.Path(), ".sqlite"), all[i].Number)
	}
	return all, nil
}

// parseFacets reads the index: the magic, then for each facet its parent, the
// length of its name and the name, in little-endian u64 and u16.
func parseFacets(b []byte) ([]Facet, error) {
	if len(b) < 8 || binary.LittleEndian.Uint64(b) != facetsMagic {
		return nil, errors.New("it is not an index of facets")
	}
	var all []Facet
	for b = b[8:]; len(b) > 0; {
		if len(b) < 4 {
			return all, nil // an incomplete entry
		}
		parent, n := int(binary.LittleEndian.Uint16(b)), int(binary.LittleEndian.Uint16(b[2:]))
		if len(b) < 4+n {
			return all, nil
		}
		if parent > len(all) {
			return nil, fmt.Errorf("facet %d has the parent %d, which comes later", len(all)+1, parent)
		}
		all = append(all, Facet{Number: len(all) + 1, Parent: parent, Name: string(b[4 : 4+n])})
		b = b[4+n:]
	}
	return all, nil
}

// EncodeFacets is the inverse of parseFacets.
func EncodeFacets(all []Facet) []byte {
	b := binary.LittleEndian.AppendUint64(nil, facetsMagic)
	for _, f := range all {
		b = binary.LittleEndian.AppendUint16(b, uint16(f.Parent))
		b = binary.LittleEndian.AppendUint16(b, uint16(len(f.Name)))
		b = append(b, f.Name...)
	}
	return b
}

func (f Facet) files() []string {
	base := filepath.Base(f.Path)
	return []string{base, base + "-wal", base + "-shm"}
}
