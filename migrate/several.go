package migrate

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/migrate/state"
)

// NewPlans plans several Workers of one state folder as one change, so that a class that
// moves from one to another keeps its objects. The requests are for [FromLocal] and have
// the same Ledger and Disk; one without Others gets the projects of the rest. The plans
// are in the order of the requests.
//
// The Workers are planned one after the other, each from the ledger that the one before
// leaves: in the order of the requests if that works, else in one that does, since the
// giver or the receiver of a class may have to come first. All plans then start from the
// same ledger and lead to the same one, which package apply writes at once. Their
// Classes are those at the end: a class that has moved is that of its receiver alone.
//
// A plan with errors changes nothing and does not stop the others. A server leaves it
// out, applies the rest, and keeps the last good build of that Worker, with the Classes
// of the plan. [Plan.Forward] leads its bindings to classes that have moved.
func NewPlans(requests []Request) []*Plan {
	if len(requests) == 1 {
		return []*Plan{NewPlan(requests[0])}
	}
	g := group{requests: slices.Clone(requests), plans: make([]*Plan, len(requests))}
	start := NewLedger()
	for i, r := range requests {
		start = r.Ledger.Clone()
		for j, o := range requests {
			if i != j && r.Others == nil {
				g.requests[i].Others = append(g.requests[i].Others, o.Project)
			}
		}
	}
	g.ledger = start
	for g.next() {
	}
	for i := range g.plans {
		if g.plans[i] == nil {
			g.plans[i] = g.plan(i)
		}
	}
	if !slices.IsSorted(g.order) && !requests[0].Serve {
		g.warnOrder()
	}
	for i := range g.plans {
		g.settle(i)
	}
	for _, p := range g.plans {
		p.before, p.after = start, g.ledger
	}
	return g.plans
}

// group is one run of NewPlans.
type group struct {
	requests []Request
	plans    []*Plan // by request; nil: not planned yet
	order    []int   // in which requests were planned
	ledger   *Ledger // after them
}

func (g *group) plan(i int) *Plan {
	r := g.requests[i]
	r.Ledger = g.ledger
	return NewPlan(r)
}

// next plans the first request that has no errors now, and reports whether there was
// one.
func (g *group) next() bool {
	for i := range g.requests {
		if g.plans[i] != nil {
			continue
		}
		if p := g.plan(i); p.Err() == nil {
			g.plans[i], g.ledger = p, p.after
			g.order = append(g.order, i)
			return true
		}
	}
	return false
}

// settle brings a plan to the ledger after all of them.
func (g *group) settle(i int) {
	p := g.plans[i]
	now := map[string]Class{}
	if w := g.ledger.Workers[p.Worker]; w != nil {
		now = w.Classes
	}
	if w := p.after.Workers[p.Worker]; g.requests[i].Serve && p.Err() == nil && w != nil && !maps.Equal(now, w.Classes) {
		// Another one has taken a class, or given it one: other problems remain.
		if q := g.plan(i); q.Err() == nil && q.Empty() {
			p.Diagnostics, p.hosted = q.Diagnostics, q.hosted
		}
	}
	owners := g.ledger.Owners()
	p.Classes = maps.Clone(now)
	for class, c := range p.hosted {
		if _, live := p.Classes[class]; !live && owners[c.Key] == "" {
			p.Classes[class] = c
		}
	}
}

// warnOrder says that the Workers cannot be deployed in the order in which they were
// given.
func (g *group) warnOrder() {
	var names []string
	for _, i := range g.order {
		names = append(names, g.plans[i].Worker)
	}
	first := g.requests[g.order[0]].Project
	p := g.plans[g.order[0]]
	d := p.Diagnostics.Warnf(first.Name.Pos, "deploy-order", "these Workers can only be deployed in another order: %s", strings.Join(names, ", "))
	d.Fix = fmt.Sprintf("deploy %s first, since a class moves", names[0])
	p.Diagnostics.Sort()
}

// moved returns where a class of a Worker is now, if it was transferred to another one.
func (l *Ledger) moved(worker, class string) (to Transfer, ok bool) {
	for range len(l.Workers) { // and no further, in case of a circle
		w := l.Workers[worker]
		if w != nil && w.Classes[class].Key != "" {
			break
		}
		next := l.holder(worker, state.Key(worker+"-"+class))
		if w != nil && w.Given[class].Worker != "" {
			next = w.Given[class]
		}
		if next.Worker == "" {
			break
		}
		to, worker, class = next, next.Worker, next.Class
	}
	return to, to.Worker != ""
}

// holder is which class has a key that was made for a Worker, if another Worker has it;
// else it is empty.
func (l *Ledger) holder(maker string, k state.Key) Transfer {
	if worker, _ := k.Split(); worker != maker {
		return Transfer{} // the class has a hyphen
	}
	for name, w := range l.Workers {
		for class, c := range w.Classes {
			if c.Key == k && name != maker {
				return Transfer{Worker: name, Class: class}
			}
		}
	}
	return Transfer{}
}

// Forward returns a project as it is to be hosted after the plan: its bindings to a class that
// was transferred are to the receiver, as on Cloudflare until the next deploy.
func (p *Plan) Forward(from *config.Project) *config.Project {
	to := *from
	to.Bindings = slices.Clone(to.Bindings)
	for i, b := range to.Bindings {
		if b, ok := b.(binding.DurableObject); ok {
			to.Bindings[i] = p.forward(b)
		}
	}
	return &to
}

func (p *Plan) forward(b binding.DurableObject) binding.DurableObject {
	if to, moved := p.after.moved(cmp.Or(b.ScriptName.Value, p.Worker), b.ClassName.Value); moved {
		b.ScriptName = binding.String{Value: to.Worker, Pos: b.ClassName.Pos}
		b.ClassName.Value = to.Class
		if to.Worker == p.Worker {
			b.ScriptName.Value = ""
		}
	}
	return b
}
