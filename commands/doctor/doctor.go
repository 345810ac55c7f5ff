// Package doctor examines what dotool depends on: the runtime, a project, its local state
// and the machine. [Examine] returns a [Finding] for each thing that it looked at, with the
// fix of what is wrong. It changes nothing, and no value of a variable is in a finding.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/typefile"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/types"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Level says how a thing is.
type Level string

// The levels.
const (
	OK      Level = "ok"
	Note    Level = "note" // worth knowing
	Warning Level = "warning"
	Error   Level = "error"
)

// Finding is about one thing.
type Finding struct {
	Area    string `json:"area"` // such as "runtime"
	Level   Level  `json:"level"`
	Message string `json:"message"`
	Fix     string `json:"fix,omitempty"`
}

// examination is the state of Examine.
type examination struct {
	env   *local.Project
	read  readings
	now   time.Time
	all   []Finding
	area  string
	main  *config.Project // nil if no configuration was found
	state *state.Folder   // nil if there is no place for it
	serve string          // the address of the server of the project, "" if none runs
}

// Examine looks at everything, in the order in which it should be fixed.
func Examine(ctx context.Context, env *local.Project) []Finding {
	return examine(ctx, env, thisMachine)
}

func examine(ctx context.Context, env *local.Project, read readings) []Finding {
	x := &examination{env: env, read: read, now: time.Now()}
	for _, part := range []struct {
		area string
		look func(context.Context)
	}{{"project", x.project}, {"runtime", x.runtime}, {"state", x.folder}, {"objects", x.objects}, {"machine", x.machine}, {"tools", x.tools}} {
		x.area = part.area
		part.look(ctx)
	}
	return x.all
}

func (x *examination) add(level Level, fix, format string, args ...any) {
	x.all = append(x.all, Finding{x.area, level, x.tidy(fmt.Sprintf(format, args...)), x.tidy(fix)})
}

// fail adds an error, with its own hint if it has one.
func (x *examination) fail(err error, fix string) {
	if hint := ui.HintOf(err); hint != "" {
		fix = hint
	}
	x.add(Error, fix, "%v", err)
}

// tidy makes a text fit for a report: one line, and no name of the user in paths.
func (x *examination) tidy(s string) string {
	if home := x.env.Getenv("HOME"); len(home) > 1 {
		s = strings.ReplaceAll(s, home+string(filepath.Separator), "~"+string(filepath.Separator))
	}
	return diag.Visible(strings.Join(strings.Fields(s), " "))
}

// project looks at the configurations.
func (x *examination) project(ctx context.Context) {
	loadings, err := x.env.Loadings()
	if err != nil {
		x.fail(err, "")
		return
	}
	for i, o := range loadings {
		p, list, err := config.Load(o)
		if errors.Is(err, config.ErrNoConfig) {
			x.env.Explain(err)
			x.add(Note, ui.HintOf(err), "no configuration in this folder or above")
			continue
		}
		if err != nil {
			x.fail(err, "")
			continue
		}
		if i == 0 {
			x.main = p
		}
		x.configuration(p, list)
	}
	x.secrets()
	x.types(ctx, loadings)
}

// types looks whether the file of types is as it should be, where there is one.
func (x *examination) types(ctx context.Context, loadings []config.Options) {
	if x.main == nil {
		return
	}
	if _, err := os.Stat(filepath.Join(x.main.Root, types.FileName)); err != nil {
		return
	}
	_, stale, err := typefile.Stale(ctx, x.quiet(), typefile.Options{Loadings: loadings, Options: types.Options{Interface: "Env"}}, func(string) bool { return false })
	if err == nil && len(stale) > 0 {
		x.add(Warning, "dotool types", "%s is out of date: %s", types.FileName, strings.Join(stale, "; "))
	}
}

// quiet returns the project without notes: they are findings.
func (x *examination) quiet() *local.Project {
	quiet, env := *x.env.Env, *x.env
	quiet.Quiet = true
	env.Env = &quiet
	return &env
}

// configuration reports the problems of one, each with its position.
func (x *examination) configuration(p *config.Project, list diag.List) {
	if p.Name.Value == "" {
		x.add(Error, "", "%s cannot be read", x.env.Show(p.File))
	} else {
		all := migrate.Validate(migrate.Request{Project: p, Problems: list})
		count := ""
		if len(all) > 0 {
			count = ", " + ui.Count(len(all), "problem")
		}
		x.add(OK, "", "%s: Worker %s, compatibility date %s, %s of objects%s", x.env.Show(p.File), p.Name.Value, p.CompatibilityDate.Value, ui.Count(len(p.DurableObjects()), "binding"), count)
		list = all
	}
	for _, d := range list {
		level := Warning
		if d.Severity == diag.Error {
			level = Error
		}
		x.add(level, d.Fix, "%s:%d:%d: %s [%s]", x.env.Show(d.Pos.File), d.Pos.Line, d.Pos.Column, d.Message, d.Code)
	}
}

// secrets warns about files with secrets that git would take.
func (x *examination) secrets() {
	if x.main == nil {
		return
	}
	entries, _ := os.ReadDir(x.main.Root) // the folder is known to exist
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, ".dev.vars") && !strings.HasPrefix(name, ".env") || strings.HasSuffix(name, ".example") {
			continue
		}
		if code := x.run(x.main.Root, "git", "check-ignore", "--quiet", name); code == 1 {
			x.add(Warning, "add "+name+" to .gitignore", "%s may have secrets, and git does not ignore it", name)
		}
	}
}

// names returns the variables of the environment that change what dotool and wrangler do.
func (x *examination) names() (names []string) {
	for _, v := range x.env.Environ {
		name, _, _ := strings.Cut(v, "=")
		for _, prefix := range []string{"DOTOOL_", "CLOUDFLARE_", "WRANGLER_", "MINIFLARE_"} {
			if strings.HasPrefix(name, prefix) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}
