package logview

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
)

// LogFile opens a file and returns a log that writes to it: the same as on the
// terminal, without colour, at all levels and without a filter, after a line that names the program. A
// failure to write is reported in log, once.
func LogFile(e *ui.Env, name, program string, o Options, log *Server) (*Server, error) {
	name = e.Path(name)
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND|ui.Nonblocking, 0o644)
	if err != nil {
		return nil, ui.WithHint(fmt.Errorf("log file: %w", err), "--log-file must name a file in an existing folder")
	}
	w := &fileWriter{to: file, report: func(err error) {
		log.say(func(b *bytes.Buffer) {
			fmt.Fprintf(b, "%s the log is no longer written to %s: %s\n", log.err.Warn.Render("warning:"), e.Show(name), ui.IndentRest(pathless(err)))
		})
	}}
	env := &ui.Env{Dir: e.Dir, Stdout: w, Stderr: w, Color: "never", JSON: e.JSON, Quiet: e.Quiet, Verbose: e.Verbose}
	o.Level, o.Only = levelDebug, nil
	switch filepath.Ext(name) {
	case ".json", ".jsonl", ".ndjson":
		o.JSON = true
	}
	if !o.JSON {
		fmt.Fprintf(w, "%s, %s\n", program, time.Now().Format("2006-01-02 15:04:05 -0700"))
	}
	return NewServer(env, o), nil
}

// fileWriter writes to a file until that fails, which it reports once.
type fileWriter struct {
	to     *os.File
	failed bool
	report func(error)
}

// File returns the file that is written.
func (f *fileWriter) File() *os.File { return f.to }

func (f *fileWriter) Write(b []byte) (int, error) {
	if !f.failed {
		if _, err := f.to.Write(b); err != nil {
			f.failed = true
			f.report(err)
		}
	}
	return len(b), nil
}

// pathless returns an error without the path that the sentence around it names.
func pathless(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}
