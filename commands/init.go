package commands

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/changes"
	"github.com/dotool-dev/dotool/config/configfile"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/template"
	"github.com/dotool-dev/dotool/config/types"
	"github.com/dotool-dev/dotool/devserver/rtti"
)

type initOptions struct {
	Dir      string // absolute
	Named    bool   // the folder was given
	Template string // "" to ask
	Name     string // of the Worker; "" for that of the folder
	JS       bool
	Yes      bool
}

func initCommand(env *local.Project) *cli.Command {
	names := template.Names()
	var about strings.Builder
	for _, t := range template.All {
		fmt.Fprintf(&about, "  %-12s %s\n", t.Name, t.About)
	}
	return &cli.Command{
		Name: "init", Usage: "create a project, or complete an existing one",
		ArgsUsage: "[DIR]",
		Description: "Creates a project from a template, with a first test:\n" + about.String() + "\n" +
			"In a folder with a configuration, adds what is missing, such as migrations for bound\n" +
			"classes, and shows the changes before they are made. All files are written, or none.\n" +
			"No network is needed.\n\n" +
			"Example:\n  $ dotool init my-chat --template chat\n  $ dotool init --yes",
		Flags: []cli.Flag{
			choice("template", "use template `NAME`: %s", "asks", names...),
			&cli.StringFlag{Name: "name", Usage: "name the Worker `NAME`", DefaultText: "the name of the folder"},
			&cli.BoolFlag{Name: "js", Usage: "write JavaScript instead of TypeScript"},
			&cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "do not ask; the template is counter by default"},
		},
		Action: func(c *cli.Context) error {
			o := initOptions{
				Dir: filepath.Clean(env.Path(c.Args().First())), Named: c.NArg() > 0,
				Template: c.String("template"), Name: c.String("name"), JS: c.Bool("js"), Yes: c.Bool("yes"),
			}
			if !o.Named {
				o.Dir = env.Dir
			}
			if file := configfile.In(o.Dir); file != "" {
				if o.Template != "" || o.Name != "" || o.JS {
					return ui.WithHint(fmt.Errorf("%s already exists", env.Show(file)), "a template needs an empty folder: `dotool init DIR`; without --template, --name and --js, the project is completed")
				}
				return runComplete(c.Context, env, file, o.Yes)
			}
			return runInit(c.Context, env, o)
		},
	}
}

func runInit(ctx context.Context, env *local.Project, o initOptions) error {
	if err := o.check(env); err != nil {
		return err
	}
	t, err := o.template(ctx, env)
	if err != nil {
		return err
	}
	files, err := t.Files(template.Options{Name: o.Name, JS: o.JS, Date: compatibilityDate(time.Now())})
	if err != nil {
		return err
	}
	set := &changes.Set{}
	paths := []string{}
	for _, f := range files {
		if err := set.Put(filepath.Join(o.Dir, filepath.FromSlash(f.Path)), []byte(f.Text)); err != nil {
			return err
		}
		paths = append(paths, f.Path)
	}
	if err := set.Write(ctx); err != nil {
		return ui.Interrupted(ctx, err)
	}
	if !o.JS {
		if err := writeTypes(ctx, env, filepath.Join(o.Dir, "wrangler.jsonc")); err != nil {
			return err
		}
		paths = append(paths, types.FileName)
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, struct {
			Dir      string   `json:"dir"`
			Template string   `json:"template"`
			Name     string   `json:"name"`
			Files    []string `json:"files"`
		}{o.Dir, t.Name, o.Name, paths})
	}
	name, dir := diag.Visible(o.Name), diag.Visible(env.Show(o.Dir))
	where := ""
	if dir != name && o.Dir != env.Dir {
		where = " in " + dir
	}
	env.Note("Created %s%s from the template %s (%s).", name, where, t.Name, ui.Count(len(paths), "file"))
	next := []string{"dotool dev"}
	if t.Packages() {
		next = slices.Insert(next, 0, "npm install")
	}
	if o.Dir != env.Dir {
		next = slices.Insert(next, 0, "cd "+diag.ShellWord(env.Show(o.Dir)))
	}
	env.Note("Next: %s", diag.Visible(strings.Join(next, " && ")))
	return nil
}

// check refuses folders and names that will not do, and chooses the name of the Worker.
func (o *initOptions) check(env *local.Project) error {
	entries, err := os.ReadDir(o.Dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return ui.WithHint(fmt.Errorf("init: %w", err), "name a folder that does not exist yet, or an empty one")
	}
	for _, e := range entries {
		if !slices.Contains([]string{".git", ".DS_Store"}, e.Name()) {
			return ui.WithHint(fmt.Errorf("the folder %s is not empty: it has %s", env.Show(o.Dir), diag.Visible(e.Name())), "name a new folder: `dotool init my-worker`")
		}
	}
	folder := filepath.Base(o.Dir)
	switch {
	case o.Name != "" && !template.ValidName(o.Name):
		return ui.UsageError(fmt.Sprintf("%q is not a valid name of a Worker", o.Name), "use lower-case letters, digits, - and _, such as "+template.NameOf(o.Name))
	case o.Name == "" && o.Named && err != nil && !template.ValidName(folder):
		return ui.UsageError(fmt.Sprintf("%q is not a valid name of a Worker", folder), fmt.Sprintf("call the folder %s, or name the Worker with --name %[1]s", template.NameOf(folder)))
	case o.Name == "":
		o.Name = template.NameOf(folder)
	}
	return nil
}

// template returns the template that was given, or chosen.
func (o *initOptions) template(ctx context.Context, env *local.Project) (template.Template, error) {
	if o.Template == "" && !o.Yes {
		var options [][2]string
		for _, t := range template.All {
			options = append(options, [2]string{t.Name, t.About})
		}
		i, ok := env.Choose(ctx, "Template?", options)
		if !ok {
			return template.Template{}, env.Declined(ctx, ui.UsageError("no template given", "choose one with --template: "+orList(template.Names())))
		}
		return template.All[i], nil
	}
	t, ok := template.Find(o.Template)
	if !ok {
		t = template.All[0]
	}
	return t, nil
}

// compatibilityDate returns the date for a new project: today, or that of the runtime which
// this dotool installs.
func compatibilityDate(now time.Time) string {
	return min(rtti.PinnedDate(), now.UTC().Format(time.DateOnly))
}
