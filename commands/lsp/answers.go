package lsp

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/commands/checker"
	"github.com/dotool-dev/dotool/config/lint"
)

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// found returns the findings of an open document as it is now, in each project that has it.
func (s *server) found(ctx context.Context, uri string, each func(*project, *text, checker.Finding)) error {
	path, ok := pathOf(uri)
	if !ok {
		return nil
	}
	if err := s.fresh(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.docs[path]
	if d == nil {
		return nil
	}
	var seen []string
	for _, p := range s.projects {
		if src, ok := p.source(path); !ok || src != d.text.s || !p.whole {
			continue // not of this project, or typed in meanwhile
		}
		for _, f := range p.result.Findings {
			key := fmt.Sprint(f.Rule.ID, f.Pos, f.Message)
			if f.Pos.File == path && !slices.Contains(seen, key) {
				seen = append(seen, key)
				each(p, d.text, f)
			}
		}
	}
	return nil
}

func (s *server) hover(ctx context.Context, p hoverParams) (any, error) {
	var parts []string
	var at span
	err := s.found(ctx, p.TextDocument.URI, func(_ *project, t *text, f checker.Finding) {
		d := diagnosticOf(t, f)
		if !d.Range.overlaps(span{p.Position, p.Position}) {
			return
		}
		at = d.Range
		parts = append(parts, explanation(f))
	})
	if err != nil || len(parts) == 0 {
		return nil, err
	}
	return hover{markup{"markdown", strings.Join(parts, "\n\n---\n\n")}, at}, nil
}

// explanation says what is wrong, why, and what to write instead.
func explanation(f checker.Finding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s %s** (%s): %s.\n\n%s\n", f.Rule.ID, f.Rule.Name, f.Severity, f.Message, f.Rule.Why)
	if f.Fix != "" {
		fmt.Fprintf(&b, "\n```\n%s\n```\n", strings.ReplaceAll(f.Fix, "```", "'''"))
	}
	if _, good := lint.Example(f.Rule); good != "" {
		fmt.Fprintf(&b, "\n`dotool check --explain %s` has examples. ", f.Rule.ID)
	}
	if f.Rule.URL != "" {
		fmt.Fprintf(&b, "[Documentation](%s)", f.Rule.URL)
	}
	return strings.TrimSpace(b.String())
}

func (s *server) actions(ctx context.Context, p actionParams) (any, error) {
	all := []codeAction{}
	var fixes []lint.Finding
	var of *project
	err := s.found(ctx, p.TextDocument.URI, func(in *project, t *text, f checker.Finding) {
		if len(f.Edits) > 0 && (of == nil || of == in) {
			of = in
			fixes = append(fixes, f.Finding)
		}
		d := diagnosticOf(t, f)
		if !d.Range.overlaps(p.Range) || !wants(p.Context.Only, quickFix) {
			return
		}
		if len(f.Edits) > 0 {
			all = append(all, codeAction{
				Title: "Fix " + f.Rule.ID + " (" + f.Rule.Name + ")", Kind: quickFix, Diagnostics: []diagnostic{d}, IsPreferred: true,
				Edit: s.workspaceEdit(in, f.Edits),
			})
		}
		if f.Rule.OfSource() {
			for _, l := range in.result.Projects {
				if e, ok := lint.IgnoreEdit(l, f.Finding); ok {
					all = append(all, codeAction{
						Title: "Ignore " + f.Rule.ID + " here (write the reason)", Kind: quickFix, Diagnostics: []diagnostic{d}, Edit: s.workspaceEdit(in, []lint.Edit{e}),
					})
					break
				}
			}
		}
	})
	if err != nil {
		return nil, err
	}
	if edits, n := lint.Edits(fixes); n > 0 && wants(p.Context.Only, fixAll) {
		var list []lint.Edit
		for _, l := range edits {
			list = append(list, l...)
		}
		s.mu.Lock()
		all = append(all, codeAction{Title: "Make all safe fixes in this file", Kind: fixAll, Edit: s.workspaceEdit(of, list)})
		s.mu.Unlock()
	}
	return all, nil
}

// wants reports whether actions of a kind were asked for.
func wants(only []string, kind string) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o string) bool { return kind == o || strings.HasPrefix(kind, o+".") })
}

// workspaceEdit returns a fix as an editor makes it, with mu held.
func (s *server) workspaceEdit(p *project, edits []lint.Edit) workspaceEdit {
	w := workspaceEdit{Changes: map[string][]textEdit{}}
	texts := s.texts(p, s.docs)
	for _, e := range edits {
		uri := uriOf(e.File)
		if d := s.docs[e.File]; d != nil {
			uri = d.uri
		}
		w.Changes[uri] = append(w.Changes[uri], textEdit{texts(e.File).span(e.Start, e.End), e.Text})
	}
	return w
}
