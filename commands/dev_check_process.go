package commands

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/checker"
	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
)

// checkProcess checks for a dev server in a process of its own: neither the trees of the source
// nor the work of collecting them are in the way of a reload.
type checkProcess struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *json.Decoder
}

// checkAnswer has the findings of a check.
type checkAnswer struct {
	Findings []findingJSON
	Whole    bool // all files could be read
}

func startCheck(ctx context.Context, env *ui.Env, targets []checker.Target) (*checkProcess, error) {
	p := &checkProcess{cmd: exec.CommandContext(ctx, env.Self, "__check")}
	p.cmd.Args[0], p.cmd.Dir, p.cmd.Env = "dotool", env.Dir, append(slices.Clone(env.Environ), "GOMAXPROCS=1")
	besides(p.cmd)
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the check: %w", err)
	}
	p.out = json.NewDecoder(out)
	return p, json.NewEncoder(p.in).Encode(targets)
}

// check checks once.
func (p *checkProcess) check() (a checkAnswer, err error) {
	if err = json.NewEncoder(p.in).Encode("check"); err == nil {
		err = p.out.Decode(&a)
	}
	return a, err
}

// end ends the process.
func (p *checkProcess) end() {
	_ = p.in.Close()
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait() // it was killed
}

// checkBesideCommand returns the command of that process: it reads what to check, then one value for each
// check, and ends with its input, also if the server is killed.
func checkBesideCommand(env *local.Project) *cli.Command {
	return &cli.Command{Name: "__check", Usage: "check for a dev server", Hidden: true, Action: func(c *cli.Context) error {
		leastUrgent()
		in := json.NewDecoder(env.Stdin)
		var again string
		check := &checker.Checker{}
		for err := in.Decode(&check.Targets); ; {
			if err == nil {
				err = in.Decode(&again)
			}
			if err != nil {
				return nil
			}
			found, failed := check.Check(c.Context)
			a := checkAnswer{Findings: []findingJSON{}, Whole: failed == nil && len(found.Broken) == 0 && len(found.Notes) == 0}
			generated := string(filepath.Separator) + ".wrangler" + string(filepath.Separator)
			for _, f := range found.Findings {
				if !strings.Contains(f.Pos.File, generated) && f.Rule.ID != "M02" { // the server warns of that itself
					a.Findings = append(a.Findings, jsonOf(env.Dir, f))
				}
			}
			if err := ui.WriteJSON(env.Stdout, a); err != nil {
				return nil
			}
		}
	}}
}
