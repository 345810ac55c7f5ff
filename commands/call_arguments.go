package commands

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/inspect/v8"
)

// readArguments reads the arguments of a method: JSON, or the text of a string.
func readArguments(e *local.Project, given []string) ([]json.RawMessage, error) {
	var args []json.RawMessage
	stdin := false
	for i, text := range given {
		if text == "-" {
			if stdin {
				return nil, ui.Usagef("argument %d: stdin can be read once", i+1)
			}
			stdin = true
			data, err := io.ReadAll(e.Stdin)
			if err != nil {
				return nil, fmt.Errorf("argument %d: %w", i+1, err)
			}
			text = string(data)
		}
		v, err := v8.FromJSON([]byte(text))
		if e, ok := errors.AsType[*v8.JSONError](err); ok && e.Syntax() && !meansJSON(text) {
			if !utf8.ValidString(text) {
				return nil, ui.Usagef("argument %d is neither JSON nor valid UTF-8", i+1)
			}
			if given[i] == "-" {
				text = strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r") // as in $(…)
			}
			quoted, err := json.Marshal(text)
			if err != nil {
				return nil, err
			}
			args = append(args, quoted)
			continue
		}
		if _, raw := v.(v8.Raw); err == nil && raw {
			err = errors.New("unreadable bytes cannot be an argument")
		}
		if err != nil {
			return nil, argumentError(i+1, text, err)
		}
		args = append(args, json.RawMessage(text))
	}
	return args, nil
}

// meansJSON reports whether a text that is not JSON was meant to be: other text is a
// string.
func meansJSON(text string) bool {
	text = strings.TrimLeft(text, " \t\r\n")
	return text != "" && strings.Contains(`{["`, text[:1])
}

func argumentError(n int, text string, err error) error {
	message := fmt.Sprintf("argument %d, %s: %v", n, ui.Shorten(text, 40), err)
	if e, ok := errors.AsType[*v8.JSONError](err); !ok || !e.Syntax() {
		return ui.UsageError(message, ui.HintOf(err))
	}
	return ui.UsageError(message, "put the JSON in single quotes, so that the shell keeps its double quotes: '{\"a\":[1,\"b\"]}'")
}
