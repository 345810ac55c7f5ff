package commands

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"dotool/commands/local"
	"dotool/config"
	"dotool/inspect"
	"dotool/inspect/snapshot"
	"dotool/migrate/apply"
)

// add appends a candidate.
func (u *unfinished) add(all []candidate, text, about string) []candidate {
	if text == "" || !strings.HasPrefix(text, u.last) {
		return all
	}
	// An argument that begins with a dash would be taken for a flag.
	if u.flag == "" && !u.ended && text[0] == '-' && findFlag(u.flags, strings.TrimLeft(text, "-")) == nil {
		return all
	}
	c := candidate{u.prefix + text, about}
	if slices.Contains(all, c) {
		return all
	}
	return append(all, c)
}

// unfinished is a command line whose last word is to be completed.
type unfinished struct {
	last     string // the word, or what comes after "--flag=" in it
	prefix   string // "--flag=", or ""
	flag     string // whose value last is, or ""
	command  *cli.Command
	path     string // of the command, each with a space after it
	commands []*cli.Command
	flags    []cli.Flag
	args     []string
	values   map[string]string // of flags, by their long names
	ended    bool              // there was a "--": only arguments follow
}

// completeObjects returns candidates that are found in the state (objects, classes,
// keys, snapshots, classes in the trash) or in the configuration (tags).
func completeObjects(ctx context.Context, e *local.Project, u *unfinished) (out []candidate) {
	e.Quiet = true // problems do not matter for a completion
	e.Flags.Config = u.values["config"]
	if dir := u.values["cwd"]; dir != "" {
		e.Dir = e.Path(dir)
	}
	if name, ok := u.values["env"]; ok {
		e.Flags.Env, e.Flags.EnvSet = name, true
	}
	e.Flags.PersistTo = e.Path(u.values["persist-to"])
	class := u.values["class"]
	if u.flag == "from" {
		return completeTags(e, u)
	}
	takesObject := slices.Contains([]string{"objects ", "schema ", "sql ", "call ", "fetch ", "connect ", "evict ", "logs ", "export "}, u.path) || (strings.HasPrefix(u.path, "kv ") || strings.HasPrefix(u.path, "alarm ")) && len(u.commands) == 0
	takesSnapshot := slices.Contains([]string{"snapshot restore ", "snapshot delete "}, u.path)
	takesBucket := strings.HasPrefix(u.path, "r2 ") && len(u.commands) == 0
	takesTrash := slices.Contains([]string{"migrate trash restore ", "migrate trash empty "}, u.path)
	if !takesObject && !takesSnapshot && !takesBucket && !takesTrash || !u.ended && u.flag == "" && strings.HasPrefix(u.last, "-") || u.flag != "" && u.flag != "class" {
		return nil
	}
	// Completion must be quick.
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	store, err := e.Objects()
	if err != nil {
		return nil
	}
	const most = 200 // more would not help
	add := func(text, about string) { out = u.add(out, text, about) }
	switch {
	case takesSnapshot:
		all, err := snapshot.List(store.State())
		if err != nil {
			return nil
		}
		for _, s := range all {
			add(s.ID, s.Reason)
		}
	case takesTrash:
		all, err := apply.ReadTrash(store.State())
		if err != nil {
			return nil
		}
		for _, t := range all {
			add(t.Class, "class")
			add(t.ID, t.Class)
		}
	case takesBucket && len(u.args) == 0:
		for _, name := range store.BucketNames() {
			add(name, "R2 bucket")
		}
	case takesBucket:
		if len(u.args) > 1 && u.path != "r2 delete " {
			return nil
		}
		bucket, err := store.Bucket(u.args[0])
		if err != nil {
			return nil
		}
		for e, err := range bucket.List(ctx, u.last, "") {
			if err != nil || len(out) >= most {
				break
			}
			add(e.Object.Key, "object")
		}
	case u.flag == "class" || len(u.args) == 0:
		for _, n := range store.Namespaces() {
			add(completed(n), "class")
		}
		if u.path == "sql " && u.flag == "" && class == "" {
			for _, b := range store.Databases() {
				add(b.Name.Value, "D1 database")
			}
			for _, name := range store.Datasets() {
				add(local.DatasetPrefix+name, "dataset")
			}
		}
		if strings.HasPrefix(u.path, "kv ") && u.flag == "" && class == "" {
			for _, name := range store.KVNames() {
				add(name, "KV namespace")
			}
		}
		for o, err := range store.Objects(ctx, inspect.Address{Class: class}) {
			if err != nil || len(out) >= most || u.flag == "class" {
				break
			}
			if o.Named && (strings.Contains(u.last, "/") || strings.ContainsAny(o.Name[:min(1, len(o.Name))], "-~") && !u.ended) {
				add(completed(o.Namespace)+"/"+o.Name, "object")
			} else if o.Named {
				add(o.Name, o.Namespace.Label)
			}
		}
	case len(u.args) == 1 && u.path == "call ":
		for _, m := range methodsOf(ctx, store, inspect.Address{Text: u.args[0], Class: class}) {
			add(m.Name, m.String())
		}
	case len(u.args) == 1 && strings.HasPrefix(u.path, "kv "):
		n, o, err := store.ResolveKV(ctx, inspect.Address{Text: u.args[0], Class: class})
		if err != nil {
			return nil
		}
		if n != nil {
			for e, err := range n.List(ctx, u.last) {
				if err != nil {
					break
				}
				add(e.Key, "key")
			}
			return out
		}
		db, err := o.Open()
		if err != nil {
			return nil
		}
		defer db.Close()
		for entry, err := range db.KV(ctx, u.last) {
			if err != nil {
				break
			}
			add(entry.Key, "key")
		}
	}
	return out
}

// completed is a class as it is completed: with its Worker if another Worker has a
// class of that name.
func completed(n *inspect.Namespace) string {
	if n.Label != n.Class && n.Worker != "" {
		return n.Worker + "/" + n.Class
	}
	return n.Label
}

// completeTags returns the tags of the migrations.
func completeTags(e *local.Project, u *unfinished) (out []candidate) {
	o, err := e.Loading("")
	if err != nil {
		return nil
	}
	p, _, err := config.Load(o)
	if err != nil {
		return nil
	}
	for _, m := range p.Migrations {
		out = u.add(out, m.Tag.Value, "tag")
	}
	return out
}
