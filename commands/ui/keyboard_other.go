//go:build !unix

package ui

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
)

// Keyboard reads single keys where there are terminals to read them from.
type Keyboard struct{}

func NewKeyboard(*Env, func(byte)) (*Keyboard, error) { return nil, nil }

func (*Keyboard) Run(context.Context, func()) {}
func (*Keyboard) Hold() func()                { return func() {} }
func (*Keyboard) Release()                    {}

func (*Keyboard) Line(context.Context, io.Writer, string) (string, bool) { return "", false }

func discardInput(io.Reader) {}

// readLine reads a line; ctx cannot end the wait for it here.
func readLine(_ context.Context, r io.Reader) (string, error) {
	return bufio.NewReader(r).ReadString('\n')
}

func TerminalWidth(*os.File) int { return 0 }

func detach(*exec.Cmd) {}

const Nonblocking = 0
