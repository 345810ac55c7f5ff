package commands_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestSARIF validates what is found in all programs that break a rule, and in broken
// configurations, with the schema of SARIF 2.1.0 and with what GitHub wants beyond that.
func TestSARIF(t *testing.T) {
	t.Parallel()
	file, err := os.Open("testdata/sarif/schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	doc, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	if schema.Validate(map[string]any{"version": "2.1.0", "runs": []any{map[string]any{"results": []any{}}}}) == nil {
		t.Fatal("a run without a tool is valid")
	}
	ids := map[string]bool{}
	for _, c := range []struct {
		command []string
		dirs    string
	}{
		{[]string{"check", "--local=false"}, "../config/lint/testdata/rules/*-bad-*"},
		{[]string{"check", "--local=false"}, "../testdata/projects/broken/[c-z]*"},
		{[]string{"migrate", "validate"}, "../testdata/projects/broken/[c-z]*"},
	} {
		dirs, err := filepath.Glob(c.dirs)
		if err != nil || len(dirs) < 5 {
			t.Fatal(dirs, err)
		}
		root, err := filepath.Abs(filepath.Dir(dirs[0]))
		if err != nil {
			t.Fatal(err)
		}
		args := append(c.command, "--format", "sarif")
		for _, dir := range dirs {
			args = append(args, filepath.Base(dir))
		}
		stdout, stderr, _ := runIn(root, args...)
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(stdout))
		if err != nil {
			t.Fatalf("%v\n%s", err, stderr)
		}
		if err := schema.Validate(v); err != nil {
			t.Error(err)
		}
		forGitHub(t, stdout, ids)
	}
	if len(ids) < 60 {
		t.Errorf("%d rules", len(ids))
	}
}

// forGitHub checks what code scanning requires of each rule and each result, and collects the
// rules.
func forGitHub(t *testing.T, text string, ids map[string]bool) {
	t.Helper()
	type described struct{ Text string }
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct {
					Rules []struct {
						ID, Name, HelpURI                       string
						ShortDescription, FullDescription, Help described
						DefaultConfiguration                    struct{ Level string }
						Properties                              struct {
							Tags     []string
							Severity string `json:"problem.severity"`
						}
					}
				}
			}
			Results []struct {
				RuleID              string
				RuleIndex           int
				Message             described
				PartialFingerprints map[string]string
				Locations           []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine, StartColumn, EndLine, EndColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	for _, r := range run.Tool.Driver.Rules {
		ids[r.ID] = true
		for _, s := range []string{r.ID, r.ShortDescription.Text, r.FullDescription.Text, r.Help.Text, r.DefaultConfiguration.Level, r.Properties.Severity} {
			if s == "" || len(s) > 1024 {
				t.Errorf("rule %+v", r)
			}
		}
		if len(r.Properties.Tags) > 20 || len(r.ID) > 255 {
			t.Errorf("rule %+v", r)
		}
	}
	prints := map[string]bool{}
	for _, r := range run.Results {
		if run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID || r.Message.Text == "" || len(r.Locations) != 1 {
			t.Errorf("result %+v", r)
			continue
		}
		at := r.Locations[0].PhysicalLocation
		if at.Region.StartLine < 1 || at.Region.EndLine < at.Region.StartLine || at.Region.EndColumn < at.Region.StartColumn || strings.HasPrefix(at.ArtifactLocation.URI, "/") {
			t.Errorf("result %+v", r)
		}
		print := r.RuleID + at.ArtifactLocation.URI + r.PartialFingerprints["primaryLocationLineHash"]
		if r.PartialFingerprints["primaryLocationLineHash"] == "" || prints[print] {
			t.Errorf("the fingerprint is missing or not its own: %+v", r)
		}
		prints[print] = true
	}
}
