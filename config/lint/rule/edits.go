package rule

import (
	"strings"

	"github.com/dotool-dev/dotool/config/lint/code"
	"github.com/dotool-dev/dotool/config/pattern"

	"github.com/evanw/esbuild/syntax"
)

// lineRest matches the rest of a line after its last statement.
var lineRest = pattern.New(`^[ \t]*(?:/\*[^\n]*\*/[ \t]*|//[^\r\n]*)?(\r?\n)`)

// First returns the edit that puts a statement before the others of a block, on a line of its
// own unless the block is on one line.
func First(block *syntax.Node, text string) Edit {
	file, at := block.File, int(block.Start)+1
	rest := lineRest.FindStringSubmatchIndex(file.Text[at:])
	if rest == nil {
		return Replace(file.Path, at, at, " "+text)
	}
	indent := code.Indent(block) + "  "
	if len(block.List) > 0 {
		indent = code.Indent(block.List[0])
	}
	end := at + rest[2]
	return Replace(file.Path, end, end, file.Text[at+rest[2]:at+rest[3]]+indent+text)
}

// After returns the edit that puts a statement after another, on a line of its own if that one
// ends its line.
func After(s *syntax.Node, text string) Edit {
	file, at := s.File, int(s.End)
	if rest := lineRest.FindStringSubmatchIndex(file.Text[at:]); rest != nil {
		end := at + rest[2]
		return Replace(file.Path, end, end, file.Text[at+rest[2]:at+rest[3]]+code.Indent(s)+text)
	}
	if !strings.HasSuffix(file.Text[:at], ";") && !strings.HasSuffix(file.Text[:at], "}") {
		text = "; " + strings.TrimSuffix(text, ";")
	} else {
		text = " " + text
	}
	return Replace(file.Path, at, at, text)
}

// Before returns the edit that puts a statement before another, on a line of its own if that
// one begins its line.
func Before(s *syntax.Node, text string) Edit {
	line := s.File.Text[strings.LastIndexByte(s.File.Text[:s.Start], '\n')+1 : s.Start]
	if strings.TrimSpace(line) != "" {
		return Replace(s.File.Path, s.Start, s.Start, text+" ")
	}
	return Replace(s.File.Path, s.Start, s.Start, text+code.Newline(s.File.Text)+code.Indent(s))
}
