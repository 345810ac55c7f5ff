package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/inspect"
)

func runAlarmSet(ctx context.Context, env *local.Project, o alarmOptions) error {
	at, err := ui.ParseTime(o.Time, time.Now())
	if err != nil {
		return err
	}
	if at.After(inspect.LatestAlarm) {
		return ui.UsageError(fmt.Sprintf("%q is too late: the runtime accepts no alarm after %s", o.Time, inspect.LatestAlarm.UTC().Format(time.DateOnly)), ui.TimeExamples)
	}
	return changeAlarms(ctx, env, o, func(now time.Time) time.Time {
		at, _ := ui.ParseTime(o.Time, now) // checked when the flags were read
		if at.Before(now) {
			return now
		}
		return at
	})
}

func runAlarmDelete(ctx context.Context, env *local.Project, o alarmOptions) error {
	return changeAlarms(ctx, env, o, nil)
}

// changeAlarms sets the alarms of objects to a time, or deletes them for nil: through
// the server that hosts them, or on disk.
func changeAlarms(ctx context.Context, e *local.Project, o alarmOptions, to func(now time.Time) time.Time) error {
	store, err := e.Objects()
	if err != nil {
		return err
	}
	// An unreadable alarm is an error: it may exist, and cannot be changed.
	if _, err := store.Alarms(ctx, o.Address); err != nil {
		return local.NearClass(store.Store, err)
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
		e.Note("%s", nothing(what, o.Address.Text))
		return nil
	}
	now := store.Clock(ctx)
	var at time.Time
	if to != nil {
		at = to(now).Truncate(time.Millisecond)
	}
	if err := store.SetAlarms(ctx, objects, at); err != nil {
		return err
	}
	if inspect.Held(store.State()) && at.After(inspect.LatestHeld) {
		at = inspect.LatestHeld
		noteLatestHeld(e)
	}
	for i := range objects {
		objects[i].Alarm = at
	}
	if e.JSON {
		print, end := ui.JSONList[json.RawMessage](e.Stdout)
		for _, object := range objects {
			p := newPendingAlarm(object, now, nil)
			entry, err := json.Marshal(p)
			if to == nil {
				entry, err = json.Marshal(map[string]any{"worker": p.Worker, "class": p.Class, "id": p.ID, "name": p.Name, "deleted": true})
			}
			if err := errors.Join(err, print(entry)); err != nil {
				return err
			}
		}
		return end()
	}
	switch {
	case to == nil && len(objects) == 1:
		e.Note("Deleted the alarm of %s.", local.Label(objects[0]))
	case to == nil:
		e.Note("Deleted the alarms of %s.", ui.Count(len(objects), "object"))
	case len(objects) == 1:
		e.Note("%s fires in %s, at %s.", local.Label(objects[0]), ui.Until(at.Sub(now)), at.Local().Format("2006-01-02 15:04:05"))
	default:
		e.Note("%s fire in %s, at %s.", ui.Count(len(objects), "object"), ui.Until(at.Sub(now)), at.Local().Format("2006-01-02 15:04:05"))
	}
	return nil
}
