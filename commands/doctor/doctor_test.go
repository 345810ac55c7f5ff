package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/socket"
	"github.com/dotool-dev/dotool/migrate/state"
)

const projectText = `{ "name": "app", "main": "index.js", "compatibility_date": "2026-10-01",
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] },
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room"] }] DEV }`

// project makes a project with local state.
func project(t *testing.T, dev string) *local.Project {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"wrangler.jsonc": strings.Replace(projectText, "DEV", dev, 1),
		"index.js":       "export default {}",
		".wrangler/state/v3/do/app-Room/metadata.sqlite": "",
		".wrangler/state/dotool/x":                       "",
	} {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return &local.Project{Env: &ui.Env{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard, Dir: dir, Environ: []string{"HOME=/nowhere", "XDG_CACHE_HOME=/cache"}}}
}

// fine are the readings of a machine without problems.
var fine = readings{
	space:    func(string) (space, error) { return space{bytes: 1 << 40, disk: "one"}, nil },
	inotify:  func(string) (int, error) { return 1 << 20, nil },
	writable: func(string) error { return nil },
	listen:   func(context.Context, string, int) error { return nil },
	holder:   func(*state.Folder) (state.Holder, bool) { return state.Holder{}, false },
	hosting:  func(context.Context, *state.Folder, []state.Key) error { return nil },
	output:   func(string, string, ...string) string { return "" },
}

// Each condition of the machine is one finding, with its fix, in JSON too; without it there
// is none.
func TestConditions(t *testing.T) {
	t.Parallel()
	const move = "or keep the state elsewhere with --persist-to"
	left := func(s space) func(*readings) {
		return func(r *readings) { r.space = func(string) (space, error) { return s, nil } }
	}
	taken := func(r *readings) {
		r.listen = func(_ context.Context, ip string, port int) error {
			return &socket.PortError{Address: ip + ":8787", Owner: "node (pid 7)", Free: 8788, Err: syscall.EADDRINUSE}
		}
	}
	unwritable := func(suffix string, why error) func(*readings) {
		return func(r *readings) {
			r.writable = func(path string) error {
				if strings.HasSuffix(path, suffix) {
					return why
				}
				return nil
			}
		}
	}
	for _, test := range []struct {
		name, dev string
		change    func(*readings)
		want      []Finding
	}{
		{"full disk", "", left(space{bytes: 10 << 20}), []Finding{{"machine", Error, "the disk is full: 10.0 MiB free at STATE", "make room (dotool snapshot prune and dotool migrate trash empty help), " + move}}},
		{"no inodes", "", left(space{bytes: 1 << 40, noFiles: true}), []Finding{{"machine", Error, "the disk has no room for another file (no inodes are free) at STATE", "make room (dotool snapshot prune and dotool migrate trash empty help), " + move}}},
		{"little space", "", left(space{bytes: 500 << 20}), []Finding{{"machine", Warning, "500.0 MiB free at STATE", "make room (dotool snapshot prune and dotool migrate trash empty help), " + move}}},
		{"full disk of temporary files", "", func(r *readings) {
			r.space = func(dir string) (space, error) {
				if dir == os.TempDir() {
					return space{bytes: 0, disk: "two"}, nil
				}
				return fine.space(dir)
			}
		}, []Finding{{"machine", Error, "the disk is full: 0 B free at " + os.TempDir(), "make room, or set TMPDIR to a folder on another disk"}}},
		{"few watches", "", func(r *readings) {
			r.inotify = func(limit string) (int, error) {
				return map[string]int{"max_user_watches": 100, "max_user_instances": 512}[limit], nil
			}
		}, []Finding{{"machine", Warning, "fs.inotify.max_user_watches is 100, which is few", "sudo sysctl fs.inotify.max_user_watches=524288, or dotool dev --watch-poll"}}},
		{"few instances", "", func(r *readings) {
			r.inotify = func(limit string) (int, error) {
				return map[string]int{"max_user_watches": 524288, "max_user_instances": 8}[limit], nil
			}
		}, []Finding{{"machine", Warning, "fs.inotify.max_user_instances is 8, which is few", "sudo sysctl fs.inotify.max_user_instances=512, or dotool dev --watch-poll"}}},
		{"another system", "", func(r *readings) { r.inotify = func(string) (int, error) { return 0, fs.ErrNotExist } }, nil},
		{"default port taken", "", taken, []Finding{{"machine", Note, "localhost:8787 is in use by node (pid 7)", "dotool dev takes the next free port, such as 8788; --port N chooses one"}}},
		{"configured port taken", `, "dev": { "port": 8787, "ip": "127.0.0.1" }`, taken, []Finding{{"machine", Warning, "127.0.0.1:8787 is in use by node (pid 7)", "end it, or choose another port, such as 8788: in the configuration, or with a flag of dotool dev"}}},
		{"inspector's port taken", `, "dev": { "inspector_port": 9229 }`, func(r *readings) {
			r.listen = func(_ context.Context, ip string, port int) error {
				if port != 9229 {
					return nil
				}
				return &socket.PortError{Address: "localhost:9229", Free: 9230, Err: syscall.EADDRINUSE}
			}
		}, []Finding{{"machine", Warning, "localhost:9229 is in use", "end it, or choose another port, such as 9230: in the configuration, or with a flag of dotool dev"}}},
		{"no such address", `, "dev": { "ip": "192.0.2.1" }`, func(r *readings) {
			r.listen = func(context.Context, string, int) error {
				return &socket.AddressError{Address: "192.0.2.1:8787", Err: syscall.EADDRNOTAVAIL}
			}
		}, []Finding{{"machine", Error, "192.0.2.1:8787 is not an address of this machine", "--ip takes localhost, an address of this machine, or 0.0.0.0 for all of them"}}},
		{"read-only disk", "", unwritable("state", syscall.EROFS), []Finding{{"state", Error, ".wrangler/state cannot be written to: read-only file system", "its disk is mounted read-only: keep the state elsewhere with --persist-to"}}},
		{"folder of another user", "", unwritable("", syscall.EACCES), []Finding{{"state", Error, ".wrangler/state cannot be written to: permission denied", `sudo chown -R "$USER" .wrangler/state, ` + move}}},
		{"database of another user", "", unwritable(".sqlite", syscall.EACCES), []Finding{{"state", Error, ".wrangler/state/v3/do/app-Room/metadata.sqlite cannot be written to: permission denied", `sudo chown -R "$USER" .wrangler/state, ` + move}}},
		{"database that is removed meanwhile", "", unwritable(".sqlite", syscall.ENOENT), nil},
		{"locked", "", func(r *readings) {
			r.holder = func(*state.Folder) (state.Holder, bool) {
				return state.Holder{PID: 7, Command: "dotool import"}, true
			}
		}, []Finding{{"state", Note, "dotool import (pid 7) has the lock", "wait until it has finished, or end it: kill 7"}}},
		{"locked by a stopped process", "", func(r *readings) {
			r.holder = func(*state.Folder) (state.Holder, bool) {
				return state.Holder{PID: 7, Command: "dotool import", Stopped: true}, true
			}
		}, []Finding{{"state", Error, "dotool import (pid 7, stopped) has the lock", "let it finish with `kill -CONT 7`, or end it"}}},
		{"hosted by wrangler", "", func(r *readings) {
			r.hosting = func(_ context.Context, _ *state.Folder, keys []state.Key) error {
				if !slices.Equal(keys, []state.Key{"app-Room"}) {
					t.Errorf("asked about %q", keys)
				}
				return &state.InUseError{Dir: "x", By: state.Process{PID: 7, Name: "workerd", By: "wrangler dev (pid 6)"}}
			}
		}, []Finding{{"state", Warning, "workerd (pid 7), started by wrangler dev (pid 6) has opened the objects", "stop it first: an object must have one runtime, or acknowledged writes get lost"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			env := project(t, test.dev)
			seen := map[Finding]bool{}
			for _, f := range examine(t.Context(), env, fine) {
				seen[f] = true
			}
			read := fine
			test.change(&read)
			var got []Finding
			for _, f := range examine(t.Context(), env, read) {
				f.Message = strings.Replace(f.Message, filepath.Join(env.Dir, ".wrangler/state"), "STATE", 1)
				if !seen[f] && f.Level != OK {
					got = append(got, f)
				}
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Error(d)
			}
			text, err := json.Marshal(got)
			var back []Finding
			if err := errors.Join(err, json.Unmarshal(text, &back)); err != nil || !slices.Equal(back, got) {
				t.Errorf("%s: %v", text, err)
			}
		})
	}
}

// A fix can be given to a shell as it is, whatever the folder is called.
func TestQuotedFix(t *testing.T) {
	t.Parallel()
	env := project(t, "")
	env.Flags.PersistTo = filepath.Join(env.Dir, "it's $HOME")
	if err := errors.Join(os.Mkdir(env.Flags.PersistTo, 0o755), os.MkdirAll(filepath.Join(env.Dir, "a b/.wrangler/tmp/left"), 0o755),
		os.Rename(filepath.Join(env.Dir, "wrangler.jsonc"), filepath.Join(env.Dir, "a b/wrangler.jsonc"))); err != nil {
		t.Fatal(err)
	}
	env.Flags.Configs = []string{"a b/wrangler.jsonc"}
	read := fine
	read.writable = func(string) error { return syscall.EACCES }
	all := examine(t.Context(), env, read)
	for _, want := range []string{`chown -R "$USER" 'it'\''s $HOME', or`, `rm -r 'a b/.wrangler/tmp'`} {
		if !slices.ContainsFunc(all, func(f Finding) bool { return strings.Contains(f.Fix, want) }) {
			t.Errorf("no %s: %v", want, all)
		}
	}
}
