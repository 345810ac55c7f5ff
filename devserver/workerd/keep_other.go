//go:build !linux

package workerd

// A keeper keeps connections, on Linux only.
type keeper struct{}

func newKeeper(Options) *keeper { return nil }

func (*keeper) run(*Process) {}

func (*keeper) end() {}

func (*keeper) close() {}
