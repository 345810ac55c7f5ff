package ephemeral

import "io/fs"

// private reports whether something is a folder. The folder for temporary files
// is this user's own on Windows.
func private(info fs.FileInfo) bool { return info.IsDir() }
