package migrate

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/config"
)

// before reports whether tag a was meant to come before b: same words, lower number.
func before(a, b string) bool {
	pa, na := splitTag(a)
	pb, nb := splitTag(b)
	return pa == pb && na >= 0 && nb >= 0 && na < nb
}

// splitTag cuts "v12" into "v" and 12; the number is -1 if there is none.
func splitTag(tag string) (string, int) {
	prefix := strings.TrimRight(tag, "0123456789")
	n, err := strconv.Atoi(tag[len(prefix):])
	if err != nil {
		return prefix, -1
	}
	return prefix, n
}

// NextTag proposes a tag for a step at the end of the list.
func NextTag(list []config.Migration) string {
	prefix, n := "v", 0
	if len(list) > 0 {
		if p, last := splitTag(list[len(list)-1].Tag.Value); last >= 0 {
			prefix, n = p, last
		} else {
			n = len(list)
		}
	}
	for {
		n++
		tag := prefix + strconv.Itoa(n)
		if !slices.ContainsFunc(list, func(m config.Migration) bool { return m.Tag.Value == tag }) {
			return tag
		}
	}
}
