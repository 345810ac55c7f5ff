package state

import (
	"strings"
	"testing"
)

// What wrangler's own code makes of these names.
func TestValuesFolder(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"0f2ac74b498b48028cb68387c421e279": "0f2ac74b498b48028cb68387c421e279",
		"pre/view:id":                      "pre_view_id",
		"..":                               "__",
		"a/../b":                           "a____b",
		"../../x":                          "______x",
		"a..b":                             "a..b",
		"con":                              "_",
		"COM1.txt":                         "_",
		"console":                          "console",
		"  a b ":                           "__a b_",
		"<>|*?\"'^":                        "________",
		"a\x00b\x7fc\u0085d":               "a_b\x7fc_d",
		"日本😀":                              "日本😀",
		strings.Repeat("é", 300):           strings.Repeat("é", 255),
	} {
		if got := ValuesFolder(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
