package ui

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/itchyny/gojq"
)

// Filter passes what is printed, which is JSON, through an expression of jq before it reaches stdout;
// end must be called when all is printed. Each value is filtered as it comes, so that logs
// can be followed. Strings are printed as they are, as by jq -r.
func (e *Env) Filter(expr string) (end func() error, err error) {
	query, err := gojq.Parse(expr)
	if err != nil {
		return nil, UsageError("--jq: "+err.Error(), "")
	}
	code, err := gojq.Compile(query, gojq.WithEnvironLoader(func() []string { return e.Environ }))
	if err != nil {
		return nil, UsageError("--jq: "+err.Error(), "")
	}
	f := &filter{code: code, to: e.Stdout, shown: *e}
	r, w := io.Pipe()
	done := make(chan error)
	go func() { done <- f.run(r) }() // ends when w is closed
	e.Stdout, e.StdoutTerminal = w, false
	return func() error {
		w.Close()
		e.Stdout = f.to
		return <-done
	}, nil
}

type filter struct {
	code  *gojq.Code
	to    io.Writer
	shown Env // as it was
}

// run filters values until the end. Errors are reported at once, and do not stop the
// command that prints.
func (f *filter) run(r io.Reader) (err error) {
	values := json.NewDecoder(r)
	values.UseNumber()
	report := func(e error) {
		f.shown.PrintError("failed", e)
		err = ErrReported
	}
	for {
		var v any
		switch e := values.Decode(&v); {
		case e == io.EOF:
			return err
		case e != nil:
			report(WithHint(errors.New("--jq: the output of this command is not JSON"), "omit --jq"))
		default:
			more, e := f.print(v)
			if e != nil {
				report(fmt.Errorf("--jq: %w", e))
			}
			if more {
				continue
			}
		}
		_, _ = io.Copy(io.Discard, r) // nobody else reads it
		return err
	}
}

// print prints the results for a value, and reports whether more values are wanted.
func (f *filter) print(v any) (more bool, err error) {
	for results := f.code.Run(v); ; {
		result, ok := results.Next()
		if !ok {
			return true, nil
		}
		if err, failed := result.(error); failed {
			if halt, ok := errors.AsType[*gojq.HaltError](err); ok && halt.Value() == nil {
				return false, nil
			}
			return true, err
		}
		text, ok := result.(string)
		if ok {
			text = f.shown.Shown(text)
		} else if encoded, err := gojq.Marshal(result); err != nil {
			return true, err
		} else {
			text = string(encoded)
		}
		if _, err := io.WriteString(f.to, text+"\n"); err != nil {
			return false, nil // the stream remembers why
		}
	}
}
