//go:build linux

package main

import (
	"math"
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestQuantile(t *testing.T) {
	values := []float64{4, 1, 3, 2}
	for part, want := range map[float64]float64{0: 1, 0.5: 2.5, 1: 4} {
		if got := quantile(values, part); got != want {
			t.Errorf("%v: %v", part, got)
		}
	}
	if got := quantile(nil, 0.5); !math.IsNaN(got) {
		t.Errorf("of nothing: %v", got)
	}
}

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{0.4: "0", 68.4: "68", 999.6: "1,000", 1618: "1,620", 13_345: "13,300", math.NaN(): "–"} {
		if got := number(v); got != want {
			t.Errorf("%v: %s, want %s", v, got, want)
		}
	}
}

func TestTables(t *testing.T) {
	f := figures{}
	for _, v := range []float64{70, 90, 80} {
		f.add("small", "dotool", "start", v)
		f.add("small", "wrangler", "start", 20*v)
		f.add("small", "workerd", "start", v/1.25)
	}
	if got := f.readme("wrangler dev 1.2"); !strings.Contains(got, "| | dotool | wrangler dev 1.2 |\n") || !strings.Contains(got, "| 80 ms | 1,600 ms |") {
		t.Error(got)
	}
	if got := f.table(); strings.Count(got, "\n") != 4 || !strings.Contains(got, "| 80 | 64 | 1.25 | ≤ 1.50, met |") {
		t.Error(got)
	}
}

func TestModule(t *testing.T) {
	if out, err := exec.Command("go", "list", "-f", "{{.Name}}", module()).CombinedOutput(); err != nil || string(out) != "main\n" {
		t.Errorf("%s: %v, %s", module(), err, out)
	}
}

func TestTree(t *testing.T) {
	cmd := exec.Command("cat")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer in.Close()
	found := false
	for _, p := range tree(os.Getpid()) {
		found = found || p == cmd.Process.Pid
	}
	if !found {
		t.Error("the tree does not have a child")
	}
	if got := (&server{cmd: cmd}).memory(); got <= 0 {
		t.Errorf("memory: %v", got)
	}
}
