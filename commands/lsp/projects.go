package lsp

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/commands/checker"
	"github.com/dotool-dev/dotool/config/configfile"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint"
)

// settle is how long nothing may be typed before a check.
const settle = 120 * time.Millisecond

// project is a Worker, or an entry module without a configuration.
type project struct {
	checker checker.Checker
	files   map[string]bool // the files on which the findings depend
	result  *checker.Result // nil until it was checked, and while none of its files is open
	failed  error           // why there is none
	whole   bool            // all files could be read
	shown   map[string][]diagnostic
}

// check checks what has changed until ctx is done.
func (s *server) check(ctx context.Context) {
	published := map[string]publishParams{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		}
		for s.typing(ctx) {
		}
		s.mu.Lock()
		seq, docs, changed := s.seq, maps.Clone(s.docs), s.changed
		scan, folders := !s.scanned, slices.Sorted(maps.Keys(s.folders))
		s.scanned, s.changed = true, map[string]bool{}
		projects := maps.Clone(s.projects)
		s.mu.Unlock()
		if scan {
			find(folders, projects)
		}
		s.adopt(docs, projects)
		for key, p := range projects {
			projects[key] = s.round(ctx, key, p, docs, changed)
		}
		for path, d := range docs {
			switch other := inOther(path, projects) || nearest(path) != ""; {
			case other && isScript(path):
				delete(projects, path)
			case !other && projects[path] == nil && isScript(path) && strings.Contains(d.text.s, "DurableObject"):
				projects[path] = s.round(ctx, path, &project{checker: checker.Checker{Targets: []checker.Target{{Entry: path}}}}, docs, changed)
			}
		}
		if ctx.Err() != nil {
			return
		}
		s.publish(ctx, docs, projects, published)
		s.mu.Lock()
		s.projects, s.checked = projects, seq
		close(s.done)
		s.done = make(chan struct{})
		s.mu.Unlock()
	}
}

// typing waits, and reports whether there was a change meanwhile and no request needs a check.
func (s *server) typing(ctx context.Context) bool {
	s.mu.Lock()
	urgent := s.waiting > 0
	s.mu.Unlock()
	if urgent {
		return false
	}
	select {
	case <-ctx.Done():
		return false
	case <-s.wake:
		return true
	case <-time.After(settle):
		return false
	}
}

// mostFolders bounds the search for configurations.
const mostFolders = 20_000

// find adds the projects in folders, and removes those without a configuration.
func find(folders []string, projects map[string]*project) {
	for key, p := range projects {
		if p.checker.Targets[0].Entry == "" && !isFile(key) {
			delete(projects, key)
		}
	}
	left := mostFolders
	for _, folder := range folders {
		_ = filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
			name := filepath.Base(path)
			switch {
			case err != nil:
				return nil // gone, or not readable
			case e.IsDir() && path != folder && (name == "node_modules" || name == "dist" || strings.HasPrefix(name, ".")):
				return fs.SkipDir
			case e.IsDir():
				if left--; left < 0 {
					return fs.SkipAll
				}
				if file := configfile.In(path); file != "" && projects[file] == nil {
					projects[file] = &project{}
				}
			}
			return nil
		})
	}
}

// adopt adds the projects of open documents: those of the nearest configurations. One without a
// configuration is a project of its own if it has objects and no other project imports it,
// which is known when these are checked.
func (s *server) adopt(docs map[string]*document, projects map[string]*project) {
	for path := range docs {
		if file := nearest(path); file != "" && projects[file] == nil {
			projects[file] = &project{}
		}
	}
	for key, p := range projects {
		if len(p.checker.Targets) == 0 {
			o := s.o.Config
			o.Dir, o.Path = filepath.Dir(key), key
			p.checker.Targets = []checker.Target{{Config: o}}
		}
		if entry := p.checker.Targets[0].Entry; entry != "" && docs[entry] == nil {
			delete(projects, key)
		}
	}
}

// nearest returns the configuration of the folder of a file, or of one above; "" if there is
// none.
func nearest(path string) string {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if file := configfile.In(dir); file != "" || dir == filepath.Dir(dir) {
			return file
		}
	}
}

// inOther reports whether another project imports a file.
func inOther(path string, projects map[string]*project) bool {
	for key, p := range projects {
		if key != path && p.files[path] {
			return true
		}
	}
	return false
}

func isScript(path string) bool {
	switch filepath.Ext(path) {
	case ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs":
		return true
	}
	return false
}

// round checks a project if it must be, and returns what it is then.
func (s *server) round(ctx context.Context, key string, p *project, docs map[string]*document, changed map[string]bool) (result *project) {
	next := *p
	if len(docs) == 0 || p.files != nil && !p.isOpen(key, docs) {
		next.rest()
		return &next
	}
	stale := p.result == nil
	for path := range changed {
		stale = stale || path == key || p.files[path]
	}
	if !stale {
		return &next
	}
	defer func() {
		if r := recover(); r != nil {
			result = p
			s.log(fmt.Sprintf("check %s: %v\n%s", key, r, debug.Stack()))
		}
	}()
	next.checker.Sources.Open = func(path string) (string, bool) {
		if d := docs[path]; d != nil {
			return d.text.s, true
		}
		return "", false
	}
	found, err := next.checker.Check(ctx)
	if ctx.Err() != nil {
		return p
	}
	next.result, next.failed, next.files = found, err, map[string]bool{}
	if err != nil || len(found.Broken) > 0 {
		maps.Copy(next.files, p.files) // as long as it is not known better
	}
	for _, path := range found.Files {
		next.files[path] = true
	}
	if !next.isOpen(key, docs) {
		next.rest()
		return &next
	}
	incomplete := err != nil || len(found.Broken) > 0 || slices.ContainsFunc(found.Notes, func(n lint.Note) bool { return docs[n.Pos.File] != nil })
	if next.whole = !incomplete; incomplete && p.shown != nil {
		// While something is typed, what was found before is likely to be still there.
		next.shown = maps.Clone(p.shown)
		delete(next.shown, key)
		maps.Copy(next.shown, s.diagnostics(key, &next, docs, found.Broken, nil, nil))
	} else {
		next.shown = s.diagnostics(key, &next, docs, append(found.Broken, found.Problems...), found.Findings, found.Notes)
	}
	return &next
}

// isOpen reports whether a document of the project is open.
func (p *project) isOpen(key string, docs map[string]*document) bool {
	for path := range docs {
		if path == key || p.files[path] {
			return true
		}
	}
	return false
}

// rest frees what a project needs only while one of its documents is open.
func (p *project) rest() { p.result, p.shown, p.checker.Sources = nil, nil, lint.Sources{} }

// diagnostics returns findings by file.
func (s *server) diagnostics(key string, p *project, docs map[string]*document, problems diag.List, findings []checker.Finding, notes []lint.Note) map[string][]diagnostic {
	all := map[string][]diagnostic{}
	texts := s.texts(p, docs)
	for _, f := range findings {
		d := diagnosticOf(texts(f.Pos.File), f)
		all[f.Pos.File] = append(all[f.Pos.File], d)
	}
	add := func(pos diag.Pos, severity int, code, message string) {
		file := pos.File
		if file == "" {
			file = key
		}
		t := texts(file)
		start := t.at(pos.Line, pos.Column)
		all[file] = append(all[file], diagnostic{Range: t.span(start, start+pos.Length), Severity: severity, Code: code, Source: "dotool", Message: message})
	}
	for _, d := range problems {
		message := d.Message
		if d.CloudflareCode != 0 {
			message += fmt.Sprintf(" (Cloudflare: %d)", d.CloudflareCode)
		}
		if d.Fix != "" {
			message += "\nfix: " + d.Fix
		}
		add(d.Pos, severityOf(d.Severity), d.Code, message)
	}
	for _, n := range notes {
		add(n.Pos, severityInformation, "", n.Message)
	}
	if p.failed != nil {
		add(diag.Pos{File: key}, severityError, "", p.failed.Error())
	}
	return all
}

// texts returns a function for the texts of a project as they were checked.
func (s *server) texts(p *project, docs map[string]*document) func(path string) *text {
	kept := map[string]*text{}
	return func(path string) *text {
		if d := docs[path]; d != nil {
			return d.text
		}
		if kept[path] == nil {
			src, ok := p.source(path)
			if !ok {
				data, _ := diag.ReadAtMost(path, mostBytes) // nothing, if it is gone
				src = string(data)
			}
			kept[path] = newText(src, s.bytes)
		}
		return kept[path]
	}
}

// source returns the text of a file as it was checked.
func (p *project) source(path string) (string, bool) {
	if p.result == nil {
		return "", false
	}
	for _, l := range p.result.Projects {
		if f := l.Files[path]; f != nil {
			return f.Text, true
		}
		if path == l.Config {
			return l.ConfigText, true
		}
	}
	return "", false
}

func diagnosticOf(t *text, f checker.Finding) diagnostic {
	d := diagnostic{
		Range:    t.span(t.at(f.Pos.Line, f.Pos.Column), t.at(f.EndLine, f.EndCol)),
		Severity: severityOf(f.Severity), Code: f.Rule.ID, Source: "dotool", Message: f.Message + ". " + f.Rule.Why,
	}
	if f.Fix != "" {
		d.Message += "\nfix: " + f.Fix
	}
	if f.Rule.URL != "" {
		d.CodeDescription = &codeDescription{f.Rule.URL}
	}
	if f.Rule.ID == "I01" {
		d.Tags = []int{unnecessary}
	}
	return d
}

func severityOf(s diag.Severity) int {
	switch s {
	case diag.Error:
		return severityError
	case diag.Warning:
		return severityWarning
	}
	return severityHint
}

// publish sends the diagnostics of files that are others than before.
func (s *server) publish(ctx context.Context, docs map[string]*document, projects map[string]*project, published map[string]publishParams) {
	all := map[string][]diagnostic{}
	for _, key := range slices.Sorted(maps.Keys(projects)) {
		for path, list := range projects[key].shown {
			for _, d := range list {
				if !slices.ContainsFunc(all[path], func(o diagnostic) bool { return reflect.DeepEqual(o, d) }) { // of two projects
					all[path] = append(all[path], d)
				}
			}
		}
	}
	for path := range published {
		if all[path] == nil {
			all[path] = nil
		}
	}
	for _, path := range slices.Sorted(maps.Keys(all)) {
		last, was := published[path]
		p := publishParams{URI: uriOf(path), Diagnostics: all[path]}
		if p.Diagnostics == nil {
			p.Diagnostics = []diagnostic{}
		}
		if was {
			p.URI = last.URI
		}
		if d := docs[path]; d != nil {
			p.URI, p.Version = d.uri, &d.version
		}
		if was && last.URI != p.URI { // the editor has another name for the same file
			_ = s.rpc.Notify(ctx, "textDocument/publishDiagnostics", publishParams{URI: last.URI, Diagnostics: []diagnostic{}})
		} else if was && slices.EqualFunc(last.Diagnostics, p.Diagnostics, func(a, b diagnostic) bool { return reflect.DeepEqual(a, b) }) || !was && len(p.Diagnostics) == 0 {
			continue
		}
		if s.rpc.Notify(ctx, "textDocument/publishDiagnostics", p) != nil {
			return // the editor has gone
		}
		if published[path] = p; len(p.Diagnostics) == 0 {
			delete(published, path)
		}
	}
}

// pathOf returns the file of a URI.
func pathOf(uri string) (string, bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Path == "" {
		return "", false
	}
	path := u.Path
	if len(path) > 2 && path[0] == '/' && path[2] == ':' { // file:///C:/…
		path = strings.ToUpper(path[1:2]) + path[2:]
	}
	path = filepath.FromSlash(path)
	if !filepath.IsAbs(path) {
		return "", false
	}
	return filepath.Clean(path), true
}

// uriOf returns the URI of a file.
func uriOf(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
