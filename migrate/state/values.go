package state

import (
	"strings"
	"unicode/utf16"

	"github.com/dotool-dev/dotool/config/pattern"
)

var (
	dots     = pattern.New(`(^|/|\\)(\.+)(/|\\|$)`)
	illegal  = pattern.New(`[?<>*"'^/\\:|\x00-\x1f\x{80}-\x{9f}]`)
	reserved = pattern.New(`^(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$`) // by Windows
	blank    = pattern.New(`^ +| +$`)
)

// ValuesFolder returns the name of the folder that holds the values of a KV namespace or
// an R2 bucket, as wrangler makes it of the namespace's name.
func ValuesFolder(name string) string {
	underscores := func(s string) string { return strings.Repeat("_", len(s)) }
	for range 2 { // the matches of one pass do not overlap
		name = dots.ReplaceAllStringFunc(name, func(s string) string { return strings.ReplaceAll(s, ".", "_") })
	}
	name = illegal.ReplaceAllString(name, "_")
	name = reserved.ReplaceAllString(name, "_")
	name = blank.ReplaceAllStringFunc(name, underscores)
	const most = 255 // of JavaScript's characters
	if units := utf16.Encode([]rune(name)); len(units) > most {
		name = string(utf16.Decode(units[:most]))
	}
	return name
}
