package commands

import (
	"context"
	"fmt"
	"slices"

	"dotool/commands/local"
	"dotool/commands/typefile"
	"dotool/config"
	"dotool/config/types"
)

// keepTypes writes the file of types of each Worker after each build, until ctx ends.
func keepTypes(ctx context.Context, env *local.Project, loadings []config.Options, built <-chan struct{}, report func(string)) {
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
			o := typefile.Options{Loadings: append([]config.Options{loading}, others...), Options: types.Options{Interface: "Env"}}
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
