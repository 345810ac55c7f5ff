// Package rtti makes the TypeScript types of the runtime: workerd knows its own interfaces
// for each compatibility date, and a program that comes with it, worker.mjs in npm's
// package workerd, prints them. [Generate] runs it.
package rtti

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/devserver/workerd"
)

// Options are the options of [Generate].
type Options struct {
	Binary string // of workerd
	Worker string // the path of the worker.mjs of that workerd
	Date   string // compatibility date
	Flags  []string
	Node   bool // Node.js compatibility is on at that date
}

// Header names what the types depend on, in the words of wrangler, which reuses types under
// the same header.
func Header(version, date string, flags []string) string {
	flags = slices.Sorted(slices.Values(flags))
	return strings.TrimSpace(HeaderPrefix + version + " " + date + " " + strings.Join(flags, ","))
}

// HeaderPrefix begins the line that [Header] returns.
const HeaderPrefix = "// Runtime types generated with workerd@"

// Generate returns the types for a compatibility date and flags. Those of Node.js are not
// among them: they come from @types/node.
func Generate(ctx context.Context, o Options) (string, error) {
	program, err := os.ReadFile(o.Worker)
	if err != nil {
		return "", fmt.Errorf("generate the types of the runtime: %w", err)
	}
	dir, err := os.MkdirTemp("", "dotool-types-")
	if err != nil {
		return "", fmt.Errorf("generate the types of the runtime: %w", err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "socket")
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return "", fmt.Errorf("generate the types of the runtime: %w", err)
	}
	defer listener.Close()
	socket, err := listener.File()
	if err != nil {
		return "", fmt.Errorf("generate the types of the runtime: %w", err)
	}
	defer socket.Close()
	process, err := workerd.Start(ctx, workerd.Options{
		Binary: o.Binary, Dir: filepath.Join(dir, "run"), Sockets: map[string]*os.File{"http": socket},
		Config: &workerd.Config{
			Workers: []workerd.Worker{{
				Name:              "types",
				Modules:           []workerd.Module{{Name: "worker.mjs", Kind: workerd.ESM, Content: program}},
				CompatibilityDate: "2024-01-01", CompatibilityFlags: []string{"nodejs_compat", "rtti_api"}, // as wrangler runs it
			}},
			Sockets: []workerd.Socket{{Name: "http", Service: workerd.Designator{Service: "types"}}},
		},
	})
	if err != nil {
		return "", fmt.Errorf("generate the types of the runtime: %w", err)
	}
	text, err := ask(ctx, path, o.query())
	return text, errors.Join(err, process.Stop(context.WithoutCancel(ctx)))
}

// query returns the path of the request to the program: /2026-11-01+flag+flag.
func (o Options) query() string {
	query := "/" + o.Date
	for _, flag := range o.Flags {
		if !strings.Contains(flag, "nodejs_compat") {
			query += "+" + flag
		}
	}
	if o.Node {
		query += "+no_nodejs_compat+no_nodejs_compat_v2"
	}
	return query
}

func ask(ctx context.Context, socket, query string) (string, error) {
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", socket)
	}}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://types"+query, nil)
	if err != nil {
		return "", fmt.Errorf("generate the types of the runtime: %w", err)
	}
	answer, err := client.Do(request)
	if err != nil {
		return "", fmt.Errorf("generate the types of the runtime: %w", err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("workerd: %s", firstLine(string(text)))
	}
	if err != nil {
		return "", fmt.Errorf("generate the types of the runtime: %w", err)
	}
	return string(text), nil
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return s
}
