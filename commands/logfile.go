package commands

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// logFile opens the file of --log-file and answers the log that goes there: the
// same as on the terminal, without colour and at all levels. A failure to write
// is told in log, once.
func (e *Env) logFile(o devOptions, log *devLog) (*devLog, error) {
	name := e.path(o.LogFile)
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND|nonblocking, 0o644)
	if err != nil {
		return nil, &logFileError{err}
	}
	w := &tolerant{file: file, told: func(err error) {
		log.say(func(b *bytes.Buffer) {
			fmt.Fprintf(b, "%s the log is not written to %s any more: %s\n", log.err.warn.Render("warning:"), e.show(name), indentRest(pathless(err)))
		})
	}}
	env := &Env{Dir: e.Dir, Stdout: w, Stderr: w, flags: e.flags}
	env.flags.Color = "never"
	o.Level = levelDebug
	switch filepath.Ext(name) {
	case ".json", ".jsonl", ".ndjson":
		o.JSON = true
	}
	if !o.JSON {
		fmt.Fprintf(w, "dotool %s, %s\n", Version, time.Now().Format("2006-01-02 15:04:05 -0700"))
	}
	return newDevLog(env, o), nil
}

// tolerant writes to a file until that fails, which it tells once.
type tolerant struct {
	file   *os.File
	failed bool
	told   func(error)
}

func (t *tolerant) Write(b []byte) (int, error) {
	if !t.failed {
		if _, err := t.file.Write(b); err != nil {
			t.failed = true
			t.told(err)
		}
	}
	return len(b), nil
}

// pathless is an error without the path that the sentence around it names.
func pathless(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// logFileError says that the log cannot be written at all.
type logFileError struct{ err error }

func (e *logFileError) Error() string { return "log file: " + e.err.Error() }
func (e *logFileError) Unwrap() error { return e.err }
func (e *logFileError) Hint() string  { return "give --log-file a file in a folder that is there" }
