package commands

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/urfave/cli/v2"

	"dotool/config"
	"dotool/migrate"
)

func migrateConvertCommand(env *Env) *cli.Command {
	return &cli.Command{
		Name: "convert", Usage: "rewrite the list of migrations as an exports map, or back",
		Description: "The classes stay as they are, here and on an account that has had every migration.\n" +
			"The rest of the file keeps its comments and layout.\n\nExample:\n  $ dotool migrate convert --dry-run",
		Flags: []cli.Flag{&cli.BoolFlag{Name: "dry-run", Usage: "print the difference, change nothing"}},
		Action: func(c *cli.Context) error {
			if err := arguments(c, 0); err != nil {
				return err
			}
			return runMigrateConvert(env, c.Bool("dry-run"))
		},
	}
}

func runMigrateConvert(env *Env, dryRun bool) error {
	l, err := env.openLifecycle(nil)
	if err != nil {
		return err
	}
	r := l.workers[0]
	if r.Ledger, err = l.state.ReadLedger(); err != nil {
		return err
	}
	if r.Disk, err = l.state.ReadDisk(false); err != nil {
		return err
	}
	conversion, err := migrate.Convert(r)
	if err != nil {
		return err
	}
	file := r.Project.File
	before, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	section, inherits, err := env.lifecycleSection(r.Project)
	if err != nil {
		return err
	}
	after, err := conversion.Edit(file, before, section, inherits)
	if err != nil {
		return err
	}
	if dryRun {
		err = env.tryConversion(r, after, nil)
	} else {
		err = env.tryConversion(r, after, os.Rename)
	}
	if err != nil {
		return err
	}
	name := env.show(file)
	if env.flags.JSON {
		notes := conversion.Notes
		if notes == nil {
			notes = []string{}
		}
		err = writeJSON(env.Stdout, struct {
			File    string       `json:"file"`
			To      migrate.Mode `json:"to"`
			Written bool         `json:"written"`
			Notes   []string     `json:"notes"`
		}{name, conversion.To, !dryRun, notes})
	} else if dryRun || env.StdoutTerminal {
		err = env.printDiff(diff.Diff(name, before, name, after))
	}
	for _, note := range conversion.Notes {
		env.tell("%s %s", env.style(env.Stderr).warn.Render("note:"), note)
	}
	if !dryRun {
		env.tell("%s now declares its classes with %s.", name, conversion.To)
	}
	return err
}

// lifecycleSection is the environment that declares the classes, and whether it
// would otherwise inherit from the top level; or "" where the top level does it,
// also for an environment that inherits from there.
func (e *Env) lifecycleSection(p *config.Project) (section string, inherits bool, err error) {
	if p.Env == "" {
		return "", false, nil
	}
	o, err := e.loading("")
	if err != nil {
		return "", false, err
	}
	o.Path, o.Env, o.EnvSet = p.File, "", true
	top, _, err := config.Load(o) // the faults of other environments do not matter
	if err != nil || top.MigrationsPos == p.MigrationsPos && top.ExportsPos == p.ExportsPos {
		return "", false, err
	}
	return p.Env, top.MigrationsPos.Line > 0 || top.ExportsPos.Line > 0, nil
}

// tryConversion writes the new configuration beside the old one, makes sure that
// it leads to the same classes, and then puts it in place with rename, if given.
func (e *Env) tryConversion(r migrate.Request, after []byte, rename func(from, to string) error) error {
	file := r.Project.File
	beside, err := os.CreateTemp(filepath.Dir(file), ".convert-*"+filepath.Ext(file))
	if err != nil {
		return fmt.Errorf("convert: %w", err)
	}
	defer os.Remove(beside.Name()) // gone once it is in place
	info, err := os.Stat(file)
	if err == nil {
		err = os.Chmod(beside.Name(), info.Mode().Perm())
	}
	_, failed := beside.Write(after)
	if err := errors.Join(err, failed, beside.Sync(), beside.Close()); err != nil {
		return fmt.Errorf("convert: %w", err)
	}
	o, err := e.loading("")
	if err != nil {
		return err
	}
	o.Path = beside.Name()
	p, list, err := config.Load(o)
	if err != nil {
		return err
	}
	r.Serve = true
	was := migrate.NewPlan(r)
	r.Project, r.Faults = p, list
	is := migrate.NewPlan(r)
	if err := is.Err(); err != nil {
		return fmt.Errorf("convert: the result would not do: %v", err)
	}
	for class, c := range was.Classes {
		if got, ok := is.Classes[class]; ok && got != c {
			return fmt.Errorf("convert: class %s would be in %s instead of %s", class, got.Key, c.Key)
		}
	}
	if rename == nil {
		return nil
	}
	if err := rename(beside.Name(), file); err != nil {
		return fmt.Errorf("convert: %w", err)
	}
	return nil
}

// printDiff prints a difference, coloured on a terminal.
func (e *Env) printDiff(text []byte) error {
	s := e.style(e.Stdout)
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "diff "):
			continue // the names follow
		case strings.HasPrefix(line, "+"):
			line = s.good.Render(line)
		case strings.HasPrefix(line, "-"):
			line = s.bad.Render(line)
		case strings.HasPrefix(line, "@@"):
			line = s.accent.Render(line)
		}
		if _, err := fmt.Fprintln(e.Stdout, line); err != nil {
			return err
		}
	}
	return nil
}
