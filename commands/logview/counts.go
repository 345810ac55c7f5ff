package logview

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/migrate/state"
)

// objectCounts counts the objects of a state folder while the server starts, so that
// the start does not wait for it. It stops after countingTime, since it slows the
// start.
type objectCounts struct {
	mu     sync.Mutex // guards the fields below
	begun  bool
	found  map[state.Key]int
	known  map[state.Key]bool // found has all of them
	listed bool               // a key not in found has no folder
}

// Begin counts, once, until ctx is done; not beyond 100,000 of a class.
func (c *objectCounts) Begin(ctx context.Context, folder *state.Folder) {
	c.mu.Lock()
	if c.begun {
		c.mu.Unlock()
		return
	}
	c.begun, c.found, c.known = true, map[state.Key]int{}, map[state.Key]bool{}
	c.mu.Unlock()
	folders, err := os.ReadDir(folder.ObjectsDir())
	c.mu.Lock()
	for _, f := range folders {
		c.found[state.Key(f.Name())] = 0
	}
	c.listed = err == nil
	c.mu.Unlock()
	for _, f := range folders {
		c.count(ctx, state.Key(f.Name()), filepath.Join(folder.ObjectsDir(), f.Name()))
	}
}

const CountingTime = 20 * time.Millisecond

// mostObjects is how many objects of a class are counted.
const mostObjects = 100_000

func (c *objectCounts) count(ctx context.Context, key state.Key, dir string) {
	f, err := os.Open(dir)
	if err != nil {
		return
	}
	defer f.Close()
	for n := 0; ctx.Err() == nil; {
		names, err := f.Readdirnames(1024)
		for _, name := range names {
			if len(name) == 64+len(".sqlite") && strings.HasSuffix(name, ".sqlite") {
				n++
			}
		}
		c.mu.Lock()
		c.found[key], c.known[key] = min(n, mostObjects), err == io.EOF
		c.mu.Unlock()
		if err != nil || n > mostObjects {
			return
		}
	}
}

// of returns the number of objects of a key, as far as it is known now.
func (c *objectCounts) of(key state.Key) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, found := c.found[key]
	switch {
	case c.known[key] || c.listed && !found:
		return ui.Thousands(n)
	case n > 0:
		return ui.Thousands(n) + "+"
	}
	return ""
}
