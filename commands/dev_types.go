package commands

import (
	"context"
	"fmt"
	"slices"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/typefile"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/types"
	"github.com/dotool-dev/dotool/devserver/event"
)

// wantsTypes reports whether a file of types is to be kept up to date: as the flag says or,
// without it, the configuration of a Worker.
func wantsTypes(ready event.Ready, flag *bool) bool {
	if flag != nil {
		return *flag
	}
	return slices.ContainsFunc(ready.Workers(), func(w event.Served) bool { return w.Project.Dev.GenerateTypes })
}

// keepTypes writes the file of types of each Worker that wants it after each build, until
// ctx ends.
func keepTypes(ctx context.Context, env *local.Project, loadings []config.Options, flag *bool, built <-chan struct{}, report func(string)) {
	quiet := *env.Env
	quiet.Quiet = true // the server has said which runtime it uses
	quietly := *env
	quietly.Env = &quiet
	for {
		select {
		case <-ctx.Done():
			return
		case <-built:
		}
		for i, loading := range loadings {
			others := slices.Delete(slices.Clone(loadings), i, i+1)
			o := typefile.Options{Loadings: append([]config.Options{loading}, others...), Options: types.Options{Interface: "Env"}, Configured: flag == nil}
			r, err := typefile.Refresh(ctx, &quietly, o)
			switch {
			case ctx.Err() != nil:
				return
			case err != nil:
				report(fmt.Sprintf("The types are not up to date: %v.", err))
			case r.Changed:
				report(fmt.Sprintf("Updated %s.", env.Show(r.Path)))
			}
		}
	}
}
