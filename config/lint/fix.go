package lint

import (
	"cmp"
	"slices"

	"github.com/dotool-dev/dotool/config/lint/rule"
)

// Edits returns the safe fixes of findings by file, and how many there are. Those that overlap
// others are left for the next round.
func Edits(found []rule.Finding) (edits map[string][]rule.Edit, fixed int) {
	edits = map[string][]rule.Edit{}
	for _, f := range found {
		if len(f.Edits) == 0 || slices.ContainsFunc(f.Edits, func(e rule.Edit) bool {
			return slices.ContainsFunc(edits[e.File], func(o rule.Edit) bool { return e.Start <= o.End && o.Start <= e.End })
		}) {
			continue
		}
		for _, e := range f.Edits {
			edits[e.File] = append(edits[e.File], e)
		}
		fixed++
	}
	return edits, fixed
}

// Apply makes the safe fixes of findings and returns the new texts of the files they
// change, and how many were made. text returns a file as it was checked.
func Apply(found []rule.Finding, text func(path string) string) (map[string]string, int) {
	edits, fixed := Edits(found)
	texts := map[string]string{}
	for file, list := range edits {
		text := text(file)
		slices.SortStableFunc(list, func(a, b rule.Edit) int { return cmp.Compare(b.Start, a.Start) })
		for _, e := range list {
			if e.Start < 0 || e.End < e.Start || e.End > len(text) {
				continue
			}
			text = text[:e.Start] + e.Text + text[e.End:]
		}
		texts[file] = text
	}
	return texts, fixed
}
