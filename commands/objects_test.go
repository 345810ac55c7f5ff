package commands_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/commands"
	"github.com/dotool-dev/dotool/commands/ui"
)

// stored copies state that was left by a runtime (stopped or killed) or by wrangler dev
// (running or killed).
func stored(t *testing.T, which string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "testdata", "storage", which))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// look runs a command in an empty folder, on a terminal of 60 columns.
func look(t *testing.T, ctx context.Context, stdout io.Writer, args ...string) (stderr string, code int) {
	t.Helper()
	var errs bytes.Buffer
	env := &ui.Env{
		Stdin: strings.NewReader(""), Stdout: stdout, Stderr: &errs,
		Dir: t.TempDir(), Environ: []string{"HOME=/nowhere", "NO_COLOR=1"},
		StdoutTerminal: true, Width: 60,
	}
	code = commands.Main(ctx, env, args)
	return errs.String(), code
}

// contents returns every file of a folder with its content.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			var data []byte
			data, err = os.ReadFile(filepath.Join(dir, path))
			all[path] = string(data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestLookOnTerminal checks what a terminal shows for the state of each runtime,
// without a configuration; none of it changes the state.
func TestLookOnTerminal(t *testing.T) {
	t.Parallel()
	for _, which := range []string{"stopped", "killed", "wrangler"} {
		dir := stored(t, which)
		before := contents(t, dir)
		for _, tt := range []struct {
			args           []string
			code           int
			stdout, stderr string // must be contained
		}{
			{args: []string{"objects", "Room/f*"}, stdout: "CLASS  NAME  ID"},
			{args: []string{"objects", "Room/f*"}, stdout: "f0b359f8201c"},
			{args: []string{"sql", "full", "SELECT id, author, body, raw FROM message"}, stdout: "" +
				"id  author  body   raw\n" +
				"──  ──────  ─────  ───────\n" +
				" 1  ann     hi 😀  X'00ff'\n" +
				" 2  bob     NULL   NULL\n"},
			{args: []string{"sql", "full", "SELECT * FROM big"}, stderr: "3 rows in "},
			{args: []string{"sql", "full", "SELECT n FROM big", "--json"}, stdout: `[{"n":9007199254740993},` + "\n" + `{"n":-9223372036854775808},` + "\n" + `{"n":9223372036854775807}]`},
			{args: []string{"sql", "Room/f*", "SELECT count(*) AS n FROM big WHERE n = ?", "--param", "9007199254740993"}, stdout: "Room/full  1\n"},
			{args: []string{"kv", "list", "full"}, stdout: "list   [ 1, 'two', null ]\n"},
			{args: []string{"kv", "get", "full", ""}, stdout: "'the empty key'\n"},
			{args: []string{"schema", "Room", "--diff"}, stdout: "-- no tables\n"},
			{args: []string{"sql", "full"}, code: 0},
			{args: []string{"sql", "ful", "SELECT 1"}, code: 1, stderr: `did you mean "full"?`},
		} {
			t.Run(which+" "+strings.Join(tt.args, " "), func(t *testing.T) {
				var out bytes.Buffer
				stderr, code := look(t, t.Context(), &out, append(tt.args, "--persist-to", dir)...)
				if code != tt.code || !strings.Contains(out.String(), tt.stdout) || !strings.Contains(stderr, tt.stderr) {
					t.Errorf("exit %d, want %d\nstdout: %s\nstderr: %s", code, tt.code, out.String(), stderr)
				}
			})
		}
		if d := cmp.Diff(before, contents(t, dir)); d != "" {
			t.Errorf("looking changed the state of %s (-before +after):\n%.2000s", which, d)
		}
	}
}

// writer is an io.Writer that calls a function.
type writer struct{ write func([]byte) (int, error) }

func (w *writer) Write(b []byte) (int, error) { return w.write(b) }

// endless never stops by itself.
const endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"

func TestInterrupt(t *testing.T) {
	t.Parallel()
	dir := stored(t, "stopped")
	for _, args := range [][]string{
		{"sql", "full", endless, "--csv"},
		{"sql", "Room/*", endless, "--csv"},
		{"sql", "Room/*", endless, "--into", filepath.Join(t.TempDir(), "into.sqlite")},
	} {
		t.Run(strings.Join(args[:2], " "), func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			out := &writer{func(b []byte) (int, error) {
				cancel() // once rows come
				return len(b), nil
			}}
			if len(args) > 4 {
				cancel() // no rows come
			}
			stderr, code := look(t, ctx, out, append(args, "--persist-to", dir)...)
			if code != 130 || stderr != "" {
				t.Errorf("exit %d, want 130; stderr: %s", code, stderr)
			}
		})
	}
}

func TestWriterFails(t *testing.T) {
	t.Parallel()
	dir := stored(t, "stopped")
	for _, args := range [][]string{
		{"objects"},
		{"objects", "--json"},
		{"sql", "full", endless, "--line"},
		{"kv", "list", "full"},
		{"kv", "get", "full", "count"},
		{"schema", "--json"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			full := &writer{func([]byte) (int, error) { return 0, errors.New("no space left on device") }}
			stderr, code := look(t, t.Context(), full, append(args, "--persist-to", dir)...)
			if code != 1 || !strings.Contains(stderr, "no space left on device") {
				t.Errorf("exit %d, want 1; stderr: %s", code, stderr)
			}
		})
	}
}

func TestUnreadable(t *testing.T) {
	t.Parallel()
	dir := stored(t, "stopped")
	object := filepath.Join(dir, "v3", "do", "chat-Room", "4929bc9c1ac0eaff2323d56883d7b9560db37aec3788ee2bb8f927d9ce2f909a.sqlite") // "b"
	for _, tt := range []struct {
		name  string
		spoil func() error
		want  string
	}{
		{"cut off", func() error { return os.Truncate(object, 6000) }, "malformed"},
		{"no database", func() error { return os.WriteFile(object, bytes.Repeat([]byte("encrypted? "), 1000), 0o600) }, "file is not a database"},
		{"a folder", func() error { return errors.Join(os.Remove(object), os.Mkdir(object, 0o700)) }, "not a regular file"},
	} {
		if err := tt.spoil(); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		stderr, code := look(t, t.Context(), &out, "sql", "b", "SELECT count(*) FROM message", "--persist-to", dir)
		if code != 1 || !strings.Contains(stderr, tt.want) {
			t.Errorf("%s: exit %d, stderr: %s", tt.name, code, stderr)
		}
		// The others are still listed.
		stderr, code = look(t, t.Context(), &out, "sql", "Room/*", "SELECT count(*) FROM message", "--persist-to", dir)
		if code != 1 || !strings.Contains(out.String(), "Room/full") || !strings.Contains(stderr, tt.want) {
			t.Errorf("%s: exit %d, stdout: %s, stderr: %s", tt.name, code, out.String(), stderr)
		}
		out.Reset()
		if stderr, code = look(t, t.Context(), &out, "objects", "--persist-to", dir); code != 0 || !strings.Contains(out.String(), "4929bc9c") {
			t.Errorf("%s: exit %d, stdout: %s, stderr: %s", tt.name, code, out.String(), stderr)
		}
	}
}
