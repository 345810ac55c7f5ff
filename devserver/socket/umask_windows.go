package socket

import "errors"

func restrictUmask() func() { return func() {} }

// Fork runs fn, which starts a process.
func Fork(fn func() error) error { return fn() }

func duplicate(uintptr) (uintptr, error) { return 0, errors.ErrUnsupported }
