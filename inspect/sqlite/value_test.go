package sqlite_test

import (
	"math"
	"testing"

	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// Reals are written as JavaScript writes them, and can always be told from integers.
func TestReals(t *testing.T) {
	t.Parallel()
	for f, want := range map[float64]string{
		0: "0.0", 1: "1.0", -2.5: "-2.5", 0.1: "0.1",
		1795440181586: "1795440181586.0", 1234567: "1234567.0", 1e20: "100000000000000000000.0",
		1e21: "1e+21", 1e-6: "0.000001", 1e-7: "1e-07",
		math.MaxFloat64: "1.7976931348623157e+308", math.Inf(1): "Inf", math.Inf(-1): "-Inf",
	} {
		v := sqlite.Value{Kind: sqlite.Real, Float: f}
		if got := v.String(); got != want {
			t.Errorf("%v is %s; want %s", f, got, want)
		}
	}
}
