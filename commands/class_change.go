package commands

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint/names"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/state"
)

func renameClassCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "class", Usage: "rename a class, keeping its objects", ArgsUsage: "OLD NEW",
		Description: "Renames the class in the source (declaration, exports, imports and uses, as a value, as\n" +
			"a type and in documentation comments, and in what vi.mock makes of its module; other\n" +
			"things of that name, strings and comments stay), in the bindings, and with a migration\n" +
			"or in exports, so that its objects keep their data. Shows the changes, then the local\n" +
			"plan. All is written, or nothing. Bindings of other Workers to the class follow if\n" +
			"their configurations are given too, with --config.\n\n" +
			"Example:\n  $ dotool rename class Room ChatRoom",
		Action: func(c *cli.Context) error {
			if c.NArg() != 2 {
				return ui.UsageError("dotool rename class needs two names", "such as `dotool rename class Room ChatRoom`")
			}
			return runRenameClass(c.Context, env, c.Args().First(), c.Args().Get(1), c.Bool("dry-run"), c.Bool("yes"))
		},
	}
}

func runRenameClass(ctx context.Context, env *local.Project, from, to string, dry, yes bool) error {
	c, err := openClass(ctx, env, "")
	if err != nil {
		return err
	}
	if err := c.known(from); err != nil {
		return err
	}
	if from == to {
		return ui.Usagef("the class is already called %s", to)
	}
	if err := c.newName(to); err != nil {
		return err
	}
	class, err := c.names.Class(from)
	if err != nil {
		return classError(err)
	}
	texts, err := class.Rename(to)
	if clash, ok := errors.AsType[*names.ClashError](err); ok {
		clash.Pos.File = env.Show(clash.Pos.File)
	}
	if err != nil {
		return err
	}
	for _, former := range c.config.Former(from) {
		if !c.pending(former) {
			c.notes = append(c.notes, "deploy the rename of "+former+" to "+from+" first, if it is not deployed yet")
		}
	}
	if err := errors.Join(c.put(texts), c.config.Rename(from, to, c.pending), c.renameElsewhere(from, to)); err != nil {
		return err
	}
	return c.finish(ctx, dry, yes)
}

// pending reports whether a class has its data here still under a former name.
func (c *classChange) pending(former string) bool {
	ledger, err := migrate.ReadLedger(state.Open(c.project.StateDir(c.env.Flags.PersistTo), state.Options{}))
	if err != nil || ledger.Workers[c.project.Name.Value] == nil {
		return false
	}
	_, is := ledger.Workers[c.project.Name.Value].Classes[former]
	return is
}

// classError adds what the entry exports to the error that it does not export a class.
func classError(err error) error {
	if unknown, ok := errors.AsType[*names.UnknownError](err); ok {
		return ui.WithHint(err, diag.DidYouMean(unknown.Name, unknown.Exports, "it exports "+orNone(unknown.Exports)))
	}
	return err
}

func deleteClassCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "class", Usage: "delete a class with its objects", ArgsUsage: "NAME",
		Description: "Removes the class, its exports and its bindings, and declares that it is deleted, with\n" +
			"a migration or in exports. A class that is still used elsewhere is not deleted. The\n" +
			"objects here are deleted when the plan is applied. Shows the changes, then the local\n" +
			"plan. All is written, or nothing.\n\n" +
			"Example:\n  $ dotool delete class Room",
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 {
				return ui.UsageError("dotool delete class needs a name", "such as `dotool delete class Room`")
			}
			return runDeleteClass(c.Context, env, c.Args().First(), c.Bool("dry-run"), c.Bool("yes"))
		},
	}
}

func runDeleteClass(ctx context.Context, env *local.Project, name string, dry, yes bool) error {
	c, err := openClass(ctx, env, "")
	if err != nil {
		return err
	}
	if err := c.known(name); err != nil {
		return err
	}
	c.unbound = c.config.Bindings(name)
	if err := errors.Join(c.removeSource(name), c.config.Delete(name)); err != nil {
		return err
	}
	return c.finish(ctx, dry, yes)
}

// removeSource removes a class that the code has.
func (c *classChange) removeSource(name string) error {
	class, err := c.names.Class(name)
	if errors.As(err, new(*names.UnknownError)) {
		c.notes = append(c.notes, err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	texts, gone, err := class.Remove(c.env.Dir)
	if err != nil {
		return err
	}
	if err := c.put(texts); err != nil {
		return err
	}
	for _, path := range gone {
		if err := c.set.Remove(path); err != nil {
			return err
		}
	}
	return nil
}

func transferClassCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "class", Usage: "move a class to another Worker, keeping its objects", ArgsUsage: "NAME DIR|CONFIG",
		Description: "Moves the file of the class to the other Worker, which exports, binds and declares it;\n" +
			"bindings of this Worker lead there. Deploy the other Worker first. Shows the changes,\n" +
			"then the local plan of both. All is written, or nothing.\n\n" +
			"Example:\n  $ dotool transfer class Room ../rooms",
		Flags: []cli.Flag{&cli.StringFlag{Name: "as", Usage: "call the class `NAME` there"}},
		Action: func(c *cli.Context) error {
			if c.NArg() != 2 {
				return ui.UsageError("dotool transfer class needs a name and the other Worker", "such as `dotool transfer class Room ../rooms`")
			}
			if as := c.String("as"); as != "" && as != c.Args().First() {
				return ui.UsageError("a class cannot change its name while it moves", "rename it first: `dotool rename class "+c.Args().First()+" "+as+"`")
			}
			return runTransferClass(c.Context, env, c.Args().First(), c.Args().Get(1), c.Bool("dry-run"), c.Bool("yes"))
		},
	}
}

func runTransferClass(ctx context.Context, env *local.Project, name, to string, dry, yes bool) error {
	c, err := openClass(ctx, env, "")
	if err != nil {
		return err
	}
	if err := c.known(name); err != nil {
		return err
	}
	other, err := openClass(ctx, env, to)
	if err != nil {
		return err
	}
	if other.project.File == c.project.File {
		return ui.Usagef("%s is the same Worker", diag.Visible(to))
	}
	if err := other.newName(name); err != nil {
		return err
	}
	switch {
	case !other.config.Declares():
		other.config.Exports = c.config.UsesExports()
	case other.config.UsesExports() != c.config.UsesExports():
		return ui.WithHint(errors.New("one of the Workers has a list of migrations, and the other a map of exports"), "convert one with `dotool migrate convert`")
	}
	class, err := c.names.Class(name)
	if err != nil {
		return classError(err)
	}
	text, alone := class.Module()
	if !alone {
		return ui.WithHint(fmt.Errorf("%s has more than the class %s, or imports other files of the project", env.Show(class.File), name), "give the class a file of its own, which only imports packages")
	}
	file := filepath.Join(filepath.Dir(other.project.MainPath()), filepath.Base(class.File))
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s already exists", env.Show(file))
	}
	for _, former := range c.config.Former(name) {
		c.notes = append(c.notes, "deploy the rename of "+former+" to "+name+" first, if it is not deployed yet")
	}
	binding := other.config.FreeBinding(name)
	if bound := c.config.Bindings(name); len(bound) > 0 && !other.config.HasBinding(bound[0]) {
		binding = bound[0]
	}
	if err := errors.Join(
		c.removeSource(name),
		c.set.Put(file, []byte(text)),
		c.set.Put(other.project.MainPath(), []byte(other.names.Export(name, file))),
		c.config.Give(name, other.project.Name.Value, name),
		other.config.Take(name, c.project.Name.Value, name, binding),
	); err != nil {
		return err
	}
	c.notes = append(c.notes, "deploy "+other.project.Name.Value+" first, then "+c.project.Name.Value)
	if other.config.UsesExports() {
		c.notes = append(c.notes, "when both are deployed, remove state and transfer_from of "+name+" there, and bind it")
	}
	return c.finish(ctx, dry, yes, other)
}
