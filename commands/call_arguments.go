package commands

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/inspect/v8"
)

// readArguments reads the arguments of a method: JSON, or the text of a string.
func readArguments(e *local.Project, given []string) ([]json.RawMessage, error) {
	var args []json.RawMessage
	stdin := false
	for i, text := range given {
		if text == "-" {
			if stdin {
				return nil, ui.Usagef("argument %d: stdin can be read once", i+1)
			}
			stdin = true
			data, err := io.ReadAll(e.Stdin)
			if err != nil {
				return nil, fmt.Errorf("argument %d: %w", i+1, err)
			}
			text = string(data)
		}
		v, err := v8.FromJSON([]byte(text))
		if e, ok := errors.AsType[*v8.JSONError](err); ok && e.Syntax() && !meansJSON(text) {
			if !utf8.ValidString(text) {
				return nil, ui.Usagef("argument %d is neither JSON nor valid UTF-8", i+1)
			}
			if given[i] == "-" {
				text = strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r") // as in $(…)
			}
			quoted, err := json.Marshal(text)
			if err != nil {
				return nil, err
			}
			args = append(args, quoted)
			continue
		}
		if _, raw := v.(v8.Raw); err == nil && raw {
			err = errors.New("unreadable bytes cannot be an argument")
		}
		if err != nil {
			return nil, argumentError(i+1, text, err)
		}
		args = append(args, json.RawMessage(text))
	}
	return args, nil
}

// meansJSON reports whether a text that is not JSON was meant to be: other text is a
// string.
func meansJSON(text string) bool {
	text = strings.TrimLeft(text, " \t\r\n")
	return text != "" && strings.Contains(`{["`, text[:1])
}

func argumentError(n int, text string, err error) error {
	message := fmt.Sprintf("argument %d, %s: %v", n, ui.Shorten(text, 40), err)
	if e, ok := errors.AsType[*v8.JSONError](err); !ok || !e.Syntax() {
		return ui.UsageError(message, ui.HintOf(err))
	}
	return ui.UsageError(message, "put the JSON in single quotes, so that the shell keeps its double quotes: '{\"a\":[1,\"b\"]}'")
}

// Of the methods of JavaScript, these are those of Date alone.
var (
	noDate  = pattern.New(`\.((?:get|set)(?:UTC)?(?:Time|FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds)|getTimezoneOffset|to(?:ISO|UTC|GMT|Date|Time|LocaleDate|LocaleTime)String) is not a function$`)
	dayOnly = pattern.New(`^\d{4}-\d\d-\d\d$`)
)

// dateHint returns how to pass a Date, if an error is that a string has no method of Date, and
// there is a date among the strings of the arguments; otherwise "".
func dateHint(message string, args []json.RawMessage) string {
	if !noDate.MatchString(message) {
		return ""
	}
	var dates, tags []string
	for _, text := range stringsIn(args) {
		full := text
		if dayOnly.MatchString(text) {
			full += "T00:00:00Z" // as JavaScript reads it
		}
		tag, err := json.Marshal(map[string]string{"$date": full})
		if err != nil {
			continue
		}
		if v, err := v8.FromJSON(tag); err == nil && strings.Contains(full, "-") {
			if _, ok := v.(*v8.Date); ok && !slices.Contains(dates, text) {
				dates, tags = append(dates, text), append(tags, string(tag))
			}
		}
	}
	switch len(dates) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("%q is a string. Write a Date as '%s'.", dates[0], tags[0])
	}
	return fmt.Sprintf("The dates in the arguments are strings. Write a Date as '%s'.", tags[0])
}

// stringsIn returns the strings in JSON values; what is below a tag such as "$date" is none.
func stringsIn(values []json.RawMessage) (all []string) {
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			all = append(all, v)
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(v)) {
				if !strings.HasPrefix(key, "$") {
					walk(v[key])
				}
			}
		}
	}
	for _, text := range values {
		var v any
		if json.Unmarshal(text, &v) == nil {
			walk(v)
		}
	}
	return all
}
