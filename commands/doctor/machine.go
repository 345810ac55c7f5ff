package doctor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/npm"
	"github.com/dotool-dev/dotool/devserver/socket"
)

// machine looks at ports, limits of the kernel and free space.
func (x *examination) machine(ctx context.Context) {
	x.add(OK, "", "%s/%s, %s", runtime.GOOS, runtime.GOARCH, ui.Count(runtime.NumCPU(), "processor"))
	x.port(ctx)
	x.limits()
	x.space()
	if names := x.names(); len(names) > 0 {
		x.add(Note, "", "set in the environment: %s", strings.Join(names, ", "))
	}
}

// port looks whether the ports of the project are free.
func (x *examination) port(ctx context.Context) {
	dev := config.Dev{}
	if x.main != nil {
		dev = x.main.Dev
	}
	ip, port := cmp.Or(dev.IP, "localhost"), cmp.Or(dev.Port, 8787)
	if !strings.HasSuffix(x.serve, ":"+strconv.Itoa(port)) {
		x.listen(ctx, ip, port, dev.Port > 0)
	}
	if dev.InspectorPort > 0 && x.serve == "" {
		x.listen(ctx, "localhost", dev.InspectorPort, true)
	}
}

// listen looks whether a port is free. If it is not configured, dotool dev does without it.
func (x *examination) listen(ctx context.Context, ip string, port int, configured bool) {
	err := x.read.listen(ctx, ip, port)
	used, isUsed := errors.AsType[*socket.PortError](err)
	switch {
	case err == nil:
		x.add(OK, "", "port %d is free", port)
	case isUsed && configured:
		x.add(Warning, "end it, or choose another port, such as "+strconv.Itoa(used.Free)+": in the configuration, or with a flag of dotool dev", "%v", err)
	case isUsed:
		x.add(Note, fmt.Sprintf("dotool dev takes the next free port, such as %d; --port N chooses one", used.Free), "%v", err)
	default:
		x.fail(err, "")
	}
}

// The least of the limits of inotify with which a project of some size can be watched.
const (
	leastWatches   = 8192
	leastInstances = 128
)

// limits looks at the limits of inotify.
func (x *examination) limits() {
	for _, limit := range []struct {
		name  string
		least int
		good  string
	}{{"max_user_watches", leastWatches, "524288"}, {"max_user_instances", leastInstances, "512"}} {
		n, err := x.read.inotify(limit.name)
		switch {
		case err != nil: // another system
		case n < limit.least:
			x.add(Warning, "sudo sysctl fs.inotify."+limit.name+"="+limit.good+", or dotool dev --watch-poll", "fs.inotify.%s is %d, which is few", limit.name, n)
		default:
			x.add(OK, "", "fs.inotify.%s is %d", limit.name, n)
		}
	}
}

// The free space below which commands may soon fail, and below which they will.
const (
	littleSpace = 1 << 30
	noSpace     = 100 << 20
)

// space looks at the disks of the state, of temporary files and of the cache.
func (x *examination) space() {
	seen := map[string]bool{}
	dirs := []struct{ path, fix string }{
		{os.TempDir(), "make room, or set TMPDIR to a folder on another disk"},
		{x.env.CacheDir(), "make room, or set XDG_CACHE_HOME to a folder on another disk"},
	}
	if x.state != nil {
		dirs = slices.Insert(dirs, 0, struct{ path, fix string }{x.state.Dir, "make room (dotool snapshot prune and dotool migrate trash empty help), or keep the state elsewhere with --persist-to"})
	}
	for _, d := range dirs {
		dir := d.path
		for ; ; dir = filepath.Dir(dir) {
			if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
				break
			}
		}
		left, err := x.read.space(dir)
		if err != nil || seen[left.disk] {
			continue
		}
		seen[left.disk] = true
		switch {
		case left.bytes < noSpace:
			x.add(Error, d.fix, "the disk is full: %s free at %s", ui.ByteSize(left.bytes), dir)
		case left.noFiles:
			x.add(Error, d.fix, "the disk has no room for another file (no inodes are free) at %s", dir)
		case left.bytes < littleSpace:
			x.add(Warning, d.fix, "%s free at %s", ui.ByteSize(left.bytes), dir)
		default:
			x.add(OK, "", "%s free at %s", ui.ByteSize(left.bytes), dir)
		}
	}
}

// tools looks at Node.js, npm, wrangler and the file of types.
func (x *examination) tools(context.Context) {
	dir := x.env.Dir
	if x.main != nil {
		dir = x.main.Dir
	}
	node := x.read.output(dir, "node", "--version")
	switch {
	case node != "":
		x.add(OK, "", "Node.js %s", strings.TrimPrefix(node, "v"))
	default:
		x.add(Note, "install Node.js, if packages of npm are needed", "no Node.js in PATH; dotool needs only its npm, to install workerd")
	}
	if npm := x.read.output(dir, "npm", "--version"); npm != "" {
		x.add(OK, "", "npm %s", npm)
	} else if node != "" {
		x.add(Warning, "install npm, or set DOTOOL_WORKERD", "no npm in PATH, with which dotool installs workerd")
	}
	wrangler := npm.Installed(dir, "wrangler")
	if wrangler == "" {
		return
	}
	x.add(OK, "", "wrangler %s in the project", wrangler)
	if major, _, _ := strings.Cut(wrangler, "."); len(major) == 1 && major < "4" {
		x.add(Warning, "npm install --save-dev wrangler@latest", "wrangler %s may read the configuration and keep the state in another way; dotool follows version 4", wrangler)
	}
	major, _, _ := strings.Cut(strings.TrimPrefix(node, "v"), ".")
	if n, err := strconv.Atoi(major); err == nil && n < 22 && strings.HasPrefix(wrangler, "4.") {
		x.add(Note, "install Node.js 22, if wrangler refuses to start", "wrangler 4 needs Node.js 22, of which this is %d", n)
	}
}

// toolTime is how long another program may take to print its version.
const toolTime = 5 * time.Second

// output runs a program and returns what it prints, or "" if it fails.
func output(dir, name string, args ...string) string {
	path, err := exec.LookPath(name)
	if err != nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(context.Background(), toolTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir, cmd.WaitDelay = dir, 10*time.Second
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// run returns the exit code of a program, -1 if it could not be run.
func (x *examination) run(dir, name string, args ...string) int {
	path, err := exec.LookPath(name)
	if err != nil {
		return -1
	}
	ctx, cancel := context.WithTimeout(context.Background(), toolTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir, cmd.WaitDelay = dir, 10*time.Second
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		return -1
	}
	return cmd.ProcessState.ExitCode()
}
