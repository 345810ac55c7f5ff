package commands

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/coder/websocket"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
)

type connectOptions struct {
	Address   inspect.Address
	Path      string
	Headers   []string
	Protocols []string
	Wait      time.Duration // for replies after the end of stdin
	Timeout   time.Duration // until it is open; 0: none
}

// frame is a message, or the close, as JSON.
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
func exchange(ctx context.Context, e *local.Project, conn *websocket.Conn, marks *marks, o connectOptions) error {
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		cancel() // ends a Close that waits for a reply
		conn.CloseNow()
	}()
	closed, failed := make(chan error, 1), make(chan error, 1)
	marks.begin()
	defer marks.end()
	go func() { // ends with the connection
		for {
			kind, data, err := conn.Read(ctx)
			if err == nil {
				err = marks.received(messageText(e, kind, data))
			}
			if err != nil {
				closed <- err
				return
			}
		}
	}()
	leave := make(chan closeFrame, 1)
	go func() { // ends with stdin, or with the process
		end, err := send(ctx, e, conn, marks)
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
			marks.end()
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
			marks.end()
			return printClose(e, err, int(websocket.StatusNormalClosure))
		}
	}
}

// send sends the lines of stdin.
func send(ctx context.Context, e *local.Project, conn *websocket.Conn, marks *marks) (closeFrame, error) {
	lines := bufio.NewReader(e.Stdin)
	end := closeFrame{Code: int(websocket.StatusNormalClosure)}
	for n := 1; ; n++ {
		line, err := lines.ReadString('\n')
		if line == "" && err != nil {
			return end, nil
		}
		marks.entered()
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
					return end, fmt.Errorf("line %d: %d is not a valid close code: use 1000, or 3000 to 4999", n, f.Close.Code)
				}
				return *f.Close, nil
			case err == nil && f.Text != nil:
				data = []byte(*f.Text)
			case err == nil && f.Bytes != nil:
				kind, data = websocket.MessageBinary, *f.Bytes
			default:
				return end, ui.WithHint(fmt.Errorf("line %d is not a message: %s", n, ui.Shorten(line, 60)), `write {"text":"…"}, {"bytes":"base64"} or {"close":{"code":1000}}, one per line`)
			}
		}
		if err := conn.Write(ctx, kind, data); err != nil {
			return end, nil // the reader reports why
		}
		if err := marks.sent(line); err != nil {
			return end, err
		}
	}
}

func sendable(code int) bool { return code == 1000 || code >= 3000 && code <= 4999 }

// messageText returns the text that is printed for a received message.
func messageText(e *local.Project, kind websocket.MessageType, data []byte) string {
	if e.JSON {
		f := frame{Bytes: &data}
		if kind == websocket.MessageText {
			text := string(data)
			f = frame{Text: &text}
		}
		var out bytes.Buffer
		_ = ui.WriteJSON(&out, f) // cannot fail: a buffer, and values that always encode
		return out.String()
	}
	if kind == websocket.MessageBinary {
		return cmp.Or(hex.Dump(data), "(no bytes)\n")
	}
	if trimmed := bytes.TrimSpace(data); e.StdoutTerminal && len(trimmed) > max(e.Width, 40) && (trimmed[0] == '{' || trimmed[0] == '[') {
		var out bytes.Buffer
		if json.Indent(&out, trimmed, "", "  ") == nil {
			data = out.Bytes()
		}
	}
	if e.StdoutTerminal {
		data = []byte(diag.Sanitize(string(data))) // its colours end with it
	}
	return string(data) + "\n"
}

// closePatience is how long an object may take to reply to a close. Many never do,
// because their webSocketClose does not close.
const closePatience = 500 * time.Millisecond

// unanswered reports that dotool ended the connection.
func unanswered(e *local.Project, end closeFrame) error {
	if e.JSON {
		return ui.WriteJSON(e.Stdout, frame{Close: &end})
	}
	e.Note("Closed: %d (no reply from the object)", end.Code)
	return nil
}

// printClose reports how the object ended the connection; expected is the code that
// is not an error.
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
		e.Note("%s", strings.TrimSpace(fmt.Sprintf("Closed: %d %s", end.Code, diag.Visible(end.Reason))))
	}
	if end.Code == expected || closed.Code == websocket.StatusNormalClosure || closed.Code == websocket.StatusNoStatusRcvd {
		return nil
	}
	return ui.ErrReported
}
