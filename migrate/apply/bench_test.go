package apply

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/dotool-dev/dotool/migrate"
	"github.com/dotool-dev/dotool/migrate/migratetest"
	"github.com/dotool-dev/dotool/migrate/state"
)

// many makes a state whose class A has n objects on disk.
func many(b *testing.B, n int) *state.Folder {
	s := migratetest.NewState(b, Recover)
	migratetest.Lock(b, s)
	apply(b, s, "chat", `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]}]}`)
	dir := s.NamespaceDir("chat-A")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		b.Fatal(err)
	}
	for i := range n {
		name := state.Key("chat-A").ID(strconv.Itoa(i)).String() + ".sqlite"
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

const renames = `{"migrations":[{"tag":"v1","new_sqlite_classes":["A"]},{"tag":"v2","renamed_classes":[{"from":"A","to":"B"}]}]}`

// BenchmarkPlan100k plans for a class with 100,000 objects, which are counted
// and whose ids are checked. It should take less than 1 s.
func BenchmarkPlan100k(b *testing.B) {
	s := many(b, 100_000)
	for b.Loop() {
		if p := migratetest.PlanFor(b, s, "chat", renames); p.Steps[0].Objects != 100_000 {
			b.Fatalf("got %+v", p.Steps)
		}
	}
}

// BenchmarkRename100k applies a rename of 100,000 objects and rolls it back. The rename
// should take less than 100 ms.
func BenchmarkRename100k(b *testing.B) {
	s := many(b, 100_000)
	ctx := context.Background()
	for b.Loop() {
		l, err := migrate.ReadLedger(s)
		if err != nil {
			b.Fatal(err)
		}
		p := migrate.NewPlan(migrate.Request{Project: migratetest.Project(b, "chat", "", renames), Ledger: l})
		if _, err := applyOne(ctx, s, p, Options{}); err != nil {
			b.Fatal(err)
		}
		if _, err := Rollback(ctx, s); err != nil {
			b.Fatal(err)
		}
	}
}
