// Package changes writes several files of a project as one: all of them, or none.
//
// Start from a [Set]: add what files are to contain, print its [Set.Diff], and [Set.Write]
// it.
package changes

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/dotool-dev/dotool/config/diag"
)

// Set are changes of files, in the order they were added.
type Set struct {
	files []change

	fault func(step string) error // fails a step, in tests
}

// change is the change of one file.
type change struct {
	path          string // absolute, of the file itself, not of a link to it
	exists        bool
	before, after []byte
	gone          bool // it is removed
	mode          fs.FileMode
}

// Put makes a file have a text; its folders are made too. A later Put of the same file
// replaces an earlier one.
func (s *Set) Put(path string, text []byte) error {
	c, err := s.at(path)
	if err == nil {
		c.after, c.gone = text, false
		err = s.add(c)
	}
	return err
}

// Remove removes a file.
func (s *Set) Remove(path string) error {
	c, err := s.at(path)
	if err == nil && !c.exists {
		err = fmt.Errorf("remove %s: %w", path, fs.ErrNotExist)
	}
	if err == nil {
		c.after, c.gone = nil, true
		err = s.add(c)
	}
	return err
}

// Read returns what a file will contain.
func (s *Set) Read(path string) ([]byte, error) {
	for _, c := range s.files {
		if c.path == resolved(path) {
			if c.gone {
				return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
			}
			return c.after, nil
		}
	}
	return diag.ReadFile(path)
}

func resolved(path string) string {
	if to, err := filepath.EvalSymlinks(path); err == nil {
		return to
	}
	return path
}

// at returns a file as it is.
func (s *Set) at(path string) (c change, err error) {
	c.path, c.mode = resolved(path), 0o644
	for _, known := range s.files {
		if known.path == c.path {
			return known, nil
		}
	}
	info, err := os.Lstat(c.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return c, nil
	case err != nil:
		return c, err
	case !info.Mode().IsRegular():
		return c, &fs.PathError{Op: "write", Path: path, Err: diag.ErrNotRegular}
	case info.Mode().Perm()&0o200 == 0:
		return c, &diag.ReadOnlyError{Path: path}
	}
	c.exists, c.mode = true, info.Mode().Perm()
	c.before, err = diag.ReadFile(c.path)
	return c, err
}

func (s *Set) add(c change) error {
	for i := range s.files {
		if s.files[i].path == c.path {
			s.files[i] = c
			return nil
		}
	}
	s.files = append(s.files, c)
	return nil
}

// effective returns the changes that make a difference.
func (s *Set) effective() []change {
	return slices.DeleteFunc(slices.Clone(s.files), func(c change) bool { return c.exists && !c.gone && bytes.Equal(c.before, c.after) })
}

// Paths returns the files that change.
func (s *Set) Paths() (paths []string) {
	for _, c := range s.effective() {
		paths = append(paths, c.path)
	}
	return paths
}

// Existing returns those of them that exist.
func (s *Set) Existing() (paths []string) {
	for _, c := range s.effective() {
		if c.exists {
			paths = append(paths, c.path)
		}
	}
	return paths
}

// Diff returns the changes as a diff, with paths relative to a folder.
func (s *Set) Diff(dir string) []byte {
	var all []byte
	for _, c := range s.effective() {
		name := diag.Rel(dir, c.path)
		from, to := "a/"+name, "b/"+name
		if !c.exists {
			from = os.DevNull
		}
		if c.gone {
			to = os.DevNull
		}
		all = append(all, diff.Diff(from, c.before, to, c.after)...)
	}
	return all
}

// Write writes all files, each beside its place and then renamed; on an error, all is as
// it was. It does nothing if ctx has ended, and a file that has changed since it was read
// is an error.
func (s *Set) Write(ctx context.Context) (err error) {
	w := &writing{step: func(what string, fn func() error) error {
		if s.fault != nil {
			if err := s.fault(what); err != nil {
				return err
			}
		}
		return fn()
	}}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("write the files: %w", err), w.undo())
		}
		w.end()
	}()
	for _, c := range s.effective() {
		if err := w.stage(c); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for i := range w.staged {
		if err := w.move(&w.staged[i]); err != nil {
			return err
		}
	}
	return nil
}

// Undo writes the files as they were before [Set.Write].
func (s *Set) Undo() error {
	back := &Set{}
	for _, c := range s.effective() {
		var err error
		if c.exists {
			err = back.Put(c.path, c.before)
		} else {
			err = back.Remove(c.path)
		}
		if err != nil {
			return fmt.Errorf("take the changes back: %w", err)
		}
	}
	return back.Write(context.Background())
}

// writing is a set that is being written.
type writing struct {
	staged []staged
	dirs   []string // the created ones, outermost first
	step   func(what string, fn func() error) error
}

type staged struct {
	change
	beside string // the new text
	aside  string // the old file, once it has moved
	moved  bool   // the new one is in place
}

// stage writes the new text beside the file, and checks that the old one is as it was.
func (w *writing) stage(c change) error {
	if err := w.makeDir(filepath.Dir(c.path)); err != nil {
		return err
	}
	now, err := diag.ReadFile(c.path)
	if exists := !errors.Is(err, fs.ErrNotExist); err != nil && exists {
		return err
	} else if exists != c.exists || !bytes.Equal(now, c.before) {
		return fmt.Errorf("%s has changed since", c.path)
	}
	w.staged = append(w.staged, staged{change: c})
	at := &w.staged[len(w.staged)-1]
	return w.step("write "+filepath.Base(c.path), func() error {
		f, err := diag.CreateBeside(c.path, ".dotool-*")
		if err != nil {
			return err
		}
		at.beside = f.Name()
		_, err = f.Write(c.after)
		return errors.Join(err, f.Chmod(c.mode), f.Sync(), f.Close())
	})
}

func (w *writing) makeDir(dir string) error {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		return fmt.Errorf("%s is not a folder", dir)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := w.makeDir(filepath.Dir(dir)); err != nil {
		return err
	}
	return w.step("make "+filepath.Base(dir), func() error {
		err := os.Mkdir(dir, 0o755)
		if err == nil {
			w.dirs = append(w.dirs, dir)
		}
		return err
	})
}

// move moves the new file into place. The old one is kept until all have moved.
func (w *writing) move(c *staged) error {
	if c.exists {
		aside := c.beside + "~"
		if err := w.step("keep "+filepath.Base(c.path), func() error { return os.Link(c.path, aside) }); err != nil {
			return err
		}
		c.aside = aside
	}
	return w.step("move "+filepath.Base(c.path), func() error {
		var err error
		if c.gone {
			err = os.Remove(c.path)
		} else {
			err = os.Rename(c.beside, c.path)
		}
		c.moved = err == nil
		return err
	})
}

// undo puts back what was moved, and removes what was made.
func (w *writing) undo() error {
	var errs []error
	for i := range w.staged {
		switch c := &w.staged[i]; {
		case !c.moved:
		case c.exists:
			errs = append(errs, os.Rename(c.aside, c.path))
		default:
			errs = append(errs, os.Remove(c.path))
		}
	}
	w.end()
	for _, dir := range slices.Backward(w.dirs) {
		errs = append(errs, os.Remove(dir))
	}
	w.dirs = nil
	return errors.Join(errs...)
}

// end removes what is left beside the files.
func (w *writing) end() {
	for _, c := range w.staged {
		for _, path := range []string{c.beside, c.aside} {
			if path != "" && strings.Contains(path, ".dotool-") {
				_ = os.Remove(path) // it may have been moved
			}
		}
	}
}
