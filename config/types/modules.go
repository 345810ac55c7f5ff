package types

import (
	"regexp"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
)

// moduleTypes are the TypeScript types of the modules that a rule matches, by the type of
// the rule.
var moduleTypes = map[string]string{"CompiledWasm": "WebAssembly.Module", "Data": "ArrayBuffer", "Text": "string"}

// defaultRules are wrangler's own.
var defaultRules = []config.Rule{
	{Type: "Text", Globs: []string{"**/*.txt", "**/*.html", "**/*.sql"}},
	{Type: "Data", Globs: []string{"**/*.bin"}},
	{Type: "CompiledWasm", Globs: []string{"**/*.wasm", "**/*.wasm?module"}},
}

// ruleSet is the rules of one environment, with what follows from them.
type ruleSet struct {
	rules  []config.Rule
	deep   bool // find_additional_modules: ** in a glob stands for folders
	scoped ordered
	ends   ordered // fallbacks, by the ending of a file name
	shown  map[string]bool
	all    []match
}

// match is a glob of a rule, and the pattern that TypeScript has for it: one * at most.
type match struct {
	glob, pattern, typ string
	wider              bool // the pattern matches more than the glob
}

// ordered are types by pattern, in the order in which they were added.
type ordered struct {
	patterns []string
	types    map[string][]string
}

func (o *ordered) add(pattern string, types ...string) {
	if o.types == nil {
		o.types = map[string][]string{}
	}
	if _, ok := o.types[pattern]; !ok {
		o.patterns = append(o.patterns, pattern)
		o.types[pattern] = nil
	}
	for _, t := range types {
		if !slices.Contains(o.types[pattern], t) {
			o.types[pattern] = append(o.types[pattern], t)
		}
	}
}

// effective returns the rules that apply, as wrangler reads them: a rule hides the later
// ones of its type unless it has "fallthrough".
func effective(rules []config.Rule) (all []config.Rule) {
	ended := map[string]bool{}
	for _, r := range slices.Concat(rules, defaultRules) {
		if !ended[r.Type] {
			all = append(all, r)
		}
		ended[r.Type] = ended[r.Type] || !r.Fallthrough
	}
	return all
}

// declarations returns the declarations of modules that are not code.
func (p *Project) declarations() (all []string) {
	projects := []*config.Project{p.Project}
	if p.Project.Env == "" {
		for _, name := range p.environments() {
			if other := p.others[name]; other != nil {
				projects = append(projects, other)
			}
		}
	}
	var sets []*ruleSet
	for _, project := range projects {
		s := newRuleSet(effective(project.Build.Rules), project.Build.FindAdditionalModules)
		if !slices.ContainsFunc(sets, s.equal) {
			sets = append(sets, s)
		}
	}
	var combined, ends ordered
	shown := map[string]bool{}
	for _, s := range sets {
		for _, pattern := range s.scoped.patterns {
			combined.add(pattern)
		}
		for _, pattern := range s.ends.patterns {
			ends.add(pattern, s.ends.types[pattern]...)
			shown[pattern] = shown[pattern] || s.shown[pattern]
		}
	}
	for _, pattern := range ends.patterns {
		if shown[pattern] || len(ends.types[pattern]) > 1 {
			combined.add(pattern)
		}
	}
	for _, pattern := range combined.patterns {
		for _, s := range sets {
			combined.add(pattern, s.typesOf(pattern)...)
		}
		all = append(all, "declare module \""+pattern+"\" {\n\tconst value: "+strings.Join(combined.types[pattern], " | ")+";\n\texport default value;\n}")
	}
	return all
}

func (s *ruleSet) equal(o *ruleSet) bool {
	return s.deep == o.deep && slices.EqualFunc(s.rules, o.rules, func(a, b config.Rule) bool {
		return a.Type == b.Type && slices.Equal(a.Globs, b.Globs) && a.Fallthrough == b.Fallthrough
	})
}

func newRuleSet(rules []config.Rule, deep bool) *ruleSet {
	s := &ruleSet{rules: rules, deep: deep, shown: map[string]bool{}}
	ended := map[string]bool{}
	seen := map[string]bool{}
	for _, r := range rules {
		typ := moduleTypes[r.Type]
		if typ == "" {
			continue
		}
		for _, glob := range r.Globs {
			if seen[glob] {
				continue
			}
			seen[glob] = true
			pattern, end, exact := patternOf(glob)
			s.all = append(s.all, match{glob, pattern, typ, !exact})
			if end == "" {
				s.scoped.add(pattern, typ)
				continue
			}
			if ended[end] {
				continue
			}
			if exact && pattern != end {
				s.scoped.add(pattern, typ)
			}
			s.ends.add(end, typ)
			ended[end] = exact && pattern == end && strings.HasPrefix(glob, "**/")
			s.shown[end] = s.shown[end] || strings.Contains(glob, "*")
		}
	}
	return s
}

// patternOf returns the pattern for a glob, and end, the one for all names with the same
// ending. TypeScript allows only one *: for a glob that needs more, exact is false and the
// pattern is end, or "*".
func patternOf(glob string) (pattern, end string, exact bool) {
	if at := strings.LastIndex(glob, "*"); at >= 0 {
		if glob[at+1:] != "" {
			end = "*" + glob[at+1:]
		}
	} else if dot := strings.LastIndex(glob, "."); dot > strings.LastIndexAny(glob, `/\`) {
		end = "*" + glob[dot:]
	}
	if !strings.Contains(glob, "*") {
		return glob, end, true
	}
	pattern = glob
	for _, r := range [][2]string{{"**/*", "*"}, {"**/", "*/"}, {"/**", "/*"}} {
		pattern = strings.ReplaceAll(pattern, r[0], r[1])
	}
	if strings.Index(pattern, "*") == strings.LastIndex(pattern, "*") {
		return pattern, end, true
	}
	if end == "" {
		return "*", end, false
	}
	return end, end, false
}

// typesOf returns the types of modules that match a pattern.
func (s *ruleSet) typesOf(pattern string) (types []string) {
	var covered []string
	literal := !strings.Contains(pattern, "*")
	for _, m := range s.all {
		certain := literal && m.wider && s.regexp(m.glob).MatchString(pattern)
		if literal && m.wider && !certain {
			continue
		}
		overlap, ok := intersect(pattern, m.pattern)
		if !ok || slices.ContainsFunc(covered, func(c string) bool { return contains(c, overlap) }) {
			continue
		}
		if !slices.Contains(types, m.typ) {
			types = append(types, m.typ)
		}
		if !m.wider || certain {
			covered = append(covered, overlap)
			if contains(m.pattern, pattern) {
				break
			}
		}
	}
	return types
}

// intersect returns a pattern for the names that both patterns match.
func intersect(a, b string) (string, bool) {
	before, after, wild := strings.Cut(a, "*")
	if !wild {
		return a, matches(b, a)
	}
	before2, after2, wild := strings.Cut(b, "*")
	if !wild {
		return b, matches(a, b)
	}
	if !strings.HasPrefix(before, before2) && !strings.HasPrefix(before2, before) ||
		!strings.HasSuffix(after, after2) && !strings.HasSuffix(after2, after) {
		return "", false
	}
	if len(before2) > len(before) {
		before = before2
	}
	if len(after2) > len(after) {
		after = after2
	}
	return before + "*" + after, true
}

func matches(pattern, name string) bool {
	before, after, wild := strings.Cut(pattern, "*")
	if !wild {
		return pattern == name
	}
	return len(name) >= len(before)+len(after) && strings.HasPrefix(name, before) && strings.HasSuffix(name, after)
}

// contains reports whether a pattern matches all that another one matches.
func contains(outer, inner string) bool {
	before, after, wild := strings.Cut(inner, "*")
	if !wild {
		return matches(outer, inner)
	}
	outerBefore, outerAfter, wild := strings.Cut(outer, "*")
	return wild && strings.HasPrefix(before, outerBefore) && strings.HasSuffix(after, outerAfter)
}

// regexp returns a glob as wrangler reads it: only * is special, and with
// find_additional_modules a single * does not match a slash.
func (s *ruleSet) regexp(glob string) *regexp.Regexp {
	if !s.deep {
		parts := strings.Split(glob, "*")
		for i, part := range parts {
			parts[i] = regexp.QuoteMeta(part)
		}
		return regexp.MustCompile("^" + strings.Join(parts, ".*") + "$")
	}
	var b strings.Builder
	for i, part := range strings.Split(glob, "/") {
		switch last := i == strings.Count(glob, "/"); {
		case len(part) > 1 && strings.Trim(part, "*") == "":
			b.WriteString(`(?:[^/]*(?:/|$))*`)
		default:
			for j, literal := range regexp.MustCompile(`\*+`).Split(part, -1) {
				if j > 0 {
					b.WriteString(`[^/]*`)
				}
				b.WriteString(regexp.QuoteMeta(literal))
			}
			if !last {
				b.WriteByte('/')
			}
		}
	}
	return regexp.MustCompile("^" + b.String() + "$")
}
