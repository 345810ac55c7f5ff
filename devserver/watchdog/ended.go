package watchdog

import (
	"errors"
	"fmt"
	"strings"

	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// Ended returns the reason why a process ended. If that was out of memory, it names the
// objects with running calls or, if unknown, the last call.
func Ended(err error, names []string, last event.Stuck) error {
	exit, ok := errors.AsType[*workerd.ExitError](err)
	if !ok || !exit.OutOfMemory() {
		return err
	}
	switch n := len(names); {
	case n == 1:
		return fmt.Errorf("%w; %s was at work", err, names[0])
	case n > 5:
		return fmt.Errorf("%w; %s and %d more were at work", err, strings.Join(names[:4], ", "), n-4)
	case n > 1:
		return fmt.Errorf("%w; %s were at work", err, strings.Join(names, ", "))
	case last.Kind != "":
		return fmt.Errorf("%w; the last call was %s", err, last)
	}
	return err
}
