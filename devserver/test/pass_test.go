package test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPass runs files of tests that all pass: alarms.txtar moves alarms by fake timers,
// globals.txtar has a file that changes what the next one has too, rpc.txtar looks for what RPC
// cannot reach.
func TestPass(t *testing.T) {
	t.Parallel()
	for archive, names := range map[string][]string{"alarms": {"alarms"}, "globals": {"a", "b"}, "rpc": {"rpc"}} {
		t.Run(archive, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile("testdata/" + archive + ".txtar")
			if err != nil {
				t.Fatal(err)
			}
			dir := project(t, string(text))
			o := options(dir)
			o.Workers = 1
			var files []string
			for _, name := range names {
				files = append(files, filepath.Join(dir, "test", name+".test.ts"))
			}
			got := outcomes(t, o, Selection{Files: files})
			if strings.Contains(got, ": fail") || strings.Contains(got, "Unhandled") || strings.Count(got, ".test.ts: pass") != len(files) {
				t.Error(got)
			}
		})
	}
}
