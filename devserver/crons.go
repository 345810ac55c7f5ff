package devserver

import (
	"context"
	"fmt"
	"time"

	"dotool/config"
	"dotool/config/binding"
	"dotool/devserver/crontab"
	"dotool/devserver/event"
)

// fireCrons fires the cron triggers of what serves until ctx is done.
func (s *shared) fireCrons(ctx context.Context) {
	table := crontab.Table{
		Now: s.o.Now,
		Triggers: func() (all []crontab.Trigger, ok bool) {
			g := s.started.Load()
			if g == nil || s.status().Waiting != "" {
				return nil, false
			}
			for _, p := range g.projects() {
				for _, c := range config.Of[binding.Cron](p) {
					all = append(all, crontab.Trigger{Worker: p.Name.Value, Cron: c.Schedule.Value})
				}
			}
			return all, true
		},
		Fire: func(ctx context.Context, t crontab.Trigger, at time.Time) {
			// During a reload, the request waits for the next process. What the handler does is
			// reported as that of any call.
			result, err := s.control.Schedule(ctx, t.Worker, t.Cron, at)
			switch {
			case ctx.Err() != nil:
			case err != nil:
				s.log.Put(event.Notice{Text: fmt.Sprintf("The cron trigger %q did not fire: %v", t.Cron, err)})
			case result.Missing:
				s.log.Put(event.Notice{Text: fmt.Sprintf("The cron trigger %q did not fire: the Worker has no scheduled handler.", t.Cron)})
			}
		},
	}
	table.Run(ctx)
}
