package state

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Process is another program that has databases of a state folder open.
type Process struct {
	PID  int    // 0 if unknown, as inside a container
	Name string // of its binary, such as "workerd"; "" if unknown
	By   string // what started it, such as "wrangler dev (pid 12)", or ""

	isDotool bool // a dotool, or a runtime that one left behind, which will end soon
}

// String names the process and what started it.
func (p Process) String() string {
	switch {
	case p.PID == 0:
		return "a program that is not visible from here"
	case p.Name == "":
		return fmt.Sprintf("process %d", p.PID)
	case p.By != "":
		return fmt.Sprintf("%s (pid %d), started by %s", p.Name, p.PID, p.By)
	}
	return fmt.Sprintf("%s (pid %d)", p.Name, p.PID)
}

// hosts reports whether it may be a runtime, which keeps writing to open files.
func (p Process) hosts() bool { return p.Name == "" || p.Name == "workerd" }

// InUseError reports that another program has open databases that were about to be
// hosted, moved, replaced or removed. Nothing has been changed.
type InUseError struct {
	Dir string // of the databases
	By  Process
}

func (e *InUseError) Error() string { return fmt.Sprintf("%s is in use by %s", e.Dir, e.By) }

// Hint says what to do first.
func (e *InUseError) Hint() string {
	if e.By.hosts() {
		return "stop it first: an object must have one runtime, or acknowledged writes get lost"
	}
	return "close it there first"
}

const metadataFile = "metadata.sqlite"

// Hosting returns an [*InUseError] if a runtime other than the process except and its
// children hosts one of the namespaces: it keeps metadata.sqlite open. It waits for a
// runtime that a killed dotool left behind. A namespace whose folder is a link is a
// [*NotPlainError]: a runtime would follow the link. If the same was asked just now, the
// answer is that one; asked may be nil.
func (s *Folder) Hosting(ctx context.Context, keys []Key, except int, asked *Asked) error {
	if asked != nil && asked.except == except && slices.Equal(asked.keys, keys) {
		return <-asked.answer
	}
	return s.hosting(ctx, keys, except)
}

// Asked is a question of [Folder.Hosting] that is being answered.
type Asked struct {
	keys   []Key
	except int
	answer chan error
}

// Ask begins a Hosting, which takes some milliseconds. It ends with the answer, or with
// ctx.
func (s *Folder) Ask(ctx context.Context, keys []Key, except int) *Asked {
	a := &Asked{keys, except, make(chan error, 1)}
	go func() { a.answer <- s.hosting(ctx, keys, except) }()
	return a
}

func (s *Folder) hosting(ctx context.Context, keys []Key, except int) error {
	for _, link := range s.Links() {
		if slices.Contains(keys, Key(filepath.Base(link.Path))) {
			return link
		}
	}
	var files []string
	for _, k := range keys {
		files = append(files, filepath.Join(s.NamespaceDir(k), metadataFile+"-shm"))
	}
	return s.unused(ctx, func() (map[int]string, error) {
		found := map[int]string{}
		return found, lockers(files, except, found)
	}, Process.hosts)
}

// Unused returns an [*InUseError] if another program has a database in one of the
// folders open, by default in any namespace. Call it before moving, replacing or
// removing them.
func (s *Folder) Unused(ctx context.Context, dirs ...string) error {
	if len(dirs) == 0 {
		disk, err := s.ReadDisk(false)
		if err != nil {
			return err
		}
		for _, k := range disk.Keys() {
			dirs = append(dirs, s.NamespaceDir(k))
		}
	}
	return s.unused(ctx, func() (map[int]string, error) {
		found, err := openers(dirs)
		if err != nil {
			return nil, err
		}
		var files []string
		for _, dir := range dirs {
			entries, err := os.ReadDir(dir)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
			for _, e := range entries {
				if strings.HasSuffix(e.Name(), ".sqlite-shm") {
					files = append(files, filepath.Join(dir, e.Name()))
				}
			}
		}
		return found, lockers(files, 0, found)
	}, func(p Process) bool { return p.Name != "dotool" }) // it only reads, since this process has the lock
}

// patience returns how long to wait for a dotool to close a file. It may be stopped, or wait
// for another itself.
func (s *Folder) patience() time.Duration {
	if s.o.Wait < 0 {
		return 30 * time.Second
	}
	return s.o.Wait
}

// unused repeats the check until only processes of other programs are left. A process that
// is found only once does not count: it may have just been forked, from this one too, and
// have had its parent's files open until its own program ran.
func (s *Folder) unused(ctx context.Context, find func() (map[int]string, error), counts func(Process) bool) error {
	start, reported := time.Now(), false
	var before map[int]string
	for {
		found, err := find()
		if err != nil {
			return fmt.Errorf("check who has %s open: %w", s.Dir, err)
		}
		delete(found, os.Getpid())
		var problem *InUseError
		again := false
		for _, pid := range slices.Sorted(maps.Keys(found)) {
			p := s.process(pid)
			if !counts(p) {
				continue
			}
			if before[pid] == "" {
				again = true
				continue
			}
			if problem == nil || problem.By.isDotool && !p.isDotool {
				problem = &InUseError{found[pid], p}
			}
		}
		before = found
		waited := time.Since(start)
		switch {
		case problem == nil && !again:
			return nil
		case problem != nil && (!problem.By.isDotool || waited >= s.patience()):
			return problem
		case problem != nil && !reported && waited > 500*time.Millisecond:
			reported = true
			s.report("Waiting for %s to end…", problem.By)
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// Alone calls try, which opens a database exclusively, and repeats it while the
// database is in use by a dotool that reads or by a runtime that a dotool left behind,
// both of which end soon. If another program uses it, the error is an [*InUseError].
func (s *Folder) Alone(ctx context.Context, path string, try func() (busy bool, err error)) error {
	for start := time.Now(); ; {
		busy, err := try()
		if !busy {
			return err
		}
		problem := &InUseError{Dir: filepath.Dir(path)}
		found, err := openers([]string{path})
		if err == nil {
			err = lockers([]string{path + "-shm"}, 0, found)
		}
		if err != nil {
			return fmt.Errorf("check who has %s open: %w", path, err)
		}
		delete(found, os.Getpid())
		problem.By.isDotool = true // or has ended by now
		for _, pid := range slices.Sorted(maps.Keys(found)) {
			if p := s.process(pid); problem.By.PID == 0 || problem.By.isDotool && !p.isDotool {
				problem.By = p
			}
		}
		if !problem.By.isDotool || time.Since(start) >= s.patience() {
			return problem
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// process describes a process that has files open.
func (s *Folder) process(pid int) Process {
	p := Process{PID: max(pid, 0)}
	if p.PID == 0 {
		return p
	}
	args, parent := describe(pid)
	if len(args) == 0 {
		return p
	}
	p.Name = program(args)
	switch p.Name {
	case "dotool":
		p.isDotool = true
	case "workerd":
		// Its configuration is one that dotool wrote.
		p.isDotool = slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, s.OwnDir()+string(filepath.Separator)) })
	}
	if up, _ := describe(parent); parent > 1 && len(up) > 0 {
		switch name := program(up); name {
		case "sh", "bash", "zsh", "fish", "dash", "tmux", "systemd", "init", "sshd":
		default:
			p.By = fmt.Sprintf("%s (pid %d)", name, parent)
		}
	}
	return p
}

// program names the program of a command line: for a script, its package and command,
// such as "wrangler dev".
func program(args []string) string {
	name := filepath.Base(args[0])
	if name != "node" && name != "bun" && name != "deno" {
		return name
	}
	for i, a := range args[1:] {
		if strings.HasPrefix(a, "-") {
			continue
		}
		script := strings.TrimSuffix(filepath.Base(a), filepath.Ext(a))
		if _, of, ok := cutLast(filepath.ToSlash(a), "node_modules/"); ok && !strings.HasPrefix(of, ".bin/") {
			script, of, _ = strings.Cut(of, "/")
			if sub, _, ok := strings.Cut(of, "/"); ok && strings.HasPrefix(script, "@") {
				script += "/" + sub
			}
		}
		if rest := args[i+2:]; len(rest) > 0 && isWord(rest[0]) {
			script += " " + rest[0]
		}
		return script
	}
	return name
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

func isWord(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}
