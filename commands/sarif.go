package commands

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint"
	"github.com/dotool-dev/dotool/migrate"
)

// The part of SARIF 2.1.0 (OASIS, 2020) that says where a problem is and which
// rule it breaks.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool struct {
			Driver struct {
				Name    string      `json:"name"`
				Version string      `json:"version"`
				Rules   []sarifRule `json:"rules"`
			} `json:"driver"`
		} `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifRule struct {
		ID      string    `json:"id"`
		Name    string    `json:"name,omitempty"`
		Short   sarifText `json:"shortDescription"`
		Full    sarifText `json:"fullDescription"`
		Help    sarifText `json:"help"`
		HelpURI string    `json:"helpUri,omitempty"`
		Default struct {
			Level diag.Severity `json:"level"`
		} `json:"defaultConfiguration"`
		Properties struct {
			Tags     []string `json:"tags"`
			Severity string   `json:"problem.severity"`
		} `json:"properties"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     diag.Severity   `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
		Prints    struct {
			Line string `json:"primaryLocationLineHash"`
		} `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical struct {
			Artifact struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
			Region sarifRegion `json:"region"`
		} `json:"physicalLocation"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
)

// mostResults is how many results GitHub takes of a file.
const mostResults = 25_000

// writeSARIF prints diagnostics for code scanners, with paths relative to dir. rule
// describes the rule with a code.
func writeSARIF(w io.Writer, list diag.List, dir string, rule func(code string) sarifRule) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver.Name, run.Tool.Driver.Version, run.Tool.Driver.Rules = "dotool", version(), []sarifRule{}
	lines := sourceLines{}
	prints := map[string]int{}
	if len(list) > mostResults {
		list = slices.Clone(list)
		slices.SortStableFunc(list, func(a, b diag.Diagnostic) int { return rank(b.Severity) - rank(a.Severity) })
		list = list[:mostResults]
	}
	for _, d := range list {
		i := slices.IndexFunc(run.Tool.Driver.Rules, func(r sarifRule) bool { return r.ID == d.Code })
		if i < 0 {
			i = len(run.Tool.Driver.Rules)
			r := rule(d.Code)
			r.complete(d.Severity)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, r)
		}
		result := sarifResult{RuleID: d.Code, RuleIndex: i, Level: d.Severity, Message: sarifText{d.Message}, Locations: make([]sarifLocation, 1)}
		if d.Fix != "" {
			result.Message.Text += "\n\nfix: " + strings.TrimSpace(d.Fix)
		}
		at := &result.Locations[0].Physical
		at.Artifact.URI = (&url.URL{Path: slashed(diag.Rel(dir, d.Pos.File))}).String()
		at.Region.StartLine = max(d.Pos.Line, 1)
		at.Region.EndLine = at.Region.StartLine
		if d.Pos.Line > 0 && d.Pos.Column > 0 {
			at.Region.StartColumn = lines.codePoints(d.Pos, 0)
			at.Region.EndColumn = lines.codePoints(d.Pos, max(d.Pos.Length, 1))
		}
		// The line without its place, so that code scanners know the result again where lines
		// before it have changed, and a number for equal lines.
		sum := sha256.Sum256([]byte(strings.TrimSpace(lines.line(d.Pos))))
		print := hex.EncodeToString(sum[:8])
		key := d.Code + " " + d.Pos.File + " " + print
		prints[key]++
		result.Prints.Line = fmt.Sprintf("%s:%d", print, prints[key])
		run.Results = append(run.Results, result)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// complete sets what GitHub wants to have of each rule; severity is that of its first result.
func (r *sarifRule) complete(severity diag.Severity) {
	r.Full = r.Short
	r.Help.Text = r.Short.Text
	if r.HelpURI != "" {
		r.Help.Text += "\n\n" + r.HelpURI
	}
	r.Default.Level = cmp.Or(r.Default.Level, severity)
	r.Properties.Tags = []string{"durable-objects"}
	r.Properties.Severity = map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning"}[r.Default.Level]
	if r.Properties.Severity == "" {
		r.Properties.Severity = "recommendation"
	}
}

func slashed(path string) string { return filepath.ToSlash(path) }

// sourceLines caches the lines of files.
type sourceLines map[string][]string

// line returns the line of a position, "" if the file is gone.
func (s sourceLines) line(p diag.Pos) string {
	s.read(p.File)
	if lines := s[p.File]; p.Line > 0 && p.Line <= len(lines) {
		return lines[p.Line-1]
	}
	return ""
}

func (s sourceLines) read(file string) {
	if _, ok := s[file]; !ok {
		data, _ := diag.ReadFile(file) // if it is gone, bytes are counted
		s[file] = strings.Split(string(data), "\n")
	}
}

// codePoints returns the column, in characters, of the place length bytes after a position.
// SARIF has no columns in bytes.
func (s sourceLines) codePoints(p diag.Pos, length int) int {
	s.read(p.File)
	end := p.Column - 1 + length
	if lines := s[p.File]; p.Line <= len(lines) && end <= len(lines[p.Line-1]) {
		return utf8.RuneCountInString(lines[p.Line-1][:end]) + 1
	}
	return end + 1
}

// rank orders severities.
func rank(s diag.Severity) int {
	switch s {
	case diag.Error:
		return 2
	case diag.Warning:
		return 1
	}
	return 0
}

// sarifRuleOf describes a rule for code scanners.
func sarifRuleOf(code string) sarifRule {
	if r := lint.Find(code); r != nil {
		described := sarifRule{ID: r.ID, Name: r.Name, Short: sarifText{r.Why}, HelpURI: r.URL}
		if described.Default.Level = r.Severity; r.Severity == lint.Hint {
			described.Default.Level = "note"
		}
		return described
	}
	return sarifRule{ID: code, Short: sarifText{cmp.Or(migrate.RuleText(code), code)}}
}
