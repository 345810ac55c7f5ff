//go:build !linux

package devserver

import (
	"net/http"
	"syscall"
)

// deferAccept does nothing where the kernel cannot wait for data.
func deferAccept(_, _ string, _ syscall.RawConn) error { return nil }

func portOwner(int) string { return "" }

func orphaned(int) bool { return false }

func peerUser(*http.Request) (uid int, ok bool) { return 0, false }
