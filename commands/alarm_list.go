package commands

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/trace"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/table"
)

// addressed reads an argument that may also be a class.
func addressed(store *inspect.Store, a inspect.Address) inspect.Address {
	if a.Text != "" && !a.All && a.Class == "" {
		return local.WhichObjects(store, a.Text)
	}
	return a
}

type alarmOptions struct {
	Address inspect.Address
	Time    string // for set
	Limit   int    // 0: all
	Watch   bool
	Failed  bool
}

// triedAlarm is an alarm that failed, by the time it was set to.
type triedAlarm struct {
	object      event.Ref
	scheduledAt string
}

// pendingAlarm is an alarm as JSON.
type pendingAlarm struct {
	Worker      *string         `json:"worker"` // null if no ledger names it
	Class       string          `json:"class"`
	ID          string          `json:"id"`
	Name        *local.JSONText `json:"name"`
	ScheduledAt string          `json:"scheduledAt"`
	Overdue     bool            `json:"overdue"`
	InMs        int64           `json:"inMs"`
	RetryCount  int             `json:"retryCount,omitempty"` // how many tries have failed
}

func runAlarmList(ctx context.Context, env *local.Project, o alarmOptions) error {
	if !o.Watch {
		return listAlarms(ctx, env, env.Stdout, o)
	}
	if !env.StdoutTerminal || env.JSON {
		return ui.UsageError("--watch needs a terminal", "leave it off to print the list once")
	}
	if o.Limit == 0 {
		o.Limit = 20
	}
	lines := 0
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		var screen bytes.Buffer
		if err := listAlarms(ctx, env, &screen, o); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		if screen.Len() == 0 {
			fmt.Fprintln(&screen, nothing("alarms", o.Address.Text))
		}
		back := ""
		if lines > 0 {
			back = fmt.Sprintf("\x1b[%dA", lines)
		}
		lines = bytes.Count(screen.Bytes(), []byte("\n"))
		text := strings.ReplaceAll(screen.String(), "\n", "\x1b[K\n")
		if _, err := fmt.Fprintf(env.Screen(env.Stdout), "%s\r%s\x1b[J", back, text); err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil // being asked to stop is success
		}
	}
}

func listAlarms(ctx context.Context, e *local.Project, w io.Writer, o alarmOptions) error {
	store, err := e.Objects()
	if err != nil {
		return err
	}
	alarms, err := store.Alarms(ctx, addressed(store.Store, o.Address))
	if err != nil {
		return local.NearClass(store.Store, err)
	}
	now := store.Clock(ctx)
	tried := failedTries(store)
	atLatest := func(o inspect.Object) bool { return o.Alarm.Equal(inspect.LatestHeld) }
	if !o.Watch && inspect.Held(store.State()) && slices.ContainsFunc(alarms, atLatest) {
		noteLatestHeld(e)
	}
	left := 0
	if o.Limit > 0 && len(alarms) > o.Limit {
		left = len(alarms) - o.Limit
		alarms = alarms[:o.Limit]
	}
	if e.JSON {
		print, end := ui.JSONList[pendingAlarm](w)
		for _, a := range alarms {
			if err := print(newPendingAlarm(a, now, tried)); err != nil {
				return err
			}
		}
		return end()
	}
	if len(alarms) == 0 {
		if !o.Watch {
			e.Note("%s", nothing("alarms", o.Address.Text))
		}
		return nil
	}
	if err := printAlarms(e, w, alarms, now, tried); err != nil {
		return err
	}
	if left > 0 && e.StdoutTerminal {
		_, err = fmt.Fprintf(w, "… and %d more\n", left)
	}
	return err
}

// failedTries counts how often each alarm has failed.
func failedTries(store *local.Objects) map[triedAlarm]int {
	tried := map[triedAlarm]int{}
	_ = trace.ReadHistory(trace.HistoryPath(store.State()), func(f event.Firing) { // optional: the list is complete without it
		if f.Outcome != "ok" {
			tried[triedAlarm{f.Ref(), f.ScheduledAt}] = f.RetryCount + 1
		}
	})
	return tried
}

// printAlarms prints alarms as rows of a table.
func printAlarms(e *local.Project, w io.Writer, alarms []inspect.Object, now time.Time, tried map[triedAlarm]int) error {
	head, options := []string{"CLASS", "NAME", "ID", "WHEN", "IN", "TRIED"}, listOptions(e, nil, []int{2, 3, 4}, []int{0, 1}, []int{3, 5})
	named := map[string]bool{}
	for _, o := range alarms {
		named[o.Namespace.Worker] = true
	}
	delete(named, "")
	workers := len(named) > 1
	if workers {
		head, options = ofWorkers(head, options)
	}
	rows, err := table.NewFormat("", w, options)
	if err != nil {
		return err
	}
	if err := rows.Header(head); err != nil {
		return err
	}
	text := sqlite.TextValue
	format := "2006-01-02 15:04:05"
	if e.Narrow() {
		format = format[5:]
	}
	for _, a := range alarms {
		p := newPendingAlarm(a, now, tried)
		id, when, in, times := p.ID, p.ScheduledAt, fmt.Sprint(p.InMs), fmt.Sprint(p.RetryCount)
		if e.StdoutTerminal {
			id, when, in, times = id[:12], a.Alarm.Local().Format(format), ui.Until(a.Alarm.Sub(now)), ""
			if p.Overdue {
				in = "overdue"
			}
			if p.RetryCount > 0 {
				times = fmt.Sprintf("%d×", p.RetryCount)
			}
		}
		row := []sqlite.Value{text(p.Class), text(a.Name), text(id), text(when), text(in), text(times)}
		if workers {
			row = append([]sqlite.Value{text(a.Namespace.Worker)}, row...)
		}
		if err := rows.Row(row); err != nil {
			return err
		}
	}
	return rows.Close()
}

// noteLatestHeld says that an alarm may be earlier than it was set to be.
func noteLatestHeld(e *local.Project) {
	e.Note("While alarms are held, %s is the latest time: a later alarm is set to it.", inspect.LatestHeld.UTC().Format(time.RFC3339))
}

func newPendingAlarm(o inspect.Object, now time.Time, tried map[triedAlarm]int) pendingAlarm {
	p := pendingAlarm{Worker: o.Namespace.WorkerName(), Class: o.Namespace.Name(), ID: o.ID.String(), ScheduledAt: ui.JSONTime(o.Alarm), InMs: o.Alarm.Sub(now).Milliseconds()}
	p.Overdue = p.InMs < 0
	for _, worker := range []string{o.Namespace.Worker, ""} { // earlier versions recorded none
		if p.RetryCount = tried[triedAlarm{event.Ref{Worker: worker, Class: o.Namespace.Class, ID: p.ID}, p.ScheduledAt}]; p.RetryCount > 0 {
			break
		}
	}
	if o.Named {
		name := local.JSONText(o.Name)
		p.Name = &name
	}
	return p
}
