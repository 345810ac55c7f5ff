// Package level keeps copies of what objects have stored, one for each level of the
// hooks of a file of tests, and puts them back while the runtime goes on.
//
// The runtime must have no object in memory when files are put back:
// deleteAllDurableObjects of workerd:unsafe sees to that, and drops all alarms, which
// abortAllDurableObjects does not. It empties only the objects that are in memory, so
// all files are replaced here. An alarm in a copy fires only after the object has
// deleted it, synced, and set it again: the runtime's scheduler does not read the files.
package level

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Stack is copies of a folder with the folders of namespaces. The zero Stack, but for
// Dir, has one of nothing.
type Stack struct {
	Dir    string
	copies []files
}

// files are the contents by the path below a folder.
type files map[string][]byte

// Push copies what is stored now, and returns the number of files: nothing may be running
// that stores more. Objects may stay in memory.
func (s *Stack) Push() (int, error) {
	now := files{}
	err := s.each(func(path string) error {
		if strings.HasSuffix(path, "-shm") { // made again from the -wal
			return nil
		}
		text, err := os.ReadFile(filepath.Join(s.Dir, path))
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		now[path] = text
		return err
	})
	if err == nil {
		s.copies = append(s.copies, now)
	}
	return len(now), err
}

// Pop forgets the last copy.
func (s *Stack) Pop() { s.copies = s.copies[:len(s.copies)-1] }

// Restore makes the folder what the last copy is. It returns the paths of the files of
// the copy.
func (s *Stack) Restore() ([]string, error) {
	err := s.each(func(path string) error {
		err := os.Remove(filepath.Join(s.Dir, path))
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
	if err != nil || len(s.copies) == 0 {
		return nil, err
	}
	var restored []string
	for path, text := range s.copies[len(s.copies)-1] {
		to := filepath.Join(s.Dir, path)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(to, text, 0o644); err != nil {
			return nil, err
		}
		restored = append(restored, path)
	}
	return restored, nil
}

// each calls f for each file, but for those of the runtime's scheduler, which it keeps
// open.
func (s *Stack) each(f func(path string) error) error {
	return filepath.WalkDir(s.Dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // the runtime removed it
			return nil
		case err != nil || !d.Type().IsRegular() || strings.HasPrefix(d.Name(), "metadata.sqlite"):
			return err
		}
		rel, err := filepath.Rel(s.Dir, path)
		if err != nil {
			return err
		}
		return f(rel)
	})
}
