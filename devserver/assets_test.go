package devserver

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/trace"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// A runtime without the service of assets goes on without them, if there is a
// Worker to serve.
func TestAssetsOldRuntime(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, test := range map[string]struct{ version, main, problem, warning string }{
		"old":       {version: "1.20261110.1", main: "a.ts", warning: "cannot serve assets: only the Worker responds, and FILES is absent from env"},
		"old alone": {version: "2026-07-03", problem: "cannot serve assets"},
		"new":       {version: "1.20261117.1", main: "a.ts"},
		"new alone": {version: "2026-12-01"},
	} {
		var reported diag.List
		p := &config.Project{Main: config.String{Value: test.main}, Assets: &config.Assets{Dir: dir, Binding: config.String{Value: "FILES"}}}
		a, err := assets(p, workerd.Runtime{Version: test.version}, &reported)
		if test.problem == "" != (err == nil) || err != nil && !strings.Contains(err.Error(), test.problem) {
			t.Errorf("%s: %v", name, err)
		}
		if test.warning == "" != (len(reported) == 0) || len(reported) > 0 && !strings.Contains(reported[0].Message, test.warning) {
			t.Errorf("%s: warnings %v", name, reported)
		}
		if served := test.problem == "" && test.warning == ""; served != (a != nil) {
			t.Errorf("%s: assets %v", name, a)
		}
	}
}

// The content of the files that are not assets themselves goes into the configuration
// of the runtime; one that cannot be read is an error.
func TestAssetsFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := &config.Project{Assets: &config.Assets{Dir: dir, WorkerFirst: []string{"/a"}}}
	r, list := workerd.Runtime{Version: workerd.Version}, diag.List{}
	for _, name := range []string{"_headers", ".assetsignore"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("of "+name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	a, err := assets(p, r, &list)
	if err != nil || a.Headers != "of _headers" || a.Redirects != "" || a.Ignore != "of .assetsignore" || len(a.WorkerFirst) != 1 {
		t.Errorf("%+v, %v", a, err)
	}
	if err := os.Mkdir(filepath.Join(dir, "_redirects"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := assets(p, r, &list); err == nil || !strings.Contains(err.Error(), "cannot be read: it is not a regular file") {
		t.Errorf("a folder in the place of _redirects: %v", err)
	}
}

// workerd's messages about rules become warnings; all else passes.
func TestRuleProblems(t *testing.T) {
	t.Parallel()
	var reported diag.List
	var passed []string
	read := trace.RuleProblems([]*config.Project{{Name: config.String{Value: "app"}}, {Name: config.String{Value: "b"}, Assets: &config.Assets{Dir: "/public"}}},
		func(e event.Event) { reported = append(reported, e.(event.Warnings).List...) },
		func(line []byte) { passed = append(passed, string(line)) })
	for line := range strings.SplitSeq("  at first\nservice assets-b: Found 2 invalid redirect rule(s):\n  One.\n    at _redirects:2 | a  b\n  Two.\n    at _redirects:13 | c\n"+
		"service assets-b: Found 1 invalid header rule(s):\n  Three.\n    at _headers:1 | d\nservice assets-b: other\n  more", "\n") {
		read([]byte(line))
	}
	if got := strings.Join(passed, "|"); got != "  at first|service assets-b: other|  more" {
		t.Errorf("passed %s", got)
	}
	if len(reported) != 3 || reported[0].Message != "One." || reported[1].Pos.Line != 13 || reported[2].Pos.File != filepath.Join("/public", "_headers") {
		t.Errorf("reported %v", reported)
	}
}
