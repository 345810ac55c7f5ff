package diag

import (
	"errors"
	"slices"
)

// Join joins errors, without those of equal messages. Diagnostics become one list.
func Join(all ...error) error {
	var list List
	var others []error
	for i := 0; i < len(all); i++ {
		err := all[i]
		if joined, ok := err.(interface{ Unwrap() []error }); ok {
			all = append(all, joined.Unwrap()...)
		} else if l, ok := err.(*ListError); ok {
			list = append(list, slices.DeleteFunc(slices.Clone(l.List), func(d Diagnostic) bool { return slices.Contains(list, d) })...)
		} else if err != nil && !slices.ContainsFunc(others, func(o error) bool { return o.Error() == err.Error() }) {
			others = append(others, err)
		}
	}
	list.Sort()
	if len(others) == 1 && len(list) == 0 {
		return others[0]
	}
	return errors.Join(append([]error{list.Err()}, others...)...)
}
