package commands

import (
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"dotool/config/diag"
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
		ID    string    `json:"id"`
		Name  string    `json:"name,omitempty"`
		Short sarifText `json:"shortDescription"`
		Help  string    `json:"helpUri,omitempty"`
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
	}
	sarifLocation struct {
		Physical struct {
			Artifact struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
			Region *sarifRegion `json:"region,omitempty"`
		} `json:"physicalLocation"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
)

// writeSARIF prints diagnostics for code scanners, with paths relative to dir. rule
// describes the rule with a code.
func writeSARIF(w io.Writer, list diag.List, dir string, rule func(code string) sarifRule) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver.Name, run.Tool.Driver.Version, run.Tool.Driver.Rules = "dotool", Version, []sarifRule{}
	lines := sourceLines{}
	for _, d := range list {
		i := slices.IndexFunc(run.Tool.Driver.Rules, func(r sarifRule) bool { return r.ID == d.Code })
		if i < 0 {
			i = len(run.Tool.Driver.Rules)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, rule(d.Code))
		}
		message := d.Message
		if d.Fix != "" {
			message += "\n\nfix: " + strings.TrimSpace(d.Fix)
		}
		at := sarifLocation{}
		at.Physical.Artifact.URI = (&url.URL{Path: slashed(diag.Rel(dir, d.Pos.File))}).String()
		if d.Pos.Line > 0 {
			at.Physical.Region = &sarifRegion{StartLine: d.Pos.Line}
			if d.Pos.Column > 0 {
				at.Physical.Region.StartColumn = lines.codePoints(d.Pos, 0)
				at.Physical.Region.EndColumn = lines.codePoints(d.Pos, max(d.Pos.Length, 1))
			}
		}
		run.Results = append(run.Results, sarifResult{d.Code, i, d.Severity, sarifText{message}, []sarifLocation{at}})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

func slashed(path string) string { return filepath.ToSlash(path) }

// sourceLines caches the lines of files.
type sourceLines map[string][]string

// codePoints is the column, in characters, of the place length bytes after a position.
// SARIF has no columns in bytes.
func (s sourceLines) codePoints(p diag.Pos, length int) int {
	if _, ok := s[p.File]; !ok {
		data, _ := diag.ReadFile(p.File) // if it is gone, count bytes
		s[p.File] = strings.Split(string(data), "\n")
	}
	end := p.Column - 1 + length
	if lines := s[p.File]; p.Line <= len(lines) && end <= len(lines[p.Line-1]) {
		return utf8.RuneCountInString(lines[p.Line-1][:end]) + 1
	}
	return end + 1
}
