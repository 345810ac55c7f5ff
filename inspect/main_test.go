package inspect

import (
	"testing"

	"go.uber.org/goleak"

	"dotool/migrate/state"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// Recover does what the recoveries do, with the snapshot that is in place now.
func Recover(state *state.Folder) (snapshot string, err error) {
	return recoverAll(state)
}
