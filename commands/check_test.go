package commands_test

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The problem matcher of `dotool help editors` understands what is printed.
func TestProblemMatcher(t *testing.T) {
	t.Parallel()
	topic, _, _ := run(t, "help", "editors")
	_, text, _ := strings.Cut(topic, "(`.vscode/tasks.json`)")
	_, text, _ = strings.Cut(text, "\n\n")
	text, _, _ = strings.Cut(text, "\n\n")
	var file struct {
		Tasks []struct {
			ProblemMatcher struct {
				Pattern struct {
					Regexp                                      string
					File, Line, Column, Severity, Code, Message int
				}
				Background struct{ BeginsPattern, EndsPattern string }
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &file); err != nil || len(file.Tasks) != 1 {
		t.Fatal(err, text)
	}
	matcher := file.Tasks[0].ProblemMatcher
	if b := matcher.Background; !regexp.MustCompile(b.BeginsPattern).MatchString("Checking again: a.ts changed.") || !regexp.MustCompile(b.EndsPattern).MatchString("Waiting for changes.") {
		t.Errorf("%+v", b)
	}

	dir := t.TempDir()
	write(t, filepath.Join(dir, "wrangler.jsonc"), `{
  "name": "rooms", "main": "src/in: dex[1].ts",
  "durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] },
}`)
	write(t, filepath.Join(dir, "src", "in: dex[1].ts"), `import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject {
  find(word: string) { return this.ctx.storage.sql.exec(`+"`SELECT ']${word}'`"+`).toArray(); }
}
export default {};
`)
	stdout, _, _ := runIn(dir, "check")
	pattern := matcher.Pattern
	re := regexp.MustCompile(pattern.Regexp)
	var got []string
	for line := range strings.Lines(stdout) {
		if m := re.FindStringSubmatch(strings.TrimSuffix(line, "\n")); m != nil {
			got = append(got, strings.Join([]string{m[pattern.File], m[pattern.Line], m[pattern.Column], m[pattern.Severity], m[pattern.Code]}, "|"))
			if m[pattern.Message] == "" {
				t.Errorf("no message in %s", line)
			}
		}
	}
	want := []string{"src/in: dex[1].ts|3|69|error|S07", "wrangler.jsonc|1|1|warning|M02", "wrangler.jsonc|3|69|warning|bind-without-lifecycle"}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q\n%s", got, want, stdout)
	}
}
