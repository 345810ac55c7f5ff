package config

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/config/tree"
)

// A value of the wrong shape is an error. It is still read if its meaning is clear, so
// that it causes no other errors.

// mismatch reports a value that is not of kind k, with the value that was probably
// meant.
func (l *loader) mismatch(n *node, path string, k kind) *diag.Diagnostic {
	e := l.doc.Errorf(l.doc.At(n), "%s must be %s, but it is %s", path, k, l.doc.Show(n))
	_, err := strconv.ParseFloat(n.Value, 64)
	switch {
	case k == object && n.Is(array) && tree.IsTOML(l.p.File) && !l.doc.Inline(n):
		e.Fix = "write " + l.header("[", path)
	case k == text && n.Is(date):
		e.Fix = fmt.Sprintf("write %q", l.doc.Show(n))
	case k == boolean && n.Is(text) && (n.Value == "true" || n.Value == "false"), k == number && n.Is(text) && err == nil:
		e.Fix = "write " + n.Value
	}
	return e
}

// notList reports an object in place of a list of objects.
func (l *loader) notList(n *node, path string) {
	e := l.mismatch(n, path, array)
	switch {
	case !n.Is(object):
	case tree.IsTOML(l.p.File) && !l.doc.Inline(n):
		e.Fix = "write " + l.header("[[", path)
	default:
		e.Fix = "write [{ … }]"
	}
}

var indexRE = pattern.New(`\[\d+\]`)

// header returns the line of TOML that begins a table, or one of a list of tables.
func (l *loader) header(bracket, path string) string {
	return bracket + indexRE.ReplaceAllString(path, "") + strings.ReplaceAll(bracket, "[", "]")
}

// texts returns the strings of a list, including those of lists and objects in it, or of
// the value in its place: "A, B" is two strings, and an object has its names.
func (l *loader) texts(n *node) []String {
	all := []String{}
	switch n.Kind {
	case text:
		for part := range strings.SplitSeq(n.Value, ",") {
			if part = strings.TrimSpace(part); part != "" {
				all = append(all, String{Value: part, Pos: l.doc.At(n)})
			}
		}
	case array:
		for _, item := range n.Items {
			if item.Is(text) {
				all = append(all, String{Value: item.Value, Pos: l.doc.At(item)})
			} else {
				all = append(all, l.texts(item)...)
			}
		}
	case object:
		for i := range n.Fields {
			switch f := &n.Fields[i]; {
			case f.Value.Is(text): // such as { "name": "Room" }
				all = append(all, String{Value: f.Value.Value, Pos: l.doc.At(f.Value)})
			default:
				all = append(all, String{Value: f.Name, Pos: l.doc.Name(f)})
			}
		}
	}
	return all
}

func quotedList(all []String) string {
	var b strings.Builder
	for i, s := range all {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", s.Value)
	}
	return "[" + b.String() + "]"
}

// inline returns an object in the language of the file, of names and values.
func (l *loader) inline(members ...string) string {
	var all []string
	for i := 0; i < len(members); i += 2 {
		if tree.IsTOML(l.p.File) {
			all = append(all, members[i]+" = "+members[i+1])
		} else {
			all = append(all, strconv.Quote(members[i])+": "+members[i+1])
		}
	}
	return "{ " + strings.Join(all, ", ") + " }"
}

// liveEntry returns the entry of a class in exports.
func (l *loader) liveEntry(class, storage string) string {
	entry := l.inline("type", strconv.Quote("durable-object"), "storage", strconv.Quote(storage))
	if tree.IsTOML(l.p.File) {
		return class + " = " + entry
	}
	return strconv.Quote(class) + ": " + entry
}
