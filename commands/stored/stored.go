// Package stored checks a Worker's source against the local objects of its classes: SQL that
// their tables do not have, filters without an index, values that Cloudflare refuses, alarms
// that only fail.
//
// [Check] is all of it. It reads, starts nothing and leaves no trace; it looks at a sample of the
// objects of each class, for a limited time. The rules are in package lint, which knows nothing
// of objects.
package stored

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

const (
	mostObjects = 100             // of a class
	mostTime    = 5 * time.Second // for all
)

// Options say what is checked, and how much of it.
type Options struct {
	Worker string
	Rules  []*lint.Rule // nil: all
	Alarms []event.Firing
	Time   time.Duration // the time limit; 0: some seconds
}

// Check checks the source of a Worker against its objects. What cannot be read in time, or at all,
// counts as correct.
func Check(ctx context.Context, p *lint.Project, store *inspect.Store, o Options) []lint.Finding {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(o.Time, mostTime))
	defer cancel()
	var found []lint.Finding
	for _, class := range lint.Classes(p) {
		for _, n := range store.Namespaces() {
			if n.Class != class.Name || n.Worker != "" && n.Worker != o.Worker {
				continue
			}
			c := checker{store: store, class: class, counts: map[countKey]int{}}
			c.sample(ctx, n)
			c.schemas(ctx)
			c.limits(ctx)
			found = append(found, c.found...)
		}
		found = append(found, alarms(class, o)...)
	}
	found = slices.DeleteFunc(found, func(f lint.Finding) bool { return o.Rules != nil && !slices.Contains(o.Rules, f.Rule) })
	slices.SortStableFunc(found, func(a, b lint.Finding) int {
		return cmp.Or(cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column), cmp.Compare(a.Rule.ID, b.Rule.ID))
	})
	return slices.CompactFunc(found, func(a, b lint.Finding) bool { return a.Rule == b.Rule && a.Pos == b.Pos })
}

// checker checks one class.
type checker struct {
	store   *inspect.Store
	class   lint.Class
	objects []inspect.Object // a sample of those with data, the largest first
	counts  map[countKey]int
	found   []lint.Finding
}

// sample takes the largest objects, and some of all others.
func (c *checker) sample(ctx context.Context, n *inspect.Namespace) {
	for o, err := range c.store.Objects(ctx, inspect.Address{Text: n.Label, All: true}) {
		if err == nil && o.HasData {
			c.objects = append(c.objects, o)
		}
	}
	slices.SortStableFunc(c.objects, func(a, b inspect.Object) int { return cmp.Compare(b.Bytes, a.Bytes) })
	if len(c.objects) <= mostObjects {
		return
	}
	sample := slices.Clone(c.objects[:mostObjects/4])
	rest := c.objects[len(sample):]
	for i := len(sample); i < mostObjects; i++ {
		sample = append(sample, rest[(i-mostObjects/4)*len(rest)/(mostObjects-mostObjects/4)])
	}
	c.objects = sample
}

// schemas tries the queries on each schema that objects have.
func (c *checker) schemas(ctx context.Context) {
	variants, _, err := c.store.Variants(ctx, func(yield func(inspect.Object, error) bool) {
		for _, o := range c.objects {
			if !yield(o, nil) {
				return
			}
		}
	})
	if err != nil {
		return
	}
	var tried []*variant
	defer func() {
		for _, v := range tried {
			v.trial.close()
		}
	}()
	unsure := unsureTables(c.class.Schema)
	for _, v := range variants {
		if !slices.ContainsFunc(v.Schema, func(i sqlite.SchemaItem) bool { return i.Type == "table" }) {
			continue // it has keys and values, and was never given tables
		}
		trial, err := newTrial(v.Schema)
		if err != nil {
			return
		}
		tried = append(tried, &variant{v, trial})
		start(ctx, trial, c.class.Schema)
	}
	for _, q := range c.class.Queries {
		for _, s := range sqlite.Split(q.Text) {
			if ctx.Err() != nil {
				return
			}
			if !namesOne(s.SQL, unsure) {
				c.fits(q, s, tried)
				c.indexed(ctx, q, s, tried)
			}
		}
	}
}

// variant is a schema that objects have, with the changes that the source makes when they start.
type variant struct {
	inspect.Variant
	trial *trial
}

// start runs the texts that change the schema, twice: they may be in any order. Nothing is
// dropped: when that happens is not known.
func start(ctx context.Context, trial *trial, texts []lint.Schema) {
	for range 2 {
		for _, t := range texts {
			for _, s := range sqlite.Split(t.Text) {
				if sqlite.StartsWith(s.SQL, "CREATE") || sqlite.StartsWith(s.SQL, "ALTER") {
					_ = trial.run(ctx, s.SQL) // what already exists is left as it is
				}
			}
		}
	}
}

// unsureTables are tables whose columns depend on what has run: they are renamed, or dropped when
// an object starts.
func unsureTables(texts []lint.Schema) map[string]bool {
	all := map[string]bool{}
	for _, t := range texts {
		for _, s := range sqlite.Split(t.Text) {
			words := names(s.SQL)
			renames := sqlite.StartsWith(s.SQL, "ALTER", "TABLE") && slices.ContainsFunc(words, func(w string) bool { return w == "rename" || w == "drop" })
			if renames || t.Start && sqlite.StartsWith(s.SQL, "DROP") {
				for _, w := range words {
					all[w] = true
				}
			}
		}
	}
	for _, w := range []string{"alter", "table", "rename", "to", "column", "drop", "if", "exists", "index", "view", "trigger"} {
		delete(all, w)
	}
	return all
}

// names returns the words and names of a statement in lower case, without quotes.
func names(sql string) (all []string) {
	for _, t := range sqlite.Lex(sql) {
		text := t.Text
		if text == "" || !strings.ContainsRune("\"`[_", rune(text[0])) && (text[0]|0x20 < 'a' || text[0]|0x20 > 'z') && text[0] < 0x80 {
			continue
		}
		all = append(all, strings.ToLower(strings.Trim(text, "\"`[]")))
	}
	return all
}

func namesOne(sql string, tables map[string]bool) bool {
	return len(tables) > 0 && slices.ContainsFunc(names(sql), func(w string) bool { return tables[w] })
}

// fits compiles a statement on each schema.
func (c *checker) fits(q lint.Query, s sqlite.Statement, tried []*variant) {
	if c.class.Hidden || sqlite.StartsWith(s.SQL, "CREATE") || sqlite.StartsWith(s.SQL, "ALTER") || sqlite.StartsWith(s.SQL, "DROP") {
		return
	}
	var first *missing
	var failed []inspect.Object
	total := 0
	for _, v := range tried {
		total += len(v.Objects)
		if e := newMissing(v.trial.compile(s), q.Text); e != nil {
			failed = append(failed, v.Objects...)
			if first == nil {
				first = e
				first.suggest(v.trial, s.SQL)
			}
		}
	}
	if first == nil {
		return
	}
	place := q.Place(first.start, first.end)
	if len(failed) == total {
		c.found = append(c.found, place.Finding(lint.FitsSchema, first.fix, fmt.Sprintf("%s, in %s", first.message, c.objectsOf(total))))
		return
	}
	c.found = append(c.found, place.Finding(lint.SameSchema, first.fix+"; dotool schema "+c.class.Name+" --diff shows which objects differ",
		fmt.Sprintf("%s, in %d of %s: %s", first.message, len(failed), c.objectsOf(total), few(failed))))
}

// objectsOf counts objects of the class.
func (c *checker) objectsOf(n int) string {
	if n == 1 {
		return "the object of " + c.class.Name
	}
	return fmt.Sprintf("%d objects of %s", n, c.class.Name)
}

// few names some objects.
func few(objects []inspect.Object) string {
	var all []string
	for i, o := range objects {
		if i == 3 {
			all = append(all, "…")
			break
		}
		name := o.String()
		if !o.Named {
			name = shortID(name)
		}
		all = append(all, diag.Visible(name))
	}
	return strings.Join(all, ", ")
}

// shortID returns the beginning of an id, which is enough to address an object.
func shortID(id string) string { return id[:min(12, len(id))] }

// alarms reports a handler of alarms that has never succeeded for an object.
func alarms(class lint.Class, o Options) []lint.Finding {
	if class.Alarm == nil {
		return nil
	}
	type runs struct {
		ok, failed int
		last       event.Firing
	}
	all := map[string]*runs{}
	var order []*runs
	for _, f := range o.Alarms {
		if f.Kind != "" || f.Class != class.Name || f.Worker != "" && f.Worker != o.Worker {
			continue
		}
		r := all[f.ID]
		if r == nil {
			r = &runs{}
			all[f.ID] = r
			order = append(order, r)
		}
		if f.Outcome == "ok" {
			r.ok++
		} else {
			r.failed, r.last = r.failed+1, f
		}
	}
	order = slices.DeleteFunc(order, func(r *runs) bool { return r.ok > 0 || r.failed < 2 })
	if len(order) == 0 {
		return nil
	}
	last := order[len(order)-1].last
	name := shortID(last.ID)
	if last.Name != nil {
		name = diag.Visible(*last.Name)
	}
	message := fmt.Sprintf("each of its %d runs for %s has failed", order[len(order)-1].failed, name)
	if n := len(all); n > 1 {
		message += fmt.Sprintf(", and so for %d of %d objects", len(order), n)
	}
	if last.Thrown != nil {
		message += ", the last with " + diag.Visible(firstLine(last.Thrown.Message))
	}
	return []lint.Finding{class.Alarm.Finding(lint.AlarmSucceeds, "dotool alarm history --failed shows where; try again with dotool alarm fire "+name, message)}
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}
