package config_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dotool-dev/dotool/config"
)

func TestSimulated(t *testing.T) {
	t.Parallel()
	const bound = `{"name": "a", "main": "a.js", "compatibility_date": "2026-06-01", "ai": {"binding": "AI"}, "vectorize": [{"binding": "V", "index_name": "i"}]}`
	for _, tt := range []struct {
		name, config, packages, flag string
		want                         config.Simulated
		problems                     []string
	}{
		{"none", bound, "", "", config.Simulated{}, nil},
		{"others", bound, `{"name": "x"}`, "", config.Simulated{}, nil},
		{"broken, which others say", bound, `{"dotool": `, "", config.Simulated{}, nil},
		{"no binding asks for it", `{"name": "a", "main": "a.js", "compatibility_date": "2026-06-01"}`, `{"dotool": {"ai": 5}}`, "", config.Simulated{}, nil},
		{"url", bound, `{"dotool": {"ai": "http://a/v1"}}`, "", config.Simulated{AI: config.AIServer{URL: "http://a/v1"}}, nil},
		{"flag", bound, `{"dotool": {"ai": {"url": "http://a/v1", "models": {"x": "y"}}}}`, "http://b", config.Simulated{AI: config.AIServer{URL: "http://b", Models: map[string]string{"x": "y"}}}, nil},
		{"flag without a binding", `{"name": "a", "main": "a.js", "compatibility_date": "2026-06-01"}`, "", "http://b", config.Simulated{AI: config.AIServer{URL: "http://b"}}, []string{"--ai has no effect: the configuration has no ai binding"}},
		{"index", bound, `{"dotool": {"vectorize": {"i": {"dimensions": 3, "metric": "euclidean", "metadataIndexes": []}}}}`, "",
			config.Simulated{Vectorize: map[string]config.VectorizeIndex{"i": {Dimensions: 3, Metric: "euclidean", IndexedSet: true}}}, nil},
		{"wrong", bound, `{"dotool": {"ai": {"url": "ftp://a"}, "vectorize": {"i": {"dimensions": 0}, "j": 1, "k": {"metric": "l2"}}}}`, "",
			config.Simulated{Vectorize: map[string]config.VectorizeIndex{"i": {}, "k": {}}}, []string{
				`dotool.ai.url must be the URL of an OpenAI-compatible server, but it is "ftp://a"`, "dotool.vectorize.i.dimensions must be an integer from 1 to 1536",
				"dotool.vectorize.j must be an object, but it is 1", `dotool.vectorize.k.metric must be one of "cosine", "euclidean", "dot-product", but it is "l2"`,
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for name, text := range map[string]string{"wrangler.jsonc": tt.config, "package.json": tt.packages} {
				if text == "" {
					continue
				}
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			p, list, err := config.Load(config.Options{Dir: dir, Override: config.Overrides{AI: tt.flag}})
			if err != nil {
				t.Fatal(err)
			}
			var problems []string
			for _, d := range list {
				problems = append(problems, d.Message)
			}
			if diff := cmp.Diff(tt.want, p.Simulated); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.problems, problems); diff != "" {
				t.Error(diff)
			}
		})
	}
}
