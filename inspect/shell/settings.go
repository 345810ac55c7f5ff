package shell

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/dotool-dev/dotool/inspect/table"
)

// setMode chooses how results are printed from now on.
func (s *session) setMode(mode string) error {
	f, err := table.NewFormat(mode, s.out(), s.formatOptions())
	if err != nil {
		return err
	}
	if s.format != nil {
		err = s.format.Flush()
	}
	s.Mode, s.format = mode, f
	return err
}

func (s *session) formatOptions() table.FormatOptions {
	if s.file != nil {
		return table.FormatOptions{Headers: s.headers}
	}
	width, _ := s.Size()
	return table.FormatOptions{Terminal: s.Terminal, Width: width, Colour: s.Colour, Headers: s.headers}
}

// modes maps sqlite3's names of modes to those of package table.
var modes = map[string]string{"box": "table", "column": "table", "columns": "table", "list": "tabs"}

func (s *session) mode(_ context.Context, mode string) error {
	if mode == "" {
		fmt.Fprintln(s.Err, s.modeNow())
		return nil
	}
	if err := s.setMode(cmp.Or(modes[mode], mode)); err != nil {
		return &commandError{err.Error(), ""}
	}
	return nil
}

// modeNow returns the name of the mode.
func (s *session) modeNow() string {
	if s.Mode == "" && !s.screen() {
		return "tabs"
	}
	return cmp.Or(s.Mode, "table")
}

func (s *session) setHeaders(_ context.Context, argument string) error {
	is := cmp.Or(s.headers, onOff(s.modeNow() != "tabs"))
	if err := s.toggle(".headers", &is, argument); err != nil || argument == "" {
		return err
	}
	s.headers = is
	return s.setMode(s.Mode)
}

func (s *session) setTimer(_ context.Context, argument string) error {
	is := cmp.Or(s.timer, onOff(s.Terminal)) // there the line below a result has the time
	if err := s.toggle(".timer", &is, argument); err != nil || argument == "" {
		return err
	}
	s.timer = is
	return nil
}

func (s *session) setWrite(_ context.Context, argument string) error {
	if s.Write == nil {
		return &commandError{"nothing can be written here", ""}
	}
	is := onOff(s.Writable)
	err := s.toggle(".write", &is, argument)
	s.Writable = is == "on"
	return err
}

// toggle sets a switch to on or off, or prints it if there is no argument.
func (s *session) toggle(name string, is *string, argument string) error {
	switch strings.ToLower(argument) {
	case "on", "yes", "true", "1":
		*is = "on"
	case "off", "no", "false", "0":
		*is = "off"
	case "":
		fmt.Fprintln(s.Err, *is)
	default:
		return &commandError{fmt.Sprintf("%s takes on or off, not %q", name, argument), ""}
	}
	return nil
}

func onOff(is bool) string {
	if is {
		return "on"
	}
	return "off"
}
