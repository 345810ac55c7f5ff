package devserver_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/devserver"
	"github.com/dotool-dev/dotool/devserver/event"
)

// TestCrons moves the clock by which cron triggers fire.
func TestCrons(t *testing.T) {
	t.Parallel()
	const configured = `{ "name": "app", "main": "index.js", "compatibility_date": "2026-06-01", "triggers": { "crons": ["30 12 * * *"] } }`
	const worker = `export default { scheduled(c) { console.log("VERSION", c.cron, c.scheduledTime); if (c.cron[0] === "1") throw new TypeError("no"); } };`
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
	looked := func() { // at what serves now
		for len(read) > 0 {
			<-read
		}
		<-read
		<-read
	}
	looked()
	now.Store(at("14:00:00")) // after the machine has slept
	printed, call := next[event.Console](t, s), next[event.Call](t, s)
	if want := "VERSION 30 12 * * * 1777638600000"; printed.Text != want || call.Kind != "scheduled" || call.Failed || call.Cron.Cron != "30 12 * * *" || call.Cron.ScheduledAt.UnixMilli() != at("12:30:00") {
		t.Errorf("%q, not %q: %+v %+v", printed.Text, want, call, call.Cron)
	}
	s.write(t, "wrangler.json", strings.Replace(configured, "30 12", "1 14", 1))
	if e := next[event.Unchanged](t, s); !e.Crons {
		t.Error("the cron triggers have changed")
	}
	looked()
	now.Store(at("14:01:59"))
	if thrown, call := next[event.Exception](t, s), next[event.Call](t, s); thrown.Error.String() != "TypeError: no" || !call.Failed || call.Cron.Cron != "1 14 * * *" {
		t.Errorf("%v %+v", thrown.Error, call)
	}
	s.write(t, "index.js", `export default { fetch() {} };`)
	next[event.Ready](t, s)
	now.Store(at("14:01:00") + 24*time.Hour.Milliseconds())
	if list := next[event.Warnings](t, s).List; !strings.Contains(list[0].Message, "has no scheduled handler") || list[0].Pos.Column != 98 {
		t.Errorf("%+v", list)
	}
}
