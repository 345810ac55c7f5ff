package doctor

import (
	"context"
	"errors"
	"time"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// old is the age from which a newer runtime is suggested: compatibility dates of later code
// would be refused.
const old = 90 * 24 * time.Hour

// runtime looks at workerd: where it comes from, how old it is, and whether the project
// needs a newer one.
func (x *examination) runtime(ctx context.Context) {
	p := x.main
	if p == nil {
		p = &config.Project{Dir: x.env.Dir}
	}
	r, err := x.quiet().FindRuntime(ctx, p)
	missing, isMissing := errors.AsType[*workerd.MissingError](err)
	switch {
	case isMissing && missing.Usable.Path == "":
		x.add(Warning, "install it: dotool runtime install", "%v; dotool dev installs %s", err, workerd.Version)
		return
	case isMissing:
		r = missing.Usable
	case err != nil:
		x.fail(err, "")
		return
	}
	level, fix, age := OK, "", ""
	if released, known := r.Released(); known {
		age = " (released " + ui.Ago(x.now.Sub(released)) + ")"
		if x.now.Sub(released) > old {
			level, fix = Warning, r.Newer()
		}
	}
	x.add(level, fix, "workerd %s%s, from %s: %s", r.Version, age, r.Source, r.Path)
	if r.Passed != "" {
		x.add(Note, "", "skipped %s", r.Passed)
	}
	if date := p.CompatibilityDate.Value; date > r.Date {
		x.add(Warning, r.Newer(), "the compatibility date %s is newer than the runtime, which knows dates up to %s", date, r.Date)
	}
}
