package commands

import (
	"context"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/logview/only"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/shell"
	"github.com/dotool-dev/dotool/inspect/snapshot"
	"github.com/dotool-dev/dotool/migrate/apply"
)

// completeObjects returns candidates that are found in the state (objects, classes,
// keys, snapshots, classes in the trash) or in the configuration (tags).
func completeObjects(ctx context.Context, e *local.Project, u *unfinished) (out []candidate) {
	e.Quiet = true // problems do not matter for a completion
	e.Flags.Configs = u.configs
	if dir := u.values["cwd"]; dir != "" {
		e.Dir = e.Path(dir)
	}
	if name, ok := u.values["env"]; ok {
		e.Flags.Env, e.Flags.EnvSet = name, true
	}
	e.Flags.PersistTo = e.Path(u.values["persist-to"])
	if u.flag == "from" {
		return completeTags(e, u)
	}
	if u.path == "test " && u.flag == "" && !strings.HasPrefix(u.last, "-") {
		return completeTests(e, u)
	}
	complete := completerOf(u)
	if complete == nil || !u.ended && u.flag == "" && strings.HasPrefix(u.last, "-") || u.flag != "" && u.flag != "class" && u.flag != "only" {
		return nil
	}
	// Completion must be quick.
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	store, err := e.Objects()
	if err != nil {
		return nil
	}
	complete(ctx, store, u, func(text, about string) bool {
		out = u.add(out, text, about)
		return len(out) < mostCandidates
	})
	return out
}

// mostCandidates is how many candidates of a kind there are at most: more would not help.
const mostCandidates = 200

// completer adds candidates until it is told that they are enough.
type completer func(ctx context.Context, store *local.Objects, u *unfinished, add adder)

// completerOf returns the function that completes a command's arguments from the state, nil
// if there is none.
func completerOf(u *unfinished) completer {
	if u.flag == "only" {
		return completeFilter
	}
	switch u.path {
	case "objects ", "objects delete ", "schema ", "sql ", "call ", "fetch ", "connect ", "evict ", "logs ", "export ":
		return completeObject
	case "rename class ", "delete class ", "transfer class ", "reset ":
		return completeClass
	case "snapshot restore ", "snapshot delete ", "snapshot diff ":
		return completeSnapshot
	case "trigger scheduled ":
		return completeCron
	case "migrate trash restore ", "migrate trash empty ":
		return completeTrash
	}
	switch group, _, _ := strings.Cut(u.path, " "); {
	case len(u.commands) > 0:
	case group == "kv" || group == "alarm":
		return completeObject
	case group == "r2":
		return completeBucket
	case group == "queues" || u.path == "trigger queue ":
		return completeQueue
	case group == "workflows":
		return completeWorkflow
	}
	return nil
}

func completeCron(_ context.Context, store *local.Objects, u *unfinished, add adder) {
	for _, c := range store.Crons() {
		if len(u.args) > 0 || !add(c.Cron, c.Worker) {
			return
		}
	}
}

func completeClass(_ context.Context, store *local.Objects, u *unfinished, add adder) {
	for _, n := range store.Namespaces() {
		if len(u.args) == 0 {
			add(n.Class, n.Worker)
		}
	}
}

func completeSnapshot(_ context.Context, store *local.Objects, _ *unfinished, add adder) {
	all, _ := snapshot.List(store.State())
	for _, s := range all {
		add(s.ID, s.Reason)
	}
}

func completeTrash(_ context.Context, store *local.Objects, _ *unfinished, add adder) {
	all, _ := apply.ReadTrash(store.State())
	for _, t := range all {
		add(t.Class, "class")
		add(t.ID, t.Class)
	}
}

// completeObject completes an object, or what else the command takes in its place, and
// what comes after it.
func completeObject(ctx context.Context, store *local.Objects, u *unfinished, add adder) {
	class := u.values["class"]
	switch {
	case u.flag == "class" || len(u.args) == 0:
		for _, n := range store.Namespaces() {
			add(n.Label, "class")
		}
		if u.flag == "class" {
			return
		}
		if class == "" {
			completeOther(store, u, add)
		}
		for o, err := range store.Objects(ctx, inspect.Address{Class: class}) {
			switch {
			case err != nil:
				return
			case !o.Named:
				continue
			}
			text, about := o.Name, o.Namespace.Label
			if strings.Contains(u.last, "/") || strings.ContainsAny(o.Name[:min(1, len(o.Name))], "-~") && !u.ended {
				text, about = o.Namespace.Label+"/"+o.Name, "object"
			}
			if !add(text, about) {
				return
			}
		}
	case u.path == "sql ":
		for name, about := range shell.Commands() {
			add(name, about)
		}
	case len(u.args) == 1 && u.path == "call ":
		for _, m := range methodsOf(ctx, store, inspect.Address{Text: u.args[0], Class: class}) {
			add(m.Name, m.String())
		}
	case len(u.args) == 1 && strings.HasPrefix(u.path, "kv "):
		completeKey(ctx, store, inspect.Address{Text: u.args[0], Class: class}, u.last, add)
	}
}

// completeFilter completes a class or an object in a filter of the log.
func completeFilter(ctx context.Context, store *local.Objects, u *unfinished, add adder) {
	for _, n := range store.Namespaces() {
		add(n.Class, "class")
	}
	for o, err := range store.Objects(ctx, inspect.Address{Class: u.values["class"]}) {
		if err != nil {
			return
		}
		text, about := o.Name, o.Namespace.Label
		if strings.Contains(u.last, "/") {
			text, about = o.Namespace.Class+"/"+o.Name, "object"
		}
		if o.Named && only.IsObject(text) && !add(text, about) {
			return
		}
	}
}

// completeTags returns the tags of the migrations.
func completeTags(e *local.Project, u *unfinished) (out []candidate) {
	all, err := e.Loadings()
	if err != nil {
		return nil
	}
	for _, o := range all {
		p, _, err := config.Load(o)
		if err != nil {
			return nil
		}
		for _, m := range p.Migrations {
			out = u.add(out, m.Tag.Value, "tag")
		}
	}
	return out
}
