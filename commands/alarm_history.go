package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/commands/fire"
	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/logview"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/trace"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/table"
	"github.com/dotool-dev/dotool/migrate/state"
)

func runAlarmHistory(ctx context.Context, env *local.Project, o alarmOptions) error {
	store, folder, err := env.OpenStore()
	if err != nil {
		return err
	}
	means := func(string, string, state.ObjectID, string, bool) bool { return true }
	if o.Address != (inspect.Address{}) {
		if means, err = store.Matcher(addressed(store, o.Address)); err != nil {
			return local.NearClass(store, err)
		}
	}
	var found []event.Firing
	err = trace.ReadHistory(trace.HistoryPath(folder), func(f event.Firing) {
		name := ""
		if f.Name != nil {
			name = *f.Name
		}
		id, err := state.ParseObjectID(f.ID)
		if err == nil && (!o.Failed || f.Outcome != "ok") && means(f.Worker, f.Class, id, name, f.Name != nil) {
			found = append(found, f)
		}
	})
	if err != nil {
		return err
	}
	if o.Limit > 0 {
		found = found[max(0, len(found)-o.Limit):]
	}
	if env.JSON {
		print, end := ui.JSONList[firingJSON](env.Stdout)
		for _, f := range found {
			if err := print(newFiringJSON(env.Env, f)); err != nil {
				return err
			}
		}
		return end()
	}
	if len(found) == 0 {
		what := "fired"
		if o.Failed {
			what = "failed"
		}
		of := ""
		if o.Address.Text != "" {
			of = fmt.Sprintf(" of %q", o.Address.Text)
		}
		env.Note("No alarm%s is known to have %s.", of, what)
		return nil
	}
	head, options := historyColumns(env)
	format, err := table.NewFormat("", env.Stdout, options)
	if err != nil {
		return err
	}
	if err := format.Header(head); err != nil {
		return err
	}
	several := slices.ContainsFunc(found, func(f event.Firing) bool { return f.Worker != found[0].Worker })
	for _, f := range found {
		if err := format.Row(historyRow(env, f, several)); err != nil {
			return err
		}
	}
	return format.Close()
}

// historyColumns returns the headings of historyRow, and how they are printed.
func historyColumns(e *local.Project) ([]string, table.FormatOptions) {
	if e.Narrow() {
		return []string{"FIRED", "OBJECT", "LATE", "TOOK", "TRY", "NEXT", "OUTCOME"}, listOptions(e, []int{2, 3, 4}, []int{0, 5}, []int{1}, []int{3, 2, 5})
	}
	return []string{"FIRED", "OBJECT", "LATE", "OUTCOME", "TOOK", "TRY", "NEXT", "ERROR"}, listOptions(e, []int{2, 4, 5}, []int{0, 3, 6}, []int{1}, nil)
}

// historyRow returns an alarm as a row of a table; with the Worker if there are several.
func historyRow(e *local.Project, f event.Firing, several bool) []sqlite.Value {
	thrown := ""
	if x := f.Exception(); x != nil {
		thrown = x.String()
	}
	object := (&event.Object{Worker: f.Worker, Class: f.Class, ID: f.ID}).String()
	if f.Name != nil {
		object = f.Class + "/" + *f.Name
	}
	fired, late, took, next := f.At, "", fmt.Sprint(f.WallMs), f.NextAlarmAt
	if f.LateMs != nil {
		late = fmt.Sprint(*f.LateMs)
	}
	if e.StdoutTerminal {
		fired = f.Time().Local().Format("2006-01-02 15:04:05")
		took = ui.Duration(time.Duration(f.WallMs) * time.Millisecond)
		if f.LateMs != nil {
			late = ui.Duration(time.Duration(*f.LateMs) * time.Millisecond)
		}
		if !f.Next().IsZero() {
			next = "after " + ui.Until(f.Next().Sub(f.Time()))
		}
	} else if f.Name == nil {
		object = f.Class + "/" + f.ID
	}
	if several && f.Worker != "" && f.Class != "" {
		object = f.Worker + "/" + object
	}
	values := []sqlite.Value{}
	cells := []string{fired, object, late, f.Outcome, took, fmt.Sprint(f.RetryCount + 1), next, thrown}
	if e.Narrow() {
		// Leave out the year, and the outcome if an error says more.
		fired = f.Time().Local().Format("01-02 15:04:05")
		cells = []string{fired, object, late, took, fmt.Sprint(f.RetryCount + 1), strings.TrimPrefix(next, "after "), cmp.Or(thrown, f.Outcome)}
	}
	for _, s := range cells {
		values = append(values, sqlite.TextValue(s))
	}
	return values
}

// firingJSON is an alarm that fired, as JSON.
type firingJSON struct {
	Worker      string             `json:"worker,omitempty"` // absent for what earlier versions recorded
	Kind        string             `json:"kind,omitempty"`   // "cron" and "queue", which have no object; absent for an alarm
	Cron        string             `json:"cron,omitempty"`
	Queue       *event.QueueCall   `json:"queue,omitempty"`
	Class       string             `json:"class,omitempty"`
	ID          string             `json:"id,omitempty"`
	Name        *string            `json:"name"`
	At          string             `json:"at"`
	ScheduledAt string             `json:"scheduledAt,omitempty"`
	LateMs      *int64             `json:"lateMs,omitempty"`
	Outcome     string             `json:"outcome"`
	RetryCount  int                `json:"retryCount"`
	WallMs      int64              `json:"wallMs"`
	Error       string             `json:"error,omitempty"`
	Stack       []string           `json:"stack,omitempty"`
	Logs        []event.FiringLine `json:"logs"`
	Lines       []event.Line       `json:"lines"` // what happened in it, as in `dotool logs --json`
	NextAlarmAt string             `json:"nextAlarmAt,omitempty"`
	Virtual     bool               `json:"virtual,omitempty"`
	Changes     *fire.Changes      `json:"changes,omitempty"` // of --twice
}

func newFiringJSON(e *ui.Env, f event.Firing) firingJSON {
	j := firingJSON{
		Worker: f.Worker, Kind: f.Kind, Cron: f.Cron, Queue: f.Queue, Class: f.Class, ID: f.ID, Name: f.Name, At: f.At, ScheduledAt: f.ScheduledAt, LateMs: f.LateMs, Outcome: f.Outcome,
		RetryCount: f.RetryCount, WallMs: f.WallMs, Logs: append([]event.FiringLine{}, f.Logs...), Lines: f.Details(), NextAlarmAt: f.NextAlarmAt, Virtual: f.Virtual,
	}
	if x := f.Exception(); x != nil {
		j.Error = x.String()
		for _, frame := range x.Stack {
			j.Stack = append(j.Stack, logview.StackLine(e, frame))
		}
	}
	return j
}
