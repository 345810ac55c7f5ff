// Package only shows a part of the log: a [Filter] is what --only says, and a [Sieve]
// lets the calls pass that it selects, with everything that belongs to them.
package only

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/inspect"
)

// allowed is the hint of a filter with a mistake.
const allowed = "a filter is a method (POST), a path (/rooms/*), an object (room-*, ChatRoom/lobby), status>=500 or slow>100ms, or several, which must all match"

// Filter selects calls.
type Filter struct {
	text string
	any  [][]term // a call must match all terms of one of them
}

// term is one word of a filter.
type term struct {
	call   func(event.Call) bool
	object func(*event.Object) bool // of a word that is an object, in place of call
}

// String returns the filter as it is written.
func (f *Filter) String() string { return f.text }

// problem is a mistake in a filter.
type problem struct{ text string }

func (p problem) Error() string { return p.text }

// Hint says what is allowed.
func (p problem) Hint() string { return allowed }

// Parse reads filters, of which a call must match one. It returns nil if they are empty.
func Parse(texts ...string) (*Filter, error) {
	var all Filter
	var shown []string
	for _, text := range texts {
		words, err := split(text)
		if err != nil {
			return nil, problem{fmt.Sprintf("the filter %q is not valid: %s", text, err)}
		}
		if len(words) == 0 {
			continue
		}
		for _, words := range alternatives(words) {
			terms, err := parse(words)
			if err != nil {
				return nil, problem{fmt.Sprintf("the filter %q is not valid: %s", text, err)}
			}
			all.any = append(all.any, terms)
		}
		shown = append(shown, strings.Trim(text, spaces))
	}
	if len(all.any) == 0 {
		return nil, nil
	}
	all.text = strings.Join(shown, " or ")
	return &all, nil
}

const spaces = " \t\r\n"

// word is a word of a filter, and whether it was in quotes.
type word struct {
	text   string
	quoted bool
}

// spaced is a comparison with spaces around its operator.
var spaced = pattern.New(`^([A-Za-z]+)\s*(>=|<=|!=|==|=|>|<)\s*([^\s"]+)(\s|$)`)

// split takes a filter apart at its spaces.
func split(text string) (words []word, err error) {
	for {
		text = strings.TrimLeft(text, spaces)
		if text == "" {
			return words, nil
		}
		if quoted, ok := strings.CutPrefix(text, `"`); ok {
			name, rest, closed := strings.Cut(quoted, `"`)
			if !closed {
				return nil, errors.New(`a " is not closed`)
			}
			words, text = append(words, word{name, true}), rest
			continue
		}
		if m := spaced.FindStringSubmatch(text); m != nil {
			words, text = append(words, word{m[1] + m[2] + m[3], false}), text[len(m[0]):]
			continue
		}
		end := strings.IndexAny(text, spaces)
		if end < 0 {
			end = len(text)
		}
		words, text = append(words, word{text[:end], false}), text[end:]
	}
}

// alternatives takes words apart at each "or".
func alternatives(words []word) (all [][]word) {
	for {
		i := slices.IndexFunc(words, func(w word) bool { return !w.quoted && strings.EqualFold(w.text, "or") })
		if i < 0 {
			return append(all, words)
		}
		all, words = append(all, words[:i]), words[i+1:]
	}
}

var methods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}

// Words yields words of filters that fit any project, and what they are.
func Words() iter.Seq2[string, string] {
	return func(yield func(text, about string) bool) {
		for _, m := range methods {
			if !yield(m, "method") {
				return
			}
		}
		_ = yield("status>=400", "failed requests") && yield("status>=500", "errors of the server") && yield("slow>100ms", "slow calls")
	}
}

// IsObject reports whether a text is a word of a filter that means the object of that name,
// without quotes.
func IsObject(text string) bool {
	words, err := split(text)
	if err != nil || len(words) != 1 || words[0] != (word{text, false}) || strings.EqualFold(text, "or") || strings.ContainsAny(text, `*?[\`) {
		return false
	}
	terms, err := parse(words)
	return err == nil && len(terms) == 1 && terms[0].object != nil
}

// compared is a word that compares something.
var compared = pattern.New(`^([^<>=!]*)(>=|<=|!=|==|=|>|<)(.*)$`)

// parse reads words that must all match.
func parse(words []word) (terms []term, err error) {
	if len(words) == 0 {
		return nil, errors.New(`"or" must stand between two filters`)
	}
	method := ""
	for i, w := range words {
		upper := strings.ToUpper(w.text)
		// In small letters it may be the name of an object, unless a path follows.
		known := slices.Contains(methods, upper) && (upper == w.text || i+1 < len(words) && strings.HasPrefix(words[i+1].text, "/"))
		switch m := compared.FindStringSubmatch(w.text); {
		case w.quoted:
			terms = append(terms, object(w.text))
		case known && method != "" && method != upper:
			return nil, fmt.Errorf("no call is both %s and %s; write: %s … or %s …", method, upper, method, upper)
		case known:
			method = upper
			terms = append(terms, term{call: func(c event.Call) bool { return http(c) && c.Method == upper }})
		case strings.HasPrefix(w.text, "/"):
			terms = append(terms, path(w.text))
		case m != nil:
			t, err := comparison(w.text, strings.ToLower(m[1]), m[2], m[3])
			if err != nil {
				return nil, err
			}
			terms = append(terms, t)
		default:
			terms = append(terms, object(w.text))
		}
	}
	return terms, nil
}

// http reports whether a call is an HTTP request.
func http(c event.Call) bool { return c.Kind == "request" || c.Kind == "fetch" }

// escape makes a glob match its own ? and [, which are usual in paths.
var escape = strings.NewReplacer(`\`, `\\`, "?", `\?`, "[", `\[`)

// path matches the path of a request; with the query, if it names one.
func path(text string) term {
	glob, query := escape.Replace(text), strings.Contains(text, "?")
	return term{call: func(c event.Call) bool {
		at := c.Path()
		if !query {
			at, _, _ = strings.Cut(at, "?")
		}
		return http(c) && inspect.MatchGlob(glob, at)
	}}
}

// object matches a name, CLASS/NAME, WORKER/CLASS/NAME, CLASS, or an id or the start of
// one.
func object(text string) term {
	id := ""
	if len(text) >= 8 && strings.Trim(text, "0123456789abcdefABCDEF") == "" {
		id = strings.ToLower(text)
	}
	matches := func(name string) bool { return name == text || inspect.MatchGlob(text, name) }
	return term{object: func(o *event.Object) bool {
		switch {
		case o == nil:
			return false
		case id != "" && strings.HasPrefix(o.ID, id), text == o.Class:
			return true
		}
		name := o.Name
		if !o.Named {
			name = o.ID
		} else if matches(name) {
			return true
		}
		return matches(o.Class+"/"+name) || matches(o.Worker+"/"+o.Class+"/"+name)
	}}
}

// comparison reads a word such as status>=500.
func comparison(text, what, operator, value string) (term, error) {
	switch what {
	case "status":
		least, most, err := statuses(value)
		if err != nil {
			return term{}, err
		}
		return term{call: func(c event.Call) bool {
			s := status(c)
			return s != 0 && compare(s, least, most, operator)
		}}, nil
	case "slow", "duration":
		limit, err := time.ParseDuration(value)
		switch {
		case err != nil || limit < 0:
			return term{}, fmt.Errorf("%s takes a duration with its unit, such as %s>100ms or %s>1.5s, not %q", what, what, what, value)
		case !strings.ContainsAny(operator, "<>"):
			return term{}, fmt.Errorf("%s takes > or <, such as %s>%s", what, what, value)
		}
		return term{call: func(c event.Call) bool { return compare(c.Duration, limit, limit, operator) }}, nil
	}
	return term{}, fmt.Errorf("%s compares neither status nor slow (in double quotes, it is an object)", text)
}

// status returns the status of a call: 500 for one that threw, 0 for others that have none.
func status(c event.Call) int {
	if c.Status == 0 && (c.Failed || http(c)) {
		return 500
	}
	return c.Status
}

// statuses returns the statuses that a text means: 404, or all of 4xx.
func statuses(text string) (least, most int, err error) {
	if class, ok := strings.CutSuffix(strings.ToLower(text), "xx"); ok && len(class) == 1 && class >= "1" && class <= "5" {
		least = int(class[0]-'0') * 100
		return least, least + 99, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 100 || n > 599 {
		return 0, 0, fmt.Errorf("status takes a number from 100 to 599 or a class such as 4xx, not %q", text)
	}
	return n, n, nil
}

func compare[T int | time.Duration](value, least, most T, operator string) bool {
	switch operator {
	case ">":
		return value > most
	case ">=":
		return value >= least
	case "<":
		return value < least
	case "<=":
		return value <= most
	case "!=":
		return value < least || value > most
	}
	return value >= least && value <= most
}

// call reports whether the filter selects a call.
func (f *Filter) call(c event.Call) bool {
	return f.matches(func(t term) bool {
		if t.object != nil {
			return t.object(c.Object)
		}
		return t.call(c)
	})
}

// object reports whether the filter selects whatever an object does.
func (f *Filter) object(o *event.Object) bool {
	return f.matches(func(t term) bool { return t.object != nil && t.object(o) })
}

// mayBe reports whether the filter may select a call of an object.
func (f *Filter) mayBe(o *event.Object) bool {
	return f.matches(func(t term) bool { return t.object == nil || t.object(o) })
}

func (f *Filter) matches(match func(term) bool) bool {
	return slices.ContainsFunc(f.any, func(all []term) bool {
		return !slices.ContainsFunc(all, func(t term) bool { return !match(t) })
	})
}
