package archive

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/migrate/state"
)

// ImportOptions say which objects to create.
type ImportOptions struct {
	Class   string // instead of the exported class; needed if the export has none
	Name    string // instead of the exported name, if Named; for a single object
	Named   bool
	Replace bool   // replace objects that already exist
	Command string // the command that takes the lock of the state folder
	File    string // the name of the export in errors; may be ""
}

// importError says why an export cannot be imported. Nothing was imported.
type importError struct {
	File   string // the name of the export, if known
	Line   int    // of the input, from 1; 0 if none
	Reason string
	Fix    string
	Err    error // the cause, if any
}

func (e *importError) Error() string {
	switch {
	case e.Line > 0 && e.File != "":
		return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Reason)
	case e.Line > 0:
		return fmt.Sprintf("import: line %d: %s", e.Line, e.Reason)
	}
	return cmp.Or(e.File, "import") + ": " + e.Reason
}

func (e *importError) Unwrap() error { return e.Err }

// Hint says what to do.
func (e *importError) Hint() string {
	var hinted interface{ Hint() string }
	if e.Fix == "" && errors.As(e.Err, &hinted) {
		return hinted.Hint()
	}
	return e.Fix
}

// atLine adds the line of the input to an error, unless it is about the place of the
// object.
func atLine(line int, err error) error {
	if errors.As(err, new(*importError)) || errors.As(err, new(*inspect.AddressError)) || errors.As(err, new(*inspect.LiveError)) || errors.As(err, new(*state.InUseError)) {
		return err
	}
	return &importError{Line: line, Reason: err.Error(), Err: err}
}

// Import creates objects from an export: SQL, NDJSON or a SQLite file. All of them are
// built and checked beside the existing ones, and then moved into place together, or
// not at all. A named object gets the id of its name in its class; an unnamed one keeps
// its id if that is valid in the class. It takes the lock of the state folder, as
// [inspect.Store.Edit] does.
func Import(ctx context.Context, s *inspect.Store, r io.Reader, o ImportOptions) (made []inspect.Object, err error) {
	made, err = build(ctx, s, o, func(im *importer) error {
		b := bufio.NewReaderSize(r, 1<<16)
		start, _ := b.Peek(16)
		switch {
		case string(start) == "SQLite format 3\x00":
			return im.file(ctx, b)
		case bytes.HasPrefix(bytes.TrimLeft(start, " \t\r\n"), []byte("{")):
			return im.ndjson(ctx, b)
		}
		return im.sql(ctx, b)
	})
	if e, ok := errors.AsType[*importError](err); ok {
		e.File = o.File
	}
	return made, err
}

// Clone copies an object, with its facets, entries and alarm, to a name in a
// class, where no object of that name may exist.
func Clone(ctx context.Context, s *inspect.Store, from inspect.Object, o ImportOptions) (made inspect.Object, err error) {
	all, err := build(ctx, s, o, func(im *importer) error {
		if err := im.start(exported{Class: from.Namespace.Label, ID: from.ID.String()}); err != nil {
			return err
		}
		if err := sqlite.CopyDatabase(ctx, from.Path(), im.path(0)); err != nil {
			return err
		}
		facets, err := inspect.ReadFacets(from)
		if err != nil {
			return err
		}
		im.facets = facets
		for _, f := range im.facets {
			if err := sqlite.CopyDatabase(ctx, f.Path, im.path(f.Number)); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return made, err
	}
	return all[0], nil
}

// Delete removes objects with their facets and alarms: all of them or, if interrupted,
// none. It takes the lock of the state folder, as [inspect.Store.Edit] does.
func Delete(ctx context.Context, s *inspect.Store, objects []inspect.Object, command string) error {
	err := change(ctx, s, ImportOptions{Command: command}, func(im *importer) error {
		for _, o := range objects {
			if err := im.stage(o.Namespace); err != nil {
				return err
			}
			im.made = append(im.made, built{object: inspect.Object{Namespace: o.Namespace, ID: o.ID}})
		}
		im.deletes = true
		return im.place(ctx)
	})
	if err != nil {
		return fmt.Errorf("delete objects: %w", err)
	}
	return nil
}

// build calls fn to build objects, and moves them into place.
func build(ctx context.Context, s *inspect.Store, o ImportOptions, fn func(*importer) error) (made []inspect.Object, err error) {
	err = change(ctx, s, o, func(im *importer) error {
		if err := fn(im); err != nil {
			return err
		}
		if err := im.finish(); err != nil {
			return err
		}
		if len(im.made) == 0 {
			return &importError{Reason: "it contains no object"}
		}
		if err := im.place(ctx); err != nil {
			return fmt.Errorf("import: %w", err)
		}
		for _, b := range im.made {
			o, err := s.Complete(context.WithoutCancel(ctx), b.object)
			if err != nil {
				return err
			}
			made = append(made, o)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

// change calls fn with the lock of the state folder.
func change(ctx context.Context, s *inspect.Store, o ImportOptions, fn func(*importer) error) (err error) {
	lock, err := s.State().Lock(ctx, state.Holder{Command: o.Command})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	im := &importer{s: s, o: o, to: map[*inspect.Namespace]*staged{}, watch: func(c *sqlite.Conn) func() { return c.Watch(ctx) }}
	defer func() {
		// Files that cannot be removed after a change are removed by the next one.
		if left := im.close(); err != nil {
			err = errors.Join(err, left)
		}
	}()
	if err = fn(im); err != nil {
		if cause := context.Cause(ctx); cause != nil && sqlite.Code(err) == sqlite.Interrupt {
			err = cause
		}
	}
	return err
}
