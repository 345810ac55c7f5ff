// Package trace turns what workerd prints into events: [Output] reads the lines,
// [Source] maps their positions to the user's source and adds hints, [AlarmLog]
// collects the runs of alarms, and [Feed] passes events on to subscribers, each with a
// queue of its own.
package trace

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"

	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/host/products"
	"github.com/dotool-dev/dotool/devserver/render"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// Output turns the lines that workerd prints into events. Its methods are
// called from the goroutines that read the two streams.
type Output struct {
	Worker string            // the Worker that prints
	Began  func(event.Stuck) // called with each handler that starts; may be nil
	Ended  func(call int)    // and with each call whose end is known; may be nil
	Report func(event.Event)
	All    func(...event.Event)                         // if not nil, gets what a line reports, at once, in place of Report
	Busy   func()                                       // called when the Worker holds lines back for a moment; may be nil
	Unseal func(line string) (text string, sealed bool) // the text of a line that dotool's wrapper has printed
	Show   func(string) string
	Base   int           // added to the numbers of calls
	Calls  *atomic.Int64 // the highest of them; may be nil

	index, of int       // in Outputs
	beside    []*Output // of the other Workers; set for the first

	mu         sync.Mutex    // guards the fields below; that of the first may be held while another is taken
	Source     *Source       // of the running code
	line       []event.Event // what the line that is being read reports
	reading    bool
	objects    map[int]*event.Object
	alike      []event.Call   // by number, calls that others are like: see again
	from       time.Time      // times in the lines count from here
	console    *event.Console // being read; more lines may follow
	exception  []string       // being read: the lines of message and stack
	aside      time.Time      // when an exception without a stack was printed, which is reported elsewhere
	seen       string         // the message of the last exception on stderr
	seenAt     time.Time
	rest       []string // further lines of seen that follow when it is repeated
	known      []knownError
	working    map[int]*event.Object // of calls known to have started, but not known to have ended
	dying      bool                  // the Worker is out of memory: ignore the rest of the output
	rejections map[int]*rejection    // of promises that no one waits for so far, by their numbers
	noted      []event.Exception     // of streams, reported only if uncaught
	timer      *time.Timer
}

// settled is how long after a line the next one may still belong to it.
const settled = 5 * time.Millisecond

// twice is how long before or after the wrapper workerd may report the same error on
// the other stream.
const twice = 60 * time.Millisecond

// Sealed takes a line of standard output if it is from the wrapper of the Worker.
func (o *Output) Sealed(line string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	text, sealed := o.Unseal(line)
	if !sealed {
		return false
	}
	o.reading = o.All != nil
	defer o.read()
	o.flushConsole()
	for record := range strings.SplitSeq(text, "\x1e") {
		if !o.record(record) {
			o.printed(record, "log")
		}
	}
	return true
}

// read passes on what a line reports.
func (o *Output) read() {
	o.reading = false
	if len(o.line) > 0 {
		o.All(o.line...)
		clear(o.line)
		o.line = o.line[:0]
	}
}

// report is Report of an output with All.
func (o *Output) report(e event.Event) {
	if o.reading {
		o.line = append(o.line, e)
	} else {
		o.All(e)
	}
}

// unsealed takes any other line of standard output.
func (o *Output) unsealed(line string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.printed(line, "log")
}

// write reads "call, level, text" of the console; what follows is for tail Workers.
func (o *Output) write(line string) bool {
	f := strings.Split(line, "\t")
	var text string
	if len(f) < 3 || json.Unmarshal([]byte(f[2]), &text) != nil {
		return false
	}
	c := event.Console{At: time.Now(), Worker: o.Worker, Level: f[1]}
	c.Call, c.Root, c.Object = o.origin(f[0])
	c.Text = o.toSource(text)
	o.Report(c)
	return true
}

// binding reads "call, level, [binding, text]": see host/note.js.
func (o *Output) binding(line string) bool {
	f := strings.SplitN(line, "\t", 3)
	c := event.Console{At: time.Now(), Worker: o.Worker}
	if len(f) != 3 || !list(f[2], &c.Binding, &c.Text) {
		return false
	}
	c.Level = f[1]
	c.Call, c.Root, c.Object = o.origin(f[0])
	o.Report(c)
	return true
}

// printed takes a line that is not from the wrapper: a further line of printed text.
func (o *Output) printed(text, level string) {
	text, follows := strings.CutPrefix(o.toSource("\n"+text), "\n")
	if !follows { // a frame of dotool's; text after it belongs to the line before
		if o.console != nil {
			o.console.Text += text
		}
		return
	}
	if c := o.console; c != nil && (level == "log" || c.Level == level) {
		c.Text += "\n" + text
		return
	}
	o.flushConsole()
	o.open(&event.Console{At: time.Now(), Worker: o.Worker, Level: level, Text: text})
}

func (o *Output) open(c *event.Console) {
	o.console = c
	if o.timer == nil {
		o.timer = o.later(settled, o.flushConsole)
	} else {
		o.timer.Reset(settled)
	}
}

func (o *Output) flushConsole() {
	if c := o.console; c != nil {
		o.console = nil
		o.Report(*c)
	}
}

// printedFrame is a frame anywhere in text that the Worker prints. beforeFrame is the
// text between it and the frame before: a line break, possibly escaped in a quoted
// string (of one or of several lines), or a separator. itemBefore and itemAfter
// surround a frame that is an item of an array, such as stack.split("\n") returns.
var (
	printedFrame = pattern.New(`at (?:async )?(?:[^\s\\]+?:\d+:\d+|[^\n\\]*? \([^\n\\]*?:\d+:\d+\)|[^\n\\]*?:\d+:\d+)`)
	beforeFrame  = pattern.New(`(?:\n|\\+n(?:['"\x60] \+\n *['"\x60])?|[ \t]*[|;,])?[ \t]*$`)
	itemBefore   = pattern.New(`(?:,|(\[))\s*\\*['"\x60]$`)
	itemAfter    = pattern.New(`^\\*['"\x60](,\s*)?`)
)

// toSource maps the stacks in printed text to the source. Frames of dotool's modules
// are removed, and the text after one is appended to the frame before it.
func (o *Output) toSource(text string) string {
	var b strings.Builder
	end := 0
	for _, m := range printedFrame.FindAllStringIndex(text, -1) {
		before, frame := text[end:m[0]], text[m[0]:m[1]]
		f, ok := o.Source.frame(frame)
		inWord := before != "" && unicode.IsLetter(rune(before[len(before)-1])) && !strings.HasSuffix(before, `\n`)
		if ok && f.Pos.File == "" || inWord {
			continue // of the runtime, or not a frame
		}
		end = m[1]
		if ok {
			b.WriteString(before + f.At(o.Show))
			continue
		}
		tail := max(0, len(before)-100)
		tail += beforeFrame.FindStringIndex(before[tail:])[0]
		before = before[:tail]
		item := itemBefore.FindStringSubmatchIndex(before)
		if after := itemAfter.FindStringSubmatchIndex(text[end:]); item != nil && after != nil {
			if first := item[2] >= 0; first {
				before, end = before[:item[3]], end+after[1]
			} else {
				before = before[:item[0]]
				end += after[1] - (after[3] - after[2])
			}
		}
		b.WriteString(before)
	}
	return b.String() + text[end:]
}

// workerd's own lines on standard error begin with a place in its source. With
// --verbose an uncaught exception is reported with its stack, on the lines that
// follow; then twice more, without a stack.
var (
	OwnLine  = pattern.New(`^(?:[\w.+-]+/)+[\w.+-]+:\d+: (info|warning|error|fatal): (.*)$`)
	Uncaught = pattern.New(`^uncaught exception; (?:source = .*?; stack|desc) = (.*)$`)
	again    = pattern.New(`^(?:Uncaught exception|exception|uncaught exception; exception) ?[=:] .*?jsg\.[\w.]*?(?:(\w*Error.*)|DOMException\((\w+)\)(: .*))$`)
)

// Stderr takes a line of standard error, which workerd itself prints.
func (o *Output) Stderr(line []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	text := string(line)
	if o.dying = o.dying || text == "<--- Last few GCs --->" || OwnLine.MatchString(text) && strings.Contains(text, ": fatal: V8 fatal error; "); o.dying {
		return
	}
	if text == "" && o.exception == nil && o.console == nil {
		return // such as before V8's last message
	}
	m := OwnLine.FindStringSubmatch(text)
	if m == nil && !strings.HasPrefix(text, "stack: ") && !strings.HasPrefix(text, "service ") {
		switch {
		case o.exception != nil:
			o.exception = append(o.exception, text)
			return
		case time.Since(o.aside) < twice:
			o.aside = time.Now()
			return
		case strings.HasPrefix(text, "    at ") && time.Since(o.seenAt) < time.Second:
			return // too late
		}
	}
	o.flush()
	if m == nil {
		if len(o.rest) > 0 && strings.HasPrefix(text, o.rest[0]) {
			o.rest = o.rest[1:]
			return
		}
		o.rest = nil
		switch {
		case strings.HasPrefix(text, "stack: "): // addresses in workerd
		case strings.HasPrefix(text, "service "+render.ControlService+": "): // the control worker
		case o.notice(text):
		case strings.HasPrefix(text, "Received a") && strings.Contains(text, "Event but we lack a handler for "):
			// an exception that says so follows
		default:
			o.printed(text, "error")
		}
		return
	}
	o.rest = nil
	if u := Uncaught.FindStringSubmatch(m[2]); u != nil {
		o.exception = []string{u[1]}
		o.later(20*time.Millisecond, o.flush)
		return
	}
	if strings.HasPrefix(m[2], "uncaught exception; source = ") {
		o.aside = time.Now() // a value that is not an Error
		return
	}
	if u := again.FindStringSubmatch(m[2]); u != nil {
		u[1] += u[2] + u[3]
		lines := strings.Split(o.seen, "\n")
		if o.recent() && (strings.HasPrefix(u[1], lines[0]) || strings.HasSuffix(u[1], lines[0])) {
			o.rest = lines[1:]
		} else {
			o.uncaught(&event.Error{Message: u[1]})
		}
		return
	}
	if strings.Contains(m[2], "channel token failed authentication") {
		m[2] = "a stub of a Worker or an object was passed from one dev server to another, where it cannot be used: pass a name or an id, or serve both Workers in one (dotool dev DIR DIR)"
	}
	if strings.HasPrefix(m[2], "returning failure over rpc; ") && strings.Contains(m[2], hung) {
		// Another dev server has called a method that failed, or is absent, and got that
		// error: the runtime reports what is left of the call.
		o.known = append(o.known, knownError{text: hung, at: time.Now()})
		return
	}
	if workerd.FullDisk(m[2]) {
		o.Report(noRoom)
		return
	}
	if m[1] != "info" && !strings.Contains(m[2], "NOSENTRY") && !strings.Contains(m[2], "disconnected:") {
		o.Report(event.Notice{Text: m[2]})
	}
}

// notice takes a line of workerd about the Worker.
func (o *Output) notice(text string) bool {
	text, ok := strings.CutPrefix(text, "service "+render.UserService(o.Worker)+": ")
	if ok && !strings.HasSuffix(text, "so does not need to be specified anymore.") {
		o.Report(event.Notice{Text: text})
	}
	return ok
}

// flush reports an exception whose stack is complete: when another line begins, or
// after a moment without one.
func (o *Output) flush() {
	lines := o.exception
	if lines == nil {
		return
	}
	o.exception = nil
	// Only the last lines that look like frames are frames: the message may have similar lines.
	isFrame := func(line string) bool { return strings.HasPrefix(line, "    at ") }
	end := len(lines)
	for end > 1 && !isFrame(lines[end-1]) {
		end--
	}
	begin := end
	for begin > 1 && isFrame(lines[begin-1]) {
		begin--
	}
	if begin == end {
		begin, end = len(lines), len(lines)
	}
	defer func() {
		for _, line := range lines[end:] {
			if line != "" {
				o.printed(line, "error")
			}
		}
	}()
	e := &event.Error{Message: strings.Join(lines[:begin], "\n")}
	for _, line := range lines[begin:end] {
		if f, ok := o.unattributed().frame(line); ok {
			e.Stack = append(e.Stack, f)
		}
	}
	if o.recent() && e.Message == o.seen {
		return // passed on from an object to its caller
	}
	if slices.ContainsFunc(lines[begin:end], func(l string) bool { return strings.Contains(l, products.Folder) }) {
		o.seen, o.seenAt = e.Message, time.Now()
		return // the caller, in the user's code, gets it
	}
	o.uncaught(e)
}

// recent reports whether the last exception was printed just now.
func (o *Output) recent() bool { return o.seen != "" && time.Since(o.seenAt) < twice }

// uncaught reports an exception that workerd printed, unless the wrapper reports it,
// with more details.
func (o *Output) uncaught(e *event.Error) {
	if len(e.Stack) == 0 && strings.Contains(e.Message, cutOff) {
		return // as in thrown
	}
	o.seen, o.seenAt = e.Message, time.Now()
	if name, message, ok := strings.Cut(e.Message, ": "); ok && errorName.MatchString(name) {
		e.Name, e.Message = name, message
	}
	at := time.Now()
	o.unhurried(twice, 10, func() {
		if o.expects(e, at) || slices.ContainsFunc(o.beside, func(other *Output) bool { return other.expectsToo(e, at) }) {
			return
		}
		if len(e.Stack) == 0 && strings.HasPrefix(e.Message, fullDisk) {
			// Of a simulator too, whose caller gets an error of its own and may catch it.
			o.Report(noRoom)
			return
		}
		worker := o.Worker
		if len(o.beside) > 0 {
			worker = ""
		}
		o.Report(o.unattributed().Explained(event.Exception{At: at, Worker: worker, Error: e}, nil))
	})
}

// unattributed returns the source of errors that workerd prints, which does not say of which
// Worker they are: nil if there are several.
func (o *Output) unattributed() *Source {
	if len(o.beside) > 0 {
		return nil
	}
	return o.Source
}

// expects reports whether the wrapper has reported, or noted, an error of workerd.
func (o *Output) expects(e *event.Error, at time.Time) bool {
	if o.isKnown(e) {
		return true
	}
	noted, ok := o.takeNoted(e)
	if ok {
		noted.At = at
		o.thrown(noted)
	}
	return ok
}

func (o *Output) expectsToo(e *event.Error, at time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.expects(e, at)
}

// fullDisk begins the error of a write to a full disk.
const fullDisk = "database or disk is full: SQLITE_FULL"

var noRoom = event.Notice{Text: "the disk is full, so the local state could not be written: make room there, or keep the state elsewhere with --persist-to"}

var errorName = pattern.New(`^\w*(?:Error|Exception)$`)

// thrown reports an error that the wrapper saw. heads are the possible first lines of
// the runtime's text for it.
func (o *Output) thrown(e event.Exception, heads ...string) {
	o.know(e, heads)
	if !strings.HasPrefix(e.Error.Message, cutOff) { // which is reported as such, with all that it ended
		o.Report(e)
	}
}

// know remembers an error that the wrapper saw, so that it is not reported when the
// runtime prints it.
func (o *Output) know(e event.Exception, heads []string) {
	now := time.Now()
	if len(o.known) > 0 && now.Sub(o.known[0].at) > knownTime {
		o.known = slices.DeleteFunc(o.known, func(k knownError) bool { return now.Sub(k.at) > knownTime })
	}
	if len(o.known) >= 1000 {
		o.known = slices.Delete(o.known, 0, 100)
	}
	text, _, _ := strings.Cut(e.Error.String(), "\x00") // where workerd truncates it
	o.known = append(o.known, knownError{text[:min(len(text), 4<<10)], heads, e.Error.Stack, now})
}

// cutOff begins the error that calls get when a reload ends their objects.
const cutOff = "Application called abortAllDurableObjects()"

// note remembers an error of a stream.
func (o *Output) note(e event.Exception) {
	if len(o.noted) >= 100 {
		o.noted = slices.Delete(o.noted, 0, 50)
	}
	o.noted = append(o.noted, e)
	o.Report(event.StreamFailed{Exception: e})
}

// takeNoted returns the error of a stream that an exception without a stack stands for:
// the same error, or the one that the other side of a call gets instead.
func (o *Output) takeNoted(e *event.Error) (event.Exception, bool) {
	if len(e.Stack) > 0 {
		return event.Exception{}, false
	}
	cut := strings.Contains(e.Message, "received over RPC disconnected prematurely")
	for i := len(o.noted) - 1; i >= 0; i-- {
		noted := o.noted[i]
		if time.Since(noted.At) < time.Second && (cut || noted.Error.String() == e.String()) {
			o.noted = slices.Delete(o.noted, i, i+1)
			return noted, true
		}
	}
	return event.Exception{}, false
}

// begun records that a call of an object is running.
func (o *Output) begun(call int, object *event.Object) {
	if call == 0 || object == nil {
		return
	}
	if o.working == nil || len(o.working) > 1000 {
		o.working = map[int]*event.Object{}
	}
	o.working[call] = object
}

// atWork names the objects with calls that are not known to have ended, in the order of
// the calls.
func (o *Output) atWork() (names []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, call := range slices.Sorted(maps.Keys(o.working)) {
		if name := o.working[call].String(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// setSource sets the source of the running code after another build.
func (o *Output) setSource(s *Source) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.Source = s
}

// hung is in the error of the runtime about a call that can never end.
const hung = "it detected that your Worker's code had hung"

// knownError is an error that the wrapper has reported, or its beginning.
type knownError struct {
	text  string
	heads []string // see thrown
	stack []event.Frame
	at    time.Time
}

// knownTime is how long after the wrapper the runtime may report an error, on a slow
// machine.
const knownTime = 10 * time.Second

// isKnown reports whether the wrapper has reported an exception of workerd.
func (o *Output) isKnown(e *event.Error) bool {
	text := e.String()
	for _, k := range slices.Backward(o.known) {
		if time.Since(k.at) >= knownTime {
			break
		}
		if len(e.Stack) > 0 && len(k.stack) > 0 {
			n := min(len(e.Stack), len(k.stack)) // a limit may cut one of them
			if slices.EqualFunc(e.Stack[:n], k.stack[:n], func(a, b event.Frame) bool { return a.Text == b.Text }) {
				return true
			}
			continue
		}
		if strings.Contains(text, k.text) || slices.ContainsFunc(k.heads, func(head string) bool { return strings.HasPrefix(text, head) }) {
			return true
		}
	}
	return false
}
