//go:build linux

package commands_test

import "testing"

// Where no key suspends, Ctrl-Space does not: it sends the byte that stands for no key.
func TestTerminalNeverSuspends(t *testing.T) {
	t.Parallel()
	term := newTerminal(t, 80)
	term.shell("stty susp undef")
	term.dev("")
	term.send("C-Space")
	term.send("?")
	term.await(`restart the current code`)
	term.send("q")
	term.await(`READY> $`)
}
