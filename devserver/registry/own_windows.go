package registry

import "io/fs"

// own is true: the folder lies in the user's profile.
func own(string, fs.FileInfo) bool { return true }
