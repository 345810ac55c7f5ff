// Package image compares databases that were read as a whole: whether two of them have
// the same schema, byte for byte. See sqlite.org/fileformat2.html.
package image

import (
	"bytes"
	"encoding/binary"
)

// Page is the size of the pages of a database of workerd.
const Page = 4096

// Schema is the schema of a database, as it is stored.
type Schema struct {
	pages []uint32 // their numbers, the first page first
	bytes [][]byte
}

// utf8 is the encoding that every database of workerd has; 0 is that of one without tables.
const utf8 = 1

// Kinds of pages of a table.
const leaf, interior = 13, 5

// most is how many pages a schema may have.
const most = 32

// unusual are words of what depends on more than the schema: virtual tables keep data in
// the connection, statistics decide how a query runs, and pragmas see the connection.
var unusual = [][]byte{[]byte("virtual"), []byte("sqlite_stat"), []byte("pragma")}

// New finds the schema of a database, nil if it is unusual, damaged, or the bytes are not
// the whole database.
func New(b []byte) *Schema {
	s := &Schema{}
	if !whole(b) || !s.add(b, 1) {
		return nil
	}
	return s
}

// whole reports whether the header says that the database has just these bytes.
func whole(b []byte) bool {
	return len(b) >= Page && string(b[:16]) == "SQLite format 3\x00" && binary.BigEndian.Uint16(b[16:]) == Page &&
		b[18]-1 < 2 && b[19]-1 < 2 && b[20] == 0 && binary.BigEndian.Uint32(b[56:]) <= utf8 && bytes.Equal(b[24:28], b[92:96]) &&
		uint64(binary.BigEndian.Uint32(b[28:]))*Page == uint64(len(b))
}

// add adds a page of the table sqlite_schema and those below it.
func (s *Schema) add(b []byte, number uint32) bool {
	if number == 0 || uint64(number)*Page > uint64(len(b)) || len(s.pages) == most {
		return false
	}
	page := b[Page*int(number-1):][:Page]
	s.pages = append(s.pages, number)
	s.bytes = append(s.bytes, bytes.Clone(page))
	lower := bytes.ToLower(page)
	for _, word := range unusual {
		if bytes.Contains(lower, word) {
			return false
		}
	}
	header := page
	if number == 1 {
		header = page[100:]
	}
	cells, pointers := int(binary.BigEndian.Uint16(header[3:])), header[8:]
	switch header[0] {
	case leaf:
	case interior:
		if !s.add(b, binary.BigEndian.Uint32(header[8:])) {
			return false
		}
		pointers = header[12:]
	default:
		return false
	}
	if 2*cells > len(pointers) {
		return false
	}
	for i := range cells {
		at := int(binary.BigEndian.Uint16(pointers[2*i:]))
		if at > Page-4 {
			return false
		}
		if cell := page[at:]; header[0] == interior {
			if !s.add(b, binary.BigEndian.Uint32(cell)) {
				return false
			}
		} else if cell[0] >= 0x80 && (cell[1] >= 0x80 || int(cell[0]&0x7f)<<7|int(cell[1]) > Page-35) {
			return false // it continues on other pages
		}
	}
	return true
}

// Is reports whether a database has this schema, too: all is the same that SQLite keeps
// in memory from one query to the next. Then the bytes are the whole database.
func (s *Schema) Is(b []byte) bool {
	if s == nil || !whole(b) {
		return false
	}
	for i, number := range s.pages {
		at := Page * int(number-1)
		if at+Page > len(b) {
			return false
		}
		page, own := b[at:at+Page], s.bytes[i]
		// The header counts changes, pages and free pages, and has the version of the writer.
		if i == 0 && !(bytes.Equal(page[:24], own[:24]) && bytes.Equal(page[40:92], own[40:92]) && bytes.Equal(page[100:], own[100:])) ||
			i > 0 && !bytes.Equal(page, own) {
			return false
		}
	}
	return true
}

// Empty returns a database without tables.
func Empty() []byte {
	b := make([]byte, Page)
	copy(b, "SQLite format 3\x00\x10\x00\x01\x01\x00\x40\x20\x20")
	b[31] = 1 // page
	b[100] = leaf
	b[105] = Page >> 8 // where the content of the page begins
	return b
}
