//go:build !linux

package workerd

import "errors"

// A gate holds a process back, on Linux only.
type gate struct{ env []string }

func newGate(Options) *gate { return nil }

func (*gate) watch() {}

func (*gate) reached() <-chan struct{} { return nil }

func (*gate) holds(int) bool { return false }

func (*gate) pass() {}

func (*gate) close() {}

func (*Process) mark(string) error { return errors.ErrUnsupported }
