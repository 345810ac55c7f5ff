package config

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config/npm"
)

// defaultCompatibilityDate is wrangler 4.164.0's default.
const defaultCompatibilityDate = "2026-11-17"

var nameRE = regexp.MustCompile(`^$|^[a-z0-9_][a-z0-9-_]*$`)

func (l *loader) name(n *node, path string) String {
	s := l.string(n, path)
	if !nameRE.MatchString(s.Value) {
		e := l.doc.Errorf(s.Pos, "%s must be of lower-case letters, digits, dashes and underscores, but it is %s", path, l.doc.Show(n))
		fixed := strings.Trim(regexp.MustCompile(`[^a-z0-9_]+`).ReplaceAllString(strings.ToLower(s.Value), "-"), "-")
		if fixed != "" {
			e.Fix = l.snippet("name", fixed)
		}
	}
	return s
}

// completeName adds the environment to a name from the top level. If there is no name,
// wrangler dev makes one up at each start, so that local data is lost; dotool uses a
// fixed one.
func (l *loader) completeName() {
	name := &l.p.Name
	if name.Value == "" {
		name.Value = "worker"
		if f := l.selected("name"); f == nil || f.Value.Is(text) {
			l.doc.Diags.Warnf(l.doc.At(nil), "config", `the Worker has no name, so it is called "worker" here`).Fix = "add " + l.snippet("name", "my-worker")
		}
	}
	if l.p.Env != "" && !l.p.Generated && l.env.Get("name").Absent() {
		name.Value += "-" + l.p.Env
	}
}

func (l *loader) checkMain() {
	d := l.doc
	main := l.p.Main
	pages := l.selected("pages_build_output_dir")
	switch {
	case strings.HasSuffix(main.Value, ".py"):
		e := d.Errorf(main.Pos, "%s is Python, which has no Durable Objects here", main.Value)
		e.Fix = "write the Worker in JavaScript or TypeScript"
		l.p.RunProblems = append(l.p.RunProblems, *e)
	case main.Value != "":
	case pages != nil:
		d.Errorf(d.Name(pages), "this is a Pages project, which cannot have Durable Objects of its own").
			Served().Fix = "name the configuration of the Worker that has them with --config"
	case l.selected("main") == nil && l.p.Assets != nil: // a Worker may have only assets
	case l.selected("main") == nil:
		e := d.Errorf(d.At(nil), "there is no main, the module that the Worker starts from").Served()
		e.Fix = "add " + l.snippet("main", cmp.Or(npm.Entry(l.p.Dir), "src/index.ts"))
		l.p.RunProblems, l.p.NoMain = append(l.p.RunProblems, *e), e
	case main.Pos.Line > 0:
		d.Errorf(main.Pos, "main is empty").Served().Fix = l.snippet("main", "src/index.ts")
	}
}

func (l *loader) date(n *node, path string) String {
	if n.Is(date) {
		l.doc.Errorf(l.doc.At(n), "%s is a TOML date, which is not supported", path).Fix = l.snippet(path, n.Value)
		return String{}
	}
	s := l.string(n, path)
	if s.Pos.Line == 0 {
		return s
	}
	if _, err := time.Parse(time.DateOnly, s.Value); err != nil {
		e := l.doc.Errorf(s.Pos, "%s must be a date like %q, but it is %q", path, defaultCompatibilityDate, s.Value)
		if fixed := strings.NewReplacer("–", "-", "—", "-").Replace(s.Value); fixed != s.Value {
			e.Fix = l.snippet("compatibility_date", fixed) + ", with plain hyphens"
		}
		return String{Pos: s.Pos}
	}
	return s
}
