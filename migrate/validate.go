package migrate

import (
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config/diag"
)

// Validate reports the problems of a configuration without knowing what has been
// deployed: it plans from every state of [PlanEach]. A problem in the next deploy of an
// up-to-date account (which lacks at most the last migration) is an error. A problem
// only for others is a warning that names them, such as a fresh account, which gets a
// long history in one upload.
func Validate(r Request) diag.List { return validate(r, true) }

// ValidateNext is [Validate] for the next deploy of an up-to-date account alone.
func ValidateNext(r Request) diag.List { return validate(r, false) }

func validate(r Request, others bool) diag.List {
	plans := PlanEach(r)
	// A class that is not exported is one problem, whether it exists already or not.
	missing := map[diag.Pos]diag.Diagnostic{}
	for _, p := range plans {
		for i, d := range p.Diagnostics {
			switch known, ok := missing[d.Pos]; d.Code {
			case "new-not-exported", "rename-target-not-exported", "100402:config_references_nonexistent_class":
				missing[d.Pos] = d
			case "class-lost", "100402:config_export_not_in_code":
				if ok {
					p.Diagnostics[i] = known
				}
			}
		}
	}
	// With migrations the last two are the tags before and at the end of the list.
	list := Problems(plans)
	next := Problems(plans[max(0, len(plans)-2):])
	if plans[0].Mode == Exports {
		next = Problems(plans[1:])
	}
	said := func(d diag.Diagnostic) func(diag.Diagnostic) bool {
		return func(n diag.Diagnostic) bool { return n.Code == d.Code && n.Pos == d.Pos }
	}
	elsewhere := func(d diag.Diagnostic) bool { return !slices.ContainsFunc(next, said(d)) }
	if !others {
		list = slices.DeleteFunc(list, elsewhere)
	}
	for i, d := range list {
		if elsewhere(d) {
			list[i].Severity = diag.Warning
		}
	}
	for i, d := range list {
		// A class without a lifecycle may be older than migrations; wrangler deploys
		// it.
		if d.Code == "bind-without-lifecycle" && !inExportsMode(r.Project) && len(r.Project.Migrations) == 0 {
			list[i].Severity = diag.Warning
		}
	}
	return list
}

// Problems merges the diagnostics of plans that start from different states, each once,
// with the first fix, which may depend on the state. Diagnostics that not all plans
// have say where they apply.
func Problems(plans []*Plan) diag.List {
	where := map[diag.Diagnostic][]string{}
	all := diag.List{}
	for _, p := range plans {
		for _, d := range p.Diagnostics {
			problem := withoutFix(d)
			if where[problem] == nil {
				all = append(all, d)
			}
			where[problem] = append(where[problem], p.From.Describe())
		}
	}
	for i, d := range all {
		if at := slices.Compact(where[withoutFix(d)]); len(at) < len(plans) {
			all[i].Message += " (" + strings.Join(at, ", ") + ")"
		}
	}
	all.Sort()
	return all
}

// withoutFix returns a problem without its fix.
func withoutFix(d diag.Diagnostic) diag.Diagnostic {
	d.Fix = ""
	return d
}

// Describe describes the start of a plan for people.
func (f From) Describe() string {
	switch f {
	case FromLocal:
		return "from the local state"
	case FromFresh:
		return "from a fresh account"
	case FromDeclared:
		return "from what is declared"
	}
	return "from " + string(f)
}
