package registry

import "io/fs"

// alive is true: servers on Windows have no entries.
func alive(int) bool { return true }

// own is true: the folder lies in the user's profile.
func own(string, fs.FileInfo) bool { return true }
