// Package page serves browsers: error pages ([Serve]), and live reload ([Reloader]).
package page

import (
	"bytes"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/trace"
)

// failure is a request that failed, as host/page.js reports it.
type failure struct {
	Worker string             `json:"worker"`
	Error  *trace.ThrownError `json:"error"` // as it left the Worker
	Method string             `json:"method"`
	URL    string             `json:"url"`
	Host   string             `json:"host"` // the header
	Accept string             `json:"accept"`
	Agent  string             `json:"agent"`
	Object *struct {          // where it was thrown, if not in the Worker itself
		Class  string             `json:"class"`
		ID     string             `json:"id"`
		Name   *string            `json:"name"`
		Method string             `json:"method"`
		Error  *trace.ThrownError `json:"error"`
	} `json:"object"`
}

// maxFailure is the maximum size of the report of a failure.
const maxFailure = 8 << 20

// Serve responds to a request of host/page.js with a page about the failure that it
// reports; from returns the source of the running code of a Worker, nil if unknown. Unless
// everywhere is set, the page has no source if the Worker was reached by a name that is not
// this machine's own: a tunnel may lead here, or a page of another site by rebinding its name.
func Serve(w http.ResponseWriter, r *http.Request, everywhere bool, from func(worker string) *trace.Source, show func(string) string) {
	var f failure
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxFailure)).Decode(&f)
	if err != nil || f.Error == nil {
		// Not 500, which page.js treats as the page.
		http.Error(w, "not a failure", http.StatusBadRequest)
		return
	}
	source := from(f.Worker)
	if u, err := url.Parse(f.URL); f.Host == "" && err == nil {
		f.Host = u.Host
	}
	if !everywhere && !isLocal(f.Host, source) {
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "Internal Server Error\n\ndotool shows source at localhost only; dotool dev --error-pages shows it here too.", http.StatusInternalServerError)
		return
	}
	failurePage(w, f, source, show)
}

// isLocal reports whether a host, with or without a port, has a name of this machine itself,
// or is the origin that the Worker sees instead.
func isLocal(host string, source *trace.Source) bool {
	if source != nil && source.Project != nil && host != "" && host == source.Project.Dev.Origin.Host {
		return true
	}
	name := strings.ToLower((&url.URL{Host: host}).Hostname())
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || net.ParseIP(name).IsLoopback()
}

// failurePage writes the page: HTML for browsers, JSON for clients that accept it, and
// plain text for curl and all others.
func failurePage(w http.ResponseWriter, f failure, from *trace.Source, show func(string) string) {
	e, passed := f.exception(from)
	var body bytes.Buffer
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	switch kind := accepted(f.Accept); kind {
	case "html":
		nonce := rand.Text()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'nonce-"+nonce+"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		if err := pageTemplate().Execute(&body, newPage(e, passed, f, nonce, show)); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	case "json":
		h.Set("Content-Type", "application/json")
		line, _ := event.NewLine(e, show) // an exception has one
		encoder := json.NewEncoder(&body)
		encoder.SetEscapeHTML(false)
		_ = encoder.Encode(line) // cannot fail: a buffer, and values that always encode
	default:
		h.Set("Content-Type", "text/plain; charset=utf-8")
		writeFailure(&body, e, passed, show)
	}
	w.WriteHeader(http.StatusInternalServerError)
	_, _ = body.WriteTo(w)
}

// accepted returns the kind of page that a client accepts.
func accepted(accept string) string {
	html, json := strings.Index(accept, "text/html"), strings.Index(accept, "application/json")
	switch {
	case html >= 0 && (json < 0 || html < json):
		return "html"
	case json >= 0:
		return "json"
	}
	return "text"
}

// exception returns the exception, and the frames of the callers that it was passed on to.
func (f failure) exception(from *trace.Source) (e event.Exception, passed []event.Frame) {
	e = event.Exception{At: time.Now(), Worker: f.Worker, Method: "fetch", Error: from.Read(*f.Error)}
	thrown := f.Error
	if o := f.Object; o != nil && o.Error != nil {
		place, _ := e.Error.Place()
		passed = []event.Frame{place}
		thrown = o.Error
		e.Error, e.Method = from.Read(*o.Error), o.Method
		if o.Class != "" {
			e.Object = &event.Object{Worker: f.Worker, Class: o.Class, ID: o.ID}
			if o.Name != nil {
				e.Object.Name, e.Object.Named = *o.Name, true
			}
		}
	}
	return from.Explained(e, thrown), passed
}

//go:embed page.html
var pageSource string

// pageTemplate is parsed for the first page.
var pageTemplate = sync.OnceValue(func() *template.Template { return template.Must(template.New("page").Parse(pageSource)) })

// errorPage is the data of page.html.
type errorPage struct {
	Nonce, Title, Name, Message string
	Object                      *event.Object
	Where, Hint, Request        string
	Code                        *pageCode
	Passed                      []pageFrame
	Causes                      []pageCause
	pageStack
}

type pageStack struct {
	Frames []pageFrame // the user's
	Rest   *pageRest
	Fields string // properties of the error
}

type pageRest struct {
	Title  string
	Frames []pageFrame
}

type pageCause struct {
	Title string
	pageStack
}

type pageFrame struct {
	Function, Place string
	Link            template.URL
	Times           int // if more than once
}

type pageCode struct {
	Place string
	Link  template.URL
	Rows  []event.CodeRow
}

func newPage(e event.Exception, passed []event.Frame, f failure, nonce string, show func(string) string) errorPage {
	name, message := e.Error.Name, e.Error.Message
	if name == "" {
		name, message = "Thrown", strings.TrimPrefix(message, "thrown: ")
	}
	p := errorPage{
		Nonce: nonce, Name: name, Message: message, Object: e.Object, Where: e.Method, Hint: e.Hint,
		Title: name + ": " + event.Window(strings.SplitN(message, "\n", 2)[0], 0, 100), Request: f.Method + " " + f.URL, pageStack: newPageStack(e.Error, show),
	}
	if c := e.Code; c != nil {
		frame := newPageFrame(event.Frame{Pos: c.Pos}, show)
		p.Code = &pageCode{Place: frame.Place, Link: frame.Link, Rows: c.Rows(0)}
	}
	for _, frame := range passed {
		on := newPageFrame(frame, show)
		if on.Function == "" {
			on.Function = "fetch"
		}
		p.Passed = append(p.Passed, on)
	}
	p.Causes = pageCauses(e.Error, show, nil)
	return p
}

func pageCauses(e *event.Error, show func(string) string, causes []pageCause) []pageCause {
	for i, inner := range e.Errors {
		causes = append(causes, pageCause{fmt.Sprintf("%d. %s", i+1, inner), newPageStack(inner.Beyond(e), show)})
		causes = pageCauses(inner, show, causes)
	}
	if c := e.Cause; c != nil {
		causes = append(causes, pageCause{"Caused by " + c.String(), newPageStack(c.Beyond(e), show)})
		causes = pageCauses(c, show, causes)
	}
	return causes
}

func newPageStack(e *event.Error, show func(string) string) pageStack {
	p := pageStack{Fields: e.Fields()}
	var of []string
	var rest []pageFrame
	for _, row := range e.Fold() {
		if row.Folded == nil {
			frame := newPageFrame(row.Frame, show)
			if row.Times > 1 {
				frame.Times = row.Times
			}
			p.Frames = append(p.Frames, frame)
			continue
		}
		for _, f := range row.Folded {
			rest = append(rest, newPageFrame(f, show))
		}
		for _, name := range row.Of {
			if !slices.Contains(of, name) {
				of = append(of, name)
			}
		}
	}
	if len(rest) > 0 {
		p.Rest = &pageRest{fmt.Sprintf("%d more of %s", len(rest), strings.Join(of, ", ")), rest}
	}
	return p
}

func newPageFrame(f event.Frame, show func(string) string) pageFrame {
	if f.Pos.File == "" {
		return pageFrame{Place: strings.TrimPrefix(f.Text, "at ")}
	}
	file := f.Pos.File
	if show != nil {
		file = show(file)
	}
	path := (&url.URL{Path: filepath.ToSlash(f.Pos.File)}).EscapedPath()
	return pageFrame{
		Function: f.Call(),
		Place:    fmt.Sprintf("%s:%d:%d", file, f.Pos.Line, f.Pos.Column),
		Link:     template.URL(fmt.Sprintf("vscode://file/%s:%d:%d", strings.TrimPrefix(path, "/"), f.Pos.Line, f.Pos.Column)),
	}
}

// writeFailure writes the page as plain text.
func writeFailure(w *bytes.Buffer, e event.Exception, passed []event.Frame, show func(string) string) {
	fmt.Fprintf(w, "%s\n", diag.Sanitize(e.Error.String()))
	if e.Object != nil {
		fmt.Fprintf(w, "    in %s %s\n", strings.ReplaceAll(diag.Sanitize(e.Object.String()), "\n", `\n`), diag.Sanitize(e.Method))
	}
	if c := e.Code; c != nil {
		for _, row := range c.Rows(0) {
			mark, number := ' ', ""
			if row.Number > 0 {
				number = fmt.Sprint(row.Number)
			}
			if row.Here {
				mark = '>'
			}
			fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("  %c %*s │ %s", mark, c.Width(), number, row.Text), " "))
		}
	}
	writeStack(w, e.Error, "    ", show)
	for _, f := range passed {
		on := newPageFrame(f, show)
		if f.Pos.File == "" {
			on.Place = ""
		}
		fmt.Fprintln(w, strings.TrimRight("    passed on to fetch "+on.Place, " "))
	}
	writeCauses(w, e.Error, "    ", show)
	if e.Hint != "" {
		fmt.Fprintf(w, "    hint: %s\n", diag.Sanitize(e.Hint))
	}
}

func writeStack(w *bytes.Buffer, e *event.Error, margin string, show func(string) string) {
	if fields := e.Fields(); fields != "" {
		defer fmt.Fprintln(w, margin+diag.Visible(fields))
	}
	for _, row := range e.Fold() {
		switch {
		case row.Folded != nil:
			fmt.Fprintln(w, margin+row.String())
		case row.Times > 1:
			fmt.Fprintf(w, "%s%s ×%d\n", margin, diag.Sanitize(row.Frame.At(show)), row.Times)
		default:
			fmt.Fprintln(w, margin+diag.Sanitize(row.Frame.At(show)))
		}
	}
}

func writeCauses(w *bytes.Buffer, e *event.Error, margin string, show func(string) string) {
	for i, inner := range e.Errors {
		fmt.Fprintf(w, "%s%d. %s\n", margin, i+1, diag.Sanitize(inner.String()))
		writeStack(w, inner.Beyond(e), margin+"  ", show)
		writeCauses(w, inner, margin+"  ", show)
	}
	if c := e.Cause; c != nil {
		fmt.Fprintf(w, "%scaused by %s\n", margin, diag.Sanitize(c.String()))
		writeStack(w, c.Beyond(e), margin+"  ", show)
		writeCauses(w, c, margin+"  ", show)
	}
}
