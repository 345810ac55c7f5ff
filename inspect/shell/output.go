package shell

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
)

// screen reports whether results are for a terminal.
func (s *session) screen() bool { return s.Terminal && s.file == nil }

// out returns the writer for results.
func (s *session) out() io.Writer {
	if s.file != nil {
		return s.file
	}
	return s.Out
}

func (s *session) output(_ context.Context, argument string) error {
	return s.redirect(".output", argument, false)
}

func (s *session) once(_ context.Context, argument string) error {
	if argument == "" {
		return &commandError{".once needs a file", ""}
	}
	return s.redirect(".once", argument, true)
}

// redirect sends results to a file, in the same mode.
func (s *session) redirect(name, argument string, next bool) error {
	given, err := split(argument)
	switch {
	case err != nil:
		return err
	case len(given) > 1:
		return &commandError{fmt.Sprintf("%s takes one file", name), "quote a name with spaces"}
	}
	if err := s.restore(); err != nil || len(given) == 0 {
		return err
	}
	var file io.WriteCloser
	switch path := given[0]; {
	case path == "stdout":
		return nil
	case path == "off":
		file = nowhere{io.Discard}
	case strings.HasPrefix(path, "|"):
		return &commandError{fmt.Sprintf("%s does not run programs", name), "name a file, or pipe the output of `dotool sql OBJECT SQL`"}
	default:
		f, err := s.create(path)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		file = f
	}
	s.file, s.next = file, next
	return s.setMode(s.Mode)
}

type nowhere struct{ io.Writer }

func (nowhere) Close() error { return nil }

// create opens a file for results. The files of the state stay as they are.
func (s *session) create(name string) (io.WriteCloser, error) {
	path := s.path(name)
	if folder, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		state, err := filepath.EvalSymlinks(s.Store.State().Dir)
		if rel, bad := filepath.Rel(state, folder); err == nil && bad == nil && filepath.IsLocal(rel) {
			return nil, fmt.Errorf("%s is inside the folder of the local state", name)
		}
	}
	return diag.OverwriteFile(path)
}

func (s *session) path(name string) string {
	if s.Path == nil {
		return name
	}
	return s.Path(name)
}

// restore ends the file of .output: results are printed again.
func (s *session) restore() error {
	if s.file == nil {
		return nil
	}
	err := errors.Join(s.format.Close(), s.file.Close())
	s.file, s.next, s.format = nil, false, nil
	return errors.Join(err, s.setMode(s.Mode))
}

// startTimer returns a function that prints how long ago that was, as sqlite3 does.
func startTimer(w io.Writer) func() {
	start := time.Now()
	user, system := cpuTime()
	return func() {
		elapsed := time.Since(start)
		u, sys := cpuTime()
		fmt.Fprintf(w, "Run Time: real %.3f user %.6f sys %.6f\n", elapsed.Seconds(), (u - user).Seconds(), (sys - system).Seconds())
	}
}
