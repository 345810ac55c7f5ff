package inspect

import (
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// DiffLine is a line of a difference: Op is ' ', '-' (only in the first) or '+'.
type DiffLine struct {
	Op   byte
	Text string
}

// Diff compares two schemas line by line, one column per line. The result has all lines
// of the items that differ, and is empty for equal schemas.
func Diff(from, to sqlite.Schema) []DiffLine {
	var all []DiffLine
	find := func(in sqlite.Schema, item sqlite.SchemaItem) string {
		i := slices.IndexFunc(in, func(o sqlite.SchemaItem) bool { return o.Type == item.Type && o.Name == item.Name })
		if i < 0 {
			return ""
		}
		return in[i].SQL + ";"
	}
	for _, item := range from {
		if now := find(to, item); now != item.SQL+";" {
			all = append(all, diffLines(item.SQL+";", now)...)
		}
	}
	for _, item := range to {
		if find(from, item) == "" {
			all = append(all, diffLines("", item.SQL+";")...)
		}
	}
	return all
}

// diffLines keeps the longest common run of lines. A comma that only moved
// because a column was added at the end does not count.
func diffLines(from, to string) []DiffLine {
	lines := func(s string) []string {
		if s == "" {
			return nil
		}
		return strings.Split(s, "\n")
	}
	a, b := lines(from), lines(to)
	same := func(x, y string) bool { return strings.TrimSuffix(x, ",") == strings.TrimSuffix(y, ",") }
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if same(a[i], b[j]) {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var all []DiffLine
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && same(a[i], b[j]):
			all = append(all, DiffLine{' ', b[j]})
			i++
			j++
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			all = append(all, DiffLine{'-', a[i]})
			i++
		default:
			all = append(all, DiffLine{'+', b[j]})
			j++
		}
	}
	return all
}
