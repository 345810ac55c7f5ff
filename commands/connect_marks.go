package commands

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/charmbracelet/x/ansi"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/config/diag"
)

// marks prints messages. On a terminal, > is in front of those that were sent and < in
// front of those that arrived; elsewhere only these are printed, as they are.
type marks struct {
	out          io.Writer
	shown, typed bool   // there are marks; what is sent is typed, after a prompt
	in, prompt   string // the marks

	mu    sync.Mutex // guards the fields below, and the writing
	ready bool       // messages can be sent
	open  bool       // the cursor is behind the prompt, or what is being typed there
}

func newMarks(e *local.Project) *marks {
	s := e.Style(e.Stdout)
	m := &marks{out: e.Stdout, shown: e.StdoutTerminal && !e.JSON, in: s.Accent.Render("<") + " ", prompt: s.Dim.Render(">") + " "}
	m.typed = m.shown && e.StdinTerminal
	if m.typed {
		m.out = e.Screen(e.Stdout) // lines that are being typed are overwritten
	}
	return m
}

// begin says that messages can be sent.
func (m *marks) begin() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ready = true
	m.ask()
}

// ask prints the prompt, unless it is there.
func (m *marks) ask() {
	if m.typed && m.ready && !m.open {
		_, _ = io.WriteString(m.out, m.prompt)
		m.open = true
	}
}

// clear removes the prompt, and what is being typed.
func (m *marks) clear() {
	if m.open {
		_, _ = io.WriteString(m.out, "\r"+ansi.EraseLineRight)
		m.open = false
	}
}

// beside prints something else.
func (m *marks) beside(print func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.clear()
	print()
	m.ask()
}

// received prints a message that has arrived.
func (m *marks) received(text string) (err error) {
	if m.shown {
		text = m.in + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
	}
	m.beside(func() { _, err = io.WriteString(m.out, text) })
	return err
}

// entered says that a line was typed.
func (m *marks) entered() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.open = false
}

// sent prints a message that was sent, unless it was typed and so is there already.
func (m *marks) sent(line string) (err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.shown && !m.typed {
		_, err = fmt.Fprintf(m.out, "%s%s\n", m.prompt, diag.Sanitize(line))
	}
	m.ask()
	return err
}

// end removes the prompt.
func (m *marks) end() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.clear()
	m.ready = false
}
