package ui

import (
	"bytes"
	"context"
	"sync"
)

// typed returns the keys in bytes that arrived together: not those that send several bytes,
// such as arrows, and none of a paste.
func typed(b []byte) []byte {
	const most = 3 // from someone who types quickly
	var keys []byte
	for len(b) > 0 {
		if b[0] != 0x1b {
			keys, b = append(keys, b[0]), b[1:]
			continue
		}
		b = b[1:]
		switch {
		case len(b) > 0 && b[0] == '[':
			end := bytes.IndexFunc(b[1:], func(r rune) bool { return r >= '@' && r <= '~' })
			if end < 0 {
				return keys
			}
			b = b[1+end+1:]
		case len(b) > 1 && b[0] == 'O':
			b = b[2:]
		case len(b) > 0: // with Alt
			b = b[1:]
		}
	}
	if len(keys) > most && len(bytes.Trim(keys, "\r\n")) > 0 {
		return nil
	}
	return keys
}

// QuitKey returns a context that ends when q is pressed, if there is a keyboard, and a
// function that restores the terminal.
func (e *Env) QuitKey(ctx context.Context) (_ context.Context, restore func(), err error) {
	ctx, cancel := context.WithCancel(ctx)
	if !e.StdinTerminal {
		return ctx, cancel, nil
	}
	keyboard, err := NewKeyboard(e, func(b byte) {
		if b == 'q' || b == 'Q' {
			cancel()
		}
	})
	if err != nil || keyboard == nil {
		return ctx, cancel, err
	}
	var running sync.WaitGroup
	running.Go(func() { keyboard.Run(ctx, func() {}) }) // ends with restore
	return ctx, func() { cancel(); running.Wait() }, nil
}
