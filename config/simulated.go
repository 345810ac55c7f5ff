package config

import (
	"net/url"
	"os"
	"path/filepath"
	"strconv"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/tree"
)

// Simulated has the settings of simulated products for which Cloudflare's configuration has
// no place: the section "dotool" of package.json.
type Simulated struct {
	AI        AIServer
	Vectorize map[string]VectorizeIndex // by the name of the index
}

// AIServer is an OpenAI-compatible server for the AI binding.
type AIServer struct {
	URL    string            // such as http://127.0.0.1:11434/v1; "" if there is none
	Models map[string]string // the server's name of a model, by Cloudflare's; "*" stands for all others
}

// VectorizeIndex describes an index as `wrangler vectorize create` does.
type VectorizeIndex struct {
	Dimensions int    // 0: those of the first vector
	Metric     string // "cosine", "euclidean" or "dot-product"; "" is cosine
	Indexed    []string
	IndexedSet bool // without metadataIndexes, every property can be filtered by
}

// simulated reads the nearest package.json, if a binding asks for it.
func (l *loader) simulated() {
	s := &l.p.Simulated
	before := len(l.diags)
	if len(Of[binding.AI](l.p)) > 0 || len(Of[binding.Vectorize](l.p)) > 0 {
		for dir := l.p.Root; ; dir = filepath.Dir(dir) {
			path := filepath.Join(dir, "package.json")
			src, err := l.read(path)
			if err == nil {
				var ignored diag.List // of a file that is for others to check
				if doc := tree.Parse(path, src, &ignored); !ignored.HasErrors() {
					doc.Diags = &l.diags
					l.packageSection(s, doc)
				}
				break
			}
			if !os.IsNotExist(err) || dir == filepath.Dir(dir) {
				break
			}
		}
	}
	if l.over.AI != "" {
		s.AI.URL = l.over.AI
		if len(Of[binding.AI](l.p)) == 0 {
			l.diags.Warnf(diag.Pos{File: l.p.File}, "config", "--ai has no effect: the configuration has no ai binding").Fix = `add "ai": { "binding": "AI" }`
		}
	}
	for i := range l.diags[before:] {
		if d := &l.diags[before+i]; d.Severity == diag.Error {
			l.p.RunProblems = append(l.p.RunProblems, *d.Served())
		}
	}
}

func (l *loader) packageSection(s *Simulated, doc *tree.Document) {
	of := l.doc
	l.doc = doc
	defer func() { l.doc = of }()
	section := doc.Root.Get("dotool")
	if section == nil || !l.must(section, "dotool", object) {
		return
	}
	if n := section.Get("ai"); n.Is(text) {
		s.AI.URL = l.aiURL(n, "dotool.ai")
	} else if l.must(n, "dotool.ai", object) {
		l.only(n, "dotool.ai", "url", "models")
		s.AI.URL = l.aiURL(n.Get("url"), "dotool.ai.url")
		s.AI.Models = l.stringMap(n.Get("models"), "dotool.ai.models")
	}
	indexes := section.Get("vectorize")
	if !l.must(indexes, "dotool.vectorize", object) {
		return
	}
	s.Vectorize = map[string]VectorizeIndex{}
	for _, f := range indexes.Fields {
		path := "dotool.vectorize." + f.Name
		if !l.must(f.Value, path, object) {
			continue
		}
		l.only(f.Value, path, "dimensions", "metric", "metadataIndexes")
		var index VectorizeIndex
		if d := f.Value.Get("dimensions"); l.must(d, path+".dimensions", number) {
			if index.Dimensions, _ = strconv.Atoi(d.Value); index.Dimensions < 1 || index.Dimensions > maxDimensions {
				l.doc.Errorf(l.doc.At(d), "%s.dimensions must be an integer from 1 to %d", path, maxDimensions)
			}
		}
		if metric := l.string(f.Value.Get("metric"), path+".metric"); metric.Pos.Line > 0 && l.oneOf(metric, path+".metric", "cosine", "euclidean", "dot-product") {
			index.Metric = metric.Value
		}
		if m := f.Value.Get("metadataIndexes"); m != nil {
			index.IndexedSet = true
			for _, name := range l.strings(m, path+".metadataIndexes") {
				index.Indexed = append(index.Indexed, name.Value)
			}
		}
		s.Vectorize[f.Name] = index
	}
}

// maxDimensions is the limit of Vectorize.
const maxDimensions = 1536

func (l *loader) aiURL(n *node, path string) string {
	s := l.string(n, path)
	if s.Pos.Line > 0 && !ValidAI(s.Value) {
		l.doc.Errorf(s.Pos, "%s must be the URL of an OpenAI-compatible server, but it is %q", path, s.Value).Fix = `write one such as "http://127.0.0.1:11434/v1"`
		return ""
	}
	return s.Value
}

// ValidAI reports whether a text is the URL of a server.
func ValidAI(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
