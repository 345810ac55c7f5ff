package diag

import (
	"strings"
	"testing"
)

// Text from others stays inside its command.
func TestPrintGitHub(t *testing.T) {
	l := List{
		{Severity: Error, Code: "c,x", Message: "100%\n::set-output name=a::b", Pos: Pos{File: "/p/a:b,c\n::stop-commands::x.js", Line: 2, Column: 3}, Fix: "one\r\n::add-mask::x\n##[error]y"},
		{Severity: Warning, Code: "w", Message: "m"},
	}
	const want = "::error file=a%3Ab%2Cc%0A%3A%3Astop-commands%3A%3Ax.js,line=2,col=3,title=c%2Cx::100%25%0A::set-output name=a::b%0Afix: one%0D%0A::add-mask::x%0A##[error]y\n" +
		"::warning title=w::m\n"
	var b strings.Builder
	if err := PrintGitHub(&b, l, "/p"); err != nil || b.String() != want {
		t.Errorf("%v\n%s\nwant\n%s", err, b.String(), want)
	}
}
