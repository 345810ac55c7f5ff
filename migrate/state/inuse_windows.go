package state

// No runtime can be hosted on Windows, and a file that is open cannot be moved.
func lockers([]string, int, map[int]string) error { return nil }
func openers([]string) (map[int]string, error)    { return map[int]string{}, nil }
func describe(int) (args []string, parent int)    { return nil, 0 }
func stopped(int) bool                            { return false }
