package trace

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/event"
)

// workerd's messages about rules become warnings; all else passes.
func TestRuleProblems(t *testing.T) {
	t.Parallel()
	var reported diag.List
	var passed []string
	read := RuleProblems([]*config.Project{{Name: config.String{Value: "app"}}, {Name: config.String{Value: "b"}, Assets: &config.Assets{Dir: "/public"}}},
		func(e event.Event) { reported = append(reported, e.(event.Warnings).List...) },
		func(line []byte) { passed = append(passed, string(line)) })
	for line := range strings.SplitSeq("  at first\nservice assets-b: Found 2 invalid redirect rule(s):\n  One.\n    at _redirects:2 | a  b\n  Two.\n    at _redirects:13 | c\n"+
		"service assets-b: Found 1 invalid header rule(s):\n  Three.\n    at _headers:1 | d\nservice assets-b: other\n  more", "\n") {
		read([]byte(line))
	}
	if got := strings.Join(passed, "|"); got != "  at first|service assets-b: other|  more" {
		t.Errorf("passed %s", got)
	}
	if len(reported) != 3 || reported[0].Message != "One." || reported[1].Pos.Line != 13 || reported[2].Pos.File != filepath.Join("/public", "_headers") {
		t.Errorf("reported %v", reported)
	}
}
