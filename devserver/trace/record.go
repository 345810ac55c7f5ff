package trace

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/devserver/event"
)

// record reads a line of host/report.js: its kind, then fields separated by tabs. It
// returns false for any other line.
func (o *Output) record(line string) bool {
	kind, rest, _ := strings.Cut(line, "\t")
	if kind != "" && kind[0] <= '9' {
		return o.again(kind, rest)
	}
	switch kind {
	case "call":
		c, ok := o.call(rest)
		if ok {
			o.ended(c)
		}
		return ok
	case "like":
		return o.like(rest)
	case "from":
		at, err := strconv.ParseInt(rest, 10, 64)
		o.from = time.UnixMilli(at)
		return err == nil
	case "console":
		return o.write(rest)
	case "binding":
		return o.binding(rest)
	case "limit":
		return o.limit(rest)
	case "error", "noted":
		e, t, ok := o.error(rest)
		switch {
		case !ok:
		case kind == "noted":
			o.note(e)
		default:
			o.thrown(e, t.runtimes()...)
		}
		return ok
	case "unhandled":
		return o.unhandled(rest)
	case "handled":
		n, err := strconv.Atoi(rest)
		delete(o.rejections, n)
		return err == nil
	case "object":
		return o.object(rest)
	case "instance":
		return o.instance(rest)
	case "workflow":
		return o.workflow(rest)
	case "over":
		// The engine has ended a run(), and the runtime its call.
		o.known = append(o.known, knownError{text: hung, at: time.Now()})
		return true
	case "start":
		return o.start(rest)
	case "ended":
		n, err := strconv.Atoi(rest)
		o.over(o.number(n))
		return err == nil
	case "missing":
		var method string
		if !list("["+rest+"]", &method) {
			return false
		}
		o.Report(event.Bug{Err: fmt.Errorf("this workerd has no %s, which dotool wraps: the log and held alarms may be incomplete", method)})
		return true
	case "mark":
		o.release(o.numbers(0)...) // a client waits for all that has happened
		o.Report(event.Marked{Token: rest})
		return true
	case "alarm":
		return o.alarm(rest)
	case "busy":
		if o.Busy != nil {
			o.Busy()
		}
		return true
	}
	return false
}

// object reads "number, id, [class, name]" of an object that has started; its name may be
// null.
func (o *Output) object(line string) bool {
	f := strings.SplitN(line, "\t", 3)
	var class, name *string
	if len(f) != 3 || !list(f[2], &class, &name) || class == nil {
		return false
	}
	object := &event.Object{Worker: o.Worker, Class: *class, ID: f[1]}
	if name != nil {
		object.Name, object.Named = *name, true
	}
	if !o.remember(f[0], object) {
		return false
	}
	o.Report(event.Started{Object: object})
	return true
}

// instance reads "number, [class, id]" of an instance of a workflow.
func (o *Output) instance(line string) bool {
	k, names, _ := strings.Cut(line, "\t")
	object := &event.Object{Worker: o.Worker, Named: true, Instance: true}
	if !list(names, &object.Class, &object.ID) {
		return false
	}
	object.Name = object.ID
	return o.remember(k, object)
}

// remember gives an object the number by which later lines name it.
func (o *Output) remember(number string, object *event.Object) bool {
	k, err := strconv.Atoi(number)
	if err != nil {
		return false
	}
	if o.objects == nil {
		o.objects = map[int]*event.Object{}
	}
	o.objects[k] = object
	return true
}

// start reads "[call, kind, method, class, id, name]" of what has begun, or nothing for
// the code of the Worker itself.
func (o *Output) start(line string) bool {
	start := event.Stuck{Worker: o.Worker, Since: time.Now()}
	if line != "" {
		var n int
		var class, id string
		var name *string
		if !list(line, &n, &start.Kind, &start.Method, &class, &id, &name) {
			return false
		}
		start.Call = o.number(n)
		if class != "" {
			start.Object = &event.Object{Worker: o.Worker, Class: class, ID: id}
			if name != nil {
				start.Object.Name, start.Object.Named = *name, true
			}
		}
		o.begun(start.Call, start.Object)
	}
	if o.Began != nil {
		o.Began(start)
	}
	return true
}

// alarm reads "call, object" of an alarm whose handler begins.
func (o *Output) alarm(line string) bool {
	n, ok := integers(strings.Split(line, "\t")...)
	if !ok || len(n) != 2 || n[1] != 0 && o.objects[n[1]] == nil {
		return false
	}
	call, object := o.number(n[0]), o.objects[n[1]]
	o.begun(call, object)
	o.Report(event.AlarmStarted{Call: call, Object: object})
	return true
}

// like reads a call that others may be like, after the number that they begin with: see
// describeCall in host/report.js.
func (o *Output) like(line string) bool {
	number, line, _ := strings.Cut(line, "\t")
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i > len(o.alike) || i > 255 {
		return false
	}
	line, is := strings.CutPrefix(line, "call\t")
	c, ok := o.call(line)
	if !is || !ok {
		return false
	}
	if i == len(o.alike) {
		o.alike = append(o.alike, c)
	} else {
		o.alike[i] = c
	}
	o.ended(c)
	return true
}

// again reads "n, start, duration, busy" of a call like another, and root and parent where
// they are not n and 0. Times count from the last "from".
func (o *Output) again(number, line string) bool {
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(o.alike) {
		return false
	}
	var n [6]int
	count := 0
	for field := range strings.SplitSeq(line, "\t") {
		if count == len(n) {
			return false
		}
		if n[count], err = strconv.Atoi(field); err != nil {
			return false
		}
		count++
	}
	c := o.alike[i]
	switch count {
	case 4:
		c.Root, c.Parent = o.number(n[0]), 0
	case 6:
		c.Root, c.Parent = o.number(n[4]), o.number(n[5])
	default:
		return false
	}
	c.N, c.At = o.number(n[0]), o.from.Add(time.Duration(n[1])*time.Millisecond)
	c.Duration, c.Busy = time.Duration(n[2])*time.Millisecond, time.Duration(n[3])*time.Millisecond
	o.ended(c)
	return true
}

// call reads "n, root, parent, object, kind, start, duration, busy, outcome, detail" and,
// if it sent anything on a WebSocket, what: see line in host/report.js and close in
// host/calls.js.
func (o *Output) call(line string) (c event.Call, ok bool) {
	var n [7]int
	kind, rest := "", line
	ok = true
	for i := 0; i < len(n) && ok; i++ {
		if i == 4 {
			kind, rest, _ = strings.Cut(rest, "\t")
		}
		field, after, _ := strings.Cut(rest, "\t")
		var err error
		n[i], err = strconv.Atoi(field)
		rest, ok = after, err == nil
	}
	outcome, detail, whole := strings.Cut(rest, "\t")
	if !ok || !whole {
		return c, false
	}
	c = event.Call{
		N: o.number(n[0]), Root: o.number(n[1]), Parent: o.number(n[2]),
		Worker:   o.Worker,
		Object:   o.objects[n[3]],
		Kind:     kind,
		At:       time.UnixMilli(int64(n[4])),
		Duration: time.Duration(n[5]) * time.Millisecond,
		Busy:     time.Duration(n[6]) * time.Millisecond,
		Failed:   outcome != "ok",
	}
	detail, sent, some := strings.Cut(detail, "\t")
	if some {
		c.Sent = &event.Sent{}
		if json.Unmarshal([]byte(sent), c.Sent) != nil {
			return c, false
		}
	}
	switch c.Kind {
	case "request", "fetch":
		c.Method, c.Status, c.URL, ok = requestDetail(detail)
	case "rpc":
		c.Method, c.Args, ok = rpcDetail(detail)
	case "step":
		ok = list(detail, &c.Method, &c.Attempt)
	case "alarm":
		var d struct {
			ScheduledAt int64 `json:"scheduledAt"`
			Retry       int   `json:"retry"`
			Next        int64 `json:"next"`
			Clock       int64 `json:"clock"`
		}
		ok = json.Unmarshal([]byte(detail), &d) == nil
		c.Alarm = &event.AlarmCall{Retry: d.Retry}
		if d.ScheduledAt != 0 {
			c.Alarm.ScheduledAt = time.UnixMilli(d.ScheduledAt)
		}
		if d.Next != 0 {
			c.Alarm.Next = time.UnixMilli(d.Next)
		}
		if d.Clock != 0 {
			c.Alarm.Clock = time.UnixMilli(d.Clock)
		}
	case "scheduled":
		var d struct {
			Cron        string  `json:"cron"`
			ScheduledAt float64 `json:"scheduledAt"`
			Clock       int64   `json:"clock"`
		}
		ok = json.Unmarshal([]byte(detail), &d) == nil
		c.Cron = &event.CronCall{Cron: d.Cron}
		if d.ScheduledAt != 0 {
			c.Cron.ScheduledAt = time.UnixMilli(int64(d.ScheduledAt))
		}
		if d.Clock != 0 {
			c.Cron.Clock = time.UnixMilli(d.Clock)
		}
	case "email":
		if strings.HasPrefix(detail, "{") {
			c.Email = &event.EmailCall{}
			ok = json.Unmarshal([]byte(detail), c.Email) == nil
		}
	case "queue":
		c.Queue, ok = queueDetail(detail, c.Failed)
	case "message", "close", "error":
		c.Socket = &event.SocketCall{}
		ok = json.Unmarshal([]byte(detail), c.Socket) == nil
	}
	return c, ok
}

// over takes the end of what has begun: a call, or what a command asked for.
func (o *Output) over(n int) {
	delete(o.working, n)
	if o.Ended != nil {
		o.Ended(n)
	}
	o.settles(n)
}

// ended takes a call that has ended.
func (o *Output) ended(c event.Call) {
	o.over(c.N)
	o.Report(c)
	if c.Failed && c.Alarm != nil && c.Alarm.Retry >= maxAlarmRetries {
		o.Report(event.Limit{
			At: c.At, Call: c.N, Root: c.Root, Worker: c.Worker, Object: c.Object, Name: "alarm-retries", Method: "alarm", Size: int64(c.Alarm.Retry), Max: maxAlarmRetries,
			Message: fmt.Sprintf("it threw at each of %d retries: the alarm is dropped", c.Alarm.Retry),
			Hint:    "catch what may fail in the handler, and set a new alarm for later",
		})
	}
}

// workflow reads "instance, detail": see reportEvent in host/products/workflows.js.
func (o *Output) workflow(line string) bool {
	k, text, _ := strings.Cut(line, "\t")
	n, err := strconv.Atoi(k)
	var d struct {
		State   string `json:"state"`
		At      int64  `json:"at"`
		Step    string `json:"step"`
		Count   int    `json:"count"`
		Attempt int    `json:"attempt"`
		Until   int64  `json:"until"`
		Type    string `json:"type"`
		WallMs  int64  `json:"wallMs"`
		Error   *struct {
			Name    string `json:"name"`
			Message string `json:"message"`
		} `json:"error"`
	}
	if err != nil || o.objects[n] == nil || json.Unmarshal([]byte(text), &d) != nil {
		return false
	}
	e := event.Workflow{
		At: time.UnixMilli(d.At), Worker: o.Worker, Object: o.objects[n], State: d.State, Step: d.Step, Attempt: d.Attempt,
		Type: d.Type, Duration: time.Duration(d.WallMs) * time.Millisecond,
	}
	if d.Count > 1 {
		e.Step += fmt.Sprintf(" #%d", d.Count)
	}
	if d.Until != 0 {
		e.Until = time.UnixMilli(d.Until)
	}
	if d.Error != nil {
		e.Error = &event.Error{Name: d.Error.Name, Message: d.Error.Message}
	}
	o.Report(e)
	return true
}

// queueDetail reads ["jobs",10,2,1,0]: the queue, how many messages were in the batch, were
// acknowledged and are to be retried, and whether (1) ackAll or (2) retryAll was called. It
// is nil for a batch that could not be read: see host/batches.js.
func queueDetail(text string, failed bool) (q *event.QueueCall, ok bool) {
	const ackAll, retryAll = 1, 2
	if text == "[]" {
		return nil, true
	}
	q, all := &event.QueueCall{}, 0
	if !list(text, &q.Name, &q.Messages, &q.Acked, &q.Retried, &all) {
		return nil, false
	}
	if all == retryAll || failed && all != ackAll {
		q.Retried = q.Messages - q.Acked
	} else {
		q.Acked = q.Messages - q.Retried
	}
	return q, true
}

// requestDetail reads ["GET",200,"http://localhost/"].
func requestDetail(text string) (method string, status int, url string, ok bool) {
	if !strings.Contains(text, `\`) { // the fast path
		method, rest, _ := strings.Cut(strings.TrimPrefix(text, `["`), `",`)
		number, url, _ := strings.Cut(rest, `,"`)
		status, err := strconv.Atoi(number)
		return method, status, strings.TrimSuffix(url, `"]`), err == nil
	}
	ok = list(text, &method, &status, &url)
	return method, status, url, ok
}

// rpcDetail reads ["join","1, 2"].
func rpcDetail(text string) (method, args string, ok bool) {
	if !strings.Contains(text, `\`) {
		method, args, ok = strings.Cut(strings.TrimPrefix(text, `["`), `","`)
		return method, strings.TrimSuffix(args, `"]`), ok
	}
	ok = list(text, &method, &args)
	return method, args, ok
}

// list reads the items of a JSON array into pointers.
func list(text string, into ...any) bool {
	n := len(into)
	return json.Unmarshal([]byte(text), &into) == nil && len(into) == n
}

// maxAlarmRetries is how often the runtime retries an alarm handler that threw. After
// that it silently drops the alarm.
const maxAlarmRetries = 6

// limit reads "n, root, object, limit": see exceeded in host/limits.js.
func (o *Output) limit(line string) bool {
	f := strings.SplitN(line, "\t", 4)
	if len(f) != 4 {
		return false
	}
	n, ok := integers(f[0], f[1], f[2])
	var limit struct {
		Name    string  `json:"name"`
		Method  string  `json:"method"`
		Size    float64 `json:"size"`
		Max     float64 `json:"limit"`
		Message string  `json:"message"`
		Hint    string  `json:"hint"`
		Stack   string  `json:"stack"`
	}
	if !ok || json.Unmarshal([]byte(f[3]), &limit) != nil {
		return false
	}
	o.Report(event.Limit{
		At: time.Now(), Call: o.number(n[0]), Root: o.number(n[1]), Worker: o.Worker, Object: o.objects[n[2]],
		Name: limit.Name, Method: limit.Method, Size: int64(limit.Size), Max: int64(limit.Max), Message: limit.Message, Hint: limit.Hint,
		Stack: o.Source.Read(ThrownError{Stack: limit.Stack}).Stack,
	})
	return true
}

// error reads "n, root, object, kind, [method, error]".
func (o *Output) error(line string) (e event.Exception, thrown *ThrownError, ok bool) {
	f := strings.SplitN(line, "\t", 5)
	if len(f) != 5 {
		return e, nil, false
	}
	n, ok := integers(f[0], f[1], f[2])
	var detail [2]json.RawMessage
	if !ok || json.Unmarshal([]byte(f[4]), &detail) != nil {
		return e, nil, false
	}
	e = event.Exception{At: time.Now(), Call: o.number(n[0]), Root: o.number(n[1]), Worker: o.Worker, Object: o.objects[n[2]]}
	_ = json.Unmarshal(detail[0], &e.Method)
	thrown = &ThrownError{}
	if json.Unmarshal(detail[1], thrown) != nil {
		return e, nil, false
	}
	e.Error = o.Source.Read(*thrown)
	if thrown.From != 0 {
		e.From = o.number(thrown.From)
	}
	return o.Source.Explained(e, thrown), thrown, true
}

// number makes the number of a call unique across processes and Workers.
func (o *Output) number(n int) int {
	if n == 0 {
		return 0
	}
	n = o.Base + (n-1)*max(o.of, 1) + o.index + 1
	if o.Calls != nil && int64(n) > o.Calls.Load() {
		o.Calls.Store(int64(n))
	}
	return n
}

func integers(fields ...string) ([]int, bool) {
	out := make([]int, len(fields))
	for i, f := range fields {
		n, err := strconv.Atoi(f)
		if err != nil {
			return nil, false
		}
		out[i] = n
	}
	return out, true
}

// origin reads "n.root.object": the call that a console line belongs to.
func (o *Output) origin(text string) (call, root int, object *event.Object) {
	f := strings.Split(text, ".")
	if len(f) != 3 {
		return 0, 0, nil
	}
	n, ok := integers(f...)
	if !ok {
		return 0, 0, nil
	}
	return o.number(n[0]), o.number(n[1]), o.objects[n[2]]
}
