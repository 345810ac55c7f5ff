package commands_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dotool/commands"
)

// write makes a file with its folders.
func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// runIn runs a command line in a folder.
func runIn(dir string, args ...string) (stdout, stderr string, code int) {
	var out, err bytes.Buffer
	env := &commands.Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &err, Dir: dir, Environ: []string{"HOME=/nowhere"}}
	code = commands.Main(context.Background(), env, args)
	return out.String(), err.String(), code
}

// TestMigrateCases runs the cases of package migrate from the command line: with
// a configuration that is read, source that is bundled and a ledger on disk.
func TestMigrateCases(t *testing.T) {
	t.Parallel()
	type class struct{ Key, Storage string }
	var cases []struct {
		Name, Worker, Env string
		Before            struct {
			Tag     string
			Classes map[string]class
		}
		Config        map[string]any
		BundleExports []string `json:"bundle_exports"`
		Expected      struct {
			Result, Rule string
			Code         int
			Warnings     []string
		}
		ExpectedMap map[string]class `json:"expected_map"`
	}
	data, err := os.ReadFile("../migrate/testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			maps.Copy(c.Config, map[string]any{"name": c.Worker, "main": "index.js", "compatibility_date": "2026-10-01"})
			text, err := json.MarshalIndent(c.Config, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "wrangler.jsonc"), string(text))
			source := "import { DurableObject } from \"cloudflare:workers\";\nexport default {};\n"
			for _, name := range c.BundleExports {
				source += fmt.Sprintf("export class %s extends DurableObject {}\n", name)
			}
			write(t, filepath.Join(dir, "index.js"), source)
			ledger := filepath.Join(dir, ".wrangler", "state", "dotool", "ledger.json")
			worker := c.Worker
			args := []string{"migrate", "plan", "--json"}
			if c.Env != "" {
				worker += "-" + c.Env
				args = append(args, "--env", c.Env)
			}
			if c.Before.Tag != "" || len(c.Before.Classes) > 0 {
				text, err := json.Marshal(map[string]any{"version": 1, "workers": map[string]any{worker: map[string]any{"tag": c.Before.Tag, "classes": c.Before.Classes}}})
				if err != nil {
					t.Fatal(err)
				}
				write(t, ledger, string(text))
			}
			stdout, stderr, code := runIn(dir, args...)
			var plan struct {
				Worker      string
				Classes     map[string]class
				Diagnostics []struct {
					Severity, Code, File string
					CloudflareCode       int
				}
			}
			if err := json.Unmarshal([]byte(stdout), &plan); err != nil {
				t.Fatalf("%v\n%s%s", err, stdout, stderr)
			}
			if plan.Worker != worker || code != map[string]int{"error": 1}[c.Expected.Result] {
				t.Errorf("worker %s, exit %d", plan.Worker, code)
			}
			if diff := cmp.Diff(c.ExpectedMap, plan.Classes); diff != "" {
				t.Errorf("classes (-want +got):\n%s", diff)
			}
			want, got := []string{}, []string{}
			if c.Expected.Result == "error" {
				want = append(want, fmt.Sprintf("error %s %d", c.Expected.Rule, c.Expected.Code))
			}
			for _, w := range c.Expected.Warnings {
				want = append(want, "warning "+strings.ReplaceAll(w, "_", "-")+" 0")
			}
			for _, d := range plan.Diagnostics {
				if d.Code == "not-inherited" {
					continue // a matter of the configuration alone
				}
				got = append(got, fmt.Sprintf("%s %s %d", d.Severity, d.Code, d.CloudflareCode))
				if d.File != "wrangler.jsonc" {
					t.Errorf("%s is in %q", d.Code, d.File)
				}
			}
			slices.Sort(want)
			slices.Sort(got)
			if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s\n%s", diff, stdout)
			}
		})
	}
}
