package logview

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/charmbracelet/x/ansi"

	"github.com/dotool-dev/dotool/commands/logview/only"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
)

// key is a hotkey of a running server.
type key struct {
	name byte
	does string // for the help
	word string // for the line below the start screen
}

// hotkeys are in the order of the help.
var hotkeys = []key{
	{'o', "open in the browser", "open"},
	{'r', "restart the current code", "reload"},
	{'c', "clear the screen", "clear"},
	{'l', "change the log level", "level"},
	{'f', "filter the log", "filter"},
	{'m', "migration status", "migrations"},
	{'a', "scheduled alarms", "alarms"},
	{'d', "open DevTools", "DevTools"},
	{'?', "this help", "help"},
	{'q', "quit", "quit"},
}

// dropOrder lists the keys that are left out on a narrow terminal, in this order.
const dropOrder = "dcflmaor"

// keyLine names the keys in one line of width columns.
func keyLine(width int, inspector bool) string {
	left := dropOrder
	hidden := ""
	if !inspector {
		hidden, left = "d", strings.Replace(left, "d", "", 1)
	}
	for {
		var words []string
		for _, k := range hotkeys {
			if !strings.ContainsRune(hidden, rune(k.name)) {
				words = append(words, string(k.name)+" "+k.word)
			}
		}
		line := strings.Join(words, "   ")
		if ansi.StringWidth(line) <= width || left == "" {
			return line
		}
		hidden, left = hidden+left[:1], left[1:]
	}
}

// Commands are the commands that hotkeys run on the served project. They print to the
// environment that they get.
type Commands struct {
	Migrations, Alarms func(context.Context, *ui.Env, event.Ready) error
}

// keys handles hotkeys.
type keys struct {
	log    *Server
	run    Commands
	reload func() // restart the current code
	quit   func()
	work   chan byte // pressed, not handled yet

	keyboard *ui.Keyboard
}

func NewKeys(log *Server, run Commands, reload, quit func()) *keys {
	return &keys{log: log, run: run, reload: reload, quit: quit, work: make(chan byte, 8)}
}

// press takes a key. It never blocks: quitting must work even if the output is not
// read.
func (k *keys) press(b byte) {
	const endOfInput = 4 // Ctrl-D
	if b == 'q' || b == endOfInput {
		k.quit()
		return
	}
	select {
	case k.work <- b:
	default:
	}
}

// follow handles keys until ctx is done.
func (k *keys) follow(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case b := <-k.work:
			k.do(ctx, b)
		}
	}
}

func (k *keys) do(ctx context.Context, b byte) {
	l := k.log
	ready, serving := l.serving()
	switch b {
	case '\r', '\n':
		l.say(func(w *bytes.Buffer) { w.WriteByte('\n') })
		return
	case '?':
		l.say(k.help)
		return
	case 'c':
		l.clear()
		return
	case 'l':
		l.nextLevel()
		return
	case 'f':
		k.filter(ctx)
		return
	case 'r': // also when the first build was broken
		k.reload()
		return
	case 'o', 'd', 'm', 'a':
	default:
		return
	}
	if !serving {
		l.note("Not serving yet.")
		return
	}
	switch b {
	case 'o':
		l.Open(ctx, ready.URL)
	case 'd':
		if url := ready.Inspector; url != "" {
			l.Open(ctx, url)
		} else {
			l.note("DevTools cannot connect: start with --inspector-port 9229.")
		}
	case 'm':
		l.show(ctx, ready, k.run.Migrations)
	case 'a':
		l.show(ctx, ready, k.run.Alarms)
	}
}

func (k *keys) help(w *bytes.Buffer) {
	for _, h := range hotkeys {
		fmt.Fprintf(w, "  %s  %s\n", k.log.err.Bold.Render(string(h.name)), h.does)
	}
}

// filter asks for a filter of the log. The log waits meanwhile.
func (k *keys) filter(ctx context.Context) {
	l := k.log
	l.say(func(w *bytes.Buffer) {
		fmt.Fprintln(w, l.err.Dim.Render("Show only calls such as: POST /rooms/*   room-*   status>=500   slow>100ms"))
		fmt.Fprintln(w, l.err.Dim.Render("Nothing shows all; Esc changes nothing"+l.filtered(" (now: ", ")")+"."))
		l.write(&bytes.Buffer{}, w)
		text, ok := k.keyboard.Line(ctx, l.stream(l.Env.Stderr), "only: ")
		if !ok {
			fmt.Fprintln(w, l.err.Dim.Render("Log: unchanged"))
			return
		}
		f, err := only.Parse(text)
		if err != nil {
			fmt.Fprintf(w, "%s %s\n%s %s\n", l.err.Bad.Render("error:"), diag.Visible(err.Error()), l.err.Good.Render("hint:"), ui.HintOf(err))
			return
		}
		l.filter(w, f)
		fmt.Fprintln(w, l.err.Dim.Render("Log: "+cmp.Or(l.filtered("only ", ""), "all calls")))
	})
}

// filtered returns the filter between two texts, or nothing without one.
func (l *Server) filtered(before, after string) string {
	if f := l.only.Filter(); f != nil {
		return before + diag.Visible(f.String()) + after
	}
	return ""
}

// clear clears the terminal and its scrollback.
func (l *Server) clear() {
	l.say(func(w *bytes.Buffer) {
		w.WriteString("\x1b[H\x1b[2J\x1b[3J")
		l.calls.repeats = nil // what was shown in full is gone
		if l.ready.URL != "" {
			fmt.Fprintf(w, "%s %s%s\n", l.err.Dim.Render("Serving"), l.ready.URL, l.filtered(", log of only ", ""))
		}
	})
}

// nextLevel switches to the next level of the log, and from the last to the first.
func (l *Server) nextLevel() {
	if l.Env.Quiet {
		l.note("Log: only errors, for --quiet")
		return
	}
	l.say(func(w *bytes.Buffer) {
		l.calls.Level = (l.calls.Level + 1) % (levelNone + 1)
		text := "Log: everything"
		switch l.calls.Level {
		case levelDebug:
		case levelNone:
			text = "Log: no requests, nothing from the console"
		default:
			for name, n := range Levels {
				if n == l.calls.Level {
					text = "Log: from " + name + " on"
				}
			}
		}
		fmt.Fprintln(w, l.err.Dim.Render(text))
	})
}

// Open opens an address in the browser and says so.
func (l *Server) Open(ctx context.Context, url string) {
	l.note("Opening " + url)
	if err := ui.OpenBrowser(ctx, l.Env, url); err != nil {
		l.say(func(w *bytes.Buffer) {
			fmt.Fprintf(w, "%s %s\n", l.err.Warn.Render("warning:"), ui.IndentRest(diag.Sanitize(err.Error())))
		})
	}
}

// show runs a command on the served project and prints its output between the lines of
// the log.
func (l *Server) show(ctx context.Context, ready event.Ready, run func(context.Context, *ui.Env, event.Ready) error) {
	var b bytes.Buffer
	env := *l.Env
	out := ui.NewOutput(&b, true)
	env.Stdout, env.Stderr = out, out
	env.StdoutTerminal, env.StdinTerminal, env.StderrTerminal = true, false, true
	env.Width = int(l.width.Load())
	env.JSON, env.Quiet = false, false
	if err := run(ctx, &env, ready); err != nil && !errors.Is(err, ui.ErrReported) {
		env.PrintError("failed", err)
	}
	_ = out.Failed() // a buffer cannot fail
	l.say(func(w *bytes.Buffer) { _, _ = b.WriteTo(w) })
}

// Attach handles the keys of the terminal, if there is one, until ctx is done. Without
// one, the keyboard is nil.
func (k *keys) Attach(ctx context.Context, others *sync.WaitGroup) (*ui.Keyboard, error) {
	l := k.log
	if env := l.Env; !env.StdinTerminal || !env.StderrTerminal || l.o.JSON || l.o.NoKeys || env.Getenv("TERM") == "dumb" {
		return nil, nil
	}
	keyboard, err := ui.NewKeyboard(l.Env, k.press)
	if keyboard == nil || err != nil {
		return nil, err
	}
	l.calls.keys, k.keyboard = true, keyboard
	others.Go(func() {
		keyboard.Run(ctx, func() {
			if width := ui.TerminalWidth(ui.FileOf(l.Env.Stderr)); width > 0 {
				l.width.Store(int32(width))
			}
		})
	})
	others.Go(func() {
		defer keyboard.Release() // above all when one of them panics
		k.follow(ctx)
	})
	return keyboard, nil
}

// Prompt asks a question while nothing else is printed and no hotkey works.
func (l *Server) Prompt(k *ui.Keyboard, ask func() bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if k != nil {
		defer k.Hold()()
	}
	return ask()
}
