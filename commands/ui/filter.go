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
	q := &jq{code: code, to: e.Stdout, shown: *e}
	return e.filtered("--jq", q), nil
}

// A filter prints values of JSON in another way.
type filter interface {
	print(v any) (more bool, err error) // more reports whether more values are wanted
	end() error
}

// filtered passes what is printed to a filter, until end is called.
func (e *Env) filtered(flag string, f filter) (end func() error) {
	shown := *e // as it was
	r, w := io.Pipe()
	done := make(chan error)
	go func() { done <- shown.filter(flag, f, r) }() // ends when w is closed
	e.Stdout, e.StdoutTerminal = w, false
	return func() error {
		w.Close()
		e.Stdout = shown.Stdout
		return <-done
	}
}

// filter filters values until the end. Errors are reported at once, and do not stop the
// command that prints.
func (e *Env) filter(flag string, f filter, r io.Reader) (err error) {
	values := json.NewDecoder(r)
	values.UseNumber()
	report := func(failed error) {
		e.PrintError("failed", failed)
		err = ErrReported
	}
	for more := true; more; {
		var v any
		switch failed := values.Decode(&v); {
		case failed == io.EOF:
			if failed := f.end(); failed != nil {
				report(failed)
			}
			return err
		case failed != nil:
			report(WithHint(errors.New(flag+": the output of this command is not JSON"), "omit "+flag))
			more = false
		default:
			if more, failed = f.print(v); failed != nil {
				report(failed)
			}
		}
	}
	_, _ = io.Copy(io.Discard, r) // no one else reads it
	return err
}

// jq filters by an expression.
type jq struct {
	code  *gojq.Code
	to    io.Writer
	shown Env
}

func (f *jq) end() error { return nil }

func (f *jq) print(v any) (more bool, err error) {
	for results := f.code.Run(v); ; {
		result, ok := results.Next()
		if !ok {
			return true, nil
		}
		if err, failed := result.(error); failed {
			if halt, ok := errors.AsType[*gojq.HaltError](err); ok && halt.Value() == nil {
				return false, nil
			}
			return true, fmt.Errorf("--jq: %w", err)
		}
		text, ok := result.(string)
		if ok {
			text = f.shown.Shown(text)
		} else if encoded, err := gojq.Marshal(result); err != nil {
			return true, fmt.Errorf("--jq: %w", err)
		} else {
			text = string(encoded)
		}
		if _, err := io.WriteString(f.to, text+"\n"); err != nil {
			return false, nil // the stream remembers why
		}
	}
}
