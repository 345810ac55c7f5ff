package local

import (
	"dotool/config"
	"dotool/config/binding"
)

// Crons returns the cron triggers of the configuration.
func (x *Objects) Crons() (crons []string) {
	if x.project.loaded == nil {
		return nil
	}
	for _, c := range config.Of[binding.Cron](x.project.loaded) {
		crons = append(crons, c.Schedule.Value)
	}
	return crons
}
