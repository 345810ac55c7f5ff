package snapshot

import (
	"testing"

	"github.com/dotool-dev/dotool/inspect/inspecttest"
)

// BenchmarkSnapshot copies 10,000 objects, and then again with all of them
// unchanged.
func BenchmarkSnapshot(b *testing.B) {
	state := inspecttest.Many(b, 10_000)
	s := inspecttest.Open(b, state)
	for b.Loop() {
		for range 2 {
			if snapshot, err := Create(b.Context(), s.State(), Asked, ""); err != nil || snapshot.Objects != 10_000 {
				b.Fatal(snapshot, err)
			}
		}
	}
}
