package test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAlarms moves alarms by fake timers.
func TestAlarms(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/alarms.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := project(t, string(text))
	got := outcomes(t, options(dir), Selection{Files: []string{filepath.Join(dir, "test", "alarms.test.ts")}})
	if strings.Contains(got, "fail") || strings.Contains(got, "Unhandled") || !strings.Contains(got, "alarms.test.ts: pass") {
		t.Error(got)
	}
}
