package ui

import (
	"context"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// OpenBrowser opens an address in the user's browser: the one of BROWSER, if set.
func OpenBrowser(ctx context.Context, env *Env, url string) error {
	var command []string
	switch given := strings.Fields(env.Getenv("BROWSER")); {
	case len(given) > 0:
		command = given
	case runtime.GOOS == "darwin":
		command = []string{"open"}
	case runtime.GOOS == "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler"}
	default:
		command = []string{"xdg-open"}
	}
	c := exec.Command(command[0], append(command[1:], url)...)
	c.Env = env.Environ
	detach(c)
	if err := c.Start(); err != nil {
		return fmt.Errorf("open %s: %w", url, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }() // ends with the browser, or with the process
	// A command that cannot open anything fails soon; a browser may keep running.
	select {
	case err := <-ended:
		if err != nil {
			return fmt.Errorf("open %s: %s: %w", url, command[0], err)
		}
	case <-time.After(2 * time.Second):
	case <-ctx.Done():
	}
	return nil
}
