package disk

import (
	"encoding/binary"
	"path/filepath"
	"sync"

	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/migrate/state"
)

// alarmsFile is the file in which workerd keeps the alarms of a class, beside its objects.
const alarmsFile = "metadata.sqlite"

// MakeAlarms makes the files of alarms that a configuration needs and that are not there
// yet. workerd would make them one after the other, each with some ten waits for the disk,
// before it serves; what cannot be made here, it makes.
func MakeAlarms(c *workerd.Config) {
	disks := map[string]string{}
	for _, s := range c.Services {
		if d, ok := s.Value.(workerd.Disk); ok && d.Writable {
			disks[s.Name] = d.Path
		}
	}
	var making sync.WaitGroup
	for _, w := range c.Workers {
		for _, n := range w.Namespaces {
			if at := disks[w.Storage]; at != "" && state.Key(n.UniqueKey).Validate() == nil {
				making.Go(func() { _ = makeAlarms(filepath.Join(at, n.UniqueKey)) })
			}
		}
	}
	making.Wait()
}

// emptyDatabase returns a database without tables in WAL mode, as SQLite makes it: see
// https://www.sqlite.org/fileformat2.html. It does not say which release made it.
func emptyDatabase() []byte {
	const page, leaf, wal = 4096, 13, 2
	b := make([]byte, page)
	copy(b, "SQLite format 3\x00")
	binary.BigEndian.PutUint16(b[16:], page)
	b[18], b[19] = wal, wal                   // to write and to read
	b[21], b[22], b[23] = 64, 32, 32          // fractions of a page, which are fixed
	binary.BigEndian.PutUint32(b[24:], 1)     // changes so far
	binary.BigEndian.PutUint32(b[28:], 1)     // pages
	b[100] = leaf                             // the table of tables, which is empty
	binary.BigEndian.PutUint16(b[105:], page) // where its content starts
	return b
}
