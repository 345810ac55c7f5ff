package commands

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/archive"
	"github.com/dotool-dev/dotool/inspect/snapshot"
)

func snapshotDiffCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "diff", Usage: "compare two snapshots, or one with the current state", ArgsUsage: "ID [ID|now [OBJECT]]",
		Description: "Lists the objects that were added (+), removed (-) or changed (~) from the first to\n" +
			"the second, which is the present if it is now or left out. With OBJECT, prints how its\n" +
			"tables, keys and alarm differ, as a diff of its export.\n\n" +
			"Example:\n  $ dotool snapshot diff latest\n  $ dotool snapshot diff 20261123T100000Z now lobby",
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return ui.UsageError("dotool snapshot diff needs an id", "`dotool snapshot list` lists them")
			}
			return runSnapshotDiff(c.Context, env, c.Args().First(), c.Args().Get(1), c.Args().Get(2))
		},
	}
}

// objectChange is an object that two snapshots do not share.
type objectChange struct {
	Change string  `json:"change"` // added, removed or changed
	Class  string  `json:"class"`
	ID     string  `json:"id"`
	Name   *string `json:"name"`

	before, after inspect.Object // without a namespace if there is none
}

func runSnapshotDiff(ctx context.Context, env *local.Project, from, to, object string) error {
	store, _, err := env.OpenKept()
	if err != nil {
		return err
	}
	if to == "now" {
		to = ""
	}
	before, err := snapshot.Objects(ctx, store, from)
	if err != nil {
		return err
	}
	after, err := snapshot.Objects(ctx, store, to)
	if err != nil {
		return err
	}
	changes, err := compareObjects(ctx, store, before, after)
	if err != nil {
		return err
	}
	if object != "" {
		return diffObject(ctx, env, store, changes, object, []string{from, cmp.Or(to, "now")})
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, changes)
	}
	for _, c := range changes {
		o := c.after
		if c.Change == "removed" {
			o = c.before
		}
		fmt.Fprintf(env.Stdout, "%s %s\n", map[string]string{"added": "+", "removed": "-", "changed": "~"}[c.Change], local.Label(o))
	}
	if len(changes) == 0 {
		env.Note("No object differs.")
	}
	return nil
}

// compareObjects lists the differences, by class and name.
func compareObjects(ctx context.Context, store *inspect.Store, before, after map[snapshot.ObjectKey]inspect.Object) ([]objectChange, error) {
	changes := []objectChange{}
	all := maps.Clone(before)
	maps.Copy(all, after)
	for key, o := range all {
		c := objectChange{Change: "changed", Class: o.Namespace.Name(), ID: o.ID.String(), before: before[key], after: after[key]}
		if o.Named {
			c.Name = &o.Name
		}
		_, was := before[key]
		_, is := after[key]
		switch {
		case !was:
			c.Change = "added"
		case !is:
			c.Change = "removed"
		default:
			same, err := sameObject(ctx, store, c.before, c.after)
			if err != nil {
				return nil, err
			}
			if same {
				continue
			}
		}
		changes = append(changes, c)
	}
	slices.SortFunc(changes, func(a, b objectChange) int {
		name := func(c objectChange) string {
			if c.Name != nil {
				return *c.Name
			}
			return ""
		}
		return cmp.Or(cmp.Compare(a.Class, b.Class), cmp.Compare(name(a), name(b)), cmp.Compare(a.ID, b.ID))
	})
	return changes, nil
}

// sameObject reports whether two copies of an object have the same content: their files
// may differ nevertheless.
func sameObject(ctx context.Context, store *inspect.Store, a, b inspect.Object) (bool, error) {
	first, err := os.Stat(a.Path())
	if err != nil {
		return false, err
	}
	if second, err := os.Stat(b.Path()); err == nil && os.SameFile(first, second) && a.Alarm.Equal(b.Alarm) {
		return true, nil
	}
	texts, err := exported(ctx, store, a, b)
	return err == nil && bytes.Equal(texts[0], texts[1]), err
}

// exported returns each object as SQL, nothing for one that does not exist.
func exported(ctx context.Context, store *inspect.Store, all ...inspect.Object) (texts [][]byte, err error) {
	for _, o := range all {
		var b bytes.Buffer
		if o.Namespace != nil {
			if err := archive.Export(ctx, store, &b, archive.SQL, o); err != nil {
				return nil, err
			}
		}
		texts = append(texts, b.Bytes())
	}
	return texts, nil
}

// diffObject prints how an object differs.
func diffObject(ctx context.Context, env *local.Project, store *inspect.Store, changes []objectChange, object string, names []string) error {
	for _, c := range changes {
		if o := cmp.Or(c.after, c.before); object != o.String() && object != o.Namespace.Label+"/"+o.String() && object != c.ID {
			continue
		}
		texts, err := exported(ctx, store, c.before, c.after)
		if err != nil {
			return err
		}
		text := diff.Diff(names[0], texts[0], names[1], texts[1])
		if env.JSON {
			return ui.WriteJSON(env.Stdout, map[string]string{"diff": string(text)})
		}
		return printDiff(env, text)
	}
	env.Note("%s does not differ.", diag.Visible(object))
	return nil
}
