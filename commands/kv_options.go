package commands

import (
	"fmt"
	"io"
	"time"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/inspect"
)

type kvOptions struct {
	Address inspect.Address
	Key     string // a prefix, for list
	Value   string // JSON; for a KV namespace text or bytes
	Limit   int    // 0: all

	Args []string // as given, for --all
	One  bool     // Key is a key

	// For KV namespaces.
	Expires  time.Time // or zero
	Metadata string    // JSON, or ""
	ForKV    bool      // one of these was given
}

var errNoValue = ui.UsageError("no value given", "give it as an argument, with --path, or on stdin")

// readValue reads a value from the argument or stdin.
func readValue(e *local.Project, args []string) (string, error) {
	if len(args) > 0 && args[0] != "-" {
		return args[0], nil
	}
	if len(args) == 0 && e.StdinTerminal {
		return "", errNoValue
	}
	data, err := io.ReadAll(e.Stdin)
	if err != nil {
		return "", fmt.Errorf("read the value: %w", err)
	}
	return string(data), nil
}

func reportDeleted(env *local.Project, key string, deleted bool) error {
	if env.JSON {
		return ui.WriteJSON(env.Stdout, map[string]bool{"deleted": deleted})
	}
	if !deleted {
		env.Note("There was no key %q.", key)
	}
	return nil
}
