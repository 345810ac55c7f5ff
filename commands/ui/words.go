package ui

import (
	"fmt"

	"github.com/dotool-dev/dotool/config/diag"
)

// DidYouMean suggests the nearest of the names, or otherwise.
func DidYouMean(given string, names []string, otherwise string) string {
	if near := diag.Nearest(given, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}
