package commands

import (
	"context"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/lsp"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
)

// serveEditor runs `dotool check --lsp`: open documents are checked as they are typed.
func serveEditor(ctx context.Context, env *local.Project) error {
	if env.StdinTerminal {
		return ui.UsageError("--lsp is for an editor, which starts it", "dotool check --watch is for a terminal")
	}
	return lsp.Run(ctx, lsp.Options{
		In: env.Stdin, Out: env.Stdout, Version: version(),
		Config: config.Options{Env: env.Flags.Env, EnvSet: env.Flags.EnvSet, Environ: env.Environ},
	})
}
