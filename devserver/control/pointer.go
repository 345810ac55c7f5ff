package control

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/dotool-dev/dotool/migrate/state"
)

// pointerName is the file that leads from the state folder of a Worker to that of the
// server which hosts it with others.
const pointerName = "served.json"

type pointer struct {
	State string `json:"state"`
}

// Point leads commands that look for a server in a state folder to another one, until
// remove is called. It is a convenience: what cannot be written is left out.
func Point(from *state.Folder, to string) (remove func()) {
	remove = func() {}
	data, err := json.Marshal(pointer{to})
	if err != nil || sameDir(from.Dir, to) || from.Trusted() != nil {
		return remove
	}
	var made []string // folders, the innermost first
	for dir := from.OwnDir(); len(made) < 3; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(dir); err == nil {
			break
		}
		made = append(made, dir)
	}
	path := filepath.Join(from.OwnDir(), pointerName)
	remove = func() {
		if is, err := state.ReadPlain(path); err == nil && bytes.Equal(is, data) {
			os.Remove(path)
		}
		for _, dir := range made {
			os.Remove(dir) // unless something is in it by now
		}
	}
	if os.MkdirAll(filepath.Dir(from.Dir), 0o755) != nil || os.MkdirAll(from.OwnDir(), 0o700) != nil {
		return remove
	}
	f, err := os.CreateTemp(from.OwnDir(), pointerName+".")
	if err != nil {
		return remove
	}
	_, err = f.Write(data)
	if f.Close() != nil || err != nil || os.Rename(f.Name(), path) != nil {
		os.Remove(f.Name())
	}
	return remove
}

// Pointed returns the state folder to which a state folder leads, "" if it leads nowhere. No
// server may run there any more.
func Pointed(from *state.Folder) string {
	if from.Trusted() != nil {
		return ""
	}
	data, err := state.ReadPlain(filepath.Join(from.OwnDir(), pointerName))
	var p pointer
	if err != nil || json.Unmarshal(data, &p) != nil || !filepath.IsAbs(p.State) {
		return ""
	}
	return p.State
}
