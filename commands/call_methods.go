package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/inspect"
)

// String returns the method as it is called.
func (m methodJSON) String() string {
	if m.Kind != "method" {
		return m.Name
	}
	return m.Name + "(" + strings.Join(m.Parameters, ", ") + ")"
}

// handlers are methods that only the runtime calls, or that mean something else on a stub.
var handlers = map[string]string{
	"fetch":            "use `dotool fetch`",
	"alarm":            "the runtime calls it when the alarm fires",
	"webSocketMessage": "use `dotool connect`",
	"webSocketClose":   "use `dotool connect`",
	"webSocketError":   "use `dotool connect`",
	"connect":          "a stub has a method of that name, which hides it from callers",
	"dup":              "a stub has a method of that name, which hides it from callers",
	"id":               "a stub has a property of that name, which hides it from callers",
	"name":             "a stub has a property of that name, which hides it from callers",
	"constructor":      "the runtime calls it",
}

type callOptions struct {
	Address inspect.Address
	Method  string // "" to list the methods
	Args    []json.RawMessage
	Time    bool
	Timeout time.Duration // 0: none
}

// methodJSON is a method as JSON.
type methodJSON struct {
	Name       string   `json:"name"`
	Kind       string   `json:"kind"`
	Parameters []string `json:"parameters"`
}

func runMethods(ctx context.Context, env *local.Project, o callOptions) (err error) {
	objects, err := env.Objects()
	if err != nil {
		return err
	}
	t, err := objects.CallClass(ctx, o.Address)
	if err != nil {
		return err
	}
	client, stop, err := objects.ReachTargets(ctx, &t)
	if err != nil {
		return err
	}
	class := t.Class
	defer func() { err = errors.Join(err, stop()) }()
	methods, rpc, ok, err := client.Methods(ctx, t)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("the Worker has no class %s", class)
	}
	list := []methodJSON{}
	if rpc {
		list = methodList(methods)
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, list)
	}
	if !rpc {
		env.Note("%s does not support RPC: it does not extend DurableObject", class)
	} else if len(list) == 0 {
		env.Note("%s has no methods that can be called", class)
	}
	for _, m := range list {
		if _, err := fmt.Fprintln(env.Stdout, diag.Visible(m.String())); err != nil {
			return err
		}
	}
	return nil
}

// methodsOf returns the methods of an object's class, for completion, if a dev server
// is running.
func methodsOf(ctx context.Context, objects *local.Objects, a inspect.Address) []methodJSON {
	t, err := objects.CallClass(ctx, a)
	if err != nil {
		return nil
	}
	client, err := objects.Server(ctx)
	if err != nil {
		return nil
	}
	methods, _, _, err := client.Methods(ctx, t)
	if err != nil {
		return nil
	}
	return methodList(methods)
}

// methodList lists the methods that can be called.
func methodList(methods []control.Method) []methodJSON {
	list := []methodJSON{}
	for _, m := range methods {
		if handlers[m.Name] == "" {
			list = append(list, methodJSON{m.Name, m.Kind, parameters(m)})
		}
	}
	return list
}

// parameters reads the parameters of a method out of its source. If it cannot, it
// returns as many placeholders as there are parameters.
func parameters(m control.Method) []string {
	list := []string{}
	if m.Kind != "method" {
		return list
	}
	_, rest, ok := strings.Cut(m.Source, "(")
	depth, quote, escaped, from := 0, rune(0), false, 0
	add := func(to int) {
		if p := strings.Join(strings.FieldsFunc(rest[from:to], unicode.IsSpace), " "); p != "" {
			list = append(list, p)
		}
		from = to + 1
	}
	for i, r := range rest {
		switch {
		case escaped:
			escaped = false
		case quote != 0:
			escaped = r == '\\'
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '\'' || r == '`':
			quote = r
		case r == '/': // a comment, or a regular expression
			ok = false
		case r == '(' || r == '[' || r == '{':
			depth++
		case r == ')' && depth == 0:
			add(i)
			if ok {
				return list
			}
		case r == ')' || r == ']' || r == '}':
			depth--
		case r == ',' && depth == 0:
			add(i)
		}
		if !ok {
			break
		}
	}
	list = list[:0]
	for i := range m.Parameters {
		list = append(list, fmt.Sprintf("arg%d", i+1))
	}
	return list
}
