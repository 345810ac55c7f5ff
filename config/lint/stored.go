package lint

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint/model"
	"github.com/dotool-dev/dotool/config/lint/rule"

	"github.com/evanw/esbuild/syntax"
)

// Rules about source and the local objects of its classes: package stored checks them.
var (
	FitsSchema = rule.New("O01", "sql-fits-schema", diag.Error, "SQL that names what an object's tables do not have throws.",
		rule.RulesOfObjects+"#initialize-storage-and-run-migrations-in-the-constructor", nil)
	SameSchema = rule.New("O02", "same-schema", diag.Warning, "An object keeps its tables as they are until code changes them.",
		rule.RulesOfObjects+"#initialize-storage-and-run-migrations-in-the-constructor", nil)
	BelowLimits = rule.New("O03", "below-limits", diag.Warning, "The local storage takes what Cloudflare refuses.",
		rule.Docs+"durable-objects/platform/limits/", nil)
	AlarmSucceeds = rule.New("O04", "alarm-succeeds", diag.Warning, "An alarm that fails is given up after six retries.",
		rule.Docs+"durable-objects/api/alarms/", nil)
	IndexForFilter = rule.New("S06", "index-for-filter", Hint, "Each row that is read is billed, whether the filter keeps it or not.",
		rule.Docs+"d1/best-practices/use-indexes/", nil)
)

// localRules are the rules about local objects.
var localRules = []*Rule{FitsSchema, SameSchema, BelowLimits, AlarmSucceeds, IndexForFilter}

// Class has the facts about a class in the source, and about the storage of its objects.
type Class struct {
	Name    string // as the configuration has it
	KV      bool   // its storage is not SQLite
	Place   Place
	Alarm   *Place // its handler, nil if it is not in the source
	Queries []Query
	Puts    []Put

	Schema []Schema // texts that create or change tables, in the order of the source
	Hidden bool     // there may be others, which are not known
}

// Schema is a text that creates or changes tables.
type Schema struct {
	Text  string
	Start bool // it may run when an object starts
}

// Query is a text that the objects of a class run as SQL.
type Query struct {
	Text string
	arg  *syntax.Node
}

// Put is a call that stores a value; Key is "" if it is not known.
type Put struct {
	Key   string
	Place Place
}

// Place is a range of a file.
type Place struct {
	file       *syntax.File
	start, end int
}

// Finding returns a finding at the place.
func (p Place) Finding(r *Rule, fix, message string) Finding {
	return r.At(p.file, p.start, p.end, fix, message)
}

// Place returns a part of a query's text where it is written as it is, else the whole text.
func (q Query) Place(start, end int) Place {
	src, at := q.arg.File.Text, -1
	switch {
	case q.arg.Kind == syntax.String:
		at = int(q.arg.Start) + 1
	case q.arg.Kind == syntax.Template && q.arg.A == nil && len(q.arg.Quasis()) == 1:
		at = q.arg.Quasis()[0].Start
	}
	if at >= 0 && start >= 0 && end <= len(q.Text) && at <= len(src) && strings.HasPrefix(src[at:], q.Text) {
		return Place{q.arg.File, at + start, at + end}
	}
	return Place{q.arg.File, int(q.arg.Start), int(q.arg.End)}
}

// Classes returns the classes of objects that the configuration names and the source has.
func Classes(p *Project) (all []Class) {
	m := p.Model()
	own := m.Own()
	texts := m.SQLTexts()
	loose := looseSchema(m, texts)
	for _, name := range slices.Sorted(maps.Keys(own)) {
		c := own[name]
		class := Class{Name: name, Place: named(c.Node), Schema: slices.Clone(loose)}
		_, sqlite := m.SQLite[name]
		_, class.KV = m.KV[name]
		class.KV = class.KV && !sqlite
		if p := c.Lookup("alarm"); p != nil {
			place := named(p)
			class.Alarm = &place
		}
		for _, t := range texts {
			mine := slices.Contains(t.Classes, c)
			switch {
			case t.Known && (mine || len(t.Classes) == 0) && changesSchema(t.Text):
				class.Schema = append(class.Schema, Schema{t.Text, t.Start})
				fallthrough
			case t.Known && mine:
				class.Queries = append(class.Queries, Query{t.Text, t.Arg})
			case !t.Known && (mine || len(t.Classes) == 0) && !readsOrWrites(t.Text) && (t.Text != "" || len(loose) == 0):
				class.Hidden = true
			}
		}
		for call, key := range m.PutKeys() {
			if slices.Contains(m.Hosts(call), c) {
				class.Puts = append(class.Puts, Put{key, named(call.A)})
			}
		}
		slices.SortFunc(class.Puts, func(a, b Put) int {
			return cmp.Or(strings.Compare(a.Place.file.Path, b.Place.file.Path), a.Place.start-b.Place.start)
		})
		all = append(all, class)
	}
	return all
}

// named returns the name of a class or a method.
func named(n *syntax.Node) Place {
	if n.At > n.Start && n.Name != "" {
		return Place{n.File, int(n.At), int(n.At) + len(n.Name)}
	}
	return Place{n.File, int(n.Start), min(int(n.End), int(n.Start)+max(len(n.Name), 1))}
}

// looseSchema returns the texts that change tables and that no query is known to run: lists of
// migrations, and files.
func looseSchema(m *model.Model, texts []model.SQLText) (all []Schema) {
	known := map[string]bool{}
	for _, t := range texts {
		known[t.Text] = known[t.Text] || t.Known
	}
	for _, s := range m.Literals(func(s string) bool { return changesSchema(s) && !known[s] }) {
		all = append(all, Schema{s, true})
	}
	return all
}

func changesSchema(text string) bool { return startsWith(text, "CREATE", "ALTER", "DROP") }

func readsOrWrites(text string) bool {
	return startsWith(text, "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "PRAGMA", "EXPLAIN", "VALUES")
}

// startsWith reports whether the first word of SQL is one of some, behind comments.
func startsWith(text string, words ...string) bool {
	for {
		text = strings.TrimSpace(text)
		var found bool
		if strings.HasPrefix(text, "--") {
			_, text, found = strings.Cut(text, "\n")
		} else if strings.HasPrefix(text, "/*") {
			_, text, found = strings.Cut(text, "*/")
		}
		if !found {
			break
		}
	}
	first, rest, _ := strings.Cut(text, " ")
	if i := strings.IndexAny(first, "\n\t("); i >= 0 {
		first, rest = first[:i], text[i:]
	}
	return rest != "" && slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, first) })
}
