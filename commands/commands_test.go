package commands_test

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/dotool-dev/dotool/commands"
	"github.com/dotool-dev/dotool/commands/logview"
	"github.com/dotool-dev/dotool/commands/ui"
)

var update = flag.Bool("update", false, "rewrite the expected output in scripts and golden files")

func TestMain(m *testing.M) {
	// Most tests wait for servers, which wait for files, timers and each other.
	if err := flag.Set("test.parallel", strconv.Itoa(3*runtime.GOMAXPROCS(0))); err != nil {
		panic(err)
	}
	testscript.Main(m, map[string]func(){
		"dotool": func() {
			logview.Patience = 2 * time.Second
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
			context.AfterFunc(ctx, stop)
			os.Exit(commands.Main(ctx, ui.OS(), os.Args[1:]))
		},
	})
}

// run runs a command line in an empty folder.
func run(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, err bytes.Buffer
	env := &ui.Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &err, Dir: t.TempDir(), Environ: []string{"HOME=/nowhere"}}
	code = commands.Main(context.Background(), env, args)
	return out.String(), err.String(), code
}

// allCommands are the command lines that have a help text, and `help TOPIC`.
func allCommands(t *testing.T) [][]string {
	t.Helper()
	help, _, _ := run(t)
	all := [][]string{{}}
	for i := 0; i < len(all); i++ {
		out, _, _ := run(t, append([]string{"__complete", "--"}, append(all[i][:len(all[i]):len(all[i])], "")...)...)
		for line := range strings.Lines(out) {
			name, _, ok := strings.Cut(strings.TrimSpace(line), "\t")
			if len(all[i]) == 1 && all[i][0] == "help" {
				_, topics, _ := strings.Cut(help, "\nTopics")
				ok = strings.Contains(topics, "\n  "+name+" ")
			}
			if ok {
				all = append(all, append(all[i][:len(all[i]):len(all[i])], name))
			}
		}
	}
	return all
}

func TestHelp(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("testdata", "help")
	unused := map[string]bool{}
	files, _ := filepath.Glob(filepath.Join(dir, "*.golden"))
	for _, f := range files {
		unused[f] = true
	}
	for _, command := range allCommands(t) {
		out, stderr, code := run(t, append(command, "--help")...)
		if code != 0 || stderr != "" {
			t.Errorf("dotool %s --help: exit %d, stderr %q", strings.Join(command, " "), code, stderr)
		}
		if !strings.Contains(out, "  $ ") {
			t.Errorf("the help of %q has no example", strings.Join(command, " "))
		}
		if len(command) > 0 && command[0] == "help" {
			continue // the help of dotool again, or a file of topics
		}
		golden := filepath.Join(dir, strings.Join(append([]string{"dotool"}, command...), "_")+".golden")
		delete(unused, golden)
		if *update {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(golden, []byte(out), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Error(err)
			continue
		}
		if d := cmp.Diff(string(want), out); d != "" {
			t.Errorf("%s (-want +got):\n%s", golden, d)
		}
	}
	for f := range unused {
		t.Errorf("%s belongs to no command", f)
	}
}

func TestCommandLine(t *testing.T) {
	t.Parallel()
	tests := []struct {
		args           string
		code           int
		stdout, stderr string // must be contained
	}{
		{args: "", code: 0, stdout: "Usage: dotool COMMAND"},
		{args: "vrsion", code: 2, stderr: `did you mean "version"?`},
		{args: "validate", code: 2, stderr: "dotool: error: dotool has no command \"validate\"\ndotool: hint: did you mean `dotool migrate validate`?\n"},
		{args: "validate --from fresh", code: 2, stderr: "did you mean `dotool migrate validate`?"},
		{args: "--json rollback --yes", code: 2, stderr: "did you mean `dotool migrate rollback`?"},
		{args: "list", code: 2, stderr: "did you mean `dotool migrate trash list`, `dotool kv list`, `dotool r2 list`, `dotool queues list`, `dotool workflows list`, `dotool alarm list`, `dotool snapshot list` or `dotool runtime list`?"},
		{args: "fier", code: 2, stderr: "did you mean `dotool alarm fire`?"},
		{args: "kv fire", code: 2, stderr: "dotool kv has no command \"fire\"\ndotool: hint: did you mean `dotool alarm fire`?"},
		{args: "kv set lobby a 1", code: 2, stderr: "did you mean `dotool kv put`?"},
		{args: "fetch /rooms", code: 2, stderr: "dotool: error: dotool fetch needs an object before \"/rooms\"\ndotool: hint: write `dotool fetch OBJECT /rooms`; the Worker itself responds"},
		{args: "connect ws://localhost:8787/ws", code: 2, stderr: "dotool connect needs an object before \"ws://localhost:8787/ws\""},
		{args: "kv my-room", code: 2, stderr: "dotool kv has no command \"my-room\"\ndotool: hint: did you mean `dotool kv list my-room`?"},
		{args: "kv $(date)", code: 2, stderr: "did you mean `dotool kv list '$(date)'`?"},
		{args: "queues my-queue", code: 2, stderr: "did you mean `dotool queues peek my-queue`?"},
		{args: "d1 execute db", code: 2, stderr: "did you mean `dotool sql DATABASE`?"},
		{args: "kv rm", code: 2, stderr: "did you mean `dotool kv delete`?"},
		{args: "alarm get", code: 2, stderr: "did you mean `dotool alarm list`?"},
		{args: "queues retry", code: 2, stderr: "did you mean `dotool queues redrive`?"},
		{args: "workflows stop", code: 2, stderr: "did you mean `dotool workflows terminate`?"},
		{args: "ls", code: 2, stderr: "did you mean `dotool objects`?"},
		{args: "migrate logs", code: 2, stderr: "did you mean `dotool logs`?"},
		{args: "migrate list", code: 2, stderr: "did you mean `dotool migrate trash list`?"},
		{args: "migrate trash lsit", code: 2, stderr: "did you mean \"list\"?"},
		{args: "migrate trash plan", code: 2, stderr: "did you mean `dotool migrate plan`?"},
		{args: "start --port 80", code: 2, stderr: "did you mean `dotool dev`?"},
		{args: "tail", code: 2, stderr: "did you mean `dotool logs`?"},
		{args: "deploy --dry-run", code: 2, stderr: "use `wrangler deploy`"},
		{args: "completions", code: 2, stderr: `did you mean "completion"?`},
		{args: "xyzzy -q", code: 2, stderr: "see `dotool --help`"},
		{args: "dev --minify --no-minify", code: 2, stderr: "--minify and --no-minify cannot be combined"},
		{args: "dev --bundle --no-bundle", code: 2, stderr: "--bundle and --no-bundle cannot be combined"},
		{args: "dev --no-watch --watch=true", code: 2, stderr: "--watch and --no-watch cannot be combined"},
		{args: "logs -q --no-quiet", code: 2, stderr: "--quiet and --no-quiet cannot be combined"},
		{args: "version extra", code: 2, stderr: `does not take the argument "extra"`},
		{args: "snapshot create before it", code: 2, stderr: "does not take the argument \"before\"\ndotool: hint: did you mean --note 'before it'?"},
		{args: "snapshot prune 3", code: 2, stderr: "did you mean --keep 3?"},
		{args: "export lobby out.sql", code: 2, stderr: "did you mean --output out.sql?"},
		{args: "logs lobby error", code: 2, stderr: "did you mean --level error?"},
		{args: "logs lobby status>=500", code: 2, stderr: "did you mean --only 'status>=500'?"},
		{args: "alarm list lobby 5", code: 2, stderr: "did you mean --limit 5?"},
		{args: "alarm fire lobby +1h", code: 2, stderr: "did you mean --until +1h?"},
		{args: "evict lobby close", code: 2, stderr: "did you mean --web-sockets close?"},
		{args: "init dir chat", code: 2, stderr: "did you mean --template chat?"},
		{args: "reset Room lobby", code: 2, stderr: "`dotool objects delete` deletes single objects"},
		{args: "check S07", code: 2, stderr: "did you mean --rule S07, or --explain S07?"},
		{args: "dev 8787", code: 2, stderr: "did you mean --port 8787?"},
		{args: "snapshot first", code: 2, stderr: "did you mean `dotool snapshot create --note first`?"},
		{args: "delete Room", code: 2, stderr: "did you mean `dotool delete class Room`?"},
		{args: "add clas", code: 2, stderr: "did you mean \"class\"?"},
		{args: "__complete -- check --rule S07,D0", stdout: "S07,D02\t"},
		{args: "version --nope", code: 2, stderr: "unknown flag --nope"},
		{args: "version --json", code: 0, stdout: `"version":"`},
		{args: "--json version", code: 0, stdout: `"version":"`},
		{args: "version --color blue", code: 2, stderr: "--color takes auto, always or never"},
		{args: "version --json --color blue", code: 2, stderr: "--color takes"},
		{args: "version --cwd /does/not/exist", code: 2, stderr: "is not a folder"},
		{args: "dev --port 99999", code: 2, stderr: "from 0 to 65535"},
		{args: "dev --port x", code: 2, stderr: `--port does not take "x"`},
		{args: "dev --port", code: 2, stderr: "--port needs a value"},
		{args: "--cwd", code: 2, stderr: "--cwd needs a value"},
		{args: "export lobby -o", code: 2, stderr: "-o needs a value"},
		{args: "export lobby -o --", code: 2, stderr: "-o needs a value"},
		{args: "export -o -- lobby", code: 2, stderr: "hint: see `dotool export --help`"},
		{args: "export lobby -o --json", code: 2, stderr: `"message":"-o needs a value, and --json is a flag"`},
		{args: "alarm history --limit -q", code: 2, stderr: "hint: to use it as a value, write --limit=-q"},
		{args: "dev --prt 3", code: 2, stderr: "did you mean --port?"},
		{args: "objects --jsno", code: 2, stderr: "did you mean --json?"},
		{args: "--version", stdout: "dotool "},
		{args: "help migrate plan", stdout: "Usage: dotool migrate plan"},
		{args: "help", stdout: "Usage: dotool COMMAND"},
		{args: "help --help", stdout: "Usage: dotool COMMAND"},
		{args: "help log-json", stdout: "Fields of exception:"},
		{args: "help log-jso", code: 2, stderr: `did you mean "log-json"?`},
		{args: "help sqll", code: 2, stderr: `did you mean "sql"?`},
		{args: "help log-json extra", code: 2, stderr: `does not take the argument "extra"`},
		{args: "sql lobby --help", stdout: "Usage: dotool sql"},
		{args: "help version extra", stdout: "Usage: dotool version"},
		{args: "migrate apps/chat -h", stdout: "Usage: dotool migrate"},
		{args: "vrsion --help", code: 2, stderr: `did you mean "version"?`},
		{args: "runtime instal --help", code: 2, stderr: `did you mean "install"?`},
		{args: "dev a b", code: 1, stderr: "no such file"},
		{args: "dev src/a.ts b", code: 2, stderr: "src/a.ts is an entry module, which is of one Worker"},
		{args: "dev --var novalue", code: 2, stderr: "KEY:VALUE"},
		{args: "dev", code: 1, stderr: "hint:"}, // no configuration here
		{args: "dev --json", code: 1, stderr: `{"error":{"code":`},
		{args: "runtime", code: 0, stdout: "install"},
		{args: "runtime nope", code: 2, stderr: "no command"},
		{args: "completion", code: 2, stderr: "bash, zsh, fish"},
		{args: "completion bash", code: 0, stdout: "complete -o default"},
		{args: "__complete -- ver", code: 0, stdout: "version\t"},
		{args: "__complete -- man ver", code: 0, stdout: "version\n"},
		{args: "__complete -- check --rule bind-p", code: 0, stdout: "bind-parameters\tS07"},
		{args: "__complete -- check --explain S07", code: 0, stdout: "S07\tbind-parameters"},
		{args: "__complete -- help ver", code: 0, stdout: "version\t"},
		{args: "__complete -- help log-", code: 0, stdout: "log-json\t"},
		{args: "__complete -- dev --po", code: 0, stdout: "--port\t"},
		{args: "__complete -- dev --color al", code: 0, stdout: "always"},
		{args: "__complete -- dev --log-format=j", code: 0, stdout: "--log-format=json"},
		{args: "__complete -- --color auto run", code: 0, stdout: "runtime\t"},
	}
	for _, tt := range tests {
		t.Run(tt.args, func(t *testing.T) {
			t.Parallel()
			stdout, stderr, code := run(t, strings.Fields(tt.args)...)
			if code != tt.code || !strings.Contains(stdout, tt.stdout) || !strings.Contains(stderr, tt.stderr) {
				t.Errorf("exit %d, want %d\nstdout: %s\nstderr: %s", code, tt.code, stdout, stderr)
			}
			if tt.code == 2 && stdout != "" {
				t.Errorf("a mistake on the command line prints to stdout: %s", stdout)
			}
		})
	}
}

// Each flag that takes a value wants one, wherever the line ends.
func TestMissingValue(t *testing.T) {
	t.Parallel()
	line, flag := regexp.MustCompile(`(?m)^  (-.*?)  `), regexp.MustCompile(`(--?[a-zA-Z-]+) [A-Z]`)
	tested := 0
	for _, command := range allCommands(t) {
		help, _, _ := run(t, append(command, "--help")...)
		for _, spec := range line.FindAllStringSubmatch(help, -1) {
			for _, m := range flag.FindAllStringSubmatch(spec[1], -1) {
				name := m[1]
				tested++
				lines := [][]string{{name}, {name, "--"}, {name, "--", "x"}, {"x", name, "--"}, {name, "--json"}}
				if !slices.Contains([]string{"--data", "-d", "--env", "-e", "--note", "--param"}, name) {
					lines = append(lines, []string{name + "="}, []string{name, ""})
				}
				for _, after := range lines {
					args := append(slices.Clip(command), after...)
					if (len(command) == 0 || command[0] == "help") && after[0] == "x" {
						continue
					}
					stdout, stderr, code := run(t, args...)
					if code != 2 || stdout != "" || !strings.Contains(stderr, name+" needs a value") {
						t.Errorf("dotool %s: exit %d, stdout %q, stderr %q", strings.Join(args, " "), code, stdout, stderr)
					}
				}
			}
		}
	}
	if tested < 80 {
		t.Errorf("only %d flags were found in the help", tested)
	}
}

// An argument that names something is no empty text: `dotool objects delete "$ROOM"` would
// otherwise delete all objects if the shell knows no ROOM.
func TestEmptyArgument(t *testing.T) {
	t.Parallel()
	usage := regexp.MustCompile(`(?m)^Usage: dotool .*?((?: [A-Z\[][^ ]*)*) \[FLAGS\]$`)
	mayBeEmpty := []string{"JSON", "KEY", "PATH", "PATTERN", "PREFIX", "SQL", "VALUE"}
	tested := 0
	for _, command := range allCommands(t) {
		help, _, _ := run(t, append(command, "--help")...)
		m := usage.FindStringSubmatch(help)
		if m == nil || strings.Contains(m[0], "COMMAND") {
			continue
		}
		words := strings.Fields(m[1])
		for i, word := range words {
			if word = strings.Trim(word, "[]…"); slices.Contains(mayBeEmpty, word) {
				continue
			}
			tested++
			args := append(slices.Clip(command), slices.Repeat([]string{"x"}, i)...)
			stdout, stderr, code := run(t, append(args, "")...)
			if code != 2 || stdout != "" || !strings.Contains(stderr, " needs "+word+", not an empty string") {
				t.Errorf("dotool %s '': exit %d, stdout %q, stderr %q", strings.Join(args, " "), code, stdout, stderr)
			}
		}
	}
	if tested < 40 {
		t.Errorf("only %d arguments were found in the help", tested)
	}
}

// fullDisk fails from the nth write on, as a full disk does.
type fullDisk struct {
	n   int
	err error
}

func (d *fullDisk) Write(b []byte) (int, error) {
	if d.n--; d.n < 0 {
		return 0, &os.PathError{Op: "write", Path: "/dev/stdout", Err: d.err}
	}
	return len(b), nil
}

// Every command that prints fails if its output cannot be written; it says nothing if
// the reader has closed the pipe.
func TestOutputFails(t *testing.T) {
	t.Parallel()
	for _, terminal := range []bool{false, true} {
		for _, args := range [][]string{{}, {"--help"}, {"sql", "--help"}, {"migrate"}, {"version"}, {"version", "--json"}, {"completion", "bash"}, {"__complete", "--", "v"}} {
			if slices.Equal(args, []string{"migrate"}) {
				args = []string{"migrate", "trash", "--help"}
			}
			for disk, want := range map[error]string{syscall.ENOSPC: "dotool: error: write the output: no space left on device\n", syscall.EPIPE: ""} {
				var stderr bytes.Buffer
				env := &ui.Env{Stdin: strings.NewReader(""), Stdout: &fullDisk{err: disk}, Stderr: &stderr, StdoutTerminal: terminal, Dir: t.TempDir()}
				if code := commands.Main(context.Background(), env, args); code != 1 && disk != syscall.EPIPE || strings.TrimPrefix(stderr.String(), "{") != want && !slices.Contains(args, "--json") {
					t.Errorf("%q, %v: exit %d, stderr %q", args, disk, code, stderr.String())
				}
			}
		}
	}
}

// A paragraph that does not fit is filled anew: no line is left short, and columns stay.
func TestHelpFills(t *testing.T) {
	t.Parallel()
	for _, command := range allCommands(t) {
		var out bytes.Buffer
		env := &ui.Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: io.Discard, StdoutTerminal: true, Width: 80, Dir: t.TempDir()}
		if code := commands.Main(context.Background(), env, append(slices.Clip(command), "--help")); code != 0 {
			t.Fatal(code)
		}
		whole, _, _ := run(t, append(slices.Clip(command), "--help")...)
		written, lines := strings.Split(whole, "\n"), strings.Split(out.String(), "\n")
		for i, line := range lines[:len(lines)-1] {
			next := lines[i+1]
			bullet := strings.HasPrefix(line, "- ") && strings.HasPrefix(next, "  ")
			if slices.Contains(written, line) || strings.HasPrefix(line, " ") || strings.TrimSpace(next) == "" || strings.HasSuffix(line, ".") || strings.HasSuffix(line, ":") ||
				!bullet && (strings.HasPrefix(next, " ") || strings.HasPrefix(next, "- ")) {
				continue
			}
			if word := strings.Fields(next)[0]; utf8.RuneCountInString(line+" "+word) <= env.Width {
				t.Errorf("%q: %q has room for %q", command, line, word)
			}
		}
	}
	var out bytes.Buffer
	env := &ui.Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: io.Discard, StdoutTerminal: true, Width: 80, Dir: t.TempDir()}
	if code := commands.Main(context.Background(), env, []string{"help", "config"}); code != 0 {
		t.Fatal(code)
	}
	if want := `
  pages_build_output_dir        no      a Pages project has no objects of its
                                        own
`; !strings.Contains(out.String(), want) {
		t.Errorf("the note is not in its column:\n%s", out.String())
	}
}

// Help fits the terminal; examples are not wrapped, so that they can be copied.
func TestHelpWraps(t *testing.T) {
	t.Parallel()
	for _, width := range []int{40, 60, 80} {
		for _, command := range allCommands(t) {
			var out bytes.Buffer
			env := &ui.Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: io.Discard, StdoutTerminal: true, Width: width, Dir: t.TempDir()}
			if code := commands.Main(context.Background(), env, append(slices.Clip(command), "--help")); code != 0 {
				t.Fatal(code)
			}
			whole, _, _ := run(t, append(slices.Clip(command), "--help")...)
			if !slices.Equal(strings.Fields(out.String()), strings.Fields(whole)) {
				t.Errorf("%q at %d columns has other words:\n%s", command, width, out.String())
			}
			for line := range strings.Lines(out.String()) {
				if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width && !strings.HasPrefix(line, "  $ ") && strings.Contains(strings.TrimSpace(line), " ") {
					// A flag that is too long has a line of its own.
					if head := strings.TrimSpace(line); !strings.HasPrefix(head, "-") || strings.Contains(head, "  ") {
						t.Errorf("%q at %d columns: %q", command, width, line)
					}
				}
			}
		}
	}
}
