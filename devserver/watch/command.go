package watch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
)

// BuildCommand runs build.command: before the first build, and whenever something
// changed under watch_dir. It sits between the watcher and the loop, and passes a
// change on once the command has run. Runs never overlap.
type BuildCommand struct {
	environ []string
	state   string            // folder of the local state
	not     []string          // paths of state, which may lie in a watched folder
	Output  *Output           // files whose changes do not count
	Worker  string            // "" for the first Worker of the state folder
	report  func(event.Event) // reports an event that must not be lost
	offer   func(event.Event) // reports an event that may be dropped
	Changes chan []string     // for the loop; an empty list says only that other files are to be watched
	stopped chan struct{}     // closed by Stop
	brief   time.Duration     // briefRun; tests change it
	ended   atomic.Int64      // when a follower ended, in nanoseconds since 1970

	mu       sync.Mutex              // guards the fields below; held while the command runs
	follower atomic.Pointer[running] // the command, if it goes on running and follows the source itself
	outputs  []string                // files of which one is new after the first build of a follower
	command  config.Build
	stale    bool // whether the command must run before the next build
	inputs   []string
	root     string             // folder of the project
	problems diag.List          // of the last run
	left     map[string]content // the watched files as the last run left them
	written  map[string]bool    // watched files that the command itself writes
	kept     map[string]bool    // those saved on disk
	never    map[string]bool    // those that differ after each run
	folders  map[string]bool    // watched folders in which each run makes other files
}

func NewBuildCommand(environ []string, state string, report, offer func(event.Event)) *BuildCommand {
	if environ == nil {
		environ = os.Environ()
	}
	return &BuildCommand{
		// As wrangler does, so that a script knows why it runs.
		environ: append(slices.Clone(environ), "WRANGLER_COMMAND=dev"),
		state:   state,
		not:     Places(state),
		report:  report,
		offer:   offer,
		Changes: make(chan []string),
		stopped: make(chan struct{}),
		stale:   true,
		brief:   briefRun,
	}
}

// Forget makes the command run before the next build, whatever changed.
func (p *BuildCommand) Forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stale = true
}

// Ensure runs the command of a project if that has not been done yet, and
// returns the problems of the last run.
func (p *BuildCommand) Ensure(ctx context.Context, project *config.Project) diag.List {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.outputs = []string{config.RedirectPath(project.Root), project.MainPath()}
	p.root = project.Dir
	p.inputs = slices.DeleteFunc(slices.Clone(project.Inputs), func(f string) bool {
		return f == p.outputs[0] || project.Generated && f == project.File
	})
	c := project.Build
	if same := c.Command == p.command.Command && c.CommandDir == p.command.CommandDir && slices.Equal(c.WatchDirs, p.command.WatchDirs); !same {
		p.left, p.stale = nil, true
		p.written, p.never, p.folders = map[string]bool{}, map[string]bool{}, map[string]bool{}
	}
	p.command = c
	if p.stale && p.follower.Load() == nil {
		p.run(ctx)
	}
	return p.problems
}

// Stop ends a command that follows the source. It is called once, at the end.
func (p *BuildCommand) Stop() {
	close(p.stopped)
	if r := p.follower.Load(); r != nil {
		r.stop()
	}
}

// Pass passes changes on to the loop until ctx is done.
func (p *BuildCommand) Pass(ctx context.Context, in <-chan []string) {
	waiting := map[string]bool{}
	for {
		var out chan []string
		if len(waiting) > 0 {
			out = p.Changes
		}
		select {
		case <-ctx.Done():
			return
		case out <- slices.Sorted(maps.Keys(waiting)):
			waiting = map[string]bool{}
		case files := <-in:
			moved := p.moved()
			for _, f := range files {
				// Files that the command wrote are in the build that followed it.
				if moved || !p.watches(f) && !p.makes(f) {
					waiting[f] = true
				}
			}
			for moved && ctx.Err() == nil {
				project := p.runAndTake(ctx, in)
				for _, f := range project {
					waiting[f] = true
				}
				moved = len(project) == 0 && p.moved()
			}
		}
	}
}

// runAndTake runs the command and takes changes meanwhile. A change of the project's
// settings ends the run and is returned: the loop decides what follows. Other changes
// are part of the next build.
func (p *BuildCommand) runAndTake(ctx context.Context, in <-chan []string) (project []string) {
	p.mu.Lock()
	inputs := p.inputs
	p.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan struct{})
	go func() { // ends with the command, which ctx ends
		defer close(done)
		p.mu.Lock()
		defer p.mu.Unlock()
		p.run(ctx)
	}()
	running := done
	var settled <-chan time.Time
	for {
		select {
		case files := <-in:
			for _, f := range files {
				if slices.Contains(inputs, f) {
					project = append(project, f)
					cancel()
				}
			}
		case <-running:
			running, settled = nil, time.After(2*settle) // for events of its last writes to arrive
		case <-settled:
			return project
		}
	}
}

// A command may write different files each time. A file that changed in ownRuns
// consecutive runs, each caused by the one before, counts as written by the command, as
// does one that changed in firstRuns at the start; after maxRuns every file does.
const (
	firstRuns = 2
	ownRuns   = 3
	maxRuns   = 8
)

// briefRun is how long a first run may take for every file that changes meanwhile to
// count as its output. In a longer one, the user may have saved a file that existed
// before.
const briefRun = time.Second

// run runs the command, and repeats it while watched files change that it does not
// write itself.
func (p *BuildCommand) run(ctx context.Context) {
	p.stale, p.problems = false, nil
	if p.command.Command == "" {
		return
	}
	first, enough := p.left == nil, ownRuns
	if first {
		enough = firstRuns
		p.recall()
	}
	changed := map[string]int{}
	for n := 1; ; n++ {
		before, start := p.look(p.left), time.Now()
		p.problems = p.once(ctx)
		if p.follower.Load() != nil {
			p.left = nil
			return
		}
		if p.left = p.look(before); ctx.Err() != nil {
			p.stale = true
			return
		}
		first := first && n == 1
		if n == maxRuns {
			enough = 0
		}
		if !p.learn(before, changed, enough, first, first && time.Since(start) < p.brief) {
			break
		}
	}
	p.remember()
	if len(p.never) > 0 {
		file := slices.Min(slices.Collect(maps.Keys(p.never)))
		d := p.problems.Warnf(p.command.CommandPos, "build-command", "the build command changes %s, which is under watch_dir, each time it runs", file)
		d.Fix = "have it write elsewhere, or set build.watch_dir to the folders of the source; what it changes itself does not run it again"
	}
	select { // so that its output is older than later changes
	case <-time.After(ClockStep):
	case <-ctx.Done():
	}
}

// learn finds out which files the command writes, by what a run changed that began with
// the files before; changed counts for each file in how many, of which enough suffice.
// It reports whether others changed, so that the command must run again.
func (p *BuildCommand) learn(before map[string]content, changed map[string]int, enough int, first, brief bool) (again bool) {
	others := map[string]bool{} // folders in which files appeared or disappeared
	for _, f := range differ(before, p.left) {
		dir := filepath.Dir(f)
		changed[f]++
		_, was := before[f]
		_, is := p.left[f]
		if was != is && !others[dir] {
			others[dir] = true
			if changed[dir]++; changed[dir] >= ownRuns {
				p.folders[dir] = true
			}
		}
		switch {
		case p.written[f] || was != is && p.folders[dir]:
		case brief, first && !was, !was && p.fills(dir, before):
			p.written[f] = true
		case changed[f] < enough:
			again = true
		default:
			p.written[f], p.never[f] = true, true
		}
	}
	for f, was := range before {
		// Written again with the same content: only the command does that.
		if is, ok := p.left[f]; ok && is.sum == was.sum && !is.stamp.mod.Equal(was.stamp.mod) {
			p.written[f] = true
		}
	}
	return again
}

// fills reports whether the command writes all watched files of a folder.
func (p *BuildCommand) fills(dir string, files map[string]content) bool {
	fills := false
	for f := range files {
		if filepath.Dir(f) == dir {
			if !p.written[f] {
				return false
			}
			fills = true
		}
	}
	return fills
}

// outputs is saved from one server to the next: the watched files that a command
// writes.
type outputs struct {
	Command string   `json:"command"`
	Writes  []string `json:"writes"`
}

func (p *BuildCommand) outputsPath() string {
	name := "build.json"
	if p.Worker != "" {
		name = "build-" + p.Worker + ".json"
	}
	return filepath.Join(p.state, "dotool", name)
}

// recall reads what remember wrote. Without it, the command may run more often.
func (p *BuildCommand) recall() {
	var o outputs
	text, err := diag.ReadFile(p.outputsPath())
	if err == nil && json.Unmarshal(text, &o) == nil && o.Command == p.command.Command {
		for _, f := range o.Writes {
			p.written[f] = true
		}
	}
	p.kept = maps.Clone(p.written)
}

func (p *BuildCommand) remember() {
	if maps.Equal(p.written, p.kept) {
		return
	}
	p.kept = maps.Clone(p.written)
	text, err := json.Marshal(outputs{p.command.Command, slices.Sorted(maps.Keys(p.written))})
	if err == nil {
		_ = os.WriteFile(p.outputsPath(), text, 0o644) // without it, the command runs more often
	}
}

// once runs the command until it ends or ctx is done. A command that may follow the
// source is left running after its first build.
func (p *BuildCommand) once(ctx context.Context) (list diag.List) {
	p.report(event.Building{Command: p.command.Command})
	r, err := p.start()
	if err != nil {
		d := list.Errorf(p.command.CommandPos, "build-command", "start the build command: %v", err)
		if _, err := os.Stat(p.command.CommandDir); err != nil {
			d.Fix = "set build.cwd to a folder that is there"
		}
		return list
	}
	var built <-chan time.Time
	if p.command.Follow {
		look := time.NewTicker(settle)
		defer look.Stop()
		built = look.C
	}
	for {
		select {
		case <-r.ended:
			r.problem(&list, p.command.CommandPos)
			return list
		case <-ctx.Done():
			r.stop()
			return list
		case now := <-built:
			if written := newest(p.outputs); written.After(r.begun) && now.Sub(written) > builtQuiet && time.Duration(now.UnixNano()-r.out.wrote.Load()) > builtQuiet {
				p.follow(r)
				return list
			}
		}
	}
}

// builtQuiet is how long a command that goes on running writes nothing after its first
// build.
const builtQuiet = 300 * time.Millisecond

// follow leaves a command running that has made its first build.
func (p *BuildCommand) follow(r *running) {
	p.follower.Store(r)
	go func() { // ends with the command, which Stop ends
		<-r.ended
		p.mu.Lock()
		p.follower.Store(nil)
		p.ended.Store(time.Now().UnixNano()) // what is saved from now on is for the command again
		p.left = p.look(nil)
		p.mu.Unlock()
		defer func() {
			select {
			case p.Changes <- nil: // the next save is for the command again
			case <-p.stopped:
			}
		}()
		var list diag.List
		if r.problem(&list, p.command.CommandPos); len(list) > 0 {
			p.report(event.Warnings{List: list})
		}
	}()
}

// Ended returns the time at which a command that had followed the source ended, 1970 if none
// did.
func (p *BuildCommand) Ended() time.Time { return time.Unix(0, p.ended.Load()) }

// newest returns the time at which the last of some files was written.
func newest(paths []string) (t time.Time) {
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && info.ModTime().After(t) {
			t = info.ModTime()
		}
	}
	return t
}

// running is a command that was started.
type running struct {
	cmd   *exec.Cmd
	out   *buildOutput
	begun time.Time
	ended chan struct{} // closed when it is gone
	err   error         // how it ended; to be read after ended

	stopping atomic.Bool
}

func (p *BuildCommand) start() (*running, error) {
	r := &running{out: &buildOutput{report: p.offer}, cmd: shell(strings.TrimSpace(p.command.Command)), begun: time.Now().Add(-ClockStep), ended: make(chan struct{})}
	r.cmd.Dir, r.cmd.Env = p.command.CommandDir, withBins(p.environ, p.command.CommandDir, p.root)
	r.cmd.Stdout, r.cmd.Stderr = r.out, r.out
	// A process that it left running must not keep the pipe open.
	r.cmd.WaitDelay = time.Second
	if err := r.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { // ends with the command
		r.err = r.cmd.Wait()
		// Kill what it started: no one could end it later.
		killGroup(r.cmd)
		r.out.flush()
		close(r.ended)
	}()
	return r, nil
}

// stop ends the command and waits for it.
func (r *running) stop() {
	r.stopping.Store(true)
	terminateGroup(r.cmd)
	select {
	case <-r.ended:
	case <-time.After(time.Second):
		killGroup(r.cmd)
		<-r.ended
	}
}

// problem reports how a command ended that is gone.
func (r *running) problem(list *diag.List, at diag.Pos) {
	if r.err == nil || r.stopping.Load() || errors.Is(r.err, exec.ErrWaitDelay) {
		return
	}
	message := fmt.Sprintf("the build command ended with %v", r.err)
	if len(r.out.last) > 0 {
		message += ": " + strings.Join(r.out.last, " / ")
	}
	list.Errorf(at, "build-command", "%s", message)
}

// withBins puts the commands of packages on PATH, as npm does: those of the folders and
// of all above them, nearest first.
func withBins(environ []string, dirs ...string) []string {
	var bins []string
	for _, from := range dirs {
		for dir := from; dir != ""; dir = filepath.Dir(dir) {
			modules := filepath.Join(dir, "node_modules")
			if bin := filepath.Join(modules, ".bin"); !slices.Contains(bins, bin) && !diag.Planted(modules, from) {
				bins = append(bins, bin)
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	environ = slices.Clone(environ)
	for i, e := range environ {
		if name, value, _ := strings.Cut(e, "="); name == "PATH" || runtime.GOOS == "windows" && strings.EqualFold(name, "PATH") {
			if value != "" {
				bins = append(bins, value)
			}
			environ[i] = name + "=" + strings.Join(bins, string(filepath.ListSeparator))
			return environ
		}
	}
	return append(environ, "PATH="+strings.Join(bins, string(filepath.ListSeparator)))
}

// Trees returns the folders of watch_dir.
func (p *BuildCommand) Trees(b *config.Build) []Tree {
	var trees []Tree
	if p.follower.Load() != nil {
		return nil
	}
	for _, dir := range b.WatchDirs {
		trees = append(trees, Tree{Dir: dir, Not: p.not, Output: p.Output})
	}
	return trees
}

// watches reports whether a path lies under watch_dir.
func (p *BuildCommand) watches(path string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.ContainsFunc(p.Trees(&p.command), func(t Tree) bool { return t.Holds(path) })
}

// makes reports whether a file is the configuration that the command makes.
func (p *BuildCommand) makes(path string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.command.Command != "" && p.follower.Load() == nil && slices.Contains(p.outputs[:1], path)
}

// moved reports whether watched files have changed since the last run.
func (p *BuildCommand) moved() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.command.Command == "" {
		return false
	}
	seen, moved := 0, false
	for _, t := range p.Trees(&p.command) {
		t.walk(t.Dir, nil, func(path string, now stamp) {
			seen++
			if was, ok := p.left[path]; !ok || was.stamp != now {
				moved = true
				delete(p.written, path) // changed by someone else too
				delete(p.never, path)
			}
		})
	}
	return moved || seen != len(p.left)
}

// content says whether a file differs from before.
type content struct {
	stamp stamp
	sum   [sha256.Size]byte
	seen  time.Time
}

// maxSum is the size up to which watched files are compared by content; larger ones are
// compared by time.
const maxSum = 16 << 20

// look reads the watched files, except those unchanged since an earlier look.
func (p *BuildCommand) look(earlier map[string]content) map[string]content {
	all := map[string]content{}
	for _, t := range p.Trees(&p.command) {
		t.walk(t.Dir, nil, func(path string, now stamp) {
			c := content{stamp: now, seen: time.Now()}
			if was, ok := earlier[path]; ok && was.stamp == now && now.mod.Before(was.seen.Add(-ClockStep)) {
				c.sum = was.sum
			} else {
				c.sum = sum(path, now)
			}
			all[path] = c
		})
	}
	return all
}

func sum(path string, s stamp) [sha256.Size]byte {
	if s.size <= maxSum && s.mode.IsRegular() {
		if f, err := diag.OpenFile(path); err == nil {
			defer f.Close()
			h := sha256.New()
			if _, err := io.Copy(h, f); err == nil {
				return [sha256.Size]byte(h.Sum(nil))
			}
		}
	}
	return sha256.Sum256(fmt.Append(nil, s))
}

// differ names the files that are not the same in two looks, sorted.
func differ(a, b map[string]content) []string {
	var files []string
	for path, c := range a {
		if other, ok := b[path]; !ok || other.sum != c.sum {
			files = append(files, path)
		}
	}
	for path := range b {
		if _, ok := a[path]; !ok {
			files = append(files, path)
		}
	}
	slices.Sort(files)
	return files
}

// buildOutput reports the lines that the command writes and keeps the last.
type buildOutput struct {
	report func(event.Event)
	rest   []byte
	last   []string
	wrote  atomic.Int64 // when, in nanoseconds since 1970
}

// longestLine is the length at which a line is cut in two.
const longestLine = 8 << 10

func (o *buildOutput) Write(b []byte) (int, error) {
	o.wrote.Store(time.Now().UnixNano())
	for n := len(b); ; {
		line, rest, ok := bytes.Cut(b, []byte("\n"))
		o.rest = append(o.rest, line...)
		if !ok && len(o.rest) < longestLine {
			return n, nil
		}
		o.flush()
		if b = rest; !ok {
			return n, nil
		}
	}
}

func (o *buildOutput) flush() {
	if len(o.rest) == 0 {
		return
	}
	text := strings.TrimRight(string(o.rest), "\r")
	o.rest = o.rest[:0]
	o.report(event.BuildOutput{Text: text})
	if plain := strings.TrimSpace(text); plain != "" {
		if o.last = append(o.last, plain[:min(len(plain), 300)]); len(o.last) > 3 {
			o.last = o.last[1:]
		}
	}
}
