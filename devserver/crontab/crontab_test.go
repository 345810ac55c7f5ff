package crontab

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dotool-dev/dotool/config/cron"
)

// TestRun drives a table by a clock of its own, which begins at 2000-01-01T00:00:00Z.
func TestRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, b, bad := Trigger{Worker: "a", Cron: "*/5 * * * *"}, Trigger{Worker: "b", Cron: "2 * * * *"}, Trigger{Worker: "a", Cron: "* * * * 0"}
		var mu sync.Mutex // guards the variables below
		all, serves := []Trigger{a, b, a, bad}, true
		var fired []string
		set := func(triggers []Trigger, ok bool) {
			mu.Lock()
			defer mu.Unlock()
			all, serves = triggers, ok
		}
		table := &Table{
			Triggers: func() ([]Trigger, bool) {
				mu.Lock()
				defer mu.Unlock()
				return all, serves
			},
			Fire: func(ctx context.Context, trigger Trigger, at time.Time) {
				mu.Lock()
				fired = append(fired, fmt.Sprintf("%s %s at %s", trigger.Worker, at.UTC().Format("15:04"), time.Now().UTC().Format("15:04:05")))
				mu.Unlock()
				<-ctx.Done() // a run does not delay the next
			},
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			table.Run(ctx)
			close(done)
		}()
		check := func(want ...string) {
			t.Helper()
			synctest.Wait()
			mu.Lock()
			defer mu.Unlock()
			if !slices.Equal(fired, want) {
				t.Errorf("fired %q, want %q", fired, want)
			}
			fired = nil
		}
		check() // not the minute in which it starts
		time.Sleep(11 * time.Minute)
		check("b 00:02 at 00:02:00", "a 00:05 at 00:05:00", "a 00:10 at 00:10:00")
		// Nothing serves for a while: each fires once, for the last minute missed.
		set(all, false)
		time.Sleep(2*time.Hour + 10*time.Second)
		check()
		set(all, true)
		time.Sleep(time.Second)
		mu.Lock()
		slices.Sort(fired)
		mu.Unlock()
		check("a 02:10 at 02:11:10", "b 02:02 at 02:11:10")
		time.Sleep(time.Minute)
		check()
		// A new expression does not make up for minutes from before it was there.
		set([]Trigger{{Worker: "a", Cron: "* * * * *"}}, true)
		time.Sleep(50 * time.Second)
		check("a 02:13 at 02:13:00")
		cancel()
		<-done
	})
}

// TestClockSetBack checks that no minute fires twice, whatever the clock does.
func TestClockSetBack(t *testing.T) {
	t.Parallel()
	a := Trigger{Worker: "a", Cron: "* * * * *"}
	table := &Table{parsed: map[string]cron.Expression{}}
	for _, step := range []struct{ now, want string }{
		{"12:00:30", ""}, {"12:01:00", "12:01"}, {"12:01:01", ""}, {"11:00:00", ""}, {"12:00:59", ""}, {"12:01:30", ""},
		{"12:02:00", "12:02"}, {"13:00:59", "13:00"},
	} {
		now, err := time.Parse(time.TimeOnly, step.now)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if at := table.due([]Trigger{a}, now)[a]; !at.IsZero() {
			got = at.Format("15:04")
		}
		if got != step.want {
			t.Errorf("at %s: fired for %q, want %q", step.now, got, step.want)
		}
	}
}
