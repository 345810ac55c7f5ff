package ui

import (
	"fmt"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
)

// DidYouMean suggests the nearest of the names, or otherwise.
func DidYouMean(given string, names []string, otherwise string) string {
	if near := diag.Nearest(given, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

// ShellWord quotes a word for a shell, if it needs to be.
func ShellWord(text string) string {
	if strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-+@:") == "" && text != "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
