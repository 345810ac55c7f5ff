package diag

import (
	"fmt"
	"strings"
)

// Nearest returns the name most similar to given, or "" if none is: given is its first
// word, or at most a third of the letters differ.
func Nearest(given string, names []string) string {
	best, bestDistance := "", len(given)/3+1
	for _, name := range names {
		if name == given {
			continue
		}
		if given != "" && strings.HasPrefix(name, given+"_") {
			return name
		}
		if d := distance(strings.ToLower(given), strings.ToLower(name)); d < bestDistance {
			best, bestDistance = name, d
		}
	}
	return best
}

// distance counts the bytes to insert, remove, replace or swap with their
// neighbour to make b of a.
func distance(a, b string) int {
	before, last, row := []int(nil), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, make([]int, len(b)+1)
	}
	return last[len(b)]
}

// DidYouMean suggests the name that is most similar to given, or otherwise if none is.
func DidYouMean(given string, names []string, otherwise string) string {
	if near := Nearest(given, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

// ThereAre names what there is; names are not empty.
func ThereAre(names []string) string {
	if len(names) == 1 {
		return "there is only " + names[0]
	}
	return "there are " + strings.Join(names, ", ")
}
