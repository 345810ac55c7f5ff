package local

import (
	"context"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/inspect/kv"
	"github.com/dotool-dev/dotool/inspect/r2"
	"github.com/dotool-dev/dotool/migrate/state"
)

// SweepValues removes the values of KV namespaces and R2 buckets that no key has, because
// a server or command was killed. It is for a server that began at a time, and goes on beside it
// until ctx is done. What cannot be read is left as it is.
func SweepValues(ctx context.Context, folder *state.Folder, served []event.Served, began time.Time) {
	var sweeps []func(context.Context, time.Time) (later time.Duration, err error)
	for _, w := range served {
		for _, b := range config.Of[binding.KV](w.Project) {
			sweeps = append(sweeps, kv.Open(folder.ProductsDir(), b.LocalID()).Sweep)
		}
		for _, b := range config.Of[binding.R2](w.Project) {
			sweeps = append(sweeps, r2.Open(folder.ProductsDir(), b.LocalName()).Sweep)
		}
	}
	for len(sweeps) > 0 {
		var wait time.Duration
		var again []func(context.Context, time.Time) (time.Duration, error)
		for _, sweep := range sweeps {
			if later, err := sweep(ctx, began); err == nil && later > 0 {
				wait = max(wait, later)
				again = append(again, sweep)
			}
		}
		sweeps = again
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
	}
}
