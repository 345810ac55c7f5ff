package bundle

import (
	"path/filepath"
	"sync"

	"github.com/go-sourcemap/sourcemap"

	"dotool/config/diag"
)

// SourceMap leads from positions in [MainModule] back to the source. The zero
// value knows none.
type SourceMap struct {
	dir string
	raw []byte

	once     sync.Once // parsing takes longer than the build: only when asked
	consumer *sourcemap.Consumer
}

// Source returns where line and column (both from 1) of the bundle come from,
// and whether that is known.
func (m *SourceMap) Source(line, column int) (diag.Pos, bool) {
	if m == nil {
		return diag.Pos{}, false
	}
	m.once.Do(func() {
		if len(m.raw) > 0 {
			m.consumer, _ = sourcemap.Parse("", m.raw)
		}
	})
	if m.consumer == nil {
		return diag.Pos{}, false
	}
	file, _, l, c, ok := m.consumer.Source(line, column-1)
	if !ok || file == "" {
		return diag.Pos{}, false
	}
	if !filepath.IsAbs(file) {
		file = filepath.Join(m.dir, filepath.FromSlash(file))
	}
	return diag.Pos{File: file, Line: l, Column: c + 1}, true
}
