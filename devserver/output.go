package devserver

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"dotool/config/diag"
	"dotool/devserver/bundle"
	"dotool/devserver/host"
)

// output turns the lines that workerd prints into events. Its methods are
// called from the goroutines that read the two streams.
type output struct {
	report func(Event)
	prefix string            // of a line that is for us
	source *bundle.SourceMap // of the code that runs

	mu        sync.Mutex // guards what follows
	exception *Exception // being read: its stack follows line by line
	seen      string     // the message of the last exception told
	seenAt    time.Time
	rest      []string // lines of seen that follow where it is told again
}

// stdout takes a line of standard output: the Worker's console.log and ours.
func (o *output) stdout(line []byte) {
	if ours, ok := bytes.CutPrefix(line, []byte(o.prefix)); ok {
		kind, rest, _ := strings.Cut(string(ours), "\t")
		if e := parseOwn(kind, rest); e != nil {
			o.report(e)
			return
		}
		var stack string
		if kind == "rejection" && json.Unmarshal([]byte(rest), &stack) == nil {
			o.report(o.parseStack(stack))
			return
		}
	}
	o.console(string(line), false)
}

// console reports a line of the Worker's own. The stack of an error that it
// prints is led back to the source.
func (o *output) console(text string, isError bool) {
	e := Console{Error: isError, Text: text}
	if strings.HasPrefix(strings.TrimLeft(text, " "), "at ") {
		if strings.Contains(text, host.WorkerModule) {
			return // our wrapper
		}
		e.Frame = o.frame(text)
	}
	o.report(e)
}

// parseOwn reads what host/worker.js prints; nil if it is none of that.
func parseOwn(kind, rest string) Event {
	switch kind {
	case "request":
		f := strings.SplitN(rest, "\t", 4)
		if len(f) != 4 {
			return nil
		}
		status, _ := strconv.Atoi(f[1]) // "undefined" when the handler answered no Response
		ms, err := strconv.Atoi(f[2])
		if err != nil {
			return nil
		}
		return Request{time.Now(), f[0], f[3], status, time.Duration(ms) * time.Millisecond}
	case "name":
		class, quoted, _ := strings.Cut(rest, "\t")
		var name string
		if json.Unmarshal([]byte(quoted), &name) != nil {
			return nil
		}
		return Named{class, name}
	}
	return nil
}

// parseStack reads the stack of an error: its message, then a line a frame.
func (o *output) parseStack(stack string) Exception {
	var e Exception
	for line := range strings.SplitSeq(stack, "\n") {
		switch {
		case !strings.HasPrefix(line, "    at "):
			e.Message = strings.TrimPrefix(e.Message+"\n"+line, "\n")
		case !strings.Contains(line, host.WorkerModule):
			e.Stack = append(e.Stack, o.frame(line))
		}
	}
	return e
}

// workerd's own lines on standard error begin with a place in its source. With
// --verbose an uncaught exception is told with its stack, on the lines that
// follow; the same exception is then told twice more, without one.
var (
	ownLine   = regexp.MustCompile(`^(?:[\w.+-]+/)+[\w.+-]+:\d+: (info|warning|error|fatal): (.*)$`)
	uncaught  = regexp.MustCompile(`^uncaught exception; source = .*?; stack = (.*)$`)
	again     = regexp.MustCompile(`^(?:Uncaught exception|exception|uncaught exception; exception) ?[=:] .*?(?:jsg\.)(?:[\w.]*?)(\w*Error: .*|\w*Error.*)$`)
	frameLine = regexp.MustCompile(`^\s+at (?:(?:async )?(.*?) \()?([^()\s]+):(\d+):(\d+)\)?$`)
)

// stderr takes a line of standard error: the Worker's console.error and
// console.warn, and what workerd says itself.
func (o *output) stderr(line []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	text := string(line)
	if o.exception != nil && strings.HasPrefix(text, "    at ") {
		if !strings.Contains(text, host.WorkerModule) { // our wrapper
			o.exception.Stack = append(o.exception.Stack, o.frame(text))
		}
		return
	}
	m := ownLine.FindStringSubmatch(text)
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
		case strings.HasPrefix(text, "service "+controlService+": "): // ours
		case strings.HasPrefix(text, "service "+userService+": "):
			if !strings.HasSuffix(text, "so does not need to be specified anymore.") {
				o.report(Notice{text[len("service "+userService+": "):]})
			}
		default:
			o.console(text, true)
		}
		return
	}
	o.rest = nil
	if u := uncaught.FindStringSubmatch(m[2]); u != nil {
		o.exception = &Exception{Message: u[1]}
		time.AfterFunc(20*time.Millisecond, func() {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.flush()
		})
		return
	}
	if u := again.FindStringSubmatch(m[2]); u != nil {
		lines := strings.Split(o.seen, "\n")
		if o.recent() && (strings.HasPrefix(u[1], lines[0]) || strings.HasSuffix(u[1], lines[0])) {
			o.rest = lines[1:]
		} else {
			o.tell(Exception{Message: u[1]})
		}
		return
	}
	if m[1] != "info" && !strings.Contains(m[2], "NOSENTRY") && !strings.Contains(m[2], "disconnected:") {
		o.report(Notice{m[2]})
	}
}

// flush tells the exception whose stack is complete: when another line came,
// or none for a moment.
func (o *output) flush() {
	if e := o.exception; e != nil {
		o.exception = nil
		if o.recent() && e.Message == o.seen {
			return // on its way from an object to its caller
		}
		o.tell(*e)
	}
}

// recent reports whether the last exception was told just now.
func (o *output) recent() bool { return o.seen != "" && time.Since(o.seenAt) < 50*time.Millisecond }

func (o *output) tell(e Exception) {
	o.seen, o.seenAt = e.Message, time.Now()
	o.report(e)
}

// sourceFrame looks up the place of a frame written as "index.js:1:21 in f".
func sourceFrame(frame string, source *bundle.SourceMap) (diag.Pos, bool) {
	at, _, _ := strings.Cut(frame, " ")
	f := strings.Split(at, ":")
	if len(f) != 3 {
		return diag.Pos{}, false
	}
	line, _ := strconv.Atoi(f[1])
	column, _ := strconv.Atoi(f[2])
	return source.Source(f[0], line, column)
}

// frame reads a line of a stack and looks its place up in the source.
func (o *output) frame(text string) Frame {
	m := frameLine.FindStringSubmatch(text)
	if m == nil {
		return Frame{Text: strings.TrimSpace(text)}
	}
	line, _ := strconv.Atoi(m[3])
	column, _ := strconv.Atoi(m[4])
	if pos, ok := o.source.Source(m[2], line, column); ok {
		return Frame{Function: m[1], Pos: pos, Text: strings.TrimSpace(text)}
	}
	return Frame{Function: m[1], Text: strings.TrimSpace(text)}
}
