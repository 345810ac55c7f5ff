package bundle_test

import (
	"encoding/base64"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/devserver/bundle"
)

// Generated is the inverse of Source.
func TestGenerated(t *testing.T) {
	t.Parallel()
	p := project(t, strings.Replace(wrangler, "FLAGS", "", 1)+`
-- src/index.ts --
import { other } from "./other";
interface Gone { a: 1 }
export default {
  fetch(request: Request): Response {
    const text: string = other;

    return new Response(text);
  },
};
-- src/other.ts --
export const other = "ö" + String(Math.random());
`)
	b, list := build(t, p)
	if b == nil {
		t.Fatal(list)
	}
	lines := strings.Split(string(b.Modules[0].Code), "\n")
	known := 0
	for i, l := range lines {
		for j := range l {
			pos, ok := b.Map.Source(b.Main(), i+1, j+1)
			if !ok {
				continue
			}
			line, column, ok := b.Map.Generated(b.Main(), pos)
			back, _ := b.Map.Source(b.Main(), line, column)
			if !ok || back != pos {
				t.Errorf("%d:%d comes from %v, which is found at %d:%d, which comes from %v", i+1, j+1, pos, line, column, back)
			}
			known++
		}
	}
	if known == 0 {
		t.Error("nothing is known")
	}
	// A line without code counts as the next one that has some.
	pos, _ := b.Map.Source(b.Main(), 1, 1)
	pos.File = filepath.Join(p.Dir, "src", "index.ts")
	pos.Line, pos.Column = 6, 1
	if line, _, ok := b.Map.Generated(b.Main(), pos); !ok || !strings.Contains(lines[line-1], "return new Response") {
		t.Errorf("an empty line is found at %d", line)
	}
	pos.Line = 100
	if line, column, ok := b.Map.Generated(b.Main(), pos); ok {
		t.Errorf("a line that is not there is found at %d:%d", line, column)
	}
	if _, _, ok := b.Map.Generated("other.js", pos); ok {
		t.Error("a module that is not there is found")
	}
}

func TestDataURL(t *testing.T) {
	t.Parallel()
	p := project(t, strings.Replace(wrangler, "FLAGS", "", 1)+"-- src/index.ts --\nexport default { n: 1 as number };\n")
	b, list := build(t, p)
	if b == nil {
		t.Fatal(list)
	}
	data, ok := strings.CutPrefix(b.Map.DataURL(b.Main()), "data:application/json;base64,")
	raw, err := base64.StdEncoding.DecodeString(data)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	var m struct{ Sources, SourcesContent []string }
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	if len(m.Sources) != 1 || m.Sources[0] != bundle.FileURL(p.MainPath()) || m.SourcesContent[0] != "export default { n: 1 as number };\n" {
		t.Errorf("the map has %q", m)
	}
	if got := b.Map.DataURL("other.js"); got != "" {
		t.Errorf("a module that is not there has the map %s", got)
	}
}
