package test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// copies are copies of single objects.
type copies struct {
	mu  sync.Mutex          // guards all
	all []map[string][]byte // by number: the files of each
}

// keep copies the files of an object, which may be in memory.
func (c *copies) keep(folder, id string) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	files := map[string][]byte{}
	names, err := filesOf(folder, id)
	if err != nil {
		return 0, err
	}
	for _, name := range names {
		if strings.HasSuffix(name, "-shm") { // made again from the -wal
			continue
		}
		if files[name], err = os.ReadFile(filepath.Join(folder, name)); err != nil {
			return 0, err
		}
	}
	c.all = append(c.all, files)
	return len(c.all) - 1, nil
}

// put puts a copy back. The object must not be in memory.
func (c *copies) put(folder, id string, number int) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if number < 0 || number >= len(c.all) {
		return fmt.Errorf("no copy %d", number)
	}
	names, err := filesOf(folder, id)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := os.Remove(filepath.Join(folder, name)); err != nil {
			return err
		}
	}
	for name, text := range c.all[number] {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// filesOf returns the names of the files of an object.
func filesOf(folder, id string) (names []string, err error) {
	if len(id) != 64 || strings.Trim(id, "0123456789abcdef") != "" {
		return nil, fmt.Errorf("no id: %q", id)
	}
	entries, err := os.ReadDir(folder)
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), id+".") {
			names = append(names, e.Name())
		}
	}
	return names, nil
}
