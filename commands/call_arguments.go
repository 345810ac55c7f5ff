package commands

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"dotool/commands/local"
	"dotool/commands/ui"
	v8 "dotool/inspect/v8"
)

// readArguments reads the arguments of a method.
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

func argumentError(n int, text string, err error) error {
	message := fmt.Sprintf("argument %d, %s: %v", n, ui.Shorten(text, 40), err)
	if e, ok := errors.AsType[*v8.JSONError](err); !ok || !e.Syntax() {
		return ui.UsageError(message, ui.HintOf(err))
	}
	if text != "" && !strings.ContainsAny(text, "\"{}[]:,'\\") {
		quoted, _ := json.Marshal(text)
		return ui.UsageError(message, "strings need double quotes inside the shell's quotes: '"+string(quoted)+"'")
	}
	if strings.HasPrefix(text, "'") {
		return ui.UsageError(message, "JSON uses double quotes only: '\"text\"'")
	}
	return ui.UsageError(message, "put the JSON in single quotes, so that the shell keeps its double quotes: '{\"a\":[1,\"b\"]}'")
}
