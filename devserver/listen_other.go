//go:build !linux

package devserver

import "syscall"

// deferAccept does nothing where the kernel cannot wait for data.
func deferAccept(_, _ string, _ syscall.RawConn) error { return nil }

func portOwner(int) string { return "" }

func orphaned(int) bool { return false }
