package trace

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"dotool/config"
	"dotool/config/diag"
	"dotool/devserver/event"
	"dotool/devserver/render"
)

// ruleAt ends a message of workerd about a line of _headers or _redirects.
var ruleAt = regexp.MustCompile(`^    at (_\w+):(\d+) \| `)

// RuleProblems turns workerd's messages about rules of assets, on standard error, into
// warnings: such rules have no effect.
func RuleProblems(p *config.Project, report func(event.Event), stderr func([]byte)) func([]byte) {
	if p.Assets == nil {
		return stderr
	}
	inside, message := false, ""
	return func(line []byte) {
		text := string(line)
		if strings.HasPrefix(text, "service "+render.AssetsService(p.Name.Value)+": Found ") {
			inside = true
			return
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
