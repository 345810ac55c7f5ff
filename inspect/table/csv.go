package table

import (
	"bytes"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// A csvFormat writes CSV as in RFC 4180.
type csvFormat struct{ Output }

func (f *csvFormat) Header(columns []string) error {
	if f.Options.Headers == "off" {
		return nil
	}
	for i, c := range columns {
		f.separate(i)
		f.text([]byte(c))
	}
	f.Buffer = append(f.Buffer, '\n')
	return f.room()
}

func (f *csvFormat) separate(i int) {
	if i > 0 {
		f.Buffer = append(f.Buffer, ',')
	}
}

func (f *csvFormat) Row(values []sqlite.Value) error {
	for i, v := range values {
		f.separate(i)
		switch v.Kind {
		case sqlite.Text:
			f.text(v.Bytes)
		case sqlite.Blob:
			f.Buffer = appendBlob(f.Buffer, v.Bytes)
		default:
			f.Buffer = v.AppendText(f.Buffer)
		}
	}
	f.Buffer = append(f.Buffer, '\n')
	return f.room()
}

// csvQuoted are the bytes that make quotes necessary.
var csvQuoted = [256]bool{',': true, '"': true, '\n': true, '\r': true}

func (f *csvFormat) text(b []byte) {
	if f.Options.Terminal {
		b = diag.AppendVisible(nil, b, true)
	}
	quote := len(b) == 0 || b[0] == ' ' || b[len(b)-1] == ' '
	for _, c := range b {
		quote = quote || csvQuoted[c]
	}
	if !quote {
		f.Buffer = append(f.Buffer, b...)
		return
	}
	f.Buffer = append(f.Buffer, '"')
	for {
		i := bytes.IndexByte(b, '"')
		if i < 0 {
			break
		}
		f.Buffer = append(append(f.Buffer, b[:i]...), `""`...)
		b = b[i+1:]
	}
	f.Buffer = append(append(f.Buffer, b...), '"')
}

func (f *csvFormat) Flush() error { return f.flush() }
func (f *csvFormat) Close() error { return f.flush() }
