package devserver_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/devserver"
	"github.com/dotool-dev/dotool/devserver/event"
)

// TestSchedules moves the clock by which a schedule creates an instance.
func TestSchedules(t *testing.T) {
	t.Parallel()
	const configured = `{ "name": "app", "main": "index.js", "compatibility_date": "2026-06-01",
  "workflows": [{ "binding": "WF", "name": "report", "class_name": "Report", "schedules": "30 12 * * *" }] }`
	const worker = `import { WorkflowEntrypoint } from "cloudflare:workers";
export class Report extends WorkflowEntrypoint { async run(event, step) { await step.do("print", () => console.log(JSON.stringify([event.schedule, event.payload]))); } }
export default {};`
	var now atomic.Int64
	at := func(clock string) int64 {
		parsed, _ := time.Parse(time.DateTime, "2026-05-01 "+clock)
		return parsed.UnixMilli()
	}
	now.Store(at("12:29:10"))
	read := make(chan bool, 100)
	s := start(t, devserver.Options{Cron: true, Log: true, Now: func() time.Time {
		select {
		case read <- true:
		default:
		}
		return time.UnixMilli(now.Load())
	}}, map[string]string{"wrangler.json": configured, "index.js": worker})
	for len(read) > 0 { // before it served
		<-read
	}
	<-read
	<-read // it was looked at once
	now.Store(at("12:30:01"))
	if created := next[event.Workflow](t, s); created.State != "created" || created.Object.Class != "report" {
		t.Errorf("%+v", created)
	}
	if printed, want := next[event.Console](t, s), `[{"cron":"30 12 * * *","scheduledTime":1777638600000},{}]`; printed.Text != want {
		t.Errorf("%q, not %q", printed.Text, want)
	}
	if done := next[event.Workflow](t, s); done.State != "completed" {
		t.Errorf("%+v", done)
	}
}
