//go:build unix

package ui

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
)

// Keyboard reads single keys from the terminal while the process is in its foreground.
// The terminal keeps its signals and output processing; only line editing and echo are
// off, and Ctrl-Z arrives as a key: the terminal must be restored before the process
// stops, and Go cannot restore the default action of SIGTSTP once it was caught.
type Keyboard struct {
	fd    int
	press func(byte)
	wake  [2]*os.File // a byte ends the wait for a key
	susp  chan struct{}

	mu     sync.Mutex // guards the fields below
	saved  *term.State
	taken  bool        // whether the terminal is set to single keys
	holds  int         // prompts that own the terminal
	typing chan []byte // gets the input, instead of press, while a line of text is typed
	intr   bool        // whether Ctrl-C was made an ordinary key, for a line of text
	ended  bool        // whether nothing is read any more
}

// NewKeyboard takes the terminal of the environment, if stdin is one, and calls press
// for each key while [Keyboard.Run] runs.
func NewKeyboard(env *Env, press func(byte)) (*Keyboard, error) {
	in, ok := env.Stdin.(*os.File)
	if !ok {
		return nil, nil
	}
	k := &Keyboard{fd: int(in.Fd()), press: press, susp: make(chan struct{}, 1)}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	k.wake = [2]*os.File{r, w}
	k.take()
	return k, nil
}

// Run reads keys and follows the signals of job control until ctx is done, and restores
// the terminal.
func (k *Keyboard) Run(ctx context.Context, resized func()) {
	defer k.Release() // also when something below panics
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, unix.SIGCONT, unix.SIGQUIT, unix.SIGWINCH)
	defer signal.Stop(signals)
	var reading sync.WaitGroup
	reading.Go(k.read) // returns after end
	defer reading.Wait()
	defer k.end()
	for {
		select {
		case <-ctx.Done():
			return
		case <-k.susp:
			k.stop(ctx, signals)
			resized() // perhaps it was resized while the process was stopped
		case s := <-signals:
			switch s {
			case unix.SIGCONT:
				k.take()
			case unix.SIGWINCH:
				resized()
			case unix.SIGQUIT: // prints the stacks of all goroutines
				k.Release()
				signal.Reset(unix.SIGQUIT)
				_ = unix.Kill(unix.Getpid(), unix.SIGQUIT)
			}
		}
	}
}

// stop restores the terminal and stops the process, for Ctrl-Z.
func (k *Keyboard) stop(ctx context.Context, signals chan os.Signal) {
	k.Release()
	_ = unix.Kill(0, unix.SIGTSTP) // with the parent, as the terminal would
	// The signal may arrive a moment later, or not at all: the system does not stop a
	// process that no shell could continue.
	limit := time.After(200 * time.Millisecond)
	for waiting := true; waiting; {
		select {
		case s := <-signals:
			waiting = s != unix.SIGCONT
		case <-limit:
			waiting = false
		case <-ctx.Done():
			waiting = false
		}
	}
	k.take()
	k.redrawLine()
}

// foreground reports whether the process may use the terminal: a shell may have put it
// in the background.
func (k *Keyboard) foreground() bool {
	group, err := unix.IoctlGetInt(k.fd, unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}

// take sets the terminal to single keys, if the process is in the foreground.
func (k *Keyboard) take() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.taken = false
	if k.holds > 0 || k.ended || !k.foreground() {
		return
	}
	now, err := term.GetState(uintptr(k.fd))
	if err != nil {
		return
	}
	if k.saved == nil {
		saved := *now
		k.saved = &saved
	}
	now.Lflag &^= unix.ICANON | unix.ECHO
	now.Cc[unix.VMIN], now.Cc[unix.VTIME], now.Cc[unix.VSUSP] = 1, 0, disabled
	if k.typing != nil {
		now.Cc[unix.VINTR] = disabled
	}
	if term.SetState(uintptr(k.fd), now) == nil {
		k.taken, k.intr = true, k.typing != nil
		k.poke()
	}
}

// Release restores the terminal, except settings that other programs have changed.
func (k *Keyboard) Release() {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.releaseLocked()
}

// releaseLocked is Release while k.mu is held.
func (k *Keyboard) releaseLocked() {
	if !k.taken {
		return
	}
	k.taken = false
	if !k.foreground() {
		return
	}
	now, err := term.GetState(uintptr(k.fd))
	if err != nil {
		return
	}
	const ours = unix.ICANON | unix.ECHO
	now.Lflag = now.Lflag&^ours | k.saved.Lflag&ours
	for _, c := range []int{unix.VMIN, unix.VTIME, unix.VSUSP} {
		now.Cc[c] = k.saved.Cc[c]
	}
	if k.intr {
		now.Cc[unix.VINTR] = k.saved.Cc[unix.VINTR]
	}
	_ = term.SetState(uintptr(k.fd), now)
}

// Hold gives the terminal to a prompt: the keyboard reads nothing until the returned
// function is called.
func (k *Keyboard) Hold() func() {
	k.mu.Lock()
	k.holds++
	k.releaseLocked()
	k.mu.Unlock()
	return func() {
		k.mu.Lock()
		k.holds--
		k.mu.Unlock()
		k.take()
	}
}

// end restores the terminal and makes read return.
func (k *Keyboard) end() {
	k.mu.Lock()
	k.ended = true
	k.releaseLocked()
	k.mu.Unlock()
	k.poke()
}

// poke ends the wait for a key, to check what changed.
func (k *Keyboard) poke() { _, _ = k.wake[1].Write([]byte{0}) }

// read waits for keys before it reads: in the background, a read would stop the process.
func (k *Keyboard) read() {
	defer k.Release()
	defer k.wake[0].Close()
	b := make([]byte, 256)
	wake := int(k.wake[0].Fd())
	for {
		k.mu.Lock()
		ended, taken := k.ended, k.taken
		k.mu.Unlock()
		if ended {
			return
		}
		fds := []unix.PollFd{{Fd: int32(wake), Events: unix.POLLIN}, {Fd: int32(k.fd), Events: unix.POLLIN}}
		limit := -1
		if !taken {
			// Nothing notifies a program in the background that it was brought to
			// the foreground while it ran.
			fds, limit = fds[:1], 300
			k.take()
		}
		if _, err := unix.Poll(fds, limit); err != nil && err != unix.EINTR {
			k.Release()
			return
		}
		if fds[0].Revents != 0 {
			_, _ = unix.Read(wake, b)
		}
		if taken && fds[1].Revents != 0 {
			input := k.input(b)
			if k.toLine(input) {
				continue
			}
			for _, c := range typed(input) {
				if key := k.suspendKey(); c != key || key == disabled {
					k.press(c)
					continue
				}
				select {
				case k.susp <- struct{}{}:
				default:
				}
			}
		}
	}
}

// suspendKey returns the key that stops the process, usually Ctrl-Z.
func (k *Keyboard) suspendKey() byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.saved.Cc[unix.VSUSP]
}

// input reads keys, if the process is in the foreground.
func (k *Keyboard) input(b []byte) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.taken {
		return nil
	}
	if !k.foreground() {
		k.taken = false // in the background, until a signal says otherwise
		return nil
	}
	n, err := unix.Read(k.fd, b)
	if n <= 0 && err != unix.EINTR && err != unix.EAGAIN {
		k.taken, k.ended = false, true // the terminal was closed
		return nil
	}
	return b[:max(n, 0)]
}

// discardInput discards what was typed on a terminal and not read yet.
func discardInput(r io.Reader) {
	if f, ok := r.(*os.File); ok {
		flushInput(int(f.Fd()))
	}
}

// readLine reads a line from a terminal until ctx is done. It reads only once there is
// input, so as not to take input meant for another program.
func readLine(ctx context.Context, r io.Reader) (string, error) {
	f, ok := r.(*os.File)
	if !ok {
		return bufio.NewReader(r).ReadString('\n')
	}
	wake, end, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer wake.Close()
	stop := context.AfterFunc(ctx, func() { end.Close() })
	defer func() {
		if stop() {
			end.Close()
		}
	}()
	var line []byte
	for b := make([]byte, 256); !bytes.ContainsRune(line, '\n'); {
		fds := []unix.PollFd{{Fd: int32(wake.Fd()), Events: unix.POLLIN}, {Fd: int32(f.Fd()), Events: unix.POLLIN}}
		if _, err := unix.Poll(fds, -1); err != nil && err != unix.EINTR {
			return "", err
		}
		if fds[0].Revents != 0 {
			return "", context.Cause(ctx)
		}
		if fds[1].Revents == 0 {
			continue
		}
		n, err := unix.Read(int(f.Fd()), b)
		if err == unix.EINTR || err == unix.EAGAIN {
			continue
		}
		if n <= 0 {
			return string(line), io.EOF
		}
		line = append(line, b[:n]...)
	}
	return string(line), nil
}

// TerminalWidth returns the width of a stream's terminal, 0 if it is unknown.
func TerminalWidth(f *os.File) int {
	if f == nil {
		return 0
	}
	width, _, err := term.GetSize(f.Fd())
	if err != nil {
		return 0
	}
	return width
}

// detach makes a program independent of the terminal and its signals.
func detach(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// Nonblocking is a flag for opening files: a named pipe that no one reads fails instead of
// waiting for a reader.
const Nonblocking = syscall.O_NONBLOCK
