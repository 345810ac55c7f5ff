package storage

import (
	"strings"

	"github.com/dotool-dev/dotool/config/lint/model"

	"github.com/evanw/esbuild/syntax"
)

// parameters counts what a statement wants to be bound.
func parameters(list []model.Token) int {
	n, most := 0, 0
	seen := map[string]bool{}
	for _, t := range list {
		switch {
		case t.Kind != 'p':
		case t.Text == "?":
			n++
			most++
		case t.Text[0] == '?':
			k := 0
			for _, c := range t.Text[1:] {
				k = min(k*10+int(c-'0'), 1<<20)
			}
			n = max(n, k)
			most = max(most, k)
		case !seen[t.Text]:
			seen[t.Text] = true
			n++
			most++
		}
	}
	return max(n, most)
}

// within returns the range of a part of a text where it is written, or that of the argument.
func within(q model.Query, start, end int) (int, int) {
	src := q.Arg.File.Text
	switch q.Arg.Kind {
	case syntax.String:
		if strings.HasPrefix(src[min(int(q.Arg.Start)+1, len(src)):], q.Arg.Name) {
			return int(q.Arg.Start) + 1 + start, int(q.Arg.Start) + 1 + end
		}
	}
	return int(q.Arg.Start), int(q.Arg.End)
}

// verb returns the first word of a query in capitals.
func verb(list []model.Token) string {
	if len(list) == 0 {
		return ""
	}
	v := strings.ToUpper(list[0].Text)
	if v == "WITH" {
		depth := 0
		for _, t := range list {
			switch {
			case t.Text == "(":
				depth++
			case t.Text == ")":
				depth--
			case depth == 0 && t.Is("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE"):
				return strings.ToUpper(t.Text)
			}
		}
	}
	return v
}
