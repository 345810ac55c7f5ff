// Package trace turns what workerd prints into events: [Output] reads the lines,
// [Source] leads their positions back to the user's source and adds hints,
// [AlarmLog] puts the runs of alarms together, and [Feed] passes events on to
// subscribers, each with a queue of its own. It starts no process and knows no
// client.
package trace

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"dotool/devserver/event"
	"dotool/devserver/render"
)

// output turns the lines that workerd prints into events. Its methods are
// called from the goroutines that read the two streams.
type Output struct {
	Began  func(event.Stuck) // told what starts; may be nil
	Ended  func(call int)    // and of which calls the end is known; may be nil
	Report func(event.Event)
	Busy   func()                                     // told that the Worker holds lines back for a moment; may be nil
	Unseal func(line string) (text string, ours bool) // what our wrapper says in a line
	Show   func(string) string
	Base   int           // added to the numbers of calls
	Calls  *atomic.Int64 // the highest of them; may be nil

	mu        sync.Mutex // guards what follows
	Source    *Source    // of the code that runs
	objects   map[int]*event.Object
	console   *event.Console // being read: it may have further lines
	exception *event.Error   // being read: its stack follows line by line
	seen      string         // the message of the last exception that stderr told
	seenAt    time.Time
	rest      []string // lines of seen that follow where it is told again
	known     []knownError
	working   map[int]*event.Object // of calls that are known to have begun, and not to have ended
	dying     bool                  // the Worker is out of memory: what follows says no more
	noted     []event.Exception     // of streams, which count if nobody caught them
	timer     *time.Timer
}

// settled is how long after a line another one may belong to it.
const settled = 5 * time.Millisecond

// twice is how long after the wrapper an error may be told by workerd too, on
// the other stream, or before it.
const twice = 60 * time.Millisecond

// stdout takes a line of standard output: what our wrapper tells, and what
// gets there otherwise.
func (o *Output) Stdout(line []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	text, ours := o.Unseal(string(line))
	if !ours {
		o.printed(string(line), "log")
		return
	}
	o.flushConsole()
	for record := range strings.SplitSeq(text, "\x1e") {
		if !o.record(record) {
			o.printed(record, "log")
		}
	}
}

// write reads "call, level, text" of the console.
func (o *Output) write(line string) bool {
	f := strings.SplitN(line, "\t", 3)
	var text string
	if len(f) != 3 || json.Unmarshal([]byte(f[2]), &text) != nil {
		return false
	}
	c := event.Console{At: time.Now(), Level: f[1]}
	c.Call, c.Root, c.Object = o.origin(f[0])
	o.begun(c.Call, c.Object)
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		line, ok := o.lead(line)
		if ok {
			lines = append(lines, line)
		} else if len(lines) > 0 {
			lines[len(lines)-1] += line
		}
	}
	c.Text = strings.Join(lines, "\n")
	o.Report(c)
	return true
}

// printed takes a line that is not our wrapper's: another line of what is being
// printed.
func (o *Output) printed(text, level string) {
	text, ok := o.lead(text)
	if !ok {
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
	o.open(&event.Console{At: time.Now(), Level: level, Text: text})
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

// lead leads a line of a stack that the Worker prints back to the source. It
// is false for a line that is not the user's, of which what is left belongs to
// the line before.
func (o *Output) lead(text string) (string, bool) {
	trimmed := strings.TrimLeft(text, " ")
	if !strings.HasPrefix(trimmed, "at ") {
		return text, true
	}
	f, ok := o.Source.frame(text)
	if !ok { // one of ours; the properties of the error may follow it
		if strings.HasSuffix(text, " {") {
			return " {", false
		}
		return "", false
	}
	if f.Pos.File == "" {
		return text, true
	}
	after := ""
	if i := strings.LastIndexAny(text, ")0123456789"); i >= 0 {
		after = text[i+1:] // " {", before the properties of an error
	}
	return text[:len(text)-len(trimmed)] + f.At(o.Show) + after, true
}

// workerd's own lines on standard error begin with a place in its source. With
// --verbose an uncaught exception is told with its stack, on the lines that
// follow; the same exception is then told twice more, without one.
var (
	OwnLine  = regexp.MustCompile(`^(?:[\w.+-]+/)+[\w.+-]+:\d+: (info|warning|error|fatal): (.*)$`)
	Uncaught = regexp.MustCompile(`^uncaught exception; (?:source = .*?; stack|desc) = (.*)$`)
	again    = regexp.MustCompile(`^(?:Uncaught exception|exception|uncaught exception; exception) ?[=:] .*?(?:jsg\.)(?:[\w.]*?)(\w*Error: .*|\w*Error.*)$`)
)

// stderr takes a line of standard error: what workerd says itself.
func (o *Output) Stderr(line []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	text := string(line)
	if o.dying = o.dying || text == "<--- Last few GCs --->" || OwnLine.MatchString(text) && strings.Contains(text, ": fatal: V8 fatal error; "); o.dying {
		return
	}
	if text == "" && o.exception == nil && o.console == nil {
		return // as before what V8 says at its end
	}
	if strings.HasPrefix(text, "    at ") && (o.exception != nil || time.Since(o.seenAt) < time.Second) {
		if o.exception != nil { // else it comes too late
			if f, ok := o.Source.frame(text); ok {
				o.exception.Stack = append(o.exception.Stack, f)
			}
		}
		return
	}
	m := OwnLine.FindStringSubmatch(text)
	if m == nil && o.exception != nil && len(o.exception.Stack) == 0 && !strings.HasPrefix(text, "stack: ") {
		o.exception.Message += "\n" + text // a message of several lines
		return
	}
	o.flush()
	if m == nil {
		if len(o.rest) > 0 && strings.HasPrefix(text, o.rest[0]) {
			o.rest = o.rest[1:]
			return
		}
		o.rest = nil
		switch {
		case strings.HasPrefix(text, "stack: "): // addresses in workerd itself
		case strings.HasPrefix(text, "service "+render.ControlService+": "): // ours
		case strings.HasPrefix(text, "service "+render.UserService+": "):
			if !strings.HasSuffix(text, "so does not need to be specified anymore.") {
				o.Report(event.Notice{Text: text[len("service "+render.UserService+": "):]})
			}
		default:
			o.printed(text, "error")
		}
		return
	}
	o.rest = nil
	if u := Uncaught.FindStringSubmatch(m[2]); u != nil {
		o.exception = &event.Error{Message: u[1]}
		o.later(20*time.Millisecond, o.flush)
		return
	}
	if u := again.FindStringSubmatch(m[2]); u != nil {
		lines := strings.Split(o.seen, "\n")
		if o.recent() && (strings.HasPrefix(u[1], lines[0]) || strings.HasSuffix(u[1], lines[0])) {
			o.rest = lines[1:]
		} else {
			o.uncaught(&event.Error{Message: u[1]})
		}
		return
	}
	if m[1] != "info" && !strings.Contains(m[2], "NOSENTRY") && !strings.Contains(m[2], "disconnected:") {
		o.Report(event.Notice{Text: m[2]})
	}
}

// flush tells the exception whose stack is complete: when another line came,
// or none for a moment.
func (o *Output) flush() {
	if e := o.exception; e != nil {
		o.exception = nil
		if o.recent() && e.Message == o.seen {
			return // on its way from an object to its caller
		}
		o.uncaught(e)
	}
}

// recent reports whether the last exception was told just now.
func (o *Output) recent() bool { return o.seen != "" && time.Since(o.seenAt) < twice }

// uncaught tells an exception that workerd printed, unless our wrapper does so
// too: it knows more.
func (o *Output) uncaught(e *event.Error) {
	o.seen, o.seenAt = e.Message, time.Now()
	if name, message, ok := strings.Cut(e.Message, ": "); ok && ErrorName.MatchString(name) {
		e.Name, e.Message = name, message
	}
	at := time.Now()
	o.later(twice, func() {
		if o.toldBy(e) {
			return
		}
		if noted, ok := o.takeNoted(e); ok {
			noted.At = at
			o.told(noted)
			return
		}
		o.Report(o.Source.Explained(event.Exception{At: at, Error: e}, nil))
	})
}

var ErrorName = regexp.MustCompile(`^\w*(?:Error|Exception)$`)

// told tells an error that our wrapper saw.
func (o *Output) told(e event.Exception) {
	now := time.Now()
	if len(o.known) > 0 && now.Sub(o.known[0].at) > time.Second {
		o.known = slices.DeleteFunc(o.known, func(k knownError) bool { return now.Sub(k.at) > time.Second })
	}
	if len(o.known) < 1000 {
		text := e.Error.String()
		o.known = append(o.known, knownError{text[:min(len(text), 4<<10)], now})
	}
	o.Report(e)
}

// note keeps an error of a stream.
func (o *Output) note(e event.Exception) {
	if len(o.noted) >= 100 {
		o.noted = slices.Delete(o.noted, 0, 50)
	}
	o.noted = append(o.noted, e)
	o.Report(event.StreamFailed{Exception: e})
}

// takeNoted answers the error of a stream that an exception without a stack
// is: the same, or what the other side of a call is told in its place.
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

// begun notes that a call of an object is at work.
func (o *Output) begun(call int, object *event.Object) {
	if call == 0 || object == nil {
		return
	}
	if o.working == nil || len(o.working) > 1000 {
		o.working = map[int]*event.Object{}
	}
	o.working[call] = object
}

// atWork returns the object whose call had not ended, if it is known and the
// only one.
func (o *Output) AtWork() *event.Object {
	if o == nil {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	var one *event.Object
	for _, object := range o.working {
		if one != nil && *one != *object {
			return nil
		}
		one = object
	}
	return one
}

// setSource says that the code that runs was built from another source.
func (o *Output) SetSource(s *Source) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.Source = s
}

// knownError is an error that our wrapper told, or the beginning of it.
type knownError struct {
	text string
	at   time.Time
}

// toldBy reports whether our wrapper told an exception that workerd tells.
func (o *Output) toldBy(e *event.Error) bool {
	text := e.String()
	for _, k := range o.known {
		if strings.Contains(text, k.text) && time.Since(k.at) < time.Second {
			return true
		}
	}
	return false
}
