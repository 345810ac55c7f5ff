package render

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
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
		a, err := ReadAssets(p, workerd.Runtime{Version: test.version}, &reported)
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
	a, err := ReadAssets(p, r, &list)
	if err != nil || a.Headers != "of _headers" || a.Redirects != "" || a.Ignore != "of .assetsignore" || len(a.WorkerFirst) != 1 {
		t.Errorf("%+v, %v", a, err)
	}
	if err := os.Mkdir(filepath.Join(dir, "_redirects"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadAssets(p, r, &list); err == nil || !strings.Contains(err.Error(), "cannot be read: it is not a regular file") {
		t.Errorf("a folder in the place of _redirects: %v", err)
	}
}
