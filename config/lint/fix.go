package lint

import (
	"cmp"
	"slices"

	"dotool/config/diag"
	"dotool/config/lint/rule"
)

// Apply makes the safe fixes of findings and returns the new texts of the files they
// change, and how many were made. Fixes that overlap wait for the next round.
func Apply(found []rule.Finding) (map[string]string, int, error) {
	type span struct{ start, end int }
	taken := map[string][]span{}
	edits := map[string][]rule.Edit{}
	fixed := 0
	for _, f := range found {
		if len(f.Edits) == 0 || slices.ContainsFunc(f.Edits, func(e rule.Edit) bool {
			return slices.ContainsFunc(taken[e.File], func(s span) bool { return e.Start <= s.end && s.start <= e.End })
		}) {
			continue
		}
		for _, e := range f.Edits {
			taken[e.File] = append(taken[e.File], span{e.Start, e.End})
			edits[e.File] = append(edits[e.File], e)
		}
		fixed++
	}
	texts := map[string]string{}
	for file, list := range edits {
		src, err := diag.ReadFile(file)
		if err != nil {
			return nil, 0, err
		}
		text := string(src)
		slices.SortStableFunc(list, func(a, b rule.Edit) int { return cmp.Compare(b.Start, a.Start) })
		for _, e := range list {
			if e.Start < 0 || e.End < e.Start || e.End > len(text) {
				continue
			}
			text = text[:e.Start] + e.Text + text[e.End:]
		}
		texts[file] = text
	}
	return texts, fixed, nil
}
