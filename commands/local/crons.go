package local

import (
	"slices"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/devserver/control"
)

// Consumes reports whether a queue is delivered to a Worker of the configurations.
func (x *Objects) Consumes() bool { return len(bound[binding.QueueConsumer](x.project)) > 0 }

// Crons returns the cron triggers of the configurations, each once. Those of the only
// Worker do not name it.
func (x *Objects) Crons() (crons []control.CronEvent) {
	projects := x.project.projects()
	for _, p := range projects {
		for _, c := range config.Of[binding.Cron](p) {
			e := control.CronEvent{Cron: c.Schedule.Value}
			if len(projects) > 1 {
				e.Worker = p.Name.Value
			}
			if !slices.Contains(crons, e) {
				crons = append(crons, e)
			}
		}
	}
	return crons
}
