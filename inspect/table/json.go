package table

import (
	"strconv"

	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// A jsonFormat writes a row a line.
type jsonFormat struct {
	Output
	names         [][]byte // with the comma or brace before and the colon after
	open, results bool
	rows          int
}

func (f *jsonFormat) Header(columns []string) error {
	f.end()
	f.open, f.results, f.rows = true, true, 0
	f.names = f.names[:0]
	seen := map[string]bool{}
	for i, c := range columns {
		name := c
		for n := 1; seen[name]; n++ {
			name = c + ":" + strconv.Itoa(n)
		}
		seen[name] = true
		mark := byte(',')
		if i == 0 {
			mark = '{'
		}
		f.names = append(f.names, append(sqlite.AppendJSONString([]byte{mark}, name), ':'))
	}
	f.Buffer = append(f.Buffer, '[')
	return nil
}

func (f *jsonFormat) end() {
	if f.open {
		f.Buffer = append(f.Buffer, "]\n"...)
		f.open = false
	}
}

func (f *jsonFormat) Row(values []sqlite.Value) error {
	if f.rows > 0 {
		f.Buffer = append(f.Buffer, ",\n"...)
	}
	f.rows++
	for i, v := range values {
		f.Buffer = v.AppendJSON(append(f.Buffer, f.names[i]...))
	}
	f.Buffer = append(f.Buffer, '}')
	return f.room()
}

func (f *jsonFormat) Flush() error {
	f.end()
	return f.flush()
}

// Close writes an empty array if there was no result, so that the output is always
// valid JSON.
func (f *jsonFormat) Close() error {
	if !f.results {
		f.Buffer = append(f.Buffer, "[]\n"...)
		f.results = true
	}
	return f.Flush()
}
