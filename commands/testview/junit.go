package testview

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"github.com/dotool-dev/dotool/devserver/test/result"
)

// junitCase is a test of the report, or a suite or file that failed outside of its tests.
type junitCase struct {
	id, name string
	result   result.Result
	state    result.State
	errors   []*result.Error
}

// writeJUnit writes the XML format that CI systems read.
func writeJUnit(w io.Writer, run *result.Run, o Options) {
	x := &junit{p: plain(o), host: hostname()}
	total, failures, seconds := 0, 0, time.Duration(0)
	var files bytes.Buffer
	for _, f := range run.Files {
		cases := junitCases(f, o)
		bad, skipped := 0, 0
		for _, c := range cases {
			switch c.state {
			case result.Fail:
				bad++
			case result.Skip, result.Todo, "":
				skipped++
			}
		}
		total, failures = total+len(cases), failures+bad
		took, at := time.Duration(0), run.At
		if f.Done != nil {
			took = f.Done.Duration
			if !f.Done.At.IsZero() {
				at = f.Done.At
			}
		}
		seconds += took
		name := xmlText(o.path(f.Path))
		fmt.Fprintf(&files, `    <testsuite name="%s" timestamp="%s" hostname="%s" tests="%d" failures="%d" errors="0" skipped="%d" time="%s">`+"\n",
			name, at.UTC().Format("2006-01-02T15:04:05.000Z"), xmlText(x.host), len(cases), bad, skipped, xmlSeconds(took))
		for _, c := range cases {
			x.testcase(&files, name, f, c)
		}
		files.WriteString("    </testsuite>\n")
	}
	errors := len(run.Unhandled)
	if errors > 0 {
		x.unhandled(&files, run)
	}
	fmt.Fprintf(w, "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<testsuites name=\"vitest tests\" tests=\"%d\" failures=\"%d\" errors=\"%d\" time=\"%s\">\n", total, failures, errors, xmlSeconds(seconds))
	_, _ = files.WriteTo(w)
	io.WriteString(w, "</testsuites>\n")
}

func junitCases(f *result.File, o Options) (cases []junitCase) {
	for t := range f.Tests() {
		r := f.Results[t.ID]
		cases = append(cases, junitCase{t.ID, strings.Join(f.Names(t), " > "), r, f.State(t), r.Errors})
	}
	for t := range f.All() {
		if r := f.Results[t.ID]; t.Suite && len(r.Errors) > 0 {
			cases = append(cases, junitCase{t.ID, strings.Join(f.Names(t), " > "), r, result.Fail, r.Errors})
		}
	}
	if errors := fileErrors(f); len(errors) > 0 {
		cases = append(cases, junitCase{"", o.path(f.Path), f.Done.Result, result.Fail, errors})
	}
	return cases
}

type junit struct {
	p    *printer
	host string
}

func (x *junit) testcase(b *bytes.Buffer, class string, f *result.File, c junitCase) {
	fmt.Fprintf(b, `        <testcase classname="%s" name="%s" time="%s">`+"\n", class, xmlText(c.name), xmlSeconds(c.result.Duration))
	if c.id != "" {
		for _, stderr := range []bool{false, true} {
			x.console(b, f, c.id, stderr)
		}
	}
	switch c.state {
	case result.Skip, result.Todo, "":
		b.WriteString("            <skipped/>\n")
	case result.Fail:
		for _, e := range c.errors {
			x.failure(b, "failure", e)
		}
	}
	b.WriteString("        </testcase>\n")
}

func (x *junit) failure(b *bytes.Buffer, element string, e *result.Error) {
	var text bytes.Buffer
	x.p.error(&text, e, false)
	fmt.Fprintf(b, "            <%s message=\"%s\" type=\"%s\">\n%s\n            </%s>\n",
		element, xmlText(e.Message), xmlText(e.Name), xmlText(strings.TrimSpace(text.String())), element)
}

func (x *junit) console(b *bytes.Buffer, f *result.File, id string, stderr bool) {
	name := map[bool]string{false: "system-out", true: "system-err"}[stderr]
	open := false
	for _, c := range f.Console {
		if c.Test != id || c.Stderr() != stderr {
			continue
		}
		if !open {
			fmt.Fprintf(b, "            <%s>\n", name)
			open = true
		}
		b.WriteString(xmlText(strings.TrimSuffix(c.Text, "\n")) + "\n")
	}
	if open {
		fmt.Fprintf(b, "            </%s>\n", name)
	}
}

// unhandled prints a suite of the errors that no test caught.
func (x *junit) unhandled(b *bytes.Buffer, run *result.Run) {
	n := len(run.Unhandled)
	fmt.Fprintf(b, `    <testsuite name="Unhandled Errors" timestamp="%s" hostname="%s" tests="%d" failures="0" errors="%d" skipped="0" time="0">`+"\n",
		run.At.UTC().Format("2006-01-02T15:04:05.000Z"), xmlText(x.host), n, n)
	for _, u := range run.Unhandled {
		name := u.Kind
		if u.File != "" {
			if f := run.File(u.File); f.Task(u.Test) != nil {
				name = strings.Join(f.Names(f.Task(u.Test)), " > ")
			}
		}
		fmt.Fprintf(b, `        <testcase classname="%s" name="%s" time="0">`+"\n", xmlText(x.p.o.path(u.File)), xmlText(name))
		x.failure(b, "error", u.Error)
		b.WriteString("        </testcase>\n")
	}
	b.WriteString("    </testsuite>\n")
}

// hostname is the name of the machine.
var hostname = func() string {
	name, err := os.Hostname()
	if err != nil {
		return "localhost"
	}
	return name
}

func xmlSeconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }

// xmlText returns a text for XML 1.0, which has no way to write most control characters:
// they are left out, and so are colours.
func xmlText(s string) string {
	var b strings.Builder
	for _, r := range ansi.Strip(s) {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\'':
			b.WriteString("&apos;")
		case r == utf8.RuneError, r < ' ' && r != '\n' && r != '\t', r >= 0x7f && r < 0xa0, r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
