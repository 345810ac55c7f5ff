package local

import (
	"slices"

	"dotool/config"
	"dotool/config/binding"
	"dotool/devserver/control"
)

// Consumes reports whether a queue is delivered to a Worker of the configuration.
func (x *Objects) Consumes() bool {
	return x.project.loaded != nil && len(config.Of[binding.QueueConsumer](x.project.loaded)) > 0
}

// Crons returns the cron triggers of the configuration, each once. Those of the only
// Worker do not name it.
func (x *Objects) Crons() (crons []control.CronEvent) {
	p := x.project.loaded
	if p == nil {
		return nil
	}
	for _, c := range config.Of[binding.Cron](p) {
		if e := (control.CronEvent{Cron: c.Schedule.Value}); !slices.Contains(crons, e) {
			crons = append(crons, e)
		}
	}
	return crons
}
