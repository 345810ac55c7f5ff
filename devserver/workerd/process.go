package workerd

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/socket"
	"github.com/dotool-dev/dotool/devserver/workerd/gate"
	"github.com/dotool-dev/dotool/devserver/workerd/lines"
	"github.com/dotool-dev/dotool/devserver/workerd/supply"
)

// Options are the options of [Start], and of [Prepare], which ignores the Config and what
// gets the lines.
type Options struct {
	Binary string // path of workerd, see Find
	Config *Config
	Env    []string // in addition to the environment of this process, "NAME=value"
	Dir    string   // a private folder, made if missing in one that is there, for the files of a run; see ReapLeftover
	Spare  *Spare   // a process to use, if it was prepared with the same options; it may be nil

	// Ahead is the Config but for the code of one module, of the last Worker: see
	// [Worker.Later]. Code is that code. [Prepare] starts a process that loads everything
	// else and waits for it; [Start] gives it to a process that was prepared for an equal
	// Ahead. Code that does not start this way gets a process of its own, with Config.
	Ahead *Config
	Code  []byte

	// Sockets are listening already, one for each socket of the Config, by name. The child
	// gets copies; the caller keeps them, so that connections wait in the kernel while
	// one process replaces another.
	Sockets map[string]*os.File

	// Keep gets each connection of a client that workerd closes between two messages
	// when it is asked to end. The client does not notice, and no byte of its next
	// message has been read. It is called from one goroutine, before Done closes. It
	// may be nil, and is only used on Linux.
	Keep func(net.Conn)

	Inspector string // address for the debugger, such as "127.0.0.1:9229"; "" for none. A unix socket hangs workerd
	DebugPort bool   // open a unix socket that gives this user full access to every service: see [Process.DebugPort]
	Verbose   bool   // workerd's own log on stderr, which has every exception

	// Stdout and Stderr get each line without its line feed. Each is called from
	// one goroutine, and the slice is valid until it returns. workerd waits for a
	// slow one once the pipe (64 KB) is full. nil drops the lines.
	Stdout, Stderr func(line []byte)

	StartTimeout time.Duration // how long to wait until workerd listens; 0 means 20 s

	// Alone is called once before the process opens any data, to end another that has
	// it open; it may be nil. With Beside, that is when all code was loaded, while the
	// other process still serves: code that does not load leaves it running. This needs a
	// Gate, at which earlier processes of the binary were [Process.Held].
	Alone        func()
	Gate, Beside bool

	// Opens is called when the process is at its gate and is about to open data; it may
	// be nil. See [gate.Gate.Pass].
	Opens func()
}

// Process is a running workerd.
type Process struct {
	cmd      *exec.Cmd
	stdin    io.WriteCloser
	ports    map[string]int
	stopping atomic.Bool
	done     chan struct{}
	err      error // set before done closes
	stderr   lines.Tail
	lines    [2]lines.Writer // of stdout and stderr
	out      lines.Sink

	later  *supply.Module // waits for Options.Code; nil if the process has it all
	ending sync.Mutex     // guards later while a Spare loads; Start has the process after that
	ended  bool           // guarded by ending: nothing may be left for cleanUp any more
	loaded bool           // its code starts, and what that printed was passed on, but it may not listen yet

	listening chan error // gets nil once it listens, or the error why it never will

	gate     *gate.Gate    // nil without
	held     bool          // see Held
	mute     chan struct{} // closed when the line muted was read from stderr
	muteOnce sync.Once

	debugPort       string // path of its socket, "" without
	removeDebugPort func()
}

// ExitError is the unexpected end of a workerd.
type ExitError struct {
	Status string   // "exit status 1", "signal: killed"
	Stderr []string // its last lines
}

func (e *ExitError) Error() string {
	if e.OutOfMemory() {
		return "workerd ended: " + outOfMemory
	}
	return "workerd ended: " + e.Status + lastLines(e.Stderr)
}

// Killed reports whether an error is that a workerd was killed.
func Killed(err error) bool {
	exit, ok := errors.AsType[*ExitError](err)
	return ok && strings.HasPrefix(exit.Status, "signal: ")
}

const outOfMemory = "the Worker ran out of memory; on Cloudflare it may use 128 MB"

// OutOfMemory reports whether the code exhausted the memory that V8 allows.
func (e *ExitError) OutOfMemory() bool {
	return slices.ContainsFunc(e.Stderr, func(line string) bool {
		return logLine.MatchString(line) && strings.Contains(line, "V8 fatal error; ") && strings.Contains(line, "out of memory")
	})
}

// StartError says that workerd did not start listening.
type StartError struct {
	Err    error    // the cause; an *ExitError if it died by itself
	Stderr []string // the last lines it wrote
	hint   string
}

func (e *StartError) Error() string {
	if exit, ok := errors.AsType[*ExitError](e.Err); ok && exit.OutOfMemory() {
		return "start workerd: " + outOfMemory
	} else if ok {
		return "start workerd: " + exit.Status + lastLines(exit.Stderr)
	}
	return fmt.Sprintf("start workerd: %v%s", e.Err, lastLines(e.Stderr))
}

func (e *StartError) Unwrap() error { return e.Err }

// Hint returns the fix, or "".
func (e *StartError) Hint() string {
	if e.hint == "" && slices.ContainsFunc(e.Stderr, FullDisk) {
		return "the disk is full: make room, or keep the state elsewhere with --persist-to"
	}
	return e.hint
}

// FullDisk reports whether a message of workerd is that of a disk without room, which it
// says as SQLite does. SQLite asks for room for the index of its log before it writes.
func FullDisk(message string) bool {
	return strings.Contains(message, "SQLITE_FULL") || strings.Contains(message, "SQLITE_IOERR_SHMSIZE")
}

func lastLines(lines []string) string {
	const most = 12
	if n := len(lines); n > most {
		lines = append([]string{fmt.Sprintf("(%d lines before)", n-most)}, lines[n-most:]...)
	}
	if len(lines) == 0 {
		return ""
	}
	return "\n\t" + strings.Join(lines, "\n\t")
}

// Problem is a reason why workerd refused to start.
type Problem struct {
	Service string   // the service, "" if unknown
	Message string   // may have several lines
	Stack   []string // of an uncaught exception, "index.js:1:21 in f"; lines and columns count from 1
}

// logLine begins a line of workerd's own log: "workerd/server/worker.rs:468: ".
var logLine = pattern.New(`^[\w/.+-]+\.(c\+\+|h|rs):\d+: `)

// Problems finds workerd's errors about configuration and code in Stderr. It ignores
// workerd's log, notes that a flag is no longer needed, and what follows from others: a
// service that does not start has no entrypoints that bindings could refer to.
func (e *StartError) Problems() []Problem {
	var problems []Problem
	for _, line := range e.Stderr {
		service, message, ok := "", line, false
		if rest, is := strings.CutPrefix(line, "service "); is {
			service, message, ok = strings.Cut(rest, ": ")
		} else if rest, is := strings.CutPrefix(line, `Worker "`); is {
			service, _, ok = strings.Cut(rest, `"`)
		}
		switch {
		case ok:
			problems = append(problems, Problem{Service: service, Message: message})
		case len(problems) == 0, logLine.MatchString(line):
		default:
			last := &problems[len(problems)-1]
			if at, is := strings.CutPrefix(line, "  at "); is {
				last.Stack = append(last.Stack, at)
			} else {
				last.Message += "\n" + line
			}
		}
	}
	problems = slices.DeleteFunc(problems, func(f Problem) bool { return becameDefault.MatchString(f.Message) })
	own := func(service string) bool {
		return slices.ContainsFunc(problems, func(f Problem) bool { return f.Service == service && refersTo.FindString(f.Message) == "" })
	}
	follows := func(f Problem) bool {
		m := refersTo.FindStringSubmatch(f.Message)
		return m != nil && m[1] != f.Service && own(m[1])
	}
	return slices.DeleteFunc(slices.Clone(problems), follows)
}

// refersTo matches workerd's message about a binding to another service.
var refersTo = pattern.New(`^Worker ".*"'s binding ".*" refers to service "(.*?)"`)

// becameDefault matches workerd's message about a compatibility flag that the date
// implies. Releases up to 2026 do not start with one.
var becameDefault = pattern.New(`^The compatibility flag (\S+) became the default as of .* so does not need to be specified anymore\.$`)

// Redundant returns the compatibility flags of a service that are the default, according
// to workerd.
func (e *StartError) Redundant(service string) (flags []string) {
	for _, line := range e.Stderr {
		of, message, _ := strings.Cut(line, ": ")
		if of != "service "+service {
			continue
		}
		if m := becameDefault.FindStringSubmatch(message); m != nil {
			flags = append(flags, m[1])
		}
	}
	return flags
}

// Start runs workerd and returns when all its sockets listen. Otherwise it returns a
// *StartError and leaves no process: workerd died, ctx was done, or workerd did not
// listen in time. Once Start has returned, ctx has no effect.
func Start(ctx context.Context, o Options) (*Process, error) {
	if alone := o.Alone; alone != nil {
		o.Alone = sync.OnceFunc(alone)
	}
	p, ahead, err := startOnce(ctx, o)
	if ahead && err != nil && !errors.Is(err, errTimeout) && ctx.Err() == nil {
		o.Spare = nil
		p, _, err = startOnce(ctx, o)
	}
	if o.Beside && errors.Is(err, errNotHeld) {
		o.Beside, o.Spare = false, nil
		p, _, err = startOnce(ctx, o)
	}
	return p, err
}

// errNotHeld says that a process was about to open data beside another.
var errNotHeld = errors.New("workerd did not wait for the certificates")

// errTimeout is about code that hangs.
var errTimeout = errors.New("workerd did not listen")

// startOnce also reports whether the process was ahead of its code, and has not loaded it.
func startOnce(ctx context.Context, o Options) (_ *Process, ahead bool, _ error) {
	p := o.Spare.take(o)
	ahead = p != nil && p.later != nil
	hint, err := "", ctx.Err()
	if err == nil && p == nil {
		p, hint, err = spawn(o)
	}
	if err == nil {
		hint, err = p.serve(ctx, o)
	}
	if err != nil {
		start := &StartError{Err: err, hint: hint}
		if p != nil {
			p.end()
			start.Stderr = p.stderr.Lines()
		}
		return nil, ahead && !p.loaded, start
	}
	return p, false, nil
}

// Spare is a workerd that waits for its configuration, having read its own program: that
// takes a third of the time until a small Worker is served. With [Options.Ahead] it waits
// for a module. It is used by one goroutine at a time.
type Spare struct {
	o       Options
	ready   chan struct{} // closed when process is set
	process *Process      // nil if it did not start
}

// Prepare starts a process for a later [Start] with the same options, and does not wait.
func Prepare(o Options) *Spare {
	o.Config, o.Stdout, o.Stderr, o.Sockets = nil, nil, nil, maps.Clone(o.Sockets)
	spawned := make(chan struct{})
	s := &Spare{o: o, ready: spawned}
	go func() { // ends when the process has started
		defer close(spawned)
		s.process, _, _ = spawn(o) // Start tries again, and has the error
	}()
	if o.Ahead != nil {
		s.Load(o.Ahead)
	}
	return s
}

// Load gives the process the [Options.Ahead] that was not known when it was prepared, and
// does not wait.
func (s *Spare) Load(ahead *Config) {
	spawned, loads := s.ready, make(chan struct{})
	s.o.Ahead, s.ready = ahead, loads
	o := s.o
	go func() { // ends when the process has started
		defer close(loads)
		<-spawned
		if p := s.process; p != nil && p.load(o) != nil {
			s.process = nil
			p.end()
		}
	}()
}

// load gives the process the configuration that waits for the code of a module.
func (p *Process) load(o Options) error {
	c := *o.Ahead
	c.Workers = slices.Clone(c.Workers)
	w := &c.Workers[len(c.Workers)-1]
	later, err := supply.Listen(filepath.Join(o.Dir, supplyPrefix+rand.Text()[:8]+socketSuffix), w.Later)
	if err != nil {
		return err
	}
	w.fallback = later.Address
	p.ending.Lock()
	p.later = later
	if p.ended {
		later.Close()
	}
	p.ending.Unlock()
	p.out.Hold(p.kill) // too much: another process passes it on as it comes
	p.configure(c.Message())
	return nil
}

// configure gives the process its configuration, and does not wait.
func (p *Process) configure(message []byte) {
	go func() { // ends when workerd has read it, or has ended
		_, _ = p.stdin.Write(message) // if it does not read, it does not listen
		p.stdin.Close()
	}()
}

// take returns the process, unless it has ended or was prepared for something else: then
// it is ended, and the result is nil.
func (s *Spare) take(o Options) *Process {
	if s == nil {
		return nil
	}
	<-s.ready
	p := s.process
	s.process = nil
	if p == nil {
		return nil
	}
	ended := false
	select {
	case <-p.done:
		ended = true
	default:
	}
	same := s.o.Binary == o.Binary && s.o.Dir == o.Dir && s.o.Inspector == o.Inspector && s.o.DebugPort == o.DebugPort && s.o.Verbose == o.Verbose && s.o.Gate == o.Gate &&
		(s.o.Keep == nil) == (o.Keep == nil) && slices.Equal(s.o.Env, o.Env) && maps.Equal(s.o.Sockets, o.Sockets) &&
		(s.o.Ahead == nil || reflect.DeepEqual(s.o.Ahead, o.Ahead))
	if !same || ended {
		p.end()
		return nil
	}
	return p
}

// Discard ends the process, if no Start has used it. s may be nil.
func (s *Spare) Discard() { _ = s.take(Options{}) }

// end kills the process, which is not an error of the process.
func (p *Process) end() {
	p.stopping.Store(true)
	p.kill()
	<-p.done
}

// spawn starts a workerd that waits for its configuration.
func spawn(o Options) (_ *Process, hint string, err error) {
	if hint, err := supported(); err != nil {
		return nil, hint, err
	}
	args, files, awaited := arguments(o)
	if o.Inspector != "" {
		// workerd does not report that this address is in use: it hangs and ignores
		// SIGTERM. So check first.
		l, err := net.Listen("tcp", o.Inspector)
		if err != nil {
			return nil, "choose another port with --inspector-port", fmt.Errorf("inspector: %w", err)
		}
		l.Close()
	}
	// Not the folders above: they would be those of a project that was moved away meanwhile.
	if err := os.Mkdir(o.Dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, "", err
	}
	p := &Process{
		ports: map[string]int{}, done: make(chan struct{}), removeDebugPort: func() {},
		listening: make(chan error, 1), mute: make(chan struct{}),
	}
	p.out.To(o.Stdout, o.Stderr)
	defer func() {
		if err != nil {
			p.cleanUp()
		}
	}()
	if o.DebugPort {
		if err := p.chooseDebugPort(o.Dir); err != nil {
			return nil, "", err
		}
		awaited[debugPort] = true
		args = append(args, "--debug-port=unix:"+p.debugPort)
	}
	control, controlEnd, err := os.Pipe()
	if err != nil {
		return nil, "", err
	}
	if o.Gate {
		p.gate = gate.New(o.Dir)
	}
	p.cmd = exec.Command(o.Binary, append([]string{"serve", "--binary", "-"}, args...)...)
	p.cmd.ExtraFiles = append([]*os.File{controlEnd}, files...)
	p.cmd.Env = p.gate.Environ(append(os.Environ(), o.Env...))
	p.cmd.SysProcAttr = sysProcAttr()
	p.cmd.WaitDelay = time.Second // a grandchild that keeps the pipes open must not block Wait
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, "", errors.Join(err, control.Close(), controlEnd.Close())
	}
	started := make(chan error, 1)
	go p.run(o, control, awaited, started) // ends with the child
	if err := <-started; err != nil {
		return nil, startHint(o.Binary, err), err
	}
	return p, "", nil
}

// cleanUp removes what is left when the process has ended, or did not start.
func (p *Process) cleanUp() {
	p.removeDebugPort()
	p.gate.Close()
	p.ending.Lock()
	defer p.ending.Unlock()
	p.ended = true
	p.later.Close()
}

// serve gives a process its configuration, and waits until it listens.
func (p *Process) serve(ctx context.Context, o Options) (hint string, err error) {
	for _, s := range o.Config.Sockets {
		if o.Sockets[s.Name] == nil {
			return "", fmt.Errorf("no file for the socket %q", s.Name)
		}
	}
	p.out.To(o.Stdout, o.Stderr)
	o.Beside = o.Beside && p.gate != nil
	if o.Alone == nil {
		o.Alone = func() {}
	}
	if !o.Beside {
		o.Alone()
	}
	if p.later != nil {
		p.later.Give(o.Code)
	} else {
		p.configure(o.Config.Message())
	}
	if hint, err = p.await(ctx, o); err == nil {
		p.out.Release()
	}
	return hint, err
}

// arguments returns workerd's arguments besides its configuration, the files that it
// inherits as fd 4 and up, and the ports that it must report.
func arguments(o Options) (args []string, files []*os.File, awaited map[string]bool) {
	// There is nothing to import: it shows in a list of processes whose this one is.
	args, awaited = []string{"--experimental", "--control-fd=3", "--import-path=" + o.Dir}, map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(o.Sockets)) {
		awaited[name] = true
		args = append(args, fmt.Sprintf("--socket-fd=%s=%d", name, 4+len(files)))
		files = append(files, o.Sockets[name])
	}
	if o.Inspector != "" {
		awaited[InspectorPort] = true
		args = append(args, "--inspector-addr="+o.Inspector)
	}
	if o.Verbose {
		args = append(args, "--verbose")
	}
	return args, files, awaited
}

// run starts the child, waits for its end and cleans up. started receives the error of
// its start.
func (p *Process) run(o Options, control *os.File, awaited map[string]bool, started chan<- error) {
	// On Linux the child is killed when the thread that forked it ends, so this
	// thread must live as long.
	runtime.LockOSThread()
	kept := newKeeper(o)
	defer kept.close()
	if kept == nil {
		defer runtime.UnlockOSThread()
	}
	p.lines[0].Emit = func(line []byte) { p.out.Pass(0, line) }
	p.lines[1].Emit = func(line []byte) {
		if rest, is := bytes.CutSuffix(line, []byte(muted)); is {
			p.muteOnce.Do(func() { close(p.mute) })
			if line = rest; len(line) == 0 {
				return
			}
		}
		p.stderr.Add(line)
		p.out.Pass(1, line)
	}
	p.cmd.Stdout, p.cmd.Stderr = &p.lines[0], &p.lines[1]
	err := socket.Fork(p.cmd.Start)
	p.cmd.ExtraFiles[0].Close() // the child has a copy
	if err != nil {
		control.Close()
		started <- err
		return
	}
	p.gate.Watch()
	started <- nil
	record := writeRecord(o.Dir, p.cmd.Process.Pid)
	var reader, keeping sync.WaitGroup
	reader.Go(func() { p.readControl(control, awaited, p.listening) })
	if kept != nil {
		keeping.Go(func() { kept.run(p) })
	}
	p.cmd.Wait()                 // its error is that of ProcessState
	killGroup(p.cmd.Process.Pid) // in case it had children
	control.SetReadDeadline(time.Now().Add(time.Second))
	reader.Wait() // until the end of the pipe, or the deadline
	control.Close()
	os.Remove(record)
	p.cleanUp()
	kept.end()
	keeping.Wait()
	p.lines[0].Flush()
	p.lines[1].Flush()
	if !p.stopping.Load() {
		p.err = &ExitError{Status: p.cmd.ProcessState.String(), Stderr: p.stderr.Lines()}
	}
	close(p.done)
}

// await waits until the child listens. On its way it lets it through its gate.
func (p *Process) await(ctx context.Context, o Options) (hint string, err error) {
	timeout := cmp.Or(o.StartTimeout, 20*time.Second)
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for reached := p.gate.Reached(); ; reached = nil {
		select {
		case <-reached:
			if err := p.enter(o); err != nil {
				return "", err
			}
			o.Beside = false
			timer.Reset(timeout)
			continue
		case err = <-p.listening:
			if err == nil && o.Beside {
				err = errNotHeld
			}
		case <-p.done:
			select {
			case err = <-p.listening: // and ended right after that
			default:
				err = p.err
			}
		case <-ctx.Done():
			err = ctx.Err()
			if reached != nil {
				break
			}
			select { // it may have served a request, and is ended in order then
			case err = <-p.listening:
			case <-p.done:
			case <-time.After(time.Second):
			}
		case <-timer.C:
			err = fmt.Errorf("%w within %v", errTimeout, timeout)
			hint = "code at the top level of a worker that does not end would do this"
		}
		return hint, err
	}
}

// enter lets a process that is at its gate go on, unless it should have no other beside
// it, or its code has not loaded.
func (p *Process) enter(o Options) error {
	p.held = p.gate.Holds(p.Pid())
	if o.Beside {
		if !p.held {
			return errNotHeld
		}
		if err := p.complaint(o.Config); err != nil {
			return err
		}
		p.loaded = true
		p.out.Release() // lines of code that does not start are not for anybody: it is run again
		o.Alone()
	}
	p.gate.Pass(o.Opens)
	return nil
}

// muted is a line that dotool writes to the standard error of a child.
const muted = "\x1emuted"

// complaint returns the errors of Workers that a process at its gate has reported so far:
// some releases go on, and end later. What is wrong with assets does not end them.
func (p *Process) complaint(c *Config) error {
	if err := p.mark(muted); err != nil {
		return errNotHeld
	}
	select {
	case <-p.mute:
	case <-p.done:
	}
	lines := p.stderr.Lines()
	ofWorker := func(f Problem) bool {
		return slices.ContainsFunc(c.Workers, func(w Worker) bool { return w.Name == f.Service })
	}
	if !slices.ContainsFunc((&StartError{Stderr: lines}).Problems(), ofWorker) {
		return nil
	}
	return &ExitError{Status: "exit status 1", Stderr: lines}
}

// mark writes a line to what a process has as its standard error, on Linux.
func (p *Process) mark(line string) error {
	f, err := os.OpenFile(fmt.Sprintf("/proc/%d/fd/2", p.Pid()), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(line + "\n")
	return err
}

// Held reports whether the process came to its gate, and had opened no data.
func (p *Process) Held() bool { return p.held }

// InspectorPort is the name of the inspector's port in [Process.Ports].
const InspectorPort = "inspector"

// debugPort is workerd's name for the socket of [Options.DebugPort].
const debugPort = "debug-port"

// DebugPort returns the address of the debug port, "unix:/path", or "" if the process
// has none. No other process ever has the same.
func (p *Process) DebugPort() string {
	if p.debugPort == "" {
		return ""
	}
	return "unix:" + p.debugPort
}

// chooseDebugPort chooses the path of the socket: in a private folder, or if its path is
// too long, in one that is made.
func (p *Process) chooseDebugPort(dir string) error {
	name := debugPrefix + rand.Text()[:8] + socketSuffix
	path := filepath.Join(dir, name)
	p.debugPort, p.removeDebugPort = path, func() { os.Remove(path) }
	if len(path) > socket.MaxPath {
		var err error
		if p.debugPort, p.removeDebugPort, err = socket.Short(path); err != nil {
			return fmt.Errorf("debug port: %w", err)
		}
	}
	return nil
}

// readControl reads workerd's reports until control closes, and reports once that all
// the awaited sockets listen, or an error in the report.
func (p *Process) readControl(control io.Reader, awaited map[string]bool, listening chan<- error) {
	lines := bufio.NewScanner(control)
	for lines.Scan() && len(awaited) > 0 {
		var m struct {
			Event, Socket string
			Port          int // 0 for a unix socket
		}
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			listening <- fmt.Errorf("unexpected report %.80q on the control descriptor; is this workerd?", lines.Bytes())
			return
		}
		switch m.Event {
		case "listen-inspector":
			m.Socket = InspectorPort
		case "listen":
		default:
			continue
		}
		p.ports[m.Socket] = m.Port
		if delete(awaited, m.Socket); len(awaited) == 0 {
			listening <- nil
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		listening <- errors.New("unexpected report on the control descriptor: a line without end; is this workerd?")
	}
}

// Pid returns the process id.
func (p *Process) Pid() int { return p.cmd.Process.Pid }

// Ports returns the TCP ports by the names of the sockets, 0 for a unix socket,
// and that of the inspector as [InspectorPort].
func (p *Process) Ports() map[string]int { return maps.Clone(p.ports) }

// Done is closed when the process has ended and all its output has been passed on.
func (p *Process) Done() <-chan struct{} { return p.done }

// Err returns nil while the process runs and after a requested end, otherwise an
// *ExitError.
func (p *Process) Err() error {
	select {
	case <-p.done:
		return p.err
	default:
		return nil
	}
}

// Terminate asks workerd to end when the requests in flight are done, and does not
// wait. It takes no new connections from then on; they wait in the socket. An open
// WebSocket keeps it from ending.
func (p *Process) Terminate() {
	p.stopping.Store(true)
	p.terminate()
}

// Stop terminates workerd and waits for its end; when ctx is done first, it is
// killed. In either case no process is left, and the error says which:
// it wraps that of ctx if workerd had to be killed.
func (p *Process) Stop(ctx context.Context) error {
	p.Terminate()
	select {
	case <-p.done:
		return nil
	case <-ctx.Done():
	}
	select {
	case <-p.done: // both are done, and select takes either
		return nil
	default:
	}
	p.kill()
	<-p.done
	return fmt.Errorf("workerd was killed, it did not stop: %w", ctx.Err())
}

const (
	configPrefix, configSuffix = "config-", ".capnp"
	recordPrefix, recordSuffix = "workerd-", ".json"
	debugPrefix, supplyPrefix  = "debug-", "code-"
	socketSuffix               = ".sock"
	newPrefix                  = "new-" // of a file that is not whole yet: see package deps
)

// A record names a child process, so that it can be found if this process is killed.
type record struct {
	Pid     int    `json:"pid"`
	Started string `json:"started"` // distinguishes it from a later process with the same id
}

// writeRecord returns the file's name. A record matters only if this process is killed,
// so an error must not prevent a start.
func writeRecord(dir string, pid int) string {
	name := filepath.Join(dir, recordPrefix+strconv.Itoa(pid)+recordSuffix)
	b, err := json.Marshal(record{pid, startTime(pid)})
	if err == nil {
		err = os.WriteFile(name, b, 0o600)
	}
	if err != nil {
		os.Remove(name)
	}
	return name
}

// ReapLeftover kills the processes and removes the files that a killed dotool left in
// dir. On Linux, the kernel has already killed the processes. The caller must have a
// lock, so that no running dotool uses dir.
func ReapLeftover(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	between := func(s, prefix, suffix string) bool {
		return strings.HasPrefix(s, prefix) && strings.HasSuffix(s, suffix)
	}
	var errs []error
	for _, e := range entries {
		name := filepath.Join(dir, e.Name())
		switch {
		case e.Type() == fs.ModeSocket && (between(e.Name(), debugPrefix, socketSuffix) || between(e.Name(), supplyPrefix, socketSuffix)):
		case strings.HasPrefix(e.Name(), gate.Prefix) && (e.Type().IsRegular() || e.Type() == fs.ModeSymlink || e.Type() == fs.ModeNamedPipe):
		case e.Type() == fs.ModeSymlink && (between(e.Name(), debugPrefix, socketSuffix) || between(e.Name(), supplyPrefix, socketSuffix)):
			socket.RemoveShort(name)
			continue
		case !e.Type().IsRegular():
			continue
		case between(e.Name(), recordPrefix, recordSuffix):
			var r record
			b, err := diag.ReadFile(name)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			if json.Unmarshal(b, &r) == nil && r.Pid > 1 && r.Started != "" {
				if err := end(r); err != nil {
					errs = append(errs, err)
					continue
				}
			}
		case strings.HasPrefix(e.Name(), newPrefix):
		case !between(e.Name(), configPrefix, configSuffix): // earlier releases of dotool wrote such files
			continue
		}
		errs = append(errs, os.Remove(name))
	}
	return errors.Join(errs...)
}

// end kills the recorded process, unless it has ended or its id belongs to another.
func end(r record) error {
	for range 2000 { // 20 s, for a busy machine; nothing notifies us of the end of a process that is not our child
		if startTime(r.Pid) != r.Started {
			return nil
		}
		if err := killGroup(r.Pid); err != nil {
			return fmt.Errorf("end a leftover workerd: %w", err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("end a leftover workerd: process %d does not die", r.Pid)
}

// startHint explains why an existing binary does not start.
func startHint(binary string, err error) string {
	_, statErr := os.Stat(binary)
	switch {
	case errors.Is(err, fs.ErrNotExist) && statErr == nil:
		return "workerd needs the GNU C library (glibc), which Alpine Linux for one lacks"
	case errors.Is(err, fs.ErrNotExist):
		return "install the runtime with: dotool runtime install"
	case errors.Is(err, fs.ErrPermission):
		return "make " + binary + " executable"
	}
	return "is " + binary + " made for this machine?"
}
