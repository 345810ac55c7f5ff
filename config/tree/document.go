package tree

import (
	"bytes"
	"path/filepath"
	"slices"
	"unicode/utf8"

	"github.com/dotool-dev/dotool/config/diag"
)

// Document is a parsed file.
type Document struct {
	Root  *Node
	Diags *diag.List // the problems found
	file  string
	src   []byte
	lines []int // offsets of the starts of the lines
}

// IsTOML reports whether a file is read as TOML; everything else is JSON with comments,
// as in wrangler.
func IsTOML(file string) bool { return filepath.Ext(file) == ".toml" }

// Parse reads src. Syntax errors go to diags, and root is
// then an empty object.
func Parse(file string, src []byte, diags *diag.List) *Document {
	d := &Document{file: file, src: src, Root: &Node{Kind: Table}, Diags: diags, lines: []int{0}}
	for i, c := range src {
		if c == '\n' {
			d.lines = append(d.lines, i+1)
		}
	}
	switch {
	case len(src) > MaxSize:
		d.Errorf(diag.Pos{File: file}, "the file is larger than %d KiB, which no configuration is", MaxSize>>10)
		return d
	case bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")):
		d.Errorf(d.Pos(0, 1), "the file is UTF-16").Fix = "save it as UTF-8"
		return d
	case !utf8.Valid(src):
		i := 0
		for r, n := utf8.DecodeRune(src); r != utf8.RuneError || n != 1; r, n = utf8.DecodeRune(src[i:]) {
			i += n
		}
		d.Errorf(d.Pos(i, i+1), "byte 0x%02x is not UTF-8", src[i]).Fix = "save the file as UTF-8"
		return d
	}
	// A byte order mark becomes white space, so that offsets are those in the file.
	body := src
	if bytes.HasPrefix(src, []byte("\ufeff")) {
		body = append([]byte("   "), src[3:]...)
	}
	if IsTOML(file) {
		d.parseTOML(body)
	} else {
		d.parseJSON(body)
	}
	return d
}

// Pos returns the part of a range in its first line.
func (d *Document) Pos(start, end int) diag.Pos {
	start = min(max(start, 0), len(d.src))
	line, found := slices.BinarySearch(d.lines, start)
	if !found {
		line--
	}
	stop := len(d.src)
	if line+1 < len(d.lines) {
		stop = d.lines[line+1] - 1
	}
	length := end - start
	if end > stop { // for a value of several lines, the first column suffices
		length = 1
	}
	return diag.Pos{File: d.file, Line: line + 1, Column: start - d.lines[line] + 1, Length: max(length, 0)}
}

// At returns the position of a value.
func (d *Document) At(n *Node) diag.Pos {
	if n == nil {
		return diag.Pos{File: d.file}
	}
	return d.Pos(n.start, n.end)
}

// Name returns the position of the name of a member.
func (d *Document) Name(f *Field) diag.Pos { return d.Pos(f.start, f.end) }

// Errorf adds an error with the general code.
func (d *Document) Errorf(pos diag.Pos, format string, args ...any) *diag.Diagnostic {
	return d.Diags.Errorf(pos, "config", format, args...)
}

// Show describes a value for "but it is …".
func (d *Document) Show(n *Node) string {
	if n == nil {
		return "missing"
	}
	raw := d.src[n.start:n.end]
	if d.Inline(n) && len(raw) <= 40 && !bytes.ContainsAny(raw, "\n") && len(raw) > 0 {
		return string(raw)
	}
	return string(n.Kind)
}

// Inline reports whether a value is written in one place. The range of a TOML table
// under a header, or of a list of these, is only the name.
func (d *Document) Inline(n *Node) bool {
	raw := d.src[n.start:n.end]
	switch n.Kind {
	case Table:
		return bytes.HasPrefix(raw, []byte("{"))
	case List:
		return bytes.HasPrefix(raw, []byte("["))
	}
	return true
}
