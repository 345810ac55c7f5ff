package commands

import (
	"testing"

	"dotool/inspect"
)

// A class is completed with its Worker only where its name is not enough.
func TestCompletedClass(t *testing.T) {
	t.Parallel()
	for want, n := range map[string]*inspect.Namespace{
		"Room":       {Label: "Room", Class: "Room", Worker: "chat"},
		"admin/Room": {Label: "admin-Room", Class: "Room", Worker: "admin"},
		"chat-Old":   {Label: "chat-Old", Class: "Old"}, // no ledger says whose it is
	} {
		if got := completed(n); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
