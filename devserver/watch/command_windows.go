package watch

import "os/exec"

func shell(line string) *exec.Cmd { return exec.Command("cmd.exe", "/d", "/s", "/c", line) }

func terminateGroup(cmd *exec.Cmd) { killGroup(cmd) }
func killGroup(cmd *exec.Cmd)      { _ = cmd.Process.Kill() }
