package commands

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"dotool/devserver/event"
	"dotool/devserver/trace"
	"dotool/inspect"
	"dotool/inspect/shell"
	"dotool/inspect/sqlite"
	"dotool/migrate/state"
)

type alarmOptions struct {
	Address inspect.Address
	Time    string // for set
	Limit   int    // 0: all
	Watch   bool
	Failed  bool
}

func alarmCommand(env *Project) *cli.Command {
	class := &cli.StringFlag{Name: "class", Usage: "look in class `NAME` only"}
	all := &cli.BoolFlag{Name: "all", Usage: "mean every object of the class"}
	limit := &cli.IntFlag{Name: "limit", Usage: "print `N` only", DefaultText: "all"}
	sub := func(name, usage, argsUsage, description string, least, most int, run func(context.Context, *Project, alarmOptions) error, flags ...cli.Flag) *cli.Command {
		return &cli.Command{
			Name: name, Usage: usage, ArgsUsage: argsUsage, Description: description,
			Flags: append(flags, class),
			Action: func(c *cli.Context) error {
				if err := arguments(c, most); err != nil {
					return err
				}
				if c.NArg() < least && !c.Bool("all") {
					return usageError(c.Command.HelpName+" needs "+argsUsage, "see `"+c.Command.HelpName+" --help`")
				}
				o := alarmOptions{Limit: c.Int("limit"), Watch: c.Bool("watch"), Failed: c.Bool("failed")}
				if o.Limit < 0 || c.IsSet("limit") && o.Limit == 0 {
					return usagef("--limit takes a number from 1 on, not %d", o.Limit)
				}
				args := c.Args().Slice()
				if name == "set" {
					if len(args) == 0 {
						return usageError(c.Command.HelpName+" needs TIME", timeExamples)
					}
					o.Time, args = args[len(args)-1], args[:len(args)-1]
				}
				if len(args) > 0 {
					o.Address.Text = args[0]
				}
				o.Address.Class, o.Address.All = c.String("class"), c.Bool("all")
				return run(c.Context, env, o)
			},
		}
	}
	return &cli.Command{
		Name: "alarm", Usage: "list, fire, set and delete alarms",
		Description: "Looking wakes nobody. What changes or fires alarms goes through `dotool dev`\n" +
			"where it serves, else hosts the objects itself for as long as it takes.\n" +
			"`dotool dev --hold-alarms` lets no alarm ring but by `dotool alarm fire`.\n\n" +
			"Example:\n  $ dotool alarm list\n  $ dotool alarm fire lobby\n  $ dotool alarm fire --until +7d",
		Subcommands: []*cli.Command{
			sub("list", "list the alarms that are set, the next one first", "[OBJECT|GLOB]",
				"Prints class, name, id, when, and how long until then.\n\nExample:\n  $ dotool alarm list 'Room/team-*'\n  $ dotool alarm list --watch",
				0, 1, runAlarmList, limit, &cli.BoolFlag{Name: "watch", Usage: "keep the list on the screen"}),
			alarmFireCommand(env, class, all),
			sub("set", "set an alarm", "OBJECT|GLOB TIME",
				"TIME is a distance from now as +5m, +1h30m or +2d, a date as\n2026-12-24T18:00:00Z, \"2026-12-24 18:00\" or 18:00 (here), or milliseconds since\n1970. A time that is past means now.\n\nExample:\n  $ dotool alarm set lobby +5m",
				2, 2, runAlarmSet, all, patienceFlag(env)),
			sub("delete", "take an alarm away", "OBJECT|GLOB",
				"Example:\n  $ dotool alarm delete lobby\n  $ dotool alarm delete Room --all",
				1, 1, runAlarmDelete, all, patienceFlag(env)),
			sub("history", "show which alarms rang", "[OBJECT|GLOB]",
				"Prints when an alarm rang, which, how late, what came of it, how long it took,\nwhich try it was, and the alarm that was set then, the last one last. The last\nfew thousand are remembered.\n\nExample:\n  $ dotool alarm history lobby\n  $ dotool alarm history --failed --json",
				0, 1, runAlarmHistory, limit, &cli.BoolFlag{Name: "failed", Usage: "only those whose handler failed"}),
		},
	}
}

// addressed reads an argument that may also be a class.
func addressed(store *inspect.Store, a inspect.Address) inspect.Address {
	if a.Text != "" && !a.All && a.Class == "" {
		return whichObjects(store, a.Text)
	}
	return a
}

// pendingAlarm is an alarm as scripts get it.
type pendingAlarm struct {
	Class       string    `json:"class"`
	ID          string    `json:"id"`
	Name        *jsonText `json:"name"`
	ScheduledAt string    `json:"scheduledAt"`
	Overdue     bool      `json:"overdue"`
	InMs        int64     `json:"inMs"`
	RetryCount  int       `json:"retryCount,omitempty"` // how often it was tried already
}

func runAlarmList(ctx context.Context, env *Project, o alarmOptions) error {
	if !o.Watch {
		return listAlarms(ctx, env, env.Stdout, o)
	}
	if !env.StdoutTerminal || env.JSON {
		return usageError("--watch needs a terminal", "leave it off to print the list once")
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
		if _, err := fmt.Fprintf(env.screen(env.Stdout), "%s\r%s\x1b[J", back, text); err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil // being asked to stop is success
		}
	}
}

func listAlarms(ctx context.Context, e *Project, w io.Writer, o alarmOptions) error {
	store, state, err := e.openStore()
	if err != nil {
		return err
	}
	alarms, err := store.Alarms(ctx, addressed(store, o.Address))
	if err != nil {
		return nearClass(store, err)
	}
	now := e.workerClock(ctx, state)
	tried := map[string]int{}
	_ = trace.ReadHistory(trace.HistoryPath(state), func(f event.Firing) { // the list is as good without
		if f.Outcome != "ok" {
			tried[f.Class+"/"+f.ID+"@"+f.ScheduledAt] = f.RetryCount + 1
		}
	})
	left := 0
	if o.Limit > 0 && len(alarms) > o.Limit {
		left = len(alarms) - o.Limit
		alarms = alarms[:o.Limit]
	}
	if e.JSON {
		print, end := jsonList[pendingAlarm](w)
		for _, a := range alarms {
			if err := print(newPendingAlarm(a, now, tried)); err != nil {
				return err
			}
		}
		return end()
	}
	if len(alarms) == 0 {
		if !o.Watch {
			e.tell("%s", nothing("alarms", o.Address.Text))
		}
		return nil
	}
	format, err := shell.NewFormat("", w, listOptions(e, nil, []int{3, 4}))
	if err != nil {
		return err
	}
	if err := format.Header([]string{"CLASS", "NAME", "ID", "WHEN", "IN", "TRIED"}); err != nil {
		return err
	}
	text := sqlite.TextValue
	for _, a := range alarms {
		p := newPendingAlarm(a, now, tried)
		id, when, in, times := p.ID, p.ScheduledAt, fmt.Sprint(p.InMs), fmt.Sprint(p.RetryCount)
		if e.StdoutTerminal {
			id, when, in, times = id[:12], a.Alarm.Local().Format("2006-01-02 15:04:05"), until(a.Alarm.Sub(now)), ""
			if p.Overdue {
				in = "overdue"
			}
			if p.RetryCount > 0 {
				times = fmt.Sprintf("%d×", p.RetryCount)
			}
		}
		if err := format.Row([]sqlite.Value{text(p.Class), text(a.Name), text(id), text(when), text(in), text(times)}); err != nil {
			return err
		}
	}
	if err := format.Close(); err != nil {
		return err
	}
	if left > 0 && e.StdoutTerminal {
		_, err = fmt.Fprintf(w, "… and %d more\n", left)
	}
	return err
}

func newPendingAlarm(o inspect.Object, now time.Time, tried map[string]int) pendingAlarm {
	p := pendingAlarm{Class: o.Namespace.Label, ID: o.ID.String(), ScheduledAt: jsonTime(o.Alarm), InMs: o.Alarm.Sub(now).Milliseconds()}
	p.Overdue = p.InMs < 0
	p.RetryCount = tried[o.Namespace.Class+"/"+p.ID+"@"+p.ScheduledAt]
	if o.Named {
		name := jsonText(o.Name)
		p.Name = &name
	}
	return p
}

func runAlarmSet(ctx context.Context, env *Project, o alarmOptions) error {
	at, err := parseTime(o.Time, time.Now())
	if err != nil {
		return err
	}
	if at.After(inspect.LatestAlarm) {
		return usageError(fmt.Sprintf("%q is too late: the runtime takes no alarm after %s", o.Time, inspect.LatestAlarm.UTC().Format(time.DateOnly)), timeExamples)
	}
	return changeAlarms(ctx, env, o, func(now time.Time) time.Time {
		at, _ := parseTime(o.Time, now) // it was read before
		if at.Before(now) {
			return now
		}
		return at
	})
}

func runAlarmDelete(ctx context.Context, env *Project, o alarmOptions) error {
	return changeAlarms(ctx, env, o, nil)
}

// changeAlarms sets the alarms of objects to a time, or takes them away for nil,
// through the server that has them, else on disk.
func changeAlarms(ctx context.Context, e *Project, o alarmOptions, to func(now time.Time) time.Time) error {
	store, state, err := e.openStore()
	if err != nil {
		return err
	}
	var objects []inspect.Object
	for object, err := range store.Objects(ctx, o.Address) {
		if err != nil {
			return err
		}
		if to != nil || !object.Alarm.IsZero() {
			objects = append(objects, object)
		}
	}
	if len(objects) == 0 {
		what := "objects"
		if to == nil {
			what = "alarms"
		}
		if e.JSON {
			_, err := fmt.Fprintln(e.Stdout, "[]")
			return err
		}
		e.tell("%s", nothing(what, o.Address.Text))
		return nil
	}
	now := e.workerClock(ctx, state)
	var at time.Time
	if to != nil {
		at = to(now).Truncate(time.Millisecond)
	}
	if err := e.change(ctx, store, state, "dotool alarm", func(where Objects) error { return where.SetAlarms(ctx, objects, at) }); err != nil {
		return err
	}
	for i := range objects {
		objects[i].Alarm = at
	}
	if e.JSON {
		print, end := jsonList[json.RawMessage](e.Stdout)
		for _, object := range objects {
			p := newPendingAlarm(object, now, nil)
			entry, err := json.Marshal(p)
			if to == nil {
				entry, err = json.Marshal(map[string]any{"class": p.Class, "id": p.ID, "name": p.Name, "deleted": true})
			}
			if err := errors.Join(err, print(entry)); err != nil {
				return err
			}
		}
		return end()
	}
	switch {
	case to == nil && len(objects) == 1:
		e.tell("The alarm of %s is gone.", label(objects[0]))
	case to == nil:
		e.tell("The alarms of %s are gone.", count(len(objects), "object"))
	case len(objects) == 1:
		e.tell("%s rings in %s, at %s.", label(objects[0]), until(at.Sub(now)), at.Local().Format("2006-01-02 15:04:05"))
	default:
		e.tell("%s ring in %s, at %s.", count(len(objects), "object"), until(at.Sub(now)), at.Local().Format("2006-01-02 15:04:05"))
	}
	return nil
}

func runAlarmHistory(ctx context.Context, env *Project, o alarmOptions) error {
	store, folder, err := env.openStore()
	if err != nil {
		return err
	}
	means := func(string, state.ObjectID, string, bool) bool { return true }
	if o.Address != (inspect.Address{}) {
		if means, err = store.Matcher(addressed(store, o.Address)); err != nil {
			return nearClass(store, err)
		}
	}
	var found []event.Firing
	err = trace.ReadHistory(trace.HistoryPath(folder), func(f event.Firing) {
		name := ""
		if f.Name != nil {
			name = *f.Name
		}
		id, err := state.ParseObjectID(f.ID)
		if err == nil && (!o.Failed || f.Outcome != "ok") && means(f.Class, id, name, f.Name != nil) {
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
		print, end := jsonList[firingJSON](env.Stdout)
		for _, f := range found {
			if err := print(newFiringJSON(env.Env, f)); err != nil {
				return err
			}
		}
		return end()
	}
	if len(found) == 0 {
		what := "rung"
		if o.Failed {
			what = "failed"
		}
		of := ""
		if o.Address.Text != "" {
			of = fmt.Sprintf(" of %q", o.Address.Text)
		}
		env.tell("No alarm%s is remembered to have %s.", of, what)
		return nil
	}
	head, options := historyColumns(env)
	format, err := shell.NewFormat("", env.Stdout, options)
	if err != nil {
		return err
	}
	if err := format.Header(head); err != nil {
		return err
	}
	for _, f := range found {
		if err := format.Row(historyRow(env, f)); err != nil {
			return err
		}
	}
	return format.Close()
}

// historyColumns are the headings of historyRow, and how they are printed.
func historyColumns(e *Project) ([]string, shell.FormatOptions) {
	if e.narrow() {
		return []string{"RANG", "OBJECT", "LATE", "TOOK", "TRY", "NEXT", "OUTCOME"}, listOptions(e, []int{2, 3, 4}, []int{0, 5})
	}
	return []string{"RANG", "OBJECT", "LATE", "OUTCOME", "TOOK", "TRY", "NEXT", "ERROR"}, listOptions(e, []int{2, 4, 5}, []int{0, 3, 6})
}

func historyRow(e *Project, f event.Firing) []sqlite.Value {
	thrown := ""
	if x := f.Exception(); x != nil {
		thrown = x.String()
	}
	object := (&event.Object{Class: f.Class, ID: f.ID}).String()
	if f.Name != nil {
		object = f.Class + "/" + *f.Name
	}
	rang, late, took, next := f.At, "", fmt.Sprint(f.WallMs), f.NextAlarmAt
	if f.LateMs != nil {
		late = fmt.Sprint(*f.LateMs)
	}
	if e.StdoutTerminal {
		rang = f.Time().Local().Format("2006-01-02 15:04:05")
		took = duration(time.Duration(f.WallMs) * time.Millisecond)
		if f.LateMs != nil {
			late = duration(time.Duration(*f.LateMs) * time.Millisecond)
		}
		if !f.Next().IsZero() {
			next = "after " + until(f.Next().Sub(f.Time()))
		}
	} else if f.Name == nil {
		object = f.Class + "/" + f.ID
	}
	values := []sqlite.Value{}
	cells := []string{rang, object, late, f.Outcome, took, fmt.Sprint(f.RetryCount + 1), next, thrown}
	if e.narrow() {
		// The year is known, and what was thrown says that it was.
		rang = f.Time().Local().Format("01-02 15:04:05")
		cells = []string{rang, object, late, took, fmt.Sprint(f.RetryCount + 1), strings.TrimPrefix(next, "after "), cmp.Or(thrown, f.Outcome)}
	}
	for _, s := range cells {
		values = append(values, sqlite.TextValue(s))
	}
	return values
}

// firingJSON is what came of an alarm that rang, as scripts get it.
type firingJSON struct {
	Class       string             `json:"class"`
	ID          string             `json:"id"`
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
	NextAlarmAt string             `json:"nextAlarmAt,omitempty"`
	Virtual     bool               `json:"virtual,omitempty"`
	Changes     *storageChanges    `json:"changes,omitempty"` // of --twice
}

func newFiringJSON(e *Env, f event.Firing) firingJSON {
	j := firingJSON{
		Class: f.Class, ID: f.ID, Name: f.Name, At: f.At, ScheduledAt: f.ScheduledAt, LateMs: f.LateMs, Outcome: f.Outcome,
		RetryCount: f.RetryCount, WallMs: f.WallMs, Logs: append([]event.FiringLine{}, f.Logs...), NextAlarmAt: f.NextAlarmAt, Virtual: f.Virtual,
	}
	if x := f.Exception(); x != nil {
		j.Error = x.String()
		for _, frame := range x.Stack {
			j.Stack = append(j.Stack, stackLine(e, frame))
		}
	}
	return j
}
