//go:build linux

package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// figures are the values that were measured, by part, server and name.
type figures map[string]map[string]map[string][]float64

func (f figures) add(part, server, name string, value float64) {
	if f[part] == nil {
		f[part] = map[string]map[string][]float64{}
	}
	if f[part][server] == nil {
		f[part][server] = map[string][]float64{}
	}
	f[part][server][name] = append(f[part][server][name], value)
}

// median is that of a figure, NaN if it was not measured.
func (f figures) median(part, server, name string) float64 {
	return quantile(f[part][server][name], 0.5)
}

// quantile is the value below which a part of the values lies.
func quantile(values []float64, part float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	values = slices.Sorted(slices.Values(values))
	at := part * float64(len(values)-1)
	low := int(at)
	if low+1 == len(values) {
		return values[low]
	}
	return values[low] + (at-float64(low))*(values[low+1]-values[low])
}

// readme are the lines of the README's table that are measured.
func (f figures) readme(wrangler string) string {
	both := func(server, name, unit string) string {
		small, large := f.median("small", server, name), f.median("large", server, name)
		if math.IsNaN(large) {
			return number(small) + unit
		}
		return number(small) + unit + ", " + number(large) + unit
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| | dotool | %s |\n|---|---|---|\n", wrangler)
	for _, line := range []struct{ what, name, unit, more string }{
		{"start → first response: a small project, one of 2.6 MB", "start", " ms", ""},
		{"the same, started again", "again", " ms", ""},
		{"save → new code served", "save", " ms", "; no connection is refused"},
		{"memory of all processes, under load", "memory", " MiB", ""},
	} {
		if math.IsNaN(f.median("small", "dotool", line.name)) {
			continue
		}
		fmt.Fprintf(&b, "| %s | %s%s | %s |\n", line.what, both("dotool", line.name, line.unit), line.more, both("wrangler", line.name, line.unit))
	}
	rps := func(server string) string {
		return number(f.median("small", server, "plain")) + ", " + number(f.median("small", server, "rpc"))
	}
	if math.IsNaN(f.median("small", "dotool", "plain")) {
		return b.String()
	}
	fmt.Fprintf(&b, "| requests/s: a plain handler, one call of an object | %s (with the log) | %s |\n", rps("dotool"), rps("wrangler"))
	return b.String()
}

// row is a figure of dotool as a part of another's, and what it should be.
type row struct {
	what          string
	part, name    string
	server, other string  // "dotool" if empty
	unlike        string  // the name of the other's figure, if it is not the same
	most, least   float64 // the bar, if there is one
}

var rows = []row{
	{what: "large: start → first response, of wrangler's", part: "large", name: "start", other: "wrangler", most: 0.15},
	{what: "large: the same, started again", part: "large", name: "again", other: "wrangler", most: 0.08},
	{what: "large: save → served, of wrangler's", part: "large", name: "save", other: "wrangler", most: 0.20},
	{what: "large: memory, of wrangler's", part: "large", name: "memory", other: "wrangler", most: 0.50},
	{what: "small: start → first response, of wrangler's", part: "small", name: "start", other: "wrangler"},
	{what: "small: start → first response, of workerd's", part: "small", name: "start", other: "workerd", most: 1.5},
	{what: "small: save → served, of wrangler's", part: "small", name: "save", other: "wrangler", most: 0.16},
	{what: "small: memory, of wrangler's", part: "small", name: "memory", other: "wrangler"},
	{what: "requests/s with the log, of workerd's", part: "small", name: "plain", other: "workerd", least: 0.80},
	{what: "the same, one call of an object", part: "small", name: "rpc", other: "workerd", least: 0.80},
	{what: "requests/s --quiet, of workerd's", part: "small", name: "plain", server: "dotool --quiet", other: "workerd", least: 0.97},
	{what: "the same, one call of an object", part: "small", name: "rpc", server: "dotool --quiet", other: "workerd", least: 0.97},
	{what: "ten Workers: start → first response, of wrangler's", part: "workers", name: "start", other: "wrangler"},
	{what: "ten Workers: save → served, of wrangler's", part: "workers", name: "save", other: "wrangler"},
	{what: "ten Workers: memory, of wrangler's", part: "workers", name: "memory", other: "wrangler"},
	{what: "many objects: one query, of reading the files in C", part: "objects", name: "sql", other: "sqlite3", unlike: "read", most: 1.15},
	{what: "many objects: one query with --json", part: "objects", name: "json", other: "sqlite3", unlike: "read", most: 1.15},
	{what: "many objects: their list", part: "objects", name: "list", other: "sqlite3", unlike: "read"},
	{what: "many objects: a key of each", part: "objects", name: "kv", other: "sqlite3", unlike: "read"},
	{what: "small, saves in a row: 95th percentile, of the median", part: "small", name: "p95", unlike: "row", most: 1.5},
	{what: "small, saves in a row: memory after, of that before", part: "small", name: "after", unlike: "before", most: 1.05},
	{what: "large, saves in a row: 95th percentile, of the median", part: "large", name: "p95", unlike: "row", most: 1.5},
	{what: "large, saves in a row: memory after, of that before", part: "large", name: "after", unlike: "before", most: 1.05},
}

// table has all ratios that were measured.
func (f figures) table() string {
	var b strings.Builder
	b.WriteString("| figure | dotool | the other | ratio | bar |\n|---|---|---|---|---|\n")
	for _, r := range rows {
		own := f.median(r.part, cmp.Or(r.server, "dotool"), r.name)
		others := f.median(r.part, cmp.Or(r.other, "dotool"), cmp.Or(r.unlike, r.name))
		if math.IsNaN(own) || math.IsNaN(others) {
			continue
		}
		ratio, bar := own/others, "–"
		mark := func(met bool) string {
			if met {
				return "met"
			}
			return "**missed**"
		}
		switch {
		case r.most > 0:
			bar = fmt.Sprintf("≤ %.2f, %s", r.most, mark(ratio <= r.most))
		case r.least > 0:
			bar = fmt.Sprintf("≥ %.2f, %s", r.least, mark(ratio >= r.least))
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %.2f | %s |\n", r.what, number(own), number(others), ratio, bar)
	}
	return b.String()
}

// number has three digits that count, and commas.
func number(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	if v >= 1000 {
		unit := math.Pow10(int(math.Log10(v)) - 2)
		v = math.Round(v/unit) * unit
	}
	s := strconv.FormatFloat(math.Round(v), 'f', 0, 64)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
