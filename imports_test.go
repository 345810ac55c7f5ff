package main

import (
	"encoding/json"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// allowed says which packages of ours each of ours may import, and which third
// parties have their one door there. What is not written here is not allowed;
// what is written and not used any more fails too.
var allowed = map[string]struct{ ours, doors []string }{
	".": {ours: []string{"commands"}},
	"commands": {
		ours: []string{
			"config", "config/diag", "devserver", "devserver/bundle", "devserver/workerd",
			"inspect", "inspect/shell", "inspect/v8", "migrate",
		},
		doors: []string{"github.com/urfave/cli/v2", "github.com/charmbracelet/lipgloss", "github.com/coder/websocket"},
	},
	"config":            {ours: []string{"config/diag"}, doors: []string{"github.com/tailscale/hujson", "github.com/pelletier/go-toml/v2"}},
	"config/diag":       {},
	"migrate":           {ours: []string{"config", "config/diag"}},
	"inspect":           {ours: []string{"config/diag", "inspect/v8", "migrate"}, doors: []string{"modernc.org/sqlite"}},
	"inspect/v8":        {},
	"inspect/shell":     {ours: []string{"config/diag", "inspect"}, doors: []string{"github.com/reeflective/readline"}},
	"devserver":         {ours: []string{"config", "config/diag", "devserver/bundle", "devserver/host", "devserver/workerd", "migrate"}, doors: []string{"github.com/fsnotify/fsnotify", "github.com/coder/websocket"}},
	"devserver/bundle":  {ours: []string{"config", "config/diag"}, doors: []string{"github.com/evanw/esbuild", "github.com/go-sourcemap/sourcemap"}},
	"devserver/host":    {},
	"devserver/workerd": {},
}

func TestImports(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	doors := map[string][]string{}
	for name, a := range allowed {
		for _, d := range a.doors {
			doors[d] = append(doors[d], name)
		}
	}
	seen := map[string]bool{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, "dotool"), "/")
		if name == "" {
			name = "."
		}
		a, ok := allowed[name]
		if !ok {
			t.Errorf("package %s has no place in the picture", name)
			continue
		}
		seen[name] = true
		used := map[string]bool{}
		for _, i := range p.Imports {
			if ours, ok := strings.CutPrefix(i, "dotool/"); ok {
				used[ours] = true
				if !slices.Contains(a.ours, ours) {
					t.Errorf("%s imports %s", name, ours)
				}
				continue
			}
			for door, owners := range doors {
				if i == door || strings.HasPrefix(i, door+"/") {
					used[door] = true
					if !slices.Contains(owners, name) {
						t.Errorf("%s imports %s, whose door is %s", name, i, owners)
					}
				}
			}
		}
		for _, want := range slices.Concat(a.ours, a.doors) {
			if !used[want] {
				t.Errorf("%s does not import %s any more", name, want)
			}
		}
	}
	for name := range maps.Keys(allowed) {
		if !seen[name] {
			t.Errorf("there is no package %s any more", name)
		}
	}
}
