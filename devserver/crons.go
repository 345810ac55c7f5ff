package devserver

import (
	"context"
	"sync"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/crontab"
	"github.com/dotool-dev/dotool/devserver/event"
)

// fireCrons fires the cron triggers of what serves until ctx is done.
func (s *shared) fireCrons(ctx context.Context) {
	var mu sync.Mutex // guards reported
	reported := map[crontab.Trigger]*generation{}
	table := crontab.Table{
		Now: s.o.Now,
		Triggers: func() (all []crontab.Trigger, ok bool) {
			g := s.started.Load()
			if g == nil || s.status().Waiting != "" {
				return nil, false
			}
			return g.crons(), true
		},
		Fire: func(ctx context.Context, t crontab.Trigger, at time.Time) {
			if t.Workflow != "" {
				if err := s.control.CreateScheduled(ctx, t.Workflow, t.Cron, at); err != nil && ctx.Err() == nil {
					var list diag.List
					list.Warnf(s.started.Load().cronPos(t), "cron", "the schedule of the workflow %s created no instance: %v", t.Workflow, err)
					s.log.Put(event.Warnings{List: list})
				}
				return
			}
			// During a reload, the request waits for the next process. What the handler does is
			// reported as that of any call.
			result, err := s.control.Schedule(ctx, t.Worker, t.Cron, at)
			if ctx.Err() != nil || err == nil && !result.Missing {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			g := s.started.Load()
			if err == nil && reported[t] == g {
				return
			}
			var list diag.List
			d := list.Warnf(g.cronPos(t), "cron", "the cron trigger %q did not fire: the Worker has no scheduled handler", t.Cron)
			d.Fix = "add scheduled(controller, env, ctx) to the default export"
			if err != nil {
				d.Message, d.Fix = "the cron trigger did not fire: "+err.Error(), ""
			} else {
				reported[t] = g
			}
			s.log.Put(event.Warnings{List: list})
		},
	}
	table.Run(ctx)
}

// crons returns the cron triggers of all Workers, and the schedules of their workflows.
func (g *generation) crons() (all []crontab.Trigger) {
	for _, p := range g.projects() {
		for _, c := range config.Of[binding.Cron](p) {
			all = append(all, crontab.Trigger{Worker: p.Name.Value, Cron: c.Schedule.Value})
		}
		for _, w := range p.Workflows() {
			for _, schedule := range w.Schedules {
				all = append(all, crontab.Trigger{Worker: p.Name.Value, Cron: schedule.Value, Workflow: w.WorkflowName.Value})
			}
		}
	}
	return all
}

// cronPos returns the position of a cron trigger in the configuration.
func (g *generation) cronPos(t crontab.Trigger) (pos diag.Pos) {
	for _, p := range g.projects() {
		for _, c := range config.Of[binding.Cron](p) {
			if p.Name.Value == t.Worker && c.Schedule.Value == t.Cron {
				pos = c.Schedule.Pos
			}
		}
		for _, w := range p.Workflows() {
			for _, schedule := range w.Schedules {
				if p.Name.Value == t.Worker && schedule.Value == t.Cron && w.WorkflowName.Value == t.Workflow {
					pos = schedule.Pos
				}
			}
		}
	}
	return pos
}
