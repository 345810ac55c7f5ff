package inspect

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Address selects objects.
type Address struct {
	// Text is NAME, CLASS/NAME, WORKER/CLASS/NAME (see [Store.Split]), an id, the start of one with 8 digits or more, or
	// a glob over names with *, ? and […]. CLASS/* is every object of the class,
	// named or not. With All it is a class, or empty.
	Text  string
	Class string // narrows to one class; "" for all
	All   bool
}

// AddressError reports an address that means nothing, or too much.
type AddressError struct {
	What      string   // "worker", "class" or "object"
	Text      string   // the address
	Class     string   // the class that was searched, "" for all
	Among     []string // what exists, or what the address could mean
	Ambiguous bool     // it could mean any of Among
	Many      bool     // it selects many where one is needed
	Near      string   // a similar name
	Exact     string   // how to address the object that is named Text
	Else      string   // what else has the name Text, "" if nothing has
	Also      string   // what else could have been meant, beside objects
	Workers   bool     // Among are of several Workers
}

func (e *AddressError) Error() string {
	switch {
	case e.What == "worker":
		worker, _, _ := strings.Cut(e.Text, "/")
		return fmt.Sprintf("no Worker %q, in %q", worker, e.Text)
	case e.Many:
		return fmt.Sprintf("%q matches many objects, but one is needed", e.Text)
	case e.Ambiguous && e.Text == "":
		return fmt.Sprintf("there are %d classes: %s", len(e.Among), strings.Join(e.Among, ", "))
	case e.Ambiguous:
		return fmt.Sprintf("%q could be %s", e.Text, strings.Join(e.Among, " or "))
	case e.What == "class" && len(e.Among) == 0:
		return "there are no objects here"
	case e.Class != "":
		return fmt.Sprintf("no object %q in class %s", e.Text, e.Class)
	}
	return fmt.Sprintf("no %s %q", e.What, e.Text)
}

// Hint names what exists.
func (e *AddressError) Hint() string {
	switch {
	case e.Else != "":
		return e.Else
	case e.What == "worker" && e.Exact == "" && e.Near == "":
		return diag.ThereAre(e.Among)
	case e.What == "worker" && e.Near == "":
		return fmt.Sprintf("%s; %q is the object of that name", diag.ThereAre(e.Among), e.Exact)
	case e.What == "worker" && e.Exact != "":
		return fmt.Sprintf("did you mean %q? %q is the object of that name", e.Near, e.Exact)
	case e.Near != "":
		return fmt.Sprintf("did you mean %q?", e.Near)
	case e.Ambiguous && e.What == "class":
		return "name one with --class"
	case e.Ambiguous && e.Workers:
		return "say which one, as WORKER/CLASS/NAME or with more digits of its id"
	case e.Ambiguous:
		return "say which one, as CLASS/NAME or with more digits of its id"
	case e.What == "class" && len(e.Among) == 0:
		return "run the worker with `dotool dev` first, or point --config or --persist-to at its state"
	case e.What == "class":
		return diag.DidYouMean(e.Text, e.Among, diag.ThereAre(e.Among))
	case e.What == "object" && !e.Many && e.Also != "":
		return "`dotool objects` lists them; " + e.Also
	case e.What == "object" && !e.Many:
		return "`dotool objects` lists them"
	}
	return ""
}

// Parts are the parts of WORKER/CLASS/NAME; Worker, or Worker and Class, are "" where
// an address has none.
type Parts struct{ Worker, Class, Name string }

// Of returns the class as [Store.Namespace] takes it: CLASS or WORKER/CLASS.
func (p Parts) Of() string {
	if p.Worker != "" {
		return p.Worker + "/" + p.Class
	}
	return p.Class
}

// Split splits an address; more are classes besides those of the store. Names may have
// slashes: the first part is a class if there is a class of that name, else a Worker if
// the second part is one of its classes, else part of the name.
func (s *Store) Split(text string, more ...Parts) Parts {
	head, tail, ok := strings.Cut(text, "/")
	if !ok || head == "" {
		return Parts{Name: text}
	}
	known := func(class string) bool {
		_, err := s.classes(class)
		return class != "" && err == nil
	}
	if known(head) || slices.ContainsFunc(more, func(m Parts) bool { return m.Class == head }) {
		return Parts{Class: head, Name: tail}
	}
	class, name, ok := strings.Cut(tail, "/")
	if ok && class != "" && (known(head+"/"+class) || slices.Contains(more, Parts{Worker: head, Class: class})) {
		return Parts{head, class, name}
	}
	return Parts{Name: text}
}

// workers returns the known Workers.
func (s *Store) workers() []string {
	var all []string
	if s.worker != "" {
		all = append(all, s.worker)
	}
	for _, n := range s.namespaces {
		if n.Worker != "" && !slices.Contains(all, n.Worker) {
			all = append(all, n.Worker)
		}
	}
	return all
}

// unknownWorker returns the error for WORKER/CLASS/NAME with a known class but an unknown
// Worker; nil for anything else.
func (s *Store) unknownWorker(text string) *AddressError {
	worker, rest, _ := strings.Cut(text, "/")
	class, _, ok := strings.Cut(rest, "/")
	workers := s.workers()
	if _, err := s.classes(worker); err == nil {
		return nil
	}
	if _, err := s.classes(class); !ok || class == "" || err != nil || len(workers) == 0 || slices.Contains(workers, worker) {
		return nil
	}
	e := &AddressError{What: "worker", Text: text, Among: workers, Exact: class + "/" + text}
	near := diag.Nearest(worker, workers)
	if len(workers) == 1 {
		near = workers[0]
	}
	if near != "" {
		e.Near = near + "/" + rest
	}
	return e
}

// target is a parsed address.
type target struct {
	text string
	in   []*Namespace
	many bool
	glob func(name string) bool // nil: all names
	none *AddressError          // the error if nothing matches the glob, if known

	id     *state.ObjectID
	prefix string // lower-case hex
	names  []named
}

// named is a name in a class: "a/b" is "b" of class a, or "a/b" of any class.
type named struct {
	n    *Namespace
	name string
}

func (s *Store) parse(a Address) (target, error) {
	t := target{text: a.Text}
	class := a.Class
	if a.All && a.Text != "" {
		if class != "" && class != a.Text {
			return t, &AddressError{What: "class", Text: a.Text, Among: []string{class}}
		}
		class = a.Text
	}
	var err error
	if t.in, err = s.classes(class); err != nil {
		if class == "" { // an empty store has no objects, which is not an error
			t.many = a.Text == "" || a.All
			if t.many {
				return t, nil
			}
			return t, &AddressError{What: "class", Text: a.Text}
		}
		return t, err
	}
	switch {
	case a.All && a.Text == "" && a.Class == "":
		_, err := s.Namespace("")
		t.many = true
		return t, err
	case a.All, a.Text == "":
		t.many = true
		return t, nil
	}
	text, in := a.Text, t.in
	if parts := s.Split(text); parts.Class != "" {
		found, err := s.classes(parts.Of())
		if err != nil {
			return t, err
		}
		var narrow []*Namespace
		for _, n := range found {
			if slices.Contains(in, n) {
				narrow = append(narrow, n)
				t.names = append(t.names, named{n, parts.Name})
			}
		}
		if len(narrow) > 0 {
			t.in, text = narrow, parts.Name
		}
	}
	for _, n := range in {
		t.names = append(t.names, named{n, a.Text})
	}
	if IsGlob(text) && !s.exact(t.names) {
		t.many = true
		if text != "*" || text == a.Text {
			t.glob = func(name string) bool { return MatchGlob(text, name) }
		}
		if t.none = s.unknownWorker(a.Text); t.none != nil {
			t.none.Exact = "" // of many
		}
		return t, nil
	}
	if id, err := state.ParseObjectID(text); err == nil {
		t.id = &id
	} else if len(text) >= 8 && len(text) < 64 && strings.Trim(text, "0123456789abcdefABCDEF") == "" {
		t.prefix = strings.ToLower(text)
	}
	return t, nil
}

// exact reports whether an object has exactly this name, even if that looks like a glob.
func (s *Store) exact(names []named) bool {
	return slices.ContainsFunc(names, func(each named) bool { return (Object{Namespace: each.n, ID: each.n.Key.ID(each.name)}).Exists() })
}

// Exists reports whether the object has a database.
func (o Object) Exists() bool {
	_, err := os.Stat(o.Path())
	return !errors.Is(err, fs.ErrNotExist)
}

// one finds the single object of a target: by name first, then by id, then by the start
// of an id. The id of a name is computed, so this takes the same time in a class of a
// million objects.
func (s *Store) one(ctx context.Context, t target) (Object, error) {
	var found []Object
	add := func(o Object) {
		if o.Exists() && !slices.ContainsFunc(found, func(f Object) bool { return f.Namespace == o.Namespace && f.ID == o.ID }) {
			found = append(found, o)
		}
	}
	for _, each := range t.names {
		add(Object{Namespace: each.n, ID: each.n.Key.ID(each.name), Name: each.name, Named: true})
	}
	if len(found) == 0 && t.id != nil {
		for _, n := range t.in {
			add(Object{Namespace: n, ID: *t.id})
		}
	}
	if len(found) == 0 && t.prefix != "" {
		for _, n := range t.in {
			ids, err := n.withPrefix(t.prefix)
			if err != nil {
				return Object{}, err
			}
			for _, id := range ids {
				add(Object{Namespace: n, ID: id})
			}
		}
	}
	switch len(found) {
	case 1:
		if err := found[0].Namespace.Plain(); err != nil {
			return Object{}, err
		}
		return s.Complete(ctx, found[0])
	case 0:
		return Object{}, s.unknown(ctx, t)
	}
	e := &AddressError{What: "object", Text: t.text, Ambiguous: true}
	for i, o := range found {
		e.Workers = e.Workers || o.Namespace.Worker != found[0].Namespace.Worker
		if i < 10 {
			e.Among = append(e.Among, o.Namespace.Label+"/"+o.String())
		}
	}
	if len(found) > 10 {
		e.Among = append(e.Among, fmt.Sprintf("%d more", len(found)-10))
	}
	return Object{}, e
}

// withPrefix lists ids by file names alone.
func (n *Namespace) withPrefix(prefix string) ([]state.ObjectID, error) {
	if err := n.Plain(); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(n.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list the objects of %s: %w", n.Label, err)
	}
	var ids []state.ObjectID
	for _, e := range entries {
		if hex, ok := strings.CutSuffix(e.Name(), ".sqlite"); ok && strings.HasPrefix(hex, prefix) {
			if id, err := state.ParseObjectID(hex); err == nil {
				ids = append(ids, id)
			}
		}
	}
	return ids, nil
}

// Complete fills in the rest of an object, without listing its folder.
func (s *Store) Complete(ctx context.Context, o Object) (Object, error) {
	if err := ctx.Err(); err != nil {
		return o, context.Cause(ctx)
	}
	extra := &siblings{wal: true, shm: true}
	if facets, err := ReadFacets(o); err == nil && len(facets) > 0 {
		extra.index = true
		for _, f := range facets {
			extra.facets = append(extra.facets, f.files()...)
		}
	}
	k := s.known(ctx, o.Namespace, &o.ID)
	if o.Named {
		k.names[o.ID] = o.Name
	}
	o.look(extra, k)
	return o, nil
}

// unknown returns the error for an object that does not exist, with the nearest name.
func (s *Store) unknown(ctx context.Context, t target) error {
	e := &AddressError{What: "object", Text: t.text}
	if len(t.in) == 1 {
		e.Class = t.in[0].Label
	}
	if t.id != nil {
		return e
	}
	wanted := t.names[0].name
	var names []string
	for _, n := range t.in {
		objects, err := s.scan(ctx, n, nil)
		if err != nil {
			return err
		}
		for _, o := range objects {
			if o.Named {
				names = append(names, o.Name)
			}
		}
	}
	if unknown := s.unknownWorker(t.text); unknown != nil {
		return unknown
	}
	if head, tail, ok := strings.Cut(t.text, "/"); ok && len(t.names) == len(t.in) {
		if class, name, ok := strings.Cut(tail, "/"); ok && slices.Contains(s.workers(), head) {
			if class = diag.Nearest(class, labels(s.namespaces)); class != "" {
				e.Near = head + "/" + class + "/" + name
				return e
			}
		}
		// The class may be misspelt.
		if class := diag.Nearest(head, labels(s.namespaces)); class != "" {
			e.Near = class + "/" + tail
			return e
		}
	}
	if i := slices.IndexFunc(names, func(n string) bool { return n != wanted && strings.EqualFold(n, wanted) }); i >= 0 {
		e.Near = names[i]
	} else if len(names) <= 10_000 || len(wanted) < 64 {
		e.Near = diag.Nearest(wanted, names)
	}
	return e
}

// IsGlob reports whether a name is a glob, for [MatchGlob].
func IsGlob(s string) bool { return strings.ContainsAny(s, "*?[") }

// MatchGlob matches a whole name: * is any run of characters, slashes and
// newlines too, ? is one, [a-z] and [^a-z] one of a set, \ takes the next as it
// is. An unclosed bracket stands for itself.
func MatchGlob(pattern, name string) bool {
	star, back := -1, 0 // where to continue when the last * matches one more
	p, n := 0, 0
	for n < len(name) || p < len(pattern) {
		if p < len(pattern) && pattern[p] == '*' {
			star, back = p, n
			p++
			continue
		}
		if n < len(name) && p < len(pattern) {
			if size, width := matchOne(pattern[p:], name[n:]); size > 0 {
				p += size
				n += width
				continue
			}
		}
		if star < 0 || back >= len(name) {
			return false
		}
		_, width := utf8.DecodeRuneInString(name[back:])
		back += width
		p, n = star+1, back
	}
	return true
}

// matchOne matches one character and returns the lengths of both sides, or 0.
func matchOne(pattern, name string) (size, width int) {
	r, width := utf8.DecodeRuneInString(name)
	switch pattern[0] {
	case '?':
		return 1, width
	case '\\':
		if len(pattern) > 1 {
			if p, n := utf8.DecodeRuneInString(pattern[1:]); p == r {
				return 1 + n, width
			}
			return 0, 0
		}
	case '[':
		if size, ok, in := matchSet(pattern, r); ok {
			if in {
				return size, width
			}
			return 0, 0
		}
	}
	p, n := utf8.DecodeRuneInString(pattern)
	if p == r && pattern[:n] == name[:width] {
		return n, width
	}
	return 0, 0
}

func matchSet(pattern string, r rune) (size int, ok, in bool) {
	i, not := 1, false
	if i < len(pattern) && (pattern[i] == '^' || pattern[i] == '!') {
		not = true
		i++
	}
	for first := true; i < len(pattern); first = false {
		if pattern[i] == ']' && !first {
			return i + 1, true, in != not
		}
		low, n := utf8.DecodeRuneInString(pattern[i:])
		i += n
		high := low
		if i+1 < len(pattern) && pattern[i] == '-' && pattern[i+1] != ']' {
			high, n = utf8.DecodeRuneInString(pattern[i+1:])
			i += 1 + n
		}
		in = in || low <= r && r <= high
	}
	return 0, false, false
}
