//go:build !unix

package commands

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
)

// keyboard reads single keys where there are terminals to read them from.
type keyboard struct{}

func newKeyboard(*Env, func(byte)) (*keyboard, error) { return nil, nil }

func (*keyboard) run(context.Context, func()) {}
func (*keyboard) hold() func()                { return func() {} }
func (*keyboard) release()                    {}

func discardInput(io.Reader) {}

// readLine reads a line; ctx cannot end the wait for it here.
func readLine(_ context.Context, r io.Reader) (string, error) {
	return bufio.NewReader(r).ReadString('\n')
}

func terminalWidth(*os.File) int { return 0 }

func detach(*exec.Cmd) {}

const nonblocking = 0
