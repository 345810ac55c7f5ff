package table

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// A tabsFormat is for scripts that want the bare values.
type tabsFormat struct{ Output }

func (f *tabsFormat) Header(columns []string) error {
	if f.Options.Headers != "on" {
		return nil
	}
	names := make([]sqlite.Value, len(columns))
	for i, c := range columns {
		names[i] = sqlite.TextValue(c)
	}
	return f.Row(names)
}

func (f *tabsFormat) Row(values []sqlite.Value) error {
	for i, v := range values {
		if i > 0 {
			f.Buffer = append(f.Buffer, '\t')
		}
		switch {
		case v.Kind == sqlite.Blob:
			f.Buffer = appendBlob(f.Buffer, v.Bytes)
		case v.Kind != sqlite.Text:
			f.Buffer = v.AppendText(f.Buffer)
		case f.Options.Terminal:
			f.Buffer = diag.AppendVisible(f.Buffer, v.Bytes, false)
		case bytes.ContainsAny(v.Bytes, "\t\n\r"):
			for _, c := range v.Bytes {
				switch c {
				case '\t':
					f.Buffer = append(f.Buffer, `\t`...)
				case '\n':
					f.Buffer = append(f.Buffer, `\n`...)
				case '\r':
					f.Buffer = append(f.Buffer, `\r`...)
				default:
					f.Buffer = append(f.Buffer, c)
				}
			}
		default:
			f.Buffer = append(f.Buffer, v.Bytes...)
		}
	}
	f.Buffer = append(f.Buffer, '\n')
	return f.room()
}

func (f *tabsFormat) Flush() error { return f.flush() }
func (f *tabsFormat) Close() error { return f.flush() }

// A lineFormat writes a value a line.
type lineFormat struct {
	Output
	names []string // aligned to the right
	rows  int
}

func (f *lineFormat) Header(columns []string) error {
	f.names = f.names[:0]
	widest := 0
	for _, c := range columns {
		name := diag.Visible(c)
		f.names = append(f.names, name)
		widest = max(widest, Width(name))
	}
	for i, name := range f.names {
		f.names[i] = strings.Repeat(" ", widest-Width(name)) + name
	}
	return nil
}

func (f *lineFormat) Row(values []sqlite.Value) error {
	if f.rows++; f.rows > 1 {
		f.Buffer = append(f.Buffer, '\n')
	}
	for i, v := range values {
		f.Look(lookBold, f.names[i])
		f.Buffer = append(f.Buffer, " = "...)
		switch {
		case v.Kind == sqlite.Null:
			f.Look(LookDim, "NULL")
		case v.Kind == sqlite.Blob:
			f.Look(LookDim, blobText(v.Bytes, f.Options.Terminal))
		case v.Kind == sqlite.Text && f.Options.Terminal:
			f.Buffer = diag.AppendVisible(f.Buffer, v.Bytes, true)
		default:
			f.Buffer = v.AppendText(f.Buffer)
		}
		f.Buffer = append(f.Buffer, '\n')
	}
	return f.room()
}

func (f *lineFormat) Flush() error { return f.flush() }
func (f *lineFormat) Close() error { return f.flush() }

// blobText returns a blob as a literal of SQL, or enough of it to recognize it.
func blobText(b []byte, cut bool) string {
	const most = 32
	if !cut || len(b) <= most {
		return string(appendBlob(nil, b))
	}
	return fmt.Sprintf("X'%x…' (%d bytes)", b[:most], len(b))
}
