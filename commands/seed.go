package commands

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/archive"
	"github.com/dotool-dev/dotool/migrate/state"
)

func seedCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "seed", Usage: "fill objects from files with calls, SQL or exports", ArgsUsage: "FILE…",
		Description: "JSON and NDJSON files hold steps, an array or one per line:\n" +
			"  {\"object\": \"Room/lobby\", \"call\": \"post\", \"args\": [\"ann\", \"hi\"]}\n" +
			"  {\"object\": \"Room/team-{1..3}\", \"sql\": \"INSERT INTO users VALUES (1)\"}\n" +
			"  {\"object\": \"Room/{a,b}\", \"kv\": {\"topic\": \"Go\"}}\n" +
			"An SQL file runs in the objects that a line such as -- object: Room/lobby names\n" +
			"before it, or --object. Names with braces are several objects, and a glob those that\n" +
			"exist; others are created, with what their constructors do. A file that `dotool\n" +
			"export` wrote replaces its objects. The live objects are filled if `dotool dev` runs.\n" +
			"The first error stops; `dotool reset` begins again.\n\n" +
			"Example:\n  $ dotool seed seed/users.sql --object Room/lobby\n  $ dotool reset && dotool seed seed/*.json",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "object", Usage: "run SQL files in `OBJECT` unless they name another"},
			patienceFlag(env),
		},
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return ui.UsageError("dotool seed needs at least one file", "see `dotool seed --help`")
			}
			return runSeed(c.Context, env, c.Args().Slice(), c.String("object"))
		},
	}
}

// seeding is a seed at work.
type seeding struct {
	env     *local.Project
	objects *local.Objects
	client  *control.Client // nil before the first step
	stop    func() error

	filled   map[string]control.Target // the objects, by Worker, class and name
	steps    int
	imported int
}

func runSeed(ctx context.Context, env *local.Project, paths []string, object string) (err error) {
	var files []seedFile
	for _, path := range paths { // mistakes are found before anything is changed
		f, err := readSeed(env, path, object)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	s := &seeding{env: env, filled: map[string]control.Target{}}
	if s.objects, err = env.Objects(); err != nil {
		return err
	}
	defer env.Slowly("Seeding…")()
	defer func() { err = errors.Join(err, s.release()) }()
	for _, f := range files {
		if f.export != nil {
			if err := s.importFile(ctx, f); err != nil {
				return err
			}
			continue
		}
		for _, step := range f.steps {
			if err := s.run(ctx, step); err != nil {
				if s.steps > 0 {
					env.Note("%s ran before.", ui.Count(s.steps, "step"))
				}
				return ui.Interrupted(ctx, fmt.Errorf("%s:%d: %w", env.Show(f.path), step.Line, err))
			}
		}
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, map[string]int{"objects": len(s.filled) + s.imported, "steps": s.steps})
	}
	env.Note("Seeded %s.", ui.Count(len(s.filled)+s.imported, "object"))
	return nil
}

// release ends the runtime that was started for the steps.
func (s *seeding) release() error {
	if s.stop == nil {
		return nil
	}
	stop := s.stop
	s.client, s.stop = nil, nil
	return stop()
}

// importFile replaces the objects of an export.
func (s *seeding) importFile(ctx context.Context, f seedFile) error {
	if err := s.release(); err != nil {
		return err
	}
	return s.env.Aside(ctx, s.objects.State(), func() error {
		made, err := archive.Import(ctx, s.objects.Store, bytes.NewReader(f.export), archive.ImportOptions{Replace: true, Command: s.env.Command, File: s.env.Show(f.path)})
		s.imported += len(made)
		return err
	})
}

// run runs a step in each of its objects.
func (s *seeding) run(ctx context.Context, step seedStep) error {
	targets, err := s.targets(ctx, step.Object)
	if err != nil {
		return err
	}
	if s.client == nil {
		of := make([]*control.Target, len(targets))
		for i := range targets {
			of[i] = &targets[i]
		}
		if s.client, s.stop, err = s.objects.ReachTargets(ctx, of...); err != nil {
			return err
		}
	}
	for _, t := range targets {
		if err := s.fill(ctx, t, step); err != nil {
			return fmt.Errorf("%s: %w", local.TargetName(t), err)
		}
		s.filled[keyOf(t)] = t
	}
	s.steps++
	return nil
}

// targets returns the objects that a step names.
func (s *seeding) targets(ctx context.Context, text string) (all []control.Target, err error) {
	if strings.ContainsAny(text, "*?[") {
		return s.matching(ctx, inspect.Address{Text: text})
	}
	for _, name := range expandBraces(text) {
		t, _, err := s.objects.CallTarget(ctx, inspect.Address{Text: name})
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

func keyOf(t control.Target) string { return t.Worker + "/" + t.Class + "/" + cmp.Or(t.Name, t.ID) }

// matching returns the objects that a glob means: on disk, and those just created, whose names
// may not be on disk yet.
func (s *seeding) matching(ctx context.Context, a inspect.Address) (all []control.Target, err error) {
	found := map[string]bool{}
	objects, err := collect(ctx, s.objects.Store, a)
	if err != nil {
		return nil, err
	}
	for _, o := range objects {
		t := local.LiveTarget(o)
		all, found[keyOf(t)] = append(all, t), true
	}
	matches, err := s.objects.Matcher(a)
	if err != nil {
		return nil, err
	}
	for _, key := range slices.Sorted(maps.Keys(s.filled)) {
		if t := s.filled[key]; !found[key] && t.Name != "" && matches(t.Worker, t.Class, state.ObjectID{}, t.Name, true) {
			all = append(all, t)
		}
	}
	return all, nil
}

func (s *seeding) fill(ctx context.Context, t control.Target, step seedStep) error {
	switch {
	case step.Call != "":
		result, err := s.client.Call(ctx, t, step.Call, step.Args)
		if err == nil && result.Stream != nil {
			err = result.Stream.Close()
		}
		return err
	case step.SQL != "":
		return local.LiveSQL(ctx, s.client, t, step.SQL)
	}
	for _, entry := range step.KV {
		if err := s.client.PutKV(ctx, t, entry.key, entry.value); err != nil {
			return err
		}
	}
	return nil
}

// expandBraces returns the names that a text with {1..3} or {a,b} means; other braces are
// text.
func expandBraces(text string) []string {
	open := strings.IndexByte(text, '{')
	if open < 0 {
		return []string{text}
	}
	length := strings.IndexByte(text[open:], '}')
	if length < 0 {
		return []string{text}
	}
	parts := braceParts(text[open+1 : open+length])
	if parts == nil {
		parts = []string{text[open : open+length+1]}
	}
	var all []string
	for _, rest := range expandBraces(text[open+length+1:]) {
		for _, part := range parts {
			all = append(all, text[:open]+part+rest)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
