package socket

import (
	"errors"
	"testing"
)

// The suggested port is free, and near the requested one.
func TestBusyPort(t *testing.T) {
	files, port, err := Listen(t.Context(), "localhost", 0)
	if err != nil {
		t.Fatal(err)
	}
	defer CloseAll(files)
	_, _, err = Listen(t.Context(), "localhost", port)
	busy, ok := errors.AsType[*PortError](err)
	if !ok || busy.Free == port || port < 65400 && (busy.Free < port || busy.Free > port+100) {
		t.Fatalf("%d: %v, %+v", port, err, busy)
	}
	free, _, err := Listen(t.Context(), "localhost", busy.Free)
	if err != nil {
		t.Error(err)
	}
	CloseAll(free)
}
