package commands

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/coder/websocket"
	"github.com/urfave/cli/v2"

	"dotool/commands/local"
	"dotool/commands/ui"
	"dotool/config/diag"
	"dotool/devserver/control"
	"dotool/inspect"
)

type connectOptions struct {
	Address   inspect.Address
	Path      string
	Headers   []string
	Protocols []string
	Wait      time.Duration // for answers after the end of stdin
	Timeout   time.Duration // until it is open; 0: none
}

func connectCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "connect", Usage: "open a WebSocket to an object",
		ArgsUsage: "OBJECT [PATH]",
		Description: "Sends each line of stdin as a message and prints each message that comes: JSON\n" +
			"set in lines on a terminal, bytes as a hex dump. At the end of stdin it waits for\n" +
			"answers and closes with code 1000; Ctrl-C ends it at once. If the object closes\n" +
			"with any other code, exit is 1.\n\n" +
			"With --json messages are {\"text\":…} or {\"bytes\":\"base64\"}, one a line, in and\n" +
			"out, and the end is {\"close\":{\"code\":…,\"reason\":…}}, in either direction too.\n\n" +
			"Example:\n  $ dotool connect lobby /ws\n  $ echo hello | dotool connect ChatRoom/lobby /ws --wait 2s",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "class", Usage: "look in class `NAME` only"},
			&cli.StringSliceFlag{Name: "header", Aliases: []string{"H"}, Usage: "send a header `NAME:VALUE` (repeatable)"},
			&cli.StringSliceFlag{Name: "protocol", Usage: "offer the subprotocol `NAME` (repeatable)"},
			&cli.DurationFlag{Name: "wait", Usage: "wait `DURATION` for answers after the end of stdin", Value: time.Second},
			&cli.DurationFlag{Name: "timeout", Usage: "give up if it is not open after `DURATION`", DefaultText: "never"},
		},
		Action: func(c *cli.Context) error {
			if err := arguments(c, 2); err != nil {
				return err
			}
			if c.NArg() == 0 {
				return ui.UsageError("dotool connect needs an object", "see `dotool connect --help`")
			}
			if c.Duration("wait") < 0 {
				return ui.Usagef("--wait takes a time such as 2s, not %v", c.Duration("wait"))
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
			return ui.Usagef("%q is no name of a subprotocol", p)
		}
	}
	if len(o.Protocols) > 0 {
		header.Set("Sec-WebSocket-Protocol", strings.Join(o.Protocols, ", "))
	}
	opening, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	opened := func() {}
	if o.Timeout > 0 {
		late := time.AfterFunc(o.Timeout, func() { cancel(fmt.Errorf("the object did not answer within %v", o.Timeout)) })
		opened = func() { late.Stop() }
	}
	c, err := converse(opening, env, o.Address, "dotool connect")
	if err != nil {
		return cause(opening, err)
	}
	defer func() { err = errors.Join(err, c.stop()) }()
	url, err := objectURL(c.client, strings.Replace(strings.Replace(o.Path, "ws://", "http://", 1), "wss://", "https://", 1))
	if err != nil {
		return err
	}
	c.socket = true
	thrown, err := listen(ctx, env, c, func() error {
		conn, err := c.dial(opening, control.Request{URL: url, Header: header}, o.Protocols)
		if err != nil {
			return cause(opening, err)
		}
		opened()
		return exchange(ctx, env, conn, o)
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
	conn, carrier, err := websocket.Dial(ctx, url, &websocket.DialOptions{HTTPClient: client, HTTPHeader: header, Subprotocols: protocols})
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
	return nil, ui.WithHint(fmt.Errorf("the object opened no WebSocket, it answered %s%s", response.Status, text), "`dotool fetch` shows the whole answer")
}

// frame is a message, or the end, as scripts have it.
type frame struct {
	Text  *string     `json:"text,omitempty"`
	Bytes *[]byte     `json:"bytes,omitempty"`
	Close *closeFrame `json:"close,omitempty"`
}

type closeFrame struct {
	Code   int    `json:"code"`
	Reason string `json:"reason"`
}

// exchange passes messages both ways until one side closes.
func exchange(ctx context.Context, e *local.Project, conn *websocket.Conn, o connectOptions) error {
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		cancel() // which ends a Close that waits for an answer
		conn.CloseNow()
	}()
	closed, failed := make(chan error, 1), make(chan error, 1)
	go func() { // ends with the connection
		for {
			kind, data, err := conn.Read(ctx)
			if err == nil {
				err = printMessage(e, kind, data)
			}
			if err != nil {
				closed <- err
				return
			}
		}
	}()
	leave := make(chan closeFrame, 1)
	go func() { // ends with stdin, or with the process
		end, err := send(ctx, e, conn)
		if err != nil {
			failed <- err
			return
		}
		leave <- end
	}()
	var after <-chan time.Time
	end := closeFrame{Code: int(websocket.StatusNormalClosure)}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case end = <-leave:
			wait := o.Wait
			if e.StdinTerminal || end.Code != int(websocket.StatusNormalClosure) {
				wait = 0
			}
			after = time.After(wait)
		case <-after:
			go conn.Close(websocket.StatusCode(end.Code), end.Reason) // ends within seconds, or with the connection
			select {
			case err := <-closed:
				if websocket.CloseStatus(err) >= 0 {
					return printClose(e, err, end.Code)
				}
				return unanswered(e, end)
			case <-time.After(closePatience):
				return unanswered(e, end)
			case <-ctx.Done():
				return ctx.Err()
			}
		case err := <-failed:
			return err
		case err := <-closed:
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return printClose(e, err, int(websocket.StatusNormalClosure))
		}
	}
}

// send sends the lines of stdin.
func send(ctx context.Context, e *local.Project, conn *websocket.Conn) (closeFrame, error) {
	lines := bufio.NewReader(e.Stdin)
	end := closeFrame{Code: int(websocket.StatusNormalClosure)}
	for n := 1; ; n++ {
		line, err := lines.ReadString('\n')
		if line == "" && err != nil {
			return end, nil
		}
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		kind, data := websocket.MessageText, []byte(line)
		if e.JSON {
			if strings.TrimSpace(line) == "" {
				continue
			}
			var f frame
			dec := json.NewDecoder(strings.NewReader(line))
			dec.DisallowUnknownFields()
			err := dec.Decode(&f)
			switch {
			case err == nil && f.Close != nil:
				if f.Close.Code == 0 {
					f.Close.Code = end.Code
				}
				if !sendable(f.Close.Code) {
					return end, fmt.Errorf("line %d: %d is no code to close with: 1000, or 3000 to 4999", n, f.Close.Code)
				}
				return *f.Close, nil
			case err == nil && f.Text != nil:
				data = []byte(*f.Text)
			case err == nil && f.Bytes != nil:
				kind, data = websocket.MessageBinary, *f.Bytes
			default:
				return end, ui.WithHint(fmt.Errorf("line %d is no message: %s", n, ui.Shorten(line, 60)), `write {"text":"…"}, {"bytes":"base64"} or {"close":{"code":1000}}, one a line`)
			}
		}
		if err := conn.Write(ctx, kind, data); err != nil {
			return end, nil // the reader tells why
		}
	}
}

func sendable(code int) bool { return code == 1000 || code >= 3000 && code <= 4999 }

// printMessage prints what came.
func printMessage(e *local.Project, kind websocket.MessageType, data []byte) error {
	if e.JSON {
		f := frame{Bytes: &data}
		if kind == websocket.MessageText {
			text := string(data)
			f = frame{Text: &text}
		}
		return ui.WriteJSON(e.Stdout, f)
	}
	if kind == websocket.MessageBinary {
		dump := hex.Dump(data)
		if dump == "" {
			dump = "(no bytes)\n"
		}
		_, err := io.WriteString(e.Stdout, dump)
		return err
	}
	if trimmed := bytes.TrimSpace(data); e.StdoutTerminal && len(trimmed) > max(e.Width, 40) && (trimmed[0] == '{' || trimmed[0] == '[') {
		var out bytes.Buffer
		if json.Indent(&out, trimmed, "", "  ") == nil {
			data = out.Bytes()
		}
	}
	if e.StdoutTerminal {
		data = []byte(diag.Harmless(string(data))) // its colours end with it
	}
	_, err := fmt.Fprintf(e.Stdout, "%s\n", data)
	return err
}

// closePatience is how long an object may take to answer a close. Many never
// do: those whose webSocketClose does not close.
const closePatience = 500 * time.Millisecond

// unanswered tells that we ended the connection.
func unanswered(e *local.Project, end closeFrame) error {
	if e.JSON {
		return ui.WriteJSON(e.Stdout, frame{Close: &end})
	}
	e.Tell("Closed: %d, which the object did not answer", end.Code)
	return nil
}

// printClose tells how the object ended the connection; expected is the code that
// is no fault.
func printClose(e *local.Project, err error, expected int) error {
	closed, ok := errors.AsType[websocket.CloseError](err)
	if !ok {
		if errors.Is(err, io.EOF) {
			return errors.New("the connection was cut: the object closed it without a code, or the server ended")
		}
		return err
	}
	end := closeFrame{int(closed.Code), closed.Reason}
	if e.JSON {
		if err := ui.WriteJSON(e.Stdout, frame{Close: &end}); err != nil {
			return err
		}
	} else {
		e.Tell("%s", strings.TrimSpace(fmt.Sprintf("Closed: %d %s", end.Code, diag.Visible(end.Reason))))
	}
	if end.Code == expected || closed.Code == websocket.StatusNormalClosure || closed.Code == websocket.StatusNoStatusRcvd {
		return nil
	}
	return ui.ErrReported
}
