package rtti

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"

	"github.com/dotool-dev/dotool/devserver/workerd"
)

// pinned are the types for [PinnedDate], so that a new project has them at once and
// without a network. pinned_test.go makes the file.
//
//go:embed pinned.d.ts.gz
var pinned []byte

// PinnedDate returns the compatibility date of the runtime that dotool installs.
func PinnedDate() string {
	day := strings.Split(workerd.Version, ".")[1]
	return day[:4] + "-" + day[4:6] + "-" + day[6:]
}

// Pinned returns what [Generate] would, if the header is that of the runtime that dotool
// installs, for its own date and no flags.
func Pinned(header string) (text string, ok bool) {
	if header != Header(workerd.Version, PinnedDate(), nil) {
		return "", false
	}
	r, err := gzip.NewReader(bytes.NewReader(pinned))
	if err != nil {
		return "", false
	}
	data, err := io.ReadAll(r)
	return string(data), err == nil
}
