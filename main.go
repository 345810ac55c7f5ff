// Command dotool is a toolkit for Cloudflare Durable Objects.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/dotool-dev/dotool/commands"
	"github.com/dotool-dev/dotool/commands/ui"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	// A second signal ends us at once.
	context.AfterFunc(ctx, stop)
	os.Exit(commands.Main(ctx, ui.OS(), os.Args[1:]))
}
