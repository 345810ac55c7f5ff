package workerd

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// gone waits for the end of a process that may not be a child.
func gone(t *testing.T, pid int) {
	t.Helper()
	fd, err := unix.PidfdOpen(pid, 0)
	if err == unix.ESRCH {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	for {
		n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 5000)
		if err == unix.EINTR {
			continue
		}
		if n != 1 {
			unix.Kill(pid, unix.SIGKILL)
			t.Fatalf("process %d lives on (%v)", pid, err)
		}
		return
	}
}

// kill -9 of dotool leaves no workerd, even one that ignores signals.
func TestKilledParent(t *testing.T) {
	t.Parallel()
	for name, binary := range map[string]string{"workerd": testWorkerd(t), "stubborn": fake(t, "stubborn")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			dotool := exec.Command(fake(t, "dotool"), binary, dir)
			dotool.Stderr = os.Stderr
			out, err := dotool.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := dotool.Start(); err != nil {
				t.Fatal(err)
			}
			var pid int
			_, err = fmt.Fscan(out, &pid)
			dotool.Process.Kill()
			dotool.Wait()
			if err != nil {
				t.Fatal(err)
			}
			gone(t, pid)
			if got := names(t, dir); len(got) != 1 {
				t.Errorf("files %q, want one record", got)
			}
			if err := ReapLeftover(dir); err != nil {
				t.Error(err)
			}
			if got := names(t, dir); len(got) != 0 {
				t.Errorf("left: %q", got)
			}
		})
	}
}

func init() {
	fakes["dotool"] = func() {
		f := must1(must1(net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})).File())
		p, err := Start(context.Background(), Options{
			Binary:  os.Args[1],
			Config:  oneSocket(Worker{Modules: script(hello)}),
			Dir:     os.Args[2],
			Sockets: map[string]*os.File{"http": f},
		})
		must(err)
		fmt.Println(p.Pid())
		block()
	}
}

func TestStopsGrandchildren(t *testing.T) {
	t.Parallel()
	for name, stop := range map[string]func(*Process) error{
		"terminated": func(p *Process) error { return p.Stop(context.Background()) },
		"killed": func(p *Process) error {
			p.Stop(stopped())
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := fakeOptions(t, "parent")
			if err := os.Symlink(must1(os.Executable()), filepath.Join(filepath.Dir(o.Binary), "fake-stubborn-child")); err != nil {
				t.Fatal(err)
			}
			pid := make(chan int, 1)
			o.Stdout = func(line []byte) {
				n, _ := strconv.Atoi(string(line))
				pid <- n
			}
			p, _ := start(t, o)
			child := <-pid
			if err := stop(p); err != nil {
				t.Error(err)
			}
			gone(t, child)
		})
	}
}

// The child has its standard streams, the control pipe and the sockets, and no other
// descriptors.
func TestDescriptors(t *testing.T) {
	t.Parallel()
	o := fakeOptions(t, "descriptors")
	// Descriptors that the test itself inherited do not count against Start.
	inherited, err := exec.Command(o.Binary).Output()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	o.Stdout = func(line []byte) {
		if s := string(line); !strings.Contains(string(inherited), s+"\n") {
			got = append(got, s)
		}
	}
	p, _ := start(t, o)
	p.Stop(t.Context())
	if want := []string{"0 pipe:", "3 pipe:", "4 socket:"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Not parallel: it counts what is open in this process.
func TestNoDescriptorLeaks(t *testing.T) {
	binary := testWorkerd(t)
	f, _ := listen(t)
	start := func(binary string, timeout time.Duration) {
		p, err := Start(t.Context(), Options{
			Binary:       binary,
			Config:       oneSocket(Worker{Modules: script(hello)}),
			Dir:          t.TempDir(),
			Sockets:      map[string]*os.File{"http": f},
			StartTimeout: timeout,
		})
		if err == nil {
			p.Stop(t.Context())
		}
	}
	hang, garbage, crash := fake(t, "hang"), fake(t, "garbage"), fake(t, "crash")
	round := func() int {
		start(binary, 0)
		start(hang, time.Millisecond)
		start(garbage, 0)
		start(crash, 0)
		start("/absent", 0)
		return len(names(t, "/proc/self/fd"))
	}
	first := round() // opens what Go keeps open
	for range 3 {
		if n := round(); n > first {
			t.Errorf("%d descriptors after the first round, then %d", first, n)
		}
	}
}
