//go:build unix

package ui

import (
	"bytes"
	"context"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// Line asks for a line of text, which Esc, Ctrl-C and the end of ctx cancel. It is
// called while the keyboard runs, and nothing else may be printed meanwhile.
func (k *Keyboard) Line(ctx context.Context, w io.Writer, question string) (text string, ok bool) {
	typing := make(chan []byte, 64)
	k.setTyping(typing)
	var e entry
	defer func() {
		k.setTyping(nil)
		for len(typing) > 0 { // typed ahead: these are keys again
			e.rest = append(e.rest, <-typing...)
		}
		for _, c := range typed(e.rest) {
			k.press(c)
		}
	}()
	_, _ = io.WriteString(w, question)
	for {
		var b []byte
		select {
		case <-ctx.Done():
		case b = <-typing:
		}
		before := e.String()
		done, ok := e.typed(b)
		if b == nil {
			done, ok = true, false // the end of ctx
		}
		if after := e.String(); after != before || len(b) == 0 {
			_, _ = io.WriteString(w, e.redraw(question, k.width()))
		}
		if done {
			_, _ = io.WriteString(w, "\n")
			return strings.TrimSpace(e.String()), ok
		}
	}
}

// setTyping sends input to a line of text, nil to press.
func (k *Keyboard) setTyping(typing chan []byte) {
	k.mu.Lock()
	k.releaseLocked()
	k.typing = typing
	k.mu.Unlock()
	k.take()
}

// toLine passes input on to the line that is being typed, and reports whether there is
// one.
func (k *Keyboard) toLine(input []byte) bool {
	suspends := k.suspendKey()
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case k.typing == nil || len(input) == 0:
		return false
	case suspends != disabled && bytes.IndexByte(input, suspends) >= 0:
		input = bytes.ReplaceAll(input, []byte{suspends}, nil)
		select {
		case k.susp <- struct{}{}:
		default:
		}
	}
	select {
	case k.typing <- append([]byte{}, input...):
	default: // more than anyone types
	}
	return true
}

// redrawLine redraws the line that is being typed, if there is one.
func (k *Keyboard) redrawLine() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.typing != nil {
		select {
		case k.typing <- []byte{}:
		default:
		}
	}
}

func (k *Keyboard) width() int {
	width, _, _ := term.GetSize(uintptr(k.fd))
	return width
}

// entry is a line of text that is being typed.
type entry struct {
	text []rune
	rest []byte // what follows the line, or the beginning of a character
}

func (e *entry) String() string { return string(e.text) }

// typed takes what was typed. It reports whether the line is done, and if so whether
// that was with Enter.
func (e *entry) typed(b []byte) (done, ok bool) {
	b = append(e.rest, b...)
	e.rest = nil
	for len(b) > 0 {
		if b[0] == 0x1b {
			after, sequence := escaped(b)
			if !sequence {
				return true, false // the key Esc
			}
			b = after
			continue
		}
		if !utf8.FullRune(b) {
			e.rest = bytes.Clone(b)
			return false, false
		}
		r, size := utf8.DecodeRune(b)
		b = b[size:]
		switch r {
		case '\r', '\n':
			e.rest = bytes.Clone(b)
			return true, true
		case 3: // Ctrl-C
			e.rest = bytes.Clone(b)
			return true, false
		case 4: // Ctrl-D, of an empty line
			if len(e.text) == 0 {
				e.rest = bytes.Clone(b)
				return true, false
			}
		case 8, 127:
			e.text = e.text[:max(0, len(e.text)-1)]
		case 21: // Ctrl-U
			e.text = nil
		case 23: // Ctrl-W
			line := strings.TrimRight(string(e.text), " ")
			e.text = []rune(line[:strings.LastIndex(line, " ")+1])
		default:
			if unicode.IsGraphic(r) && r != utf8.RuneError {
				e.text = append(e.text, r)
			}
		}
	}
	return false, false
}

// escaped skips the sequence of a key such as an arrow; it reports false if there is
// only Esc.
func escaped(b []byte) (rest []byte, sequence bool) {
	if len(b) == 1 || b[1] == 0x1b {
		return nil, false
	}
	switch b[1] {
	case '[':
		end := bytes.IndexFunc(b[2:], func(r rune) bool { return r >= '@' && r <= '~' })
		if end < 0 {
			return nil, true
		}
		return b[2+end+1:], true
	case 'O':
		return b[min(3, len(b)):], true
	}
	return b[2:], true // with Alt
}

// redraw prints the line again, or the end of it that fits.
func (e *entry) redraw(question string, width int) string {
	text := e.String()
	if room := width - ansi.StringWidth(question) - 1; width > 0 && ansi.StringWidth(text) > room {
		text = ansi.TruncateLeft(text, ansi.StringWidth(text)-max(room, 2)+1, "…")
	}
	return "\r" + ansi.EraseLineRight + question + text
}
