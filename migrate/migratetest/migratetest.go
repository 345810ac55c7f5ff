// Package migratetest has projects and state folders to test with.
package migratetest

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/convert"
	"github.com/dotool-dev/dotool/migrate/state"
)

// caseConfig is the part of a configuration that decides about classes, as the
// cases write it.
type caseConfig struct {
	DurableObjects struct {
		Bindings []struct {
			Name       string
			ClassName  string `json:"class_name"`
			ScriptName string `json:"script_name"`
		}
	} `json:"durable_objects"`
	Migrations []struct {
		Tag              string
		NewClasses       []string                    `json:"new_classes"`
		NewSQLiteClasses []string                    `json:"new_sqlite_classes"`
		DeletedClasses   []string                    `json:"deleted_classes"`
		Renamed          []struct{ From, To string } `json:"renamed_classes"`
		Transferred      []struct {
			From, To   string
			FromScript string `json:"from_script"`
		} `json:"transferred_classes"`
	}
	Exports map[string]struct {
		Type, State, Storage string
		RenamedTo            string `json:"renamed_to"`
		TransferredTo        string `json:"transferred_to"`
		TransferFrom         string `json:"transfer_from"`
	}
	Env map[string]json.RawMessage
}

// Project makes a Project of JSON without package config's reader, whose own
// checks are not the matter here. Every value gets a line of its own.
func Project(t testing.TB, name, env, text string) *config.Project {
	t.Helper()
	var c caseConfig
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		t.Fatal(err)
	}
	if env != "" {
		var over caseConfig
		if err := json.Unmarshal(c.Env[env], &over); err != nil {
			t.Fatal(err)
		}
		if over.Migrations == nil {
			over.Migrations = c.Migrations
		}
		if over.Exports == nil {
			over.Exports = c.Exports
		}
		c, name = over, name+"-"+env
	}
	line := 0
	pos := func() diag.Pos { line++; return diag.Pos{File: "wrangler.jsonc", Line: line, Column: 1} }
	str := func(s string) config.String { return config.String{Value: s, Pos: pos()} }
	strs := func(ss []string) (all []config.String) {
		for _, s := range ss {
			all = append(all, str(s))
		}
		return all
	}
	p := &config.Project{File: "wrangler.jsonc", Name: str(name), Main: str("src/index.ts"), Env: env}
	if c.Migrations != nil {
		p.MigrationsPos = pos()
	}
	if c.Exports != nil {
		p.ExportsPos = pos()
	}
	for _, b := range c.DurableObjects.Bindings {
		p.Bindings = append(p.Bindings, binding.DurableObject{Entry: binding.Entry{Name: str(b.Name), Pos: pos()}, ClassName: str(b.ClassName), ScriptName: str(b.ScriptName)})
	}
	for _, m := range c.Migrations {
		out := config.Migration{Tag: str(m.Tag), Pos: pos(), NewClasses: strs(m.NewClasses), NewSQLiteClasses: strs(m.NewSQLiteClasses), DeletedClasses: strs(m.DeletedClasses)}
		for _, r := range m.Renamed {
			out.RenamedClasses = append(out.RenamedClasses, config.Rename{From: str(r.From), To: str(r.To), Pos: pos()})
		}
		for _, r := range m.Transferred {
			out.Transferred = append(out.Transferred, config.Transfer{From: str(r.From), FromScript: str(r.FromScript), To: str(r.To), Pos: pos()})
		}
		p.Migrations = append(p.Migrations, out)
	}
	for _, class := range slices.Sorted(maps.Keys(c.Exports)) {
		e := c.Exports[class]
		p.Exports = append(p.Exports, config.Export{
			Class: str(class), Type: str(e.Type), State: str(e.State), Storage: str(e.Storage),
			RenamedTo: str(e.RenamedTo), TransferredTo: str(e.TransferredTo), TransferFrom: str(e.TransferFrom), Pos: pos(),
		})
	}
	return p
}

// NewState makes a state folder with a clock that stands still.
func NewState(t testing.TB, recoveries ...state.Recovery) *state.Folder {
	return NewStateIn(t.TempDir(), recoveries...)
}

// NewStateIn makes that of [NewState] at a path.
func NewStateIn(dir string, recoveries ...state.Recovery) *state.Folder {
	s := state.Open(dir, state.Options{Recoveries: recoveries})
	s.Now = func() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }
	return s
}

// Lock takes the folder for the rest of the test.
func Lock(t testing.TB, s *state.Folder) {
	t.Helper()
	l, err := s.Lock(t.Context(), state.Holder{Command: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
}

// Put writes objects of a namespace, with all kinds of files that belong to one.
func Put(t testing.TB, s *state.Folder, k state.Key, names ...string) {
	t.Helper()
	dir := s.NamespaceDir(k)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("metadata.sqlite", "meta of "+string(k))
	for _, name := range names {
		id := k.ID(name).String()
		write(id+".sqlite", string(k)+"/"+name)
		write(id+".sqlite-wal", "wal of "+string(k)+"/"+name)
		write(id+".facets", "facets of "+string(k)+"/"+name)
		write(id+".1.sqlite", "facet of "+string(k)+"/"+name)
	}
}

// Contents lists the texts of all files below a folder, so that none can be lost
// unseen.
func Contents(t testing.TB, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all = append(all, string(data))
		return err
	})
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// Steps shortens a plan's steps to what matters to a test.
func Steps(p *migrate.Plan) []string {
	all := []string{}
	for _, s := range p.Steps {
		text := string(s.Kind) + " " + s.Class + " in " + string(s.Key)
		if s.From != "" {
			text += " from " + strings.TrimPrefix(s.FromScript+"."+s.From, ".")
		}
		if s.ToScript != "" {
			text += " to " + s.ToScript
		}
		if s.Destructive {
			text += "!"
		}
		all = append(all, text)
	}
	return all
}

// Codes returns the codes of a plan's diagnostics.
func Codes(p *migrate.Plan) []string {
	all := []string{}
	for _, d := range p.Diagnostics {
		all = append(all, string(d.Severity)+" "+d.Code)
	}
	return all
}

// PlanFor plans a configuration on a state folder.
func PlanFor(t testing.TB, s *state.Folder, worker, text string) *migrate.Plan {
	t.Helper()
	l, err := migrate.ReadLedger(s)
	if err != nil {
		t.Fatal(err)
	}
	disk, err := s.ReadDisk(true)
	if err != nil {
		t.Fatal(err)
	}
	p := migrate.NewPlan(migrate.Request{Project: Project(t, worker, "", text), Ledger: l, Disk: disk})
	if err := p.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

// Converted makes a project of a conversion that an empty file gets.
func Converted(t testing.TB, name string, c *convert.Conversion) *config.Project {
	t.Helper()
	text, err := c.Edit("wrangler.json", []byte("{}"), "", false)
	if err != nil {
		t.Fatal(err)
	}
	return Project(t, name, "", string(text))
}

// Ledger makes a ledger with one worker.
func Ledger(name, tag string, classes map[string]migrate.Class) *migrate.Ledger {
	l := migrate.NewLedger()
	if tag != "" || len(classes) > 0 {
		if classes == nil {
			classes = map[string]migrate.Class{}
		}
		l.Workers[name] = &migrate.Worker{Tag: tag, Classes: classes}
	}
	return l
}
