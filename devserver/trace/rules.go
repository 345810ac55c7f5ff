package trace

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/render"
)

// ruleAt ends a message of workerd about a line of _headers or _redirects.
var ruleAt = pattern.New(`^    at (_\w+):(\d+) \| `)

// RuleProblems turns workerd's messages about rules of assets, on standard error, into
// warnings: such rules have no effect.
func RuleProblems(projects []*config.Project, report func(event.Event), stderr func([]byte)) func([]byte) {
	if !slices.ContainsFunc(projects, func(p *config.Project) bool { return p.Assets != nil }) {
		return stderr
	}
	var p *config.Project // the project with the rules
	inside, message := false, ""
	return func(line []byte) {
		text := string(line)
		for _, of := range projects {
			if strings.HasPrefix(text, "service "+render.AssetsService(of.Name.Value)+": Found ") {
				inside, p = true, of
				return
			}
		}
		inside = inside && strings.HasPrefix(text, "  ")
		if !inside {
			stderr(line)
			return
		}
		at := ruleAt.FindStringSubmatch(text)
		if at == nil {
			message = strings.TrimSpace(text)
			return
		}
		n, _ := strconv.Atoi(at[2])
		var list diag.List
		list.Warnf(diag.Pos{File: filepath.Join(p.Assets.Dir, at[1]), Line: n, Column: 1}, "assets", "%s", message)
		report(event.Warnings{List: list})
	}
}
