package ui

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// Template passes what is printed, which is JSON, through a template of Go, as gh does.
// It is used like [Env.Filter].
func (e *Env) Template(text string) (end func() error, err error) {
	f := &formatted{to: e.Stdout, shown: *e}
	f.template, err = template.New("--template").Funcs(f.functions()).Parse(text)
	if err != nil {
		return nil, UsageError(templateError(err).Error(), "`dotool help formatting` lists the functions")
	}
	return e.filtered("--template", f), nil
}

// templateError returns an error of a template without what the flag says already.
func templateError(err error) error {
	text := strings.Replace(strings.TrimPrefix(err.Error(), "template: "), `executing "--template" at `, "", 1)
	if strings.HasSuffix(text, "in type []interface {}") {
		return WithHint(errors.New(strings.TrimSuffix(text, "[]interface {}")+"list"), "to print each item, write {{range .}} before it and {{end}} after it")
	}
	return errors.New(text)
}

// formatted prints values with a template.
type formatted struct {
	template *template.Template
	to       io.Writer
	shown    Env // as it was
	out      bytes.Buffer
	rows     [][]string // of tablerow
}

func (f *formatted) print(v any) (more bool, err error) {
	failed := f.template.Execute(&f.out, f.plain(v))
	return f.write(failed)
}

func (f *formatted) end() error {
	f.table()
	_, err := f.write(nil)
	return err
}

// write writes what the template printed, and ends its last line.
func (f *formatted) write(failed error) (more bool, err error) {
	if failed != nil {
		failed = templateError(failed)
	}
	text := f.out.Bytes()
	if len(text) > 0 && text[len(text)-1] != '\n' {
		text = append(text, '\n')
	}
	f.out.Reset()
	if _, err := f.to.Write(text); err != nil {
		return false, nil // the stream remembers why
	}
	return true, failed
}

// plain makes a value of JSON ready for templates: integers can be compared, and text of
// others has no control characters on a terminal.
func (f *formatted) plain(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		if n, err := v.Float64(); err == nil && strings.ContainsAny(string(v), ".eE") {
			return n
		}
		return string(v) // exact
	case string:
		return f.shown.Shown(v)
	case []any:
		for i := range v {
			v[i] = f.plain(v[i])
		}
	case map[string]any:
		fields := make(map[string]any, len(v))
		for key, value := range v {
			fields[f.shown.Shown(key)] = f.plain(value)
		}
		return fields
	}
	return v
}

// functions returns the functions of gh, but that for links, and json and size.
func (f *formatted) functions() template.FuncMap {
	colour := f.shown.Colour(f.to)
	return template.FuncMap{
		"json": jsonText,
		"join": func(separator string, list []any) string {
			var texts []string
			for _, v := range list {
				texts = append(texts, scalar(v))
			}
			return strings.Join(texts, separator)
		},
		"pluck": func(field string, list []any) (values []any, err error) {
			for _, v := range list {
				fields, ok := v.(map[string]any)
				if !ok {
					return nil, fmt.Errorf("%s is not an object", Shorten(jsonText(v), 40))
				}
				values = append(values, fields[field])
			}
			return values, nil
		},
		"truncate": func(width int, v any) string { return ansi.Truncate(scalar(v), width, "…") },
		"timefmt": func(layout string, v any) (string, error) {
			t, err := timeOf(v)
			if err != nil || t.IsZero() {
				return "", err
			}
			return t.Format(layout), nil
		},
		"timeago": func(v any) (string, error) {
			t, err := timeOf(v)
			now := time.Now() // a log is followed for long
			switch {
			case err != nil || t.IsZero():
				return "", err
			case t.After(now):
				return "in " + Until(t.Sub(now)), nil
			}
			return Ago(now.Sub(t)), nil
		},
		"size": func(v any) (string, error) {
			switch n := v.(type) {
			case nil:
				return ByteSize(0), nil
			case int64:
				return ByteSize(n), nil
			case int: // written in the template
				return ByteSize(int64(n)), nil
			}
			return "", fmt.Errorf("%s is not a number of bytes", jsonText(v))
		},
		"color": colourText,
		"autocolor": func(style string, v any) (string, error) {
			if text, err := colourText(style, v); colour || err != nil {
				return text, err
			}
			return scalar(v), nil
		},
		"contains":   func(part string, v any) bool { return strings.Contains(scalar(v), part) },
		"hasPrefix":  func(start string, v any) bool { return strings.HasPrefix(scalar(v), start) },
		"hasSuffix":  func(end string, v any) bool { return strings.HasSuffix(scalar(v), end) },
		"regexMatch": func(pattern string, v any) (bool, error) { return regexp.MatchString(pattern, scalar(v)) },
		"tablerow": func(cells ...any) string {
			var row []string
			for _, v := range cells {
				row = append(row, scalar(v))
			}
			f.rows = append(f.rows, row)
			return ""
		},
		"tablerender": func() string { f.table(); return "" },
	}
}

// table prints the rows of tablerow: aligned on a terminal, else with tabs.
func (f *formatted) table() {
	if !f.shown.StdoutTerminal {
		for _, row := range f.rows {
			for i, cell := range row {
				row[i] = forScripts(cell)
			}
			fmt.Fprintln(&f.out, strings.Join(row, "\t"))
		}
		f.rows = nil
		return
	}
	var widths []int
	for _, row := range f.rows {
		for i, cell := range row {
			row[i] = FirstLine(strings.ReplaceAll(cell, "\t", " "))
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], ansi.StringWidth(row[i]))
		}
	}
	for _, row := range f.rows {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(cell)
			if i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-ansi.StringWidth(cell)+2))
			}
		}
		line := b.String()
		if f.shown.Width > 0 {
			line = ansi.Truncate(line, f.shown.Width, "…")
		}
		fmt.Fprintln(&f.out, line)
	}
	f.rows = nil
}

// scalar returns a value as text: null is nothing, lists and objects are JSON.
func scalar(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return jsonText(v)
}

func jsonText(v any) string {
	var b bytes.Buffer
	if err := WriteJSON(&b, v); err != nil {
		return fmt.Sprint(v) // infinite, which no JSON is
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// timeOf reads a time of dotool's JSON, or milliseconds since 1970; null is the zero time.
func timeOf(v any) (time.Time, error) {
	switch v := v.(type) {
	case nil:
		return time.Time{}, nil
	case int64:
		return time.UnixMilli(v).UTC(), nil
	case int: // written in the template
		return time.UnixMilli(int64(v)).UTC(), nil
	case string:
		if t, err := time.Parse(time.RFC3339, v); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%s is not a time", Shorten(jsonText(v), 40))
}

// colours are the names of colours in the order of their codes.
var colours = []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "", "default"}

var attributes = map[rune]string{'b': "1", 'd': "2", 'u': "4", 'B': "5", 'i': "7", 's': "9"}

// colourText gives a text a style, written as in gh: "red", "green+b", "white+h:blue".
func colourText(style string, v any) (string, error) {
	var codes []string
	fore, back, _ := strings.Cut(style, ":")
	for i, part := range []string{fore, back} {
		name, letters, _ := strings.Cut(part, "+")
		base := 30 + 10*i
		if strings.Contains(letters, "h") { // bright
			base += 60
		}
		code := slices.Index(colours, name)
		number, err := strconv.ParseUint(name, 10, 8)
		switch {
		case name == "":
		case code >= 0:
			codes = append(codes, strconv.Itoa(base+code))
		case err == nil:
			codes = append(codes, fmt.Sprintf("%d;5;%d", 38+10*i, number))
		default:
			return "", fmt.Errorf("%q is not a color: there are black, red, green, yellow, blue, magenta, cyan, white, and 0 to 255", name)
		}
		for _, letter := range letters {
			if code := attributes[letter]; code != "" {
				codes = append(codes, code)
			}
		}
	}
	return "\x1b[" + strings.Join(codes, ";") + "m" + scalar(v) + "\x1b[0m", nil
}
