package debug

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/host"
)

// message takes a message of the process: dotool's modules and lines are removed, and
// modules get the URLs and source maps that debuggers need.
func (s *relay) message(ctx context.Context, raw []byte) {
	var m struct {
		ID     *int64
		Method string
		Params json.RawMessage
		reply
	}
	if json.Unmarshal(raw, &m) != nil {
		return
	}
	if m.ID != nil {
		if responded, ok := s.asked[*m.ID]; ok {
			delete(s.asked, *m.ID)
			if responded != nil {
				responded(m.reply)
			}
			return
		}
		if len(m.Result) == 0 && len(m.Error) == 0 {
			// workerd's response to Profiler.enable, which clients cannot handle.
			m.Result = json.RawMessage("{}")
			raw = edit(raw, map[string]any{"result": m.Result, "method": nil, "params": nil})
		}
		c, ok := s.pending[*m.ID]
		delete(s.pending, *m.ID)
		if ok && len(m.Error) == 0 {
			if r := s.succeeded(c, m.reply); !bytes.Equal(r.Result, m.Result) {
				raw = edit(raw, map[string]any{"result": r.Result})
			}
		}
		switch c.Method {
		case "Debugger.evaluateOnCallFrame", "Profiler.stop", "Runtime.awaitPromise", "Runtime.callFunctionOn", "Runtime.evaluate":
			raw = s.toSource(raw)
		}
		s.reply(ctx, raw)
		return
	}
	params, keep := m.Params, true
	switch m.Method {
	case "Debugger.scriptParsed", "Debugger.scriptFailedToParse":
		params, keep = s.script(params)
	case "Debugger.breakpointResolved":
		var p struct{ BreakpointID string }
		if json.Unmarshal(params, &p) == nil {
			params = edit(params, map[string]any{"breakpointId": s.clientID(p.BreakpointID)})
		}
	case "Debugger.paused":
		if params, keep = s.pause(params); keep {
			s.paused = true
		} else {
			s.ask(ctx, "Debugger.resume", nil, nil)
		}
	case "Debugger.resumed":
		keep, s.paused = s.paused, false
	case "Runtime.consoleAPICalled":
		for _, e := range s.exceptions(params) {
			if m, err := marshal(map[string]any{"method": "Runtime.exceptionThrown", "params": e}); err == nil {
				s.reply(ctx, s.toSource(m))
			}
		}
		params, keep = s.console(params)
	case "Runtime.exceptionThrown":
		var p struct {
			Timestamp        float64
			ExceptionDetails struct{ Text string }
		}
		if json.Unmarshal(params, &p) == nil {
			keep = !s.repeated(reported{strings.TrimPrefix(p.ExceptionDetails.Text, "Uncaught "), p.Timestamp, false})
		}
		params = nested(params, "exceptionDetails", func(details json.RawMessage) json.RawMessage {
			return nested(details, "stackTrace", s.userStack)
		})
	case "Console.messageAdded":
		keep = !bytes.Contains(params, quoted("\x1e"))
	}
	if !keep {
		return
	}
	if !bytes.Equal(params, m.Params) {
		raw = edit(raw, map[string]any{"params": params})
	}
	if strings.HasPrefix(m.Method, "Debugger.") || strings.HasPrefix(m.Method, "Runtime.") {
		raw = s.toSource(raw)
	}
	s.reply(ctx, raw)
}

// script tells a debugger the source of a module. The map is a data URL: a page could
// not request it without more permissions, and an editor would look for a file.
func (s *relay) script(params json.RawMessage) (json.RawMessage, bool) {
	var p struct{ ScriptID, URL string }
	if json.Unmarshal(params, &p) != nil {
		return params, true
	}
	if host.IsModule(p.URL) {
		s.hidden[p.ScriptID] = true
		return nil, false
	}
	d := s.target.script(p.URL)
	if d == nil {
		return params, true
	}
	changes := map[string]any{"url": d.url, "embedderName": d.url}
	if m := d.sourceMap(); m != "" {
		changes["sourceMapURL"] = m
	}
	return edit(params, changes), true
}

// pause removes dotool's frames from the stack of a pause. If no others are left, the
// pause is skipped.
func (s *relay) pause(params json.RawMessage) (json.RawMessage, bool) {
	var p struct {
		CallFrames     []json.RawMessage
		HitBreakpoints []string
	}
	if json.Unmarshal(params, &p) != nil {
		return params, true
	}
	frames := s.userFrames(p.CallFrames)
	if len(frames) == 0 && len(p.CallFrames) > 0 {
		return nil, false
	}
	for i, id := range p.HitBreakpoints {
		p.HitBreakpoints[i] = s.clientID(id)
	}
	changes := map[string]any{"callFrames": frames}
	if p.HitBreakpoints != nil {
		changes["hitBreakpoints"] = p.HitBreakpoints
	}
	return nested(edit(params, changes), "asyncStackTrace", s.userStack), true
}

// levels are the types of Runtime.consoleAPICalled by the methods of console.
var levels = map[string]string{"debug": "debug", "error": "error", "info": "info", "log": "log", "warn": "warning"}

// console turns the calls that host/console.js makes for DevTools back into those of
// the user's code, and drops the lines for dotool. host/console.js calls
// console.dirxml, which workerd does not print, with the level after a mark as the
// first argument.
func (s *relay) console(params json.RawMessage) (json.RawMessage, bool) {
	params = nested(params, "stackTrace", s.userStack)
	var p struct {
		Type string
		Args []json.RawMessage
	}
	if json.Unmarshal(params, &p) != nil || len(p.Args) == 0 {
		return params, true
	}
	var first struct{ Type, Value string }
	if json.Unmarshal(p.Args[0], &first) != nil || first.Type != "string" {
		return params, true
	}
	if strings.HasPrefix(first.Value, s.in.prefix) {
		return nil, false
	}
	if level, ok := strings.CutPrefix(first.Value, "\x1e"); ok && p.Type == "dirxml" && levels[level] != "" {
		return edit(params, map[string]any{"type": levels[level], "args": p.Args[1:]}), true
	}
	return params, true
}

// exceptions returns the errors in lines for dotool as parameters of
// Runtime.exceptionThrown: since host/handlers.js catches them, workerd does not send
// them to a debugger. A record has "error", four numbers and names, and as JSON the
// method and the error.
func (s *relay) exceptions(params json.RawMessage) (thrown []map[string]any) {
	var p struct {
		Args []struct {
			Type  string
			Value json.RawMessage
		}
		Timestamp          float64
		ExecutionContextID int64
	}
	var text string
	if !bytes.Contains(params, quoted(s.in.prefix)) || !bytes.Contains(params, []byte(`error\t`)) || json.Unmarshal(params, &p) != nil ||
		len(p.Args) == 0 || p.Args[0].Type != "string" || json.Unmarshal(p.Args[0].Value, &text) != nil {
		return nil
	}
	closed := strings.SplitN(text, "\t", 4) // the mark, the code, the number and the records
	if len(closed) != 4 || closed[0]+"\t" != s.in.prefix {
		return nil
	}
	for line := range strings.SplitSeq(closed[3], "\x1e") {
		fields := strings.SplitN(line, "\t", 6)
		var what struct {
			Name, Message, Stack, Thrown string
			From                         int // the call that reported it first
		}
		if fields[0] != "error" || len(fields) != 6 || json.Unmarshal([]byte(fields[5]), &[]any{new(string), &what}) != nil || what.From != 0 {
			continue
		}
		exception := map[string]any{"type": "object", "subtype": "error", "className": cmp.Or(what.Name, "Error"), "description": cmp.Or(what.Stack, what.Message)}
		if what.Thrown != "" {
			exception = map[string]any{"type": "object", "className": "Object", "description": what.Thrown}
		}
		if s.repeated(reported{what.Name + ": " + what.Message, p.Timestamp, true}) {
			continue
		}
		s.exceptionID--
		thrown = append(thrown, map[string]any{"timestamp": p.Timestamp, "exceptionDetails": map[string]any{
			"exceptionId":        s.exceptionID,
			"text":               "Uncaught",
			"lineNumber":         0,
			"columnNumber":       0,
			"executionContextId": p.ExecutionContextID,
			"exception":          exception,
		}})
	}
	return thrown
}

// reported is an exception that the client has received.
type reported struct {
	text string
	at   float64 // milliseconds
	own  bool    // not reported by workerd
}

// repeated reports whether the exception was just reported. workerd too reports an
// exception that a method threw, and many twice.
func (s *relay) repeated(e reported) bool {
	last := s.reported
	if e.text == last.text && e.at-last.at < 100 && !(e.own && last.own) {
		return true
	}
	s.reported = e
	return false
}

// quoted returns a text as it stands in a string of JSON.
func quoted(text string) []byte {
	q, _ := json.Marshal(text) // cannot fail
	return q[1 : len(q)-1]
}

// userStack removes dotool's frames from a Runtime.StackTrace and its parents.
func (s *relay) userStack(stack json.RawMessage) json.RawMessage {
	var trace struct{ CallFrames []json.RawMessage }
	if json.Unmarshal(stack, &trace) != nil {
		return stack
	}
	if frames := s.userFrames(trace.CallFrames); len(frames) < len(trace.CallFrames) {
		stack = edit(stack, map[string]any{"callFrames": frames})
	}
	return nested(stack, "parent", s.userStack)
}

// userFrames removes dotool's frames from a stack. Frames of a pause have no URL.
func (s *relay) userFrames(frames []json.RawMessage) []json.RawMessage {
	return slices.DeleteFunc(slices.Clone(frames), func(frame json.RawMessage) bool {
		var f struct {
			URL      string
			ScriptID string
			Location struct{ ScriptID string }
		}
		return json.Unmarshal(frame, &f) == nil && (host.IsModule(f.URL) || s.hidden[f.ScriptID] || s.hidden[f.Location.ScriptID])
	})
}

var (
	urlField  = pattern.New(`"url":"[^"\\]+"`)
	stackLine = pattern.New(`(\\+)n    at ([^"\\]*?\()?((?:file://|dotool:)?[^"\\():]+)(:\d+:\d+)\)?`)
)

// toSource gives modules their URLs, in frames and in stacks as text, and removes
// dotool's lines from the latter. Neither pattern can match across the end of a JSON
// string.
func (s *relay) toSource(raw []byte) []byte {
	if s.target == nil {
		return raw
	}
	if bytes.Contains(raw, []byte(`"url":"`)) {
		raw = urlField.ReplaceAllFunc(raw, func(field []byte) []byte {
			if d := s.target.script(string(field[len(`"url":"`) : len(field)-1])); d != nil {
				return slices.Concat([]byte(`"url":"`), quoted(d.url), []byte(`"`))
			}
			return field
		})
	}
	if bytes.Contains(raw, []byte(`\n    at `)) {
		raw = stackLine.ReplaceAllFunc(raw, func(line []byte) []byte {
			m := stackLine.FindSubmatchIndex(line)
			if m[3]%2 == 0 {
				return line // an escaped backslash and n, not a line feed
			}
			name := string(line[m[6]:m[7]])
			if host.IsModule(name) {
				return line[:m[3]-1]
			}
			if d := s.target.script(name); d != nil {
				return slices.Concat(line[:m[6]], quoted(d.url), line[m[7]:])
			}
			return line
		})
	}
	return raw
}

// edit sets fields of an object in JSON, or removes the ones whose value is nil,
// and leaves the others as they are written.
func edit(object json.RawMessage, changes map[string]any) json.RawMessage {
	var fields map[string]json.RawMessage
	if json.Unmarshal(object, &fields) != nil || fields == nil {
		return object
	}
	for name, value := range changes {
		if value == nil {
			delete(fields, name)
			continue
		}
		v, err := marshal(value)
		if err != nil {
			return object
		}
		fields[name] = v
	}
	out, err := marshal(fields)
	if err != nil {
		return object
	}
	return out
}

// marshal is [json.Marshal], but it leaves "<" as V8 writes it, in names of
// functions above all.
func marshal(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// nested changes a field of an object in JSON, if it is there.
func nested(object json.RawMessage, name string, change func(json.RawMessage) json.RawMessage) json.RawMessage {
	var fields map[string]json.RawMessage
	if json.Unmarshal(object, &fields) != nil || len(fields[name]) == 0 {
		return object
	}
	changed := change(fields[name])
	if bytes.Equal(changed, fields[name]) {
		return object
	}
	return edit(object, map[string]any{name: changed})
}
