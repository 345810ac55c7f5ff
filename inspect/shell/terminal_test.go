//go:build unix

package shell

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/table"
)

// TestMain is also the program that the tests below start in a terminal:
// SHELL_STATE names the state folder.
func TestMain(m *testing.M) {
	dir := os.Getenv("SHELL_STATE")
	if dir == "" {
		os.Exit(m.Run())
	}
	fatal := func(args ...any) { fmt.Println(args...); os.Exit(2) }
	ctx, _ := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	if os.Getenv("SHELL_PID") != "" {
		fmt.Println("pid", os.Getpid())
	}
	o := opened(ctx, fatal, dir, "full")
	o.In, o.Out, o.Err, o.Terminal = os.Stdin, os.Stdout, os.Stderr, true
	o.Size = func() (int, int) {
		w, h, _ := term.GetSize(os.Stdout.Fd())
		return w, h
	}
	o.History, o.Pager = os.Getenv("SHELL_HISTORY"), os.Getenv("SHELL_PAGER")
	o.Report = func(err error) { fmt.Println("error:", err) }
	o.Writable = os.Getenv("SHELL_WRITE") != ""
	o.Write = func(_ context.Context, o inspect.Object, statement string, _ []sqlite.Value, f table.Format) (int, error) {
		fmt.Println("writes", statement)
		return -1, nil
	}
	fmt.Println("left:", Run(ctx, o))
}

// A screen is a terminal, by tmux, with a shell in it.
type screen struct {
	t      *testing.T
	socket string
}

func open(t *testing.T, dir string, env ...string) *screen {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed")
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// The path of a socket must be short.
	socketDir, err := os.MkdirTemp("", "tmux")
	if err != nil {
		t.Fatal(err)
	}
	s := &screen{t, filepath.Join(socketDir, "s")}
	command := append([]string{"env", "-u", "LESS", "LC_ALL=C.UTF-8", "INPUTRC=/dev/null", "SHELL_STATE=" + dir}, env...)
	command = append(command, exe, "; echo the end; cat")
	s.tmux("-f", "/dev/null", "-u", "new-session", "-d", "-x", "80", "-y", "20", strings.Join(command, " "))
	t.Cleanup(func() {
		s.tmux("kill-server")
		os.RemoveAll(socketDir)
	})
	return s
}

func (s *screen) tmux(args ...string) string {
	s.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-S", s.socket}, args...)...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("tmux %s: %v: %s", args, err, out)
	}
	return string(out)
}

// see waits until the screen has the text, and returns what it shows.
func (s *screen) see(text string) string {
	s.t.Helper()
	return s.wait(text, func(shown string) bool { return strings.Contains(shown, text) })
}

// ready waits for an empty prompt. Keys typed before go to a terminal
// that still does its own editing.
func (s *screen) ready() *screen {
	s.t.Helper()
	s.wait("a prompt", func(shown string) bool { return strings.HasSuffix(strings.TrimSpace(shown), ">") })
	return s
}

func (s *screen) wait(what string, seen func(shown string) bool) string {
	s.t.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for {
		shown := s.tmux("capture-pane", "-p")
		if seen(shown) {
			return shown
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("%q does not appear:\n%s", what, shown)
		}
		time.Sleep(20 * time.Millisecond) // tmux does not report changes
	}
}

// key presses keys by their tmux names.
func (s *screen) key(keys ...string) { s.t.Helper(); s.tmux(append([]string{"send-keys"}, keys...)...) }

// text types text; tmux takes a semicolon at the end for its own.
func (s *screen) text(text string) {
	s.t.Helper()
	if before, ok := strings.CutSuffix(text, ";"); ok {
		text = before + `\;`
	}
	s.tmux("send-keys", "-l", text)
}

// write types text, and Enter.
func (s *screen) write(text string) { s.t.Helper(); s.text(text); s.key("Enter") }

func stateDir(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "state")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "testdata", "storage", "wrangler"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestTerminal(t *testing.T) {
	t.Parallel()
	dir := stateDir(t)
	history := filepath.Join(t.TempDir(), "history")
	s := open(t, dir, "SHELL_HISTORY="+history)
	s.see("read-only")
	s.see("full>")

	// A statement of several lines, wide characters, a summary.
	s.ready().write("SELECT '日本é' AS name,")
	s.see("AS name,")
	s.write("1 AS n;")
	s.see("日本é  1")
	s.see("1 row in ")

	// An error points at the token.
	s.ready().write("SELECT * FROM mesage;")
	s.see("              ^")
	s.ready().write("DELETE FROM message;")
	s.see("the statement writes")

	// Completion of keywords, tables, columns of an alias, commands.
	s.ready().text("selec")
	s.key("Tab")
	s.see("> select")
	s.key("C-c")
	s.ready().write(".use 3d3878f5")
	s.see("drifted>")
	s.ready().text("SELECT count(m.pin) FROM message m")
	for range len(") FROM message m") {
		s.key("Left")
	}
	s.key("Tab")
	s.see("count(m.pinned")
	s.key("C-c")
	s.ready().write(".use full")
	s.see("Room/full")
	s.ready().text("SELECT max(message.auth")
	s.key("Tab")
	s.see("max(message.author")
	s.write(") AS who FROM message;")
	s.see("who\n")
	s.ready().text(".tab")
	s.key("Tab")
	s.see("> .tables")
	s.key("Enter")
	s.see("authors")

	// A second Tab still shows the list of tables, columns and keywords, or of commands.
	s.ready().text("SELECT * FROM ")
	s.key("Tab", "Tab")
	for _, text := range []string{"> SELECT * FROM authors\n", "\ntables\nauthors  big  message\n", "\ncolumns\nat  author  body  id  n  raw\n"} {
		s.see(text)
	}
	s.key("C-c", "C-c")
	s.ready().text("S")
	s.key("Tab", "Tab")
	s.see("\nkeywords\nSELECT  SET  strftime(  substr(  sum(")
	s.key("C-c", "C-c")
	s.ready().text(".")
	s.key("Tab", "Tab")
	s.see(".dump  .headers  .help    .import  .mode   .objects  .once   .output")
	s.key("C-c", "C-c")

	// Results in a file, the time of a statement, permission to write.
	out := filepath.Join(filepath.Dir(history), "out")
	s.ready().write(".output " + out)
	s.ready().write("SELECT 'in the ' || 'file';")
	s.ready().write(".output")
	s.ready().write(".timer on")
	s.ready().write("SELECT 'on the ' || 'screen';")
	if shown := s.see("Run Time: real "); !strings.Contains(shown, "on the screen") || strings.Contains(shown, "in the file") {
		t.Errorf("results are in the wrong place:\n%s", shown)
	}
	if got, err := os.ReadFile(out); string(got) != "in the file\n" {
		t.Errorf("%q, %v", got, err)
	}
	s.ready().write("DELETE FROM big;")
	s.see("error: the statement writes: DELETE FROM big;")
	s.ready().write(".write on")
	s.ready().write("DELETE FROM big;")
	s.see("writes DELETE FROM big;")

	// Ctrl-C forgets the line, Ctrl-D leaves; the history is there again.
	s.ready().text("SELECT forgotten")
	s.see("SELECT forgotten")
	s.key("C-c")
	s.ready().write(".timer off")
	s.ready().write("SELECT 4711 AS remembered;")
	if shown := s.see("1 row"); strings.Contains(shown[strings.Index(shown, ".timer off"):], " in ") {
		t.Errorf("there is a time:\n%s", shown)
	}
	s.ready().key("C-d")
	s.see("left: <nil>")
	if info, err := os.Stat(history); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("history: %v, %v", info, err)
	}

	s = open(t, dir, "SHELL_HISTORY="+history, "SHELL_WRITE=1")
	s.see("writing is allowed")
	s.ready().key("Up")
	s.see("full> SELECT 4711 AS remembered;")
	s.key("Enter")
	s.see("1 row in ")
	s.ready().write("DELETE FROM message WHERE 0;")
	s.see("writes DELETE FROM message WHERE 0;")
	s.ready().write(".mode nonsense")
	s.see("no format \"nonsense\"")
	s.ready().write(".quit")
	s.see("left: <nil>")
}

// TestTerminalUnfinished types commands in place of the rest of a statement.
func TestTerminalUnfinished(t *testing.T) {
	t.Parallel()
	s := open(t, stateDir(t))
	s.see("read-only")
	s.ready().write(".objects Room/full")
	s.see("class  name  id            bytes  modified\n")
	s.see("f0b359f8201c  ")
	s.ready().write("SELECT 1")
	s.write(".tables")
	s.see("error: the statement before .tables is not finished")
	s.ready().write("SELECT 'a")
	s.write("exit")
	s.write("b';")
	s.see("a\\nexit\\nb")
	s.ready().write("SELECT 1")
	s.write("exit")
	s.see("left: <nil>")
}

// A list that is longer than the screen does not scroll the line away, at the bottom
// of the screen either.
func TestTerminalLists(t *testing.T) {
	t.Parallel()
	files := t.TempDir()
	for i := range 300 {
		if err := os.WriteFile(filepath.Join(files, fmt.Sprintf("a-long-name-of-a-file-%d-%d", i%2, i)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, stateDir(t))
	s.see("full>")
	s.ready().write("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 31) SELECT i FROM n;")
	s.see("31 rows")
	for range 2 {
		s.ready().text(".import " + files + "/a")
		s.key("Tab")
		s.see("> .import " + files + "/a-long-name-of-a-file-\n")
		if shown := s.see("files ("); !strings.Contains(shown, " more)\na-long-name-of-a-file-0-0 ") || !strings.Contains(shown, "31 rows") {
			t.Errorf("the list takes too much:\n%s", shown)
		}
		s.key("Tab")
		s.see("> .import " + files + "/a-long-name-of-a-file-0-0\n")
		s.key("C-c", "C-c")
	}
}

func TestTerminalInterrupts(t *testing.T) {
	t.Parallel()
	s := open(t, stateDir(t))
	s.see("full>")
	// While readline reads, ctrl-C is a key; the first result says that it no longer does.
	s.ready().write("SELECT 'now ' || 'for long'; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT max(i) AS most FROM n;")
	s.see("now for long")
	s.key("C-c")
	if shown := s.see("error: interrupted"); strings.Contains(shown, "most\n") {
		t.Errorf("the header of a result without rows:\n%s", shown)
	}
	s.ready().write("SELECT 'still ' || 'here';")
	s.see("still here")
}

func TestTerminalPages(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("less"); err != nil {
		t.Skip("less is not installed")
	}
	s := open(t, stateDir(t), "SHELL_PAGER='less -R'")
	s.see("full>")
	const many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < %d) SELECT 'row ' || i AS r FROM n;"
	s.ready().write(fmt.Sprintf(many, 5))
	s.see("5 rows in ")
	s.ready().write(fmt.Sprintf(many, 100_000_000))
	if shown := s.see("row 15"); strings.Contains(shown, "row 30") {
		t.Errorf("more than a screen:\n%s", shown)
	}
	s.key("q")
	if shown := s.see("full>"); strings.Contains(shown, "rows in") {
		t.Errorf("a summary of what was not read:\n%s", shown)
	}
	s.ready().write("SELECT 'and ' || 'on';")
	s.see("and on")
}

// TestTerminalEnds ends the shell while it waits for a line, and looks whether
// the terminal is as before.
func TestTerminalEnds(t *testing.T) {
	t.Parallel()
	s := open(t, stateDir(t), "SHELL_PID=1")
	_, pid, _ := strings.Cut(s.see("full>"), "pid ")
	var n int
	if _, err := fmt.Sscan(pid, &n); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(n, syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.see("left: context canceled")
	s.see("the end")
	s.write("echo")
	s.see("echo\necho\n") // by the terminal, and by cat
}
