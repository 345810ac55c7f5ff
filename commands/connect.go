package commands

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/coder/websocket"
	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/inspect"
)

func connectCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "connect", Usage: "open a WebSocket to an object",
		ArgsUsage: "OBJECT [PATH]",
		Description: "Sends each line of stdin as a message and prints each message received: JSON\n" +
			"indented on a terminal, bytes as a hex dump. On a terminal, > marks messages sent\n" +
			"and < messages received; a pipe gets only what was received, unchanged. When\n" +
			"stdin ends, it waits for replies and closes with code 1000; Ctrl-C closes at once.\n" +
			"If the object closes with any other code, the exit code is 1.\n\n" +
			"With --json, messages are {\"text\":…} or {\"bytes\":\"base64\"}, one per line in both\n" +
			"directions, and closing is {\"close\":{\"code\":…,\"reason\":…}}.\n\n" +
			"Example:\n  $ dotool connect lobby /ws\n  $ echo hello | dotool connect ChatRoom/lobby /ws --wait 2s",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "class", Usage: "look only in class `NAME`"},
			&cli.StringSliceFlag{Name: "header", Aliases: []string{"H"}, Usage: "send a header `NAME:VALUE` (repeatable)"},
			&cli.StringSliceFlag{Name: "protocol", Usage: "offer the subprotocol `NAME` (repeatable)"},
			&cli.DurationFlag{Name: "wait", Usage: "wait `DURATION` for replies after stdin ends", Value: time.Second},
			&cli.DurationFlag{Name: "timeout", Usage: "give up if the socket is not open after `DURATION`", DefaultText: "never"},
		},
		Action: func(c *cli.Context) error {
			if err := needObject(c); err != nil {
				return err
			}
			if c.Duration("wait") < 0 {
				return ui.Usagef("--wait takes a duration such as 2s, not %v", c.Duration("wait"))
			}
			timeout, err := timeoutOf(c)
			if err != nil {
				return err
			}
			return runConnect(c.Context, env, connectOptions{
				Address: inspect.Address{Text: c.Args().First(), Class: c.String("class")},
				Path:    c.Args().Get(1), Headers: c.StringSlice("header"), Protocols: c.StringSlice("protocol"), Wait: c.Duration("wait"), Timeout: timeout,
			})
		},
	}
}

func runConnect(ctx context.Context, env *local.Project, o connectOptions) (err error) {
	header, err := readHeaders(o.Headers)
	if err != nil {
		return err
	}
	for _, p := range o.Protocols {
		if p == "" || strings.ContainsAny(p, " \t\r\n,;") {
			return ui.Usagef("%q is not a valid subprotocol name", p)
		}
	}
	if len(o.Protocols) > 0 {
		header.Set("Sec-WebSocket-Protocol", strings.Join(o.Protocols, ", "))
	}
	opening, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	opened := func() {}
	if o.Timeout > 0 {
		late := time.AfterFunc(o.Timeout, func() { cancel(fmt.Errorf("the object did not respond within %v", o.Timeout)) })
		opened = func() { late.Stop() }
	}
	c, err := converse(opening, env, o.Address)
	if err != nil {
		return cause(opening, err)
	}
	defer func() { err = errors.Join(err, c.stop()) }()
	url, err := objectURL(c.client, strings.Replace(strings.Replace(o.Path, "ws://", "http://", 1), "wss://", "https://", 1))
	if err != nil {
		return err
	}
	c.socket = true
	marks := newMarks(env)
	c.beside = marks.beside
	thrown, err := listen(ctx, env, c, func() error {
		conn, err := c.dial(opening, control.Request{URL: url, Header: header}, o.Protocols)
		if err != nil {
			return cause(opening, err)
		}
		opened()
		return exchange(ctx, env, conn, marks, o)
	})
	if _, ok := errors.AsType[*control.ThrownError](err); ok && ctx.Err() == nil {
		return c.printThrown(env, err, "fetch", thrown)
	}
	return cause(ctx, err)
}

// dial opens the WebSocket.
func (c *conversation) dial(ctx context.Context, r control.Request, protocols []string) (*websocket.Conn, error) {
	client, url, header, err := c.client.Upgrade(ctx, c.target, r)
	if err != nil {
		return nil, err
	}
	answered := c.client.Wait(ctx, c.target)
	conn, carrier, err := websocket.Dial(ctx, url, &websocket.DialOptions{HTTPClient: client, HTTPHeader: header, Subprotocols: protocols})
	answered()
	if carrier == nil {
		return nil, fmt.Errorf("ask the dev server: %w", err)
	}
	if err == nil {
		conn.SetReadLimit(-1) // messages have the runtime's own
		return conn, nil
	}
	response, failure := c.client.Upgraded(carrier)
	if failure != nil {
		return nil, failure
	}
	if response.StatusCode == http.StatusSwitchingProtocols {
		return nil, err
	}
	body, _ := io.ReadAll(response.Body)
	text := strings.TrimSpace(string(body))
	if text != "" {
		text = ": " + text
	}
	return nil, ui.WithHint(fmt.Errorf("the object did not open a WebSocket; it responded with %s%s", response.Status, text), "`dotool fetch` shows the full response")
}
