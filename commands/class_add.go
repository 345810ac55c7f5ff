package commands

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/config/types"
	"github.com/dotool-dev/dotool/migrate/declare"
)

type addClassOptions struct {
	Name, Binding, File string
	DryRun, Yes         bool
}

func addClassCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "class", Usage: "add a class: its file, export, binding and declaration", ArgsUsage: "NAME",
		Description: "Writes a file with the class, exports it from the entry module, binds it and declares\n" +
			"it with a migration or in exports, whichever the configuration has; comments and\n" +
			"layout stay. Shows the changes, then the local plan. All is written, or nothing.\n\n" +
			"Example:\n  $ dotool add class ChatRoom\n  $ dotool add class ChatRoom --binding ROOM --file src/rooms/chat.ts",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "binding", Usage: "call the binding `NAME`", DefaultText: "the name of the class, as CHAT_ROOM"},
			&cli.StringFlag{Name: "file", Usage: "write the class to `FILE`", DefaultText: "beside the entry module"},
		},
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 {
				return ui.UsageError("dotool add class needs a name", "such as `dotool add class ChatRoom`")
			}
			return runAddClass(c.Context, env, addClassOptions{c.Args().First(), c.String("binding"), c.String("file"), c.Bool("dry-run"), c.Bool("yes")})
		},
	}
}

// identifier matches the names that env can have as plain members.
var identifier = pattern.New(`^[A-Za-z_$][A-Za-z0-9_$]*$`)

func runAddClass(ctx context.Context, env *local.Project, o addClassOptions) error {
	c, err := openClass(ctx, env, "")
	if err != nil {
		return err
	}
	if err := c.newName(o.Name); err != nil {
		return err
	}
	switch {
	case o.Binding == "":
		o.Binding = c.config.FreeBinding(o.Name)
	case !identifier.MatchString(o.Binding):
		return ui.Usagef("%q cannot be the name of a binding", o.Binding)
	case c.config.HasBinding(o.Binding):
		return ui.WithHint(fmt.Errorf("%s already has a binding %s", env.Show(c.project.File), o.Binding), "give another one with --binding")
	}
	main := c.project.MainPath()
	if _, err := os.Stat(main); err != nil {
		return fmt.Errorf("read the entry module: %w", err)
	}
	file := env.Path(o.File)
	if file == "" {
		file = filepath.Join(filepath.Dir(main), moduleName(o.Name)+filepath.Ext(main))
	}
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return ui.WithHint(fmt.Errorf("%s already exists", env.Show(file)), "give another one with --file")
	}
	if err := c.set.Put(file, []byte(classText(o.Name, filepath.Ext(file), c.project.Root))); err != nil {
		return err
	}
	if err := c.set.Put(main, []byte(c.names.Export(o.Name, file))); err != nil {
		return err
	}
	if err := c.config.Create(o.Name, o.Binding); err != nil {
		return err
	}
	return c.finish(ctx, o.DryRun, o.Yes)
}

// moduleName returns the name of a file for a class: chat-room for ChatRoom.
func moduleName(class string) string {
	return strings.ReplaceAll(strings.ToLower(declare.BindingName(class)), "_", "-")
}

// classText returns the source of a new class.
func classText(name, ext, root string) string {
	base := "DurableObject"
	if typed := strings.HasPrefix(ext, ".ts") || strings.HasSuffix(ext, "ts"); typed {
		if _, err := os.Stat(filepath.Join(root, types.FileName)); err == nil {
			base = "DurableObject<Env>"
		}
	}
	return fmt.Sprintf(`import { DurableObject } from "cloudflare:workers";

export class %s extends %s {
  hello() {
    return "Hello from %[1]s";
  }
}
`, name, base)
}
