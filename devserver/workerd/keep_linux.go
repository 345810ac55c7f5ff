package workerd

import (
	"errors"
	"net"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A keeper keeps connections of clients when a process ends.
//
// A client with a persistent connection may send its next request just when workerd,
// asked to end, closes that connection: the request is lost, and unless it is a GET, it
// is not repeated. workerd ends a connection between two messages by shutdown and
// close, without having read anything of the next message; any other connection it just
// closes. So shutdown is the moment to act: a system call filter (seccomp) makes the
// kernel ask dotool about each. Once workerd was asked to end, dotool duplicates the
// descriptor and reports success. Nothing is sent to the client, and what the client
// sends waits in the socket, which dotool now has. At any other time, the call
// proceeds.
//
// Where any of this is refused (old kernels, some containers) nothing is kept.
type keeper struct {
	listener *os.File // receives the calls from the kernel
	sockets  []*os.File
	keep     func(net.Conn)
	thread   int // the thread that has the filter, besides the process
}

// newKeeper puts the filter on the calling thread, for the children it starts; the
// thread must be locked, and end with its goroutine. It returns nil if the system does
// not allow that.
func newKeeper(o Options) *keeper {
	if o.Keep == nil || !canDuplicate() {
		return nil
	}
	const number, second = 0, 16 + 8 // offsets in struct seccomp_data: the call, its second argument
	asked := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: number},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: unix.SYS_SHUTDOWN, Jf: 3},
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: second},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: unix.SHUT_WR, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_USER_NOTIF},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	}
	if unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != nil {
		return nil
	}
	program := unix.SockFprog{Len: uint16(len(asked)), Filter: &asked[0]}
	const flags = unix.SECCOMP_FILTER_FLAG_NEW_LISTENER | unix.SECCOMP_FILTER_FLAG_SPEC_ALLOW // the latter keeps code as fast as without
	fd, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, flags, uintptr(unsafe.Pointer(&program)))
	runtime.KeepAlive(asked)
	if errno != 0 {
		return nil
	}
	k := &keeper{listener: os.NewFile(fd, "seccomp"), keep: o.Keep, thread: unix.Gettid()}
	for _, f := range o.Sockets {
		k.sockets = append(k.sockets, f)
	}
	return k
}

// canDuplicate reports whether descriptors of another process can be duplicated, which
// needs a newer kernel than the rest.
func canDuplicate() bool {
	self, err := unix.PidfdOpen(os.Getpid(), 0)
	if err != nil {
		return false
	}
	defer unix.Close(self)
	fd, err := unix.PidfdGetfd(self, self, 0)
	if err != nil {
		return false
	}
	unix.Close(fd)
	return true
}

// As in linux/seccomp.h.
type (
	seccompRequest struct {
		id       uint64
		pid      uint32 // of the thread
		_        uint32
		call     int32
		arch     uint32
		position uint64
		args     [6]uint64
	}
	seccompAnswer struct {
		id    uint64
		value int64
		error int32
		flags uint32
	}
)

// run responds to the kernel until end. It waits in a thread of its own: with Go's
// poller, a call took three times as long, which clients with a connection per request
// would notice.
func (k *keeper) run(p *Process) {
	process, err := unix.PidfdOpen(p.Pid(), 0)
	if err == nil {
		defer unix.Close(process)
	}
	fd := k.listener.Fd()
	// Both sides on one processor, where the kernel knows how.
	unix.Syscall(unix.SYS_IOCTL, fd, unix.SECCOMP_IOCTL_NOTIF_SET_FLAGS, unix.SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for {
		var request seccompRequest
		if ioctl(fd, unix.SECCOMP_IOCTL_NOTIF_RECV, unsafe.Pointer(&request)) != nil {
			continue // the caller was killed
		}
		answer := seccompAnswer{id: request.id, flags: unix.SECCOMP_USER_NOTIF_FLAG_CONTINUE}
		var kept net.Conn
		if p.stopping.Load() && int(request.pid) == p.Pid() {
			if kept = k.take(process, int(request.args[0])); kept != nil {
				answer.flags = 0
			}
		}
		if ioctl(fd, unix.SECCOMP_IOCTL_NOTIF_SEND, unsafe.Pointer(&answer)) != nil {
			// The caller was killed, or got a signal and repeats the call.
			if kept != nil {
				kept.Close()
			}
			continue
		}
		if kept != nil {
			k.keep(kept)
		}
		if int(request.pid) == k.thread {
			return
		}
	}
}

// take duplicates a connection, if it was accepted from one of the public TCP sockets.
func (k *keeper) take(process, fd int) net.Conn {
	fd, err := unix.PidfdGetfd(process, fd, 0)
	if err != nil {
		return nil
	}
	f := os.NewFile(uintptr(fd), "connection")
	defer f.Close()
	at, ok := port(f)
	if !ok {
		return nil
	}
	for _, socket := range k.sockets {
		if p, ok := port(socket); !ok || p != at {
			continue
		}
		if c, err := net.FileConn(f); err == nil {
			return c
		}
	}
	return nil
}

// port returns the TCP port that a socket is bound to.
func port(f *os.File) (port int, ok bool) {
	conn, err := f.SyscallConn()
	if err != nil {
		return 0, false
	}
	var address unix.Sockaddr
	err = conn.Control(func(fd uintptr) {
		if kind, err := unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_TYPE); err == nil && kind == unix.SOCK_STREAM {
			address, _ = unix.Getsockname(int(fd))
		}
	})
	if err != nil {
		return 0, false
	}
	switch a := address.(type) {
	case *unix.SockaddrInet4:
		return a.Port, true
	case *unix.SockaddrInet6:
		return a.Port, true
	}
	return 0, false
}

func (k *keeper) close() {
	if k != nil {
		k.listener.Close()
	}
}

func ioctl(fd, request uintptr, argument unsafe.Pointer) error {
	for {
		_, _, errno := unix.Syscall(unix.SYS_IOCTL, fd, request, uintptr(argument))
		switch {
		case errno == 0:
			return nil
		case !errors.Is(errno, unix.EINTR):
			return errno
		}
	}
}

// end makes run return, with a call that run is asked about: the filter is on the
// thread that called newKeeper, which must call this too. After a signal, the kernel
// would drop a response and ask again.
func (k *keeper) end() {
	if k == nil {
		return
	}
	var all, before unix.Sigset_t
	for i := range all.Val {
		all.Val[i] = ^all.Val[i]
	}
	if unix.PthreadSigmask(unix.SIG_BLOCK, &all, &before) == nil {
		defer unix.PthreadSigmask(unix.SIG_SETMASK, &before, nil)
	}
	unix.Shutdown(-1, unix.SHUT_WR)
}
