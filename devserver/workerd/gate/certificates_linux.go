package gate

import (
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/dotool-dev/dotool/config/pattern"
)

// hashed matches the names of certificates in a folder, as `openssl rehash` gives them:
// workerd reads no others.
var hashed = pattern.New(`^[0-9a-fA-F]{8}\.[0-9]+$`)

// last caches the certificates of the folders that a file lacks: a folder has some hundred
// files, most of which are in that one file too.
var last struct {
	sync.Mutex
	of   string
	more []byte
}

// added returns the certificates of folders, separated by colons, that a file with a text
// does not have.
func added(file string, text []byte, folders string) []byte {
	last.Lock()
	defer last.Unlock()
	of := stamp(file) + stamp(filepath.SplitList(folders)...)
	if of != last.of {
		last.of, last.more = of, difference(text, filepath.SplitList(folders))
	}
	return last.more
}

// stamp changes with the files and folders at some paths.
func stamp(paths ...string) string {
	var b strings.Builder
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil {
			fmt.Fprintf(&b, "%q %d %v\n", path, info.Size(), info.ModTime())
		}
	}
	return b.String()
}

func difference(text []byte, folders []string) (more []byte) {
	has := map[string]bool{}
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		has[string(block.Bytes)] = true
	}
	for _, dir := range folders {
		entries, _ := os.ReadDir(dir) // workerd leaves out what it cannot read
		for _, e := range entries {
			path := filepath.Join(dir, e.Name())
			if info, err := os.Stat(path); !hashed.MatchString(e.Name()) || err != nil || !info.Mode().IsRegular() {
				continue
			}
			text, _ := os.ReadFile(path)
			for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
				if block.Type == "CERTIFICATE" && !has[string(block.Bytes)] {
					has[string(block.Bytes)] = true
					more = append(append(more, '\n'), pem.EncodeToMemory(&pem.Block{Type: block.Type, Bytes: block.Bytes})...)
				}
			}
		}
	}
	return more
}
