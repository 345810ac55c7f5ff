package commands

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// Version is the version of dotool; .ci/release stamps a build with that of its git tag.
// What it prints is [version].
//
//	0.1.0 (2026-11-23): dev, migrate, runtime
var Version = "0.1.0"

// version is that of the module if `go install MODULE@VERSION` made this binary: only the
// sources of a module from a proxy or a repository have a checksum.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Sum != "" {
		return strings.TrimPrefix(info.Main.Version, "v")
	}
	return Version
}

func versionCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name:        "version",
		Usage:       "print the version of dotool",
		Description: "Example:\n  $ dotool version",
		Action: func(c *cli.Context) error {
			return runVersion(env)
		},
	}
}

// versionJSON identifies a build of dotool.
type versionJSON struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
	Workerd  string `json:"workerd"` // the pinned one
}

func aboutDotool() versionJSON {
	return versionJSON{version(), commit(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH, workerd.Version}
}

func runVersion(env *local.Project) error {
	v := aboutDotool()
	if env.JSON {
		return ui.WriteJSON(env.Stdout, v)
	}
	fmt.Fprintf(env.Stdout, "dotool %s (%s, %s)\n", v.Version, v.Go, v.Platform)
	return nil
}

func commit() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value
			}
		}
	}
	return ""
}
