package workerd

import (
	"net"
	"os/exec"
	"runtime"
	"sync"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// If the system refuses what a keeper needs, as some containers do, there is none, and
// its methods do nothing.
func TestKeeperRefused(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]uint32{"pidfd_open": unix.SYS_PIDFD_OPEN, "pidfd_getfd": unix.SYS_PIDFD_GETFD, "seccomp": unix.SYS_SECCOMP} {
		done := make(chan *keeper)
		go func() { // ends, and its thread with the filter too
			runtime.LockOSThread()
			refuse(t, call)
			k := newKeeper(Options{Keep: func(net.Conn) {}})
			k.end()
			k.close()
			done <- k
		}()
		if <-done != nil {
			t.Errorf("a keeper without %s", name)
		}
	}
}

// refuse makes a system call fail on the calling thread.
func refuse(t *testing.T, call uint32) {
	filter := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: call, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		t.Error(err)
	}
	if err := unix.Prctl(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&program)), 0, 0); err != nil {
		t.Error(err)
	}
	runtime.KeepAlive(filter)
}

// After a signal, the kernel drops the call that ends a keeper, and the call is
// repeated: that one must get a response too.
func TestKeeperEndsDespiteSignals(t *testing.T) {
	t.Parallel()
	self := exec.Command("sleep", "60")
	if err := self.Start(); err != nil {
		t.Skip(err)
	}
	defer func() { _ = self.Process.Kill(); _ = self.Wait() }()
	for range 3000 {
		done := make(chan bool)
		go func() { // ends, and its thread with the filter too
			runtime.LockOSThread()
			k := newKeeper(Options{Keep: func(net.Conn) {}})
			if k == nil {
				done <- false
				return
			}
			began := make(chan struct{})
			var others sync.WaitGroup
			others.Go(func() { k.run(&Process{cmd: self}) })
			others.Go(func() {
				close(began)
				for range 100 {
					_ = unix.Tgkill(unix.Getpid(), k.thread, unix.SIGURG)
				}
			})
			<-began
			k.end()
			others.Wait()
			k.close()
			done <- true
		}()
		if !<-done {
			t.Skip("no keeper can be had here")
		}
	}
}
