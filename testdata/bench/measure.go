//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// bench measures one part.
type bench struct {
	options
	temp string
	got  figures
	part string
}

func (b *bench) add(server, name string, value float64) {
	fmt.Fprintf(os.Stderr, "%s: %s %s %.1f\n", b.part, server, name, value)
	b.got.add(b.part, server, name, value)
}

// project measures the servers on one Worker.
func (b *bench) project(ctx context.Context) error {
	kinds := []string{"dotool", "dotool --quiet", "workerd", "wrangler"}
	if b.part == "large" { // which workerd alone cannot bundle
		kinds = []string{"dotool", "wrangler"}
	}
	for range b.rounds {
		for _, kind := range kinds {
			if err := b.turn(ctx, kind); err != nil {
				return fmt.Errorf("%s: %w", kind, err)
			}
		}
	}
	return b.manySaves(ctx)
}

// turn is one server in a new folder: start, stop and start again, saves, requests.
func (b *bench) turn(ctx context.Context, kind string) error {
	dir, err := os.MkdirTemp(b.temp, "project-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	w := worker{filepath.Join(dir, "project"), b.part}
	if err := w.make("bench"); err != nil {
		return err
	}
	s, took, err := b.start(ctx, kind, w.dir, "v0")
	if err != nil {
		return err
	}
	b.add(kind, "start", took)
	pause(ctx)
	s.stop()
	if s, took, err = b.start(ctx, kind, w.dir, "v0"); err != nil {
		return err
	}
	defer s.stop()
	b.add(kind, "again", took)
	if _, err := get(ctx, s.url+"/add"); err != nil {
		return err
	}
	pause(ctx)
	for i := range 3 {
		if took, err = s.saved(ctx, w, fmt.Sprintf("v%d", i+1)); err != nil {
			return err
		}
		b.add(kind, "save", took)
		pause(ctx)
	}
	for path, name := range map[string]string{"/version": "plain", "/count": "rpc"} {
		n, err := load(ctx, s.url+path, b.seconds)
		if err != nil {
			return err
		}
		b.add(kind, name, n)
	}
	b.add(kind, "memory", s.memory())
	return nil
}

// saved saves a version, and returns how long it took until it was served.
func (s *server) saved(ctx context.Context, w worker, version string) (float64, error) {
	begun := time.Now()
	if err := w.save(version); err != nil {
		return 0, err
	}
	err := s.await(ctx, version, time.Minute)
	return ms(begun), err
}

// manySaves measures saves in a row, each as soon as the one before is served.
func (b *bench) manySaves(ctx context.Context) error {
	dir, err := os.MkdirTemp(b.temp, "project-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	w := worker{filepath.Join(dir, "project"), b.part}
	if err := w.make("bench"); err != nil {
		return err
	}
	s, _, err := b.start(ctx, "dotool", w.dir, "v0")
	if err != nil {
		return err
	}
	defer s.stop()
	var all []float64
	for i := range b.saves {
		took, err := s.saved(ctx, w, fmt.Sprintf("v%d", i+1))
		if err != nil {
			return err
		}
		if all = append(all, took); i == b.saves/4 { // until then caches fill
			pause(ctx)
			b.add("dotool", "before", s.memory())
		}
	}
	pause(ctx)
	b.add("dotool", "after", s.memory())
	b.add("dotool", "row", quantile(all, 0.5))
	b.add("dotool", "p95", quantile(all, 0.95))
	return nil
}

// workers measures ten Workers in one server. The first has the port.
func (b *bench) workers(ctx context.Context) error {
	for range b.rounds {
		for _, kind := range []string{"dotool", "wrangler"} {
			if err := b.ten(ctx, kind); err != nil {
				return fmt.Errorf("%s: %w", kind, err)
			}
		}
	}
	return nil
}

func (b *bench) ten(ctx context.Context, kind string) error {
	dir, err := os.MkdirTemp(b.temp, "workers-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var folders []string
	for i := range 10 {
		name := fmt.Sprintf("worker-%d", i)
		folders = append(folders, name)
		if err := (worker{filepath.Join(dir, name), "small"}).make(name); err != nil {
			return err
		}
	}
	s, took, err := b.start(ctx, kind, dir, "v0", folders...)
	if err != nil {
		return err
	}
	defer s.stop()
	b.add(kind, "start", took)
	pause(ctx)
	for i := range 3 {
		took, err := s.saved(ctx, worker{filepath.Join(dir, folders[0]), "small"}, fmt.Sprintf("v%d", i+1))
		if err != nil {
			return err
		}
		b.add(kind, "save", took)
		pause(ctx)
	}
	b.add(kind, "memory", s.memory())
	return nil
}
