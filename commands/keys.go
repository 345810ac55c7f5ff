package commands

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"

	"dotool/config/diag"
	"dotool/devserver/event"
)

// key is something that a key press does while a server runs.
type key struct {
	name byte
	does string // for the help
	word string // for the line below the start screen
}

// hotkeys are all that do something, as the help lists them.
var hotkeys = []key{
	{'o', "open in the browser", "open"},
	{'r', "start the present code again", "reload"},
	{'c', "clear the screen", "clear"},
	{'l', "log more or less", "level"},
	{'m', "migrations and what is on disk", "migrations"},
	{'a', "alarms that are set", "alarms"},
	{'d', "open DevTools", "DevTools"},
	{'?', "this help", "help"},
	{'q', "quit", "quit"},
}

// dispensable are the keys that give way on a narrow terminal, the first first.
const dispensable = "dclmaor"

// keyLine names the keys in one line of width columns.
func keyLine(width int, inspector bool) string {
	left := dispensable
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

// keyCommands are the commands that keys run on what is served. They print to the
// environment that they get.
type keyCommands struct {
	Migrations, Alarms func(context.Context, *Env, event.Ready) error
}

// keys does what is asked by single keys.
type keys struct {
	log    *devLog
	run    keyCommands
	reload func() // start the present code again
	quit   func()
	work   chan byte // pressed and not done yet
}

func newKeys(log *devLog, run keyCommands, reload, quit func()) *keys {
	return &keys{log: log, run: run, reload: reload, quit: quit, work: make(chan byte, 8)}
}

// press takes a key. It never waits: a terminal that is not read must not keep
// anybody from quitting.
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

// typed are the keys among bytes that came at once: without those that send
// several bytes, such as arrows, and none of a paste.
func typed(b []byte) []byte {
	const most = 3 // somebody types quickly, or we were slow
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

// follow does what keys ask for until ctx is done.
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
	case 'r': // also when the first build was broken
		k.reload()
		return
	case 'o', 'd', 'm', 'a':
	default:
		return
	}
	if !serving {
		l.tell("Not serving yet.")
		return
	}
	switch b {
	case 'o':
		l.open(ctx, ready.URL)
	case 'd':
		if url := ready.Inspector; url != "" {
			l.open(ctx, url)
		} else {
			l.tell("DevTools cannot connect: start with --inspector-port 9229.")
		}
	case 'm':
		l.show(ctx, ready, k.run.Migrations)
	case 'a':
		l.show(ctx, ready, k.run.Alarms)
	}
}

func (k *keys) help(w *bytes.Buffer) {
	for _, h := range hotkeys {
		fmt.Fprintf(w, "  %s  %s\n", k.log.err.bold.Render(string(h.name)), h.does)
	}
}

// serving answers what serves, if anything has yet.
func (l *devLog) serving() (event.Ready, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ready, l.ready.Project != nil
}

// say prints something between the lines of the log.
func (l *devLog) say(print func(w *bytes.Buffer)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.saying(print)
}

func (l *devLog) saying(print func(w *bytes.Buffer)) {
	var stdout, stderr bytes.Buffer
	l.fit()
	l.calls.flush(&stderr)
	l.calls.interrupted()
	print(&stderr)
	l.write(&stdout, &stderr)
}

func (l *devLog) tell(text string) {
	l.say(func(w *bytes.Buffer) { fmt.Fprintln(w, l.err.dim.Render(text)) })
}

// notice prints a sentence beside the log.
func (l *devLog) notice(text string) {
	if !l.env.Quiet {
		l.tell(text)
	}
}

// clear clears the terminal and what can be scrolled back to.
func (l *devLog) clear() {
	l.say(func(w *bytes.Buffer) {
		w.WriteString("\x1b[H\x1b[2J\x1b[3J")
		if l.ready.URL != "" {
			fmt.Fprintf(w, "%s %s\n", l.err.dim.Render("Serving"), l.ready.URL)
		}
	})
}

// nextLevel goes on to the next level of the log, and from the last to the
// first.
func (l *devLog) nextLevel() {
	if l.env.Quiet {
		l.tell("Log: only errors, for --quiet")
		return
	}
	l.say(func(w *bytes.Buffer) {
		l.calls.level = (l.calls.level + 1) % (levelNone + 1)
		text := "Log: everything"
		switch l.calls.level {
		case levelDebug:
		case levelNone:
			text = "Log: no requests, nothing from the console"
		default:
			for name, n := range levels {
				if n == l.calls.level {
					text = "Log: from " + name + " on"
				}
			}
		}
		fmt.Fprintln(w, l.err.dim.Render(text))
	})
}

// open opens an address in the browser and says so.
func (l *devLog) open(ctx context.Context, url string) {
	l.tell("Opening " + url)
	if err := openBrowser(ctx, l.env, url); err != nil {
		l.say(func(w *bytes.Buffer) {
			fmt.Fprintf(w, "%s %s\n", l.err.warn.Render("warning:"), indentRest(diag.Harmless(err.Error())))
		})
	}
}

// openBrowser hands an address to the user's browser. It takes what BROWSER
// says first.
func openBrowser(ctx context.Context, env *Env, url string) error {
	var command []string
	switch given := strings.Fields(env.getenv("BROWSER")); {
	case len(given) > 0:
		command = given
	case runtime.GOOS == "darwin":
		command = []string{"open"}
	case runtime.GOOS == "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler"}
	default:
		command = []string{"xdg-open"}
	}
	c := exec.Command(command[0], append(command[1:], url)...)
	c.Env = env.Environ
	detach(c)
	if err := c.Start(); err != nil {
		return fmt.Errorf("open %s: %w", url, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }() // ends with the browser, which may outlive us
	// What cannot open anything says so soon; a browser may stay.
	select {
	case err := <-ended:
		if err != nil {
			return fmt.Errorf("open %s: %s: %w", url, command[0], err)
		}
	case <-time.After(2 * time.Second):
	case <-ctx.Done():
	}
	return nil
}

// show runs a command on what is served and prints what it answers between the
// lines of the log.
func (l *devLog) show(ctx context.Context, ready event.Ready, run func(context.Context, *Env, event.Ready) error) {
	var b bytes.Buffer
	env := *l.env
	out := newOutput(&b, true)
	env.Stdout, env.Stderr = out, out
	env.StdoutTerminal, env.StdinTerminal, env.StderrTerminal = true, false, true
	env.Width = int(l.width.Load())
	env.JSON, env.Quiet = false, false
	if err := run(ctx, &env, ready); err != nil && !errors.Is(err, errReported) {
		env.printError("failed", err)
	}
	_ = out.failed() // a buffer takes all
	l.say(func(w *bytes.Buffer) { _, _ = b.WriteTo(w) })
}

// attach takes the keys of the terminal, if there is one to talk to, until ctx
// is done. Its keyboard is nil if there is none.
func (k *keys) attach(ctx context.Context, others *sync.WaitGroup) (*keyboard, error) {
	l := k.log
	if env := l.env; !env.StdinTerminal || !env.StderrTerminal || l.o.JSON || l.o.NoKeys || env.getenv("TERM") == "dumb" {
		return nil, nil
	}
	keyboard, err := newKeyboard(l.env, k.press)
	if keyboard == nil || err != nil {
		return nil, err
	}
	l.keys = true
	others.Go(func() {
		keyboard.run(ctx, func() {
			if width := terminalWidth(fileOf(l.env.Stderr)); width > 0 {
				l.width.Store(int32(width))
			}
		})
	})
	others.Go(func() {
		defer keyboard.release() // above all when one of them panics
		k.follow(ctx)
	})
	return keyboard, nil
}

// prompt asks something while nothing else is printed and no key is taken.
func (l *devLog) prompt(k *keyboard, ask func() bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if k != nil {
		defer k.hold()()
	}
	return ask()
}
