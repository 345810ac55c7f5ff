//go:build !linux

package socket

import (
	"net/http"
	"syscall"
)

// deferAccept does nothing where the kernel cannot wait for data.
func deferAccept(_, _ string, _ syscall.RawConn) error { return nil }

func portOwner(int) string { return "" }

func Orphaned(int) bool { return false }

func Peer(*http.Request) (uid int, inode string, ok bool) { return 0, "", false }

func HasSocket(int, string) bool { return false }
