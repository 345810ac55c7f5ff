package commands

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/inspect"
)

type fetchOptions struct {
	Address inspect.Address
	Path    string
	Method  string // "": GET, or POST with a body
	Headers []string
	Data    []string
	Include bool          // print the status and the headers before the body
	Head    bool          // send HEAD, and print the status and the headers
	Output  string        // a file for the body; "" for stdout
	Fail    bool          // a status of 400 or more is an error, without the body
	Failing bool          // the same, with the body
	Timeout time.Duration // 0: none
}

func printResponse(e *local.Project, r *http.Response, o fetchOptions) error {
	out := e.Stdout
	if o.Include || o.Head {
		if err := printHead(e, out, r); err != nil {
			return err
		}
	}
	if o.Fail && r.StatusCode >= 400 {
		return nil
	}
	if o.Output != "" && o.Output != "-" {
		f, err := os.Create(e.Path(o.Output))
		if err != nil {
			return fmt.Errorf("--output: %w", err)
		}
		defer f.Close()
		out = f
	}
	if _, err := io.Copy(out, r.Body); err != nil {
		return fmt.Errorf("read the response: %w", err)
	}
	if f, ok := out.(*os.File); ok && out != e.Stdout {
		return f.Close()
	}
	return nil
}

// printHead prints status and headers as in HTTP.
func printHead(e *local.Project, w io.Writer, r *http.Response) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %s\n", r.Status)
	var names []string
	for name := range r.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, v := range r.Header[name] {
			fmt.Fprintf(&b, "%s: %s\n", strings.ToLower(name), v)
		}
	}
	b.WriteByte('\n')
	_, err := w.Write(b.Bytes())
	return err
}
